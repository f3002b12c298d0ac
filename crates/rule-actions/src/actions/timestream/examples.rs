//! Rules and messages that the examples of this kind share.

use iot_sql::Example;

/// An action without fault.
pub(super) const SOUND: &str = r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "arn:aws:iam::123456789012:role/r", "dimensions": [{"name": "room", "value": "${topic(2)}"}]}}"#;

/// An action whose timestamp is in the payload, in seconds.
const TIMED: &str = r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "arn:aws:iam::123456789012:role/r", "dimensions": [{"name": "room", "value": "${topic(2)}"}], "timestamp": {"value": "${ts}", "unit": "SECONDS"}}}"#;

/// An action with a dimension from the payload.
pub(super) const WITH_DEVICE: &str = r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "arn:aws:iam::123456789012:role/r", "dimensions": [{"name": "device", "value": "${device}"}]}}"#;

/// A payload that is written as it is.
pub(super) const fn written(payload: &'static str) -> Example {
    Example::whole(SOUND, payload)
}

/// A payload of which some attributes are selected.
pub(super) const fn selected(sql: &'static str, payload: &'static str) -> Example {
    written(payload).selecting(sql)
}

/// A payload with its time.
pub(super) const fn timed(payload: &'static str) -> Example {
    Example::action(TIMED).payload(payload)
}
