//! A measure's name that Timestream accepts and that is easily taken for another one.

use super::hidden_text::in_sight;
use super::{Lint, Seen, form};
use crate::action::wording::listed;
use crate::actions::timestream::examples;
use iot_sql::{Code, Diagnostic, Evidence, Example, Input, Severity, hidden};

/// A measure's name is easily confused with another one.
static CONFUSABLE_NAME: Code = Code {
    id: "timestream.confusable-name",
    severity: Severity::Info,
    summary: "A measure's name is easily confused with another one.",
    examples: Example::listed(&[
        examples::written(r#"{"Time": 1700000000000}"#),
        examples::written(r#"{" t": 21.5}"#),
        examples::written(r#"{"t\u0001": 21.5}"#),
        examples::written(r#"{"t\u200b": 21.5}"#),
        examples::written(r#"{"MEASURE_NAME": "t"}"#),
    ]),
    silent: Example::listed(&[
        examples::written(r#"{"at": 1700000000000}"#),
        examples::written(r#"{"times": 3}"#),
        examples::written(r#"{"the time": 3}"#),
        examples::written(r#"{"T": 21.5}"#),
    ]),
};

pub(super) const LINT: Lint = Lint { code: &CONFUSABLE_NAME, check };

fn check(seen: &Seen<'_>) -> Option<Diagnostic> {
    let names: Vec<String> = seen
        .records
        .iter()
        .map(|written| &written.record)
        .filter(|record| is_confusable(&record.measure_name))
        .map(|record| in_sight(&record.measure_name))
        .collect();
    (!names.is_empty()).then(|| diagnostic(&names))
}

/// Spaces around a name and characters that are not visible, and names that differ from Timestream's own only in case.
fn is_confusable(name: &str) -> bool {
    let reserved = ["time", "measure_name", "measure_value"];
    let shows = name.bytes().all(|byte| byte.is_ascii_graphic());
    !shows && (name.trim() != name || hidden::has_hidden(name))
        || reserved.iter().any(|own| name != *own && name.eq_ignore_ascii_case(own))
}

fn diagnostic(names: &[String]) -> Diagnostic {
    let message = format!("{} {} hard to tell from another name.", listed(names), form(names, "is", "are"));
    Diagnostic::new(&CONFUSABLE_NAME, message)
        .input(Input::Request)
        .help("Timestream accepts spaces at the ends, characters that are not visible, and the names of its own columns in another case. Give the attribute another name with AS.")
        .evidence(Evidence::Documented)
}
