//! The outgoing payload inside a request that is shown as JSON.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use iot_sql::{Outgoing, TextOrBase64, Value};
use serde_json::{Map, Value as Json};

/// A value as JSON, every number as RuleLens writes it; `None` for Undefined.
pub(super) fn json(value: &Value) -> Option<Json> {
    Some(match value {
        Value::Undefined => return None,
        Value::Null => Json::Null,
        Value::Boolean(truth) => Json::Bool(*truth),
        Value::Int(_) | Value::Decimal(_) => {
            let text = value.to_json();
            text.parse().map_or(Json::String(text), Json::Number)
        }
        Value::String(text) => Json::String(text.to_string()),
        Value::Array(elements) => elements.iter().filter_map(json).collect(),
        Value::Object(object) => {
            let members = object.iter().filter_map(|(name, value)| Some((name.to_string(), json(value)?)));
            Json::Object(members.collect())
        }
    })
}

/// Puts the outgoing payload into a request: JSON under `key`, bytes that are not JSON in base64 under the same key with
/// `Base64` after it, and Undefined, which is an empty payload, not at all.
pub(super) fn put(outgoing: &Outgoing, key: &str, request: &mut Map<String, Json>) {
    match outgoing {
        Outgoing::Json(value) => {
            if let Some(json) = json(value) {
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

#[cfg(test)]
mod tests {
    use super::json;
    use iot_sql::Value;

    #[test]
    fn values_keep_their_text() {
        let text = r#"{"b":1.50,"a":[1e+40,-0.5,null,"x\n"],"c":{"d":true}}"#;
        let value = Value::from_json(text.as_bytes()).expect("JSON");
        assert_eq!(json(&value).expect("a value").to_string(), text);
        assert_eq!(json(&Value::Undefined), None);
    }
}
