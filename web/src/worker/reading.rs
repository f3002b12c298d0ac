//! Reads messages from a text or a file, a slice at a time, and takes them through a rule as they come.

use super::protocol::{ListedMessage, MessagesView, ReplayingView};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use js_sys::{Array, Date, Uint8Array};
use rulelens_wasm::capture::{Captures, Envelope};
use rulelens_wasm::{ContextDocument, MAX_MESSAGES, MessageRequest, Replay, ReplayRequest};
use std::io::{self, BufRead, BufReader, Read};
use wasm_bindgen::prelude::JsValue;
use web_sys::{Blob, FileReaderSync};

/// How much of a file is in memory at a time, in bytes.
const SLICE: usize = 1024 * 1024;

/// How many bytes of payloads the list takes.
const MAX_LISTED: usize = 64 * 1024 * 1024;

/// How long the page is not told how far it came, in milliseconds.
const TELLING: f64 = 120.0;

/// What was read, with the payloads of those that are listed.
pub(super) struct Reading {
    pub(super) view: MessagesView,
    pub(super) payloads: Array,
}

/// A file as a stream.
struct Slices {
    file: Blob,
    reader: FileReaderSync,
    at: f64,
}

impl Read for Slices {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let end = (self.at + buffer.len() as f64).min(self.file.size());
        let failed = |_: JsValue| io::Error::other("the browser could not read the file");
        let slice = self.file.slice_with_f64_and_f64(self.at, end).map_err(failed)?;
        let bytes =
            Uint8Array::new(&JsValue::from(self.reader.read_as_array_buffer(&slice).map_err(failed)?));
        let length = bytes.length() as usize;
        let target = buffer.get_mut(..length).ok_or_else(|| io::Error::other("the slice is too long"))?;
        bytes.copy_to(target);
        self.at += length as f64;
        Ok(length)
    }
}

/// Reads the messages of a file.
pub(super) fn read_file(
    file: Blob,
    request: &ReplayRequest,
    tell: impl FnMut(ReplayingView),
) -> Result<Reading, String> {
    let size = file.size();
    let reader = FileReaderSync::new().map_err(|_| "the browser cannot read files here".to_owned())?;
    read(BufReader::with_capacity(SLICE, Slices { file, reader, at: 0.0 }), size, request, tell)
}

/// Reads the messages of a text.
pub(super) fn read_text(
    text: &str,
    request: &ReplayRequest,
    tell: impl FnMut(ReplayingView),
) -> Result<Reading, String> {
    read(text.as_bytes(), text.len() as f64, request, tell)
}

fn read(
    input: impl BufRead,
    size: f64,
    request: &ReplayRequest,
    mut tell: impl FnMut(ReplayingView),
) -> Result<Reading, String> {
    let mut captures = Captures::new(input).map_err(|error| error.to_string())?;
    // A rule that is not valid says so elsewhere; the messages can be read all the same.
    let mut replay = Replay::new(request).ok();
    let (mut listed, payloads, mut length) = (Vec::new(), Array::new(), 0);
    let (mut count, mut malformed, mut first_problem) = (0, 0, None);
    let begun = Date::now();
    let mut told = begun;
    while let Some(next) = captures.next().map_err(|error| error.to_string())? {
        match next {
            Ok(envelope) => {
                count += 1;
                if let Some(replaying) = &mut replay
                    && replaying.take(&as_request(&envelope)).is_err()
                {
                    replay = None;
                }
                if listed.len() < MAX_MESSAGES && length < MAX_LISTED {
                    length += envelope.payload.len();
                    let (message, payload) = as_listed(envelope);
                    listed.push(message);
                    payloads.push(&payload.into());
                }
            }
            Err(error) => {
                malformed += 1;
                first_problem.get_or_insert((error.number, error.message));
            }
        }
        let now = Date::now();
        if now - told > TELLING {
            told = now;
            let share = if size > 0.0 { captures.bytes() as f64 / size } else { 1.0 };
            tell(progress(replay.as_ref(), count, share, now - begun));
        }
    }
    let summary = replay.and_then(|replay| replay.finish().summary);
    let format = captures.format().title().to_owned();
    Ok(Reading { view: MessagesView { format, count, listed, malformed, first_problem, summary }, payloads })
}

fn progress(replay: Option<&Replay<'_>>, done: u64, share: f64, took: f64) -> ReplayingView {
    let view = replay.map(|replay| super::siding::replaying(replay, 0, took));
    let nothing =
        ReplayingView { done, of: 0, share: None, took, accepted: 0, rejected: 0, conflicts: Vec::new() };
    ReplayingView { share: Some(share), ..view.unwrap_or(nothing) }
}

fn as_request(envelope: &Envelope) -> MessageRequest {
    let base = MessageRequest {
        topic: envelope.topic.clone(),
        context: envelope.context.clone(),
        ..MessageRequest::default()
    };
    match std::str::from_utf8(&envelope.payload) {
        Ok(text) => MessageRequest { payload: text.to_owned(), ..base },
        Err(_) => MessageRequest { payload_base64: Some(BASE64.encode(&envelope.payload)), ..base },
    }
}

/// A message for the list, and the text of its payload.
fn as_listed(envelope: Envelope) -> (ListedMessage, String) {
    let context = envelope.context.unwrap_or_default();
    let (client_id, time) = (context.client_id.clone(), context.timestamp);
    let rest = ContextDocument { client_id: None, timestamp: None, ..context };
    let more = if rest == ContextDocument::default() {
        String::new()
    } else {
        serde_json::to_string(&rest).unwrap_or_default()
    };
    let (base64, payload) = match String::from_utf8(envelope.payload) {
        Ok(text) => (false, text),
        Err(error) => (true, BASE64.encode(error.as_bytes())),
    };
    (ListedMessage { topic: envelope.topic, base64, client_id, time, more }, payload)
}
