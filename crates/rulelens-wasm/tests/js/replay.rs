//! Many messages.

use crate::common::{at, expect, parse, set};
use rulelens_wasm::replay;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

fn request(messages: &str) -> JsValue {
    let request = parse(r#"{"topic": "rooms/hall", "context": {"timestamp": 1700000000000}}"#);
    set(&request, "sql", "SELECT * FROM 'rooms/+' WHERE t <> 0");
    set(
        &request,
        "action",
        r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "r",
            "dimensions": [{"name": "room", "value": "${topic(2)}"}]}}"#,
    );
    set(&request, "messages", parse(messages));
    request
}

fn run(request: JsValue) -> JsValue {
    replay(request).map_err(JsValue::from).expect("a response")
}

#[wasm_bindgen_test]
fn a_schema_builds_up_with_its_conflicts() {
    let response = run(request(
        r#"[
            {"payload": "{\"t\": 21, \"ok\": true}"},
            {"payloadBase64": "?"},
            {"payload": "{\"t\": 21.5, \"ok\": true}", "topic": "rooms/attic"},
            {"payload": "{\"t\": 0}"},
            {"payload": "{\"t\": 1}", "topic": "garden"},
            {"payload": "{\"t\": 21, \"ok\": true}"}
        ]"#,
    ));
    expect(
        &response,
        &[
            ("messages.length", "6"),
            (
                "messages.0",
                r#"{"outcome":"output","records":2,"rejected":0,"failures":0,"empty":false,"diagnostics":[],"listed":[]}"#,
            ),
            ("messages.1.outcome", "\"rejected\""),
            ("messages.1.diagnostics.0.code", "\"request.invalid\""),
            ("messages.2.rejected", "1"),
            ("messages.2.failures", "1"),
            ("messages.2.diagnostics.0.code", "\"timestream.type-conflict\""),
            ("messages.2.diagnostics.0.severity", "\"error\""),
            ("messages.3.outcome", "\"notMatched\""),
            ("messages.4.outcome", "\"notMatched\""),
            ("messages.5.rejected", "0"),
            ("summary.messages", "5"),
            ("summary.malformed", "1"),
            ("summary.outcomes", r#"{"notMatched":2,"output":3}"#),
            ("summary.records", r#"{"accepted":3,"rejected":1,"unchanged":2}"#),
            ("summary.failures", r#"{"Timestream":1}"#),
            ("summary.diagnostics.timestream", "undefined"),
            ("summary.complete", "true"),
            ("summary.tables.0.TableName", "\"climate\""),
            ("summary.tables.0.measures.0.first.MeasureValueType", "\"BIGINT\""),
            (
                "summary.tables.0.measures.0.first",
                r#"{"message":1,"MeasureValueType":"BIGINT","MeasureValue":"21"}"#,
            ),
            (
                "summary.tables.0.measures.0.conflicts",
                r#"[{"message":3,"MeasureValueType":"DOUBLE","MeasureValue":"21.5"}]"#,
            ),
            ("summary.tables.0.measures.0.conflictCount", "1"),
            ("summary.tables.0.measures.1.conflictCount", "0"),
        ],
    );
}

#[wasm_bindgen_test]
fn what_is_wrong_with_the_rule_is_reported_once() {
    let broken = request(r#"[{"payload": "{}"}, {"payload": "{}"}]"#);
    set(&broken, "sql", "SELECT nope() FROM 'a'");
    expect(
        &run(broken),
        &[("diagnostics.0.code", "\"sql.unknown-function\""), ("messages", "[]"), ("summary", "undefined")],
    );
    let odd = request(r#"[{"payload": "{\"t\": 1}"}]"#);
    set(&odd, "sql", "SELECT * FROM \"rooms/+\"");
    let response = run(odd);
    assert_ne!(at(&response, "diagnostics.0.code"), "undefined", "a warning of the rule");
    assert_eq!(at(&response, "messages.0.diagnostics"), "[]");
}

#[wasm_bindgen_test]
fn messages_without_a_moment_have_the_present_one() {
    let request =
        request(r#"[{"payload": "{\"t\": 1}"}, {"payload": "{\"t\": 1}", "context": {"clientId": "c"}}]"#);
    set(&request, "context", JsValue::UNDEFINED);
    let response = run(request);
    expect(&response, &[("summary.records", r#"{"accepted":1,"unchanged":1}"#)]);
}

#[wasm_bindgen_test]
fn a_request_of_another_shape_throws() {
    assert!(replay(parse(r#"{"messages": 1}"#)).is_err());
}
