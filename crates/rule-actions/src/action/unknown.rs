//! An action of a kind that RuleLens does not model: its templates are evaluated all the same.

use super::content::Content;
use super::deliver::{Action, Delivering};
use super::kind::{Kind, Parameter, Shape};
use super::path::join;
use super::reader::Reader;
use super::wording;
use crate::actions::KINDS;
use iot_sql::Template;
use serde_json::{Map, Value as Json};
use std::collections::HashMap;
use std::sync::Arc;

/// An action of a kind that RuleLens does not model.
#[derive(Debug)]
pub(super) struct UnknownAction {
    key: String,
    parameters: Json,
    /// With the paths to each of them.
    templates: Vec<(String, Template)>,
}

impl UnknownAction {
    /// `kind`: its row, where AWS documents it.
    pub(super) fn read(
        key: &str,
        kind: Option<&Kind>,
        parameters: &Map<String, Json>,
        reader: &mut Reader<'_>,
    ) -> Arc<dyn Action> {
        reader.warnings.push(match kind {
            Some(kind) => wording::templates_only(kind.title),
            None => wording::action_unknown(key, iot_sql::nearest(key, KINDS.iter().map(|kind| kind.key))),
        });
        let mut templates = Vec::new();
        members(parameters, kind.map(|kind| kind.parameters), "", reader, &mut templates);
        Arc::new(Self { key: key.to_owned(), parameters: Json::Object(parameters.clone()), templates })
    }
}

/// Reads the templates below an object; `known` are the parameters that AWS documents there.
///
/// A rule's JSON is nested 127 deep at most: the reader rejects more.
fn members(
    object: &Map<String, Json>,
    known: Option<&[Parameter]>,
    path: &str,
    reader: &mut Reader<'_>,
    templates: &mut Vec<(String, Template)>,
) {
    for (key, value) in object {
        let shape = known.and_then(|known| Parameter::by_name(known, key)).map(|parameter| parameter.shape);
        collect(value, shape, &join(path, key), reader, templates);
    }
}

/// Reads the templates in all strings below a value but those in which AWS evaluates none.
fn collect(
    json: &Json,
    shape: Option<Shape>,
    path: &str,
    reader: &mut Reader<'_>,
    templates: &mut Vec<(String, Template)>,
) {
    match (json, shape) {
        (Json::String(_), Some(Shape::String | Shape::Role)) => {}
        (Json::String(text), _) if text.contains("${") => {
            templates.extend(reader.template(text, path).map(|template| (path.to_owned(), template)));
        }
        // Read for what looks like a template in it.
        (Json::String(text), Some(Shape::Template | Shape::Map) | None) => drop(reader.template(text, path)),
        (Json::Array(items), _) => {
            for (index, item) in items.iter().enumerate() {
                let path = join(path, &format!("[{index}]"));
                match (item, shape) {
                    (Json::Object(object), Some(Shape::List(known))) => {
                        members(object, Some(known), &path, reader, templates);
                    }
                    _ => collect(item, None, &path, reader, templates),
                }
            }
        }
        (Json::Object(object), Some(Shape::Object(known))) => {
            members(object, Some(known), path, reader, templates);
        }
        (Json::Object(object), _) => members(object, None, path, reader, templates),
        _ => {}
    }
}

/// The value at a path with each template's text in its place.
fn fill(json: &Json, path: &str, texts: &HashMap<&str, String>) -> Json {
    match json {
        Json::String(text) => texts.get(path).unwrap_or(text).clone().into(),
        Json::Array(items) => {
            let items = items.iter().enumerate();
            items.map(|(index, item)| fill(item, &join(path, &format!("[{index}]")), texts)).collect()
        }
        Json::Object(object) => {
            let members = object.iter();
            Json::Object(
                members.map(|(key, value)| (key.clone(), fill(value, &join(path, key), texts))).collect(),
            )
        }
        other => other.clone(),
    }
}

impl Action for UnknownAction {
    fn templates(&self) -> Vec<(String, &Template)> {
        self.templates.iter().map(|(path, template)| (path.clone(), template)).collect()
    }

    fn deliver(&self, delivering: &mut Delivering<'_, '_>) -> (smol_str::SmolStr, Content) {
        let mut texts = HashMap::with_capacity(self.templates.len());
        for (path, template) in &self.templates {
            match delivering.template(path, template) {
                Ok(text) => drop(texts.insert(path.as_str(), text)),
                Err(diagnostic) => return delivering.failed(&self.key, diagnostic),
            }
        }
        let body = fill(&self.parameters, "", &texts);
        (self.key.as_str().into(), Content::Request { operation: "parameters", body })
    }
}

#[cfg(test)]
mod tests {
    use crate::Plan;
    use iot_sql::SqlVersion;

    #[test]
    fn misspelt_kinds_are_recognised() {
        for (key, expected) in [
            ("dynamoDb", Some("dynamoDB")),
            ("DynamoDBV2", Some("dynamoDBv2")),
            ("timstream", Some("timestream")),
            ("lamda", Some("lambda")),
            ("kafka", None),
            ("openSearch", None),
        ] {
            let action = format!(r#"{{"{key}": {{}}}}"#);
            let plan = Plan::new("SELECT * FROM 'a'", SqlVersion::V2016_03_23, Some(&action)).expect(key);
            let help = plan.warnings()[0].help.as_deref().unwrap_or_default();
            let meant = help.strip_prefix("Did you mean `").and_then(|rest| rest.split('`').next());
            assert_eq!(meant, expected, "{key}");
        }
    }

    /// The codes, paths and helps of what is said about an action.
    fn said(action: &str) -> Vec<(&'static str, String, String)> {
        let plan = Plan::new("SELECT * FROM 'a'", SqlVersion::V2016_03_23, Some(action)).expect(action);
        let told = |warning: &iot_sql::Diagnostic| {
            let iot_sql::Input::Action(path) = &warning.input else { panic!("{warning:?}") };
            (warning.code.id, path.clone(), warning.help.clone().unwrap_or_default())
        };
        plan.warnings().iter().map(told).collect()
    }

    #[test]
    fn members_of_kinds_that_are_not_modelled_are_known() {
        for (complete, without) in [
            (
                r#"{"kafka": {"destinationArn": "d", "topic": "t", "key": "k", "partition": "${p}",
                    "clientProperties": {"acks": "1"}, "headers": [{"key": "k", "value": "${v}"}]}}"#,
                "kafka.clientProperties",
            ),
            (
                r#"{"location": {"roleArn": "r", "trackerName": "t", "deviceId": "${d}", "latitude": "${a}",
                    "longitude": "${o}", "timestamp": {"value": "${timestamp()}", "unit": "MILLISECONDS"}}}"#,
                "location.longitude",
            ),
            (
                r#"{"openSearch": {"roleArn": "r", "endpoint": "e", "index": "i", "type": "t", "id": "${newuuid()}"}}"#,
                "openSearch.index",
            ),
            (
                r#"{"elasticsearch": {"roleArn": "r", "endpoint": "e", "index": "i", "type": "t", "id": "1"}}"#,
                "elasticsearch.endpoint",
            ),
            (
                r#"{"iotSiteWise": {"roleArn": "r", "putAssetPropertyValueEntries": [{"propertyAlias": "a",
                    "propertyValues": [{"value": {"doubleValue": "${t}"}, "timestamp": {"timeInSeconds": "1"}}]}]}}"#,
                "iotSiteWise.putAssetPropertyValueEntries",
            ),
            (r#"{"salesforce": {"token": "t", "url": "u"}}"#, "salesforce.token"),
            (
                r#"{"iotEvents": {"roleArn": "r", "inputName": "i", "messageId": "${m}", "batchMode": true}}"#,
                "iotEvents.inputName",
            ),
        ] {
            let said_of = |action: &str| -> Vec<(&'static str, String)> {
                said(action).into_iter().map(|(code, path, _)| (code, path)).collect()
            };
            let (kind, member) = without.split_once('.').expect("a path");
            let only = ("action.templates-only", kind.to_owned());
            assert_eq!(said_of(complete), std::slice::from_ref(&only), "{complete}");
            let mut json: serde_json::Value = serde_json::from_str(complete).expect(complete);
            let members = json[kind].as_object_mut().expect("an object");
            let value = members.remove(member).expect(member);
            assert_eq!(
                said_of(&json.to_string()),
                [("action.incomplete", without.to_owned()), only.clone()],
                "{json}"
            );
            json[kind][member] = value;
            json[kind]["surplus"] = 1.into();
            let unknown = ("action.unknown-parameter", format!("{kind}.surplus"));
            assert_eq!(said_of(&json.to_string()), [unknown, only], "{json}");
        }
        let nested = said(
            r#"{"iotSiteWise": {"roleArn": "r", "putAssetPropertyValueEntries": [{"propertyValues": [{"value": {}, "timestamp": {}}]}]}}"#,
        );
        let (code, path, _) = &nested[0];
        assert_eq!(
            (*code, path.as_str()),
            (
                "action.incomplete",
                "iotSiteWise.putAssetPropertyValueEntries[0].propertyValues[0].timestamp.timeInSeconds"
            )
        );
    }

    #[test]
    fn misspelt_members_are_recognised() {
        for (action, meant) in [
            (
                r#"{"kafka": {"destinationArn": "d", "topc": "t", "clientProperties": {}}}"#,
                "Did you mean `topic`?",
            ),
            (
                r#"{"sns": {"targetArn": "arn:aws:sns:us-east-1:123456789012:t", "roleArn": "r", "messageFormatt": "RAW"}}"#,
                "Did you mean `messageFormat`?",
            ),
        ] {
            let found = said(action);
            let unknown = found.iter().find(|(code, ..)| *code == "action.unknown-parameter");
            assert!(unknown.is_some_and(|(_, _, help)| help.starts_with(meant)), "{action}: {found:?}");
        }
    }
}
