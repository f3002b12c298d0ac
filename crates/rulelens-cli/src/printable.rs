//! Strings from outside, made harmless for a terminal: what moves the cursor, changes colours, turns the direction or does
//! not show at all is written as an escape.

use iot_sql::hidden::{self, Piece, pieces};

/// JSON without such characters, the ones among them that JSON lets stand as they are.
pub(crate) fn escaped(json: &str) -> String {
    hidden::visible(json).into_owned()
}

/// A string without such characters, but for its ends of lines.
#[must_use]
pub fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Plain(plain) => shown.push_str(plain),
            Piece::Hidden('\n') => shown.push('\n'),
            Piece::Hidden(ch) => shown.push_str(&hidden::escape(ch)),
        }
    }
    shown
}
