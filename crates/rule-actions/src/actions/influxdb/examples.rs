//! Rules and messages that the examples of this kind share.

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
pub(super) use with;

/// An action without fault.
pub(super) const SOUND: &str = with!(r#""tableName": "climate", "tags": {"room": "${topic(2)}"}"#);
