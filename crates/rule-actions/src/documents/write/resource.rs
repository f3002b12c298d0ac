//! Terraform's resource, before it is written in one of its two languages.

use super::parts::version;
use crate::documents::convert::{self, Style};
use crate::documents::rule::RuleDocument;
use crate::documents::wording;
use iot_sql::Diagnostic;
use serde_json::Value as Json;

/// What Terraform's resource holds: its arguments, its actions in the order of the rule, its error action.
pub(super) struct Resource {
    pub(super) arguments: Vec<(&'static str, Json)>,
    pub(super) actions: Vec<Json>,
    pub(super) error_action: Option<Json>,
}

pub(super) fn resource(rule: &RuleDocument, warnings: &mut Vec<Diagnostic>) -> Result<Resource, Diagnostic> {
    let mut arguments = Vec::new();
    if let Some(name) = &rule.name {
        arguments.push(("name", name.as_str().into()));
    }
    if let Some(description) = &rule.description {
        arguments.push(("description", description.as_str().into()));
    }
    arguments.push(("enabled", (!rule.disabled).into()));
    arguments.push(("sql", rule.sql.as_str().into()));
    arguments.push(("sql_version", version(rule).into()));
    let mut action = |action: &Json| convert::to_style(action, Style::Terraform, warnings);
    let mut actions = Vec::with_capacity(rule.actions.len());
    for item in &rule.actions {
        actions.push(action(item)?);
    }
    let error_action = rule.error_action.as_ref().map(action).transpose()?;
    Ok(Resource { arguments, actions, error_action })
}

/// A label for Terraform's resource: a name that may have a placeholder in it, made a word.
pub(super) fn label(name: &str) -> String {
    let fit = wording::fit_name(name);
    if fit.starts_with(|ch: char| ch.is_ascii_digit()) { format!("rule_{fit}") } else { fit }
}
