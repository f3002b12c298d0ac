//! An object or an array, which becomes one string.

use super::{Lint, Seen, at, form, names};
use crate::action::wording::listed;
use crate::actions::timestream::examples;
use crate::actions::timestream::origin::is_path;
use iot_sql::{Code, Diagnostic, Evidence, Example, Severity, Value};

/// An object or an array becomes one VARCHAR.
static NESTED_VALUE: Code = Code {
    id: "timestream.nested-value",
    severity: Severity::Warning,
    summary: "An object or an array becomes one VARCHAR.",
    examples: Example::listed(&[
        examples::selected("SELECT state FROM 'sensors/+'", r#"{"state": {"t": 21.5, "on": true}}"#),
        examples::selected("SELECT t FROM 'sensors/+'", r#"{"t": [21.5, 22]}"#),
    ]),
    silent: Example::listed(&[
        examples::selected("SELECT state.t AS t FROM 'sensors/+'", r#"{"state": {"t": 21.5, "on": true}}"#),
        examples::selected("SELECT state.* FROM 'sensors/+'", r#"{"state": {"t": 21.5, "on": true}}"#),
        examples::selected("SELECT get(t, 0) AS t FROM 'sensors/+'", r#"{"t": [21.5, 22]}"#),
        examples::selected(
            "SELECT encode(state, 'base64') AS s FROM 'sensors/+'",
            r#"{"state": {"t": 21.5}}"#,
        ),
        examples::selected("SELECT t FROM 'sensors/+'", r#"{"t": "[21.5, 22]"}"#),
    ]),
};

pub(super) const LINT: Lint = Lint { code: &NESTED_VALUE, check };

fn check(seen: &Seen<'_>) -> Option<Diagnostic> {
    let is_nested = |_: &str, value: &Value| matches!(value, Value::Object(_) | Value::Array(_));
    let found = seen.attributes_that(is_nested, |_, _, _| true);
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
        format!("{} {} one VARCHAR that holds JSON.", listed(names), form(names, "becomes", "each become"));
    Diagnostic::new(&NESTED_VALUE, message)
        .help("The action does not open objects and arrays. Select the members of an object, `path.*` or `path.name AS name`, and elements of an array with get(path, 0).")
        .evidence(Evidence::Documented)
}
