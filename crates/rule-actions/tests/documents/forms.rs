//! Each form in which a rule is read.

use rule_actions::documents::{Found, RuleDocument, Source, read};
use serde_json::json;

fn found(text: &str) -> Found {
    read(text).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn placeholders(found: &Found) -> Vec<(&str, &str)> {
    found.placeholders.iter().map(|one| (one.text.as_str(), one.stands_for.as_str())).collect()
}

const ACTION: &str = r#"{"timestream": {"databaseName": "d", "tableName": "t", "roleArn": "r",
    "dimensions": [{"name": "room", "value": "${topic(2)}"}]}}"#;

#[test]
fn payloads_requests_and_answers() {
    let payload = format!(r#"{{"sql": "SELECT a FROM 't'", "actions": [{ACTION}], "ruleDisabled": true}}"#);
    for (text, name) in [
        (payload.clone(), None),
        (format!("\u{FEFF}\n {payload}"), None),
        (format!(r#"{{"ruleName": "r", "topicRulePayload": {payload}}}"#), Some("r")),
        (format!(r#"{{"ruleArn": "arn:x", "rule": {}, "ruleName": "r"}}}}"#, &payload[..payload.len() - 1]), Some("r")),
        ("ruleName: r\ntopicRulePayload:\n  sql: SELECT a FROM 't'\n  ruleDisabled: true\n  actions:\n    - timestream: {databaseName: d, tableName: t, roleArn: r, dimensions: [{name: room, value: \"${topic(2)}\"}]}\n".to_owned(), Some("r")),
    ] {
        let found = found(&text);
        assert_eq!(found.source, Source::Api, "{text}");
        let rule = &found.rules[0];
        assert_eq!(rule.name.as_deref(), name, "{text}");
        assert_eq!((rule.sql.as_str(), rule.sql_version.as_deref(), rule.disabled), ("SELECT a FROM 't'", None, true));
        assert_eq!(rule.actions, [serde_json::from_str::<serde_json::Value>(ACTION).expect("JSON")], "{text}");
    }
}

#[test]
fn cloudformation_with_every_short_function() {
    let text = r#"
AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Stage: {Type: String}
Resources:
  Store: {Type: AWS::Lambda::Function}
  Climate:
    Type: AWS::IoT::TopicRule
    Condition: InUse
    Properties:
      RuleName: !Join [_, [climate, !Ref Stage]]
      Tags: [{Key: a, Value: b}]
      TopicRulePayload:
        AwsIotSqlVersion: 2016-03-23
        Description: 42
        RuleDisabled: "false"
        Sql: !Sub |
          SELECT temperature
          FROM '${Stage}/sensors/+'
        Actions:
          - Timestream:
              DatabaseName: !Select [0, !Split ["|", !Ref Table]]
              TableName: !FindInMap [Tables, !Ref Stage, name]
              RoleArn: !ImportValue shared-role
              Dimensions:
                - {Name: room, Value: !Sub "${!topic(2)}"}
                - {Name: region, Value: !Sub ["${Where}-${AWS::Region}", {Where: west}]}
              Timestamp: {Value: "${ts}", Unit: !Ref Unit}
          - !If
            - WithLambda
            - Lambda: {FunctionArn: !GetAtt Store.Arn}
            - !Ref AWS::NoValue
          - Republish: {Topic: "a/${topic()}", Qos: "1", RoleArn: {"Fn::GetAtt": [Role, Arn]}, Headers: {UserProperties: [{Key: a, Value: 1}]}}
          - Kafka: {DestinationArn: x, Topic: t, ClientProperties: {"bootstrap.servers": b, acks: 1}}
        ErrorAction:
          Sqs: {QueueUrl: !Ref Queue, RoleArn: r, UseBase64: true}
"#;
    let found = found(text);
    assert_eq!(found.source, Source::CloudFormation);
    let rule = &found.rules[0];
    assert_eq!((rule.name.as_deref(), rule.id.as_deref()), (Some("climate_<Stage>"), Some("Climate")));
    assert_eq!(rule.sql, "SELECT temperature\nFROM '<Stage>/sensors/+'\n");
    assert_eq!(
        (rule.sql_version.as_deref(), rule.description.as_deref(), rule.disabled),
        (Some("2016-03-23"), Some("42"), false)
    );
    assert_eq!(
        rule.actions,
        [
            json!({"timestream": {
                "databaseName": "<Table[0]>", "tableName": "<Tables.Stage.name>", "roleArn": "<ImportValue shared-role>",
                "dimensions": [
                    {"name": "room", "value": "${topic(2)}"},
                    {"name": "region", "value": "west-<AWS::Region>"},
                ],
                "timestamp": {"value": "${ts}", "unit": "<Unit>"},
            }}),
            json!({"lambda": {"functionArn": "<Store.Arn>"}}),
            json!({"republish": {"topic": "a/${topic()}", "qos": 1, "roleArn": "<Role.Arn>",
                "headers": {"userProperties": [{"key": "a", "value": "1"}]}}}),
            json!({"kafka": {"destinationArn": "x", "topic": "t",
                "clientProperties": {"bootstrap.servers": "b", "acks": "1"}}}),
        ]
    );
    assert_eq!(
        rule.error_action,
        Some(json!({"sqs": {"queueUrl": "<Queue>", "roleArn": "r", "useBase64": true}}))
    );
    let known = placeholders(&found);
    assert!(known.contains(&("<Table[0]>", "!Select [0, !Split [\"|\", !Ref Table]]")), "{known:?}");
    assert!(known.contains(&("<Unit>", "Unit")), "{known:?}");
    let codes: Vec<&str> = found.warnings.iter().map(|warning| warning.code.id).collect();
    for code in ["document.left-out", "document.condition", "document.placeholder"] {
        assert!(codes.contains(&code), "{codes:?}");
    }
    assert!(!codes.contains(&"document.template-taken"), "{:?}", found.warnings);
    for placeholder in &found.placeholders {
        assert!(!placeholder.text.contains("${"));
        assert!(
            text.get(placeholder.range.clone()).is_some_and(|place| !place.is_empty()),
            "{placeholder:?}"
        );
    }
}

#[test]
fn several_rules_sam_events_and_aliases() {
    let text = r#"
Transform: AWS::Serverless-2016-10-31
Resources:
  Store:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Climate: {Type: IoTRule, Properties: {Sql: "SELECT * FROM 'a'", AwsIotSqlVersion: beta}}
        Other: {Type: Api}
  Second:
    Type: AWS::IoT::TopicRule
    Properties:
      TopicRulePayload: &payload {Sql: "SELECT * FROM 'b'", Actions: []}
  Third:
    Type: AWS::IoT::TopicRule
    Properties: {TopicRulePayload: *payload, RuleName: third}
"#;
    let found = found(text);
    let titles: Vec<&str> = found.rules.iter().map(RuleDocument::title).collect();
    assert_eq!(titles, ["StoreClimate", "Second", "third"]);
    assert_eq!(found.rules[0].actions, [json!({"lambda": {"functionArn": "<Store.Arn>"}})]);
    assert_eq!(found.rules[0].sql_version.as_deref(), Some("beta"));
    assert_eq!(found.rules[1].sql, found.rules[2].sql);
}

#[test]
fn serverless_configurations() {
    let text = r#"
service: climate
provider: {name: aws}
functions:
  store:
    handler: a.b
    events:
      - iot: {name: climate, sql: "SELECT * FROM '${self:provider.stage}/a'", sqlVersion: "2016-03-23", enabled: false}
resources:
  Resources:
    Rule:
      Type: AWS::IoT::TopicRule
      Properties:
        TopicRulePayload:
          Sql: SELECT * FROM 'b'
          Actions:
            - S3: {BucketName: "${self:custom.bucket}", Key: "${topic()}", RoleArn: r}
"#;
    let found = found(text);
    assert_eq!(found.source, Source::Serverless);
    let [event, rule] = found.rules.as_slice() else { panic!("{:?}", found.rules) };
    assert_eq!((event.name.as_deref(), event.disabled), (Some("climate"), true));
    assert_eq!(event.sql, "SELECT * FROM 'dev/a'");
    assert_eq!(event.actions, [json!({"lambda": {"functionArn": "<StoreLambdaFunction.Arn>"}})]);
    assert_eq!(
        rule.actions,
        [json!({"s3": {"bucketName": "<self:custom.bucket>", "key": "${topic()}", "roleArn": "r"}})]
    );
}

const TERRAFORM: &str = r#"
# A comment with aws_iot_topic_rule in it.
resource "aws_timestreamwrite_table" "t" {}

resource "aws_iot_topic_rule" "climate" {
  name        = "climate_${var.stage}"
  description = "for \"us\""
  enabled     = true
  sql         = <<-EOT
    SELECT temperature
      FROM '${local.prefix}/+'
  EOT
  sql_version = "2016-03-23"
  tags        = { a = "b" }

  timestream {
    database_name = aws_timestreamwrite_table.t.database_name
    table_name    = "t"
    role_arn      = aws_iam_role.r.arn
    dimension {
      name  = "room"
      value = "$${topic(2)}"
    }
    dimension {
      name  = "share"
      value = "100%%{x}"
    }
    timestamp {
      unit  = "MILLISECONDS"
      value = join("", ["$${", "ts}"])
    }
  }

  dynamodbv2 {
    put_item { table_name = "t" }
    role_arn = "r"
  }

  dynamodb {
    hash_key_field = "id"
    hash_key_value = "$${id}"
    table_name     = 5
    role_arn       = "r"
  }

  error_action {
    http {
      url = "https://example.com"
      http_header {
        key   = "a"
        value = "b"
      }
    }
  }
}
"#;

#[test]
fn terraform_configurations() {
    let found = found(TERRAFORM);
    assert_eq!(found.source, Source::Terraform);
    let rule = &found.rules[0];
    assert_eq!((rule.name.as_deref(), rule.id.as_deref()), (Some("climate_<var.stage>"), Some("climate")));
    assert_eq!(rule.description.as_deref(), Some("for \"us\""));
    assert_eq!(rule.sql, "SELECT temperature\n  FROM '<local.prefix>/+'\n");
    assert_eq!(
        rule.actions,
        [
            json!({"timestream": {
                "databaseName": "<aws_timestreamwrite_table.t.database_name>", "tableName": "t",
                "roleArn": "<aws_iam_role.r.arn>",
                "dimensions": [{"name": "room", "value": "${topic(2)}"}, {"name": "share", "value": "100%{x}"}],
                "timestamp": {"unit": "MILLISECONDS", "value": "${ts}"},
            }}),
            json!({"dynamoDBv2": {"roleArn": "r", "putItem": {"tableName": "t"}}}),
            json!({"dynamoDB": {"hashKeyField": "id", "hashKeyValue": "${id}", "tableName": "5", "roleArn": "r"}}),
        ]
    );
    assert_eq!(
        rule.error_action,
        Some(json!({"http": {"url": "https://example.com", "headers": [{"key": "a", "value": "b"}]}}))
    );
    let codes: Vec<&str> = found.warnings.iter().map(|warning| warning.code.id).collect();
    let (left_out, rest): (Vec<&str>, Vec<&str>) =
        codes.into_iter().partition(|code| *code == "document.left-out");
    assert!(rest.iter().all(|code| *code == "document.placeholder"), "{:?}", found.warnings);
    assert_eq!(left_out.len(), 1, "the tags: {:?}", found.warnings);
    let range = found.placeholders[0].range.clone();
    assert_eq!(&TERRAFORM[range], "${var.stage}");
}

#[test]
fn terraform_configurations_in_json() {
    let text = r#"{"resource": [{"aws_iot_topic_rule": {"climate": {
        "//": "a comment",
        "name": "climate", "enabled": "false", "sql": "SELECT * FROM '${var.topic}'", "sql_version": "2016-03-23",
        "timestream": {"database_name": "d", "table_name": "t", "role_arn": "${aws_iam_role.r.arn}",
            "dimension": {"name": "room", "value": "$${topic(2)}"}, "timestamp": [{"unit": "SECONDS", "value": "$${ts}"}]},
        "kafka": {"//": "a comment", "topic": "t", "client_properties": {"//": "a key"}},
        "sns": [{"target_arn": "a", "role_arn": "r"}, {"target_arn": "b", "role_arn": "r"}],
        "error_action": [{"//": "a comment", "lambda": [{"function_arn": "f"}]}]
    }}}]}"#;
    let found = found(text);
    assert_eq!(found.source, Source::TerraformJson);
    let rule = &found.rules[0];
    assert_eq!((rule.name.as_deref(), rule.disabled), (Some("climate"), true));
    assert_eq!(rule.sql, "SELECT * FROM '<var.topic>'");
    assert_eq!(
        rule.actions,
        [
            json!({"timestream": {"databaseName": "d", "tableName": "t", "roleArn": "<aws_iam_role.r.arn>",
                "dimensions": [{"name": "room", "value": "${topic(2)}"}],
                "timestamp": {"unit": "SECONDS", "value": "${ts}"}}}),
            json!({"kafka": {"topic": "t", "clientProperties": {"//": "a key"}}}),
            json!({"sns": {"targetArn": "a", "roleArn": "r"}}),
            json!({"sns": {"targetArn": "b", "roleArn": "r"}}),
        ]
    );
    assert_eq!(rule.error_action, Some(json!({"lambda": {"functionArn": "f"}})));
}
