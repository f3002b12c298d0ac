//! From tokens to the tree.

mod expression;
mod foreign;
mod keyword;
mod operand;
mod scan;
mod statement;

pub(super) use foreign::plain;
pub(crate) use scan::{Lexeme, LexemeKind, scan};

use super::call_limits;
use super::dialect::IotDialect;
use super::errors;
use super::height;
use super::lexer::{Tokens, tokenize};
use super::quotes;
use super::tree::{Expr, Name, Query, TopicSource, Variable};
use crate::diagnostic::Diagnostic;
use crate::limits::{MAX_NESTING, MAX_STATEMENT_BYTES};
use crate::value::MAX_JSON_NESTING;
use crate::version::SqlVersion;
use smol_str::SmolStr;
use sqlparser::parser::Parser as Cursor;
use sqlparser::tokenizer::Token;
use std::ops::Range;

/// A statement that was read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Parsed {
    pub(crate) variables: Vec<Variable>,
    pub(crate) query: Query,
    pub(crate) topic: Option<TopicSource>,
    pub(crate) warnings: Vec<Diagnostic>,
}

/// Reads a whole statement.
pub(crate) fn parse_statement(text: &str, version: SqlVersion) -> Result<Parsed, Diagnostic> {
    read(text, version).map_err(|error| quotes::explain(text, error, |text| read(text, version)))
}

fn read(text: &str, version: SqlVersion) -> Result<Parsed, Diagnostic> {
    let mut parser = Parser::new(text, 0..text.len(), version)?;
    let parsed = parser.statement()?;
    if height::of_statement(&parsed.variables, &parsed.query) > MAX_JSON_NESTING {
        return Err(errors::too_deep(parsed.query.range, MAX_JSON_NESTING));
    }
    call_limits::statement(&parsed.variables, &parsed.query)?;
    Ok(parsed)
}

/// Reads one expression that fills the part of the text that `within` names, as in a substitution template.
pub(crate) fn parse_expression(
    text: &str,
    within: Range<usize>,
    version: SqlVersion,
) -> Result<(Expr, Vec<Diagnostic>), Diagnostic> {
    let mut parser = Parser::new(text, within, version)?;
    if parser.at_end() {
        return Err(errors::expected(parser.here(), "an expression"));
    }
    let expr = parser.expression()?;
    if !parser.at_end() {
        return Err(parser.unexpected_here());
    }
    if height::of_expression(&expr) > MAX_JSON_NESTING {
        return Err(errors::too_deep(expr.range, MAX_JSON_NESTING));
    }
    call_limits::template(&expr)?;
    Ok((expr, parser.warnings))
}

/// Words that end an expression, join two or begin one: they name an attribute only where nothing else can be meant.
const RESERVED: &[&str] = &[
    "SELECT", "FROM", "WHERE", "AS", "AND", "OR", "NOT", "IN", "CASE", "WHEN", "THEN", "ELSE", "END",
    "EXISTS",
];

/// Whether a word is one of [`RESERVED`], whatever its case.
pub(crate) fn is_reserved(word: &str) -> bool {
    RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(word))
}

/// The state of reading one string.
struct Parser<'t> {
    text: &'t str,
    version: SqlVersion,
    cursor: Cursor<'static>,
    ranges: Vec<Range<usize>>,
    /// Where the last word FROM stands, in tokens.
    last_from_word: Option<usize>,
    /// Where the last word END stands.
    last_end_word: Option<usize>,
    /// Whether the SET clause is read, behind which SELECT stands.
    in_set: bool,
    depth: usize,
    warnings: Vec<Diagnostic>,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, within: Range<usize>, version: SqlVersion) -> Result<Self, Diagnostic> {
        let text = &text[..within.end];
        if text.len() > MAX_STATEMENT_BYTES {
            return Err(errors::statement_too_long(text.len(), text));
        }
        let tokens = tokenize(text, within)?;
        if let Some(diagnostic) = foreign::typographic(&tokens.tokens, &tokens.ranges) {
            return Err(diagnostic);
        }
        Ok(Self::over(text, tokens, version))
    }

    /// A parser at the first of these tokens.
    fn over(text: &'t str, tokens: Tokens, version: SqlVersion) -> Self {
        let Tokens { tokens, ranges } = tokens;
        let last = |word: &str| {
            tokens.iter().rposition(
                |token| matches!(&token.token, Token::Word(found) if found.value.eq_ignore_ascii_case(word)),
            )
        };
        let (last_from_word, last_end_word) = (last("FROM"), last("END"));
        let cursor = Cursor::new(&IotDialect).with_tokens_with_locations(tokens);
        Self {
            text,
            version,
            cursor,
            ranges,
            last_from_word,
            last_end_word,
            in_set: false,
            depth: 0,
            warnings: Vec::new(),
        }
    }

    /// The next token.
    fn peek(&self) -> &Token {
        &self.cursor.peek_token_ref().token
    }

    /// The token after the next `n`.
    fn peek_nth(&self, n: usize) -> &Token {
        &self.cursor.peek_nth_token_ref(n).token
    }

    /// How many tokens were taken.
    fn position(&self) -> usize {
        self.cursor.index()
    }

    /// The bytes of the next token; an empty range at the text's end where there is none.
    fn here(&self) -> Range<usize> {
        self.range_of(self.position())
    }

    fn range_of(&self, index: usize) -> Range<usize> {
        self.ranges.get(index).cloned().unwrap_or_else(|| {
            let end = self.text.trim_end().len();
            end..end
        })
    }

    /// Where the last token taken ended.
    fn last_end(&self) -> usize {
        self.position().checked_sub(1).and_then(|index| self.ranges.get(index)).map_or(0, |range| range.end)
    }

    fn at_end(&self) -> bool {
        matches!(self.peek(), Token::EOF)
    }

    /// Takes the next token and gives its bytes.
    fn advance(&mut self) -> Range<usize> {
        let range = self.here();
        if !self.at_end() {
            self.cursor.advance_token();
        }
        range
    }

    /// The next token's text as written.
    fn slice(&self, range: &Range<usize>) -> &'t str {
        &self.text[range.clone()]
    }

    fn next_is(&self, token: &Token) -> bool {
        self.peek() == token
    }

    fn take(&mut self, token: &Token) -> Option<Range<usize>> {
        self.next_is(token).then(|| self.advance())
    }

    fn expect(&mut self, token: &Token, what: &str) -> Result<Range<usize>, Diagnostic> {
        self.take(token).ok_or_else(|| self.expected_here(what))
    }

    /// Whether the token after the next `n` is this word, whatever its case.
    fn word_at(&self, n: usize, word: &str) -> bool {
        matches!(self.peek_nth(n), Token::Word(found) if found.value.eq_ignore_ascii_case(word))
    }

    fn next_is_word(&self, word: &str) -> bool {
        self.word_at(0, word)
    }

    fn take_word(&mut self, word: &str) -> Option<Range<usize>> {
        self.next_is_word(word).then(|| self.advance())
    }

    fn is_reserved(word: &str) -> bool {
        is_reserved(word)
    }

    /// A diagnostic that something else must stand at the next token.
    fn expected_here(&self, what: &str) -> Diagnostic {
        if let Some(diagnostic) = self.foreign_here() {
            return diagnostic;
        }
        if self.at_end() {
            return errors::expected_at_end(self.here(), what);
        }
        let range = self.here();
        errors::expected_but_found(range.clone(), what, self.slice(&range))
    }

    /// A diagnostic that the statement must have ended before the next token.
    fn unexpected_here(&self) -> Diagnostic {
        if let Some(diagnostic) = self.foreign_here() {
            return diagnostic;
        }
        let range = self.here();
        errors::unexpected(range.clone(), self.slice(&range))
    }

    /// A name after a dot, after AS, or as an alias: any word, reserved or not.
    fn name(&mut self, what: &str) -> Result<Name, Diagnostic> {
        match self.peek() {
            Token::Word(word) if !word.value.starts_with('@') => {
                let text = SmolStr::new(&word.value);
                let range = self.advance();
                Ok(Name { text, range })
            }
            Token::Number(..) => {
                let range = self.here();
                let slice = self.slice(&range);
                Err(errors::name_starts_with_digit(range, slice))
            }
            Token::SingleQuotedString(_) | Token::DoubleQuotedString(_) => {
                let range = self.here();
                let slice = self.slice(&range);
                Err(errors::quoted_name(range, slice, what))
            }
            _ => Err(self.expected_here(what)),
        }
    }

    /// Runs a step one level deeper.
    fn nested<T>(&mut self, step: impl FnOnce(&mut Self) -> Result<T, Diagnostic>) -> Result<T, Diagnostic> {
        if self.depth >= MAX_NESTING {
            return Err(errors::too_deep(self.here(), MAX_NESTING));
        }
        self.depth += 1;
        let result = step(self);
        self.depth -= 1;
        result
    }

    fn warn(&mut self, diagnostic: Diagnostic) {
        self.warnings.push(diagnostic);
    }
}
