//! An object or an array, which becomes one text.

use super::{Seen, at, names};
use crate::timestream::origin::is_path;
use crate::wording::near_misses as wording;
use iot_sql::{Diagnostic, Value};

pub(super) fn lint(seen: &Seen<'_>) -> Option<Diagnostic> {
    let found = seen.attributes_that(|_, value, _| matches!(value, Value::Object(_) | Value::Array(_)));
    if found.is_empty() {
        return None;
    }
    let diagnostic = at(wording::nested_value(&names(&found)), &found);
    Some(seen.fix(diagnostic, "Select its members", &found, |name, item| {
        let is_object = matches!(seen.attributes.get(name), Some(Value::Object(_)));
        let written = seen.text(&item.expr.range);
        (is_object && is_path(&item.expr)).then(|| format!("{written}.*"))
    }))
}
