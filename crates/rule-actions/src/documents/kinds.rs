//! The kinds of actions and their parameters, with their names where those do not follow from the API's.
//!
//! The names are the IoT API's (`API_Action`). CloudFormation writes them with a capital letter, CDK as the API does, and
//! Terraform in snake case.

/// A kind of action.
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) parameters: &'static [Parameter],
    pub(super) terraform: Terraform,
    pub(super) cloudformation: bool,
    /// CDK's name, where it is not the API's.
    pub(super) cdk: Option<&'static str>,
}

/// A parameter of an action, or a member of one.
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) terraform: Terraform,
    pub(super) cloudformation: bool,
}

/// What a parameter's value is.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    Text,
    Number,
    Flag,
    /// An object with these members; one block in Terraform.
    Object(&'static [Parameter]),
    /// A list of objects; a block for each in Terraform.
    List(&'static [Parameter]),
    /// An object whose keys are the user's own.
    Map,
}

/// What Terraform's `aws_iot_topic_rule` calls a thing.
#[derive(Clone, Copy)]
pub(super) enum Terraform {
    /// The API's name in snake case.
    Snake,
    Named(&'static str),
    /// The provider documents no such thing.
    Absent,
}

impl Kind {
    const fn new(name: &'static str, parameters: &'static [Parameter]) -> Self {
        Self { name, parameters, terraform: Terraform::Snake, cloudformation: true, cdk: None }
    }

    const fn terraform(self, name: &'static str) -> Self {
        Self { terraform: Terraform::Named(name), ..self }
    }

    const fn no_terraform(self) -> Self {
        Self { terraform: Terraform::Absent, ..self }
    }

    const fn no_cloudformation(self) -> Self {
        Self { cloudformation: false, ..self }
    }

    const fn cdk(self, name: &'static str) -> Self {
        Self { cdk: Some(name), ..self }
    }
}

impl Parameter {
    const fn new(name: &'static str, shape: Shape) -> Self {
        Self { name, shape, terraform: Terraform::Snake, cloudformation: true }
    }

    const fn terraform(self, name: &'static str) -> Self {
        Self { terraform: Terraform::Named(name), ..self }
    }

    const fn no_terraform(self) -> Self {
        Self { terraform: Terraform::Absent, ..self }
    }

    const fn no_cloudformation(self) -> Self {
        Self { cloudformation: false, ..self }
    }
}

const fn text(name: &'static str) -> Parameter {
    Parameter::new(name, Shape::Text)
}

const fn number(name: &'static str) -> Parameter {
    Parameter::new(name, Shape::Number)
}

const fn flag(name: &'static str) -> Parameter {
    Parameter::new(name, Shape::Flag)
}

const fn object(name: &'static str, members: &'static [Parameter]) -> Parameter {
    Parameter::new(name, Shape::Object(members))
}

const fn list(name: &'static str, members: &'static [Parameter]) -> Parameter {
    Parameter::new(name, Shape::List(members))
}

const fn map(name: &'static str) -> Parameter {
    Parameter::new(name, Shape::Map)
}

static KEY_AND_VALUE: &[Parameter] = &[text("key"), text("value")];
static TIME: &[Parameter] = &[text("value"), text("unit")];
static SEARCH: &[Parameter] = &[text("roleArn"), text("endpoint"), text("index"), text("type"), text("id")];
static BATCH: &[Parameter] = &[
    number("maxBatchOpenMs"),
    number("maxBatchSize"),
    number("maxBatchSizeBytes"),
    flag("batchAcrossTopics"),
];

/// All kinds.
pub(super) static KINDS: &[Kind] = &[
    Kind::new(
        "timestream",
        &[
            text("roleArn"),
            text("databaseName"),
            text("tableName"),
            list("dimensions", &[text("name"), text("value")]).terraform("dimension"),
            object("timestamp", TIME),
        ],
    ),
    Kind::new(
        "influxDB",
        &[
            text("destinationArn"),
            text("roleArn"),
            text("databaseName"),
            text("tableName"),
            text("organization"),
            map("tags"),
            text("timestampUnit"),
            object("batchConfig", BATCH),
        ],
    )
    .no_terraform()
    .cdk("influxDb"),
    Kind::new(
        "dynamoDB",
        &[
            text("tableName"),
            text("roleArn"),
            text("operation").no_cloudformation(),
            text("hashKeyField"),
            text("hashKeyValue"),
            text("hashKeyType"),
            text("rangeKeyField"),
            text("rangeKeyValue"),
            text("rangeKeyType"),
            text("payloadField"),
        ],
    )
    .terraform("dynamodb")
    .cdk("dynamoDb"),
    Kind::new("dynamoDBv2", &[text("roleArn"), object("putItem", &[text("tableName")])])
        .terraform("dynamodbv2"),
    Kind::new("lambda", &[text("functionArn")]),
    Kind::new(
        "republish",
        &[
            text("roleArn"),
            text("topic"),
            number("qos"),
            object(
                "headers",
                &[
                    text("payloadFormatIndicator"),
                    text("contentType"),
                    text("responseTopic"),
                    text("correlationData"),
                    text("messageExpiry"),
                    list("userProperties", KEY_AND_VALUE),
                ],
            )
            .no_terraform(),
        ],
    ),
    Kind::new("s3", &[text("roleArn"), text("bucketName"), text("key"), text("cannedAcl")]),
    Kind::new("sns", &[text("targetArn"), text("roleArn"), text("messageFormat")]),
    Kind::new("sqs", &[text("roleArn"), text("queueUrl"), flag("useBase64")]),
    Kind::new("kinesis", &[text("roleArn"), text("streamName"), text("partitionKey")]),
    Kind::new(
        "firehose",
        &[text("roleArn"), text("deliveryStreamName"), text("separator"), flag("batchMode")],
    ),
    Kind::new(
        "cloudwatchAlarm",
        &[text("roleArn"), text("alarmName"), text("stateReason"), text("stateValue")],
    ),
    Kind::new("cloudwatchLogs", &[text("roleArn"), text("logGroupName"), flag("batchMode")]),
    Kind::new(
        "cloudwatchMetric",
        &[
            text("roleArn"),
            text("metricNamespace"),
            text("metricName"),
            text("metricValue"),
            text("metricUnit"),
            text("metricTimestamp"),
        ],
    ),
    Kind::new("elasticsearch", SEARCH),
    Kind::new("openSearch", SEARCH).no_terraform(),
    Kind::new(
        "iotAnalytics",
        &[
            text("channelArn").no_terraform().no_cloudformation(),
            text("channelName"),
            flag("batchMode"),
            text("roleArn"),
        ],
    ),
    Kind::new("iotEvents", &[text("inputName"), text("messageId"), flag("batchMode"), text("roleArn")]),
    Kind::new(
        "iotSiteWise",
        &[
            text("roleArn"),
            list(
                "putAssetPropertyValueEntries",
                &[
                    text("entryId"),
                    text("assetId"),
                    text("propertyId"),
                    text("propertyAlias"),
                    list(
                        "propertyValues",
                        &[
                            object(
                                "value",
                                &[
                                    text("stringValue"),
                                    text("integerValue"),
                                    text("doubleValue"),
                                    text("booleanValue"),
                                ],
                            ),
                            object("timestamp", &[text("timeInSeconds"), text("offsetInNanos")]),
                            text("quality"),
                        ],
                    ),
                ],
            ),
        ],
    )
    .no_terraform(),
    Kind::new("stepFunctions", &[text("executionNamePrefix"), text("stateMachineName"), text("roleArn")]),
    Kind::new(
        "kafka",
        &[
            text("destinationArn"),
            text("topic"),
            text("key"),
            text("partition"),
            map("clientProperties"),
            list("headers", KEY_AND_VALUE).terraform("header"),
        ],
    ),
    Kind::new(
        "location",
        &[
            text("roleArn"),
            text("trackerName"),
            text("deviceId"),
            object("timestamp", TIME),
            text("latitude"),
            text("longitude"),
        ],
    )
    .no_terraform(),
    Kind::new(
        "http",
        &[
            text("url"),
            text("confirmationUrl"),
            list("headers", KEY_AND_VALUE).terraform("http_header"),
            object(
                "auth",
                &[object("sigv4", &[text("signingRegion"), text("serviceName"), text("roleArn")])],
            )
            .no_terraform(),
            flag("enableBatching").no_terraform(),
            object("batchConfig", BATCH).no_terraform(),
        ],
    ),
    Kind::new("salesforce", &[text("token"), text("url")]).no_terraform().no_cloudformation(),
];

#[cfg(test)]
mod tests {
    use super::KINDS;

    #[test]
    fn every_action_that_is_evaluated_has_its_names_here() {
        for kind in crate::action::KINDS {
            assert!(KINDS.iter().any(|known| known.name == kind.key), "{}", kind.key);
        }
    }
}
