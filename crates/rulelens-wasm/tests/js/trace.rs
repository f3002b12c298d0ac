//! The trace of an evaluation.

use crate::common::{at, request, run};
use js_sys::Reflect;
use rulelens_wasm::evaluate;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const SQL: &str =
    "SELECT '😀' AS a, temperature * 2 AS double, nothing AS n FROM 'iot/topic' WHERE humidity > 40";

fn traced(sql: &str) -> JsValue {
    let request = request(sql);
    Reflect::set(&request, &"trace".into(), &true.into()).expect("an object");
    evaluate(request).map_err(JsValue::from).expect("a response")
}

#[wasm_bindgen_test]
fn a_trace_is_there_only_where_it_is_asked_for() {
    assert_eq!(at(&run(SQL), "trace"), "undefined");
    assert_eq!(at(&traced("SELECT"), "trace"), "undefined", "what is rejected is not evaluated");
}

#[wasm_bindgen_test]
fn attributes_tell_where_they_came_from() {
    let response = traced(SQL);
    for (path, expected) in [
        ("attributes.length", "3"),
        ("attributes.1.key", r#"["double"]"#),
        ("attributes.1.item", r#"{"start":18,"end":43}"#),
        ("attributes.1.value", r#"{"json":"48.08","type":"Decimal"}"#),
        ("attributes.1.pointers", r#"["/temperature"]"#),
        ("attributes.2.value.type", "\"Undefined\""),
        ("condition", r#"{"start":81,"end":94}"#),
        ("expressions.0.literal", "true"),
        ("expressions.0.range", r#"{"start":7,"end":11}"#),
        ("expressions.1.range", r#"{"start":18,"end":33}"#),
        ("expressions.1.values.0.json", "\"48.08\""),
        ("expressions.1.count", "1"),
    ] {
        assert_eq!(at(&response, &format!("trace.{path}")), expected, "{path}");
    }
}

#[wasm_bindgen_test]
fn a_condition_that_stops_the_message_has_its_value() {
    let response = traced("SELECT * FROM 'iot/topic' WHERE humidity > 50");
    assert_eq!(at(&response, "outcome"), "\"notMatched\"");
    assert_eq!(at(&response, "trace.condition.start"), "32");
    assert_eq!(at(&response, "trace.attributes.length"), "0");
    assert_eq!(at(&response, "trace.expressions.0.values.0.json"), "\"false\"");
}
