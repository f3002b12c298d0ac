//! What version 2015-10-08 does to nested payloads.

use crate::syntax::tree::{Name, Select};
use crate::value::{Object, Value};
use smol_str::SmolStr;
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

/// What version 2015-10-08 has lost of a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Loss {
    /// An array was all there was, and is empty now.
    pub(crate) top: bool,
    /// Arrays in objects were dropped.
    pub(crate) arrays: bool,
    /// Objects were merged into their parent.
    pub(crate) objects: bool,
    /// Members that gave way to later ones of the same name, at most [`MAX_NAMED`] of them: their paths, and the paths
    /// of the later ones.
    pub(crate) overwritten: Vec<(String, String)>,
    /// How many members gave way.
    pub(crate) overwritten_count: usize,
}

/// Members that gave way which are named.
pub(crate) const MAX_NAMED: usize = 4;

/// Where a member stands: its key, and where the object around it stands.
struct Place {
    parent: Option<Rc<Place>>,
    key: SmolStr,
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = &self.parent {
            write!(formatter, "{parent}.")?;
        }
        formatter.write_str(&self.key)
    }
}

/// An object that is made flat, and where each member of it was.
#[derive(Default)]
struct Flat {
    object: Object,
    places: HashMap<SmolStr, Rc<Place>>,
}

impl Flat {
    fn set(&mut self, value: Value, place: &Rc<Place>, loss: &mut Loss) {
        let key = place.key.clone();
        if let Some(earlier) = self.places.insert(key.clone(), Rc::clone(place)) {
            if loss.overwritten.len() < MAX_NAMED {
                loss.overwritten.push((earlier.to_string(), place.to_string()));
            }
            loss.overwritten_count += 1;
        }
        self.object.set(key, value);
    }
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
            let mut flat = Flat::default();
            flatten_into(&object, None, &aliases, &mut flat, &mut loss);
            Value::object(flat.object)
        }
        other => other,
    };
    (value, loss)
}

/// Adds the members of an object that stands at `parent`; `aliases` are the paths that lead into it.
fn flatten_into(
    object: &Arc<Object>,
    parent: Option<&Rc<Place>>,
    aliases: &[&[Name]],
    flat: &mut Flat,
    loss: &mut Loss,
) {
    for (key, member) in object.iter() {
        let place = || Rc::new(Place { parent: parent.cloned(), key: key.clone() });
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
                    flatten_into(inner, Some(&place()), &[], flat, loss);
                } else {
                    let mut built = Flat::default();
                    flatten_into(inner, Some(&place()), &deeper, &mut built, loss);
                    flat.set(Value::object(built.object), &place(), loss);
                }
            }
            other => flat.set(other.clone(), &place(), loss),
        }
    }
}
