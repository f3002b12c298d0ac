//! Samples for the actions beside Timestream's.

use super::{Sample, Text, action};

/// An action of DynamoDB without fault.
const ITEM: &str = r#"{"dynamoDB": {"tableName": "readings", "hashKeyField": "room", "hashKeyValue": "${topic(2)}", "roleArn": "arn:aws:iam::123456789012:role/r"}}"#;

/// An action of `dynamoDBv2` without fault.
const COLUMNS: &str = r#"{"dynamoDBv2": {"putItem": {"tableName": "readings"}, "roleArn": "arn:aws:iam::123456789012:role/r"}}"#;

/// An action of Lambda without fault.
const FUNCTION: &str =
    r#"{"lambda": {"functionArn": "arn:aws:lambda:us-east-1:123456789012:function:notify"}}"#;

/// An action of Republish without fault.
const COPY: &str =
    r#"{"republish": {"topic": "copies/${topic(2)}", "roleArn": "arn:aws:iam::123456789012:role/r"}}"#;

/// An action that is handed the payload as it came in.
const fn whole(code: &'static str, json: &'static str, action: &'static str) -> Sample {
    Sample { sql: Text::Plain("SELECT * FROM 'sensors/+'"), ..handed(code, json, action) }
}

/// An action beside the statement of other samples, and a payload.
const fn handed(code: &'static str, json: &'static str, action: &'static str) -> Sample {
    Sample { payload: Text::Plain(json), ..super::action(code, action) }
}

/// An action that is handed almost 100 KB for each of so many attributes.
const fn large(code: &'static str, action: &'static str) -> Sample {
    Sample {
        sql: Text::Built {
            shown: "A statement that makes more than a million bytes.",
            make: large_statement,
        },
        ..super::action(code, action)
    }
}

fn large_statement() -> String {
    let ten = |name: &str| [name; 10].join(", ");
    let attributes: Vec<String> = (0..11).map(|index| format!("@c AS c{index}")).collect();
    format!(
        "SET @a = rpad('x', 1000), @b = [{}], @c = [{}] SELECT {} FROM 'sensors/+'",
        ten("@a"),
        ten("@b"),
        attributes.join(", ")
    )
}

pub(super) static SAMPLES: &[Sample] = &[
    action(
        "action.choice",
        r#"{"dynamoDB": {"tableName": "readings", "hashKeyField": "room", "hashKeyValue": "x", "operation": "insert", "roleArn": "r"}}"#,
    ),
    action(
        "dynamodb.table-name",
        r#"{"dynamoDBv2": {"putItem": {"tableName": "${topic()}"}, "roleArn": "arn:aws:iam::123456789012:role/r"}}"#,
    ),
    action(
        "dynamodb.key",
        r#"{"dynamoDB": {"tableName": "readings", "hashKeyField": "at", "hashKeyType": "NUMBER", "hashKeyValue": "${topic(2)}", "roleArn": "r"}}"#,
    ),
    action(
        "dynamodb.sort-key",
        r#"{"dynamoDB": {"tableName": "readings", "hashKeyField": "room", "hashKeyValue": "${topic(2)}", "rangeKeyField": "at", "roleArn": "r"}}"#,
    ),
    handed("dynamodb.number", r#"{"t": 1e400}"#, ITEM),
    whole("dynamodb.attribute-name", r#"{"": 1}"#, ITEM),
    Sample {
        payload: Text::Built {
            shown: "40 arrays inside each other under the key t",
            make: || format!("{{\"t\":{}{}}}", "[".repeat(40), "]".repeat(40)),
        },
        ..action("dynamodb.too-deep", ITEM)
    },
    large("dynamodb.too-large", ITEM),
    Sample {
        sql: Text::Plain("SELECT VALUE t FROM 'sensors/+'"),
        ..action("dynamodb.not-an-object", COLUMNS)
    },
    action("dynamodb.table-keys", COLUMNS),
    action(
        "dynamodb.operation",
        r#"{"dynamoDB": {"tableName": "readings", "hashKeyField": "room", "hashKeyValue": "${topic(2)}", "operation": "UPDATE", "roleArn": "r"}}"#,
    ),
    action(
        "lambda.function",
        r#"{"lambda": {"functionArn": "arn:aws:lambda:us-east-1:123456789012:function:${topic()}"}}"#,
    ),
    whole("lambda.not-json", "21.5 degrees", FUNCTION),
    large("lambda.too-large", FUNCTION),
    action("republish.topic", r#"{"republish": {"topic": "copies/#", "roleArn": "r"}}"#),
    action(
        "republish.reserved-topic",
        r#"{"republish": {"topic": "$aws/things/kitchen/shadow/update", "roleArn": "r"}}"#,
    ),
    action(
        "republish.unsupported-topic",
        r#"{"republish": {"topic": "$$aws/things/kitchen/jobs/start-next", "roleArn": "r"}}"#,
    ),
    action("republish.loop", r#"{"republish": {"topic": "sensors/all", "roleArn": "r"}}"#),
    action(
        "republish.header",
        r#"{"republish": {"topic": "copies/all", "headers": {"messageExpiry": "soon"}, "roleArn": "r"}}"#,
    ),
    large("republish.too-large", COPY),
    action(
        "action.fifo",
        r#"{"sns": {"targetArn": "arn:aws:sns:us-east-1:123456789012:alarms.fifo", "roleArn": "r"}}"#,
    ),
    action("s3.key", r#"{"s3": {"bucketName": "readings", "key": "${device}", "roleArn": "r"}}"#),
    action("s3.static-key", r#"{"s3": {"bucketName": "readings", "key": "latest", "roleArn": "r"}}"#),
    action(
        "sns.no-default",
        r#"{"sns": {"targetArn": "arn:aws:sns:us-east-1:123456789012:alarms", "messageFormat": "JSON", "roleArn": "r"}}"#,
    ),
    action(
        "kinesis.partition-key",
        r#"{"kinesis": {"streamName": "readings", "partitionKey": "${device}", "roleArn": "r"}}"#,
    ),
    action(
        "firehose.not-an-array",
        r#"{"firehose": {"deliveryStreamName": "readings", "batchMode": true, "roleArn": "r"}}"#,
    ),
    Sample {
        sql: Text::Plain("SELECT VALUE t FROM 'sensors/+'"),
        payload: Text::Built {
            shown: "an array of 501 numbers under the key t",
            make: || format!("{{\"t\":[{}]}}", ["1"; 501].join(",")),
        },
        ..action(
            "firehose.too-many-records",
            r#"{"firehose": {"deliveryStreamName": "readings", "batchMode": true, "roleArn": "r"}}"#,
        )
    },
    whole(
        "step-functions.input",
        "21.5 degrees",
        r#"{"stepFunctions": {"stateMachineName": "alarm", "roleArn": "r"}}"#,
    ),
    action(
        "http.url",
        r#"{"http": {"url": "https://example.org/t", "confirmationUrl": "https://example.com"}}"#,
    ),
    action(
        "cloudwatch-logs.batch",
        r#"{"cloudwatchLogs": {"logGroupName": "home", "batchMode": true, "roleArn": "r"}}"#,
    ),
    action(
        "cloudwatch-metric.value",
        r#"{"cloudwatchMetric": {"metricName": "t", "metricNamespace": "home", "metricUnit": "None", "metricValue": "${temperature}", "roleArn": "r"}}"#,
    ),
    action(
        "cloudwatch-metric.timestamp",
        r#"{"cloudwatchMetric": {"metricName": "t", "metricNamespace": "home", "metricUnit": "None", "metricValue": "${t}", "metricTimestamp": "${timestamp()}", "roleArn": "r"}}"#,
    ),
];
