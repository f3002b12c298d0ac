//! Every limit of an action on both sides: the last value that is accepted, and the first that is not.

use iot_sql::{Context, Message, Severity, SqlVersion};
use rule_actions::Plan;
use serde_json::{Value as Json, json};

const NOW_MS: i64 = 1_700_000_000_000;
const ROLE: &str = "arn:aws:iam::123456789012:role/r";

/// The codes of what is rejected or warned about.
fn codes(sql: &str, actions: &Json, payload: &str) -> Vec<&'static str> {
    let diagnostics = match Plan::new(sql, SqlVersion::V2016_03_23, Some(&actions.to_string())) {
        Err(errors) => errors,
        Ok(plan) => {
            let context = Context { timestamp_ms: NOW_MS, ..Context::default() };
            let message = Message { topic: "a/b", payload: payload.as_bytes() };
            plan.evaluate(message, &context).diagnostics
        }
    };
    let problems = diagnostics.iter().filter(|diagnostic| diagnostic.severity() != Severity::Info);
    problems.map(|diagnostic| diagnostic.code.id).collect()
}

/// A limit: what leads to a value of a given size, the largest that is accepted (or the smallest, if what is below is not),
/// and the code that the next one is rejected with.
struct Limit {
    what: &'static str,
    last: i64,
    /// By how much the first value that is rejected differs.
    step: i64,
    code: &'static str,
    rule: fn(i64) -> (String, Json, String),
}

/// `SELECT *` of a payload of one string attribute `x`.
fn x(length: i64) -> (String, String) {
    ("SELECT x FROM 'a/b'".to_owned(), json!({"x": "x".repeat(length as usize)}).to_string())
}

/// A rule whose outgoing payload has this many bytes, although the payload stays within AWS's 128 KB.
fn large(bytes: i64) -> (String, String) {
    const PART: i64 = 100_000;
    // `{"name":"value"}` has seven bytes beside the name and the value.
    let (times, named) = ((bytes - 8) / PART, (bytes - 8) % PART + 1);
    let sum = vec!["x"; times as usize].join(" + ");
    (format!("SELECT {sum} AS {} FROM 'a/b'", "n".repeat(named as usize)), x(PART).1)
}

fn timestream(dimensions: &Json) -> Json {
    json!({"timestream": {"databaseName": "d", "tableName": "t", "roleArn": ROLE, "dimensions": dimensions}})
}

fn dimension() -> Json {
    json!([{"name": "room", "value": "kitchen"}])
}

const LIMITS: &[Limit] = &[
    Limit {
        what: "actions of a rule",
        last: 10,
        step: 1,
        code: "action.too-many",
        rule: |count| {
            let action = json!({"sqs": {"queueUrl": "https://sqs.us-east-2.amazonaws.com/123456789012/q", "roleArn": ROLE}});
            ("SELECT * FROM 'a/b'".to_owned(), vec![action; count as usize].into(), "{}".to_owned())
        },
    },
    Limit {
        what: "bytes of a state machine's input",
        last: 262_144,
        step: 1,
        code: "step-functions.input",
        rule: |bytes| {
            let (sql, payload) = large(bytes);
            (sql, json!({"stepFunctions": {"stateMachineName": "m", "roleArn": ROLE}}), payload)
        },
    },
    Limit {
        what: "bytes of a Lambda event",
        last: 1024 * 1024,
        step: 1,
        code: "lambda.too-large",
        rule: |bytes| {
            let (sql, payload) = large(bytes);
            let arn = "arn:aws:lambda:us-east-2:123456789012:function:f";
            (sql, json!({"lambda": {"functionArn": arn}}), payload)
        },
    },
    Limit {
        what: "characters of a Kinesis partition key",
        last: 256,
        step: 1,
        code: "kinesis.partition-key",
        rule: |length| {
            let payload = json!({"x": "é".repeat(length as usize)}).to_string();
            let action = json!({"kinesis": {"streamName": "s", "partitionKey": "${x}", "roleArn": ROLE}});
            (x(0).0, action, payload)
        },
    },
    Limit {
        what: "the shortest Kinesis partition key",
        last: 1,
        step: -1,
        code: "kinesis.partition-key",
        rule: |length| {
            let (sql, payload) = x(length);
            (sql, json!({"kinesis": {"streamName": "s", "partitionKey": "${x}", "roleArn": ROLE}}), payload)
        },
    },
    Limit {
        what: "bytes of an S3 key",
        last: 1024,
        step: 1,
        code: "s3.key",
        rule: |length| {
            let (sql, payload) = x(length);
            (
                sql,
                json!({"s3": {"bucketName": "amzn-s3-demo-bucket", "key": "${x}", "roleArn": ROLE}}),
                payload,
            )
        },
    },
    Limit {
        what: "records of a Firehose batch",
        last: 500,
        step: 1,
        code: "firehose.too-many-records",
        rule: |count| {
            let payload = Json::from(vec![json!(1); count as usize]).to_string();
            let action = json!({"firehose": {"deliveryStreamName": "f", "batchMode": true, "roleArn": ROLE}});
            ("SELECT VALUE * FROM 'a/b'".to_owned(), action, payload)
        },
    },
    Limit {
        what: "bytes of a republished message's header",
        last: 1024,
        step: 1,
        code: "republish.header",
        rule: |length| {
            let (sql, payload) = x(length);
            let headers = json!({"contentType": "${x}"});
            (sql, json!({"republish": {"topic": "c", "roleArn": ROLE, "headers": headers}}), payload)
        },
    },
    Limit {
        what: "user properties of a republished message",
        last: 100,
        step: 1,
        code: "action.parameter",
        rule: user_properties,
    },
    Limit {
        what: "seconds of a metric's time in the past",
        last: -14 * 24 * 3600,
        step: -1,
        code: "cloudwatch-metric.timestamp",
        rule: metric,
    },
    Limit {
        what: "seconds of a metric's time in the future",
        last: 2 * 3600,
        step: 1,
        code: "cloudwatch-metric.timestamp",
        rule: metric,
    },
    Limit {
        what: "dimensions of a Timestream action",
        last: 128,
        step: 1,
        code: "timestream.dimension-count",
        rule: dimensions,
    },
    Limit {
        what: "bytes of a dimension's name",
        last: 60,
        step: 1,
        code: "timestream.dimension-name",
        rule: |length| {
            let name = "n".repeat(length as usize);
            (x(1).0, timestream(&json!([{"name": name, "value": "v"}])), x(1).1)
        },
    },
    Limit {
        what: "bytes of a measure's name",
        last: 256,
        step: 1,
        code: "timestream.measure-name",
        rule: |length| {
            let sql = format!("SELECT x AS {} FROM 'a/b'", "n".repeat(length as usize));
            (sql, timestream(&dimension()), x(1).1)
        },
    },
    Limit {
        what: "bytes of a record: names and values of measure and dimensions",
        last: 2048 - 1 - "roomkitchen".len() as i64,
        step: 1,
        code: "timestream.record-size",
        rule: |length| (x(length).0, timestream(&dimension()), x(length).1),
    },
    Limit {
        what: "tags and fields of a point",
        last: 250,
        step: 1,
        code: "influxdb.too-many-columns",
        rule: |count| {
            let mut fields: serde_json::Map<String, Json> =
                (1..count).map(|index| (format!("f{index}"), json!(index))).collect();
            fields.insert("timestamp".to_owned(), json!(NOW_MS));
            point(&Json::Object(fields).to_string())
        },
    },
    Limit {
        what: "bytes of a DynamoDB item",
        last: 400 * 1024,
        step: 1,
        code: "dynamodb.too-large",
        rule: |bytes| {
            // An item counts the names and values of its attributes: `id`, `k`, and the name and the value of the payload.
            let (times, part) = (4, 100_000);
            let named = bytes - times * part - 3;
            let sql = format!("SELECT x + x + x + x AS {}, 'k' AS id FROM 'a/b'", "n".repeat(named as usize));
            (sql, json!({"dynamoDBv2": {"putItem": {"tableName": "readings"}, "roleArn": ROLE}}), x(part).1)
        },
    },
    Limit {
        what: "the shortest S3 key",
        last: 1,
        step: -1,
        code: "s3.key",
        rule: |length| {
            let (sql, payload) = x(length);
            let action = json!({"s3": {"bucketName": "amzn-s3-demo-bucket", "key": "${x}", "roleArn": ROLE}});
            (sql, action, payload)
        },
    },
    Limit {
        what: "bytes of a republished message",
        last: 128 * 1024,
        step: 1,
        code: "republish.too-large",
        rule: |bytes| {
            let (sql, payload) = large(bytes);
            (sql, json!({"republish": {"topic": "c", "roleArn": ROLE}}), payload)
        },
    },
    Limit {
        what: "bytes of the topic of a republished message",
        last: 256,
        step: 1,
        code: "republish.topic",
        rule: |length| {
            let (sql, payload) = x(length);
            (sql, json!({"republish": {"topic": "${x}", "roleArn": ROLE}}), payload)
        },
    },
    Limit {
        what: "slashes of the topic of a republished message",
        last: 7,
        step: 1,
        code: "republish.topic",
        rule: |slashes| {
            let payload = json!({"x": format!("t{}", "/t".repeat(slashes as usize))}).to_string();
            (x(1).0, json!({"republish": {"topic": "${x}", "roleArn": ROLE}}), payload)
        },
    },
    Limit {
        what: "the fewest user properties of a republished message",
        last: 1,
        step: -1,
        code: "action.parameter",
        rule: user_properties,
    },
    Limit {
        what: "the fewest dimensions of a Timestream action",
        last: 1,
        step: -1,
        code: "timestream.dimension-count",
        rule: dimensions,
    },
    Limit {
        what: "milliseconds of a record's time in the future",
        // Timestream's range of times does not include its end.
        last: 15 * 60_000 - 1,
        step: 1,
        code: "timestream.in-future",
        rule: |milliseconds| {
            let mut action = timestream(&dimension());
            let time = (NOW_MS + milliseconds).to_string();
            action["timestream"]["timestamp"] = json!({"value": time, "unit": "MILLISECONDS"});
            (x(1).0, action, x(1).1)
        },
    },
    Limit {
        what: "the largest BIGINT",
        last: i64::MAX,
        step: 1,
        code: "timestream.bigint-range",
        rule: |value| {
            // The one after the largest wraps to the smallest, which stands for it.
            let value = if value == i64::MIN { i128::from(i64::MAX) + 1 } else { value.into() };
            (x(1).0, timestream(&dimension()), format!(r#"{{"x": {value}}}"#))
        },
    },
    Limit {
        what: "characters of a DynamoDB table's name",
        last: 255,
        step: 1,
        code: "dynamodb.table-name",
        rule: table_name,
    },
    Limit {
        what: "the shortest DynamoDB table's name",
        last: 3,
        step: -1,
        code: "dynamodb.table-name",
        rule: table_name,
    },
    Limit {
        what: "nested lists of a DynamoDB item",
        last: 32,
        step: 1,
        code: "dynamodb.too-deep",
        rule: |depth| {
            let list = "[".repeat(depth as usize) + &"]".repeat(depth as usize);
            ("SELECT * FROM 'a/b'".to_owned(), dynamodb("readings"), format!(r#"{{"x": {list}}}"#))
        },
    },
    Limit {
        what: "power of ten of a DynamoDB number",
        last: 125,
        step: 1,
        code: "dynamodb.number",
        rule: |exponent| {
            ("SELECT * FROM 'a/b'".to_owned(), dynamodb("readings"), format!(r#"{{"x": 1E{exponent}}}"#))
        },
    },
    Limit {
        what: "bytes of a DynamoDB partition key",
        last: 2048,
        step: 1,
        code: "dynamodb.key",
        rule: |length| {
            let action = json!({"dynamoDB": {
                "tableName": "readings", "roleArn": ROLE, "hashKeyField": "id", "hashKeyValue": "${x}",
            }});
            (x(1).0, action, x(length).1)
        },
    },
    Limit {
        what: "bytes of a DynamoDB sort key",
        last: 1024,
        step: 1,
        code: "dynamodb.key",
        rule: |length| {
            let action = json!({"dynamoDB": {
                "tableName": "readings", "roleArn": ROLE, "hashKeyField": "id", "hashKeyValue": "k",
                "rangeKeyField": "at", "rangeKeyValue": "${x}",
            }});
            (x(1).0, action, x(length).1)
        },
    },
    Limit {
        what: "the smallest BIGINT",
        last: 0,
        step: -1,
        code: "timestream.bigint-range",
        rule: |over| {
            let value = i128::from(i64::MIN) + i128::from(over);
            (x(1).0, timestream(&dimension()), format!(r#"{{"x": {value}}}"#))
        },
    },
    Limit {
        what: "power of ten of a DOUBLE",
        last: 308,
        step: 1,
        code: "timestream.not-finite",
        rule: |power| (x(1).0, timestream(&dimension()), format!(r#"{{"x": -1.5E{power}}}"#)),
    },
    Limit {
        what: "power of ten of a DynamoDB number close to zero",
        last: -130,
        step: -1,
        code: "dynamodb.number",
        rule: |exponent| {
            ("SELECT * FROM 'a/b'".to_owned(), dynamodb("readings"), format!(r#"{{"x": 1E{exponent}}}"#))
        },
    },
    Limit {
        what: "the largest integer of InfluxDB",
        last: 0,
        step: 1,
        code: "influxdb.integer-range",
        rule: |over| {
            point(&format!(r#"{{"x": {}, "timestamp": {NOW_MS}}}"#, i128::from(u64::MAX) + i128::from(over)))
        },
    },
    Limit {
        what: "the smallest integer of InfluxDB",
        last: 0,
        step: -1,
        code: "influxdb.integer-range",
        rule: |over| {
            point(&format!(r#"{{"x": {}, "timestamp": {NOW_MS}}}"#, i128::from(i64::MIN) + i128::from(over)))
        },
    },
    Limit {
        what: "power of ten of a float of InfluxDB",
        last: 308,
        step: 1,
        code: "influxdb.float-range",
        rule: |power| point(&format!(r#"{{"x": -1.5E{power}, "timestamp": {NOW_MS}}}"#)),
    },
    Limit {
        what: "bytes of a line of line protocol, of which a message becomes 4,096",
        last: 4096,
        step: 1,
        code: "influxdb.too-large",
        rule: |bytes| {
            // `t,room=… x=1i 1700000000` and a line break.
            let room = "r".repeat(bytes as usize - "t,room= x=1i 1700000000\n".len());
            let element = r#"{"timestamp":1700000000,"x":1}"#;
            let payload = format!("[{}]", vec![element; 4096].join(","));
            let action = influxdb(&json!({"timestampUnit": "s", "tags": {"room": room}}));
            ("SELECT VALUE * FROM 'a/b'".to_owned(), action, payload)
        },
    },
    Limit {
        what: "the most points of a batch",
        last: 500,
        step: 1,
        code: "influxdb.batch-config",
        rule: |count| batch("maxBatchSize", count),
    },
    Limit {
        what: "the fewest points of a batch",
        last: 1,
        step: -1,
        code: "influxdb.batch-config",
        rule: |count| batch("maxBatchSize", count),
    },
    Limit {
        what: "the longest that a batch is open",
        last: 1000,
        step: 1,
        code: "influxdb.batch-config",
        rule: |milliseconds| batch("maxBatchOpenMs", milliseconds),
    },
    Limit {
        what: "the shortest that a batch is open",
        last: 5,
        step: -1,
        code: "influxdb.batch-config",
        rule: |milliseconds| batch("maxBatchOpenMs", milliseconds),
    },
    Limit {
        what: "the most bytes of a batch",
        last: 131_072,
        step: 1,
        code: "influxdb.batch-config",
        rule: |bytes| batch("maxBatchSizeBytes", bytes),
    },
    Limit {
        what: "the fewest bytes of a batch",
        last: 100,
        step: -1,
        code: "influxdb.batch-config",
        rule: |bytes| batch("maxBatchSizeBytes", bytes),
    },
];

/// An InfluxDB action, with more parameters if there are any.
fn influxdb(more: &Json) -> Json {
    let mut action = json!({
        "destinationArn": "arn:aws:iot:us-west-2:111122223333:ruledestination/influxdb/a1b2c3d4",
        "roleArn": ROLE, "databaseName": "d", "tableName": "t", "organization": "o",
        "tags": {"room": "kitchen"}, "timestampUnit": "ms",
    });
    if let (Some(action), Some(more)) = (action.as_object_mut(), more.as_object()) {
        action.extend(more.clone());
    }
    json!({"influxDB": action})
}

fn point(payload: &str) -> (String, Json, String) {
    ("SELECT * FROM 'a/b'".to_owned(), influxdb(&json!({})), payload.to_owned())
}

/// A limit of a batch.
fn batch(name: &str, value: i64) -> (String, Json, String) {
    let action = influxdb(&json!({"batchConfig": {name: value}}));
    ("SELECT * FROM 'a/b'".to_owned(), action, format!(r#"{{"x": 1, "timestamp": {NOW_MS}}}"#))
}

fn dynamodb(table: &str) -> Json {
    json!({"dynamoDBv2": {"putItem": {"tableName": table}, "roleArn": ROLE}})
}

fn table_name(length: i64) -> (String, Json, String) {
    (x(1).0, dynamodb(&"t".repeat(length as usize)), x(1).1)
}

fn user_properties(count: i64) -> (String, Json, String) {
    let properties: Vec<Json> =
        (0..count).map(|index| json!({"key": format!("k{index}"), "value": "v"})).collect();
    let headers = json!({"userProperties": properties});
    let action = json!({"republish": {"topic": "c", "roleArn": ROLE, "headers": headers}});
    ("SELECT * FROM 'a/b'".to_owned(), action, "{}".to_owned())
}

fn dimensions(count: i64) -> (String, Json, String) {
    let dimensions: Vec<Json> =
        (0..count).map(|index| json!({"name": format!("d{index}"), "value": "v"})).collect();
    (x(1).0, timestream(&dimensions.into()), x(1).1)
}

/// A metric whose time is so many seconds after now.
fn metric(seconds: i64) -> (String, Json, String) {
    let action = json!({"cloudwatchMetric": {
        "metricName": "m", "metricNamespace": "n", "metricUnit": "None", "metricValue": "1",
        "metricTimestamp": (NOW_MS / 1000 + seconds).to_string(), "roleArn": ROLE,
    }});
    ("SELECT * FROM 'a/b'".to_owned(), action, "{}".to_owned())
}

#[test]
fn each_holds_up_to_its_last_value_and_no_further() {
    let mut wrong = Vec::new();
    for Limit { what, last, step, code, rule } in LIMITS {
        let found = |value: i64| {
            let (sql, action, payload) = rule(value);
            codes(&sql, &action, &payload)
        };
        let [at, beyond] = [found(*last), found(last.wrapping_add(*step))];
        if !at.is_empty() || beyond != [*code] {
            wrong.push(format!("{what}: at {last} {at:?}, beyond {beyond:?}, expected {code}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A record of more than 2 KB is warned about, whatever part of it is too large in itself.
#[test]
fn the_parts_of_a_record_have_limits_of_their_own() {
    let value = |length: i64| (x(length).0, timestream(&dimension()), x(length).1);
    let dimensions = |length: i64| {
        let action = timestream(&json!([{"name": "room", "value": "${x}"}]));
        ("SELECT 1 AS t FROM 'a/b'".to_owned(), action, x(length - 4).1)
    };
    for (code, rule) in [
        ("timestream.value-size", &value as &dyn Fn(i64) -> (String, Json, String)),
        ("timestream.dimension-size", &dimensions),
    ] {
        for (length, expected) in [(2048, "timestream.record-size"), (2049, code)] {
            let (sql, action, payload) = rule(length);
            assert_eq!(codes(&sql, &action, &payload), [expected], "{code} at {length}");
        }
    }
}

/// Spaces around a record's time are trimmed.
#[test]
fn a_time_is_trimmed() {
    let mut action = timestream(&dimension());
    action["timestream"]["timestamp"] = json!({"value": " ${ts}\n", "unit": "MILLISECONDS"});
    let plan = Plan::new("SELECT x FROM 'a/b'", SqlVersion::V2016_03_23, Some(&action.to_string()));
    let payload = format!(r#"{{"x": 1, "ts": {NOW_MS}}}"#);
    let context = Context { timestamp_ms: NOW_MS, ..Context::default() };
    let message = Message { topic: "a/b", payload: payload.as_bytes() };
    let report = plan.expect("a rule").evaluate(message, &context);
    assert_eq!(report.records()[0].record.time, NOW_MS.to_string());
}
