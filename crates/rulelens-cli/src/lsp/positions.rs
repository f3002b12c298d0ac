//! Places as editors count them: lines and characters from 0, characters in UTF-16 code units or in bytes.

use lsp_types::{Position, Range as LspRange};
use std::ops::Range;

/// How characters of a line are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    /// In UTF-16 code units, which every editor knows.
    #[default]
    Utf16,
    /// In bytes.
    Utf8,
}

/// The lines of a text.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    /// The byte in which each line starts.
    starts: Vec<usize>,
    encoding: Encoding,
}

impl Lines {
    pub(super) fn new(text: &str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            // A carriage return alone ends a line, too.
            if *byte == b'\n' || *byte == b'\r' && bytes.get(at + 1) != Some(&b'\n') {
                starts.push(at + 1);
            }
        }
        Self { starts, encoding }
    }

    /// The byte of a place; beyond a line its end, beyond the text that.
    pub(super) fn offset(&self, text: &str, position: Position) -> usize {
        let Some(&start) = self.starts.get(position.line as usize) else { return text.len() };
        let next = self.starts.get(position.line as usize + 1).copied().unwrap_or(text.len());
        let line = text[start..next].trim_end_matches(['\r', '\n']);
        let wanted = position.character as usize;
        match self.encoding {
            Encoding::Utf8 => start + line.floor_char_boundary(wanted.min(line.len())),
            Encoding::Utf16 => {
                let mut units = 0;
                for (at, ch) in line.char_indices() {
                    if units + ch.len_utf16() > wanted {
                        return start + at;
                    }
                    units += ch.len_utf16();
                }
                start + line.len()
            }
        }
    }

    /// The place of a byte.
    pub(super) fn position(&self, text: &str, byte: usize) -> Position {
        let byte = text.floor_char_boundary(byte.min(text.len()));
        let line = self.starts.partition_point(|start| *start <= byte).saturating_sub(1);
        let before = &text[self.starts[line]..byte];
        let character = match self.encoding {
            Encoding::Utf8 => before.len(),
            Encoding::Utf16 => before.encode_utf16().count(),
        };
        Position { line: line as u32, character: character as u32 }
    }

    /// The places of bytes.
    pub(super) fn range(&self, text: &str, bytes: &Range<usize>) -> LspRange {
        LspRange { start: self.position(text, bytes.start), end: self.position(text, bytes.end) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Encoding, Lines};
    use lsp_types::Position;

    #[test]
    fn places_there_and_back() {
        let text = "a\r\n😀é\rb\n";
        for encoding in [Encoding::Utf16, Encoding::Utf8] {
            let lines = Lines::new(text, encoding);
            for byte in 0..=text.len() {
                // Within the end of a line there is no place.
                if text.is_char_boundary(byte) && byte != 2 {
                    assert_eq!(lines.offset(text, lines.position(text, byte)), byte, "{encoding:?} {byte}");
                }
            }
        }
        let lines = Lines::new(text, Encoding::Utf16);
        assert_eq!(lines.position(text, 7), Position { line: 1, character: 2 });
        assert_eq!(Lines::new(text, Encoding::Utf8).position(text, 7), Position { line: 1, character: 4 });
        for (line, character, byte) in
            [(0, 99, 1), (1, 1, 3), (9, 0, text.len()), (u32::MAX, u32::MAX, text.len())]
        {
            assert_eq!(lines.offset(text, Position { line, character }), byte);
        }
        assert_eq!(lines.position(text, 999), lines.position(text, text.len()));
    }
}
