//! Samples for what a Timestream table refuses, or may refuse.

use super::{Earlier, SOUND, Sample, Text, action, payload};

/// An action whose timestamp is in the payload, in seconds.
const TIMED: &str = r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "arn:aws:iam::123456789012:role/r", "dimensions": [{"name": "room", "value": "${topic(2)}"}], "timestamp": {"value": "${ts}", "unit": "SECONDS"}}}"#;

/// An action with a dimension from the payload.
const WITH_DEVICE: &str = r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "arn:aws:iam::123456789012:role/r", "dimensions": [{"name": "device", "value": "${device}"}]}}"#;

/// A payload that is written as it is.
pub(super) const fn written(code: &'static str, json: &'static str) -> Sample {
    Sample { action: Some(SOUND), ..payload(code, "SELECT * FROM 'sensors/+'", json) }
}

/// A payload with its time.
pub(super) const fn timed(code: &'static str, json: &'static str) -> Sample {
    Sample { payload: Text::Plain(json), ..action(code, TIMED) }
}

pub(super) static SAMPLES: &[Sample] = &[
    Sample {
        earlier: Some(Earlier { shown: r#"`{"t": 21}`"#, make: || vec![r#"{"t": 21}"#.to_owned()] }),
        ..written("timestream.type-conflict", r#"{"t": 21.5}"#)
    },
    timed("timestream.too-old", r#"{"t": 21.5, "ts": 1699900000}"#),
    timed("timestream.in-future", r#"{"t": 21.5, "ts": 1700003600}"#),
    timed("timestream.time-range", r#"{"t": 21.5, "ts": 1700000000000}"#),
    Sample {
        earlier: Some(Earlier {
            shown: r#"`{"t": 21.5, "ts": 1700000000}`"#,
            make: || vec![r#"{"t": 21.5, "ts": 1700000000}"#.to_owned()],
        }),
        ..timed("timestream.other-value", r#"{"t": 22.5, "ts": 1700000000}"#)
    },
    Sample {
        earlier: Some(Earlier {
            shown: r#"`{"t": 21.5, "ts": 1700000000}`"#,
            make: || vec![r#"{"t": 21.5, "ts": 1700000000}"#.to_owned()],
        }),
        ..timed("timestream.duplicate", r#"{"t": 21.5, "ts": 1700000000}"#)
    },
    written("timestream.measure-name", r#"{"t": 21.5, "time": 1700000000000}"#),
    written("timestream.measure-name-doubtful", r#"{"measure_name_of_sensor": "t1"}"#),
    written("timestream.value-empty", r#"{"state": ""}"#),
    Sample {
        payload: Text::Built {
            shown: "`{\"text\": \"xxx…\"}` with 3,000 letters",
            make: || format!("{{\"text\":\"{}\"}}", "x".repeat(3000)),
        },
        ..written("timestream.value-size", "")
    },
    written("timestream.bigint-range", r#"{"serial": 12345678901234567890}"#),
    written("timestream.not-finite", r#"{"t": 1e400}"#),
    Sample { payload: Text::Plain(r#"{"t": 21.5}"#), ..action("timestream.dimension-empty", WITH_DEVICE) },
    Sample {
        payload: Text::Built {
            shown: "`{\"t\": 1, \"device\": \"xxx…\"}` with 3,000 letters",
            make: || format!("{{\"t\":1,\"device\":\"{}\"}}", "x".repeat(3000)),
        },
        ..action("timestream.dimension-size", WITH_DEVICE)
    },
    Sample {
        payload: Text::Built {
            shown: "`{\"t\": \"xxx…\", \"device\": \"xxx…\"}` with 1,500 letters each",
            make: || format!("{{\"t\":\"{0}\",\"device\":\"{0}\"}}", "x".repeat(1500)),
        },
        ..action("timestream.record-size", WITH_DEVICE)
    },
    Sample {
        earlier: Some(Earlier {
            shown: "8,192 of them, each with another key",
            make: || (0..8192).map(|index| format!("{{\"m{index}\":1}}")).collect(),
        }),
        ..written("timestream.measures-full", r#"{"m8192": 1}"#)
    },
    written("timestream.request-refused", r#"{"t": 21.5, "state": ""}"#),
];
