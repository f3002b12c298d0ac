//! The outgoing payload inside a request that is shown as JSON.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use iot_sql::{Outgoing, TextOrBase64};
use serde_json::{Map, Value as Json};

/// Puts the outgoing payload into a request: JSON under `key`, bytes that are not JSON in base64 under the same key with
/// `Base64` after it, and Undefined, which is an empty payload, not at all.
pub(super) fn put(outgoing: &Outgoing, key: &str, request: &mut Map<String, Json>) {
    match outgoing {
        Outgoing::Json(value) => {
            if let Some(json) = value.to_serde_json() {
                request.insert(key.to_owned(), json);
            }
        }
        Outgoing::Binary(bytes) => {
            request.insert(format!("{key}Base64"), BASE64.encode(bytes).into());
        }
    }
}

/// Puts the outgoing payload's text into a request under `key`; bytes that are not text in base64 under the same key with
/// `Base64` after it.
pub(super) fn put_text(outgoing: &Outgoing, key: &str, request: &mut Map<String, Json>) {
    put_bytes(outgoing.to_bytes(), key, request);
}

/// Like [`put_text`], for any bytes.
pub(super) fn put_bytes(bytes: Vec<u8>, key: &str, request: &mut Map<String, Json>) {
    match TextOrBase64::of(bytes) {
        TextOrBase64::Text(text) => request.insert(key.to_owned(), text.into()),
        TextOrBase64::Base64(text) => request.insert(format!("{key}Base64"), text.into()),
    };
}
