//! Bytes to UTF-16, the border to JavaScript. No other place counts UTF-16.

use std::borrow::Cow;

/// A text with the means to turn byte offsets into UTF-16 positions.
pub(crate) struct Utf16Text<'t> {
    text: Cow<'t, str>,
}

/// A position in UTF-16 code units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    /// Code units from the text's start.
    pub(crate) offset: usize,
    /// The line, from 1.
    pub(crate) line: usize,
    /// The column in code units, from 1.
    pub(crate) column: usize,
}

impl<'t> Utf16Text<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text: Cow::Borrowed(text) }
    }

    /// Bytes that may not be UTF-8; what is not is one U+FFFD per byte sequence, so positions after it are those of
    /// the text as a browser shows it.
    pub(crate) fn from_bytes(bytes: &'t [u8]) -> Self {
        Self { text: String::from_utf8_lossy(bytes) }
    }

    /// The position of a byte; inside a character it is that character's start, past the end the end.
    pub(crate) fn position(&self, byte: usize) -> Position {
        let before = &self.text[..self.text.floor_char_boundary(byte)];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let units = |text: &str| text.encode_utf16().count();
        Position {
            offset: units(before),
            line: before.matches('\n').count() + 1,
            column: units(&before[line_start..]) + 1,
        }
    }
}

impl Utf16Text<'_> {
    /// The offsets of all bytes, for a text with many places to tell.
    pub(crate) fn offsets(&self) -> Offsets {
        if self.text.is_ascii() {
            return Offsets(None);
        }
        let mut offsets = Vec::with_capacity(self.text.len() + 1);
        let mut offset = 0;
        for ch in self.text.chars() {
            offsets.extend(std::iter::repeat_n(offset, ch.len_utf8()));
            offset += ch.len_utf16() as u32;
        }
        offsets.push(offset);
        Offsets(Some(offsets))
    }
}

/// The UTF-16 offset of each byte of a text; `None` where both are the same.
pub(crate) struct Offsets(Option<Vec<u32>>);

impl Offsets {
    /// The offset of a byte; inside a character it is that character's start, past the end the end.
    pub(crate) fn of(&self, byte: usize) -> usize {
        match &self.0 {
            None => byte,
            Some(offsets) => offsets.get(byte).or(offsets.last()).map_or(0, |offset| *offset as usize),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Position, Utf16Text};

    #[test]
    fn positions_count_utf16() {
        let text = Utf16Text::new("a\né😀b");
        for (byte, offset, line, column) in
            [(0, 0, 1, 1), (2, 2, 2, 1), (4, 3, 2, 2), (6, 3, 2, 2), (8, 5, 2, 4), (99, 6, 2, 5)]
        {
            assert_eq!(text.position(byte), Position { offset, line, column }, "byte {byte}");
            assert_eq!(text.offsets().of(byte), offset, "byte {byte}");
        }
    }
}
