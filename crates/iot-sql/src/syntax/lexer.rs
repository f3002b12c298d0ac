//! From text to tokens with byte ranges.

use super::dialect::IotDialect;
use super::errors;
use crate::diagnostic::Diagnostic;
use sqlparser::tokenizer::{Location, Token, TokenWithSpan, Tokenizer, Whitespace};
use std::ops::Range;

/// The tokens of a statement without white space, and the bytes each one covers.
pub(super) struct Tokens {
    pub(super) tokens: Vec<TokenWithSpan>,
    pub(super) ranges: Vec<Range<usize>>,
}

/// Splits the part of a string that `within` names into tokens; their ranges count from the text's start.
pub(super) fn tokenize(text: &str, within: Range<usize>) -> Result<Tokens, Diagnostic> {
    let mut result = Tokens { tokens: Vec::new(), ranges: Vec::new() };
    let text = &text[..within.end];
    let mut start = within.start;
    while start < text.len() {
        match tokenize_run(text, start, &mut result)? {
            None => break,
            Some(resume) => start = resume,
        }
    }
    Ok(result)
}

/// Tokenizes from byte `start`; returns where to go on after a place that sqlparser's tokenizer rejects but this
/// language has.
fn tokenize_run(text: &str, start: usize, result: &mut Tokens) -> Result<Option<usize>, Diagnostic> {
    let rest = &text[start..];
    let mut buffer = Vec::new();
    let outcome =
        Tokenizer::new(&IotDialect, rest).with_unescape(false).tokenize_with_location_into_buf(&mut buffer);
    let mut places = Places::new(rest);
    for token in buffer {
        let range = start + places.byte(token.span.start)..start + places.byte(token.span.end);
        match token.token {
            Token::Whitespace(Whitespace::SingleLineComment { .. } | Whitespace::MultiLineComment(_)) => {
                return Err(errors::comment(text, range));
            }
            Token::Whitespace(_) => {}
            _ => {
                result.tokens.push(token);
                result.ranges.push(range);
            }
        }
    }
    let Err(error) = outcome else { return Ok(None) };
    let place = start + places.byte(error.location);
    if text[place..].starts_with("._") {
        // sqlparser takes `._` for a member only after a word; here it may also follow a call or a bracket.
        let span = sqlparser::tokenizer::Span::empty();
        result.tokens.push(TokenWithSpan::new(Token::Period, span));
        result.ranges.push(place..place + 1);
        return Ok(Some(place + 1));
    }
    match text[place..].chars().next() {
        Some(quote @ ('\'' | '"')) => Err(errors::unterminated_string(place..text.len(), quote)),
        _ if text[place..].starts_with("/*") || error.message.contains("comment") => {
            // One that is not closed is everything from its first sign on, whatever else looks like one in it.
            let read = result.ranges.last().map_or(start, |range| range.end).max(start);
            let from = text[read..].find("/*").map_or(place, |at| read + at);
            Err(errors::comment(text, from..text.len()))
        }
        _ => {
            // Prefixed strings (`x'…`) report the place of the prefix's quote or the end of the text.
            let from = text[start..].rfind(['\'', '"']).map_or(place, |at| start + at);
            Err(errors::unterminated_string(from..text.len(), text[from..].chars().next().unwrap_or('\'')))
        }
    }
}

/// Turns sqlparser's lines and columns (in characters, from 1) into bytes; places must be asked for in rising order
/// or they are found from the start again.
struct Places<'a> {
    text: &'a str,
    byte: usize,
    line: u64,
    column: u64,
}

impl<'a> Places<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, byte: 0, line: 1, column: 1 }
    }

    fn byte(&mut self, place: Location) -> usize {
        if (place.line, place.column) == (0, 0) {
            return self.text.len();
        }
        if (place.line, place.column) < (self.line, self.column) {
            (self.byte, self.line, self.column) = (0, 1, 1);
        }
        for ch in self.text[self.byte..].chars() {
            if (self.line, self.column) >= (place.line, place.column) {
                break;
            }
            self.byte += ch.len_utf8();
            if ch == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
        self.byte
    }
}

#[cfg(test)]
mod tests {
    use super::tokenize;

    fn pieces(text: &str) -> Vec<&str> {
        tokenize(text, 0..text.len()).expect("tokens").ranges.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn ranges_cut_out_the_tokens() {
        assert_eq!(pieces("a.b\r\n+ 'é' "), ["a", ".", "b", "+", "'é'"]);
        assert_eq!(pieces("日本 <> \"x\"\t@v"), ["日本", "<>", "\"x\"", "@v"]);
        assert_eq!(pieces("f(x)._y"), ["f", "(", "x", ")", ".", "_y"]);
        assert_eq!(pieces("5 --3"), ["5", "-", "-", "3"]);
    }

    #[test]
    fn unterminated_strings_are_found_at_their_quote() {
        for (text, place) in [("a 'b", 2), ("\"", 0), ("'a' 'b", 4), ("f('x', \"y)", 7)] {
            let diagnostic = tokenize(text, 0..text.len()).map(|_| ()).expect_err(text);
            assert_eq!(diagnostic.code.id, "sql.unterminated-string", "{text}");
            assert_eq!(diagnostic.labels[0].range.start, place, "{text}");
        }
    }

    #[test]
    fn comments_are_rejected() {
        for text in ["a -- b", "a /* b */ c", "/* open"] {
            assert_eq!(
                tokenize(text, 0..text.len()).map(|_| ()).expect_err(text).code.id,
                "sql.comment",
                "{text}"
            );
        }
    }

    #[test]
    fn removing_a_comment_does_not_make_another() {
        for (text, without) in [
            ("a -- b", "a "),
            ("---- a\n", "\n"),
            ("5 --/* c */ 3", "5  3"),
            ("5 --/* c */3", "5 --3"),
            ("5 -/* c */- 3", "5 - - 3"),
            ("5 //* c */* 3", "5 / * 3"),
        ] {
            let diagnostic = tokenize(text, 0..text.len()).map(|_| ()).expect_err(text);
            assert_eq!(diagnostic.fixes[0].apply(text).as_deref(), Some(without), "{text}");
        }
    }
}
