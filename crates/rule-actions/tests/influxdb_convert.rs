//! A Timestream action and the InfluxDB action made of it write the same: time, tags as dimensions, fields as measures.

use iot_sql::{Context, Message, SqlVersion};
use rule_actions::influxdb::{Converted, FieldType, from_timestream};
use rule_actions::timestream::MeasureValueType;
use rule_actions::{Plan, Report};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

const V2015: SqlVersion = SqlVersion::V2015_10_08;
const V2016: SqlVersion = SqlVersion::V2016_03_23;

/// The processing time in all tests, in milliseconds.
const NOW: i64 = 1_700_000_000_123;

/// The value and the unit of an action's timestamp, where it has one.
type Time<'t> = Option<(&'t str, &'t str)>;

fn timestream(timestamp: Time<'_>) -> Json {
    let mut action = json!({"timestream": {
        "databaseName": "home", "tableName": "climate", "roleArn": "arn:aws:iam::123456789012:role/r",
        "dimensions": [
            {"name": "room", "value": "${topic(2)}"},
            {"name": "unit", "value": "d 1,=${device}"},
            {"name": "empty", "value": "${nowhere}"}
        ]
    }});
    if let Some((value, unit)) = timestamp {
        action["timestream"]["timestamp"] = json!({"value": value, "unit": unit});
    }
    action
}

fn converted(sql: &str, action: &Json, version: SqlVersion) -> Converted {
    from_timestream(action, sql, version).expect(sql)
}

/// What was written, whichever the database.
#[derive(Debug, PartialEq)]
struct Written {
    /// In nanoseconds.
    time: i128,
    dimensions: BTreeMap<String, String>,
    /// With types.
    measures: BTreeMap<String, (&'static str, String)>,
}

fn of_records(report: &Report) -> Option<Written> {
    let records: Vec<_> = report.records().iter().map(|written| &written.record).collect();
    let first = records.first()?;
    let time = first.time.parse::<i128>().expect("an integer") * first.time_unit.nanoseconds();
    let filled = first.dimensions.iter().filter(|dimension| !dimension.value.is_empty());
    let dimensions =
        filled.map(|dimension| (dimension.name.to_string(), dimension.value.to_string())).collect();
    let measures = records.iter().map(|record| {
        let name = match record.measure_value_type {
            MeasureValueType::Bigint => "integer",
            MeasureValueType::Double => "float",
            MeasureValueType::Boolean => "boolean",
            MeasureValueType::Varchar => "string",
        };
        (record.measure_name.to_string(), (name, record.measure_value.to_string()))
    });
    Some(Written { time, dimensions, measures: measures.collect() })
}

fn of_points(report: &Report) -> Option<Written> {
    let [point] = report.influxdb()?.points() else { return None };
    let dimensions = point.tags.iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect();
    let measures = point.fields.iter().map(|field| {
        assert_ne!(field.value.field_type(), FieldType::Unsigned, "no payload here has one");
        (field.key.clone(), (field.value.field_type().name(), field.value.to_string()))
    });
    let time = i128::from(point.time) * point.time_unit.nanoseconds();
    Some(Written { time, dimensions, measures: measures.collect() })
}

/// Both sides of a message; the second one with the rule and action that were made.
fn both(sql: &str, action: &Json, version: SqlVersion, payload: &str) -> (Option<Written>, Option<Written>) {
    let made = converted(sql, action, version);
    let context = Context { timestamp_ms: NOW, ..Context::default() };
    let message = Message { topic: "sensors/kitchen", payload: payload.as_bytes() };
    let report = |sql: &str, action: &Json| {
        Plan::new(sql, version, Some(&action.to_string())).expect(sql).evaluate(message, &context)
    };
    (of_records(&report(sql, action)), of_points(&report(&made.sql, &made.action)))
}

/// Statements, with the timestamp that the Timestream action has beside them.
const RULES: &[(Time<'static>, &[&str])] = &[
    (
        None,
        &[
            "SELECT temperature FROM 'sensors/+'",
            "SELECT * FROM 'sensors/+'",
            "SELECT *, topic(2) AS level FROM 'sensors/+'",
            "SELECT VALUE * FROM 'sensors/+'",
            "SELECT\n    temperature,\n    humidity AS h\nFROM 'sensors/+'\nWHERE temperature < 100",
            "SELECT temperature, FROM 'sensors/+'",
            "SET @t = temperature\nSELECT @t AS t FROM 'sensors/+'",
        ],
    ),
    (
        Some(("${ts}", "SECONDS")),
        &[
            "SELECT temperature, on FROM 'sensors/+'",
            "SELECT temperature, state, list FROM 'sensors/+'",
            "SELECT * FROM 'sensors/+'",
            "SELECT temperature, name AS timestamp_value FROM 'sensors/+'",
        ],
    ),
    (
        Some(("${time_to_epoch(at, 'yyyy-MM-dd')}", "MILLISECONDS")),
        &["SELECT temperature, name FROM 'sensors/+'"],
    ),
    (Some(("${timestamp() * 1000}", "MICROSECONDS")), &["SELECT temperature FROM 'sensors/+'"]),
    (Some((" ${ts}000 ", "MILLISECONDS")), &["SELECT temperature FROM 'sensors/+'"]),
    (Some(("1700000000", "SECONDS")), &["SELECT temperature FROM 'sensors/+'"]),
];

#[test]
fn both_actions_write_the_same() {
    let mut compared = 0;
    for payload in [
        r#"{"device":"a","temperature":21.5,"humidity":60,"on":true,"name":"x \"y\"","ts":1700000000,"at":"2023-11-14"}"#,
        r#"{"device":5,"temperature":20.0,"humidity":null,"on":false,"state":{"a":[1,2]},"ts":"1700000001","at":"2020-01-31"}"#,
        r#"{"temperature":-1e-7,"list":[],"name":"","ts":-5,"at":"1969-07-20"}"#,
    ] {
        for (timestamp, sqls) in RULES {
            for (sql, version) in sqls.iter().flat_map(|sql| [(sql, V2015), (sql, V2016)]) {
                let is_newer = timestamp.is_some_and(|(value, _)| value.contains("time_to_epoch"));
                if is_newer && version == V2015 {
                    continue;
                }
                let (mut expected, found) = both(sql, &timestream(*timestamp), version, payload);
                if let Some(written) = &mut expected {
                    // A template names this key, which the conversion's notes say.
                    written.measures.remove("device");
                }
                assert_eq!(found, expected, "{sql} on {payload} under {version}");
                compared += usize::from(found.is_some());
            }
        }
    }
    assert!(compared > 80, "only {compared}");
}

#[test]
fn an_object_that_is_written_out_gets_one_more_member() {
    for (sql, expected) in [
        (
            "SELECT {\"a-b\": temperature} FROM 'sensors/+'",
            "SELECT {\"a-b\": temperature, \"timestamp\": timestamp()} FROM 'sensors/+'",
        ),
        (
            "SELECT VALUE {'t': temperature, 'h': 2} FROM 'sensors/+'",
            "SELECT VALUE {'t': temperature, 'h': 2, 'timestamp': timestamp()} FROM 'sensors/+'",
        ),
    ] {
        assert_eq!(converted(sql, &timestream(None), V2016).sql, expected);
        let (expected, found) = both(sql, &timestream(None), V2016, r#"{"temperature":21.5}"#);
        assert!(expected.is_some());
        assert_eq!(found, expected);
    }
}

#[test]
fn the_statement_is_edited_at_exact_places() {
    for (sql, timestamp, expected) in [
        (
            "select  a ,\n\tb  from 'x'",
            "${timestamp()}",
            "select  a ,\n\tb ,\n\ttimestamp() AS timestamp  from 'x'",
        ),
        ("SELECT\n  a\nFROM 'x'", "${timestamp()}", "SELECT\n  a,\n  timestamp() AS timestamp\nFROM 'x'"),
        ("SELECT a FROM 'x'", "${t.at}", "SELECT a, cast(t.at AS Int) AS timestamp FROM 'x'"),
        ("SELECT a FROM 'x'", "ts", "SELECT a, cast(ts AS Int) AS timestamp FROM 'x'"),
        ("SELECT a FROM 'x'", "${a}${b}", "SELECT a, cast(concat(a, b) AS Int) AS timestamp FROM 'x'"),
        ("SELECT a, ts AS timestamp FROM 'x'", "${ts}", "SELECT a, cast(ts AS Int) AS timestamp FROM 'x'"),
        (
            "SELECT timestamp, a FROM 'x'",
            "${timestamp}",
            "SELECT cast(timestamp AS Int) AS timestamp, a FROM 'x'",
        ),
        (
            "SELECT timestamp() AS timestamp, a FROM 'x'",
            "${timestamp()}",
            "SELECT timestamp() AS timestamp, a FROM 'x'",
        ),
        (
            "SELECT b AS timestamp, timestamp_value FROM 'x'",
            "${ts}",
            "SELECT b AS timestamp_value_2, timestamp_value, cast(ts AS Int) AS timestamp FROM 'x'",
        ),
        (
            "SELECT timestamp FROM 'x'",
            "${floor(ts)}",
            "SELECT timestamp AS timestamp_value, floor(ts) AS timestamp FROM 'x'",
        ),
        ("SELECT * FROM 'x'", "${timestamp}", "SELECT * FROM 'x'"),
        ("SELECT a.* FROM 'x'", "${timestamp()}", "SELECT a.*, timestamp() AS timestamp FROM 'x'"),
    ] {
        let made = converted(sql, &timestream(Some((timestamp, "MILLISECONDS"))), V2016);
        assert_eq!(made.sql, expected, "{sql}");
    }
}

#[test]
fn what_cannot_be_carried_over_is_named() {
    let lost = |sql: &str, action: &Json| -> Vec<(String, String)> {
        let notes = converted(sql, action, V2016).notes.into_iter();
        notes.filter(|note| note.lost).map(|note| (note.place, note.text)).collect()
    };
    let names = |found: &[(String, String)], place: &str, part: &str| {
        assert!(found.iter().any(|(at, text)| at == place && text.contains(part)), "{part}: {found:?}");
    };
    let plain = lost("SELECT temperature FROM 'sensors/+'", &timestream(None));
    names(&plain, "", "destinationArn");
    assert_eq!(plain.len(), 1, "{plain:?}");

    for (sql, part) in [
        ("SELECT device FROM 'a'", "`device`"),
        ("SELECT * FROM 'a'", "`device`"),
        ("SELECT * FROM 'a'", "is replaced"),
        ("SELECT a AS _a FROM 'a'", "`_a`"),
        ("SELECT VALUE a FROM 'a'", "one by one"),
    ] {
        names(&lost(sql, &timestream(None)), "sql", part);
    }

    let mut action = timestream(None);
    action["timestream"]["databaseName"] = json!("home_${topic(1)}");
    names(&lost("SELECT a FROM 'a'", &action), "databaseName", "home_${topic(1)}");

    let mut action = timestream(None);
    action["timestream"]["dimensions"][0]["name"] = json!("_room");
    let made = converted("SELECT a FROM 'a'", &action, V2016);
    assert!(made.action["influxDB"]["tags"].get("_room").is_none());
    names(&lost("SELECT a FROM 'a'", &action), "dimensions[0]", "_room");

    let calls = timestream(Some(("${get_dynamodb('t', 'id', 'x', 'r').ts}", "SECONDS")));
    let sql = "SELECT get_dynamodb('t', 'id', a, 'r').b AS b FROM 'a'";
    assert_eq!(converted(sql, &calls, V2016).sql, sql, "a statement has one call to DynamoDB");
    names(&lost(sql, &calls), "sql", "cannot be added");
}

#[test]
fn what_aws_rejects_is_rejected() {
    let rejected = |action: &Json, sql: &str| from_timestream(action, sql, V2016).is_err();
    assert!(rejected(&json!({"lambda": {}}), "SELECT a FROM 'a'"));
    assert!(rejected(&timestream(None), "SELECT FROM"));
    assert!(rejected(&timestream(Some(("not an expression", "SECONDS"))), "SELECT a FROM 'a'"));
    let mut action = timestream(None);
    action["timestream"]["dimensions"] = json!([]);
    assert!(rejected(&action, "SELECT a FROM 'a'"));
}
