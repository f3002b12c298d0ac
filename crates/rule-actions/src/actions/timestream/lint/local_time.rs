//! A timestamp that is read without a zone, and so as UTC.

use super::Seen;
use crate::actions::timestream::examples;
use iot_sql::tree::ExprKind;
use iot_sql::{Code, Diagnostic, Evidence, Example, Input, Severity, Value};
use std::ops::Range;

/// A timestamp without a zone is taken as UTC.
pub(super) static TIMESTREAM_LOCAL_TIME: Code = Code {
    id: "timestream.local-time",
    severity: Severity::Info,
    summary: "A timestamp without a zone is taken as UTC.",
    examples: Example::listed(&[Example::action(r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "arn:aws:iam::123456789012:role/r", "dimensions": [{"name": "room", "value": "${topic(2)}"}], "timestamp": {"value": "${time_to_epoch(at, 'yyyy-MM-dd HH:mm:ss')}", "unit": "MILLISECONDS"}}}"#).payload(r#"{"t": 21.5, "at": "2023-11-14 22:13:20"}"#)]),
    silent: Example::listed(&[examples::timed(r#"{"t": 21.5, "ts": 1700000000}"#)]),
};

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
    Some(diagnostic(range, &pattern))
}

/// Whether a pattern reads a zone, or a literal Z, which stands for UTC.
fn has_zone(pattern: &str) -> bool {
    pattern.split('\'').enumerate().any(|(index, part)| match index % 2 {
        0 => part.contains(['z', 'Z', 'X', 'x', 'V', 'O']),
        _ => part.ends_with('Z'),
    })
}

fn diagnostic(range: Range<usize>, pattern: &str) -> Diagnostic {
    let message = format!("`{pattern}` reads no zone, so that the time is taken as UTC.");
    Diagnostic::new(&TIMESTREAM_LOCAL_TIME, message)
        .input(Input::Action("timestamp.value".into()))
        .at(range, "without a zone")
        .help("A device's local time is hours off then. Send the zone and read it (XXX for +09:00, VV for Asia/Tokyo), or join it to the text: concat(time, ' Asia/Tokyo') with the pattern … VV.")
        .evidence(Evidence::Documented)
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
