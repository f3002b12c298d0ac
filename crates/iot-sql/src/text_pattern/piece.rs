//! Parts of a translated pattern.

use super::property::Set;
use std::fmt::Write;

/// A translated part.
#[derive(Debug, Default)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) weight: usize,
    /// Whether it matches only between characters.
    pub(super) between: bool,
    /// Whether it can be repeated as it stands.
    pub(super) single: bool,
}

impl Piece {
    pub(super) fn nothing() -> Self {
        Self { between: true, ..Self::default() }
    }

    pub(super) fn between(text: impl Into<String>) -> Self {
        Self { text: text.into(), weight: 1, between: true, single: false }
    }

    pub(super) fn single(text: impl Into<String>, weight: usize) -> Self {
        Self { text: text.into(), weight, between: false, single: true }
    }

    pub(super) fn set(set: &Set, negated: bool) -> Self {
        let sign = if negated { "^" } else { "" };
        // What is omitted reaches to the end of Unicode, which takes a few bytes' worth of states.
        Self::single(format!("[{sign}{}]", set.text), if negated { set.weight.max(10) } else { set.weight })
    }

    /// The part as a group of its own that is not counted.
    pub(super) fn grouped(self) -> Self {
        if self.between && self.text.is_empty() {
            return self;
        }
        Self { text: format!("(?:{})", self.text), single: !self.between, ..self }
    }
}

/// Appends a character so that it stands for itself, in a class too.
pub(super) fn write_char(ch: char, out: &mut String) {
    if ch.is_ascii_alphanumeric() {
        out.push(ch);
    } else {
        // Writing to a String cannot fail.
        let _ = write!(out, r"\x{{{:X}}}", u32::from(ch));
    }
}
