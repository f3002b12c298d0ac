//! Lines of an input of any length, one in memory at a time.

use std::io::{self, BufRead, BufReader, ErrorKind, Read};
use std::ops::Range;

/// Bytes that a line may have; a message has 128 KiB at most, and its envelope wraps it in base64.
pub const MAX_LINE: usize = 1024 * 1024;

/// A line of an input.
pub enum Line<'b> {
    /// Its bytes, without the end of the line.
    Whole(&'b [u8]),
    /// There are more bytes than a line may have; they were skipped.
    TooLong,
}

/// Reads lines into one buffer.
pub struct Lines<R> {
    input: R,
    buffer: Vec<u8>,
    /// Bytes read so far.
    pub bytes: u64,
}

impl<R: BufRead> Lines<R> {
    /// Nothing is read yet.
    pub fn new(input: R) -> Self {
        Self { input, buffer: Vec::new(), bytes: 0 }
    }

    /// The next line, or `None` at the end.
    ///
    /// # Errors
    /// The input cannot be read.
    #[expect(clippy::should_implement_trait, reason = "a line borrows the buffer")]
    pub fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        let read = self.append_to(&mut buffer);
        self.buffer = buffer;
        Ok(match read? {
            None => None,
            Some(None) => Some(Line::TooLong),
            Some(Some(range)) => Some(Line::Whole(&self.buffer[range])),
        })
    }

    /// Appends the next line to a buffer of many and gives its place there, or nothing of one that is too long; `None` at
    /// the end of the input.
    ///
    /// # Errors
    /// The input cannot be read.
    pub fn append_to(&mut self, buffer: &mut Vec<u8>) -> io::Result<Option<Option<Range<usize>>>> {
        let start = buffer.len();
        let (mut any, mut too_long) = (false, false);
        loop {
            let available = match self.input.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if available.is_empty() {
                break;
            }
            any = true;
            let end = memchr::memchr(b'\n', available);
            let part = &available[..end.unwrap_or(available.len())];
            too_long |= buffer.len() - start + part.len() > MAX_LINE;
            if !too_long {
                buffer.extend_from_slice(part);
            }
            let used = part.len() + usize::from(end.is_some());
            self.input.consume(used);
            self.bytes += used as u64;
            if end.is_some() {
                break;
            }
        }
        if !any {
            return Ok(None);
        }
        if too_long {
            buffer.truncate(start);
            return Ok(Some(None));
        }
        let end = buffer.len() - usize::from(buffer[start..].ends_with(b"\r"));
        Ok(Some(Some(start..end)))
    }
}

impl<R: Read> Lines<BufReader<R>> {
    /// Appends the lines that are whole in what was read of the input already to a buffer of many, so many of them at
    /// most, and their places there.
    pub fn append_at_hand(
        &mut self,
        buffer: &mut Vec<u8>,
        places: &mut Vec<Option<Range<usize>>>,
        most: usize,
    ) {
        let available = self.input.buffer();
        let mut used = 0;
        for end in memchr::memchr_iter(b'\n', available).take(most) {
            let line = &available[used..end];
            used = end + 1;
            let start = buffer.len();
            let is_whole = line.len() <= MAX_LINE;
            if is_whole {
                buffer.extend_from_slice(line.strip_suffix(b"\r").unwrap_or(line));
            }
            places.push(is_whole.then_some(start..buffer.len()));
        }
        self.input.consume(used);
        self.bytes += used as u64;
    }

    /// Whether the next line begins in what was read of the input already, so that no one is waited for.
    pub fn is_at_hand(&self) -> bool {
        !self.input.buffer().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, Lines, MAX_LINE};
    use std::io::BufReader;

    #[test]
    fn lines_are_read_whole_or_skipped_whole() {
        let mut text = b"first\r\n\n".to_vec();
        text.extend(std::iter::repeat_n(b'x', MAX_LINE + 1));
        text.push(b'\n');
        text.extend(std::iter::repeat_n(b'x', MAX_LINE));
        text.extend(b"\nlast");
        // A small buffer, so that lines span several reads.
        let mut lines = Lines::new(BufReader::with_capacity(7, text.as_slice()));
        let mut found = Vec::new();
        while let Some(line) = lines.next().expect("a slice can be read") {
            found.push(match line {
                Line::Whole(bytes) if bytes.len() == MAX_LINE => "the longest".to_owned(),
                Line::Whole(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                Line::TooLong => "too long".to_owned(),
            });
        }
        assert_eq!(found, ["first", "", "too long", "the longest", "last"]);
        assert_eq!(lines.bytes, text.len() as u64);
    }
}
