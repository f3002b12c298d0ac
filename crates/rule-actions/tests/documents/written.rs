//! What is written for programs that RuleLens does not read: a shell and TypeScript.

use crate::round_trip::rule;
use crate::skipped;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rule_actions::documents::{Format, RuleDocument, read, write};
use serde_json::{Value as Json, json};
use std::fs;
use std::process::{Command, Stdio};

fn example() -> RuleDocument {
    RuleDocument {
        name: Some("climate".into()),
        sql: "SELECT \"a\", 'b'\nFROM 'sensors/+'".into(),
        sql_version: Some("2016-03-23".into()),
        actions: vec![
            json!({"timestream": {"databaseName": "d", "tableName": "t", "roleArn": "r",
                "dimensions": [{"name": "room", "value": "${topic(2)}"}],
                "timestamp": {"value": "${ts}", "unit": "SECONDS"}}}),
            json!({"dynamoDB": {"tableName": "t", "hashKeyField": "id", "hashKeyValue": "${id}", "roleArn": "r"}}),
        ],
        ..RuleDocument::default()
    }
}

#[test]
fn documents_look_as_people_write_them() {
    let terraform = r#"resource "aws_iot_topic_rule" "climate" {
  name        = "climate"
  enabled     = true
  sql         = chomp(<<EOT
SELECT "a", 'b'
FROM 'sensors/+'
EOT
  )
  sql_version = "2016-03-23"

  timestream {
    database_name = "d"
    table_name    = "t"
    role_arn      = "r"
    dimension {
      name  = "room"
      value = "$${topic(2)}"
    }
    timestamp {
      value = "$${ts}"
      unit  = "SECONDS"
    }
  }

  dynamodb {
    table_name     = "t"
    hash_key_field = "id"
    hash_key_value = "$${id}"
    role_arn       = "r"
  }
}
"#;
    let yaml = r#"AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Climate:
    Type: AWS::IoT::TopicRule
    Properties:
      RuleName: climate
      TopicRulePayload:
        Sql: |-
          SELECT "a", 'b'
          FROM 'sensors/+'
        Actions:
          - Timestream:
              DatabaseName: d
              TableName: t
              RoleArn: r
              Dimensions:
                - Name: room
                  Value: "${topic(2)}"
              Timestamp:
                Value: "${ts}"
                Unit: SECONDS
          - DynamoDB:
              TableName: t
              HashKeyField: id
              HashKeyValue: "${id}"
              RoleArn: r
        RuleDisabled: false
        AwsIotSqlVersion: "2016-03-23"
"#;
    for (format, expected) in [(Format::Terraform, terraform), (Format::CfnYaml, yaml)] {
        assert_eq!(write(&example(), format).expect("written").text, expected);
    }
    let cdk = write(&example(), Format::Cdk).expect("written").text;
    assert!(cdk.contains("new iot.CfnTopicRule(this, \"Climate\", {\n  ruleName: \"climate\",\n"), "{cdk}");
    assert!(cdk.contains("        dynamoDb: {\n") && cdk.contains("value: \"${topic(2)}\""), "{cdk}");
}

#[test]
fn names_and_versions_are_seen_to() {
    let named = |name: Option<&str>| RuleDocument { name: name.map(str::to_owned), ..example() };
    for name in ["my-rule", "", "a b", "é", &"x".repeat(129)] {
        for format in Format::ALL {
            let errors = write(&named(Some(name)), format).expect_err(name);
            assert_eq!(errors[0].code.id, "document.rule-name");
        }
        assert!(named(Some(name)).check_name().is_some());
    }
    let placed = named(Some("climate_<Stage>"));
    assert!(placed.check_name().is_none());
    assert!(write(&placed, Format::Terraform).expect("written").text.contains("\"climate__Stage_\" {"));
    for format in Format::ALL {
        let needs_name = matches!(format, Format::Terraform | Format::TerraformJson | Format::Cli);
        assert_eq!(write(&named(None), format).is_err(), needs_name, "{format:?}");
        let unversioned = RuleDocument { sql_version: None, ..example() };
        let written = write(&unversioned, format).expect("written");
        assert!(written.text.contains("2015-10-08"));
        assert_eq!(written.warnings[0].code.id, "document.version-written");
        assert_eq!(Format::from_name(format.name()), Some(format));
    }
}

#[test]
fn what_a_form_does_not_know_is_told() {
    let with = |action: Json| RuleDocument { actions: vec![action], ..example() };
    let open_search = json!({"openSearch": {"endpoint": "e"}});
    for (action, format, code) in [
        (open_search.clone(), Format::Terraform, Some("document.undocumented")),
        (open_search, Format::Cfn, None),
        (json!({"dynamoDB": {"operation": "INSERT"}}), Format::Cfn, Some("document.undocumented")),
        (json!({"lambda": {"functionArn": "f"}}), Format::Cdk, None),
        (json!({"lambda": {"newThing": "f"}}), Format::Terraform, Some("document.undocumented")),
    ] {
        let written = write(&with(action), format).expect("written");
        assert_eq!(written.warnings.first().map(|warning| warning.code.id), code, "{format:?}");
    }
    for (action, format) in [
        (json!({"lambda": {"Upper": 1}}), Format::Cfn),
        (json!({"lambda": {"with blank": 1}}), Format::Terraform),
        (json!({"lambda": {"snake_case": 1}}), Format::TerraformJson),
        (json!("lambda"), Format::Cfn),
    ] {
        let errors = write(&with(action), format).expect_err("not written");
        assert_eq!(errors[0].code.id, "document.not-writable", "{format:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn commands_give_their_words_to_a_shell(rule in rule()) {
        let command = write(&rule, Format::Cli).expect("written").text;
        let words = shlex::split(&command.replace("\\\n", "")).expect("words");
        prop_assert_eq!(&words[..4], ["aws", "iot", "create-topic-rule", "--rule-name"]);
        prop_assert_eq!(Some(&words[4]), rule.name.as_ref());
        prop_assert_eq!(&words[5], "--topic-rule-payload");
        prop_assert_eq!(words.len(), 7);
        let back = &read(&words[6]).expect("a payload").rules[0];
        let expected = RuleDocument { name: None, ..rule };
        prop_assert_eq!(back, &expected);
    }
}

/// Rules with nasty strings, always the same ones.
fn rules(count: usize) -> Vec<RuleDocument> {
    let mut runner = TestRunner::deterministic();
    (0..count).map(|_| rule().new_tree(&mut runner).expect("a rule").current()).collect()
}

#[cfg(unix)]
#[test]
fn a_shell_hands_on_the_payload() {
    for rule in rules(40) {
        let command = write(&rule, Format::Cli).expect("written").text;
        let script = format!("aws() {{ printf '%s\\n' \"$6\"; }}\n{command}");
        let output = Command::new("sh").arg("-c").arg(&script).output().expect("a shell");
        let payload = String::from_utf8(output.stdout).expect("text");
        let back = &read(&payload).expect("a payload").rules[0];
        assert_eq!(back, &RuleDocument { name: None, ..rule });
    }
}

#[test]
fn node_builds_the_construct() {
    if !Command::new("node")
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
    {
        skipped("there is no node");
        return;
    }
    let folder = std::env::temp_dir().join(format!("rulelens-cdk-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let mut script = String::from(
        "const found = [];\nconst iot = {CfnTopicRule: function (scope, id, properties) { found.push(properties); }};\n",
    );
    let rules = rules(40);
    for rule in &rules {
        let construct = write(rule, Format::Cdk).expect("written").text;
        let (import, construct) = construct.split_once('\n').expect("an import");
        assert_eq!(import, "import * as iot from \"aws-cdk-lib/aws-iot\";");
        script += construct;
    }
    script += "console.log(JSON.stringify(found));\n";
    let file = folder.join("stack.cjs");
    fs::write(&file, script).expect("a file");
    let output = Command::new("node").arg(&file).output().expect("node runs");
    fs::remove_dir_all(&folder).expect("the folder goes");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let found: Vec<Json> = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(found.len(), rules.len());
    for (rule, found) in rules.iter().zip(&found) {
        assert_eq!(found["ruleName"].as_str(), rule.name.as_deref());
        let payload = &found["topicRulePayload"];
        assert_eq!(payload["sql"], rule.sql.as_str());
        assert_eq!(payload["actions"].as_array().map(Vec::len), Some(rule.actions.len()));
        let text = serde_json::to_string(&payload["actions"]).expect("JSON");
        let text = text.replace("\"dynamoDb\":", "\"dynamoDB\":").replace("\"influxDb\":", "\"influxDB\":");
        let mut actions: Vec<Json> = serde_json::from_str(&text).expect("JSON");
        // JavaScript has one number type; integers beyond 2^53 are not exact in it.
        let mut expected = rule.actions.clone();
        for value in actions.iter_mut().chain(&mut expected) {
            round(value);
            // CDK's construct has CloudFormation's properties.
            if let Some(parameters) = value.get_mut("dynamoDB").and_then(Json::as_object_mut) {
                parameters.shift_remove("operation");
            }
        }
        assert_eq!(actions, expected);
    }
}

fn round(value: &mut Json) {
    match value {
        Json::Number(number) => *value = json!(number.as_f64().map(|number| format!("{number:e}"))),
        Json::Array(items) => items.iter_mut().for_each(round),
        Json::Object(members) => members.values_mut().for_each(round),
        _ => {}
    }
}
