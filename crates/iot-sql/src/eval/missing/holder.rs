//! What a key was looked for in, and not found.

use super::is_plain;
use crate::value::Value;

/// What a key was looked for in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Holder {
    /// The payload, or an object in it.
    Object,
    /// An element of a nested query.
    Element,
    /// What a function or a variable gave.
    Computed,
    /// An array, whose elements may have the rest of the path.
    Array {
        /// Whether the first one has.
        first: bool,
        /// Whether all have.
        all: bool,
        /// Where the key is the value of a member of an element, as in `[{"n": "co2", "v": 812}]`: that member's name
        /// and that of the member with the value.
        row: Option<(String, String)>,
    },
    /// Anything else.
    Single {
        /// In words such as `an Int, 47`.
        what: String,
        /// Whether it is a string that holds an object or array as JSON.
        holds_json: bool,
    },
}

impl Holder {
    /// Whether the path is wrong there whatever the key: elements of an array are read otherwise, a single value has no
    /// keys.
    pub(super) fn has_no_keys(&self) -> bool {
        matches!(self, Self::Array { .. } | Self::Single { .. })
    }
}

/// What the first name of a path was looked for in.
pub(super) fn holder(value: &Value, path: &[&str]) -> Holder {
    let has = |element: &Value| {
        let step = |value: Value, name: &&str| Some(value.member(name)).filter(|value| !value.is_undefined());
        path.iter().try_fold(element.clone(), step).is_some()
    };
    match value {
        Value::Array(elements) => Holder::Array {
            first: elements.first().is_some_and(has),
            all: !elements.is_empty() && elements.iter().all(has),
            row: match path {
                [key] => elements.iter().find_map(|element| row(element, key)),
                _ => None,
            },
        },
        Value::Object(_) | Value::Undefined => Holder::Object,
        Value::Null => Holder::Single { what: "null".to_owned(), holds_json: false },
        other => Holder::Single { what: described(other), holds_json: holds_json(other) },
    }
}

/// Bytes of a string that is read to see whether it holds JSON; a message may have a hundred paths into it.
const MAX_READ: usize = 8 * 1024;

fn holds_json(value: &Value) -> bool {
    let Value::String(text) = value else { return false };
    text.len() <= MAX_READ
        && text.trim_start().starts_with(['{', '['])
        && Value::from_json(text.as_bytes()).is_ok()
}

/// In an element that names what it is about by this key, the members with name and value.
fn row(element: &Value, key: &str) -> Option<(String, String)> {
    let Value::Object(object) = element else { return None };
    let (name, _) = object.iter().find(|(_, value)| matches!(value, Value::String(text) if text == key))?;
    let others =
        || object.iter().filter(|(other, _)| *other != name).map(|(other, value)| (other.as_str(), value));
    let is_single = |value: &Value| !matches!(value, Value::Object(_) | Value::Array(_) | Value::Null);
    let mut single = others().filter(|(_, value)| is_single(value)).map(|(other, _)| other);
    let value = match (single.next(), single.next()) {
        (Some(only), None) => only,
        _ => others().map(|(other, _)| other).find(|other| ["v", "value", "val"].contains(other))?,
    };
    (is_plain(name) && is_plain(value)).then(|| (name.to_string(), value.to_owned()))
}

/// Characters of a value's JSON that a sentence shows.
const MAX_SHOWN: usize = 40;

/// A value with its type, in words.
pub(in crate::eval) fn described(value: &Value) -> String {
    let kind = value.type_name();
    let article = if kind.starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
    let (json, all) = value.to_json_start(MAX_SHOWN * 4);
    match value {
        Value::Undefined | Value::Null => kind.to_owned(),
        _ if !all || json.chars().count() > MAX_SHOWN => format!("{article} {kind}"),
        _ => format!("{article} {kind}, {json}"),
    }
}
