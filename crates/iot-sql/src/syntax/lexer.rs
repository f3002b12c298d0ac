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
        let mut comment = None;
        let stop = tokenize_run(text, start, &mut result, |range| {
            comment.get_or_insert(range);
        });
        if let Some(range) = comment {
            return Err(errors::comment(text, range));
        }
        match stop {
            None => break,
            Some(Stop::Member(resume)) => start = resume,
            Some(Stop::OpenComment(from)) => return Err(errors::comment(text, from..text.len())),
            Some(Stop::OpenString(from)) => {
                let quote = text[from..].chars().next().unwrap_or('\'');
                return Err(errors::unterminated_string(from..text.len(), quote));
            }
        }
    }
    Ok(result)
}

/// A string or comment that is rejected.
pub(super) struct Rejected {
    pub(super) range: Range<usize>,
    /// Whether it is a string without its closing quote.
    pub(super) is_string: bool,
}

/// The tokens of a statement that may be half typed, and beside them its comments and strings that are not closed.
///
/// Such a string ends with its line, so that the lines after it are read as they will be once it is closed.
pub(super) fn tokenize_loosely(text: &str, within: Range<usize>) -> (Tokens, Vec<Rejected>) {
    /// Strings that are not closed, each of which may be looked for up to the text's end.
    const MOST: usize = 32;
    let mut result = Tokens { tokens: Vec::new(), ranges: Vec::new() };
    let mut rejected = Vec::new();
    let text = &text[..within.end];
    let mut start = within.start;
    let mut open = 0;
    while start < text.len() {
        let stop = tokenize_run(text, start, &mut result, |range| {
            rejected.push(Rejected { range, is_string: false });
        });
        match stop {
            None => break,
            Some(Stop::Member(resume)) => start = resume,
            Some(Stop::OpenComment(from)) => {
                rejected.push(Rejected { range: from..text.len(), is_string: false });
                break;
            }
            Some(Stop::OpenString(from)) => {
                open += 1;
                let end = text[from..].find('\n').filter(|_| open < MOST).map_or(text.len(), |at| from + at);
                rejected.push(Rejected { range: from..end, is_string: true });
                start = end;
            }
        }
    }
    (result, rejected)
}

/// Where sqlparser's tokenizer stops.
enum Stop {
    /// After a dot that it rejects but this language has; where to go on.
    Member(usize),
    /// At a string that is not closed.
    OpenString(usize),
    /// At a comment that is not closed.
    OpenComment(usize),
}

/// Tokenizes from byte `start`, and says where that stopped before the text's end.
fn tokenize_run(
    text: &str,
    start: usize,
    result: &mut Tokens,
    mut comment: impl FnMut(Range<usize>),
) -> Option<Stop> {
    let rest = &text[start..];
    let mut buffer = Vec::new();
    let outcome =
        Tokenizer::new(&IotDialect, rest).with_unescape(false).tokenize_with_location_into_buf(&mut buffer);
    let mut places = Places::new(rest);
    for token in buffer {
        let range = start + places.byte(token.span.start)..start + places.byte(token.span.end);
        match token.token {
            Token::Whitespace(Whitespace::SingleLineComment { .. } | Whitespace::MultiLineComment(_)) => {
                comment(range);
            }
            Token::Whitespace(_) => {}
            _ => {
                result.tokens.push(token);
                result.ranges.push(range);
            }
        }
    }
    let error = outcome.err()?;
    let place = start + places.byte(error.location);
    if text[place..].starts_with("._") {
        // sqlparser takes `._` for a member only after a word; here it may also follow a call or a bracket.
        let span = sqlparser::tokenizer::Span::empty();
        result.tokens.push(TokenWithSpan::new(Token::Period, span));
        result.ranges.push(place..place + 1);
        return Some(Stop::Member(place + 1));
    }
    Some(match text[place..].chars().next() {
        Some('\'' | '"') => Stop::OpenString(place),
        _ if text[place..].starts_with("/*") || error.message.contains("comment") => {
            // One that is not closed is everything from its first sign on, whatever else looks like one in it.
            let read = result.ranges.last().map_or(start, |range| range.end).max(start);
            Stop::OpenComment(text[read..].find("/*").map_or(place, |at| read + at))
        }
        // Prefixed strings (`x'…'`) report the place of the prefix's quote or the end of the text.
        _ => Stop::OpenString(text[start..].rfind(['\'', '"']).map_or(place, |at| start + at)),
    })
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
