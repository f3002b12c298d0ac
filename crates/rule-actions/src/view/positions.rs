//! How places in strings are counted.

/// How the view counts places in strings. Lines and columns count from 1, offsets from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Positions {
    /// Offsets in bytes, columns in characters.
    #[default]
    Bytes,
    /// Offsets and columns in characters.
    Characters,
    /// Offsets and columns in UTF-16 code units, as JavaScript's `String.slice` and editors count.
    Utf16,
    /// No places: diagnostics have no labels and no fixes, which many messages of one rule have in common.
    Omitted,
}

/// A place in a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) offset: usize,
    pub(super) line: usize,
    pub(super) column: usize,
}

impl Positions {
    /// The place of a byte, past the end the end. Within a character it is that character's start, if not bytes are
    /// counted. What is not UTF-8 counts as it is shown: one U+FFFD for each sequence.
    pub(super) fn place(self, text: &[u8], byte: usize) -> Place {
        let end = match self {
            Self::Bytes | Self::Omitted => byte.min(text.len()),
            Self::Characters | Self::Utf16 => character_start(text, byte),
        };
        let before = &text[..end];
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        Place {
            offset: self.length(before),
            line: before.split(|byte| *byte == b'\n').count(),
            column: match self {
                Self::Utf16 => Self::Utf16.length(&before[line_start..]) + 1,
                _ => Self::Characters.length(&before[line_start..]) + 1,
            },
        }
    }

    /// The line and the column of a byte.
    #[must_use]
    pub fn line_and_column(self, text: &[u8], byte: usize) -> (usize, usize) {
        let Place { line, column, .. } = self.place(text, byte);
        (line, column)
    }

    fn length(self, text: &[u8]) -> usize {
        if text.is_ascii() {
            return text.len();
        }
        match self {
            Self::Bytes | Self::Omitted => text.len(),
            Self::Characters => String::from_utf8_lossy(text).chars().count(),
            Self::Utf16 => String::from_utf8_lossy(text).encode_utf16().count(),
        }
    }

    /// The offsets of all bytes, for a string with many places.
    #[must_use]
    pub fn offsets(self, text: &str) -> Offsets {
        if text.is_ascii() || matches!(self, Self::Bytes | Self::Omitted) {
            return Offsets(None);
        }
        let mut offsets = Vec::with_capacity(text.len() + 1);
        let mut offset = 0;
        for ch in text.chars() {
            offsets.extend(std::iter::repeat_n(offset, ch.len_utf8()));
            offset += if self == Self::Utf16 { ch.len_utf16() } else { 1 };
        }
        offsets.push(offset);
        Offsets(Some(offsets))
    }
}

/// The start of the character that a byte belongs to.
fn character_start(text: &[u8], byte: usize) -> usize {
    let end = byte.min(text.len());
    // A character has at most 4 bytes.
    let start =
        (end.saturating_sub(3)..=end).rev().find(|at| text.get(*at).is_none_or(|byte| byte & 0xC0 != 0x80));
    let Some(start) = start else { return end };
    // Continuation bytes that continue nothing are characters of their own.
    let whole = text[start..]
        .utf8_chunks()
        .next()
        .is_some_and(|chunk| chunk.valid().chars().next().is_some_and(|ch| start + ch.len_utf8() > end));
    if whole { start } else { end }
}

/// The offset of each byte of a string; `None` if both are the same.
#[derive(Clone, Debug)]
pub struct Offsets(Option<Vec<usize>>);

impl Offsets {
    /// The offset of a byte; within a character it is that character's start, past the end the end.
    #[must_use]
    pub fn of(&self, byte: usize) -> usize {
        match &self.0 {
            None => byte,
            Some(offsets) => offsets.get(byte).or(offsets.last()).copied().unwrap_or_default(),
        }
    }

    /// The byte at an offset; within a character it is that character's start.
    #[must_use]
    pub fn byte(&self, offset: usize) -> usize {
        match &self.0 {
            None => offset,
            Some(offsets) => {
                let last = offsets.partition_point(|known| *known <= offset).saturating_sub(1);
                // All bytes of a character have its offset.
                offsets.partition_point(|known| *known < offsets[last])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, Positions};

    #[test]
    fn offsets_and_bytes_lead_to_each_other() {
        let text = "aé🌡z";
        for positions in [Positions::Bytes, Positions::Characters, Positions::Utf16] {
            let offsets = positions.offsets(text);
            for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
                assert_eq!(offsets.byte(offsets.of(byte)), byte, "{positions:?}");
            }
        }
        assert_eq!(Positions::Utf16.offsets(text).byte(3), 3, "half of a pair is the character's start");
        assert_eq!(Positions::Utf16.offsets(text).byte(99), text.len());
        assert_eq!(Positions::Utf16.offsets("").byte(1), 1, "what is beyond is the caller's to bound");
    }

    #[test]
    fn places_are_counted_in_bytes_characters_or_utf_16() {
        let text = "a\né😀b";
        for (byte, line, bytes, characters, utf16) in [
            (0, 1, (0, 1), (0, 1), (0, 1)),
            (2, 2, (2, 1), (2, 1), (2, 1)),
            (4, 2, (4, 2), (3, 2), (3, 2)),
            (6, 2, (6, 3), (3, 2), (3, 2)),
            (8, 2, (8, 3), (4, 3), (5, 4)),
            (99, 2, (9, 4), (5, 4), (6, 5)),
        ] {
            for (positions, (offset, column)) in
                [(Positions::Bytes, bytes), (Positions::Characters, characters), (Positions::Utf16, utf16)]
            {
                let place = positions.place(text.as_bytes(), byte);
                assert_eq!(place, Place { offset, line, column }, "{positions:?} {byte}");
                if positions != Positions::Bytes {
                    assert_eq!(positions.offsets(text).of(byte), offset, "{positions:?} {byte}");
                }
            }
        }
    }

    #[test]
    fn bytes_that_are_not_text_count_as_they_are_shown() {
        for (text, byte, offset, column) in
            [(&b"a\xFF\xFEb"[..], 3, 3, 4), (b"\xFF\xFE\x80", 2, 2, 3), (b"\x80\x80\x80\x80\x80", 4, 4, 5)]
        {
            let place = Positions::Utf16.place(text, byte);
            assert_eq!((place.offset, place.column), (offset, column), "{text:?}");
        }
    }
}
