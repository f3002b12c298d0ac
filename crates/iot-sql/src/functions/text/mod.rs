//! Functions of strings.

pub(super) mod case;
pub(super) mod hashing;
pub(super) mod padding;
pub(super) mod parts;
pub(super) mod patterns;

use super::{Parameter, one};
use crate::value::Value;
use std::ops::Range;

/// The one parameter that most of these functions have.
const TEXT: &[Parameter] = &[one("text", "String", "The string to change.")];

/// What most of these functions make of other values.
const CONVERTED: &str = "Other types are converted to strings first; Null and Undefined return Undefined.";

/// How many characters a string has for Java: one outside the Basic Multilingual Plane counts as two.
pub(super) fn utf16_length(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(char::len_utf16).sum() }
}

/// A part of a string by Java's character numbers; half of a character that counts as two becomes U+FFFD.
///
/// `None` where the range is not inside the text.
pub(super) fn utf16_slice(text: &str, range: Range<usize>) -> Option<Value> {
    if text.is_ascii() {
        return text.get(range).map(Value::string);
    }
    let units: Vec<u16> = text.encode_utf16().collect();
    units.get(range).map(|part| Value::string(String::from_utf16_lossy(part)))
}
