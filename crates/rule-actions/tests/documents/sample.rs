//! AWS's own sample, which lies beside the project and is not part of it.

use crate::skipped;
use iot_sql::{Context, Message, SqlVersion};
use rule_actions::Plan;
use rule_actions::documents::{DEFAULT_SQL_VERSION, Found, RuleDocument, Source, read};
use std::fs;
use std::path::Path;

fn text(name: &str) -> Option<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/aws-sample");
    let text = fs::read_to_string(folder.join(name)).ok();
    if text.is_none() {
        skipped(&format!("there is no ../shared/cases/aws-sample/{name}"));
    }
    text
}

fn found(name: &str) -> Option<Found> {
    text(name).map(|text| read(&text).expect(name))
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
    if let Some(payload) = text("payload.json") {
        check_records(rule, payload.as_bytes());
    }
}

/// The sample's payload gives three records.
fn check_records(rule: &RuleDocument, payload: &[u8]) {
    let version = rule.sql_version.as_deref().unwrap_or(DEFAULT_SQL_VERSION);
    let version = SqlVersion::from_name(version).expect("a version");
    let plan = Plan::from_parts(&rule.sql, version, &rule.actions, None).expect("a rule");
    let report = plan.evaluate(Message { topic: "dt/sensor/sensor_01", payload }, &Context::default());
    let records: Vec<_> = report.records().iter().map(|written| &written.record).collect();
    let measures: Vec<_> = records
        .iter()
        .map(|record| (record.measure_name.as_str(), record.measure_value_type.name()))
        .collect();
    assert_eq!(measures, [("humidity", "DOUBLE"), ("pressure", "DOUBLE"), ("temperature", "DOUBLE")]);
    for record in records {
        let dimensions: Vec<_> =
            record.dimensions.iter().map(|one| (one.name.as_str(), one.value.as_str())).collect();
        assert_eq!(dimensions, [("device_id", "sensor_01"), ("building", "Day 1"), ("room", "2.01")]);
    }
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
