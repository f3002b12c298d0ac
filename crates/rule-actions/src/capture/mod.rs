//! Reading messages that were written down: payloads by the line, messages in envelopes, what `mosquitto_sub` writes, and
//! JSON arrays of any of these.
//!
//! ```
//! use rule_actions::capture::{Captures, Format};
//!
//! let text = "plant/7 {\"t\": 21.5}\nplant/8 {\"t\": 22}\n";
//! let mut captures = Captures::new(text.as_bytes()).expect("a string can be read");
//! assert_eq!(captures.format(), Format::Topics);
//! let first = captures.next().expect("a string can be read").expect("a message").expect("a good line");
//! assert_eq!((first.topic.as_deref(), first.payload.as_slice()), (Some("plant/7"), &b"{\"t\": 21.5}"[..]));
//! ```

mod elements;
mod envelope;
mod lines;
mod mosquitto;

pub use envelope::Envelope;
pub use lines::{Line, Lines, MAX_LINE};

use elements::Elements;
use serde::de::IgnoredAny;
use std::io::{self, BufRead, Read};

/// A byte order mark in UTF-8.
pub const BOM: &[u8] = "\u{FEFF}".as_bytes();

/// Bytes that a text has at most which is one payload as a whole.
const MAX_WHOLE: u64 = 16 * 1024 * 1024;

/// How messages are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One payload a line, as JSON.
    Payloads,
    /// An envelope a line: topic, payload and context in an object.
    Envelopes,
    /// What `mosquitto_sub -F %j` or `-F %J` writes.
    Mosquitto,
    /// A topic and a payload a line, as `mosquitto_sub -v` writes them; or a time before them.
    Topics,
    /// A JSON array of payloads, envelopes or objects of `mosquitto_sub`.
    Array,
    /// One payload in all.
    Whole,
}

impl Format {
    /// What it is called.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Payloads => "lines of JSON",
            Self::Envelopes => "messages with their topics by the line",
            Self::Mosquitto => "a capture of mosquitto_sub",
            Self::Topics => "topics and payloads by the line",
            Self::Array => "a JSON array",
            Self::Whole => "one payload",
        }
    }
}

/// The messages of a text, one in memory at a time.
pub struct Captures<R> {
    format: Format,
    source: Source<R>,
    /// What came of the text so far, with lines that have no message.
    number: u64,
}

enum Source<R> {
    Lines(Lines<R>),
    Elements(Elements<R>),
    Whole(Option<R>, u64),
}

/// A message that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaptureError {
    /// The line, or the place in the array, from 1.
    pub number: u64,
    /// What is wrong with it.
    pub message: String,
}

impl<R: BufRead> Captures<R> {
    /// Recognises the format by how the text starts.
    ///
    /// # Errors
    /// The input cannot be read.
    pub fn new(mut input: R) -> io::Result<Self> {
        let start = loop {
            match input.fill_buf() {
                Ok(start) => break start,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        };
        let format = recognize(start.strip_prefix(BOM).unwrap_or(start));
        let source = match format {
            Format::Array => Source::Elements(Elements::new(input)),
            Format::Whole => Source::Whole(Some(input), 0),
            _ => Source::Lines(Lines::new(input)),
        };
        Ok(Self { format, source, number: 0 })
    }

    /// How the messages are written down.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// How many bytes were read.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        match &self.source {
            Source::Lines(lines) => lines.bytes,
            Source::Elements(elements) => elements.bytes,
            Source::Whole(_, bytes) => *bytes,
        }
    }

    /// The next message, what is wrong with it, or `None` at the end. Empty lines are skipped.
    ///
    /// # Errors
    /// The input cannot be read.
    #[expect(clippy::should_implement_trait, reason = "reading may fail, and so end or go on")]
    pub fn next(&mut self) -> io::Result<Option<Result<Envelope, CaptureError>>> {
        loop {
            let read = match &mut self.source {
                Source::Whole(input, bytes) => {
                    let Some(input) = input.take() else { return Ok(None) };
                    let mut payload = Vec::new();
                    *bytes = input.take(MAX_WHOLE + 1).read_to_end(&mut payload)? as u64;
                    if *bytes > MAX_WHOLE {
                        Err(format!("the payload has more than {MAX_WHOLE} bytes"))
                    } else {
                        let payload = payload.strip_prefix(BOM).map(<[u8]>::to_vec).unwrap_or(payload);
                        Ok(Envelope::of(None, payload))
                    }
                }
                Source::Elements(elements) => match elements.next()? {
                    None => return Ok(None),
                    Some(Ok(element)) => read_element(element),
                    Some(Err(why)) => Err(why),
                },
                Source::Lines(lines) => match lines.next()? {
                    None => return Ok(None),
                    Some(Line::TooLong) => Err(format!("the line has more than {MAX_LINE} bytes")),
                    Some(Line::Whole(line)) => {
                        // Files that were put together may have a byte order mark in the middle.
                        let line = line.strip_prefix(BOM).unwrap_or(line);
                        if line.trim_ascii().is_empty() {
                            self.number += 1;
                            continue;
                        }
                        read_line(line, self.format)
                    }
                },
            };
            self.number += 1;
            let number = self.number;
            return Ok(Some(read.map_err(|message| CaptureError { number, message })));
        }
    }
}

/// How a text is written down that starts so.
fn recognize(start: &[u8]) -> Format {
    let text = start.trim_ascii_start();
    let end = text.iter().position(|byte| *byte == b'\n');
    let line = text[..end.unwrap_or(text.len())].trim_ascii_end();
    let rest = end.map_or(&[][..], |end| text[end..].trim_ascii_start());
    if line.first() == Some(&b'[') {
        // Lines that are an array each, or one array over all of the text.
        return if is_json(line) && !rest.is_empty() { Format::Payloads } else { Format::Array };
    }
    if is_json(line) {
        return if mosquitto::is_one(line) {
            Format::Mosquitto
        } else if Envelope::is_one(line) {
            Format::Envelopes
        } else {
            Format::Payloads
        };
    }
    if mosquitto::is_topic_and_payload(line) { Format::Topics } else { Format::Whole }
}

fn read_line(line: &[u8], format: Format) -> Result<Envelope, String> {
    match format {
        Format::Envelopes | Format::Mosquitto => Envelope::read(line),
        Format::Topics => mosquitto::topic_and_payload(line)
            .ok_or_else(|| "the line has no topic with a payload after it".to_owned()),
        Format::Payloads | Format::Array | Format::Whole => payload_line(line),
    }
}

fn payload_line(line: &[u8]) -> Result<Envelope, String> {
    match serde_json::from_slice::<IgnoredAny>(line) {
        Ok(_) => Ok(Envelope::of(None, line.to_vec())),
        Err(error) => Err(format!("the payload is not JSON: {error}")),
    }
}

fn read_element(element: &[u8]) -> Result<Envelope, String> {
    if mosquitto::is_one(element) || Envelope::is_one(element) {
        Envelope::read(element)
    } else {
        payload_line(element)
    }
}

fn is_json(text: &[u8]) -> bool {
    !text.is_empty() && serde_json::from_slice::<IgnoredAny>(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{Captures, Format};
    use std::io::BufReader;

    fn read(text: &str) -> (Format, Vec<String>) {
        // A small buffer would hide the first line; the reader sees at least so much at a time.
        let mut captures = Captures::new(BufReader::with_capacity(4096, text.as_bytes())).expect("a string");
        let mut found = Vec::new();
        while let Some(message) = captures.next().expect("a string") {
            found.push(match message {
                Ok(envelope) => {
                    let payload = String::from_utf8_lossy(&envelope.payload).into_owned();
                    format!("{}={payload}", envelope.topic.unwrap_or_default())
                }
                Err(error) => format!("{}: {}", error.number, error.message),
            });
        }
        assert_eq!(captures.bytes(), text.len() as u64, "{text}");
        (captures.format(), found)
    }

    #[test]
    fn each_format_is_recognised() {
        let cases: [(&str, Format, &[&str]); 13] = [
            ("{\"t\": 1}\n\n{\"t\": 1.50}\r\n", Format::Payloads, &["={\"t\": 1}", "={\"t\": 1.50}"]),
            ("\u{FEFF}{\"t\": 1}\n{\"t\": 2}", Format::Payloads, &["={\"t\": 1}", "={\"t\": 2}"]),
            ("[1]\n[2]\n", Format::Payloads, &["=[1]", "=[2]"]),
            (
                "{\"t\": 1}\nx\n",
                Format::Payloads,
                &["={\"t\": 1}", "2: the payload is not JSON: expected value at line 1 column 1"],
            ),
            (
                "{\"topic\": \"a\", \"payload\": {\"t\": 1}}\n{\"topic\": \"b\", \"payload\": \"x\"}",
                Format::Envelopes,
                &["a={\"t\": 1}", "b=x"],
            ),
            (
                "{\"tst\":\"2024-05-06T21:48:00.000000+0200\",\"topic\":\"a/b\",\"qos\":0,\"retain\":0,\"payloadlen\":8,\"payload\":\"{\\\"t\\\": 1}\"}\n",
                Format::Mosquitto,
                &["a/b={\"t\": 1}"],
            ),
            ("a/b {\"t\": 1}\na hello world\n", Format::Topics, &["a/b={\"t\": 1}", "a=hello world"]),
            ("2024-05-06T21:48:00+0200 a/b {\"t\": 1}\n", Format::Topics, &["a/b={\"t\": 1}"]),
            (
                "[{\"t\": 1},\n {\"t\": \"],\"}, 3]\n",
                Format::Array,
                &["={\"t\": 1}", "={\"t\": \"],\"}", "=3"],
            ),
            ("[]", Format::Array, &[]),
            ("[{\"topic\": \"a\", \"payload\": 1}]", Format::Array, &["a=1"]),
            ("{\n  \"t\": 1\n}\n", Format::Whole, &["={\n  \"t\": 1\n}\n"]),
            ("", Format::Whole, &["="]),
        ];
        for (text, format, messages) in cases {
            assert_eq!(
                read(text),
                (format, messages.iter().map(|one| (*one).to_owned()).collect()),
                "{text}"
            );
        }
    }

    #[test]
    fn a_broken_array_says_where_and_ends() {
        for (text, found) in [
            ("[1, 2", "2: the array does not end"),
            ("[1 2]", "1: the payload is not JSON: trailing characters at line 1 column 3"),
            ("[1, ]", "2: an element is missing"),
            ("[{\"a\": 1}} , 2]", "1: the payload is not JSON: trailing characters at line 1 column 9"),
        ] {
            let (_, messages) = read_lenient(text);
            assert!(messages.iter().any(|message| message.starts_with(found)), "{text}: {messages:?}");
        }
    }

    fn read_lenient(text: &str) -> (Format, Vec<String>) {
        let mut captures = Captures::new(text.as_bytes()).expect("a string");
        let mut found = Vec::new();
        while let Some(message) = captures.next().expect("a string") {
            found.push(
                message.map_or_else(|error| format!("{}: {}", error.number, error.message), |_| "ok".into()),
            );
        }
        (captures.format(), found)
    }
}
