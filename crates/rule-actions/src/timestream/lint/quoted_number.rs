//! A number in quotes, which becomes a text.

use super::{Seen, aliased, at, names};
use crate::timestream::origin::is_path;
use crate::wording::near_misses as wording;
use iot_sql::{Diagnostic, Number, Value};

pub(super) fn lint(seen: &Seen<'_>) -> Option<Diagnostic> {
    let found = seen.attributes_that(|_, value, origin| {
        matches!(value, Value::String(text) if is_measurement(text))
            && matches!(origin.written, Value::String(_))
    });
    if found.is_empty() {
        return None;
    }
    let diagnostic = at(wording::quoted_number(&names(&found)), &found);
    Some(seen.fix(diagnostic, "Make it a number", &found, |name, item| {
        let written = seen.text(&item.expr.range);
        is_path(&item.expr).then(|| aliased(&format!("cast({written} AS Decimal)"), name))?
    }))
}

/// Whether a text is a number that was measured rather than one that names something: not `007`, nor a long one.
fn is_measurement(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let names_something = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    !names_something && digits.len() <= 15 && Number::from_text(text).is_some()
}
