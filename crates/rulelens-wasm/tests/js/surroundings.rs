//! The message context, as JavaScript writes it.

use crate::common::{at, request};
use js_sys::{JSON, Reflect};
use rulelens_wasm::evaluate;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// The response to a statement with this context, written as JSON.
fn run_in(context: &str, sql: &str) -> JsValue {
    let request = request(sql);
    let context = JSON::parse(context).expect("JSON");
    Reflect::set(&request, &"context".into(), &context).expect("an object");
    Reflect::set(&request, &"action".into(), &JsValue::UNDEFINED).expect("an object");
    evaluate(request).map_err(JsValue::from).expect("a response")
}

#[wasm_bindgen_test]
fn mocks_answer_for_other_services() {
    let sql = "SELECT get_dynamodb('devices', 'id', temperature, 'arn:aws:iam::123456789012:role/r').room AS room FROM 'iot/topic'";
    for (mocks, outcome, outgoing) in [
        (r#"[{"function": "get_dynamodb", "result": {"room": 12.5}}]"#, "output", r#"{"room":12.5}"#),
        (r#"{"get_dynamodb": {"room": "hall"}}"#, "output", r#"{"room":"hall"}"#),
        (
            r#"[{"function": "get_dynamodb", "arguments": ["devices", "id", 24.04], "result": {"room": null}}]"#,
            "output",
            r#"{"room":null}"#,
        ),
        (r#"[{"function": "get_dynamodb", "arguments": ["devices", "id", 1], "result": {}}]"#, "failed", ""),
        (r#"[{"function": "get_dynamodb", "error": "throttled"}]"#, "failed", ""),
    ] {
        let response = run_in(&format!(r#"{{"mocks": {mocks}}}"#), sql);
        assert_eq!(at(&response, "outcome"), format!("\"{outcome}\""), "{mocks}");
        let found = Reflect::get(&response, &"outgoingPayload".into()).ok().and_then(|text| text.as_string());
        assert_eq!(found.unwrap_or_default(), outgoing, "{mocks}");
    }
}

#[wasm_bindgen_test]
fn a_mock_with_two_answers_is_told() {
    let response =
        run_in(r#"{"mocks": [{"function": "f", "result": 1, "error": "e"}]}"#, "SELECT * FROM 'iot/topic'");
    assert_eq!(at(&response, "diagnostics.0.code"), "\"request.invalid\"");
    assert_eq!(
        at(&response, "diagnostics.0.message"),
        "\"The context cannot be used: the mock of `f` needs either a result or an error.\""
    );
}

#[wasm_bindgen_test]
fn descriptors_are_compiled_from_their_text() {
    let context = r#"{"descriptors": [{"bucket": "b", "key": "k", "proto": {"m.proto": "syntax = \"proto3\"; message M { int32 a = 1; }"}}]}"#;
    let response =
        run_in(context, "SELECT VALUE decode('CAc=', 'proto', 'b', 'k', 'm.proto', 'M') FROM 'iot/topic'");
    assert_eq!(at(&response, "outgoingPayload"), r#""{\"a\":7}""#);
}

#[wasm_bindgen_test]
fn properties_of_mqtt_5_are_there() {
    let sql =
        "SELECT get_mqtt_property('content_type') AS type, get_user_properties('k') AS k FROM 'iot/topic'";
    for properties in [r#"[["k", "1"], ["k", "2"]]"#, r#"[{"k": "1"}, {"k": "2"}]"#, r#"{"k": ["1", "2"]}"#] {
        let context =
            format!(r#"{{"mqttProperties": {{"content_type": "json"}}, "userProperties": {properties}}}"#);
        let response = run_in(&context, sql);
        assert_eq!(
            at(&response, "outgoingPayload"),
            r#""{\"type\":\"json\",\"k\":[\"1\",\"2\"]}""#,
            "{properties}"
        );
    }
}

#[wasm_bindgen_test]
fn the_same_seed_gives_the_same_numbers() {
    let sql = "SELECT rand() AS r FROM 'iot/topic'";
    let numbers = [r#"{"randomSeed": 1}"#, r#"{"randomSeed": 1}"#, r#"{"randomSeed": 2}"#]
        .map(|context| at(&run_in(context, sql), "outgoingPayload"));
    assert_eq!(numbers[0], numbers[1]);
    assert_ne!(numbers[0], numbers[2]);
}
