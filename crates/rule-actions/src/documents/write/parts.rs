//! What several forms have in common.

use crate::documents::cloudformation::is_function;
use crate::documents::convert::{self, Style};
use crate::documents::rule::{DEFAULT_SQL_VERSION, RuleDocument};
use crate::documents::wording;
use iot_sql::Diagnostic;
use serde_json::{Map, Value as Json};

impl RuleDocument {
    /// The rule as the payload of `CreateTopicRule`.
    #[must_use]
    pub fn payload(&self) -> Json {
        let mut payload = Map::new();
        payload.insert("sql".into(), self.sql.as_str().into());
        if let Some(description) = &self.description {
            payload.insert("description".into(), description.as_str().into());
        }
        payload.insert("actions".into(), self.actions.clone().into());
        payload.insert("ruleDisabled".into(), self.disabled.into());
        payload.insert("awsIotSqlVersion".into(), version(self).into());
        if let Some(action) = &self.error_action {
            payload.insert("errorAction".into(), action.clone());
        }
        payload.into()
    }
}

/// The name of a rule for a form that needs one.
pub(super) fn name<'r>(rule: &'r RuleDocument, form: &str) -> Result<&'r str, Diagnostic> {
    rule.name.as_deref().ok_or_else(|| wording::name_missing(form))
}

pub(super) fn pretty(json: &Json) -> String {
    format!("{json:#}\n")
}

pub(super) fn version(rule: &RuleDocument) -> &str {
    rule.sql_version.as_deref().unwrap_or(DEFAULT_SQL_VERSION)
}

/// The properties of CloudFormation's resource and of CDK's construct.
pub(super) fn properties(
    rule: &RuleDocument,
    style: Style,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Json, Diagnostic> {
    let mut payload = Map::new();
    let Json::Object(members) = rule.payload() else { return Ok(Json::Null) };
    for (name, value) in members {
        let value = match (name.as_str(), value) {
            ("actions", Json::Array(actions)) => {
                let mut converted = Vec::with_capacity(actions.len());
                for action in &actions {
                    converted.push(convert::to_style(action, style, warnings)?);
                }
                converted.into()
            }
            ("errorAction", action) => convert::to_style(&action, style, warnings)?,
            (_, value) => value,
        };
        payload.insert(style.generic(&name), value);
    }
    let mut properties = Map::new();
    if let Some(name) = &rule.name {
        properties.insert(style.generic("ruleName"), name.as_str().into());
    }
    properties.insert(style.generic("topicRulePayload"), payload.into());
    let properties = properties.into();
    match function_in(&properties) {
        Some(name) => Err(wording::name_not_writable(name, style.title())),
        None => Ok(properties),
    }
}

/// An object that CloudFormation would take for a function.
fn function_in(json: &Json) -> Option<&str> {
    match json {
        Json::Object(members) => {
            let only = members.keys().next().filter(|name| members.len() == 1 && is_function(name));
            only.map(String::as_str).or_else(|| members.values().find_map(function_in))
        }
        Json::Array(items) => items.iter().find_map(function_in),
        _ => None,
    }
}

/// A logical ID: letters and digits.
pub(super) fn identifier(rule: &RuleDocument) -> String {
    let name = rule.name.as_deref().or(rule.id.as_deref()).unwrap_or("TopicRule");
    let mut identifier = String::new();
    for part in name.split(|ch: char| !ch.is_ascii_alphanumeric()) {
        let mut chars = part.chars();
        identifier.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        identifier.push_str(chars.as_str());
    }
    if identifier.is_empty() { "TopicRule".to_owned() } else { identifier }
}
