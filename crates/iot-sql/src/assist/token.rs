//! Tokens, as an editor colours them.

use super::{Language, json, statements};
use crate::functions;
use crate::syntax::tree::CastKeyword;
use crate::syntax::{Lexeme, LexemeKind, scan};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum TokenKind {
    /// A word of the grammar, or a type after `cast(… AS`.
    Keyword,
    /// The name of a function that is called.
    Function,
    /// A name, or a SET variable.
    Name,
    /// A string with its quotes.
    String,
    /// A number.
    Number,
    /// `true`, `false`, `null`.
    Constant,
    /// An operator.
    Operator,
    /// A bracket, comma, dot, colon or semicolon.
    Punctuation,
    /// A comment, which AWS rejects.
    Comment,
    /// `${` or `}` of a template.
    Delimiter,
    /// A key of a JSON object, with its quotes.
    Key,
    /// What the language does not have, or a string that is not closed.
    Error,
}

/// A token: `start..end` are bytes of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What it is.
    pub kind: TokenKind,
}

/// The tokens in order, without white space and without the text around templates. None of a text that is
/// longer than [`MAX_TEXT_BYTES`](super::MAX_TEXT_BYTES).
#[must_use]
pub fn tokens(text: &str, language: Language) -> Vec<Token> {
    let text = super::within_limit(text);
    if language == Language::Json {
        return json::tokens(text);
    }
    let mut tokens = Vec::new();
    for piece in statements(text, language) {
        tokens.extend(piece.open());
        coloured(text, &scan(text, piece.inner.clone(), !piece.is_template), &mut tokens);
        tokens.extend(piece.close());
    }
    tokens
}

fn coloured(text: &str, lexemes: &[Lexeme], tokens: &mut Vec<Token>) {
    use LexemeKind as Kind;
    for (index, lexeme) in lexemes.iter().enumerate() {
        let slice = &text[lexeme.range.clone()];
        let before = || index.checked_sub(1).map_or("", |before| &text[lexemes[before].range.clone()]);
        let is_called = || {
            lexemes.get(index + 1).is_some_and(|next| text[next.range.clone()].starts_with('('))
                && before() != "."
        };
        let kind = match lexeme.kind {
            Kind::Keyword => TokenKind::Keyword,
            Kind::Word if is_called() => {
                if functions::find(slice).is_some() {
                    TokenKind::Function
                } else {
                    TokenKind::Name
                }
            }
            Kind::Word if is_type(text, lexemes, index) => TokenKind::Keyword,
            Kind::Word if is_constant(slice) && before() != "." && !before().eq_ignore_ascii_case("AS") => {
                TokenKind::Constant
            }
            Kind::Word | Kind::Variable => TokenKind::Name,
            Kind::String => TokenKind::String,
            Kind::Number => TokenKind::Number,
            Kind::Operator => TokenKind::Operator,
            Kind::Comma | Kind::Period | Kind::Colon | Kind::Semicolon | Kind::Open | Kind::Close => {
                TokenKind::Punctuation
            }
            Kind::Comment => TokenKind::Comment,
            Kind::OpenString | Kind::Foreign => TokenKind::Error,
        };
        tokens.push(Token { start: lexeme.range.start, end: lexeme.range.end, kind });
    }
}

fn is_constant(word: &str) -> bool {
    ["true", "false", "null"].iter().any(|constant| constant.eq_ignore_ascii_case(word))
}

/// Whether the word is a type: after AS, and before the bracket that closes a call.
fn is_type(text: &str, lexemes: &[Lexeme], index: usize) -> bool {
    let slice = |at: usize| lexemes.get(at).map_or("", |lexeme| &text[lexeme.range.clone()]);
    index > 0
        && slice(index - 1).eq_ignore_ascii_case("AS")
        && slice(index + 1) == ")"
        && CastKeyword::find(slice(index)).is_some()
}
