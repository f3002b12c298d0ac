//! JSON objects that keep the order of their keys.

use super::Value;
use hashbrown::HashTable;
use smol_str::SmolStr;
use std::hash::BuildHasher;

/// Members up to which a key is looked for from the first one on; hashing so few costs more.
const FEW: usize = 8;

/// An object: keys in the order in which they were first set, each once.
#[derive(Clone, Debug, Default)]
pub struct Object {
    members: Vec<(SmolStr, Value)>,
    /// Where each key stands, once there are more than [`FEW`].
    index: Option<Box<Index>>,
}

/// Equal when keys and values are, whatever their order (`iot-sql-operators`).
impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(key, value)| other.get(key) == Some(value))
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
        // Members are aligned to 16 bytes, for which allocators have blocks at hand whose size is a power of two.
        let room = if (1..=FEW).contains(&count) { count.next_power_of_two() } else { count };
        Self { members: Vec::with_capacity(room), index: None }
    }

    fn position(&self, key: &str) -> Option<usize> {
        match &self.index {
            None => self.members.iter().position(|(known, _)| known == key),
            Some(index) => index.find(index.hash(key), key, &self.members),
        }
    }

    /// The same for a name.
    #[inline]
    fn position_of_name(&self, name: &SmolStr) -> Option<usize> {
        match &self.index {
            None => position_among_few(&self.members, name.as_bytes()),
            Some(_) => self.position(name),
        }
    }

    /// The value of a key that is a name in a rule.
    #[inline]
    pub(crate) fn get_name(&self, name: &SmolStr) -> Option<&Value> {
        self.position_of_name(name).map(|at| &self.members[at].1)
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.position(key).map(|at| &self.members[at].1)
    }

    /// Sets a key: a new one comes last, a known one keeps its place. Undefined values are not kept.
    pub fn set(&mut self, key: SmolStr, value: Value) {
        if value.is_undefined() {
            return;
        }
        let hash = self.index.as_ref().map(|index| index.hash(&key));
        let known = match (&self.index, hash) {
            (Some(index), Some(hash)) => index.find(hash, &key, &self.members),
            _ => self.position_of_name(&key),
        };
        if let Some(at) = known {
            self.members[at].1 = value;
            return;
        }
        self.members.push((key, value));
        match (&mut self.index, hash) {
            (Some(index), Some(hash)) => index.add_last(hash, &self.members),
            _ if self.members.len() > FEW => self.index = Some(Box::new(Index::new(&self.members))),
            _ => {}
        }
    }

    /// Adds a member whose key is not there yet.
    pub(crate) fn add_new(&mut self, key: SmolStr, value: Value) {
        if self.members.len() < FEW {
            self.members.push((key, value));
        } else {
            self.set(key, value);
        }
    }

    /// The value of a key, to change it.
    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        self.position(key).map(|at| &mut self.members[at].1)
    }

    /// The object with every value changed.
    #[must_use]
    pub(crate) fn map_values(mut self, change: impl Fn(Value) -> Value) -> Self {
        for (_, value) in &mut self.members {
            *value = change(std::mem::take(value));
        }
        self
    }

    /// Keys and values in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&SmolStr, &Value)> {
        self.members.iter().map(|(key, value)| (key, value))
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

/// Where a key stands among few.
fn position_among_few(members: &[(SmolStr, Value)], name: &[u8]) -> Option<usize> {
    match name.len() {
        1 => position_by_ends::<1>(members, name),
        2..4 => position_by_ends::<2>(members, name),
        4..8 => position_by_ends::<4>(members, name),
        8..=16 => position_by_ends::<8>(members, name),
        _ => position_of_any(members, name),
    }
}

/// The same for a name of any length.
#[inline(never)]
fn position_of_any(members: &[(SmolStr, Value)], name: &[u8]) -> Option<usize> {
    members.iter().position(|(known, _)| known.as_bytes() == name)
}

/// The same for a name of one to two times so many bytes: the first ones and the last are all of it, and comparing them
/// calls nothing.
#[inline]
fn position_by_ends<const COUNT: usize>(members: &[(SmolStr, Value)], name: &[u8]) -> Option<usize> {
    let (first, last) = (name.first_chunk::<COUNT>(), name.last_chunk::<COUNT>());
    members.iter().position(|(known, _)| {
        let known = known.as_bytes();
        known.len() == name.len() && known.first_chunk() == first && known.last_chunk() == last
    })
}

/// Where each key of an object stands. The hashes differ from object to object, so that nobody can choose keys that
/// collide.
#[derive(Clone, Debug, Default)]
struct Index {
    hasher: foldhash::fast::RandomState,
    places: HashTable<usize>,
}

impl Index {
    fn new(members: &[(SmolStr, Value)]) -> Self {
        let mut index = Self::default();
        for (at, (key, _)) in members.iter().enumerate() {
            index.add_last(index.hash(key), &members[..=at]);
        }
        index
    }

    fn hash(&self, key: &str) -> u64 {
        self.hasher.hash_one(key)
    }

    /// Adds the last member, which is a new one.
    fn add_last(&mut self, hash: u64, members: &[(SmolStr, Value)]) {
        let hasher = &self.hasher;
        self.places.insert_unique(hash, members.len() - 1, |at| hasher.hash_one(members[*at].0.as_str()));
    }

    fn find(&self, hash: u64, key: &str, members: &[(SmolStr, Value)]) -> Option<usize> {
        self.places.find(hash, |at| members[*at].0 == key).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::{FEW, Object};
    use crate::value::Value;

    fn object(keys: impl Iterator<Item = usize>) -> Object {
        keys.map(|key| (format!("key{key}").into(), Value::Int((key as i128).into()))).collect()
    }

    #[test]
    fn keys_are_found_in_small_and_large_objects() {
        for count in [0, 1, FEW, FEW + 1, 1000] {
            let mut object = object(0..count);
            assert_eq!(object.len(), count);
            assert!(
                (0..count)
                    .all(|key| object.get(&format!("key{key}")) == Some(&Value::Int((key as i128).into())))
            );
            assert_eq!(object.get("key"), None);
            object.set("key0".into(), Value::Null);
            object.set("key1".into(), Value::Undefined);
            let keys: Vec<_> = object.iter().map(|(key, _)| key.clone()).collect();
            assert_eq!(keys.len(), count.max(1), "key0 keeps its place, Undefined changes nothing");
            assert_eq!(keys[0], "key0");
            assert_eq!(object.get("key0"), Some(&Value::Null));
        }
    }

    #[test]
    fn equality_ignores_the_order() {
        for count in [3, 100] {
            assert_eq!(object(0..count), object((0..count).rev()));
            assert_ne!(object(0..count), object(1..=count));
            assert_ne!(object(0..count), object(0..count - 1));
        }
    }
}
