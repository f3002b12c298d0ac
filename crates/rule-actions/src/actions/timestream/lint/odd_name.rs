//! A measure's name that Timestream takes and that will trouble its readers.

use super::hidden_text::in_sight;
use super::{Seen, form};
use crate::action::wording::listed;
use crate::actions::timestream::examples;
use iot_sql::{Code, Diagnostic, Evidence, Example, Input, Severity, hidden};

/// A measure's name is easily taken for another one.
pub(super) static TIMESTREAM_ODD_NAME: Code = Code {
    id: "timestream.odd-name",
    severity: Severity::Info,
    summary: "A measure's name is easily taken for another one.",
    examples: Example::listed(&[examples::written(r#"{"Time": 1700000000000}"#)]),
    silent: Example::listed(&[examples::written(r#"{"at": 1700000000000}"#)]),
};

pub(super) fn lint(seen: &Seen<'_>) -> Option<Diagnostic> {
    let odd: Vec<String> = seen
        .records
        .iter()
        .filter(|record| is_odd(&record.measure_name))
        .map(|record| in_sight(&record.measure_name))
        .collect();
    (!odd.is_empty()).then(|| diagnostic(&odd))
}

/// Blanks around a name and characters that do not show, and names that differ from Timestream's own only in case.
fn is_odd(name: &str) -> bool {
    let reserved = ["time", "measure_name", "measure_value"];
    name.trim() != name
        || hidden::has_hidden(name)
        || reserved.iter().any(|own| name != *own && name.eq_ignore_ascii_case(own))
}

fn diagnostic(names: &[String]) -> Diagnostic {
    let message = format!("{} {} hard to tell from another name.", listed(names), form(names, "is", "are"));
    Diagnostic::new(&TIMESTREAM_ODD_NAME, message)
        .input(Input::Request)
        .help("Blanks at the ends, characters that do not show and names of Timestream's own columns in other letters are accepted. Give the attribute another name with AS.")
        .evidence(Evidence::Documented)
}
