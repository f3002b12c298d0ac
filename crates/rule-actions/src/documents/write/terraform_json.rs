//! Terraform's JSON.

use super::parts::{self, pretty};
use super::resource::{self, Resource, label};
use crate::documents::rule::RuleDocument;
use crate::documents::terraform::RESOURCE;
use iot_sql::Diagnostic;
use serde_json::{Map, Value as Json, json};

pub(super) fn write(rule: &RuleDocument, warnings: &mut Vec<Diagnostic>) -> Result<String, Diagnostic> {
    let name = parts::name(rule, "Terraform")?;
    let resource = json_resource(&resource::resource(rule, warnings)?);
    Ok(pretty(&json!({"resource": {RESOURCE: {label(name): resource}}})))
}

/// A string with `${` and `%{`, which begin Terraform's own templates, doubled.
pub(super) fn escaped(text: &str) -> String {
    text.replace("${", "$${").replace("%{", "%%{")
}

/// The resource in Terraform's JSON. Blocks of one kind stand together there.
fn json_resource(resource: &Resource) -> Json {
    let mut object = Map::new();
    for (name, value) in &resource.arguments {
        object.insert((*name).to_owned(), value_with_escapes(value));
    }
    add_blocks(&mut object, &resource.actions);
    if let Some(action) = &resource.error_action {
        let mut block = Map::new();
        add_blocks(&mut block, std::slice::from_ref(action));
        object.insert("error_action".to_owned(), block.into());
    }
    object.into()
}

fn add_blocks(object: &mut Map<String, Json>, actions: &[Json]) {
    for (kind, parameters) in actions.iter().filter_map(Json::as_object).flatten() {
        let blocks = object.entry(kind.as_str()).or_insert_with(|| Json::Array(Vec::new()));
        if let Json::Array(blocks) = blocks {
            blocks.push(value_with_escapes(parameters));
        }
    }
}

fn value_with_escapes(value: &Json) -> Json {
    match value {
        Json::String(text) => escaped(text).into(),
        Json::Array(items) => items.iter().map(value_with_escapes).collect(),
        Json::Object(members) => {
            let members = members.iter();
            Json::Object(members.map(|(key, value)| (escaped(key), value_with_escapes(value))).collect())
        }
        other => other.clone(),
    }
}
