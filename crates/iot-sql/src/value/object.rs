//! JSON objects that keep the order of their keys.

use super::Value;
use indexmap::IndexMap;
use smol_str::SmolStr;

/// An object: keys in the order in which they were first set, each once.
#[derive(Clone, Debug, Default)]
pub struct Object {
    members: IndexMap<SmolStr, Value, foldhash::fast::RandomState>,
}

/// Equal when keys and values are, whatever their order (`iot-sql-operators`).
impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.members == other.members
    }
}

impl Object {
    /// An empty object.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty object with room for `count` members.
    #[must_use]
    pub fn with_capacity(count: usize) -> Self {
        Self { members: IndexMap::with_capacity_and_hasher(count, foldhash::fast::RandomState::default()) }
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.members.get(key)
    }

    /// Sets a key: a new one comes last, a known one keeps its place. Undefined values are not kept.
    pub fn set(&mut self, key: SmolStr, value: Value) {
        if !value.is_undefined() {
            self.members.insert(key, value);
        }
    }

    /// The value of a key, to change it.
    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        self.members.get_mut(key)
    }

    /// The object with every value changed.
    #[must_use]
    pub(crate) fn map_values(mut self, change: impl Fn(Value) -> Value) -> Self {
        for value in self.members.values_mut() {
            *value = change(std::mem::take(value));
        }
        self
    }

    /// Keys and values in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&SmolStr, &Value)> {
        self.members.iter()
    }

    /// How many members there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there are no members.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }
}

impl FromIterator<(SmolStr, Value)> for Object {
    fn from_iter<I: IntoIterator<Item = (SmolStr, Value)>>(members: I) -> Self {
        let mut object = Self::new();
        for (key, value) in members {
            object.set(key, value);
        }
        object
    }
}
