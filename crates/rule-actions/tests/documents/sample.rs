//! AWS's own sample, which lies beside the project and is no part of it.

use crate::skipped;
use rule_actions::documents::{Found, RuleDocument, Source, read};
use std::fs;
use std::path::Path;

fn found(name: &str) -> Option<Found> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/aws-sample");
    let Ok(text) = fs::read_to_string(folder.join(name)) else {
        skipped(&format!("there is no ../shared/cases/aws-sample/{name}"));
        return None;
    };
    Some(read(&text).expect(name))
}

fn check(rule: &RuleDocument) {
    assert_eq!(rule.sql, "SELECT humidity, pressure, temperature FROM 'dt/sensor/#'");
    assert!(!rule.disabled);
    let timestream = &rule.actions[0]["timestream"];
    let dimensions: Vec<_> = timestream["dimensions"]
        .as_array()
        .expect("dimensions")
        .iter()
        .map(|dimension| (dimension["name"].as_str(), dimension["value"].as_str()))
        .collect();
    let expected = [("device_id", "${device_id}"), ("building", "${building}"), ("room", "${room}")];
    assert_eq!(dimensions, expected.map(|(name, value)| (Some(name), Some(value))));
}

#[test]
fn the_template_and_the_payload_are_the_same_rule() {
    if let Some(found) = found("cfn-iot-rule-to-timestream.json") {
        assert_eq!((found.source, found.rules.len()), (Source::CloudFormation, 1));
        let rule = &found.rules[0];
        check(rule);
        assert_eq!((rule.id.as_deref(), rule.sql_version.as_deref()), (Some("IoTDataRule"), None));
        let timestream = &rule.actions[0]["timestream"];
        assert_eq!(timestream["databaseName"], "<TimestreamDataBase>");
        assert_eq!(timestream["tableName"], "<TimestreamTable[1]>");
        assert_eq!(timestream["roleArn"], "<IoTDataToTimestreamRole.Arn>");
    }
    if let Some(found) = found("to-timestream-rule-template.json") {
        assert_eq!((found.source, found.rules.len()), (Source::Api, 1));
        check(&found.rules[0]);
        assert_eq!(found.rules[0].sql_version.as_deref(), Some("2016-03-23"));
        assert!(found.placeholders.is_empty() && found.warnings.is_empty());
    }
}
