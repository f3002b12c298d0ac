//! What version 2015-10-08 does to nested payloads.

use crate::syntax::tree::{Name, Select};
use crate::value::{Object, Value};
use std::sync::Arc;

/// What version 2015-10-08 has lost of a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Loss {
    /// An array was all there was, and is empty now.
    pub(crate) top: bool,
    /// Arrays in objects were dropped.
    pub(crate) arrays: bool,
    /// Objects were merged into their parent.
    pub(crate) objects: bool,
}

/// The outgoing value as version 2015-10-08 leaves it: a top-level array becomes empty, arrays in objects disappear,
/// and nested objects are merged into their parent (observed by a user in 2026; no AWS page says so).
///
/// Objects that dotted aliases build stay (assumed): `iot-sql-json` names no version for them.
pub(crate) fn flatten(value: Value, select: &Select) -> (Value, Loss) {
    let mut loss = Loss::default();
    let value = match value {
        Value::Array(elements) => {
            loss.top = !elements.is_empty();
            Value::array([])
        }
        Value::Object(object) => {
            let items = match select {
                Select::Items(items) => items.as_slice(),
                Select::Value(_) => &[],
            };
            let aliases: Vec<&[Name]> = items.iter().map(|item| item.alias.as_slice()).collect();
            let mut flat = Object::new();
            flatten_into(&object, &aliases, &mut flat, &mut loss);
            Value::object(flat)
        }
        other => other,
    };
    (value, loss)
}

/// Adds the members of an object; `aliases` are the paths that lead into it.
fn flatten_into(object: &Arc<Object>, aliases: &[&[Name]], flat: &mut Object, loss: &mut Loss) {
    for (key, member) in object.iter() {
        match member {
            Value::Array(_) => loss.arrays = true,
            Value::Object(inner) => {
                let deeper: Vec<&[Name]> = aliases
                    .iter()
                    .filter_map(|path| path.split_first())
                    .filter(|(first, rest)| first.text == *key && !rest.is_empty())
                    .map(|(_, rest)| rest)
                    .collect();
                if deeper.is_empty() {
                    loss.objects = true;
                    flatten_into(inner, &[], flat, loss);
                } else {
                    let mut built = Object::new();
                    flatten_into(inner, &deeper, &mut built, loss);
                    flat.set(key.clone(), Value::object(built));
                }
            }
            other => flat.set(key.clone(), other.clone()),
        }
    }
}
