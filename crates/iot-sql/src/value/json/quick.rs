//! Picking a few members out of an object that is plainly JSON.
//!
//! Most payloads are small objects of which a rule reads two or three members, and most of the work is to step over
//! the others. This does only that. It says yes to nothing but JSON without escapes; everything else, right or wrong,
//! is left to the reader that takes all of JSON and can tell what is wrong.

use super::{PLAIN, read_some};
use crate::value::{Number, Object, Value};
use crate::version::SqlVersion;
use smol_str::SmolStr;

/// Arrays and objects inside each other that are stepped over here.
const LEVELS: usize = 32;

/// Reads these keys of an object; `None` where the text is anything else, or anything less plain.
pub(super) fn read_keys(text: &str, keys: &[SmolStr], version: SqlVersion) -> Option<Value> {
    let mut object = Object::with_capacity(keys.len());
    // Most keys have a length that no wanted key has; that is seen without looking at the keys.
    let bit = |length: usize| 1_u64 << length.min(63);
    let lengths = keys.iter().fold(0, |lengths, key| lengths | bit(key.len()));
    let mut scanner = Scanner { bytes: text.as_bytes(), at: 0 };
    scanner.space();
    scanner.members(LEVELS, |key, value| {
        if lengths & bit(key.len()) != 0
            && let Some(wanted) = keys.iter().find(|wanted| wanted.as_bytes() == key)
        {
            object.set(wanted.clone(), read(std::str::from_utf8(value).ok()?, version)?);
        }
        Some(())
    })?;
    scanner.space();
    (scanner.at == text.len()).then(|| Value::object(object))
}

/// The value of a text that is known to be JSON without escapes.
fn read(text: &str, version: SqlVersion) -> Option<Value> {
    Some(match text.as_bytes() {
        [b'"', .., b'"'] => Value::string(&text[1..text.len() - 1]),
        b"true" => Value::Boolean(true),
        b"false" => Value::Boolean(false),
        b"null" => Value::Null,
        [b'-' | b'0'..=b'9', ..] => Number::from_json_text(text)?.for_version(version).into(),
        _ => read_some(text, None, version).ok()?,
    })
}

/// Steps over JSON; each step is `None` where the text is not plainly what it should be.
struct Scanner<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl<'t> Scanner<'t> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// A comma and the space after it, or the end of the array or object.
    fn goes_on(&mut self, end: u8) -> Option<bool> {
        self.space();
        if self.take(b',').is_none() {
            return self.take(end).map(|()| false);
        }
        self.space();
        Some(true)
    }

    /// An object; `member` gets each key without its quotes, and its value.
    fn members(
        &mut self,
        levels: usize,
        mut member: impl FnMut(&'t [u8], &'t [u8]) -> Option<()>,
    ) -> Option<()> {
        self.take(b'{')?;
        self.space();
        if self.take(b'}').is_some() {
            return Some(());
        }
        loop {
            let key = self.string()?;
            self.space();
            self.take(b':')?;
            self.space();
            let start = self.at;
            self.value(levels - 1)?;
            member(key, &self.bytes[start..self.at])?;
            if !self.goes_on(b'}')? {
                return Some(());
            }
        }
    }

    fn elements(&mut self, levels: usize) -> Option<()> {
        self.take(b'[')?;
        self.space();
        if self.take(b']').is_some() {
            return Some(());
        }
        loop {
            self.value(levels - 1)?;
            if !self.goes_on(b']')? {
                return Some(());
            }
        }
    }

    fn value(&mut self, levels: usize) -> Option<()> {
        match self.peek()? {
            b'"' => self.string().map(|_| ()),
            b'-' | b'0'..=b'9' => self.number(),
            b'{' if levels > 0 => self.members(levels, |_, _| Some(())),
            b'[' if levels > 0 => self.elements(levels),
            b't' => self.word(b"true"),
            b'f' => self.word(b"false"),
            b'n' => self.word(b"null"),
            _ => None,
        }
    }

    /// A text without escapes and control characters, without its quotes.
    fn string(&mut self) -> Option<&'t [u8]> {
        self.take(b'"')?;
        let rest = &self.bytes[self.at..];
        let end = rest.iter().position(|byte| !PLAIN[usize::from(*byte)])?;
        self.at += end;
        self.take(b'"')?;
        Some(&rest[..end])
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        self.bytes[self.at..].starts_with(word).then(|| self.at += word.len())
    }

    fn number(&mut self) -> Option<()> {
        let _ = self.take(b'-');
        if self.take(b'0').is_none() {
            self.digits()?;
        }
        if self.take(b'.').is_some() {
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(())
    }

    /// One digit or more.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }
}
