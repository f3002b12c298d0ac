//! The tokens of a statement as an editor sees them: half typed, with what is rejected.

use super::{Parser, is_reserved};
use crate::syntax::lexer::{Tokens, tokenize_loosely};
use crate::version::SqlVersion;
use sqlparser::tokenizer::Token;
use std::ops::Range;

/// A token, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lexeme {
    pub(crate) kind: LexemeKind,
    pub(crate) range: Range<usize>,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LexemeKind {
    /// A word of the grammar.
    Keyword,
    /// A name: of an attribute, a member, an alias, a type, a function, or true, false, null.
    Word,
    /// A SET variable with its `@`.
    Variable,
    String,
    /// A string without its closing quote, up to the end of its line.
    OpenString,
    Number,
    /// What stands between or before operands, `*` included.
    Operator,
    Comma,
    Period,
    Colon,
    Semicolon,
    /// `(`, `[` or `{`.
    Open,
    /// `)`, `]` or `}`.
    Close,
    Comment,
    /// What the language does not have.
    Foreign,
}

/// Words that end an operand where they are keywords.
const ENDS: &[&str] = &["END"];

/// The tokens of the part that `within` names: a statement, or an expression.
pub(crate) fn scan(text: &str, within: Range<usize>, is_statement: bool) -> Vec<Lexeme> {
    let (Tokens { tokens, ranges }, rejected) = tokenize_loosely(text, within.clone());
    let kinds: Vec<LexemeKind> = tokens.iter().map(|token| kind(&token.token)).collect();
    let mut found: Vec<Lexeme> =
        kinds.iter().zip(&ranges).map(|(kind, range)| Lexeme { kind: *kind, range: range.clone() }).collect();
    let mut parser = Parser::over(&text[..within.end], Tokens { tokens, ranges }, SqlVersion::default());
    parser.in_set = is_statement && parser.next_is_word("SET");
    // Whether an operand may begin here, and the token before.
    let (mut begins, mut before) = (true, "");
    for lexeme in &mut found {
        let slice = &text[lexeme.range.clone()];
        if lexeme.kind == LexemeKind::Word && parser.is_keyword(begins, before, is_statement) {
            lexeme.kind = LexemeKind::Keyword;
        }
        begins = match lexeme.kind {
            LexemeKind::Keyword => !ENDS.iter().any(|word| word.eq_ignore_ascii_case(slice)),
            LexemeKind::Operator => !begins || slice != "*",
            LexemeKind::Comma | LexemeKind::Colon | LexemeKind::Open | LexemeKind::Foreign => true,
            _ => false,
        };
        if slice.eq_ignore_ascii_case("SELECT") {
            parser.in_set = false;
        }
        before = slice;
        parser.advance();
    }
    if !rejected.is_empty() {
        found.extend(rejected.into_iter().map(|rejected| {
            let kind = if rejected.is_string { LexemeKind::OpenString } else { LexemeKind::Comment };
            let end = rejected.range.start + text[rejected.range.clone()].trim_end().len();
            Lexeme { kind, range: rejected.range.start..end }
        }));
        found.sort_by_key(|lexeme| lexeme.range.start);
    }
    found
}

impl Parser<'_> {
    /// Whether the next token, a word, belongs to the grammar; `begins` says whether an operand may begin there.
    fn is_keyword(&self, begins: bool, before: &str, is_statement: bool) -> bool {
        let is = |word: &str| before.eq_ignore_ascii_case(word);
        if is("AS") {
            return false;
        }
        let Token::Word(word) = self.peek() else { return false };
        let word = word.value.as_str();
        if before == "." {
            // What stands apart from a dot is no member that is typed already.
            let dot = self.position().checked_sub(1).map_or(0..0, |dot| self.range_of(dot));
            return dot.end < self.here().start && is_reserved(word);
        }
        // A statement begins with it, whatever follows or does not follow yet.
        if is_statement
            && self.position() == 0
            && ["SET", "SELECT"].iter().any(|first| first.eq_ignore_ascii_case(word))
        {
            return true;
        }
        if is_reserved(word) {
            return !begins || !self.keyword_is_name(0);
        }
        word.eq_ignore_ascii_case("VALUE") && is("SELECT") && self.value_is_keyword()
    }
}

fn kind(token: &Token) -> LexemeKind {
    match token {
        Token::Word(word) if word.value.starts_with('@') => LexemeKind::Variable,
        Token::Word(_) => LexemeKind::Word,
        // A variable whose name is not typed yet.
        Token::AtSign => LexemeKind::Variable,
        Token::SingleQuotedString(_) | Token::DoubleQuotedString(_) => LexemeKind::String,
        Token::Number(..) => LexemeKind::Number,
        Token::Eq
        | Token::Neq
        | Token::Lt
        | Token::LtEq
        | Token::Gt
        | Token::GtEq
        | Token::Plus
        | Token::Minus
        | Token::Mul
        | Token::Div
        | Token::Mod => LexemeKind::Operator,
        Token::Comma => LexemeKind::Comma,
        Token::Period => LexemeKind::Period,
        Token::Colon => LexemeKind::Colon,
        Token::SemiColon => LexemeKind::Semicolon,
        Token::LParen | Token::LBracket | Token::LBrace => LexemeKind::Open,
        Token::RParen | Token::RBracket | Token::RBrace => LexemeKind::Close,
        _ => LexemeKind::Foreign,
    }
}

#[cfg(test)]
mod tests {
    use super::{LexemeKind, scan};

    #[test]
    fn words_are_keywords_where_the_parser_takes_them_so() {
        for (text, keywords) in [
            ("SELECT end, a.from AS where FROM 'a' WHERE case = 1", "SELECT AS FROM WHERE"),
            ("set @a = value select value @a from 'x' where not end", "set select value from where not"),
            (
                "SELECT CASE end WHEN 1 THEN then ELSE else END AS a FROM 'b'",
                "SELECT CASE WHEN THEN ELSE END AS FROM",
            ),
            ("SELECT value, value - 1 AS b FROM 'a'", "SELECT AS FROM"),
            ("SELECT * FROM 'a' WHERE a IN [1] AND", "SELECT FROM WHERE IN AND"),
            ("SELECT cast(a AS Decimal) AS b", "SELECT AS AS"),
            ("SELECT", "SELECT"),
            ("", ""),
        ] {
            let found: Vec<&str> = scan(text, 0..text.len(), true)
                .into_iter()
                .filter(|lexeme| lexeme.kind == LexemeKind::Keyword)
                .map(|lexeme| &text[lexeme.range])
                .collect();
            assert_eq!(found.join(" "), keywords, "{text}");
        }
    }

    #[test]
    fn what_is_rejected_is_a_token_too() {
        let text = "SELECT 'a\n, b -- c\n, f(x)._y /* d";
        let found: Vec<(LexemeKind, &str)> = scan(text, 0..text.len(), true)
            .into_iter()
            .filter(|lexeme| matches!(lexeme.kind, LexemeKind::Comment | LexemeKind::OpenString))
            .map(|lexeme| (lexeme.kind, &text[lexeme.range]))
            .collect();
        let expected =
            [(LexemeKind::OpenString, "'a"), (LexemeKind::Comment, "-- c"), (LexemeKind::Comment, "/* d")];
        assert_eq!(found, expected);
        let words = scan(text, 0..text.len(), true).len();
        assert_eq!(words, 13);
    }
}
