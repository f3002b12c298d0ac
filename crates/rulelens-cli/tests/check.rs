//! `rulelens check` and `rulelens functions` as processes.

mod common;

use common::{Ran, rulelens};
use serde_json::Value as Json;
use std::fs;

const TEMPLATE: &str = "Resources:
  First:
    Type: AWS::IoT::TopicRule
    Properties:
      TopicRulePayload:
        Sql: SELECT a FROM 't'
        AwsIotSqlVersion: 2016-03-23
        Actions:
          - Timestream:
              DatabaseName: !Ref Database
              TableName: !Ref Table
              RoleArn: !GetAtt Role.Arn
              Dimensions: [{Name: room, Value: '${topic(2)}'}]
              Timestamp: {Value: '${ts}', Unit: !Ref Unit}
        ErrorAction:
          Timestream:
            DatabaseName: d
            TableName: t
            RoleArn: r
            Dimensions: [{Name: time, Value: x}]
  Second:
    Type: AWS::IoT::TopicRule
    Properties:
      TopicRulePayload: {Sql: \"SELECT a FORM 't'\", AwsIotSqlVersion: 2016-03-23, Actions: []}
";

fn run(arguments: &[&str]) -> Ran {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        ("good.sql", "SELECT a FROM 't'\n"),
        ("odd.sql", "SELECT a FROM \"t\""),
        ("bad.sql", "SELECT a\nFORM 't'"),
        (
            "document.json",
            r#"{"topicRulePayload": {"sql": "SELECT a FROM 't'", "awsIotSqlVersion": "2016-03-23",
                "actions": [{"timestream": {"databaseName": "d", "tableName": "t", "roleArn": "r",
                    "dimensions": [{"name": "time", "value": "x"}]}}]}}"#,
        ),
        ("unversioned.json", r#"{"sql": "SELECT a FROM 't'", "actions": []}"#),
        ("lines.jsonl", "{\"sql\": \"SELECT a FROM 't'\"}\n\n{\"sql\": \"SELECT\"}\n"),
        ("broken.json", "{"),
        ("template.yaml", TEMPLATE),
        (
            "main.tf",
            "resource \"aws_iot_topic_rule\" \"r\" {\n  name = \"a-b\"\n  sql = \"SELECT * FROM '${var.t}'\"\n  sql_version = \"2016-03-23\"\n  republish {\n    role_arn = var.role\n    topic = \"${topic(2)}\"\n  }\n}\n",
        ),
    ] {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    rulelens(folder.path(), arguments, b"")
}

#[test]
fn mistakes_are_shown_at_their_places_and_counted() {
    for (file, code, part, last) in [
        ("good.sql", 0, "", "1 rule: 0 rejected, 0 with warnings"),
        ("odd.sql", 0, "--> odd.sql:1:15", "1 rule: 0 rejected, 1 with warnings"),
        ("bad.sql", 1, "--> bad.sql:2:1", "1 rule: 1 rejected, 0 with warnings"),
        ("document.json", 1, "--> document.json:3:46", "1 rule: 1 rejected, 0 with warnings"),
        ("unversioned.json", 0, "2015-10-08", "1 rule: 0 rejected, 1 with warnings"),
        ("template.yaml", 1, "--> template.yaml:20:33", "2 rules: 2 rejected, 0 with warnings"),
        ("template.yaml", 1, "--> template.yaml:24:41", "2 rules: 2 rejected, 0 with warnings"),
        ("main.tf", 1, "--> main.tf:7:14", "1 rule: 1 rejected, 0 with warnings"),
        ("main.tf", 1, "document.rule-name", "1 rule: 1 rejected, 0 with warnings"),
        ("lines.jsonl", 1, "--> lines.jsonl:3:1:7", "2 rules: 1 rejected, 0 with warnings"),
        ("broken.json", 2, "", "0 rules: 0 rejected, 0 with warnings"),
        ("missing.sql", 2, "", "0 rules: 0 rejected, 0 with warnings"),
    ] {
        let ran = run(&["check", file]);
        assert_eq!((ran.code, ran.out.lines().last()), (code, Some(last)), "{file}: {}{}", ran.out, ran.err);
        assert!(ran.out.contains(part), "{file}: no {part:?} in\n{}", ran.out);
        assert_eq!(code == 2, ran.err.starts_with("error") && ran.err.contains(file), "{file}: {}", ran.err);
    }
}

#[test]
fn json_has_the_same_diagnostics_as_eval() {
    let ran = run(&["check", "--format", "json", "bad.sql"]);
    let json: Json = serde_json::from_str(&ran.out).expect("JSON");
    let diagnostic = &json["rules"][0]["diagnostics"][0];
    assert_eq!(diagnostic["code"], "sql.misspelt-keyword");
    assert_eq!(
        (&diagnostic["labels"][0]["line"], &diagnostic["labels"][0]["column"]),
        (&2.into(), &1.into())
    );
    assert_eq!(json["totals"]["rejected"], 1);
}

#[test]
fn functions_are_described() {
    let all = run(&["functions"]);
    assert_eq!(all.code, 0);
    assert!(all.out.lines().any(|line| line.starts_with("upper(text) ")), "{}", all.out);
    let one = run(&["functions", "UPPER"]);
    assert!(
        one.code == 0 && one.out.starts_with("upper(text)\n") && one.out.contains("evidence: "),
        "{}",
        one.out
    );
    assert_eq!(run(&["functions", "nosuch"]).code, 1);
}
