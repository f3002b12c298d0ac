//! `rulelens convert` as a process.

mod common;

use common::{Ran, rulelens};
use std::fs;

const TEMPLATE: &str = r"Resources:
  Climate:
    Type: AWS::IoT::TopicRule
    Properties:
      RuleName: climate
      TopicRulePayload:
        AwsIotSqlVersion: 2016-03-23
        Sql: SELECT temperature FROM 'sensors/+'
        Actions:
          - Lambda: {FunctionArn: !GetAtt Store.Arn}
";

const OTHER: &str = r#"  Other:
    Type: AWS::IoT::TopicRule
    Properties:
      TopicRulePayload: {Sql: SELECT * FROM 'a', Actions: [Republish: {RoleArn: r, Topic: "a/${topic(2)}"}]}
"#;

fn run(arguments: &[&str], input: &str) -> (Ran, Option<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        ("one.yaml", TEMPLATE.to_owned()),
        ("two.yaml", format!("{TEMPLATE}{OTHER}")),
        ("bad.tf", "resource \"aws_iot_topic_rule\" \"r\" {\n  sql = \n}\n".to_owned()),
    ] {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    let ran = rulelens(folder.path(), arguments, input.as_bytes());
    (ran, fs::read_to_string(folder.path().join("out")).ok())
}

#[test]
fn a_rule_goes_through_every_form_and_comes_back() {
    let (first, _) = run(&["convert", "one.yaml", "--to", "json"], "");
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(first.err.contains("<Store.Arn>") && first.err.contains("one.yaml:10:"), "{}", first.err);
    let mut text = first.out.clone();
    for format in ["cfn", "cfn-yaml", "terraform", "terraform-json", "json"] {
        let (ran, _) = run(&["convert", "-", "--to", format], &text);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{format}");
        text = ran.out;
    }
    assert_eq!(text, first.out);
    for (format, part) in [
        ("cdk", "new iot.CfnTopicRule(this, \"Climate\""),
        ("cli", "aws iot create-topic-rule \\\n  --rule-name climate"),
    ] {
        let (ran, _) = run(&["convert", "-", "--to", format], &text);
        assert!(ran.code == 0 && ran.out.contains(part), "{}{}", ran.out, ran.err);
    }
}

#[test]
fn a_rule_is_chosen_among_several() {
    let (listed, _) = run(&["convert", "two.yaml", "--list"], "");
    assert_eq!((listed.code, listed.out.as_str(), listed.err.as_str()), (0, "climate\nOther\n", ""));
    let (ran, _) = run(&["convert", "two.yaml", "--to", "json"], "");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("--rule") && ran.err.ends_with("  climate\n  Other\n"), "{}", ran.err);
    let (ran, _) = run(&["convert", "two.yaml", "--to", "json", "--rule", "third"], "");
    assert!(ran.code == 2 && ran.err.contains("\"third\""), "{}", ran.err);
    for name in ["climate", "Climate"] {
        let (ran, _) = run(&["convert", "two.yaml", "--to", "json", "--rule", name], "");
        assert!(ran.code == 0 && ran.out.contains("sensors/+"), "{}", ran.err);
    }
    let (ran, written) = run(
        &["convert", "two.yaml", "--to", "terraform", "--rule", "Other", "--name", "other", "-o", "out"],
        "",
    );
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(ran.err.contains("document.version-written"), "{}", ran.err);
    let written = written.expect("a file");
    assert!(
        written.contains("\"a/$${topic(2)}\"") && written.contains("sql_version = \"2015-10-08\""),
        "{written}"
    );
}

#[test]
fn what_cannot_be_done_is_told() {
    for (arguments, input, code, part) in [
        (&["convert", "two.yaml", "--to", "terraform", "--rule", "Other"][..], "", 1, "document.rule-name"),
        (&["convert", "one.yaml", "--to", "cli", "--name", "a-b"], "", 1, "`a_b`"),
        (&["convert", "bad.tf", "--to", "cli"], "", 2, "bad.tf:2:9"),
        (&["convert", "-", "--to", "cli"], "SELECT 1", 2, "document.unrecognised"),
        (&["convert", "missing.tf", "--to", "cli"], "", 2, "missing.tf"),
        (&["convert", "one.yaml", "--to", "xml"], "", 2, "terraform-json"),
        (&["convert", "one.yaml"], "", 2, "--to"),
    ] {
        let (ran, _) = run(arguments, input);
        assert_eq!((ran.code, ran.out.as_str()), (code, ""), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(part), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn a_timestream_action_becomes_an_influxdb_action() {
    let rule = r#"{"sql": "SELECT temperature FROM 'sensors/+'", "awsIotSqlVersion": "2016-03-23", "actions": [
        {"lambda": {"functionArn": "f"}},
        {"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "r",
            "dimensions": [{"name": "room", "value": "${topic(2)}"}]}}]}"#;
    let arguments = ["convert", "-", "--to", "json", "--action", "influxdb"];
    let (ran, _) = run(&arguments, rule);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.err.contains("decide: destinationArn") && ran.err.contains("changes: dimensions: "),
        "{}",
        ran.err
    );
    let json: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(json["sql"], "SELECT temperature, timestamp() AS timestamp FROM 'sensors/+'");
    assert_eq!(json["actions"][0]["lambda"]["functionArn"], "f");
    let influxdb = &json["actions"][1]["influxDB"];
    assert_eq!(
        (&influxdb["tags"]["room"], &influxdb["timestampUnit"]),
        (&"${topic(2)}".into(), &"ms".into())
    );

    let (ran, _) = run(&["convert", "one.yaml", "--to", "json", "--action", "influxdb"], "");
    assert!(ran.code == 1 && ran.out.is_empty() && ran.err.contains("0 Timestream actions"), "{}", ran.err);
    let (ran, _) = run(&arguments, &rule.replace(r#"[{"name": "room", "value": "${topic(2)}"}]"#, "[]"));
    assert!(ran.code == 1 && ran.err.contains("timestream.dimension-count"), "{}", ran.err);
    let (ran, _) = run(&arguments, &rule.replace("SELECT temperature", "SELECT"));
    assert!(ran.code == 1 && ran.err.contains("sql."), "{}", ran.err);
}
