//! An object or an array, which becomes one text.

use super::form;
use super::{Seen, at, names};
use crate::action::wording::listed;
use crate::actions::timestream::examples;
use crate::actions::timestream::origin::is_path;
use iot_sql::{Code, Diagnostic, Evidence, Example, Severity, Value};

/// An object or an array becomes one VARCHAR.
pub(super) static TIMESTREAM_NESTED_VALUE: Code = Code {
    id: "timestream.nested-value",
    severity: Severity::Warning,
    summary: "An object or an array becomes one VARCHAR.",
    examples: Example::listed(&[examples::selected(
        "SELECT state FROM 'sensors/+'",
        r#"{"state": {"t": 21.5, "on": true}}"#,
    )]),
    silent: Example::listed(&[examples::selected(
        "SELECT state.t AS t FROM 'sensors/+'",
        r#"{"state": {"t": 21.5, "on": true}}"#,
    )]),
};

pub(super) fn lint(seen: &Seen<'_>) -> Option<Diagnostic> {
    let found = seen.attributes_that(|_, value, _| matches!(value, Value::Object(_) | Value::Array(_)));
    if found.is_empty() {
        return None;
    }
    let diagnostic = at(diagnostic(&names(&found)), &found);
    Some(seen.fix(diagnostic, "Select its members", &found, |name, item| {
        let is_object = matches!(seen.attributes.get(name), Some(Value::Object(_)));
        let written = seen.text(&item.expr.range);
        (is_object && is_path(&item.expr)).then(|| format!("{written}.*"))
    }))
}

fn diagnostic(names: &[String]) -> Diagnostic {
    let message =
        format!("{} {} one VARCHAR with JSON text.", listed(names), form(names, "becomes", "become each"));
    Diagnostic::new(&TIMESTREAM_NESTED_VALUE, message)
        .help("The action does not open objects and arrays. Select the members of an object, `path.*` or `path.name AS name`, and elements of an array with get(path, 0).")
        .evidence(Evidence::Documented)
}
