//! Stepping over JSON that is plainly what it should be: without escapes in its strings, and not deep.
//!
//! Each of these steps over something that starts at a byte and gives the byte after it, or `None` where the text is
//! anything else, right or wrong. The place is handed from one to the next so that it stays in a register.

use super::plain::{plain_ascii_length, plain_length};

/// Digits from which on a number may be beyond 9.99E999.
const FAR_DIGITS: usize = 900;

/// Digits of an exponent from which on that may be so.
const FAR_EXPONENT: usize = 3;

/// Whether a text may contain such a number; also true if only a string looks like one.
pub(super) fn has_far_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut run, mut exponent) = (0, false);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {
                run += 1;
                if run >= FAR_DIGITS || exponent && run >= FAR_EXPONENT {
                    return true;
                }
            }
            b'e' | b'E' => (run, exponent) = (0, at > 0 && bytes[at - 1].is_ascii_digit()),
            b'+' | b'-' if run == 0 => {}
            _ => (run, exponent) = (0, false),
        }
    }
    false
}

/// What follows in an object.
pub(super) enum Next<'t> {
    /// A key without its quotes, and where its value starts.
    Member(&'t [u8], usize),
    /// The object's end; the byte after it.
    End(usize),
}

/// What follows in an object: at its start, or after a value.
#[inline]
pub(super) fn next_member(bytes: &[u8], at: usize, first: bool) -> Option<Next<'_>> {
    let at = space(bytes, at);
    let at = match (bytes.get(at)?, first) {
        (b'{', true) => {
            let at = space(bytes, at + 1);
            if let Some(end) = one(bytes, at, b'}') {
                return Some(Next::End(end));
            }
            at
        }
        (b',', false) => space(bytes, at + 1),
        (b'}', false) => return Some(Next::End(at + 1)),
        _ => return None,
    };
    let key_end = string(bytes, at)?;
    let key = bytes.get(at + 1..key_end - 1)?;
    let start = space(bytes, one(bytes, space(bytes, key_end), b':')?);
    Some(Next::Member(key, start))
}

/// Where the value of the next member starts, if its key is this one, which has nothing in it that is escaped.
#[inline]
pub(super) fn known_member(bytes: &[u8], at: usize, first: bool, key: &[u8]) -> Option<usize> {
    let at = space(bytes, at);
    let at = space(bytes, one(bytes, at, if first { b'{' } else { b',' })?);
    let start = one(bytes, at, b'"')?;
    let end = start + key.len();
    if bytes.get(start..end)? != key {
        return None;
    }
    Some(space(bytes, one(bytes, space(bytes, one(bytes, end, b'"')?), b':')?))
}

/// An object; `member` gets each key without its quotes, and where its value starts, and gives where that ends.
pub(super) fn members<'t>(
    bytes: &'t [u8],
    at: usize,
    mut member: impl FnMut(&'t [u8], usize) -> Option<usize>,
) -> Option<usize> {
    let (mut at, mut first) = (at, true);
    loop {
        match next_member(bytes, at, first)? {
            Next::End(end) => return Some(end),
            Next::Member(key, start) => {
                at = member(key, start)?;
                first = false;
            }
        }
    }
}

fn elements(bytes: &[u8], at: usize, levels: usize) -> Option<usize> {
    let mut at = space(bytes, one(bytes, at, b'[')?);
    if let Some(end) = one(bytes, at, b']') {
        return Some(end);
    }
    loop {
        let next = space(bytes, value(bytes, at, levels - 1)?);
        match bytes.get(next)? {
            b',' => at = space(bytes, next + 1),
            b']' => return Some(next + 1),
            _ => return None,
        }
    }
}

/// A value; arrays and objects may be nested so many levels deep in it.
#[inline]
pub(super) fn value(bytes: &[u8], at: usize, levels: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'"' => string(bytes, at),
        b'-' | b'0'..=b'9' => number(bytes, at),
        _ => less_common_value(bytes, at, levels),
    }
}

#[inline(never)]
fn less_common_value(bytes: &[u8], at: usize, levels: usize) -> Option<usize> {
    let word = |word: &[u8]| bytes[at..].starts_with(word).then_some(at + word.len());
    match bytes.get(at)? {
        b'{' if levels > 0 => members(bytes, at, |_, start| value(bytes, start, levels - 1)),
        b'[' if levels > 0 => elements(bytes, at, levels),
        b't' => word(b"true"),
        b'f' => word(b"false"),
        b'n' => word(b"null"),
        _ => None,
    }
}

/// The place after this byte.
#[inline]
pub(super) fn one(bytes: &[u8], at: usize, byte: u8) -> Option<usize> {
    (*bytes.get(at)? == byte).then_some(at + 1)
}

/// The place after white space.
#[inline]
pub(super) fn space(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\t' | b'\r') = bytes.get(at) {
        at += 1;
    }
    at
}

/// A string of UTF-8 without escapes and control characters.
#[inline]
pub(super) fn string(bytes: &[u8], at: usize) -> Option<usize> {
    let from = one(bytes, at, b'"')?;
    let end = from + plain_ascii_length(&bytes[from..]);
    match bytes.get(end)? {
        b'"' => Some(end + 1),
        0x80.. => string_beyond_ascii(bytes, from, end),
        _ => None,
    }
}

/// The rest of a string that is ASCII up to a place.
#[inline(never)]
fn string_beyond_ascii(bytes: &[u8], from: usize, at: usize) -> Option<usize> {
    let end = at + plain_length(&bytes[at..]);
    std::str::from_utf8(&bytes[from..end]).ok()?;
    one(bytes, end, b'"')
}

#[inline]
pub(super) fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let start = at + usize::from(bytes.get(at) == Some(&b'-'));
    let Some(word) = eight(bytes, start) else { return any_number(bytes, at) };
    match leading_digits(word) {
        0 | 8 => any_number(bytes, at),
        2.. if word as u8 == b'0' => any_number(bytes, at),
        count => match (word >> (8 * count)) as u8 {
            b'.' | b'e' | b'E' => fraction(bytes, start + count),
            _ => Some(start + count),
        },
    }
}

/// A short integer with a comma or a brace behind it, of which payloads have most; `None` for all else.
#[inline]
pub(super) fn short_integer(bytes: &[u8], at: usize) -> Option<usize> {
    let word = eight(bytes, at).or_else(|| last_bytes(bytes, at))?;
    let sign = usize::from(word as u8 == b'-');
    let digits = word >> (8 * sign);
    let count = leading_digits(digits);
    if count.wrapping_sub(1) >= 6 || count > 1 && digits as u8 == b'0' {
        return None;
    }
    matches!((digits >> (8 * count)) as u8, b',' | b'}').then_some(at + sign + count)
}

/// The bytes from a place on of which there are less than eight, the first of them the lowest, with zeros behind them.
#[inline(never)]
fn last_bytes(bytes: &[u8], at: usize) -> Option<u64> {
    let before = (at + 8).checked_sub(bytes.len())?;
    u64::from_le_bytes(*bytes.last_chunk()?).checked_shr(8 * before as u32)
}

/// Eight bytes from a place on, the first of them the lowest.
#[inline]
fn eight(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(*bytes.get(at..at.checked_add(8)?)?.first_chunk()?))
}

/// A number of any length, anywhere.
#[inline(never)]
fn any_number(bytes: &[u8], at: usize) -> Option<usize> {
    let at = one(bytes, at, b'-').unwrap_or(at);
    let at = match one(bytes, at, b'0') {
        Some(after_zero) => after_zero,
        // A number that may lie beyond what is allowed is measured by the reader that takes all of JSON.
        None => digits(bytes, at).filter(|end| end - at < FAR_DIGITS)?,
    };
    match bytes.get(at) {
        Some(b'.' | b'e' | b'E') => fraction(bytes, at),
        _ => Some(at),
    }
}

/// What follows the whole part of a number.
#[inline]
fn fraction(bytes: &[u8], at: usize) -> Option<usize> {
    let at = match one(bytes, at, b'.') {
        Some(after_point) => digits(bytes, after_point)?,
        None => at,
    };
    match bytes.get(at) {
        Some(b'e' | b'E') => {
            let signed = one(bytes, at + 1, b'+').or_else(|| one(bytes, at + 1, b'-'));
            let start = signed.unwrap_or(at + 1);
            digits(bytes, start).filter(|end| end - start < FAR_EXPONENT)
        }
        _ => Some(at),
    }
}

/// One digit or more.
#[inline]
fn digits(bytes: &[u8], at: usize) -> Option<usize> {
    let mut end = at;
    // Eight at a time where there are eight; most numbers end within the first.
    while let Some(word) = eight(bytes, end) {
        let count = leading_digits(word);
        end += count;
        if count < 8 {
            return (end > at).then_some(end);
        }
    }
    while let Some(b'0'..=b'9') = bytes.get(end) {
        end += 1;
    }
    (end > at).then_some(end)
}

/// How many of eight bytes, from the first one on, are digits.
#[inline]
fn leading_digits(word: u64) -> usize {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    // A digit is now its value. Adding sets the highest bit of whatever is more than 9, or carries into the byte after
    // it, which does not matter: the first byte that is no digit counts.
    let values = word ^ (ONES * u64::from(b'0'));
    let others = (values.wrapping_add(ONES * 0x76) | values) & (ONES << 7);
    others.trailing_zeros() as usize / 8
}

#[cfg(test)]
mod tests {
    use super::{any_number, digits, number, short_integer};
    use crate::value::{Number, Value};
    use crate::version::SqlVersion;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn digits_end_where_they_end(bytes in prop::collection::vec(often_a_digit(), 0..30)) {
            let end = bytes.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(bytes.len());
            prop_assert_eq!(digits(&bytes, 0), (end > 0).then_some(end));
        }
    }

    proptest! {
        #[test]
        fn numbers_end_where_they_end_in_text_of_any_length(text in "-?[0-9]{0,9}(\\.[0-9]{0,9})?([eE][+-]?[0-9]{0,4})?,?") {
            let long = format!("{text}          ");
            prop_assert_eq!(number(long.as_bytes(), 0), any_number(long.as_bytes(), 0));
            prop_assert_eq!(number(text.as_bytes(), 0), any_number(text.as_bytes(), 0));
        }
    }

    proptest! {
        #[test]
        fn a_short_number_is_the_number(text in "-?[0-9]{0,12}(\\.[0-9]{0,9})?([eE][+-]?[0-9]{0,2})?", after in "[,} ]?[ ]{0,8}") {
            let text = text + &after;
            if let Some(short) = Number::short_at(text.as_bytes(), 0) {
                prop_assert_eq!(any_number(text.as_bytes(), 0), Some(short.end()));
                let long = Number::from_json_text(&text[..short.end()]).expect("a number");
                prop_assert_eq!(format!("{:?}", short.number()), format!("{long:?}"));
                if !short.may_be_whole() {
                    let value = Value::from(long.for_version(SqlVersion::V2016_03_23));
                    prop_assert_eq!(format!("{:?}", short.value()), format!("{value:?}"));
                }
            }
            if let Some(end) = short_integer(text.as_bytes(), 0) {
                prop_assert_eq!(any_number(text.as_bytes(), 0), Some(end));
            }
        }
    }

    fn often_a_digit() -> impl Strategy<Value = u8> {
        prop_oneof![1 => any::<u8>(), 12 => b'0'..=b'9']
    }
}
