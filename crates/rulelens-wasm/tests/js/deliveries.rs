//! What the actions do.

use crate::common::{at, expect, parse, set, value_at};
use rulelens_wasm::{evaluate, records_to_csv, records_to_rows, write_records_requests};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const TIMESTREAM: &str = r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "r",
    "dimensions": [{"name": "room", "value": "${topic(2)}"}],
    "timestamp": {"value": "${at}", "unit": "SECONDS"}}}"#;

/// A request to a rule with Timestream and an action of an unknown kind, at 2023-11-14 22:13:20.
fn request(payload: &str) -> JsValue {
    let request = parse(r#"{"topic": "rooms/hall", "context": {"timestamp": 1700000000000}}"#);
    set(&request, "sql", "SELECT t, ok FROM 'rooms/+'");
    set(&request, "payload", payload);
    let other = r#"{"zigbee": {"address": "${topic(2)}", "big": 12345678901234567890}}"#;
    set(&request, "action", format!(r#"{{"actions": [{TIMESTREAM}, {other}], "errorAction": {other}}}"#));
    request
}

fn run(request: JsValue) -> JsValue {
    evaluate(request).map_err(JsValue::from).expect("a response")
}

#[wasm_bindgen_test]
fn each_action_has_a_delivery_of_its_kind() {
    let response = run(request(r#"{"at": 1700000000, "t": 21.5, "ok": true}"#));
    expect(
        &response,
        &[
            ("deliveries.length", "2"),
            ("deliveries.0.kind", "\"timestream\""),
            ("deliveries.0.path", "\"actions[0].timestream\""),
            ("deliveries.0.destination", "\"home.climate\""),
            ("deliveries.0.content.kind", "\"records\""),
            ("deliveries.0.content.TableName", "\"climate\""),
            ("deliveries.0.content.records.1.MeasureName", "\"ok\""),
            ("deliveries.0.content.records.0.verdict.outcome", "\"accepted\""),
            ("deliveries.0.content.records.0.verdict.store", "\"memory\""),
            ("deliveries.0.content.records.0.verdict.reasons", "[]"),
            ("deliveries.0.errors", "[]"),
            ("deliveries.1.kind", "\"\""),
            ("deliveries.1.content.kind", "\"request\""),
            ("errorDelivery", "undefined"),
        ],
    );
    let request = value_at(&response, "deliveries.1.content.request").as_string().expect("JSON text");
    assert_eq!(request, r#"{"address":"hall","big":12345678901234567890}"#);
}

#[wasm_bindgen_test]
fn a_rejected_record_says_why_and_the_error_action_is_told() {
    let response = run(request(r#"{"at": 1600000000, "t": 21.5}"#));
    expect(
        &response,
        &[
            ("deliveries.0.content.records.0.verdict.outcome", "\"rejected\""),
            ("deliveries.0.content.records.0.verdict.store", "undefined"),
            ("deliveries.0.content.records.0.verdict.reasons.0.code", "\"timestream.too-old\""),
            ("deliveries.0.content.records.0.verdict.reasons.0.severity", "\"error\""),
            ("deliveries.0.content.records.0.verdict.reasons.0.evidence", "\"documented\""),
            ("deliveries.0.errors.0.code", "\"timestream.too-old\""),
            ("errorDelivery.path", "\"errorAction.zigbee\""),
        ],
    );
    let help = at(&response, "deliveries.0.content.records.0.verdict.reasons.0.help");
    assert!(help.contains("outside the time range [2023-11-14T16:13:20.000Z"), "{help}");
}

#[wasm_bindgen_test]
fn the_tables_settings_decide() {
    let request = request(r#"{"at": 1699900000, "t": 21.5}"#);
    assert_eq!(at(&run(request.clone()), "deliveries.0.content.records.0.verdict.outcome"), "\"rejected\"");
    set(&request, "table", parse(r#"{"memoryRetentionHours": 1, "magneticWrites": true}"#));
    assert_eq!(at(&run(request.clone()), "deliveries.0.content.records.0.verdict.store"), "\"magnetic\"");
    set(&request, "table", parse(r#"{"memoryRetentionHours": 0}"#));
    let response = run(request);
    assert_eq!(at(&response, "outcome"), "\"rejected\"");
    let message = at(&response, "diagnostics.0.message");
    assert!(message.contains("1 to 8766 hours, not 0"), "{message}");
}

#[wasm_bindgen_test]
fn earlier_messages_count() {
    let with_earlier = |earlier: &str| {
        let request = request(r#"{"at": 1700000000, "t": 21.5}"#);
        set(&request, "earlier", parse(earlier));
        run(request)
    };
    let response = with_earlier(
        r#"[{"payload": "{\"at\": 1699999999, \"t\": \"warm\"}"}, {"payload": "{\"at\": 1699999998, \"t\": 21}", "topic": "other"}]"#,
    );
    expect(
        &response,
        &[
            ("deliveries.0.content.records.0.verdict.outcome", "\"rejected\""),
            ("deliveries.0.content.records.0.verdict.reasons.0.code", "\"timestream.type-conflict\""),
            ("deliveries.0.content.records.length", "1"),
        ],
    );
    let message = at(&response, "deliveries.0.content.records.0.verdict.reasons.0.message");
    assert!(message.contains("VARCHAR since message 1 wrote `warm`"), "{message}");

    // Another time, by its own context: a record of that hour fits into the window of then.
    let response = with_earlier(
        r#"[{"payload": "{\"at\": 1600000000, \"t\": 1}", "context": {"timestamp": 1600000000000}}]"#,
    );
    assert_eq!(
        at(&response, "deliveries.0.content.records.0.verdict.reasons.0.code"),
        "\"timestream.type-conflict\""
    );
    let response = with_earlier(r#"[{"payload": "{\"at\": 1600000000, \"t\": 1}", "context": {}}]"#);
    assert_eq!(
        at(&response, "deliveries.0.content.records.0.verdict.outcome"),
        "\"accepted\"",
        "that record was rejected itself"
    );

    let response = with_earlier(r#"[{"payload": "{}"}, {"payloadBase64": "?"}]"#);
    assert_eq!(at(&response, "outcome"), "\"rejected\"");
    let message = at(&response, "diagnostics.0.message");
    assert!(message.starts_with("\"Earlier message 2: The payload is not base64"), "{message}");
    let many = vec![r#"{"payload": "{}"}"#; 1001].join(",");
    let message = at(&with_earlier(&format!("[{many}]")), "diagnostics.0.message");
    assert!(message.contains("1001 earlier messages; at most 1000"), "{message}");
}

#[wasm_bindgen_test]
fn points_come_with_their_lines() {
    let request = request(r#"{"t": 21.5, "ok": true}"#);
    set(&request, "sql", "SELECT t, ok, 1700000000 AS timestamp FROM 'rooms/+'");
    set(
        &request,
        "action",
        r#"{"influxDB": {"destinationArn": "arn:aws:iot:eu-west-1:123456789012:ruledestination/influxdb/a",
            "roleArn": "arn:aws:iam::123456789012:role/r", "databaseName": "home", "tableName": "climate",
            "timestampUnit": "s", "tags": {"room": "${topic(2)}"}}}"#,
    );
    expect(
        &run(request),
        &[
            ("deliveries.0.content.kind", "\"points\""),
            ("deliveries.0.content.points.0.line", "\"climate,room=hall t=21.5,ok=t 1700000000\""),
            ("deliveries.0.content.points.0.fields.0", r#"{"key":"t","type":"float","value":"21.5"}"#),
            ("deliveries.0.content.points.0.timeUtc", "\"2023-11-14 22:13:20\""),
            ("deliveries.0.content.records", "undefined"),
        ],
    );
}

#[wasm_bindgen_test]
fn types_are_explained_where_that_is_asked() {
    let request = request(r#"{"at": 1700000000, "t": 5.0, "ok": true}"#);
    assert_eq!(at(&run(request.clone()), "deliveries.0.content.records.0.typeReason"), "undefined");
    set(&request, "typeReasons", true);
    expect(
        &run(request),
        &[
            ("deliveries.0.content.records.0.typeReason.rule", "\"wholeNumber\""),
            ("deliveries.0.content.records.0.typeReason.evidence", "\"documented\""),
            (
                "deliveries.0.content.records.0.typeReason.explanation",
                "\"`5.0` has no fraction; under 2016-03-23 it is an Int, so BIGINT.\"",
            ),
            ("deliveries.0.content.records.1.typeReason.rule", "\"truthValue\""),
        ],
    );
}

#[wasm_bindgen_test]
fn records_come_as_requests_rows_and_csv() {
    let response = run(request(r#"{"at": 1700000000, "t": 21.5, "ok": true}"#));
    let records = || value_at(&response, "deliveries.0.content.records");
    let requests =
        write_records_requests("home", "climate", records()).map_err(JsValue::from).expect("requests");
    let [request] = requests.as_slice() else { panic!("{requests:?}") };
    expect(
        &parse(request),
        &[
            ("DatabaseName", "\"home\""),
            (
                "Records.0",
                r#"{"Dimensions":[{"Name":"room","Value":"hall"}],"MeasureName":"t","MeasureValue":"21.5","MeasureValueType":"DOUBLE","Time":"1700000000","TimeUnit":"SECONDS"}"#,
            ),
        ],
    );
    let rows = records_to_rows(records()).map_err(JsValue::from).expect("rows");
    expect(
        &rows,
        &[
            (
                "columns",
                r#"["room","measure_name","time","measure_value::bigint","measure_value::double","measure_value::varchar","measure_value::boolean"]"#,
            ),
            ("rows.0", r#"["hall","t","2023-11-14 22:13:20.000000000",null,"21.5",null,null]"#),
            ("rows.1.6", "\"true\""),
        ],
    );
    let csv = records_to_csv(records()).map_err(JsValue::from).expect("CSV");
    assert_eq!(csv.lines().nth(2), Some("hall,ok,2023-11-14 22:13:20.000000000,,,,true"));

    let record = value_at(&response, "deliveries.0.content.records.0");
    set(&record, "MeasureValueType", "MULTI");
    let error = records_to_csv(records()).map_err(JsValue::from).expect_err("no such type");
    assert!(at(&error, "message").contains("unknown variant `MULTI`"), "{}", at(&error, "message"));
    assert!(records_to_csv(parse("[{}]")).is_err());
}
