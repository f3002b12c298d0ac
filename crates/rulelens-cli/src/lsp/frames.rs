//! Messages as they come in and go out: a header that says how long they are, and JSON.

use serde_json::Value as Json;
use std::io::{self, BufRead, Read, Write};

/// The most bytes of a message.
const MOST: u64 = 64 << 20;

/// The most bytes of a header.
const HEADER: u64 = 8 << 10;

/// What was read.
#[derive(Debug)]
pub(super) enum Frame {
    /// A message.
    Message(Json),
    /// What is none, and why; what comes after it can be read.
    Malformed(String),
    /// The end of the input, or what nothing can be read after.
    End,
}

/// Reads what comes next.
pub(super) fn read(input: &mut impl BufRead) -> Frame {
    let length = match header(input) {
        Ok(Some(length)) => length,
        Ok(None) => return Frame::Malformed("a header without Content-Length".to_owned()),
        Err(_) => return Frame::End,
    };
    if length > MOST {
        // The rest of it is no message.
        return match io::copy(&mut input.take(length), &mut io::sink()) {
            Ok(passed) if passed == length => {
                Frame::Malformed(format!("a message of {length} bytes; {MOST} is the most that is read"))
            }
            _ => Frame::End,
        };
    }
    let mut bytes = Vec::new();
    match input.take(length).read_to_end(&mut bytes) {
        Ok(read) if read as u64 == length => {}
        _ => return Frame::End,
    }
    match serde_json::from_slice(&bytes) {
        Ok(message) => Frame::Message(message),
        Err(error) => Frame::Malformed(format!("a message that is not JSON: {error}")),
    }
}

/// The length that a header names, up to its empty line.
fn header(input: &mut impl BufRead) -> io::Result<Option<u64>> {
    let mut input = input.take(HEADER);
    let mut length = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 || !line.ends_with(b"\n") {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\r', '\n']);
        if text.is_empty() {
            return Ok(length);
        }
        if let Some((name, value)) = text.split_once(':')
            && name.trim().eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok();
        }
    }
}

/// Writes a message.
pub(super) fn write(message: &Json, out: &mut dyn Write) -> io::Result<()> {
    let text = message.to_string();
    write!(out, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::{Frame, read};

    fn frames(mut input: &[u8]) -> Vec<String> {
        let mut seen = Vec::new();
        loop {
            match read(&mut input) {
                Frame::Message(json) => seen.push(json.to_string()),
                Frame::Malformed(why) => seen.push(why.split(':').next().unwrap_or_default().to_owned()),
                Frame::End => return seen,
            }
        }
    }

    #[test]
    fn what_is_malformed_hides_nothing_behind_it() {
        let text = "content-length: 1\r\nContent-Type: x\r\n\r\n5no length\r\n\r\nContent-Length: 2\n\n{]Content-Length: -1\r\n\r\nContent-Length: 2\r\n\r\n{}";
        let none = "a header without Content-Length";
        assert_eq!(frames(text.as_bytes()), ["5", none, "a message that is not JSON", none, "{}"]);
    }

    #[test]
    fn what_cannot_be_read_ends_the_input() {
        for text in
            ["", "Content-Length: 5\r\n\r\n{}", "Content-Length: 99999999999\r\n\r\n{}", "no end of line"]
        {
            assert_eq!(frames(text.as_bytes()), [""; 0], "{text}");
        }
        assert_eq!(frames("x".repeat(100_000).as_bytes()), [""; 0]);
        let deep = "[".repeat(100_000);
        let deep = format!("Content-Length: {}\r\n\r\n{deep}", deep.len());
        assert_eq!(frames(deep.as_bytes()), ["a message that is not JSON"]);
    }

    #[test]
    fn too_long_a_message_is_passed_over() {
        let mut input = b"Content-Length: 67108865\r\n\r\n".to_vec();
        input.extend(vec![b' '; 67_108_865]);
        input.extend(b"Content-Length: 1\r\n\r\n7");
        let seen = frames(&input);
        assert!(seen[0].starts_with("a message of 67108865 bytes") && seen[1] == "7", "{seen:?}");
    }
}
