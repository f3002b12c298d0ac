//! Terraform's JSON.

use super::parts::{self, pretty};
use super::references::References;
use super::resource::{self, Resource, label};
use crate::documents::rule::RuleDocument;
use crate::documents::terraform::RESOURCE;
use iot_sql::Diagnostic;
use serde_json::{Map, Value as Json, json};

pub(super) fn write(rule: &RuleDocument, warnings: &mut Vec<Diagnostic>) -> Result<String, Diagnostic> {
    let name = parts::name(rule, "Terraform")?;
    let references = References::of_terraform(&rule.placeholders);
    let resource = json_resource(&resource::resource(rule, warnings)?, &references);
    let resource = json!({RESOURCE: {label(name): resource}});
    let variable = |(name, meaning): &(String, &str)| {
        (name.clone(), json!({"type": "string", "description": escaped(meaning)}))
    };
    let variables: Map<String, Json> = references.declared.iter().map(variable).collect();
    Ok(pretty(&if variables.is_empty() {
        json!({"resource": resource})
    } else {
        json!({"variable": variables, "resource": resource})
    }))
}

/// A string with `${` and `%{`, which begin Terraform's own templates, doubled.
pub(super) fn escaped(text: &str) -> String {
    text.replace("${", "$${").replace("%{", "%%{")
}

/// The resource in Terraform's JSON. Blocks of one kind stand together there.
fn json_resource(resource: &Resource, references: &References<'_, String>) -> Json {
    let mut object = Map::new();
    for (name, value) in &resource.arguments {
        object.insert((*name).to_owned(), value_with_escapes(value, references));
    }
    add_blocks(&mut object, &resource.actions, references);
    if let Some(action) = &resource.error_action {
        let mut block = Map::new();
        add_blocks(&mut block, std::slice::from_ref(action), references);
        object.insert("error_action".to_owned(), block.into());
    }
    object.into()
}

fn add_blocks(object: &mut Map<String, Json>, actions: &[Json], references: &References<'_, String>) {
    for (kind, parameters) in actions.iter().filter_map(Json::as_object).flatten() {
        let blocks = object.entry(kind.as_str()).or_insert_with(|| Json::Array(Vec::new()));
        if let Json::Array(blocks) = blocks {
            blocks.push(value_with_escapes(parameters, references));
        }
    }
}

fn value_with_escapes(value: &Json, references: &References<'_, String>) -> Json {
    match value {
        Json::String(text) => references.template(text, str::to_owned).into(),
        Json::Array(items) => items.iter().map(|item| value_with_escapes(item, references)).collect(),
        Json::Object(members) => {
            let members = members.iter();
            Json::Object(
                members.map(|(key, value)| (escaped(key), value_with_escapes(value, references))).collect(),
            )
        }
        other => other.clone(),
    }
}
