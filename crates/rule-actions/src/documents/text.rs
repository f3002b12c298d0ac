//! Strings of which parts are known only when the document is deployed.

use std::ops::Range;

/// A string with holes in it: what is known, and what will stand at some places of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Text {
    literal: String,
    /// Bytes of `literal` at which something unknown stands, and which of the reader's placeholders it is.
    holes: Vec<(usize, usize)>,
}

impl Text {
    /// A string of which nothing is known.
    pub(super) fn unknown(placeholder: usize) -> Self {
        Self { literal: String::new(), holes: vec![(0, placeholder)] }
    }

    /// The string, where all of it is known.
    pub(super) fn known(&self) -> Option<&str> {
        self.holes.is_empty().then_some(self.literal.as_str())
    }

    /// The placeholder, where nothing else is in the string. It may stand for a value of any type.
    pub(super) fn placeholder(&self) -> Option<usize> {
        match self.holes.as_slice() {
            [(_, placeholder)] if self.literal.is_empty() => Some(*placeholder),
            _ => None,
        }
    }

    /// What it takes to hold the string.
    pub(super) fn size(&self) -> usize {
        self.literal.len() + 16 * self.holes.len()
    }

    pub(super) fn push_str(&mut self, text: &str) {
        self.literal.push_str(text);
    }

    pub(super) fn push(&mut self, other: &Self) {
        let before = self.literal.len();
        self.literal.push_str(&other.literal);
        self.holes.extend(other.holes.iter().map(|(at, placeholder)| (at + before, *placeholder)));
    }

    /// The known pieces and the placeholders between them.
    pub(super) fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        let mut from = 0;
        let holes = self.holes.iter().flat_map(move |(at, placeholder)| {
            let piece = &self.literal[std::mem::replace(&mut from, *at)..*at];
            [Piece::Known(piece), Piece::Unknown(*placeholder)]
        });
        let last = self.holes.last().map_or(0, |(at, _)| *at);
        let pieces = holes.chain(std::iter::once(Piece::Known(&self.literal[last..])));
        pieces.filter(|piece| *piece != Piece::Known(""))
    }

    /// The string with what is known changed, piece by piece.
    pub(super) fn with_pieces(&self, change: impl Fn(&str) -> String) -> Self {
        let mut changed = Self::default();
        for piece in self.pieces() {
            match piece {
                Piece::Known(text) => changed.push_str(&change(text)),
                Piece::Unknown(placeholder) => changed.push(&Self::unknown(placeholder)),
            }
        }
        changed
    }

    /// The string without some bytes at its ends. Nothing unknown stands there: holes outside of `kept` do not exist.
    pub(super) fn trimmed(&self, trim: impl Fn(&str) -> Range<usize>) -> Self {
        let starts_known = self.holes.first().is_none_or(|(at, _)| *at > 0);
        let ends_known = self.holes.last().is_none_or(|(at, _)| *at < self.literal.len());
        let first = self.holes.first().map_or(self.literal.len(), |(at, _)| *at);
        let last = self.holes.last().map_or(0, |(at, _)| *at);
        let start = if starts_known { trim(&self.literal[..first]).start.min(first) } else { 0 };
        let end =
            if ends_known { last + trim(&self.literal[last..]).end } else { self.literal.len() }.max(start);
        let holes = self.holes.iter().map(|(at, placeholder)| (at - start, *placeholder));
        Self { literal: self.literal[start..end].to_owned(), holes: holes.collect() }
    }
}

impl From<&str> for Text {
    fn from(literal: &str) -> Self {
        literal.to_owned().into()
    }
}

impl From<String> for Text {
    fn from(literal: String) -> Self {
        Self { literal, holes: Vec::new() }
    }
}

/// A piece of a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    Known(&'t str),
    /// One of the reader's placeholders.
    Unknown(usize),
}

#[cfg(test)]
mod tests {
    use super::{Piece, Text};

    #[test]
    fn pieces_stay_in_their_order() {
        let mut text = Text::from("a ");
        text.push(&Text::unknown(7));
        text.push(&Text::unknown(8));
        text.push_str(" b ");
        let pieces: Vec<_> = text.pieces().collect();
        assert_eq!(pieces, [Piece::Known("a "), Piece::Unknown(7), Piece::Unknown(8), Piece::Known(" b ")]);
        let trim = |text: &str| {
            let start = text.len() - text.trim_start().len();
            start..text.trim_end().len().max(start)
        };
        let trimmed: Vec<_> = text.trimmed(trim).pieces().map(|piece| format!("{piece:?}")).collect();
        assert_eq!(trimmed.join(" "), r#"Known("a ") Unknown(7) Unknown(8) Known(" b")"#);
        assert_eq!(Text::from("  ").trimmed(trim), Text::from(""));
        assert_eq!(Text::unknown(3).trimmed(trim).placeholder(), Some(3));
        assert_eq!(text.known(), None);
    }
}
