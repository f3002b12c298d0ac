use super::Facts;
use super::group::canonical;
use crate::lesson::Compare;
use iot_sql::{Context, Message, SqlVersion};
use rule_actions::Plan;

#[test]
fn numbers_are_compared_by_their_value() {
    for (a, b) in
        [("4", "4.0"), ("1e3", "1000"), ("0.50", "5e-1"), ("-0.0", "0"), ("1E+2", "100.00"), ("-7", "-7.00")]
    {
        assert_eq!(canonical(a), canonical(b), "{a} {b}");
    }
    for (a, b) in [("4", "-4"), ("4", "40"), ("0.1", "0.10000001"), ("1", "0")] {
        assert_ne!(canonical(a), canonical(b), "{a} {b}");
    }
}

fn facts(sql: &str, action: Option<&str>, compare: Compare) -> Facts {
    let plan = Plan::new(sql, SqlVersion::V2016_03_23, action).expect(sql);
    let payload = br#"{"t": 4.50, "n": 7, "s": "x", "o": {"odd key": [1, {}]}, "ts": 1772353795}"#;
    let context = Context { timestamp_ms: 1_772_353_800_000, ..Context::default() };
    Facts::of(&plan.evaluate(Message { topic: "a/b", payload }, &context), compare)
}

fn told(wanted: &Facts, got: &Facts) -> Vec<String> {
    let side = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".into());
    let differences = got.differences(wanted);
    differences
        .iter()
        .map(|found| format!("{}: {} | {}", found.what, side(&found.wanted), side(&found.got)))
        .collect()
}

const TIMESTREAM: &str = r#"{"timestream": {"databaseName": "d", "tableName": "t", "roleArn": "arn:aws:iam::123456789012:role/r",
    "dimensions": [{"name": "who", "value": "${topic(2)}"}], "timestamp": {"value": "TIME", "unit": "UNIT"}}}"#;

fn timestream(time: &str, unit: &str) -> String {
    TIMESTREAM.replace("TIME", time).replace("UNIT", unit)
}

#[test]
fn payloads_are_the_same_in_any_order_and_form() {
    let one = facts("SELECT t, o FROM 'a/b'", None, Compare::Output);
    let other = facts("SELECT o, t * 1 AS t FROM 'a/+'", None, Compare::Output);
    assert_eq!(one, other);
    let other = facts("SELECT s AS t, o.* FROM 'a/b'", None, Compare::Output);
    assert_eq!(
        told(&one, &other),
        [
            "o[\"odd key\"][0]: 1 | -",
            "o[\"odd key\"][1]: {} | -",
            "t: 4.50 | \"x\"",
            "[\"odd key\"][0]: - | 1",
            "[\"odd key\"][1]: - | {}",
        ]
    );
    let silent = facts("SELECT t FROM 'b'", None, Compare::Output);
    assert_eq!(told(&one, &silent), ["the rule: acts | stays silent"]);
    assert_eq!(
        facts("SELECT * FROM 'a/b'", None, Compare::Match),
        facts("SELECT s FROM '#'", None, Compare::Match)
    );
}

#[test]
fn records_are_the_same_whatever_their_unit_and_order() {
    let seconds = timestream("${ts}", "SECONDS");
    let one = facts("SELECT t, n FROM 'a/b'", Some(&seconds), Compare::Records);
    let milliseconds = timestream("${ts * 1000}", "MILLISECONDS");
    assert_eq!(one, facts("SELECT n, t FROM 'a/b'", Some(&milliseconds), Compare::Records));
    let other = facts(
        "SELECT t + 0.25 AS t, s FROM 'a/b'",
        Some(&timestream("1772353800", "SECONDS")),
        Compare::Records,
    );
    assert_eq!(
        told(&one, &other),
        [
            "record `n`: 7 (BIGINT; who=b; 2026-03-01 08:29:55) | -",
            "record `t`, time: 2026-03-01 08:29:55 | 2026-03-01 08:30:00",
            "record `t`, value: 4.50 | 4.75",
            "record `s`: - | x (VARCHAR; who=b; 2026-03-01 08:30:00)",
        ]
    );
    // Without what only a table knows, two ways to the same values are the same.
    assert_eq!(
        facts("SELECT t FROM 'a/b'", Some(&seconds), Compare::None),
        facts("SELECT t FROM 'a/b'", Some(&timestream("1772353800", "SECONDS")), Compare::None)
    );
}

#[test]
fn requests_are_compared_by_what_is_in_them() {
    let sqs = r#"{"sqs": {"queueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/q", "roleArn": "arn:aws:iam::123456789012:role/r", "useBase64": false}}"#;
    let one = facts("SELECT t, n FROM 'a/b'", Some(sqs), Compare::Deliveries);
    assert_eq!(one, facts("SELECT n, t FROM 'a/b'", Some(sqs), Compare::Deliveries));
    let other = facts("SELECT n, s AS t FROM 'a/b'", Some(sqs), Compare::Deliveries);
    assert_eq!(told(&one, &other), ["SQS, MessageBody.t: 4.50 | \"x\""]);
}
