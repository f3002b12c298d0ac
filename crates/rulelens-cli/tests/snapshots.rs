//! How diagnostics are drawn and written as JSON: one of each kind of input and place, as a person sees them. After a
//! change that is meant: `INSTA_UPDATE=always cargo test -p rulelens-cli --test snapshots`.

mod common;

use common::rulelens;
use serde_json::Value as Json;
use std::fs;

/// An action whose one dimension is this.
fn timestream(dimension: &str) -> String {
    format!(
        r#"{{"timestream": {{"databaseName": "d", "tableName": "t", "roleArn": "r",
  "dimensions": [{{"name": "room", "value": "{dimension}"}}]}}}}"#
    )
}

/// What `rulelens eval` reports about a message, drawn and as JSON.
fn eval(sql: &str, topic: &str, payload: &[u8], action: Option<&str>) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [("rule.sql", sql), ("context.json", r#"{"timestamp": 1598481736423}"#)] {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    let mut arguments = vec!["eval", "--sql-file", "rule.sql", "--topic", topic, "--context", "context.json"];
    if let Some(action) = action {
        fs::write(folder.path().join("action.json"), action).expect("a file");
        arguments.extend(["--action", "action.json"]);
    }
    let text = rulelens(folder.path(), &arguments, payload);
    arguments.extend(["--format", "json"]);
    let json: Json = serde_json::from_str(&rulelens(folder.path(), &arguments, payload).out).expect("JSON");
    let diagnostics = serde_json::to_string_pretty(&json["diagnostics"]).expect("JSON");
    format!("{}{}\n{diagnostics}", text.out, text.err)
}

#[test]
fn a_misspelt_keyword_with_its_fix() {
    insta::assert_snapshot!(eval("SELECT temperature FORM 'a/b'", "a/b", b"{}", None));
}

#[test]
fn the_third_line_of_a_statement() {
    insta::assert_snapshot!(eval("SELECT a,\n  b\nFRMO 'a/b'\nWHERE c > 1", "a/b", b"{}", None));
}

#[test]
fn a_place_over_two_lines() {
    insta::assert_snapshot!(eval("SELECT abs(a,\n  b) AS c\nFROM 'a/b'", "a/b", b"{\"a\": 1}", None));
}

#[test]
fn a_place_behind_wide_characters() {
    insta::assert_snapshot!(eval("SELECT '温度 😀 é' AS x, uper(a) AS y FROM 'a/b'", "a/b", b"{}", None));
}

#[test]
fn a_place_behind_tabs() {
    insta::assert_snapshot!(eval("SELECT\ta,\n\t\tuper(b) AS c\nFROM 'a/b'", "a/b", b"{}", None));
}

#[test]
fn a_warning_with_two_edits() {
    insta::assert_snapshot!(eval("SELECT a FROM 'a/b' WHERE b.c-d = NULL;", "a/b", b"{\"a\": 1}", None));
}

#[test]
fn a_place_in_a_payload_of_several_lines() {
    insta::assert_snapshot!(eval("SELECT a FROM 'a/b'", "a/b", b"{\n  \"a\": 1,\n  \"b\": tru\n}", None));
}

#[test]
fn a_payload_that_is_not_text() {
    insta::assert_snapshot!(eval("SELECT a FROM 'a/b'", "a/b", b"{\"a\": \"\xFF\xFE\x1b[31m", None));
}

#[test]
fn a_topic_that_no_message_has() {
    insta::assert_snapshot!(eval("SELECT a FROM 'a/+'", "a/+", b"{\"a\": 1}", None));
}

#[test]
fn a_template_of_an_action() {
    let action = timestream("x-${toppic(2)}");
    insta::assert_snapshot!(eval("SELECT a FROM 'a/b'", "a/b", b"{\"a\": 1}", Some(&action)));
}

#[test]
fn a_value_that_a_template_does_not_have() {
    let action = timestream("${nowhere}");
    insta::assert_snapshot!(eval("SELECT a FROM 'a/b'", "a/b", b"{\"a\": \"21.5\"}", Some(&action)));
}

#[test]
fn an_action_that_is_not_json() {
    insta::assert_snapshot!(eval(
        "SELECT a FROM 'a/b'",
        "a/b",
        b"{}",
        Some("{\"timestream\": {\n  nothing\n}}")
    ));
}

#[test]
fn places_in_rule_documents() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        (
            "template.yaml",
            "Resources:\n  Rule:\n    Type: AWS::IoT::TopicRule\n    Properties:\n      TopicRulePayload:\n        Sql: SELECT a FORM 't'\n        Actions:\n          - Lambda: {FunctionArm: x}\n",
        ),
        (
            "main.tf",
            "resource \"aws_iot_topic_rule\" \"r\" {\n  name        = \"a-b\"\n  sql         = \"SELECT * FROM 't'\"\n  sql_version = \"2016-03-23\"\n}\n",
        ),
        ("rule.json", "{\"sql\": \"SELECT a FROM \\\"t\\\"\",\n \"actions\": [}"),
    ] {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    for name in ["template.yaml", "main.tf", "rule.json"] {
        let text = rulelens(folder.path(), &["check", name], b"");
        let json = rulelens(folder.path(), &["check", "--format", "json", name], b"");
        let json: Json = serde_json::from_str(&json.out).expect("JSON");
        let json = serde_json::to_string_pretty(&json).expect("JSON");
        insta::assert_snapshot!(format!("check_{name}"), format!("{}{}\n{json}", text.out, text.err));
    }
}
