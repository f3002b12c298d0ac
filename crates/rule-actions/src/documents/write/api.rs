//! The request of `CreateTopicRule`.

use super::parts::pretty;
use crate::documents::rule::RuleDocument;
use iot_sql::Diagnostic;
use serde_json::json;

pub(super) fn write(rule: &RuleDocument, _: &mut Vec<Diagnostic>) -> Result<String, Diagnostic> {
    Ok(pretty(&match &rule.name {
        Some(name) => json!({"ruleName": name, "topicRulePayload": rule.payload()}),
        None => rule.payload(),
    }))
}
