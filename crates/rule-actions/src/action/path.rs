//! Paths into an action's text.

use serde_json::Value as Json;

/// The text at a path of an action's JSON, such as `timestream.dimensions[0].value`; the whole for the empty path, and
/// empty where there is none.
///
/// ```
/// let action = r#"{"timestream": {"dimensions": [{"name": "room", "value": "${topic(2)}"}]}}"#;
/// assert_eq!(rule_actions::text_at(action, "timestream.dimensions[0].value"), "${topic(2)}");
/// ```
#[must_use]
pub fn text_at(action: &str, path: &str) -> String {
    if path.is_empty() {
        return action.to_owned();
    }
    let Ok(json) = crate::plain_json::read(action) else { return String::new() };
    text_in(&json, path).unwrap_or_default().to_owned()
}

/// The string at a path of an action's JSON.
pub(crate) fn text_in<'j>(json: &'j Json, path: &str) -> Option<&'j str> {
    let mut steps = path.split(['.', '[', ']']).filter(|step| !step.is_empty());
    let found = steps.try_fold(json, |at, step| match at {
        Json::Object(object) => object.get(step),
        Json::Array(array) => array.get(step.parse::<usize>().ok()?),
        _ => None,
    });
    found.and_then(Json::as_str)
}

/// A path that goes on from another one.
pub(super) fn join(path: &str, rest: &str) -> String {
    match (path.is_empty(), rest.is_empty()) {
        (true, _) => rest.to_owned(),
        (_, true) => path.to_owned(),
        _ if rest.starts_with('[') => format!("{path}{rest}"),
        _ => format!("{path}.{rest}"),
    }
}
