//! A number in quotes, which becomes a string.

use super::{Lint, Seen, aliased, at, form, names};
use crate::action::wording::listed;
use crate::actions::timestream::examples;
use crate::actions::timestream::origin::is_path;
use iot_sql::{Code, Diagnostic, Evidence, Example, Number, Severity, Value};

/// A number in quotes becomes VARCHAR.
static QUOTED_NUMBER: Code = Code {
    id: "timestream.quoted-number",
    severity: Severity::Warning,
    summary: "A number in quotes becomes VARCHAR.",
    examples: Example::listed(&[
        examples::selected("SELECT t FROM 'sensors/+'", r#"{"t": "21.5"}"#),
        examples::selected("SELECT t FROM 'sensors/+'", r#"{"t": "-3"}"#),
        examples::selected("SELECT t FROM 'sensors/+'", r#"{"t": "0"}"#),
        examples::selected("SET @s = state SELECT @s.t AS t FROM 'sensors/+'", r#"{"state": {"t": "21.5"}}"#),
        examples::selected("SELECT t FROM 'sensors/+'", r#"{"t": "123456789012345"}"#),
    ]),
    silent: Example::listed(&[
        examples::selected("SELECT t FROM 'sensors/+'", r#"{"t": 21.5}"#),
        examples::selected("SELECT t FROM 'sensors/+'", r#"{"t": "21.5 °C"}"#),
        examples::selected("SELECT t FROM 'sensors/+'", r#"{"t": "1.2.3"}"#),
        examples::selected("SELECT t FROM 'sensors/+'", r#"{"t": ""}"#),
        // These name something rather than measure it.
        examples::selected("SELECT t FROM 'sensors/+'", r#"{"t": "007"}"#),
        examples::selected("SELECT t FROM 'sensors/+'", r#"{"t": "1234567890123456"}"#),
        examples::selected("SELECT cast(t AS String) AS t FROM 'sensors/+'", r#"{"t": 21.5}"#),
    ]),
};

pub(super) const LINT: Lint = Lint { code: &QUOTED_NUMBER, check };

fn check(seen: &Seen<'_>) -> Option<Diagnostic> {
    let found = seen.attributes_that(
        |_, value| matches!(value, Value::String(text) if is_measurement(text)),
        |_, _, origin| matches!(origin.written, Value::String(_)),
    );
    if found.is_empty() {
        return None;
    }
    let diagnostic = at(diagnostic(&names(&found)), &found);
    Some(seen.fix(diagnostic, "Convert to a number", &found, |name, item| {
        let written = seen.text(&item.expr.range);
        is_path(&item.expr).then(|| aliased(&format!("cast({written} AS Decimal)"), name))?
    }))
}

/// Whether a string is a number that was measured rather than one that names something: not `007`, nor a long one.
fn is_measurement(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let names_something = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    !names_something && digits.len() <= 15 && Number::from_text(text).is_some()
}

fn diagnostic(names: &[String]) -> Diagnostic {
    let message = format!(
        "{} {} in quotes and {} VARCHAR, which cannot be used in calculations.",
        listed(names),
        form(names, "is a number", "are numbers"),
        form(names, "becomes", "become"),
    );
    Diagnostic::new(&QUOTED_NUMBER, message)
        .help("cast(… AS Decimal) makes it a number: BIGINT without a fraction, otherwise DOUBLE.")
        .evidence(Evidence::Documented)
}
