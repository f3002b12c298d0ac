//! What an editor asks about its content and a place in it, answered from that, a sample message and an evaluation of it.
//!
//! Everything here is a pure function, works on text that is half typed, and goes over tokens rather than a tree where
//! the text may not parse. Ranges and offsets are bytes; an offset beyond the text or within a character means the
//! boundary before it. Of texts longer than [`MAX_TEXT_BYTES`] nothing is said.
//!
//! | function | answers |
//! | --- | --- |
//! | [`tokens`] | how to colour it |
//! | [`brackets`], [`folds`] | what belongs together, what can be folded away |
//! | [`complete`] | what can be typed here, best first; nothing where Enter should be a line break |
//! | [`parameters`] | which argument of which call is being typed |
//! | [`hover`] | what stands here: documentation, value and type for the message, why it is Undefined |
//! | [`Explained::values`], [`Explained::template_values`] | what each item, each part of WHERE and each variable gives for the message |
//! | [`Explained::lineage`] | which keys of the payload each part reads, and which keys nothing reads |
//! | [`format_sql`], [`format_json`] | the same text in one layout |

mod bracket;
mod complete;
mod explained;
mod format;
mod hover;
mod json;
mod keyword;
mod lineage;
mod parameters;
mod place;
mod sample;
mod token;
mod values;

pub use bracket::{Brackets, brackets, folds};
pub use complete::{Completion, CompletionKind, complete};
pub use explained::Explained;
pub use format::format_sql;
pub use hover::{Hover, hover};
pub use json::format_json;
pub use lineage::{Lineage, LineagePart, PartKind};
pub use parameters::{Parameters, parameters};
pub use sample::Sample;
pub use token::{Token, TokenKind, tokens};
pub use values::{InlineValue, ValueState};

use crate::template::closing_brace;
use std::ops::Range;

/// The longest text that is looked at, in bytes.
pub const MAX_TEXT_BYTES: usize = 256 * 1024;

/// What the content is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// A rule's statement.
    Sql,
    /// A string of an action, with `${expression}` in it.
    Template,
    /// JSON, from the start of any of its lines on.
    Json,
}

/// The text, or nothing where it is too long.
fn within_limit(text: &str) -> &str {
    if text.len() > MAX_TEXT_BYTES { "" } else { text }
}

/// The boundary of characters at or before an offset.
fn boundary(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset)
}

/// A part that is SQL.
struct Statement {
    inner: Range<usize>,
    is_template: bool,
    is_closed: bool,
}

impl Statement {
    fn open(&self) -> Option<Token> {
        let start = self.inner.start.checked_sub(2)?;
        let token = Token { start, end: self.inner.start, kind: TokenKind::Delimiter };
        self.is_template.then_some(token)
    }

    fn close(&self) -> Option<Token> {
        let start = self.inner.end;
        self.is_closed.then_some(Token { start, end: start + 1, kind: TokenKind::Delimiter })
    }
}

/// The parts that are SQL: all of a statement, each expression of a template.
fn statements(text: &str, language: Language) -> Vec<Statement> {
    match language {
        Language::Json => Vec::new(),
        Language::Sql => vec![Statement { inner: 0..text.len(), is_template: false, is_closed: false }],
        Language::Template => {
            let mut found = Vec::new();
            let mut from = 0;
            while let Some(at) = text[from..].find("${").map(|at| from + at) {
                let inner = at + 2;
                let closed = closing_brace(text, inner);
                let is_closed = closed.is_ok();
                // One that is not closed ends with its line, or where the next one starts.
                let line = || text[inner..].find('\n').map_or(text.len(), |end| inner + end);
                let end = closed.unwrap_or_else(|_| {
                    let line = line();
                    text[inner..line].find("${").map_or(line, |next| inner + next)
                });
                found.push(Statement { inner: inner..end, is_template: true, is_closed });
                from = end;
                if !is_closed && found.len() > MOST_OPEN {
                    break;
                }
            }
            found
        }
    }
}

/// Templates after which an unclosed one is the last: each is looked for up to the text's end.
const MOST_OPEN: usize = 16;
