//! What AWS's pages leave open or contradict about the actions beside Timestream's.

use iot_sql::Evidence::{Assumed, Contradicted};
use iot_sql::assumptions::Assumption;

pub(super) static DYNAMODB: &[Assumption] = &[
    Assumption {
        topic: "The type of the payload's column",
        stated: "The whole payload is written to one column, bytes that are not JSON as binary. A tutorial unfolds the column's value in DynamoDB's console.",
        readings: &["JSON becomes a map, list or single value.", "JSON becomes one text."],
        followed: 0,
        evidence: Assumed,
        page: "dynamodb-rule-action, iot-ddb-rule",
        examples: &[],
    },
    Assumption {
        topic: "The column of a payload that is not JSON",
        stated: "It is written as binary data. The action of the same name of IoT Events adds _raw to the column's name.",
        readings: &["The same column as for JSON.", "A column with _raw after its name."],
        followed: 0,
        evidence: Assumed,
        page: "dynamodb-rule-action",
        examples: &[],
    },
    Assumption {
        topic: "JSON types in DynamoDB",
        stated: "Each attribute becomes a column. Which type a value gets is not said.",
        readings: &[
            "DynamoDB's type for the type in JSON: S, N, BOOL, NULL, L, M.",
            "Null is left out.",
            "Objects and arrays become text.",
        ],
        followed: 0,
        evidence: Assumed,
        page: "dynamodb-v2-rule-action",
        examples: &[],
    },
    Assumption {
        topic: "The operations UPDATE and DELETE",
        stated: "They are named as values; the permission that the page asks for is that of PutItem.",
        readings: &[
            "UPDATE is an UpdateItem that sets the payload's column, DELETE a DeleteItem with the keys.",
            "UPDATE replaces the item with PutItem.",
        ],
        followed: 0,
        evidence: Assumed,
        page: "dynamodb-rule-action, API_DynamoDBAction",
        examples: &[],
    },
    Assumption {
        topic: "A template as the type of a key",
        stated: "The page lets hashKeyType and rangeKeyType hold templates; the API takes the words STRING and NUMBER only.",
        readings: &["A template that gives one of the words is one.", "A template is refused with the rule."],
        followed: 0,
        evidence: Contradicted,
        page: "dynamodb-rule-action, API_DynamoDBAction",
        examples: &[],
    },
    Assumption {
        topic: "A key's type that is not given",
        stated: "The type may be left out. What it is then is not said.",
        readings: &["STRING.", "The type that the table's key has."],
        followed: 0,
        evidence: Assumed,
        page: "dynamodb-rule-action",
        examples: &[],
    },
    Assumption {
        topic: "A payload column that is called like a key",
        stated: "Nothing is said.",
        readings: &[
            "The payload takes the key's place, which DynamoDB refuses unless the types agree.",
            "The key takes the payload's place.",
        ],
        followed: 0,
        evidence: Assumed,
        page: "dynamodb-rule-action",
        examples: &[],
    },
    Assumption {
        topic: "A topic as a table's or function's name",
        stated: "Examples of both pages write ${topic()} for a name, beside the topic some/topic; the services allow no slash in one.",
        readings: &["The service refuses the name.", "The slash is replaced on the way."],
        followed: 0,
        evidence: Contradicted,
        page: "dynamodb-v2-rule-action, lambda-rule-action",
        examples: &[],
    },
];

pub(super) static REPUBLISH: &[Assumption] = &[
    Assumption {
        topic: "A reserved topic with a single $",
        stated: "A reserved topic is written with $$ in place of $.",
        readings: &[
            "It is published to as it stands; RuleLens warns.",
            "The action fails.",
            "The rule is refused.",
        ],
        followed: 0,
        evidence: Assumed,
        page: "republish-rule-action",
        examples: &[],
    },
    Assumption {
        topic: "A reserved topic that a template gives",
        stated: "$$ is explained for topics that are written out.",
        readings: &["It needs $$ like one that is written out.", "It needs none."],
        followed: 0,
        evidence: Assumed,
        page: "republish-rule-action",
        examples: &[],
    },
    Assumption {
        topic: "A header that MQTT 5 cannot carry",
        stated: "The values that a header can have are listed. What becomes of another one, from a template, is not said.",
        readings: &["The action fails.", "The message is published without the header."],
        followed: 0,
        evidence: Assumed,
        page: "API_MqttHeaders",
        examples: &[],
    },
];

pub(super) static SERVICES: &[Assumption] = &[
    Assumption {
        topic: "Where Firehose's separator stands",
        stated: "It separates records in the stream.",
        readings: &["After each record.", "Between the records of a batch only."],
        followed: 0,
        evidence: Assumed,
        page: "kinesis-firehose-rule-action",
        examples: &[],
    },
    Assumption {
        topic: "batchMode and a payload that is no array",
        stated: "Each element of an array becomes a record. Other payloads are not mentioned.",
        readings: &["They become one record, as without batchMode; RuleLens warns.", "The action fails."],
        followed: 0,
        evidence: Assumed,
        page: "kinesis-firehose-rule-action",
        examples: &[],
    },
    Assumption {
        topic: "A Kinesis action without a partition key",
        stated: "The page asks for one, the API does not.",
        readings: &["The record is shown without one.", "A key is made up.", "The rule is refused."],
        followed: 0,
        evidence: Contradicted,
        page: "kinesis-rule-action, API_KinesisAction",
        examples: &[],
    },
    Assumption {
        topic: "A payload that is not text, for SNS and SQS",
        stated: "The outgoing payload is the message. SQS can be told to encode it in base64; messages of both are texts.",
        readings: &["It is shown in base64, as what it is.", "The service refuses it."],
        followed: 0,
        evidence: Assumed,
        page: "sns-rule-action, sqs-rule-action",
        examples: &[],
    },
];

pub(super) static ERROR_ACTION: &[Assumption] = &[
    Assumption {
        topic: "What templates of an error action see",
        stated: "Functions and templates can be used. The page's example uses topic(), timestamp() and newuuid().",
        readings: &["The message as it was published.", "The message that tells of the failures."],
        followed: 0,
        evidence: Assumed,
        page: "rule-error-handling",
        examples: &[],
    },
    Assumption {
        topic: "The names of failed actions",
        stated: "S3Action is the example; logs show DynamoAction, and other pages LambdaAction.",
        readings: &[
            "The others are called alike: TimestreamAction, RepublishAction, SnsAction and so on, and DynamoActionV2.",
            "They have other names.",
        ],
        followed: 0,
        evidence: Assumed,
        page: "rule-error-handling, diagnosing-rules",
        examples: &[],
    },
    Assumption {
        topic: "The failed resource",
        stated: "It is the resource's name, such as a bucket's.",
        readings: &[
            "The table's, function's or topic's name after templates; for Timestream with the database's before it.",
            "The name as the action has it.",
        ],
        followed: 0,
        evidence: Assumed,
        page: "rule-error-handling",
        examples: &[],
    },
    Assumption {
        topic: "The client id of a message that no MQTT client sent",
        stated: "It is the publisher's client id.",
        readings: &["n/a, as clientid() gives.", "It is left out.", "It is an empty text."],
        followed: 0,
        evidence: Assumed,
        page: "rule-error-handling",
        examples: &[],
    },
    Assumption {
        topic: "A function that fails in an action's template",
        stated: "A failing function ends the rule without any action, and the error action is about actions. Templates of actions are not mentioned.",
        readings: &[
            "That action fails, and the error action is told.",
            "No action runs, and neither does the error action.",
        ],
        followed: 0,
        evidence: Assumed,
        page: "iot-sql-functions, rule-error-handling",
        examples: &[],
    },
];
