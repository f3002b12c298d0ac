//! What is reported about payloads.

pub(crate) mod nearly;

use crate::diagnostic::{Diagnostic, Example, Input};
use crate::evidence::Evidence;
use crate::limits::MAX_PAYLOAD_BYTES;
use crate::rest;
use crate::value::JsonError;

crate::declare_codes! {
    pub(crate) CODES;
    PAYLOAD_NOT_JSON = "payload.not-json", Error, "The payload is not JSON, and the rule reads it as JSON.",
        [
            Example::sql("SELECT t FROM 'sensors/+'").payload("t=20"),
            Example::sql("SELECT t FROM 'sensors/+'").payload(""),
        ],
        silent [
            Example::sql("SELECT t FROM 'sensors/+'").payload("20"),
            Example::sql("SELECT * FROM 'sensors/+'").payload("t=20"),
            Example::sql("SELECT encode(*, 'base64') AS t FROM 'sensors/+'").payload("t=20"),
        ];
    PAYLOAD_TOO_LARGE = "payload.too-large", Error, "AWS IoT accepts payloads of up to 128 KB.",
        [Example::sql("SELECT * FROM 'sensors/+'")
            .built_payload("a string of 131,073 bytes with its quotes", || string(MAX_PAYLOAD_BYTES + 1))],
        silent [Example::sql("SELECT * FROM 'sensors/+'")
            .built_payload("a string of 131,072 bytes with its quotes", || string(MAX_PAYLOAD_BYTES))];
    PAYLOAD_BINARY = "payload.binary", Info, "The payload is not JSON and passes the rule unchanged.",
        [
            Example::sql("SELECT * FROM 'sensors/+'").payload("t=20"),
            Example::sql("SELECT * FROM 'sensors/+'").payload(""),
        ],
        silent [
            Example::sql("SELECT * FROM 'sensors/+'").payload("20"),
            Example::sql("SELECT t FROM 'sensors/+'").payload("t=20"),
        ];
}

/// A JSON string of so many bytes.
fn string(bytes: usize) -> String {
    format!("\"{}\"", "x".repeat(bytes - 2))
}

pub(crate) fn not_json(payload: &[u8], error: &JsonError) -> Diagnostic {
    let help = "AWS passes such a payload on only by `SELECT *` alone; `encode(*, 'base64')` makes it a string that any rule can carry.";
    let (message, label) = if payload.is_empty() {
        ("The payload is empty, and the rule reads it as JSON.".to_owned(), String::new())
    } else {
        (format!("The payload cannot be read as JSON: {}.", error.message), error.message.clone())
    };
    let end = payload.len().min(error.offset + 1);
    let diagnostic = Diagnostic::new(&PAYLOAD_NOT_JSON, message)
        .at(error.offset.min(end)..end, label)
        .help(help)
        .evidence(Evidence::Assumed)
        .input(Input::Payload);
    explained(payload, diagnostic)
}

pub(crate) fn binary(payload: &[u8], error: &JsonError) -> Diagnostic {
    let end = payload.len().min(error.offset + 1);
    let message = if payload.is_empty() {
        "The payload is empty.".to_owned()
    } else {
        format!("The payload cannot be read as JSON: {}. Its members are Undefined.", error.message)
    };
    let diagnostic = Diagnostic::new(&PAYLOAD_BINARY, message)
        .at(error.offset.min(end)..end, error.message.clone())
        .help("`SELECT *` alone passes it on unchanged, `encode(*, 'base64')` as a string.")
        .evidence(Evidence::Documented)
        .input(Input::Payload);
    explained(payload, diagnostic)
}

/// Says what the payload has in the place of JSON.
fn explained(payload: &[u8], diagnostic: Diagnostic) -> Diagnostic {
    let code = diagnostic.code;
    rest::explain_payload(payload, diagnostic).unwrap_or_else(|| Diagnostic::new(code, String::new()))
}

pub(crate) fn too_large(length: usize) -> Diagnostic {
    Diagnostic::new(
        &PAYLOAD_TOO_LARGE,
        format!("The payload has {} bytes; AWS IoT accepts up to 131,072.", grouped(length)),
    )
    .input(Input::Payload)
    .help("The broker rejects the message, so no rule sees it. Send less in one message.")
    .evidence(Evidence::Documented)
}

/// A number with its thousands apart: `131,072`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
