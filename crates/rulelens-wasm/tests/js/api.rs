//! Evaluations.

use crate::common::{at, request, run, set};
use js_sys::Array;
use rulelens_wasm::evaluate;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn the_sample_gives_two_records() {
    let response = run("SELECT temperature, humidity from 'iot/topic'");
    assert_eq!(at(&response, "outcome"), "\"output\"");
    assert_eq!(at(&response, "deliveries.0.content.records.length"), "2");
    for (path, expected) in [
        ("deliveries.0.content.records.0.MeasureName", "\"temperature\""),
        ("deliveries.0.content.records.0.MeasureValue", "\"24.04\""),
        ("deliveries.0.content.records.0.MeasureValueType", "\"DOUBLE\""),
        ("deliveries.0.content.records.1.MeasureName", "\"humidity\""),
        ("deliveries.0.content.records.1.MeasureValue", "\"43.605\""),
        ("deliveries.0.content.records.1.Time", "\"1700000000000\""),
        ("deliveries.0.content.records.1.timeUtc", "\"2023-11-14 22:13:20.000\""),
        ("deliveries.0.content.records.1.processingTime", "true"),
        ("deliveries.0.content.records.1.Dimensions.0.Value", "\"ruuvi-01\""),
        ("stages.0.state", "\"passed\""),
        ("stages.1.state", "\"absent\""),
        ("stages.3.summary", "\"2 records\""),
        ("outgoingPayload", "\"{\\\"temperature\\\":24.04,\\\"humidity\\\":43.605}\""),
    ] {
        assert_eq!(at(&response, path), expected, "{path}");
    }
}

#[wasm_bindgen_test]
fn an_alias_renames_the_measure() {
    let response = run("SELECT temperature AS temp FROM 'iot/topic'");
    assert_eq!(at(&response, "deliveries.0.content.records.0.MeasureName"), "\"temp\"");
}

#[wasm_bindgen_test]
fn numbers_that_javascript_would_round_stay_text() {
    let response = run("SELECT big FROM 'iot/topic'");
    assert_eq!(at(&response, "deliveries.0.content.records.0.MeasureValue"), "\"12345678901234567890\"");
    assert_eq!(at(&response, "deliveries.0.content.records.0.MeasureValueType"), "\"BIGINT\"");
}

#[wasm_bindgen_test]
fn ranges_count_utf16() {
    let response = run("SELECT '😀' AS a, nope() FROM 'iot/topic'");
    assert_eq!(at(&response, "outcome"), "\"rejected\"");
    assert_eq!(at(&response, "diagnostics.0.code"), "\"sql.unknown-function\"");
    for (path, expected) in [("start", "18"), ("end", "22"), ("line", "1"), ("column", "19")] {
        assert_eq!(at(&response, &format!("diagnostics.0.labels.0.{path}")), expected, "{path}");
    }
}

#[wasm_bindgen_test]
fn a_payload_that_is_not_json_is_told_with_its_place() {
    let request = request("SELECT temperature FROM 'iot/topic'");
    set(&request, "payload", "{\"é\": tru}");
    let response = evaluate(request).map_err(JsValue::from).expect("a response");
    assert_eq!(at(&response, "outcome"), "\"failed\"");
    assert_eq!(at(&response, "diagnostics.0.code"), "\"payload.not-json\"");
    assert_eq!(at(&response, "diagnostics.0.input"), "\"payload\"");
    assert_eq!(at(&response, "diagnostics.0.labels.0.column"), "10");
}

#[wasm_bindgen_test]
fn diagnostics_about_the_action_name_their_place() {
    let request = request("SELECT temperature FROM 'iot/topic'");
    set(
        &request,
        "action",
        r#"{"timestream": {"databaseName": "d", "tableName": "t", "roleArn": "r", "dimensions": [{"name": "x", "value": "é${nope()}"}]}}"#,
    );
    let response = evaluate(request).map_err(JsValue::from).expect("a response");
    assert_eq!(at(&response, "diagnostics.0.actionPath"), "\"timestream.dimensions[0].value\"");
    assert_eq!(at(&response, "diagnostics.0.labels.0.start"), "3");
}

#[wasm_bindgen_test]
fn a_request_of_another_shape_throws() {
    let request = request("SELECT * FROM 'iot/topic'");
    set(&request, "sql", Array::new());
    assert!(evaluate(request).is_err());
}
