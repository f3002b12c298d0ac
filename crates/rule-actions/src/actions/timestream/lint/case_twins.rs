//! Measures whose names differ only in case.

use super::{Lint, Seen};
use crate::action::wording::listed;
use crate::actions::timestream::examples;
use crate::actions::timestream::written::Written;
use foldhash::fast::RandomState;
use iot_sql::{Code, Diagnostic, Evidence, Example, Input, Severity};
use std::collections::HashMap;

/// Measures differ only in the case of their names.
static CASE_TWINS: Code = Code {
    id: "timestream.case-twins",
    severity: Severity::Warning,
    summary: "Measures differ only in the case of their names.",
    examples: Example::listed(&[
        examples::written(r#"{"Latitude": 47.1, "latitude": 47.2}"#),
        examples::written(r#"{"latitude": 47.1, "Latitude": 47.2}"#),
        examples::written(r#"{"T": 1, "humidity": 2, "t": 3}"#),
    ]),
    silent: Example::listed(&[
        examples::written(r#"{"latitude": 47.1, "longitude": 8.5}"#),
        examples::written(r#"{"Latitude": 47.1}"#),
        examples::written(r#"{"t": 1, "t2": 2}"#),
        examples::selected("SELECT t FROM 'sensors/+'", r#"{"t": 1, "T": 2}"#),
        examples::selected("SELECT t, T AS u FROM 'sensors/+'", r#"{"t": 1, "T": 2}"#),
    ]),
};

pub(super) const LINT: Lint = Lint { code: &CASE_TWINS, check };

/// Measures up to which each is compared with each.
const FEW: usize = 8;

fn check(seen: &Seen<'_>) -> Option<Diagnostic> {
    let names = || seen.records.iter().map(|written| written.record.measure_name.as_str());
    // Most messages have few measures, whose names are quickly compared.
    if seen.records.len() <= FEW && names().all(str::is_ascii) {
        let has_twin =
            |(at, name): (usize, &str)| names().take(at).any(|other| other.eq_ignore_ascii_case(name));
        if !names().enumerate().any(has_twin) {
            return None;
        }
    }
    let mut first: HashMap<String, &str, RandomState> = HashMap::default();
    let mut twins = Vec::new();
    for Written { record, .. } in seen.records {
        let name = record.measure_name.as_str();
        match first.get(&name.to_lowercase()) {
            Some(other) => twins.push(format!("`{other}` and `{name}`")),
            None => drop(first.insert(name.to_lowercase(), name)),
        }
    }
    let message = format!("{} differ only in case and are two measures.", listed(&twins));
    (!twins.is_empty()).then(|| diagnostic(message))
}

/// A measure beside one that an earlier message wrote, or that the table had before where that is message 0, which only
/// the table knows.
pub(in crate::actions::timestream) fn beside_earlier(known: &str, message: u64, name: &str) -> Diagnostic {
    let of = if message == 0 { "of the table".to_owned() } else { format!("of message {message}") };
    diagnostic(format!("`{name}` and `{known}` {of} differ only in case and are two measures."))
}

fn diagnostic(message: String) -> Diagnostic {
    Diagnostic::new(&CASE_TWINS, message)
        .input(Input::Request)
        .help("Measure names are case-sensitive. If they are the same measure, select it under one name with AS.")
        .evidence(Evidence::Documented)
}
