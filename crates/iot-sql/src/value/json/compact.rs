//! Writing a payload as compact JSON at once: what reading it gives as text, without a value in between.
//!
//! For `SELECT *` alone, of which nothing but the text is asked. Like the reader in `quick`, it says yes to nothing but JSON
//! that is plain, and leaves the rest to the one that takes all of JSON.

use super::quick::LEVELS;
use super::scan::{one, space, string};
use crate::value::{Number, Value};
use crate::version::SqlVersion;
use foldhash::fast::RandomState;
use hashbrown::HashTable;
use std::hash::BuildHasher;

/// Members up to which a key is compared with the ones before.
const FEW: usize = 8;

/// Digits after a point with which every number but zero is written as it stands.
const PLAIN_FRACTION: std::ops::RangeInclusive<i32> = 1..=6;

/// Appends an object as a rule of this version sees it; `None`, with an unfinished text, where anything in it is less plain.
pub(crate) fn write_compact(text: &str, version: SqlVersion, out: &mut String) -> Option<()> {
    let start = space(text.as_bytes(), 0);
    let mut writer = Compact { text, version, out, copied: start, hasher: RandomState::default() };
    one(text.as_bytes(), start, b'{')?;
    let end = writer.object(start, LEVELS)?;
    writer.copy(end);
    (space(text.as_bytes(), end) == text.len()).then_some(())
}

/// A text while it is copied without its white space.
///
/// Each method starts at a place in it and gives the place behind what it has seen.
struct Compact<'t, 'o> {
    text: &'t str,
    version: SqlVersion,
    out: &'o mut String,
    /// Where that starts which was seen and not copied yet.
    copied: usize,
    /// Differs from text to text, so that nobody can choose keys whose hashes are the same.
    hasher: RandomState,
}

impl Compact<'_, '_> {
    /// Copies what was seen up to a place.
    #[inline]
    fn copy(&mut self, to: usize) {
        self.out.push_str(&self.text[self.copied..to]);
        self.copied = to;
    }

    /// Leaves white space out.
    #[inline]
    fn space(&mut self, at: usize) -> usize {
        let end = space(self.text.as_bytes(), at);
        if end > at {
            self.copy(at);
            self.copied = end;
        }
        end
    }

    /// A value in which arrays and objects may be nested so many levels deep.
    fn value(&mut self, at: usize, levels: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let word = |word: &[u8]| bytes[at..].starts_with(word).then_some(at + word.len());
        match bytes.get(at)? {
            b'"' => string(bytes, at),
            b'-' | b'0'..=b'9' => self.number(at),
            b'{' if levels > 0 => self.object(at, levels),
            b'[' if levels > 0 => self.array(at, levels),
            b't' => word(b"true"),
            b'f' => word(b"false"),
            b'n' => word(b"null"),
            _ => None,
        }
    }

    fn number(&mut self, at: usize) -> Option<usize> {
        let short = Number::short_at(self.text.as_bytes(), at)?;
        let (number, end) = (short.number(), short.end());
        let seen = number.for_version(self.version);
        let is_as_written = match (number, seen) {
            (Number::Int(int), _) => int != 0,
            (Number::Decimal(_), Number::Decimal(decimal)) => {
                decimal.coefficient() != 0 && PLAIN_FRACTION.contains(&decimal.scale())
            }
            _ => false,
        };
        if !is_as_written {
            self.copy(at);
            Value::from(seen).write_json(self.out);
            self.copied = end;
        }
        Some(end)
    }

    fn array(&mut self, at: usize, levels: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = self.space(at + 1);
        if let Some(end) = one(bytes, at, b']') {
            return Some(end);
        }
        loop {
            at = self.value(at, levels - 1)?;
            at = self.space(at);
            match bytes.get(at)? {
                b',' => at = self.space(at + 1),
                b']' => return Some(at + 1),
                _ => return None,
            }
        }
    }

    fn object(&mut self, at: usize, levels: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = self.space(at + 1);
        if let Some(end) = one(bytes, at, b'}') {
            return Some(end);
        }
        let mut keys = Keys { few: [&[]; FEW], count: 0, many: HashTable::new() };
        loop {
            let end = string(bytes, at)?;
            keys.add(bytes.get(at + 1..end - 1)?, &self.hasher)?;
            at = self.space(end);
            at = self.space(one(bytes, at, b':')?);
            at = self.value(at, levels - 1)?;
            at = self.space(at);
            match bytes.get(at)? {
                b',' => at = self.space(at + 1),
                b'}' => return Some(at + 1),
                _ => return None,
            }
        }
    }
}

/// The keys of an object so far.
struct Keys<'t> {
    few: [&'t [u8]; FEW],
    count: usize,
    /// The hashes of all, once there are more than [`FEW`].
    many: HashTable<u64>,
}

impl<'t> Keys<'t> {
    /// Adds a key; `None` where it is there already, or may be.
    #[inline]
    fn add(&mut self, key: &'t [u8], hasher: &RandomState) -> Option<()> {
        if let Some(place) = self.few.get_mut(self.count) {
            *place = key;
            let before = &self.few[..self.count];
            self.count += 1;
            return (!before.contains(&key)).then_some(());
        }
        if self.many.is_empty() {
            for known in self.few {
                self.insert(hasher.hash_one(known))?;
            }
        }
        self.insert(hasher.hash_one(key))
    }

    fn insert(&mut self, hash: u64) -> Option<()> {
        if self.many.find(hash, |known| *known == hash).is_some() {
            return None;
        }
        self.many.insert_unique(hash, hash, |hash| *hash);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::write_compact;
    use crate::version::SqlVersion::{self, V2015_10_08, V2016_03_23};

    fn written(text: &str, version: SqlVersion) -> Option<String> {
        let mut out = String::new();
        write_compact(text, version, &mut out).map(|()| out)
    }

    #[test]
    fn a_text_is_what_its_value_is() {
        let members = |count: usize| {
            let members: Vec<_> = (0..count).map(|at| format!("\"k{at}\" : [ {at}.50, {{ }} ]")).collect();
            format!(" {{ {} }}\n", members.join(" ,"))
        };
        let numbers = "0 -0 7 -12 0.0 -0.0 1.0 10.50 -0.5 0.000001 0.0000001 5.000000 123456789012345678 1.1234567 12.3456789";
        let numbers = format!("{{\"n\": [{}]}}", numbers.replace(' ', ", "));
        for version in [V2015_10_08, V2016_03_23] {
            for text in [members(0), members(3), members(8), members(9), members(1000), numbers.clone()] {
                let (value, _) = super::super::read(text.as_bytes(), version).expect("JSON");
                assert_eq!(written(&text, version), Some(value.to_json()));
            }
        }
    }

    #[test]
    fn what_is_less_plain_is_left_to_others() {
        let twice = |count: usize| {
            let members: Vec<_> = (0..count).map(|at| format!("\"k{at}\":1,")).collect();
            format!("{{{}\"k0\":1}}", members.concat())
        };
        for text in ["[1]", "1", "", "{", "{}}", "{\"a\":1,}", "{\"a\":01}", "{\"a\":\"\\n\"}", "{\"a\":1e3}"]
        {
            assert_eq!(written(text, V2016_03_23), None, "{text}");
        }
        for count in [1, 7, 8, 9, 100] {
            assert_eq!(written(&twice(count), V2016_03_23), None, "{count}");
        }
        let nested = format!("{{\"a\":{}{}}}", "[".repeat(40), "]".repeat(40));
        assert_eq!(written(&nested, V2016_03_23), None);
    }
}
