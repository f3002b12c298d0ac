//! A date as ISO 8601 writes it, which becomes a string and not a time.

use super::{Lint, Seen, aliased, at, form, names};
use crate::action::wording::listed;
use crate::actions::timestream::examples;
use crate::actions::timestream::origin::is_path;
use iot_sql::{Code, Diagnostic, Evidence, Example, Severity, Value};

/// A date becomes VARCHAR, not a TIMESTAMP.
static DATE_TEXT: Code = Code {
    id: "timestream.date-text",
    severity: Severity::Info,
    summary: "A date becomes VARCHAR, not a TIMESTAMP.",
    examples: Example::listed(&[
        examples::selected("SELECT at FROM 'sensors/+'", r#"{"at": "2023-11-14T22:13:20Z"}"#),
        examples::selected("SELECT at FROM 'sensors/+'", r#"{"at": "2023-11-14 22:13:20.000+01:00"}"#),
    ]),
    silent: Example::listed(&[
        examples::selected("SELECT at FROM 'sensors/+'", r#"{"at": "noon"}"#),
        examples::selected("SELECT at FROM 'sensors/+'", r#"{"at": "2023-11-14"}"#),
        examples::selected("SELECT at FROM 'sensors/+'", r#"{"at": "14.11.2023 22:13:20"}"#),
        examples::selected("SELECT at FROM 'sensors/+'", r#"{"at": "2023-13-14T22:13:20Z"}"#),
        examples::selected("SELECT at FROM 'sensors/+'", r#"{"at": 1700000000000}"#),
        examples::selected(
            "SELECT time_to_epoch(at, \"yyyy-MM-dd'T'HH:mm:ssX\") AS at FROM 'sensors/+'",
            r#"{"at": "2023-11-14T22:13:20Z"}"#,
        ),
    ]),
};

pub(super) const LINT: Lint = Lint { code: &DATE_TEXT, check };

fn check(seen: &Seen<'_>) -> Option<Diagnostic> {
    let found = seen.attributes_that(
        |_, value| matches!(value, Value::String(text) if pattern(text).is_some()),
        |_, _, origin| matches!(origin.written, Value::String(_)),
    );
    if found.is_empty() {
        return None;
    }
    let diagnostic = at(diagnostic(&names(&found)), &found);
    Some(seen.fix(diagnostic, "Convert it to milliseconds", &found, |name, item| {
        let Some(Value::String(text)) = seen.attributes.get(name) else { return None };
        let (written, pattern) = (seen.text(&item.expr.range), pattern(text)?);
        is_path(&item.expr).then(|| aliased(&format!("time_to_epoch({written}, \"{pattern}\")"), name))?
    }))
}

/// No date and time that [`pattern`] knows has more bytes; longer texts need not be looked at.
const LONGEST: usize = "2023-11-14T22:13:20.123456789+01:00".len();

/// The pattern with which `time_to_epoch` reads a date and time of ISO 8601; `None` if the text is not one.
fn pattern(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let (date, time) = text.split_once(['T', ' '])?;
    let separator = if text.contains('T') { "'T'" } else { " " };
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    jiff::civil::Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    let zone_at = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(zone_at);
    let (clock, fraction) = clock.split_once('.').map_or((clock, None), |(clock, rest)| (clock, Some(rest)));
    let [hour, minute, second] = numbers(clock, ':', [2, 2, 2])?;
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let fraction = match fraction {
        None => String::new(),
        Some(digits)
            if (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            format!(".{}", "S".repeat(digits.len()))
        }
        Some(_) => return None,
    };
    let zone = match zone.len() {
        0 => "",
        1 if zone == "Z" => "X",
        3 => "X",
        5 => "XX",
        6 => "XXX",
        _ => return None,
    };
    Some(format!("yyyy-MM-dd{separator}HH:mm:ss{fraction}{zone}"))
}

/// Three numbers with so many digits each.
fn numbers(text: &str, separator: char, digits: [usize; 3]) -> Option<[u16; 3]> {
    let mut parts = text.split(separator);
    let mut numbers = [0; 3];
    for (number, digits) in numbers.iter_mut().zip(digits) {
        let part = parts.next()?;
        if part.len() != digits || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(numbers)
}

fn diagnostic(names: &[String]) -> Diagnostic {
    let message = format!(
        "{} {} VARCHAR: the action writes no TIMESTAMP.",
        listed(names),
        form(names, "is a date and becomes", "are dates and become"),
    );
    Diagnostic::new(&DATE_TEXT, message)
        .help("time_to_epoch() converts it to milliseconds, a BIGINT. If it is the time of the measurement, make it the action's timestamp and remove it from SELECT.")
        .evidence(Evidence::Documented)
}

#[cfg(test)]
mod tests {
    use super::pattern;
    use iot_sql::{Context, Message, Outcome, Rule, SqlVersion};

    #[test]
    fn dates_are_known_and_read_by_their_pattern() {
        for (text, expected) in [
            ("2023-11-14T22:13:20Z", "yyyy-MM-dd'T'HH:mm:ssX"),
            ("2023-11-14 22:13:20", "yyyy-MM-dd HH:mm:ss"),
            ("2023-11-14T22:13:20.000Z", "yyyy-MM-dd'T'HH:mm:ss.SSSX"),
            ("2023-11-15T07:13:20.000000+09:00", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX"),
            ("2023-11-14T17:13:20-0500", "yyyy-MM-dd'T'HH:mm:ssXX"),
            ("2023-11-14T23:13:20.000000000+01:00", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSSXXX"),
        ] {
            assert_eq!(pattern(text).as_deref(), Some(expected));
            let sql = format!("SELECT time_to_epoch('{text}', \"{expected}\") AS at FROM 't'");
            let rule = Rule::parse(&sql, SqlVersion::V2016_03_23).expect(&sql);
            let message = Message { topic: "t", payload: b"{}" };
            let Outcome::Output(outgoing) = rule.evaluate(message, &Context::default()) else { panic!() };
            assert_eq!(outgoing.to_bytes(), br#"{"at":1700000000000}"#, "{text}");
        }
        for text in ["2023-11-14", "22:13:20", "14.11.2023 22:13:20", "2023-13-14T22:13:20Z", "T", "a T b"] {
            assert_eq!(pattern(text), None, "{text}");
        }
    }
}
