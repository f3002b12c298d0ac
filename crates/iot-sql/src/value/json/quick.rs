//! Reading JSON that is plainly what it should be: without escapes in its strings, not deep, each key once.
//!
//! Most payloads are small objects of which a rule reads two or three members, and most of the work is to step over
//! the others. Everything is looked at once: what is wanted becomes a value where it stands, and the rest is stepped over.
//! This says yes to nothing but JSON; everything less plain, right or wrong, is left to the reader that takes all of JSON
//! and can tell what is wrong.

use super::layout::Layout;
use super::scan::{Next, known_member, members, next_member, number, space, string, value};
use super::{Kept, WholeDecimal};
use crate::value::number::Short;
use crate::value::{Number, Object, Value};
use crate::version::SqlVersion;
use smol_str::SmolStr;
use std::ops::Range;

/// Arrays and objects inside each other that are read here.
pub(super) const LEVELS: usize = 32;

/// Members for which there is room at once in an object of which nothing is known.
const ROOM: usize = 4;

/// Reads these keys of an object; `None` where the text is anything else, or anything less plain.
pub(super) fn read_keys(
    bytes: &[u8],
    keys: &[SmolStr],
    version: SqlVersion,
    layout: Option<&mut Layout>,
) -> Option<Kept> {
    let mut object = Object::with_capacity(keys.len());
    let mut whole_decimal = WholeDecimal::default();
    let plain = Plain { bytes, version };
    let end = match layout {
        Some(layout) => layout.members(bytes, LEVELS, keys, |index, mut at, is_new| {
            let key = keys.get(index)?;
            let value = plain.member(key, &mut at, LEVELS - 1, &mut whole_decimal)?;
            if is_new {
                object.add_new(key.clone(), value);
            } else {
                set_new(&mut object, key.clone(), value)?;
            }
            Some(at)
        })?,
        None => {
            // Most keys have a length that no wanted key has; that is seen without looking at the keys.
            let bit = |length: usize| 1_u64 << length.min(63);
            let lengths = keys.iter().fold(0, |lengths, key| lengths | bit(key.len()));
            members(bytes, 0, |key, mut at| {
                if lengths & bit(key.len()) != 0
                    && let Some(wanted) = keys.iter().find(|wanted| wanted.as_bytes() == key)
                {
                    let value = plain.member(wanted, &mut at, LEVELS - 1, &mut whole_decimal)?;
                    set_new(&mut object, wanted.clone(), value)?;
                    return Some(at);
                }
                value(bytes, at, LEVELS - 1)
            })?
        }
    };
    (space(bytes, end) == bytes.len()).then_some(Kept { object, whole_decimal })
}

/// Reads a whole text; `None` where anything in it is less plain.
pub(super) fn read_whole(bytes: &[u8], version: SqlVersion) -> Option<(Value, WholeDecimal)> {
    let mut whole_decimal = WholeDecimal::default();
    let plain = Plain { bytes, version };
    let mut at = space(bytes, 0);
    let value = match bytes.get(at)? {
        b'{' => Value::object(plain.object(&mut at, LEVELS, None, Some(&mut whole_decimal))?),
        _ => plain.value(&mut at, LEVELS, None)?,
    };
    (space(bytes, at) == bytes.len()).then_some((value, whole_decimal))
}

/// A text whose values are read.
///
/// Each method starts at a place in it and moves the place behind what it has read.
#[derive(Clone, Copy)]
struct Plain<'t> {
    bytes: &'t [u8],
    version: SqlVersion,
}

impl<'t> Plain<'t> {
    /// A part of the text.
    #[inline]
    fn text(self, range: Range<usize>) -> Option<&'t str> {
        std::str::from_utf8(self.bytes.get(range)?).ok()
    }

    /// The value of a member of the payload.
    #[inline]
    fn member(
        self,
        key: &SmolStr,
        at: &mut usize,
        levels: usize,
        whole_decimal: &mut WholeDecimal,
    ) -> Option<Value> {
        match self.bytes.get(*at)? {
            b'-' | b'0'..=b'9' => match Number::short_at(self.bytes, *at) {
                Some(short) if !short.may_be_whole() && whole_decimal.first().is_none() => {
                    *at = short.end();
                    Some(short.value())
                }
                short => Some(whole_decimal.see(key, self.number(short, at)?, self.version)),
            },
            _ => self.value(at, levels, None),
        }
    }

    /// A number, which was read where it is short.
    fn number(self, short: Option<Short>, at: &mut usize) -> Option<Number> {
        let Some(short) = short else { return self.any_number(at) };
        *at = short.end();
        Some(short.number())
    }

    #[inline(never)]
    fn any_number(self, at: &mut usize) -> Option<Number> {
        let start = *at;
        *at = number(self.bytes, start)?;
        Number::from_json_text(self.text(start..*at)?)
    }

    /// A value in which arrays and objects may be nested so many levels deep; an object may be like this one.
    fn value(self, at: &mut usize, levels: usize, like: Option<&Object>) -> Option<Value> {
        let (bytes, start) = (self.bytes, *at);
        let word = |word: &[u8], value, at: &mut usize| {
            *at += word.len();
            bytes[start..].starts_with(word).then_some(value)
        };
        match bytes.get(start)? {
            b'"' => {
                *at = string(bytes, start)?;
                Some(Value::string(self.text(start + 1..*at - 1)?))
            }
            b'-' | b'0'..=b'9' => match Number::short_at(bytes, start) {
                Some(short) if !short.may_be_whole() => {
                    *at = short.end();
                    Some(short.value())
                }
                short => Some(self.number(short, at)?.for_version(self.version).into()),
            },
            b'{' if levels > 0 => Some(Value::object(self.object(at, levels, like, None)?)),
            b'[' if levels > 0 => self.array(at, levels),
            b't' => word(b"true", Value::Boolean(true), at),
            b'f' => word(b"false", Value::Boolean(false), at),
            b'n' => word(b"null", Value::Null, at),
            _ => None,
        }
    }

    fn array(self, at: &mut usize, levels: usize) -> Option<Value> {
        let bytes = self.bytes;
        let mut elements = Vec::new();
        *at = space(bytes, *at + 1);
        if bytes.get(*at) == Some(&b']') {
            *at += 1;
            return Some(Value::Array(elements.into()));
        }
        loop {
            // Objects of one array mostly have the same keys in the same order.
            let like = match elements.last() {
                Some(Value::Object(last)) => Some(last.as_ref()),
                _ => None,
            };
            let element = self.value(at, levels - 1, like)?;
            elements.push(element);
            *at = space(bytes, *at);
            match bytes.get(*at)? {
                b',' => *at = space(bytes, *at + 1),
                b']' => {
                    *at += 1;
                    return Some(Value::Array(elements.into()));
                }
                _ => return None,
            }
        }
    }

    /// An object; of that of the payload itself it is noted which Decimal becomes an Int.
    fn object(
        self,
        at: &mut usize,
        levels: usize,
        like: Option<&Object>,
        mut whole_decimal: Option<&mut WholeDecimal>,
    ) -> Option<Object> {
        let bytes = self.bytes;
        let mut object = Object::with_capacity(like.map_or(ROOM, Object::len));
        // As far as all keys are those of another object, each of which is there once.
        for (known, _) in like.into_iter().flat_map(Object::iter) {
            let Some(start) = known_member(bytes, *at, object.is_empty(), known.as_bytes()) else { break };
            *at = start;
            let value = self.value(at, levels - 1, None)?;
            object.add_new(known.clone(), value);
        }
        loop {
            let (key, start) = match next_member(bytes, *at, object.is_empty())? {
                Next::Member(key, start) => (key, start),
                Next::End(end) => {
                    *at = end;
                    return Some(object);
                }
            };
            *at = start;
            let key = SmolStr::new(std::str::from_utf8(key).ok()?);
            let value = match &mut whole_decimal {
                Some(whole_decimal) => self.member(&key, at, levels - 1, whole_decimal)?,
                None => self.value(at, levels - 1, None)?,
            };
            set_new(&mut object, key, value)?;
        }
    }
}

/// Sets a key; `None` where it is there already, which is told by the reader that takes all of JSON.
#[inline]
fn set_new(object: &mut Object, key: SmolStr, value: Value) -> Option<()> {
    let before = object.len();
    object.set(key, value);
    (object.len() > before).then_some(())
}
