//! Samples for records that are written, but probably not as they were meant.

use super::tables::{timed, written};
use super::{Sample, Text, payload};

/// An action whose dimension is a field of the payload.
const BY_ID: &str = r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "arn:aws:iam::123456789012:role/r", "dimensions": [{"name": "device", "value": "${id}"}]}}"#;

/// An action whose timestamp is a local time.
const LOCAL: &str = r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "arn:aws:iam::123456789012:role/r", "dimensions": [{"name": "room", "value": "${topic(2)}"}], "timestamp": {"value": "${time_to_epoch(at, 'yyyy-MM-dd HH:mm:ss')}", "unit": "MILLISECONDS"}}}"#;

/// A payload of which some attributes are selected.
const fn selected(code: &'static str, sql: &'static str, json: &'static str) -> Sample {
    Sample { sql: Text::Plain(sql), ..written(code, json) }
}

pub(super) static SAMPLES: &[Sample] = &[
    selected("timestream.sometimes-whole", "SELECT t FROM 'sensors/+'", r#"{"t": 21.0}"#),
    written("timestream.case-twins", r#"{"Latitude": 47.1, "latitude": 47.2}"#),
    Sample {
        action: Some(BY_ID),
        ..payload("timestream.written-twice", "SELECT * FROM 'sensors/+'", r#"{"id": "s1", "t": 21.5}"#)
    },
    timed("timestream.unit-doubtful", r#"{"t": 21.5, "ts": 1700000000000}"#),
    selected("timestream.quoted-number", "SELECT t FROM 'sensors/+'", r#"{"t": "21.5"}"#),
    selected(
        "timestream.nested-value",
        "SELECT state FROM 'sensors/+'",
        r#"{"state": {"t": 21.5, "on": true}}"#,
    ),
    written("timestream.odd-name", r#"{"Time": 1700000000000}"#),
    selected("timestream.date-text", "SELECT at FROM 'sensors/+'", r#"{"at": "2023-11-14T22:13:20Z"}"#),
    Sample {
        action: Some(LOCAL),
        ..payload(
            "timestream.local-time",
            "SELECT t FROM 'sensors/+'",
            r#"{"t": 21.5, "at": "2023-11-14 22:13:20"}"#,
        )
    },
];
