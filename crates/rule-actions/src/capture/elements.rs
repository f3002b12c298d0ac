//! The elements of a JSON array of any length, one in memory at a time.

use super::{BOM, MAX_LINE};
use std::io::{self, BufRead, ErrorKind};

/// Reads the elements of an array into one buffer.
pub(super) struct Elements<R> {
    input: R,
    buffer: Vec<u8>,
    state: State,
    /// Bytes read so far.
    pub(super) bytes: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before the array.
    Before,
    /// In the array; whether an element was read.
    In(bool),
    /// After it.
    Over,
}

/// Where a byte stands in an element.
#[derive(Default)]
struct Within {
    depth: usize,
    in_text: bool,
    escaped: bool,
}

impl Within {
    /// Takes a byte in; whether it ends the element.
    fn ends(&mut self, byte: u8) -> bool {
        if self.in_text {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_text = false,
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.in_text = true,
            b'[' | b'{' => self.depth += 1,
            b']' | b',' if self.depth == 0 => return true,
            b']' | b'}' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        false
    }
}

impl<R: BufRead> Elements<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, buffer: Vec::new(), state: State::Before, bytes: 0 }
    }

    /// The next element, what is wrong with the array, or `None` at its end.
    pub(super) fn next(&mut self) -> io::Result<Option<Result<&[u8], String>>> {
        if self.state == State::Before {
            // The format was recognised by the bracket.
            let until = self.skip_until(b'[')?;
            debug_assert!(until.trim_ascii() == BOM || until.trim_ascii().is_empty());
            self.state = State::In(false);
        }
        let State::In(any) = self.state else { return self.rest() };
        self.buffer.clear();
        let mut within = Within::default();
        let mut too_long = false;
        let end = loop {
            let available = match self.input.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if available.is_empty() {
                break None;
            }
            let end = available.iter().position(|byte| within.ends(*byte));
            let part = &available[..end.unwrap_or(available.len())];
            too_long |= self.buffer.len() + part.len() > MAX_LINE;
            if !too_long {
                self.buffer.extend_from_slice(part);
            }
            let byte = end.map(|end| available[end]);
            let used = part.len() + usize::from(byte.is_some());
            self.input.consume(used);
            self.bytes += used as u64;
            if byte.is_some() {
                break byte;
            }
        };
        self.state = if end == Some(b',') { State::In(true) } else { State::Over };
        let element = self.buffer.trim_ascii();
        if too_long {
            return Ok(Some(Err(format!("the element has more than {MAX_LINE} bytes"))));
        }
        Ok(match end {
            None => Some(Err("the array does not end".to_owned())),
            Some(b']') if element.is_empty() && !any => return self.rest(),
            Some(_) if element.is_empty() => Some(Err("an element is missing".to_owned())),
            Some(_) => Some(Ok(self.buffer.trim_ascii())),
        })
    }

    /// Reads what comes after the array.
    fn rest(&mut self) -> io::Result<Option<Result<&[u8], String>>> {
        let mut is_empty = true;
        loop {
            let available = self.input.fill_buf()?;
            if available.is_empty() {
                break;
            }
            is_empty &= available.trim_ascii().is_empty();
            let used = available.len();
            self.input.consume(used);
            self.bytes += used as u64;
        }
        Ok((!is_empty).then(|| Err("there is more after the array".to_owned())))
    }

    fn skip_until(&mut self, byte: u8) -> io::Result<Vec<u8>> {
        let mut skipped = Vec::new();
        self.bytes += self.input.read_until(byte, &mut skipped)? as u64;
        skipped.pop();
        Ok(skipped)
    }
}
