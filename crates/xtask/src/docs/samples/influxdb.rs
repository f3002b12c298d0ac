//! Samples for the InfluxDB action.

use super::{Sample, Text, action};

/// An InfluxDB action with these further parameters.
macro_rules! with {
    ($parameters:literal) => {
        concat!(
            r#"{"influxDB": {"destinationArn": "d", "roleArn": "r", "databaseName": "home", "#,
            $parameters,
            "}}"
        )
    };
}

const SOUND: &str = with!(r#""tableName": "climate", "tags": {"room": "${topic(2)}"}"#);

/// A payload that a sound action is to write as it is.
const fn written(code: &'static str, json: &'static str) -> Sample {
    with_payload(action(code, SOUND), json)
}

const fn with_payload(sample: Sample, json: &'static str) -> Sample {
    Sample { sql: Text::Plain("SELECT * FROM 'sensors/+'"), payload: Text::Plain(json), ..sample }
}

const fn built(
    code: &'static str,
    action: &'static str,
    shown: &'static str,
    make: fn() -> String,
) -> Sample {
    Sample { payload: Text::Built { shown, make }, ..with_payload(self::action(code, action), "{}") }
}

pub(super) static SAMPLES: &[Sample] = &[
    action(
        "action.element-template",
        r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "r", "dimensions": [{"name": "room", "value": "@{room}"}]}}"#,
    ),
    action(
        "influxdb.element-template",
        with!(r#""tableName": "climate", "tags": {"room": "@{upper(room)}"}"#),
    ),
    action(
        "influxdb.no-template",
        r#"{"influxDB": {"destinationArn": "d", "roleArn": "r", "databaseName": "home_${topic(2)}", "tableName": "climate"}}"#,
    ),
    action("influxdb.time-unit", with!(r#""tableName": "climate", "timestampUnit": "SECONDS""#)),
    action("influxdb.batch-config", with!(r#""tableName": "climate", "batchConfig": {"maxBatchSize": 501}"#)),
    action("influxdb.tag-key", with!(r#""tableName": "climate", "tags": {"_room": "kitchen"}"#)),
    written("influxdb.not-an-object", "[20, 21]"),
    action("influxdb.no-timestamp", SOUND),
    written("influxdb.timestamp", r#"{"t": 21.5, "timestamp": "2023-11-14T22:13:20Z"}"#),
    with_payload(
        action("influxdb.time-range", with!(r#""tableName": "climate", "timestampUnit": "s""#)),
        r#"{"t": 21.5, "timestamp": 1700000000000}"#,
    ),
    with_payload(
        action("influxdb.table-name", with!(r#""tableName": "@{kind}""#)),
        r#"{"t": 21.5, "timestamp": 1700000000000}"#,
    ),
    with_payload(
        action("influxdb.unwritable", with!(r#""tableName": "climate", "tags": {"path": "${path}"}"#)),
        r#"{"path": "C:\\", "t": 21.5, "timestamp": 1700000000000}"#,
    ),
    written("influxdb.field-key", r#"{"_id": 7, "t": 21.5, "timestamp": 1700000000000}"#),
    written("influxdb.integer-range", r#"{"n": 18446744073709551616, "timestamp": 1700000000000}"#),
    written("influxdb.float-range", r#"{"n": 1.5e400, "timestamp": 1700000000000}"#),
    written("influxdb.no-fields", r#"{"t": null, "timestamp": 1700000000000}"#),
    built("influxdb.too-many-columns", SOUND, "an object with 250 numbers and a timestamp", || {
        let members: Vec<String> = (0..250).map(|index| format!("\"m{index}\":{index},")).collect();
        format!("{{{}\"timestamp\":1}}", members.concat())
    }),
    written(
        "influxdb.type-conflict",
        r#"[{"t": 21.0, "timestamp": 1700000000000}, {"t": 21.5, "timestamp": 1700000001000}]"#,
    ),
    built(
        "influxdb.too-large",
        with!(r#""tableName": "climate", "tags": {"long": "${get(*, 0).long}"}"#),
        "an array of 250 objects, the first of which has a text of 100,000 letters",
        || {
            let first = format!("{{\"long\":\"{}\",\"t\":1,\"timestamp\":1}}", "x".repeat(100_000));
            format!("[{first}{}]", ",{\"t\":1,\"timestamp\":1}".repeat(249))
        },
    ),
    written("influxdb.nothing-to-write", "[]"),
    written("influxdb.tag-and-field", r#"{"room": "hall", "t": 21.5, "timestamp": 1700000000000}"#),
    written("influxdb.time-key", r#"{"time": "noon", "t": 21.5, "timestamp": 1700000000000}"#),
    with_payload(
        action("influxdb.name-start", with!(r#""tableName": "$climate""#)),
        r#"{"t": 21.5, "timestamp": 1700000000000}"#,
    ),
    with_payload(
        action(
            "influxdb.field-left-out",
            with!(r#""tableName": "climate", "tags": {"room": "${upper(room)}"}"#),
        ),
        r#"{"room": "hall", "t": 21.5, "timestamp": 1700000000000}"#,
    ),
    written("influxdb.null", r#"{"t": 21.5, "h": null, "timestamp": 1700000000000}"#),
    with_payload(
        action("influxdb.empty-tag", with!(r#""tableName": "climate", "tags": {"device": "${device}"}"#)),
        r#"{"t": 21.5, "timestamp": 1700000000000}"#,
    ),
];
