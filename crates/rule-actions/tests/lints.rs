//! Near misses of Timestream on both sides: what is warned about, and what stands next to it and is meant.

use iot_sql::{Context, Message, SqlVersion};
use rule_actions::{Plan, Simulation};
use serde_json::{Value as Json, json};

/// The codes of what is reported about `SELECT *` with a Timestream action.
fn codes(payload: &str, timestamp: Option<Json>) -> Vec<&'static str> {
    let mut action = json!({"timestream": {
        "databaseName": "home", "tableName": "climate", "roleArn": "arn:aws:iam::123456789012:role/r",
        "dimensions": [{"name": "room", "value": "kitchen"}],
    }});
    if let Some(timestamp) = timestamp {
        action["timestream"]["timestamp"] = timestamp;
    }
    let plan = Plan::new("SELECT * FROM 'a/b'", SqlVersion::V2016_03_23, Some(&action.to_string()))
        .expect("a rule and an action");
    let context = Context { timestamp_ms: 1_700_000_000_000, ..Context::default() };
    let report = plan.evaluate(Message { topic: "a/b", payload: payload.as_bytes() }, &context);
    report.diagnostics.iter().map(|diagnostic| diagnostic.code.id).collect()
}

#[test]
fn names_that_differ_only_in_case_in_either_order() {
    for (payload, expected) in [
        (r#"{"temp": 1, "Temp": 2}"#, &["timestream.case-twins"][..]),
        (r#"{"Temp": 1, "temp": 2}"#, &["timestream.case-twins"]),
        (r#"{"TEMP": 1, "humidity": 2, "temp": 3}"#, &["timestream.case-twins"]),
        (r#"{"temp": 1, "temp2": 2}"#, &[]),
        (r#"{"Temp": 1}"#, &[]),
    ] {
        assert_eq!(codes(payload, None), expected, "{payload}");
    }
}

/// The lint is about units: whatever else is said of a time so far away, such as that it is older than the table keeps.
#[test]
fn a_unit_makes_a_year_from_2000_to_2099() {
    for (seconds, is_warned) in
        [(946_684_799, true), (946_684_800, false), (4_102_444_799_i64, false), (4_102_444_800, true)]
    {
        let timestamp = json!({"value": seconds.to_string(), "unit": "SECONDS"});
        let found = codes(r#"{"t": 1.5}"#, Some(timestamp));
        assert_eq!(found.contains(&"timestream.unit-doubtful"), is_warned, "{seconds}: {found:?}");
    }
}

#[test]
fn the_last_gate_has_the_name_of_the_action() {
    let title = |actions: Option<&str>| {
        let plan = Plan::new("SELECT * FROM 'a/b'", SqlVersion::V2016_03_23, actions).expect("a plan");
        let report = plan.deliver(
            Message { topic: "a/b", payload: b"{}" },
            &Context::default(),
            &mut Simulation::default(),
        );
        report.stages.last().expect("a gate").title.clone()
    };
    let lambda = r#"{"lambda": {"functionArn": "arn:aws:lambda:us-east-2:123456789012:function:f"}}"#;
    assert_eq!(title(None), "Timestream");
    assert_eq!(title(Some(lambda)), "Lambda");
    assert_eq!(title(Some(&format!("[{lambda}, {lambda}]"))), "Actions");
}
