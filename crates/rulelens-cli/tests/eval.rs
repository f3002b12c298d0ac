//! `rulelens eval` as a process.

mod common;

use common::{Ran, rulelens};
use serde_json::Value as Json;
use std::fs;

const ACTION: &str = r#"{"timestream": {"databaseName": "sampleDB", "tableName": "sampleTable", "roleArn": "arn",
    "dimensions": [{"name": "device_id", "value": "${clientid()}"}, {"name": "level", "value": "${topic(1)}"}]}}"#;
const CONTEXT: &str = r#"{"clientId": "ruuvi-01", "timestamp": 1598481736423}"#;

/// Runs `eval` with these arguments, an action, a context and more files available.
fn eval(arguments: &[&str], payload: &[u8]) -> Ran {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        ("action.json", ACTION),
        ("context.json", CONTEXT),
        ("bad-context.json", r#"{"clientid": "x"}"#),
        (
            "bad-action.json",
            r#"{"timestream": {"databaseName": "d", "tableName": "t", "roleArn": "r", "dimensions": [{"name": "a", "value": "${topic(}"}]}}"#,
        ),
        ("unversioned.json", r#"{"sql": "SELECT t FROM 'iot/topic'", "actions": []}"#),
        ("broken.yaml", "Resources:\n  Rule:\n    Type: [\n"),
        ("rule.sql", "SELECT temperature\nFROM 'iot/topic'\n"),
        ("payload.json", r#"{"temperature": 1.50}"#),
    ] {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    rulelens(folder.path(), &[&["eval"], arguments].concat(), payload)
}

#[test]
fn shows_gates_payload_and_records() {
    let sql = "SELECT temperature, humidity from 'iot/topic'";
    let arguments =
        ["--sql", sql, "--topic", "iot/topic", "--action", "action.json", "--context", "context.json"];
    let ran = eval(&arguments, br#"{"rssi": -88, "temperature": 24.04, "humidity": 43.605}"#);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let expected = "\
topic       passed      The topic `iot/topic` matches the filter `iot/topic`.
where       -           The rule has no WHERE: every message on its topic passes.
select      passed      The outgoing payload is an object with 2 attributes.
actions     passed      WriteRecords gets 2 records, one for each attribute.

outgoing payload
{\"temperature\":24.04,\"humidity\":43.605}

records
measure name  value   type    time (UTC)               time              dimensions                     verdict
temperature   24.04   DOUBLE  2020-08-26 22:42:16.423  1598481736423 ms  device_id=ruuvi-01, level=iot  accepted
humidity      43.605  DOUBLE  2020-08-26 22:42:16.423  1598481736423 ms  device_id=ruuvi-01, level=iot  accepted
";
    assert_eq!(ran.out, expected);
}

#[test]
fn writes_one_json_document() {
    let sql = "SELECT temperature AS temp FROM 'iot/topic'";
    let arguments = [
        "--sql",
        sql,
        "--topic",
        "iot/topic",
        "--action",
        "action.json",
        "--context",
        "context.json",
        "--format",
        "json",
    ];
    let ran = eval(&arguments, br#"{"temperature": 12345678901234567890.10}"#);
    let json: Json = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(json["outcome"], "output");
    assert_eq!(json["outgoingPayload"], r#"{"temp":12345678901234567890.10}"#);
    assert_eq!(json["stages"][3]["state"], "passed");
    assert_eq!(json["deliveries"][0]["content"]["records"][0]["MeasureName"], "temp");
    assert_eq!(json["deliveries"][0]["content"]["records"][0]["MeasureValue"], "12345678901234567890.10");
    assert_eq!(json["deliveries"][0]["content"]["records"][0]["Time"], "1598481736423");
    assert_eq!(json["deliveries"][0]["content"]["records"][0]["Dimensions"][0]["Value"], "ruuvi-01");
}

#[test]
fn places_are_bytes_and_lines_and_columns() {
    let sql = "SELECT 'ä€' AS x,\n  nosuch(1)\nFROM 'iot/topic'";
    let ran = eval(&["--sql", sql, "--topic", "iot/topic", "--format", "json"], b"{}");
    assert_eq!(ran.code, 1);
    let json: Json = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(json["outcome"], "rejected");
    assert_eq!(
        (&json["stages"], &json["deliveries"]),
        (&Json::from([0; 0].as_slice()), &Json::from([0; 0].as_slice()))
    );
    let diagnostic = &json["diagnostics"][0];
    assert_eq!(diagnostic["code"], "sql.unknown-function");
    assert_eq!(diagnostic["evidence"], "verified");
    let label = &diagnostic["labels"][0];
    let number = |name: &str| usize::try_from(label[name].as_u64().expect(name)).expect(name);
    assert_eq!(&sql[number("start")..number("end")], "nosuch");
    assert_eq!([number("line"), number("column"), number("endLine"), number("endColumn")], [2, 3, 2, 9]);
}

#[test]
fn a_mistake_is_drawn_at_its_place() {
    let ran = eval(&["--sql", "SELECT temperature FORM 'iot/topic'", "--topic", "iot/topic"], b"{}");
    assert_eq!(ran.code, 1);
    for part in [
        "error[sql.misspelt-keyword]: ",
        " --> sql:1:20\n",
        "1 | SELECT temperature FORM 'iot/topic'\n",
        "  |                    ^^^^ did you mean FROM?\n",
        "  = help: ",
        "help: Use FROM\n",
    ] {
        assert!(ran.out.contains(part), "no {part:?} in\n{}", ran.out);
    }
    assert!(!ran.out.contains('\u{1b}'), "colours in a pipe");
    let ran = eval(&["--sql-file", "rule.sql", "--topic", "iot/topic", "--action", "bad-action.json"], b"{}");
    assert!(ran.out.contains(" --> bad-action.json: timestream.dimensions[0].value:1:"), "{}", ran.out);
    let ran = eval(&["--sql-file", "rule.sql", "--topic", "iot/topic"], b"{\"temperature\":\n 01}");
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains(" --> payload:2:3\n"), "{}", ran.out);
}

#[test]
fn the_exit_status_tells_evaluated_from_rejected_and_unusable() {
    let sql = ["--sql-file", "rule.sql"];
    let topic = ["--topic", "iot/topic"];
    for (arguments, code) in [
        (vec!["--payload", "payload.json"], 0),
        (vec!["--sql-version", "2015-10-08"], 0),
        (vec!["--sql-version", "2017-01-01"], 2),
        (vec!["--action", "bad-action.json"], 1),
        (vec!["--action", "missing.json"], 2),
        (vec!["--context", "bad-context.json"], 2),
        (vec!["--payload", "missing.json"], 2),
        (vec!["--sql", "SELECT 1"], 2),
        (vec!["--format", "xml"], 2),
    ] {
        let ran = eval(&[&sql[..], &topic, &arguments].concat(), b"{}");
        assert_eq!(ran.code, code, "{arguments:?}\n{}{}", ran.out, ran.err);
        assert_eq!(code == 2, !ran.err.is_empty(), "{arguments:?}\n{}", ran.err);
    }
    let other = eval(&[&sql[..], &["--topic", "other"]].concat(), b"{}");
    assert_eq!(other.code, 0);
    assert!(other.out.contains("topic       stopped"), "{}", other.out);
    assert_eq!(eval(&sql, b"{}").code, 2, "without a topic");
    assert_eq!(eval(&topic, b"{}").code, 2, "without a statement");
}

#[test]
fn without_a_timestamp_the_rule_runs_now() {
    let arguments = ["--sql", "SELECT timestamp() AS now FROM 't'", "--topic", "t", "--format", "json"];
    let ran = eval(&arguments, b"{}");
    let json: Json = serde_json::from_str(&ran.out).expect("JSON");
    let payload = json["outgoingPayload"].as_str().expect("a payload");
    let now: i64 =
        payload.trim_start_matches("{\"now\":").trim_end_matches('}').parse().expect("milliseconds");
    assert!(now > 1_700_000_000_000, "{payload}");
}

#[test]
fn bytes_that_are_not_text_are_shown_in_base64() {
    let arguments = ["--sql", "SELECT * FROM 't'", "--topic", "t"];
    let ran = eval(&arguments, b"\xFF\x00\x1b[31m");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("in base64\n/wAbWzMxbQ==\n"), "{}", ran.out);
    assert!(!ran.out.contains('\u{1b}'));
    let json = eval(&[&arguments[..], &["--format", "json"]].concat(), b"\xFF\x00");
    let json: Json = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(json["outgoingPayloadBase64"], "/wA=");
}

#[test]
fn explains_types_and_refusals() {
    let sql = "SELECT a, b AS time FROM 'iot/topic'";
    let arguments = ["--sql", sql, "--topic", "iot/topic", "--action", "action.json", "--explain"];
    let payload = br#"{"a": 5.0, "b": 5.5}"#;
    let ran = eval(&arguments, payload);
    assert_eq!(ran.code, 1);
    for part in [
        "why measures have their types\n  a: `5.0` has no fraction; under 2016-03-23 it is an Int, so BIGINT.\n",
        "  time: `5.5` is a decimal number, so DOUBLE.\n",
        "error[timestream.measure-name]: A measure cannot be called `time`",
        "SELECT a + 1e-9 AS a, b AS time FROM 'iot/topic'",
    ] {
        assert!(ran.out.contains(part), "{part}\n{}", ran.out);
    }
    let ran = eval(&[&arguments[..], &["--format", "json"]].concat(), payload);
    let document: Json = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(
        document.pointer("/deliveries/0/content/records/0/typeReason/rule"),
        Some(&Json::from("wholeNumber"))
    );
    assert_eq!(
        document.pointer("/deliveries/0/content/records/1/MeasureValueType"),
        Some(&Json::from("DOUBLE"))
    );
}

#[test]
fn a_rule_document_without_version_is_evaluated_as_aws_does_and_warned_about() {
    let arguments = ["--rule", "unversioned.json", "--topic", "iot/topic"];
    let ran = eval(&arguments, br#"{"t": 5.0}"#);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("{\"t\":5.0}"), "{}", ran.out);
    assert!(ran.out.contains("warning[lint.no-version]: "), "{}", ran.out);
    let ran = eval(&[&arguments[..], &["--sql-version", "2016-03-23"]].concat(), br#"{"t": 5.0}"#);
    assert!(ran.out.contains("{\"t\":5}"), "{}", ran.out);
    assert!(!ran.out.contains("lint.no-version"), "{}", ran.out);
}

#[test]
fn a_broken_document_is_drawn_at_its_place() {
    let ran = eval(&["--rule", "broken.yaml", "--topic", "iot/topic"], b"{}");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    for part in ["error[document.malformed]: ", " --> broken.yaml:4:1\n", "^"] {
        assert!(ran.err.contains(part), "no {part:?} in\n{}", ran.err);
    }
}

#[test]
fn a_missing_mock_says_what_the_context_file_must_hold() {
    let folder = tempfile::tempdir().expect("a folder");
    let call = "get_thing_shadow(id, 'arn:aws:iam::123456789012:role/r')";
    let sql = format!("SELECT {call} AS s FROM 'a'");
    let arguments = ["eval", "--sql", &sql, "--topic", "a"];
    let payload = br#"{"id": "the \"lamp\""}"#;
    let ran = rulelens(folder.path(), &arguments, payload);
    assert_eq!(ran.code, 1);
    let line = ran.out.lines().find(|line| line.contains("--context FILE")).expect("the help names the file");
    let (_, context) = line.split_once("`context`: ").expect("the context");
    fs::write(folder.path().join("context.json"), context).expect("a file");
    let ran = rulelens(folder.path(), &[&arguments[..], &["--context", "context.json"]].concat(), payload);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.contains(r#"{"s":{}}"#), "{}", ran.out);
}
