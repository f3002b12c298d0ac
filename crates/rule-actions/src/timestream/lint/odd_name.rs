//! A measure's name that Timestream takes and that will trouble its readers.

use super::Seen;
use crate::wording::near_misses as wording;
use iot_sql::Diagnostic;

pub(super) fn lint(seen: &Seen<'_>) -> Option<Diagnostic> {
    let odd: Vec<String> = seen
        .records
        .iter()
        .filter(|record| is_odd(&record.measure_name))
        .map(|record| format!("{:?}", record.measure_name))
        .collect();
    (!odd.is_empty()).then(|| wording::odd_name(&odd))
}

/// Blanks around a name and characters that do not show, and names that differ from Timestream's own only in case.
fn is_odd(name: &str) -> bool {
    let reserved = ["time", "measure_name", "measure_value"];
    name.trim() != name
        || name.chars().any(char::is_control)
        || reserved.iter().any(|own| name != *own && name.eq_ignore_ascii_case(own))
}
