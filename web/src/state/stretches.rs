//! A JSON text, cut into stretches of one kind each; one that is broken too.

/// What a stretch of a JSON text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A key, with its quotes.
    Key,
    /// A string that is no key, with its quotes; the last of a text may lack the closing one.
    String,
    /// A number without point and exponent.
    Integer,
    /// Any other number.
    Decimal,
    /// `true`, `false` or `null`.
    Constant,
    /// All else: white space, brackets, words that JSON does not have.
    Other,
}

/// The stretches of a text, which together are the text.
#[derive(Clone, Debug)]
pub struct Stretches<'t>(&'t str);

/// Cuts a JSON text into stretches.
#[must_use]
pub fn stretches(text: &str) -> Stretches<'_> {
    Stretches(text)
}

impl<'t> Iterator for Stretches<'t> {
    type Item = (Kind, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.0.as_bytes();
        let (kind, end) = match *bytes.first()? {
            b'"' => {
                let end = string_end(bytes);
                let is_key = self.0[end..].trim_start().starts_with(':');
                (if is_key { Kind::Key } else { Kind::String }, end)
            }
            b'-' | b'0'..=b'9' => {
                let end = length(bytes, |byte| b"+-.0123456789eE".contains(byte));
                let is_integer = bytes[1..end].iter().all(u8::is_ascii_digit);
                (if is_integer { Kind::Integer } else { Kind::Decimal }, end)
            }
            first if is_word(first) => {
                let end = length(bytes, |byte| is_word(*byte));
                let is_constant = matches!(&self.0[..end], "true" | "false" | "null");
                (if is_constant { Kind::Constant } else { Kind::Other }, end)
            }
            _ => (Kind::Other, length(bytes, |byte| !matches!(byte, b'"' | b'-') && !is_word(*byte))),
        };
        let (stretch, rest) = self.0.split_at(end);
        self.0 = rest;
        Some((kind, stretch))
    }
}

/// Whether a byte can stand in a word; those of letters beyond ASCII can.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

/// How many bytes at the beginning are of a kind.
fn length(bytes: &[u8], is: impl Fn(&u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| is(byte)).count()
}

/// Where a string ends that begins with its quote.
fn string_end(bytes: &[u8]) -> usize {
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, &str)> {
        stretches(text)
            .filter(|(kind, stretch)| *kind != Kind::Other || stretch.starts_with(char::is_alphabetic))
            .collect()
    }

    #[test]
    fn each_value_is_of_its_kind() {
        assert_eq!(
            kinds(r#"{"a": "x\"y", "b" :[1, -2.5e3, true,null], "é": nothing}"#),
            [
                (Kind::Key, "\"a\""),
                (Kind::String, r#""x\"y""#),
                (Kind::Key, "\"b\""),
                (Kind::Integer, "1"),
                (Kind::Decimal, "-2.5e3"),
                (Kind::Constant, "true"),
                (Kind::Constant, "null"),
                (Kind::Key, "\"é\""),
                (Kind::Other, "nothing"),
            ]
        );
    }

    #[test]
    fn digits_of_a_word_are_no_number() {
        assert_eq!(kinds("ab12 é34"), [(Kind::Other, "ab12"), (Kind::Other, "é34")]);
    }

    #[test]
    fn a_string_that_is_not_closed_goes_to_the_end() {
        assert_eq!(kinds(r#"{"a": "not closed"#), [(Kind::Key, "\"a\""), (Kind::String, "\"not closed")]);
        assert_eq!(kinds(r#"["ends in \"#), [(Kind::String, r#""ends in \"#)]);
    }

    #[test]
    fn nothing_is_lost() {
        const SIGNS: [char; 9] = ['"', '\\', ':', ' ', '-', '1', '.', 'e', 'é'];
        for number in 0..SIGNS.len().pow(5) {
            let text: String = (0..5).map(|at| SIGNS[number / SIGNS.len().pow(at) % SIGNS.len()]).collect();
            let mut all = String::new();
            for (_, stretch) in stretches(&text) {
                assert!(!stretch.is_empty(), "{text}");
                all += stretch;
            }
            assert_eq!(all, text);
        }
    }
}
