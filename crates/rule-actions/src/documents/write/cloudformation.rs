//! CloudFormation's templates.

use super::parts::{identifier, pretty, properties};
use super::references::References;
use super::yaml;
use crate::documents::convert::Style;
use crate::documents::rule::RuleDocument;
use iot_sql::Diagnostic;
use serde_json::{Value as Json, json};

pub(super) fn write_json(rule: &RuleDocument, warnings: &mut Vec<Diagnostic>) -> Result<String, Diagnostic> {
    Ok(pretty(&template(rule, warnings)?))
}

pub(super) fn write_yaml(rule: &RuleDocument, warnings: &mut Vec<Diagnostic>) -> Result<String, Diagnostic> {
    Ok(yaml::document(&template(rule, warnings)?))
}

fn template(rule: &RuleDocument, warnings: &mut Vec<Diagnostic>) -> Result<Json, Diagnostic> {
    let references = References::of_cloudformation(&rule.placeholders);
    let properties = references.put_into(&properties(rule, Style::CloudFormation, warnings)?);
    let resource = json!({"Type": "AWS::IoT::TopicRule", "Properties": properties});
    let resources = json!({identifier(rule): resource});
    let version = "2010-09-09";
    Ok(match references.parameters() {
        Some(parameters) => json!({
            "AWSTemplateFormatVersion": version, "Parameters": parameters, "Resources": resources,
        }),
        None => json!({"AWSTemplateFormatVersion": version, "Resources": resources}),
    })
}
