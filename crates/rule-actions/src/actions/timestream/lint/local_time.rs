//! A timestamp that is read without a zone, and so as UTC.

use super::{Lint, Seen};
use crate::actions::timestream::examples;
use iot_sql::tree::ExprKind;
use iot_sql::{Code, Diagnostic, Evidence, Example, Input, Severity, Value};
use std::ops::Range;

/// An action whose timestamp is read by a pattern.
macro_rules! with_pattern {
    ($pattern:literal) => {
        concat!(
            r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "arn:aws:iam::123456789012:role/r", "dimensions": [{"name": "room", "value": "${topic(2)}"}], "timestamp": {"value": "${time_to_epoch(at, \""#,
            $pattern,
            r#"\")}", "unit": "MILLISECONDS"}}}"#
        )
    };
}

/// A timestamp without a zone is read as UTC.
static LOCAL_TIME: Code = Code {
    id: "timestream.local-time",
    severity: Severity::Info,
    summary: "A timestamp without a zone is read as UTC.",
    examples: Example::listed(&[
        Example::action(with_pattern!("yyyy-MM-dd HH:mm:ss"))
            .payload(r#"{"t": 21.5, "at": "2023-11-14 22:13:20"}"#),
        Example::action(with_pattern!("yyyy-MM-dd HH:mm:ss 'O''Clock'"))
            .payload(r#"{"t": 21.5, "at": "2023-11-14 22:13:20 O'Clock"}"#),
    ]),
    silent: Example::listed(&[
        Example::action(with_pattern!("yyyy-MM-dd HH:mm:ssX"))
            .payload(r#"{"t": 21.5, "at": "2023-11-14 22:13:20Z"}"#),
        Example::action(with_pattern!("yyyy-MM-dd HH:mm:ss'Z'"))
            .payload(r#"{"t": 21.5, "at": "2023-11-14 22:13:20Z"}"#),
        Example::action(with_pattern!("yyyy-MM-dd HH:mm:ss VV"))
            .payload(r#"{"t": 21.5, "at": "2023-11-14 22:13:20 Asia/Tokyo"}"#),
        examples::timed(r#"{"t": 21.5, "ts": 1700000000}"#),
    ]),
};

pub(super) const LINT: Lint = Lint { code: &LOCAL_TIME, check };

fn check(seen: &Seen<'_>) -> Option<Diagnostic> {
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
    let message = format!("`{pattern}` reads no zone, so the time is read as UTC.");
    Diagnostic::new(&LOCAL_TIME, message)
        .input(Input::Action("timestamp.value".into()))
        .at(range, "without a zone")
        .help("The local time of a device is then wrong by hours. Send the zone and read it (XXX for +09:00, VV for Asia/Tokyo), or append it: concat(time, ' Asia/Tokyo') with the pattern … VV.")
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
