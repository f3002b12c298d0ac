//! What version 2015-10-08 loses of nested payloads.

use crate::diagnostic::{Diagnostic, wording};
use crate::value::Value;

/// Says that arrays or nested objects of the outgoing value do not survive; `value` is what SELECT gave.
pub(crate) fn legacy_loss(value: &Value) -> Option<Diagnostic> {
    match value {
        Value::Array(_) => Some(wording::legacy_loss("an array at the top becomes empty")),
        Value::Object(object) => {
            let nested = |member: &Value| matches!(member, Value::Object(_));
            let array = |member: &Value| matches!(member, Value::Array(_));
            let has = |test: fn(&Value) -> bool| object.iter().any(|(_, member)| test(member));
            match (has(array), has(nested)) {
                (true, true) => Some(wording::legacy_loss(
                    "arrays in it are dropped and nested objects are merged into their parent",
                )),
                (true, false) => Some(wording::legacy_loss("arrays in it are dropped")),
                (false, true) => Some(wording::legacy_loss("nested objects are merged into their parent")),
                (false, false) => None,
            }
        }
        _ => None,
    }
}
