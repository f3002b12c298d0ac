//! A number in quotes, which becomes a text.

use super::form;
use super::{Seen, aliased, at, names};
use crate::action::wording::listed;
use crate::actions::timestream::examples;
use crate::actions::timestream::origin::is_path;
use iot_sql::{Code, Diagnostic, Evidence, Example, Number, Severity, Value};

/// A number in quotes becomes VARCHAR.
pub(super) static TIMESTREAM_QUOTED_NUMBER: Code = Code {
    id: "timestream.quoted-number",
    severity: Severity::Warning,
    summary: "A number in quotes becomes VARCHAR.",
    examples: Example::listed(&[examples::selected("SELECT t FROM 'sensors/+'", r#"{"t": "21.5"}"#)]),
    silent: Example::listed(&[examples::selected("SELECT t FROM 'sensors/+'", r#"{"t": 21.5}"#)]),
};

pub(super) fn lint(seen: &Seen<'_>) -> Option<Diagnostic> {
    let found = seen.attributes_that(|_, value, origin| {
        matches!(value, Value::String(text) if is_measurement(text))
            && matches!(origin.written, Value::String(_))
    });
    if found.is_empty() {
        return None;
    }
    let diagnostic = at(diagnostic(&names(&found)), &found);
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

fn diagnostic(names: &[String]) -> Diagnostic {
    let message = format!(
        "{} {} in quotes and {} VARCHAR, with which nothing can be calculated.",
        listed(names),
        form(names, "is a number", "are numbers"),
        form(names, "becomes", "become"),
    );
    Diagnostic::new(&TIMESTREAM_QUOTED_NUMBER, message)
        .help("cast(… AS Decimal) makes a number of it: BIGINT where it has no fraction, DOUBLE else.")
        .evidence(Evidence::Documented)
}
