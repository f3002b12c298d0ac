//! A short piece of a string around places in it, whatever the text's size and encoding.

use rule_actions::view::Positions;
use std::ops::Range;

/// Bytes that an excerpt shows before its first place.
const BEFORE: usize = 80;
/// Bytes that an excerpt shows from its first place on.
const AFTER: usize = 160;

/// A piece of a string, at most a few lines.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Excerpt {
    /// The piece; bytes that are not UTF-8 are shown as U+FFFD, what is cut off as `…`.
    pub(crate) text: String,
    /// Whether the start of the first place's line is cut off.
    pub(crate) is_cut: bool,
    /// The line of the text in which the piece starts, from 1.
    pub(crate) first_line: usize,
    /// The line of the first place, from 1.
    pub(crate) line: usize,
    /// The column of the first place, in characters from 1.
    pub(crate) column: usize,
    /// The places in the piece, in the order given; `None` for one that is outside.
    pub(crate) ranges: Vec<Option<Range<usize>>>,
}

impl Excerpt {
    /// The piece of a string around these places, the first of which is sure to be in it.
    pub(crate) fn new(text: &[u8], places: &[Range<usize>]) -> Self {
        let place = places.first().cloned().unwrap_or(0..0);
        let start = place.start.min(text.len());
        let (line, column) = Positions::Bytes.line_and_column(text, start);
        let line_start = text[..start].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let from = boundary(text, line_start.max(start.saturating_sub(BEFORE)));
        let limit = boundary(text, text.len().min(start + AFTER));
        let wanted_end = place.end.clamp(start, limit);
        let line_end = text[wanted_end..].iter().position(|byte| *byte == b'\n').map(|at| wanted_end + at);
        let to = line_end.unwrap_or(text.len()).min(limit);

        let mut piece = Piece::default();
        if from > line_start {
            piece.shown.push('…');
        }
        piece.push(&text[from..to], from);
        let ranges = places.iter().map(|range| piece.range(range, from, to)).collect();
        if to < line_end.unwrap_or(text.len()) {
            piece.shown.push('…');
        }
        Self { text: piece.shown, is_cut: from > line_start, first_line: line, line, column, ranges }
    }
}

/// The nearest start of a character at or before a byte.
fn boundary(text: &[u8], at: usize) -> usize {
    let is_start = |at: usize| text.get(at).is_none_or(|byte| !(0x80..0xC0).contains(byte));
    (at.saturating_sub(3)..=at).rev().find(|at| is_start(*at)).unwrap_or(at)
}

/// Text as shown, with the stretches of bytes that were replaced.
#[derive(Default)]
struct Piece {
    shown: String,
    /// For each stretch that is shown as it is: its first byte in the text, its first byte in `shown`, its length.
    stretches: Vec<(usize, usize, usize)>,
}

impl Piece {
    fn push(&mut self, bytes: &[u8], mut at: usize) {
        for chunk in bytes.utf8_chunks() {
            self.stretches.push((at, self.shown.len(), chunk.valid().len()));
            self.shown.push_str(chunk.valid());
            at += chunk.valid().len();
            if !chunk.invalid().is_empty() {
                self.stretches.push((at, self.shown.len(), 0));
                self.shown.push(char::REPLACEMENT_CHARACTER);
                at += chunk.invalid().len();
            }
        }
    }

    fn range(&self, range: &Range<usize>, from: usize, to: usize) -> Option<Range<usize>> {
        if range.start < from || range.start > to {
            return None;
        }
        let start = self.shown_at(range.start);
        let end = if range.end >= to { self.shown.len() } else { self.shown_at(range.end) };
        Some(start..end.max(start))
    }

    /// Where a byte of the text is shown.
    fn shown_at(&self, at: usize) -> usize {
        let index = self.stretches.partition_point(|(source, ..)| *source <= at);
        let Some((source, shown, length)) = index.checked_sub(1).and_then(|index| self.stretches.get(index))
        else {
            return self.shown.len();
        };
        self.shown.floor_char_boundary(shown + (at - source).min(*length))
    }
}

#[cfg(test)]
mod tests {
    use super::Excerpt;
    use std::ops::Range;

    fn excerpt(text: &[u8], place: Range<usize>) -> Excerpt {
        Excerpt::new(text, std::slice::from_ref(&place))
    }

    #[test]
    fn a_line_is_shown_whole_where_it_is_short() {
        let excerpt = excerpt(b"SELECT a\nFRM 'x'\nWHERE b", 9..12);
        assert_eq!((excerpt.text.as_str(), excerpt.line, excerpt.column), ("FRM 'x'", 2, 1));
        assert_eq!(excerpt.ranges, [Some(0..3)]);
    }

    #[test]
    fn long_lines_are_cut_and_bytes_that_are_not_text_are_replaced() {
        let mut text = "ä".repeat(1000).into_bytes();
        text.extend(b"\xFF\xFE");
        text.extend("ö".repeat(1000).as_bytes());
        let excerpt = excerpt(&text, 2001..2002);
        assert!(excerpt.text.starts_with('…') && excerpt.text.ends_with('…'), "{}", excerpt.text);
        assert!(excerpt.text.chars().count() < 140, "{}", excerpt.text);
        assert_eq!((excerpt.line, excerpt.column), (1, 1002));
        let range = excerpt.ranges[0].clone().expect("in the piece");
        assert_eq!(&excerpt.text[range], "\u{FFFD}");
    }

    #[test]
    fn ranges_beyond_the_piece_are_cut_or_left_out() {
        let text = [b"a".repeat(100), b"\n".to_vec(), b"b".repeat(1000)].concat();
        let excerpt = Excerpt::new(&text, &[0..1101, 900..901, 7..7]);
        assert_eq!(excerpt.ranges[0], Some(0..160));
        assert_eq!(excerpt.ranges[1], None);
        assert_eq!(excerpt.ranges[2], Some(7..7));
        assert_eq!(Excerpt::new(b"", &[5..9, 0..0]).ranges, [None, Some(0..0)]);
    }

    #[test]
    fn every_place_of_any_bytes_gives_an_excerpt() {
        let text = b"\xF0\x9F\x98\x80\xFF\n\xE2\x82x\n\xC3";
        for start in 0..=text.len() + 1 {
            for end in start..=text.len() + 1 {
                let excerpt = excerpt(text, start..end);
                for range in excerpt.ranges.into_iter().flatten() {
                    assert!(excerpt.text.get(range.clone()).is_some(), "{start}..{end} {range:?}");
                }
            }
        }
    }
}
