//! Picking a few members out of an object that is plainly JSON.
//!
//! Most payloads are small objects of which a rule reads two or three members, and most of the work is to step over
//! the others. This does only that. It says yes to nothing but JSON without escapes; everything else, right or wrong,
//! is left to the reader that takes all of JSON and can tell what is wrong.

use super::layout::Layout;
use super::scan::{members, space};
use super::{Kept, MAX_JSON_NESTING, WholeDecimal, reading};
use crate::value::{Number, Object, Value};
use crate::version::SqlVersion;
use smol_str::SmolStr;

/// Arrays and objects inside each other that are stepped over here.
const LEVELS: usize = 32;

/// Reads these keys of an object; `None` where the text is anything else, or anything less plain.
pub(super) fn read_keys(
    text: &str,
    keys: &[SmolStr],
    version: SqlVersion,
    layout: Option<&mut Layout>,
) -> Option<Kept> {
    let mut object = Object::with_capacity(keys.len());
    let mut whole_decimal = WholeDecimal::default();
    let bytes = text.as_bytes();
    let end = match layout {
        Some(layout) => {
            // Which of the first keys were there: looking for them in the object takes longer.
            let mut seen = 0_u64;
            layout.members(bytes, LEVELS, keys, |index, value| {
                let (key, value) = (keys.get(index)?, text.get(value)?);
                let value = read(key, value, version, &mut whole_decimal)?;
                let bit = 1_u64.checked_shl(index as u32).unwrap_or_default();
                if bit == 0 || seen & bit != 0 {
                    object.set(key.clone(), value);
                } else {
                    seen |= bit;
                    object.add_new(key.clone(), value);
                }
                Some(())
            })?
        }
        None => {
            // Most keys have a length that no wanted key has; that is seen without looking at the keys.
            let bit = |length: usize| 1_u64 << length.min(63);
            let lengths = keys.iter().fold(0, |lengths, key| lengths | bit(key.len()));
            members(bytes, 0, LEVELS, |key, value| {
                if lengths & bit(key.len()) != 0
                    && let Some(wanted) = keys.iter().find(|wanted| wanted.as_bytes() == key)
                {
                    object.set(wanted.clone(), read(wanted, text.get(value)?, version, &mut whole_decimal)?);
                }
                Some(())
            })?
        }
    };
    (space(bytes, end) == bytes.len()).then_some(Kept { object, whole_decimal })
}

/// The value of a string that is known to be JSON without escapes.
fn read(key: &SmolStr, text: &str, version: SqlVersion, whole: &mut WholeDecimal) -> Option<Value> {
    Some(match text.as_bytes() {
        [b'"', .., b'"'] => Value::string(&text[1..text.len() - 1]),
        b"true" => Value::Boolean(true),
        b"false" => Value::Boolean(false),
        b"null" => Value::Null,
        [b'-' | b'0'..=b'9', ..] => whole.see(key, Number::from_json_text(text)?, version),
        _ => reading(text, version, |reader| {
            let peek = reader.json.peek()?;
            // One level less than at the top, because the object is around it.
            reader.value(peek, MAX_JSON_NESTING - 1)
        })
        .ok()?,
    })
}
