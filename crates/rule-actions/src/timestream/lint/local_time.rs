//! A timestamp that is read without a zone, and so as UTC.

use super::Seen;
use crate::wording::near_misses as wording;
use iot_sql::tree::ExprKind;
use iot_sql::{Diagnostic, Value};

pub(super) fn lint(seen: &Seen<'_>) -> Option<Diagnostic> {
    let template = &seen.action.timestamp.as_ref()?.value;
    let mut zoneless = None;
    for expr in template.expressions() {
        expr.walk(&mut |expr| {
            if let ExprKind::Call(call) = &expr.kind
                && call.function.name == "time_to_epoch"
                && let [_, pattern] = call.arguments.as_slice()
                && let ExprKind::Literal(Value::String(text)) = &pattern.kind
                && !has_zone(text)
            {
                zoneless.get_or_insert((pattern.range.clone(), text.to_string()));
            }
        });
    }
    let (range, pattern) = zoneless?;
    Some(wording::local_time(range, &pattern))
}

/// Whether a pattern reads a zone, or a literal Z, which stands for UTC.
fn has_zone(pattern: &str) -> bool {
    pattern.split('\'').enumerate().any(|(index, part)| match index % 2 {
        0 => part.contains(['z', 'Z', 'X', 'x', 'V', 'O']),
        _ => part.ends_with('Z'),
    })
}

#[cfg(test)]
mod tests {
    use super::has_zone;

    #[test]
    fn zones_are_found_outside_quotes() {
        for pattern in ["yyyy-MM-dd HH:mm:ss VV", "HH:mm:ssXXX", "yyyy-MM-dd'T'HH:mm:ss'Z'", "HH:mm z"] {
            assert!(has_zone(pattern), "{pattern}");
        }
        for pattern in ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.SSS", "HH 'Ox'"] {
            assert!(!has_zone(pattern), "{pattern}");
        }
    }
}
