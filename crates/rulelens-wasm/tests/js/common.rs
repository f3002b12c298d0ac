//! Requests as JavaScript makes them, and a look into responses.

use js_sys::{JSON, Reflect};
use rulelens_wasm::evaluate;
use wasm_bindgen::JsValue;

pub(crate) const PAYLOAD: &str =
    r#"{"temperature": 24.04, "humidity": 43.605, "big": 12345678901234567890, "q": "é😀"}"#;

pub(crate) fn request(sql: &str) -> JsValue {
    let request = parse(
        r#"{"topic": "iot/topic", "action": "{\"timestream\": {\"databaseName\": \"d\", \"tableName\": \"t\", \"roleArn\": \"r\", \"dimensions\": [{\"name\": \"device\", \"value\": \"${clientid()}\"}]}}", "context": {"clientId": "ruuvi-01", "timestamp": 1700000000000}}"#,
    );
    set(&request, "sql", sql);
    set(&request, "payload", PAYLOAD);
    request
}

/// The value of a JSON text.
pub(crate) fn parse(json: &str) -> JsValue {
    JSON::parse(json).expect("JSON")
}

pub(crate) fn set(object: &JsValue, key: &str, value: impl Into<JsValue>) {
    Reflect::set(object, &key.into(), &value.into()).expect("an object");
}

/// The value at a path such as `records.0.measureName`.
pub(crate) fn value_at(value: &JsValue, path: &str) -> JsValue {
    path.split('.')
        .fold(value.clone(), |value, key| Reflect::get(&value, &key.into()).unwrap_or(JsValue::UNDEFINED))
}

/// The value at a path, as JSON text; `undefined` where there is none.
pub(crate) fn at(value: &JsValue, path: &str) -> String {
    let found = value_at(value, path);
    if found.is_undefined() { "undefined".into() } else { JSON::stringify(&found).expect("JSON").into() }
}

/// Holds the values at paths, as JSON strings, against what is expected.
pub(crate) fn expect(value: &JsValue, expected: &[(&str, &str)]) {
    for (path, expected) in expected {
        assert_eq!(at(value, path), *expected, "{path}");
    }
}

pub(crate) fn run(sql: &str) -> JsValue {
    evaluate(request(sql)).map_err(JsValue::from).expect("a response")
}
