//! Rule documents.

use crate::common::{at, expect, parse, set, value_at};
use rulelens_wasm::{evaluate, read_rule_document, to_influxdb_action, write_rule_document};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const TEMPLATE: &str = "Resources:
  Climate:
    Type: AWS::IoT::TopicRule
    Properties:
      RuleName: climate
      TopicRulePayload:
        AwsIotSqlVersion: 2016-03-23
        Sql: SELECT t FROM 'rooms/+'
        Actions:
          - Timestream:
              DatabaseName: home
              TableName: !Ref Table
              RoleArn: arn:aws:iam::123456789012:role/r
              Dimensions: [{Name: room, Value: '${topic(2)}'}]
";

fn read(text: &str) -> JsValue {
    read_rule_document(text).map_err(JsValue::from).expect("a document")
}

fn write(rule: JsValue, format: &str) -> JsValue {
    write_rule_document(rule, format).map_err(JsValue::from).expect("an answer")
}

#[wasm_bindgen_test]
fn a_rule_comes_in_is_evaluated_and_goes_out() {
    let document = read(TEMPLATE);
    expect(
        &document,
        &[
            ("source", "\"CloudFormation template\""),
            ("rules.length", "1"),
            ("rules.0.name", "\"climate\""),
            ("rules.0.sqlVersion", "\"2016-03-23\""),
            ("placeholders.0.text", "\"<Table>\""),
        ],
    );
    let request = parse(r#"{"topic": "rooms/hall", "payload": "{\"t\": 21.5}"}"#);
    set(&request, "rule", value_at(&document, "rules.0"));
    let response = evaluate(request).map_err(JsValue::from).expect("a response");
    expect(
        &response,
        &[
            ("deliveries.0.content.records.0.Dimensions.0.Value", "\"hall\""),
            ("deliveries.0.destination", "\"home.<Table>\""),
        ],
    );
    for format in ["json", "cfn", "cfn-yaml", "terraform", "terraform-json"] {
        let written = write(value_at(&document, "rules.0"), format);
        let text = value_at(&written, "text").as_string().expect(format);
        let again = read(&text);
        for member in ["sql", "sqlVersion", "action"] {
            let path = format!("rules.0.{member}");
            assert_eq!(at(&again, &path), at(&document, &path), "{format}");
        }
    }
    let command = at(&write(value_at(&document, "rules.0"), "cli"), "text");
    assert!(command.contains("aws iot create-topic-rule"), "{command}");
}

#[wasm_bindgen_test]
fn what_is_no_document_or_format_is_told() {
    let document = read("Resources: [");
    expect(&document, &[("rules", "[]"), ("diagnostics.0.input", "\"document\"")]);
    assert_ne!(at(&document, "diagnostics.0.code"), "undefined");
    let rule = || value_at(&read(TEMPLATE), "rules.0");
    let written = write(rule(), "bicep");
    expect(&written, &[("text", "undefined"), ("diagnostics.0.code", "\"request.invalid\"")]);
    let broken = rule();
    set(&broken, "action", "{");
    expect(&write(broken, "json"), &[("diagnostics.0.code", "\"request.invalid\"")]);
}

#[wasm_bindgen_test]
fn a_timestream_action_becomes_an_influxdb_action() {
    let request = |action: &str| {
        let request = parse(r#"{"sql": "SELECT t FROM 'rooms/+'"}"#);
        set(&request, "action", action);
        to_influxdb_action(request).map_err(JsValue::from).expect("an answer")
    };
    let answer = request(
        r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "arn:aws:iam::123456789012:role/r",
            "dimensions": [{"name": "room", "value": "${topic(2)}"}]}}"#,
    );
    expect(
        &answer,
        &[("sql", "\"SELECT t, timestamp() AS timestamp FROM 'rooms/+'\""), ("diagnostics", "[]")],
    );
    assert_ne!(at(&answer, "notes.0.text"), "undefined");
    let action = parse(&value_at(&answer, "action").as_string().expect("an action"));
    assert_eq!(at(&action, "influxDB.tags.room"), "\"${topic(2)}\"");
    let rejected = request(r#"{"lambda": {}}"#);
    assert_eq!(at(&rejected, "sql"), "undefined");
    assert_ne!(at(&rejected, "diagnostics.0.code"), "undefined");
}
