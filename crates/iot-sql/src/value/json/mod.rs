//! Reading JSON: only what is wanted, every number with all its digits.
//!
//! `jiter` does the reading, because it hands out numbers as text and skips what is not wanted without building it.
//! `quick`, with `compact`, `layout`, `scan` and `plain`, is there for speed alone: it reads what is plain, which nearly all payloads are,
//! without a second look, and leaves the rest to `jiter`. Tests hold the two against each other. `cargo xtask bench` says what it
//! buys; where that is nothing any more, as with a faster library, these five files can go, and [`read`] and [`read_keys`] call
//! the reader that takes all of JSON.

mod compact;
mod demand;
mod layout;
mod plain;
mod quick;
mod scan;
#[cfg(test)]
mod tests;
mod whole;

pub(crate) use compact::write_compact;
pub(crate) use demand::Demand;
pub use layout::Layout;
pub(crate) use plain::{is_plain, plain_length};
pub(crate) use whole::WholeDecimal;

use super::{Number, Object, Value};
use crate::version::SqlVersion;
use jiter::{Jiter, JiterError, JiterErrorType, JsonErrorType, Peek};
use scan::has_far_number;
use smol_str::SmolStr;
use std::fmt;

/// How deep arrays and objects may stand inside each other, in what a rule reads and in what it does not.
///
/// AWS documents no limit; this one keeps every later step clear of the stack's end.
pub const MAX_JSON_NESTING: usize = 200;

/// Why a string is not JSON, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// What is wrong, as half a sentence (`expected a comma or ]`).
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

/// What was read of a payload.
#[derive(Clone, Debug)]
pub(crate) enum Payload {
    /// The wanted members of an object.
    Members(Object),
    /// All of it.
    Whole(Value),
}

/// A payload as far as a rule has read it, or why it is not JSON.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// `None` where the rule does not look at it.
    pub(crate) payload: Option<Result<Payload, JsonError>>,
    pub(crate) whole_decimal: WholeDecimal,
}

impl Reading {
    pub(crate) fn of(read: Result<(Payload, WholeDecimal), JsonError>) -> Self {
        match read {
            Ok((payload, whole_decimal)) => Self { payload: Some(Ok(payload)), whole_decimal },
            Err(error) => Self { payload: Some(Err(error)), whole_decimal: WholeDecimal::default() },
        }
    }

    /// Whether the payload is JSON; `None` where the rule did not look at it.
    #[must_use]
    pub fn is_json(&self) -> Option<bool> {
        self.payload.as_ref().map(Result::is_ok)
    }
}

/// What [`read`] gives as a payload.
pub(crate) fn whole((value, whole_decimal): (Value, WholeDecimal)) -> (Payload, WholeDecimal) {
    (Payload::Whole(value), whole_decimal)
}

/// Members of an object that were kept.
struct Kept {
    object: Object,
    whole_decimal: WholeDecimal,
}

/// Reads a whole text, its numbers as a rule of this version sees them.
pub(crate) fn read(text: &[u8], version: SqlVersion) -> Result<(Value, WholeDecimal), JsonError> {
    if let Some(read) = quick::read_whole(text, version) {
        return Ok(read);
    }
    let (text, before) = text_of(text)?;
    read_any(text, version).map_err(|error| error.after(before))
}

/// The same by the reader that takes all of JSON.
fn read_any(text: &str, version: SqlVersion) -> Result<(Value, WholeDecimal), JsonError> {
    reading(text, version, |reader| {
        let value = match reader.json.peek()? {
            Peek::Object => Value::object(reader.object(None, MAX_JSON_NESTING)?),
            peek => reader.value(peek, MAX_JSON_NESTING)?,
        };
        Ok((value, std::mem::take(&mut reader.whole_decimal)))
    })
}

/// Reads a whole text, but of an object at the top keeps only these keys; everything is checked all the same.
/// `layout` is what earlier payloads looked like, of which the same keys were kept.
pub(crate) fn read_keys(
    text: &[u8],
    keys: &[SmolStr],
    version: SqlVersion,
    layout: Option<&mut Layout>,
) -> Reading {
    match quick::read_keys(text, keys, version, layout) {
        Some(Kept { object, whole_decimal }) => {
            Reading { payload: Some(Ok(Payload::Members(object))), whole_decimal }
        }
        None => Reading::of(read_keys_of_all(text, keys, version)),
    }
}

/// The same for any text.
#[inline(never)]
fn read_keys_of_all(
    text: &[u8],
    keys: &[SmolStr],
    version: SqlVersion,
) -> Result<(Payload, WholeDecimal), JsonError> {
    let (text, before) = text_of(text)?;
    let read = || {
        // A number beyond 9.99E999 is as wrong where the rule does not read it.
        if has_far_number(text) {
            read(text.as_bytes(), version)?;
        }
        read_keys_of_any(text, keys, version)
    };
    read().map_err(|error| error.after(before))
}

/// The same by the reader that takes all of JSON.
fn read_keys_of_any(
    text: &str,
    keys: &[SmolStr],
    version: SqlVersion,
) -> Result<(Payload, WholeDecimal), JsonError> {
    reading(text, version, |reader| {
        let payload = match reader.json.peek()? {
            Peek::Object => Payload::Members(reader.object(Some(keys), MAX_JSON_NESTING)?),
            peek => Payload::Whole(reader.value(peek, MAX_JSON_NESTING)?),
        };
        Ok((payload, std::mem::take(&mut reader.whole_decimal)))
    })
}

impl JsonError {
    /// The same error in a text that has `before` more bytes in front.
    fn after(self, before: usize) -> Self {
        Self { offset: self.offset + before, ..self }
    }
}

/// The text, and how many bytes stand before it. A byte order mark is passed over, as Java's readers of JSON do; what
/// AWS does with one is not documented (assumed).
fn text_of(bytes: &[u8]) -> Result<(&str, usize), JsonError> {
    let text = std::str::from_utf8(bytes).map_err(|error| JsonError {
        message: "the bytes are not UTF-8 here".into(),
        offset: error.valid_up_to(),
    })?;
    Ok(match text.strip_prefix('\u{FEFF}') {
        Some(rest) => (rest, text.len() - rest.len()),
        None => (text, 0),
    })
}

/// Reads a string to its end.
fn reading<T>(
    text: &str,
    version: SqlVersion,
    read: impl FnOnce(&mut Reader<'_>) -> Result<T, Failure>,
) -> Result<T, JsonError> {
    let json = Jiter::new(text.as_bytes());
    let mut reader = Reader { text, json, version, whole_decimal: WholeDecimal::default() };
    let all = read(&mut reader).and_then(|value| {
        reader.json.finish()?;
        Ok(value)
    });
    all.map_err(|failure| match failure {
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
    text: &'t str,
    json: Jiter<'t>,
    version: SqlVersion,
    whole_decimal: WholeDecimal,
}

impl Reader<'_> {
    fn value(&mut self, peek: Peek, levels: usize) -> Result<Value, Failure> {
        match peek {
            Peek::Null => self.json.known_null().map(|()| Value::Null).map_err(Failure::from),
            Peek::True | Peek::False => Ok(Value::Boolean(self.json.known_bool(peek)?)),
            Peek::String => Ok(Value::String(SmolStr::new(self.json.known_str()?))),
            Peek::Array => self.array(levels),
            Peek::Object => Ok(Value::object(self.object(None, levels)?)),
            _ => Ok(self.number(peek)?.for_version(self.version).into()),
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
    fn object(&mut self, keys: Option<&[SmolStr]>, levels: usize) -> Result<Object, Failure> {
        let inner = self.deeper(levels)?;
        let top = levels == MAX_JSON_NESTING;
        let mut object = Object::with_capacity(keys.map_or(0, <[_]>::len));
        let mut next = self.json.known_object()?;
        while let Some(key) = next {
            let kept = match keys {
                Some(keys) => keys.iter().find(|wanted| wanted.as_str() == key).cloned(),
                None => Some(SmolStr::new(key)),
            };
            let (behind, count) = (self.json.current_index(), object.len());
            let peek = self.json.peek()?;
            match kept {
                Some(key) => {
                    let value = if top && peek.is_num() {
                        let number = self.number(peek)?;
                        self.whole_decimal.see(&key, number, self.version)
                    } else {
                        self.value(peek, inner)?
                    };
                    object.set(key, value);
                    if object.len() == count {
                        self.whole_decimal.see_again(behind);
                    }
                }
                None => self.skip(peek, inner)?,
            }
            next = self.json.next_key()?;
        }
        Ok(object)
    }

    /// Steps over a value. It may be nested as deep as one that is read, whatever limit the library has.
    fn skip(&mut self, peek: Peek, levels: usize) -> Result<(), Failure> {
        match peek {
            Peek::Array => {
                let inner = self.deeper(levels)?;
                let mut next = self.json.known_array()?;
                while let Some(peek) = next {
                    self.skip(peek, inner)?;
                    next = self.json.array_step()?;
                }
            }
            Peek::Object => {
                let inner = self.deeper(levels)?;
                let mut next = self.json.known_object()?.is_some();
                while next {
                    let peek = self.json.peek()?;
                    self.skip(peek, inner)?;
                    next = self.json.next_key()?.is_some();
                }
            }
            _ => self.json.known_skip(peek)?,
        }
        Ok(())
    }

    /// The levels that are left inside an array or object.
    fn deeper(&self, levels: usize) -> Result<usize, Failure> {
        levels.checked_sub(1).ok_or(Failure::Own(TOO_DEEP, self.json.current_index()))
    }

    fn number(&mut self, peek: Peek) -> Result<Number, Failure> {
        let start = self.json.current_index();
        // Not `known_number_bytes`, which brings a reader of floats and its tables into the page's program.
        self.json.known_skip(peek)?;
        let number = self.text.get(start..self.json.current_index()).and_then(Number::from_json_text);
        number.ok_or(Failure::Own(BEYOND_RANGE, start))
    }
}

pub(super) const BEYOND_RANGE: &str = "the number is beyond 9.99E999";
pub(super) const TOO_DEEP: &str = "arrays and objects are nested more than 200 levels deep";

fn message(error: &JiterError) -> &'static str {
    let JiterErrorType::JsonError(kind) = &error.error_type else { return "this is not JSON" };
    match kind {
        JsonErrorType::EofWhileParsingList => "the array is not closed",
        JsonErrorType::EofWhileParsingObject => "the object is not closed",
        JsonErrorType::EofWhileParsingString => "the string is not closed",
        JsonErrorType::EofWhileParsingValue => "the text ends where a value is expected",
        JsonErrorType::ExpectedColon => "expected `:` after the key",
        JsonErrorType::ExpectedListCommaOrEnd => "expected `,` or `]`",
        JsonErrorType::ExpectedObjectCommaOrEnd => "expected `,` or `}`",
        JsonErrorType::ExpectedSomeIdent => "expected true, false or null",
        JsonErrorType::ExpectedSomeValue => "expected a value",
        JsonErrorType::InvalidEscape => "this is not a JSON escape sequence",
        JsonErrorType::InvalidNumber | JsonErrorType::NumberOutOfRange | JsonErrorType::FloatExpectingInt => {
            "this is not a valid JSON number"
        }
        JsonErrorType::InvalidUnicodeCodePoint | JsonErrorType::LoneLeadingSurrogateInHexEscape => {
            "the escape is half a surrogate pair, which is not a character"
        }
        JsonErrorType::UnexpectedEndOfHexEscape => {
            "the escape's second half is missing or is not a surrogate"
        }
        JsonErrorType::ControlCharacterWhileParsingString => {
            "a string contains a line break or control character; write it as an escape such as \\n"
        }
        JsonErrorType::KeyMustBeAString => "expected a key in double quotes",
        JsonErrorType::TrailingComma => "the comma before the closing bracket is one too many",
        JsonErrorType::TrailingCharacters => "something follows after the end of the JSON",
        JsonErrorType::RecursionLimitExceeded => TOO_DEEP,
        JsonErrorType::DuplicateKey(_) | JsonErrorType::InternalError(_) => "this is not JSON",
    }
}
