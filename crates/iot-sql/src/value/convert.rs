//! Conversions between types (`iot-sql-data-types`, "Conversions").

use super::{Number, Value};
use smol_str::SmolStr;

/// The value as a number: Ints and Decimals, and strings that write one. Booleans are converted by `cast` only.
pub(crate) fn to_number(value: &Value) -> Option<Number> {
    match value {
        Value::Int(int) => Some(Number::Int(int.get())),
        Value::Decimal(decimal) => Some(Number::Decimal(*decimal)),
        Value::String(text) => Number::from_text(text),
        Value::Undefined | Value::Null | Value::Boolean(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The value as an integer, rounded down.
///
/// The data types page rounds a Decimal to the nearest Int and truncates a string; most functions' tables, and
/// `substring("012345", 2.745)`, round down, which is followed here (contradicted).
pub(crate) fn to_int(value: &Value) -> Option<i128> {
    if let Value::Int(int) = value {
        return Some(int.get());
    }
    to_number(value)?.floor_i128()
}

/// The value as a Boolean: Booleans and the strings `true` and `false` in any case.
pub(crate) fn to_boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Boolean(boolean) => Some(*boolean),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// The value as text; Null and Undefined have none.
pub(crate) fn to_text(value: &Value) -> Option<SmolStr> {
    match value {
        Value::Undefined | Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_json_text()),
    }
}

/// What [`to_template_text`] gives.
pub(crate) fn into_template_text(value: Value) -> SmolStr {
    match value {
        Value::String(text) => text,
        other => other.to_json_text(),
    }
}

/// What a value is by itself in a substitution template: strings bare, Undefined nothing, all else as JSON.
pub(crate) fn to_template_text(value: &Value) -> SmolStr {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_json_text(),
    }
}
