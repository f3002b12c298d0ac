//! The rules and payloads.

use std::fmt::Write;

/// The topic of every message.
pub const TOPIC: &str = "iot/topic";

/// The payload of a weather station, 13 fields.
pub const PAYLOAD: &str = r#"{"dataFormat": 5, "rssi": -88, "temperature": 24.04, "humidity": 43.605, "pressure": 101082, "accelerationX": 40, "accelerationY": -20, "accelerationZ": 1016, "battery": 3007, "txPower": 4, "movementCounter": 219, "device_id": 46216, "device_firmware_sku": 46216}"#;

/// The rule that is compared with other ways to read the two fields.
pub const RULE: &str = "SELECT temperature, humidity FROM 'iot/topic' WHERE temperature > 20";

/// What the rule makes of the payload.
pub const OUTGOING: &str = r#"{"temperature":24.04,"humidity":43.605}"#;

/// The Timestream action of the replay: two dimensions, one of them a template that reads the payload.
pub const ACTION: &str = r#"{"timestream": {"databaseName": "weather", "tableName": "readings",
    "roleArn": "arn:aws:iam::123456789012:role/rule",
    "dimensions": [{"name": "device_id", "value": "${device_id}"}, {"name": "room", "value": "${topic(2)}"}]}}"#;

/// A kind of work of three sizes, each twice the one before.
pub struct Growth {
    /// What is done, with the unit of the sizes.
    pub name: &'static str,
    /// The sizes.
    pub sizes: [usize; 3],
    /// The rule and the payload of a size.
    pub job: fn(usize) -> (String, String),
}

/// What has to grow linearly with the rule or with the payload.
pub const GROWTH: [Growth; 4] = [
    Growth { name: "functions", sizes: [15, 30, 60], job: |count| (functions(count), PAYLOAD.into()) },
    Growth {
        name: "two keys of kilobytes",
        sizes: [25, 50, 100],
        job: |size| (TWO_KEYS.into(), object(size * 1000)),
    },
    Growth {
        name: "all keys of kilobytes",
        sizes: [25, 50, 100],
        job: |size| (ALL_KEYS.into(), object(size * 1000)),
    },
    Growth {
        name: "nested query over elements",
        sizes: [250, 500, 1000],
        job: |count| (NESTED.into(), readings(count)),
    },
];

/// A kind of message that becomes records, of three sizes, each twice the one before.
pub struct RecordGrowth {
    /// What is done, with the unit of the sizes.
    pub name: &'static str,
    /// The sizes.
    pub sizes: [usize; 3],
    /// The rule, the action and the messages of a size, which take turns.
    pub job: fn(usize) -> (String, String, Vec<String>),
}

/// What has to grow linearly with what is written to Timestream.
pub const RECORD_GROWTH: [RecordGrowth; 4] = [
    RecordGrowth {
        name: "records of measures",
        sizes: [250, 500, 1000],
        job: |count| (ALL_KEYS.into(), ACTION.into(), vec![measures(count)]),
    },
    RecordGrowth {
        name: "100 records with dimensions of bytes",
        sizes: [500, 1000, 2000],
        job: |bytes| (ALL_KEYS.into(), action("device", "${device}"), vec![long_dimension(bytes)]),
    },
    RecordGrowth {
        name: "a message for each of tables",
        sizes: [500, 1000, 2000],
        job: |count| (RULE.into(), action("table_${device_id}", "x"), devices(count)),
    },
    RecordGrowth {
        name: "a message for each of series",
        sizes: [500, 1000, 2000],
        job: |count| (RULE.into(), action("readings", "${device_id}"), devices(count)),
    },
];

/// An action with a table and a dimension.
fn action(table: &str, dimension: &str) -> String {
    format!(
        r#"{{"timestream": {{"databaseName": "weather", "tableName": "{table}", "roleArn": "arn:aws:iam::123456789012:role/rule",
        "dimensions": [{{"name": "device", "value": "{dimension}"}}]}}}}"#
    )
}

/// An object of so many numbers, strings and Booleans.
fn measures(count: usize) -> String {
    let member = |index: usize| match index % 3 {
        0 => format!("\"measure{index}\": {index}.25"),
        1 => format!("\"measure{index}\": \"text {index}\""),
        _ => format!("\"measure{index}\": true"),
    };
    format!("{{{}}}", (0..count).map(member).collect::<Vec<_>>().join(", "))
}

/// A hundred measures, all of which have a dimension of so many bytes.
fn long_dimension(bytes: usize) -> String {
    let measures = measures(99);
    format!("{}, \"device\": \"{}\"}}", measures.trim_end_matches('}'), "d".repeat(bytes))
}

/// The message of each of so many weather stations.
fn devices(count: usize) -> Vec<String> {
    (0..count).map(|index| PAYLOAD.replace("46216", &index.to_string())).collect()
}

/// Selects two of very many keys.
const TWO_KEYS: &str = "SELECT key0, key7 AS seven FROM 'iot/topic'";

/// Hands the whole payload on.
const ALL_KEYS: &str = "SELECT * FROM 'iot/topic'";

/// A nested query over an array of readings.
const NESTED: &str =
    "SELECT (SELECT r.t AS t, r.id AS id FROM readings AS r WHERE r.t > 20) AS hot FROM 'iot/topic'";

/// Calls of all kinds, for rules of any number of functions.
const CALLS: [&str; 15] = [
    "abs(rssi)",
    "upper('indoor')",
    "concat('device-', device_id)",
    "floor(temperature)",
    "length(concat(device_id, '-', battery))",
    "substring('AWS IoT Core', 4, 7)",
    "temperature * 9 / 5 + 32",
    "mod(pressure, 1000)",
    "topic(2)",
    "timestamp()",
    "get(*, 'humidity')",
    "cast(battery AS String)",
    "md5('device')",
    "CASE dataFormat WHEN 5 THEN 'v5' ELSE 'other' END",
    "round(humidity)",
];

/// A rule that calls so many functions, each under a name of its own.
#[must_use]
pub fn functions(count: usize) -> String {
    let mut sql = String::from("SELECT ");
    for (index, call) in CALLS.iter().cycle().take(count).enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        // Writing to a String cannot fail.
        let _ = write!(sql, "{comma}{call} AS f{index}");
    }
    sql + " FROM 'iot/topic'"
}

/// An object of about so many bytes: numbers, texts and objects.
fn object(bytes: usize) -> String {
    let mut json = String::from("{");
    for index in 0.. {
        if json.len() + 2 > bytes {
            break;
        }
        let comma = if index == 0 { "" } else { ", " };
        let _ = match index % 3 {
            0 => write!(json, "{comma}\"key{index}\": {index}.25"),
            1 => write!(json, "{comma}\"key{index}\": \"text number {index}\""),
            _ => write!(json, "{comma}\"key{index}\": {{\"x\": {index}, \"on\": true}}"),
        };
    }
    json + "}"
}

/// An object with an array of so many readings.
fn readings(count: usize) -> String {
    let mut json = String::from("{\"readings\": [");
    for index in 0..count {
        let comma = if index == 0 { "" } else { ", " };
        let _ = write!(json, "{comma}{{\"id\": {index}, \"t\": {}.5, \"unit\": \"C\"}}", index % 40);
    }
    json + "]}"
}
