//! Rules written as documents.

mod cdk;
mod hcl;
mod templates;
mod yaml;

use super::convert::{self, Style};
use super::functions::is_function;
use super::terraform::RESOURCE;
use super::{DEFAULT_SQL_VERSION, RuleDocument, wording};
use iot_sql::Diagnostic;
use serde_json::{Map, Value as Json, json};

/// A form in which a rule can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The request of `CreateTopicRule`, or its payload where the rule has no name.
    Json,
    /// A CloudFormation template in JSON.
    Cfn,
    /// A CloudFormation template in YAML.
    CfnYaml,
    /// A Terraform configuration.
    Terraform,
    /// A Terraform configuration in JSON.
    TerraformJson,
    /// A construct of CDK in TypeScript.
    Cdk,
    /// A command of the AWS CLI for a POSIX shell.
    Cli,
}

impl Format {
    /// All forms.
    pub const ALL: [Self; 7] =
        [Self::Json, Self::Cfn, Self::CfnYaml, Self::Terraform, Self::TerraformJson, Self::Cdk, Self::Cli];

    /// The short name, as the program's `--to` takes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Cfn => "cfn",
            Self::CfnYaml => "cfn-yaml",
            Self::Terraform => "terraform",
            Self::TerraformJson => "terraform-json",
            Self::Cdk => "cdk",
            Self::Cli => "cli",
        }
    }

    /// The form of this short name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// A document that was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// The document, with a line break at its end.
    pub text: String,
    /// What is odd about it.
    pub warnings: Vec<Diagnostic>,
}

/// Writes a rule in a form, so that reading it gives the same rule.
///
/// # Errors
/// What the form cannot say: a name that AWS rejects, no name where one is needed, a parameter with an unusual name.
pub fn write(rule: &RuleDocument, format: Format) -> Result<Written, Vec<Diagnostic>> {
    let mut warnings = Vec::new();
    let text = text(rule, format, &mut warnings).map_err(|error| vec![error])?;
    warnings.dedup();
    Ok(Written { text, warnings })
}

fn text(rule: &RuleDocument, format: Format, warnings: &mut Vec<Diagnostic>) -> Result<String, Diagnostic> {
    if let Some(error) = rule.check_name() {
        return Err(error);
    }
    if rule.sql_version.is_none() {
        warnings.push(wording::version_written());
    }
    let name = |format: &str| rule.name.as_deref().ok_or_else(|| wording::name_missing(format));
    Ok(match format {
        Format::Json => pretty(&match &rule.name {
            Some(name) => json!({"ruleName": name, "topicRulePayload": payload(rule)}),
            None => payload(rule),
        }),
        Format::Cfn => pretty(&template(rule, warnings)?),
        Format::CfnYaml => yaml::document(&template(rule, warnings)?),
        Format::Terraform => hcl::resource(name("Terraform")?, &resource(rule, warnings)?)?,
        Format::TerraformJson => {
            let name = name("Terraform")?;
            let resource = templates::json_resource(&resource(rule, warnings)?);
            pretty(&json!({"resource": {RESOURCE: {label(name): resource}}}))
        }
        Format::Cdk => cdk::construct(&identifier(rule), &properties(rule, Style::Cdk, warnings)?),
        Format::Cli => command(name("The AWS CLI")?, &payload(rule))?,
    })
}

fn pretty(json: &Json) -> String {
    format!("{json:#}\n")
}

/// A rule as the API takes it.
pub(super) fn payload(rule: &RuleDocument) -> Json {
    let mut payload = Map::new();
    payload.insert("sql".into(), rule.sql.as_str().into());
    if let Some(description) = &rule.description {
        payload.insert("description".into(), description.as_str().into());
    }
    payload.insert("actions".into(), rule.actions.clone().into());
    payload.insert("ruleDisabled".into(), rule.disabled.into());
    payload.insert("awsIotSqlVersion".into(), version(rule).into());
    if let Some(action) = &rule.error_action {
        payload.insert("errorAction".into(), action.clone());
    }
    payload.into()
}

fn version(rule: &RuleDocument) -> &str {
    rule.sql_version.as_deref().unwrap_or(DEFAULT_SQL_VERSION)
}

fn template(rule: &RuleDocument, warnings: &mut Vec<Diagnostic>) -> Result<Json, Diagnostic> {
    let resource = json!({
        "Type": "AWS::IoT::TopicRule",
        "Properties": properties(rule, Style::CloudFormation, warnings)?,
    });
    Ok(json!({"AWSTemplateFormatVersion": "2010-09-09", "Resources": {identifier(rule): resource}}))
}

/// The properties of CloudFormation's resource and of CDK's construct.
fn properties(rule: &RuleDocument, style: Style, warnings: &mut Vec<Diagnostic>) -> Result<Json, Diagnostic> {
    let mut payload = Map::new();
    let Json::Object(members) = self::payload(rule) else { return Ok(Json::Null) };
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

/// What Terraform's resource holds: its arguments, its actions in the order of the rule, its error action.
struct Resource {
    arguments: Vec<(&'static str, Json)>,
    actions: Vec<Json>,
    error_action: Option<Json>,
}

fn resource(rule: &RuleDocument, warnings: &mut Vec<Diagnostic>) -> Result<Resource, Diagnostic> {
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
fn label(name: &str) -> String {
    let fit = wording::fit_name(name);
    if fit.starts_with(|ch: char| ch.is_ascii_digit()) { format!("rule_{fit}") } else { fit }
}

/// A logical ID: letters and digits.
fn identifier(rule: &RuleDocument) -> String {
    let name = rule.name.as_deref().or(rule.id.as_deref()).unwrap_or("TopicRule");
    let mut identifier = String::new();
    for part in name.split(|ch: char| !ch.is_ascii_alphanumeric()) {
        let mut chars = part.chars();
        identifier.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        identifier.push_str(chars.as_str());
    }
    if identifier.is_empty() { "TopicRule".to_owned() } else { identifier }
}

fn command(name: &str, payload: &Json) -> Result<String, Diagnostic> {
    let quote = |text: &str| {
        let quoted = shlex::try_quote(text).map(std::borrow::Cow::into_owned);
        quoted.map_err(|_| wording::value_not_writable("a NUL character", "A command"))
    };
    let (name, payload) = (quote(name)?, quote(&format!("{payload:#}"))?);
    Ok(format!("aws iot create-topic-rule \\\n  --rule-name {name} \\\n  --topic-rule-payload {payload}\n"))
}
