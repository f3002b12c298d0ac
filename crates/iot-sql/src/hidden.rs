//! Characters that do not show, or that change how the text around them shows.
//!
//! They pass through AWS IoT and into a table like any other character, so that two names that look alike are two names,
//! and a string can read otherwise than it is stored. Whoever shows a string of a message to people shows these as escapes.

use std::borrow::Cow;

/// A piece of a string, as it is shown to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    /// Characters that show themselves.
    Plain(&'t str),
    /// One that does not.
    Hidden(char),
}

/// First and last of each range of characters that do not show: those with the Unicode properties
/// `Default_Ignorable_Code_Point`, `Bidi_Control` and `White_Space` and the categories Cc and Zs, but for the space, and
/// the blank pattern of Braille. The variation selectors of emoji are omitted, because what they change does show.
const HIDDEN: &[(char, char)] = &[
    ('\0', '\u{1f}'),
    ('\u{7f}', '\u{a0}'),
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{2000}', '\u{200f}'),
    ('\u{2028}', '\u{202f}'),
    ('\u{205f}', '\u{206f}'),
    ('\u{2800}', '\u{2800}'),
    ('\u{3000}', '\u{3000}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fffb}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
];

/// Cuts a string into what shows and what does not.
///
/// Joiners between two letters of a script that needs them, or between two emoji, are not hidden characters.
///
/// ```
/// use iot_sql::hidden::{Piece, pieces};
///
/// let found: Vec<Piece<'_>> = pieces("temp\u{200b}").collect();
/// assert_eq!(found, [Piece::Plain("temp"), Piece::Hidden('\u{200b}')]);
/// ```
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    let mut before = None;
    std::iter::from_fn(move || {
        // Most of most texts is plain ASCII, of which nothing is hidden: its bytes are passed over quickly.
        let ascii = rest.bytes().position(|byte| !(b' '..=b'~').contains(&byte)).unwrap_or(rest.len());
        if ascii > 0 {
            before = rest[..ascii].chars().next_back();
        }
        let mut end = ascii;
        for (at, ch) in rest[ascii..].char_indices().map(|(at, ch)| (ascii + at, ch)) {
            let after = rest[at + ch.len_utf8()..].chars().next();
            if is_hidden(before, ch, after) {
                if at == 0 {
                    rest = &rest[ch.len_utf8()..];
                    before = Some(ch);
                    return Some(Piece::Hidden(ch));
                }
                break;
            }
            end = at + ch.len_utf8();
            before = Some(ch);
        }
        let (plain, remaining) = rest.split_at(end);
        rest = remaining;
        (!plain.is_empty()).then_some(Piece::Plain(plain))
    })
}

/// Whether a string has a character that does not show.
#[must_use]
pub fn has_hidden(text: &str) -> bool {
    pieces(text).any(|piece| matches!(piece, Piece::Hidden(_)))
}

/// The text with escapes, as JSON writes them, in place of what does not show.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !has_hidden(text) {
        return Cow::Borrowed(text);
    }
    let shown = pieces(text).map(|piece| match piece {
        Piece::Plain(plain) => Cow::Borrowed(plain),
        Piece::Hidden(ch) => Cow::Owned(escape(ch)),
    });
    Cow::Owned(shown.collect())
}

/// A character as JSON's escape, such as `\u202e`.
#[must_use]
pub fn escape(ch: char) -> String {
    use std::fmt::Write as _;
    match ch {
        '\n' => return "\\n".into(),
        '\r' => return "\\r".into(),
        '\t' => return "\\t".into(),
        _ => {}
    }
    let mut text = String::with_capacity(12);
    for unit in ch.encode_utf16(&mut [0; 2]) {
        let _ = write!(text, "\\u{unit:04x}");
    }
    text
}

/// What a character is called, such as `U+202E right-to-left override`; the number alone for the seldom ones.
#[must_use]
pub fn name(ch: char) -> String {
    let number = format!("U+{:04X}", u32::from(ch));
    let words = match ch {
        ' ' => "space",
        '\0' => "null",
        '\t' => "tab",
        '\n' => "line feed",
        '\r' => "carriage return",
        '\u{1b}' => "escape",
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => "control character",
        '\u{a0}' => "no-break space",
        '\u{ad}' => "soft hyphen",
        '\u{61c}' => "Arabic letter mark",
        '\u{2000}'..='\u{200a}' | '\u{1680}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
            "space of another width"
        }
        '\u{200b}' => "zero width space",
        '\u{200c}' => "zero width non-joiner",
        '\u{200d}' => "zero width joiner",
        '\u{200e}' => "left-to-right mark",
        '\u{200f}' => "right-to-left mark",
        '\u{2028}' => "line separator",
        '\u{2029}' => "paragraph separator",
        '\u{202a}' => "left-to-right embedding",
        '\u{202b}' => "right-to-left embedding",
        '\u{202c}' => "pop directional formatting",
        '\u{202d}' => "left-to-right override",
        '\u{202e}' => "right-to-left override",
        '\u{2060}' => "word joiner",
        '\u{2066}' => "left-to-right isolate",
        '\u{2067}' => "right-to-left isolate",
        '\u{2068}' => "first strong isolate",
        '\u{2069}' => "pop directional isolate",
        '\u{feff}' => "byte order mark",
        _ => return number,
    };
    format!("{number} {words}")
}

fn is_hidden(before: Option<char>, ch: char, after: Option<char>) -> bool {
    if matches!(ch, '\u{200c}' | '\u{200d}') {
        let joins = |side: Option<char>| side.is_some_and(|side| !side.is_ascii() && !in_table(side));
        return !(joins(before) && joins(after));
    }
    in_table(ch)
}

fn in_table(ch: char) -> bool {
    if matches!(ch, ' '..='~') {
        return false;
    }
    let at = HIDDEN.partition_point(|&(_, last)| last < ch);
    HIDDEN.get(at).is_some_and(|&(first, _)| first <= ch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_show_becomes_an_escape() {
        for (text, shown) in [
            ("\u{202e}evil\u{202c}", r"\u202eevil\u202c"),
            ("a\u{200b}b", r"a\u200bb"),
            ("\u{feff}t", r"\ufefft"),
            ("a\u{a0}b", r"a\u00a0b"),
            ("\0\u{1b}[2J\u{9b}\u{7f}", r"\u0000\u001b[2J\u009b\u007f"),
            ("a\tb\nc", r"a\tb\nc"),
            ("\u{e0041}", r"\udb40\udc41"),
            ("a\u{200d}b", r"a\u200db"),
            ("\u{200d}", r"\u200d"),
        ] {
            assert_eq!(visible(text), shown);
            assert!(has_hidden(text));
        }
    }

    #[test]
    fn what_shows_is_left_as_it_is() {
        for text in [
            "",
            " ",
            "a b",
            "é",
            "température",
            "🌡\u{fe0f} é",
            "👩\u{200d}🔬",
            "نمی\u{200c}خواهم",
            "שלום",
            "क\u{94d}\u{200d}ष",
        ] {
            assert_eq!(visible(text), text);
            assert!(!has_hidden(text), "{text}");
        }
    }

    #[test]
    fn the_table_is_in_order() {
        assert!(HIDDEN.iter().all(|(first, last)| first <= last));
        assert!(HIDDEN.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }

    #[test]
    fn characters_are_named() {
        assert_eq!(name('\u{202e}'), "U+202E right-to-left override");
        assert_eq!(name('\u{e0041}'), "U+E0041");
        assert_eq!(name('\u{7}'), "U+0007 control character");
    }
}
