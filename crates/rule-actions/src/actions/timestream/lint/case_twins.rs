//! Measures whose names differ only in case.

use super::Seen;
use crate::actions::timestream::table::case_twins;
use iot_sql::Diagnostic;
use std::collections::HashMap;

pub(super) fn lint(seen: &Seen<'_>) -> Option<Diagnostic> {
    let mut first: HashMap<String, &str> = HashMap::new();
    let mut twins = Vec::new();
    for record in seen.records {
        let name = record.measure_name.as_str();
        match first.get(&name.to_lowercase()) {
            Some(other) => twins.push(format!("`{other}` and `{name}`")),
            None => drop(first.insert(name.to_lowercase(), name)),
        }
    }
    (!twins.is_empty()).then(|| case_twins(&twins))
}
