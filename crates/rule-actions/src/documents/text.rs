//! Strings of which parts are known only when the document is deployed.

use super::places::Quote;
use std::ops::Range;

/// A string with holes in it: what is known, and what will stand at some places of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Text {
    literal: String,
    /// Bytes of `literal` at which something unknown stands, and which of the reader's placeholders it is.
    holes: Vec<(usize, usize)>,
    /// Which parts of `literal` stand in the document as they are.
    runs: Vec<Run>,
}

/// A part of a string that stands in the document as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) at: usize,
    pub(super) in_document: usize,
    pub(super) length: usize,
    pub(super) quote: Quote,
}

impl Run {
    /// What of the run is in a range of the string, as a run of the string that begins there.
    fn within(&self, range: &Range<usize>) -> Option<Self> {
        let start = self.at.max(range.start);
        let end = (self.at + self.length).min(range.end);
        (start < end).then(|| Self {
            at: start - range.start,
            in_document: self.in_document + (start - self.at),
            length: end - start,
            quote: self.quote,
        })
    }
}

/// Strings are the same wherever they stand.
impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.literal == other.literal && self.holes == other.holes
    }
}

impl Eq for Text {}

impl Text {
    /// A string of which nothing is known.
    pub(super) fn unknown(placeholder: usize) -> Self {
        Self { holes: vec![(0, placeholder)], ..Self::default() }
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
        self.literal.len()
            + size_of::<(usize, usize)>() * self.holes.len()
            + size_of::<Run>() * self.runs.len()
    }

    /// The string with which parts of it stand in the document.
    pub(super) fn at(self, runs: Vec<Run>) -> Self {
        Self { runs, ..self }
    }

    /// The string with places in the document, where its own are those in another string.
    pub(super) fn through(mut self, around: &Self) -> Self {
        let runs = self.runs.iter().flat_map(|run| {
            let range = run.in_document..run.in_document + run.length;
            let inner = around.runs.iter().filter_map(move |outer| outer.within(&range));
            inner.map(|found| Run { at: run.at + found.at, ..found })
        });
        self.runs = runs.collect();
        self
    }

    /// Which parts of the string stand in the document.
    pub(super) fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The known string in bytes of all that is known.
    pub(super) fn slice(&self, range: Range<usize>) -> Self {
        let runs = self.runs.iter().filter_map(|run| run.within(&range));
        Self { runs: runs.collect(), literal: self.literal[range].to_owned(), holes: Vec::new() }
    }

    pub(super) fn push_str(&mut self, text: &str) {
        self.literal.push_str(text);
    }

    pub(super) fn push(&mut self, other: &Self) {
        let before = self.literal.len();
        self.literal.push_str(&other.literal);
        self.holes.extend(other.holes.iter().map(|(at, placeholder)| (at + before, *placeholder)));
        self.runs.extend(other.runs.iter().map(|run| Run { at: run.at + before, ..*run }));
    }

    /// Adds some bytes of what is known of another string.
    pub(super) fn push_slice(&mut self, other: &Self, range: Range<usize>) {
        if range.start < range.end {
            self.push(&other.slice(range));
        }
    }

    /// The known pieces and the placeholders between them.
    pub(super) fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        let mut from = 0;
        let holes = self.holes.iter().flat_map(move |(at, placeholder)| {
            let start = std::mem::replace(&mut from, *at);
            [Piece::Known(&self.literal[start..*at], start), Piece::Unknown(*placeholder)]
        });
        let last = self.holes.last().map_or(0, |(at, _)| *at);
        let pieces = holes.chain(std::iter::once(Piece::Known(&self.literal[last..], last)));
        pieces.filter(|piece| !matches!(piece, Piece::Known("", _)))
    }

    /// The string with what is known changed, piece by piece.
    pub(super) fn with_pieces(&self, change: impl Fn(&str) -> String) -> Self {
        let mut changed = Self::default();
        for piece in self.pieces() {
            match piece {
                Piece::Known(text, at) => {
                    let new = change(text);
                    if new == text {
                        changed.push_slice(self, at..at + text.len());
                    } else {
                        changed.push_str(&new);
                    }
                }
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
        Self { holes: holes.collect(), ..self.slice(start..end) }
    }
}

impl From<&str> for Text {
    fn from(literal: &str) -> Self {
        literal.to_owned().into()
    }
}

impl From<String> for Text {
    fn from(literal: String) -> Self {
        Self { literal, ..Self::default() }
    }
}

/// A piece of a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// A known piece, and where it begins in all that is known.
    Known(&'t str, usize),
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
        assert_eq!(
            pieces,
            [Piece::Known("a ", 0), Piece::Unknown(7), Piece::Unknown(8), Piece::Known(" b ", 2)]
        );
        let trim = |text: &str| {
            let start = text.len() - text.trim_start().len();
            start..text.trim_end().len().max(start)
        };
        let trimmed: Vec<_> = text.trimmed(trim).pieces().map(|piece| format!("{piece:?}")).collect();
        assert_eq!(trimmed.join(" "), r#"Known("a ", 0) Unknown(7) Unknown(8) Known(" b", 2)"#);
        assert_eq!(Text::from("  ").trimmed(trim), Text::from(""));
        assert_eq!(Text::unknown(3).trimmed(trim).placeholder(), Some(3));
        assert_eq!(text.known(), None);
    }
}
