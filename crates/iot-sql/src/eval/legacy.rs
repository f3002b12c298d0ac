//! What version 2015-10-08 does to nested payloads.

use crate::value::{Object, Value};
use std::sync::Arc;

/// The outgoing value as version 2015-10-08 leaves it: a top-level array becomes empty, arrays in objects disappear,
/// and nested objects are merged into their parent (observed by a user in 2026; no AWS page says so).
pub(crate) fn flatten(value: Value) -> Value {
    match value {
        Value::Array(_) => Value::array([]),
        Value::Object(object) => {
            let mut flat = Object::new();
            flatten_into(&object, &mut flat);
            Value::object(flat)
        }
        other => other,
    }
}

fn flatten_into(object: &Arc<Object>, flat: &mut Object) {
    for (key, member) in object.iter() {
        match member {
            Value::Array(_) => {}
            Value::Object(inner) => flatten_into(inner, flat),
            other => flat.set(key.clone(), other.clone()),
        }
    }
}
