//! Reading JSON: only what is wanted, every number with all its digits.
//!
//! `jiter` does the reading, because it hands out numbers as text and skips what is not wanted without building it.

mod quick;

use super::{Number, Object, Value};
use crate::version::SqlVersion;
use jiter::{Jiter, JiterError, JiterErrorType, JsonErrorType, Peek};
use smol_str::SmolStr;
use std::fmt;

/// How deep arrays and objects may stand inside each other; in parts that a rule does not read, a level or two more.
///
/// AWS documents no limit; this one keeps every later step clear of the stack's end.
pub const MAX_JSON_NESTING: usize = 200;

/// Why a text is not JSON, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// What is wrong, as half a sentence (`a comma or ] must stand here`).
    pub message: String,
    /// The byte at which reading stopped.
    pub offset: usize,
}

impl fmt::Display for JsonError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} (byte {})", self.message, self.offset)
    }
}

impl std::error::Error for JsonError {}

/// The bytes that stand for themselves in a string: all but quotes, backslashes and control characters.
pub(super) const PLAIN: [bool; 256] = {
    let mut plain = [true; 256];
    let mut byte = 0;
    while byte < 0x20 {
        plain[byte] = false;
        byte += 1;
    }
    plain[b'"' as usize] = false;
    plain[b'\\' as usize] = false;
    plain
};

/// How much of a payload a rule reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Demand {
    /// All of it.
    Everything,
    /// Only these top-level keys.
    Keys(Vec<SmolStr>),
}

/// Reads a whole text, its numbers as a rule of this version sees them.
pub(crate) fn read(text: &[u8], version: SqlVersion) -> Result<Value, JsonError> {
    read_some(text_of(text)?, None, version)
}

/// Reads a whole text, but of an object at the top keeps only these keys; everything is checked all the same.
pub(crate) fn read_keys(text: &[u8], keys: &[SmolStr], version: SqlVersion) -> Result<Value, JsonError> {
    let text = text_of(text)?;
    match quick::read_keys(text, keys, version) {
        Some(value) => Ok(value),
        None => read_some(text, Some(keys), version),
    }
}

fn text_of(bytes: &[u8]) -> Result<&str, JsonError> {
    std::str::from_utf8(bytes).map_err(|error| JsonError {
        message: "the bytes are not UTF-8 here".into(),
        offset: error.valid_up_to(),
    })
}

fn read_some(text: &str, keys: Option<&[SmolStr]>, version: SqlVersion) -> Result<Value, JsonError> {
    let mut reader = Reader { json: Jiter::new(text.as_bytes()), version };
    reader.whole(keys).map_err(|failure| match failure {
        Failure::Reader(error) => {
            JsonError { message: message(&error).into(), offset: error.index.min(text.len()) }
        }
        Failure::Own(message, offset) => {
            JsonError { message: message.into(), offset: offset.min(text.len()) }
        }
    })
}

/// A reading step's failure: the reader's own, or ours.
enum Failure {
    Reader(JiterError),
    Own(&'static str, usize),
}

impl From<JiterError> for Failure {
    fn from(error: JiterError) -> Self {
        Self::Reader(error)
    }
}

struct Reader<'t> {
    json: Jiter<'t>,
    version: SqlVersion,
}

impl Reader<'_> {
    /// The whole text; of an object only the members of these keys.
    fn whole(&mut self, keys: Option<&[SmolStr]>) -> Result<Value, Failure> {
        let value = match self.json.peek()? {
            Peek::Object => self.object(keys, MAX_JSON_NESTING)?,
            peek => self.value(peek, MAX_JSON_NESTING)?,
        };
        self.json.finish()?;
        Ok(value)
    }

    fn value(&mut self, peek: Peek, levels: usize) -> Result<Value, Failure> {
        match peek {
            Peek::Null => self.json.known_null().map(|()| Value::Null).map_err(Failure::from),
            Peek::True | Peek::False => Ok(Value::Boolean(self.json.known_bool(peek)?)),
            Peek::String => Ok(Value::String(SmolStr::new(self.json.known_str()?))),
            Peek::Array => self.array(levels),
            Peek::Object => self.object(None, levels),
            _ => self.number(peek),
        }
    }

    fn array(&mut self, levels: usize) -> Result<Value, Failure> {
        let inner = self.deeper(levels)?;
        let mut elements = Vec::new();
        let mut next = self.json.known_array()?;
        while let Some(peek) = next {
            elements.push(self.value(peek, inner)?);
            next = self.json.array_step()?;
        }
        Ok(Value::Array(elements.into()))
    }

    /// An object, all of it or only the members of these keys.
    fn object(&mut self, keys: Option<&[SmolStr]>, levels: usize) -> Result<Value, Failure> {
        let inner = self.deeper(levels)?;
        let mut object = Object::with_capacity(keys.map_or(0, <[_]>::len));
        let mut next = self.json.known_object()?;
        while let Some(key) = next {
            let kept = match keys {
                Some(keys) => keys.iter().find(|wanted| wanted.as_str() == key).cloned(),
                None => Some(SmolStr::new(key)),
            };
            let peek = self.json.peek()?;
            match kept {
                Some(key) => object.set(key, self.value(peek, inner)?),
                None => self.json.known_skip(peek)?,
            }
            next = self.json.next_key()?;
        }
        Ok(Value::object(object))
    }

    /// The levels that are left inside an array or object.
    fn deeper(&self, levels: usize) -> Result<usize, Failure> {
        levels.checked_sub(1).ok_or(Failure::Own(TOO_DEEP, self.json.current_index()))
    }

    fn number(&mut self, peek: Peek) -> Result<Value, Failure> {
        let start = self.json.current_index();
        let text = self.json.known_number_bytes(peek)?;
        let number = std::str::from_utf8(text).ok().and_then(Number::from_json_text);
        let number = number.ok_or(Failure::Own("the number is beyond 9.99E999", start))?;
        Ok(number.for_version(self.version).into())
    }
}

const TOO_DEEP: &str = "arrays and objects are nested more than 200 levels deep";

fn message(error: &JiterError) -> &'static str {
    let JiterErrorType::JsonError(kind) = &error.error_type else { return "this is not JSON" };
    match kind {
        JsonErrorType::EofWhileParsingList => "the array is not closed",
        JsonErrorType::EofWhileParsingObject => "the object is not closed",
        JsonErrorType::EofWhileParsingString => "the string is not closed",
        JsonErrorType::EofWhileParsingValue => "the text ends where a value must stand",
        JsonErrorType::ExpectedColon => "`:` must stand after the key",
        JsonErrorType::ExpectedListCommaOrEnd => "`,` or `]` must stand here",
        JsonErrorType::ExpectedObjectCommaOrEnd => "`,` or `}` must stand here",
        JsonErrorType::ExpectedSomeIdent => "a word other than true, false and null",
        JsonErrorType::ExpectedSomeValue => "a value must stand here",
        JsonErrorType::InvalidEscape => "this is not an escape of JSON",
        JsonErrorType::InvalidNumber | JsonErrorType::NumberOutOfRange | JsonErrorType::FloatExpectingInt => {
            "this is not a number of JSON"
        }
        JsonErrorType::InvalidUnicodeCodePoint | JsonErrorType::LoneLeadingSurrogateInHexEscape => {
            "the escape is half a surrogate pair, which is no character"
        }
        JsonErrorType::UnexpectedEndOfHexEscape => "the escape's second half is missing or no surrogate",
        JsonErrorType::ControlCharacterWhileParsingString => {
            "a line break or control character stands inside a string; write it as an escape such as \\n"
        }
        JsonErrorType::KeyMustBeAString => "a key in double quotes must stand here",
        JsonErrorType::TrailingComma => "the comma before the closing bracket is one too many",
        JsonErrorType::TrailingCharacters => "something follows after the end of the JSON",
        JsonErrorType::RecursionLimitExceeded => TOO_DEEP,
        JsonErrorType::DuplicateKey(_) | JsonErrorType::InternalError(_) => "this is not JSON",
    }
}
#[cfg(test)]
mod tests {
    use crate::value::{JsonError, Value};
    use crate::version::SqlVersion::V2016_03_23;
    use proptest::prelude::*;
    use smol_str::SmolStr;

    fn read(text: &[u8]) -> Result<Value, JsonError> {
        super::read(text, V2016_03_23)
    }

    fn read_keys(text: &[u8], keys: &[SmolStr]) -> Result<Value, JsonError> {
        super::read_keys(text, keys, V2016_03_23)
    }

    #[test]
    fn faults_have_a_place() {
        for (text, offset) in [
            (&b"{\"a\": tru}"[..], 9),
            (b"{\"a\" 1}", 5),
            (b"[1, 2", 5),
            (b"", 0),
            (b"{'a': 1}", 1),
            (b"[01]", 2),
            (b"{\"a\": NaN}", 6),
            (b"{\"a\": 1} x", 9),
            (b"\"\\ud800\"", 7),
            (b"\"a\xFFb\"", 2),
            (b"[1e1000]", 1),
        ] {
            let shown = String::from_utf8_lossy(text);
            let error = read(text).expect_err(&shown);
            assert_eq!(error.offset, offset, "{shown}: {error}");
            assert!(read_keys(text, &["b".into()]).is_err(), "{shown} with wanted keys");
        }
    }

    #[test]
    fn nesting_is_bounded_in_wanted_and_skipped_values() {
        // The reader that skips counts a level or two less than the one that keeps; far beyond, both refuse.
        for (levels, accepted) in [(199, true), (205, false), (10_000, false)] {
            let text = "[".repeat(levels) + &"]".repeat(levels);
            assert_eq!(read(text.as_bytes()).is_ok(), accepted, "{levels}");
            let text = format!("{{\"a\":{text}}}");
            for key in ["a", "b"] {
                assert_eq!(read_keys(text.as_bytes(), &[key.into()]).is_ok(), accepted, "{levels} {key}");
            }
        }
    }

    #[test]
    fn only_wanted_keys_are_kept_and_the_last_of_two_wins() {
        let value =
            read_keys(br#"{"a":1,"b":{"c":[1]},"a":2,"d":"x"}"#, &["a".into(), "d".into()]).expect("JSON");
        assert_eq!(value.to_json(), r#"{"a":2,"d":"x"}"#);
    }

    proptest! {
        /// Whatever the quick reader says yes to, the thorough one reads too, and the same.
        #[test]
        fn the_quick_reader_agrees(text in anything_like_an_object()) {
            let keys = ["a".into(), "bc".into()];
            if let Some(value) = super::quick::read_keys(&text, &keys, V2016_03_23) {
                let thorough = super::read_some(&text, Some(&keys), V2016_03_23);
                prop_assert_eq!(Ok(value.to_json()), thorough.map(|value| value.to_json()));
            }
        }
    }

    /// Objects of JSON, most of them with a fault somewhere.
    fn anything_like_an_object() -> impl Strategy<Value = String> {
        let pieces = vec![
            "{", "}", "[", "]", ",", ":", " ", "\"a\"", "\"bc\"", "\"\\n\"", "\"", "0", "-1.50", "01", "2e3",
            "1e", "true", "nul", "null", "\u{1}", "é",
        ];
        let loose = prop::collection::vec(prop::sample::select(pieces.clone()), 0..12);
        let value = prop::sample::select(vec![
            "0",
            "-1.50",
            "2E+3",
            "01",
            "1.",
            "true",
            "null",
            "\"x\"",
            "\"\\u00e9\"",
            "[]",
            "[1, {\"a\": []}]",
            "{}",
            "[1,]",
        ]);
        let member = (prop::sample::select(vec!["a", "bc", "d"]), value);
        let strict = prop::collection::vec(member, 0..5).prop_map(|members| {
            let members: Vec<_> = members.iter().map(|(key, value)| format!("\"{key}\" : {value}")).collect();
            format!(" {{{}}} ", members.join(" , "))
        });
        prop_oneof![strict, loose.prop_map(|pieces| format!("{{{}}}", pieces.concat()))]
    }
}
