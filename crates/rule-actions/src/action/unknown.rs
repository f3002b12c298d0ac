//! An action of a kind that RuleLens does not know: its templates are evaluated all the same.

use super::{Action, Content, Delivering, KINDS, Reader};
use crate::wording;
use iot_sql::Template;
use serde_json::{Map, Value as Json};
use std::sync::Arc;

/// An action of a kind that RuleLens does not know.
#[derive(Debug)]
pub(super) struct UnknownAction {
    key: String,
    parameters: Json,
    /// With the steps to each of them.
    templates: Vec<(String, Template)>,
}

impl UnknownAction {
    pub(super) fn read(
        key: &str,
        parameters: &Map<String, Json>,
        reader: &mut Reader<'_>,
    ) -> Option<Arc<dyn Action>> {
        let nearest = iot_sql::nearest(key, KINDS.iter().map(|kind| kind.key));
        reader.warnings.push(wording::action_unknown(key, nearest));
        let parameters = Json::Object(parameters.clone());
        let mut templates = Vec::new();
        collect(&parameters, "", reader, &mut templates);
        Some(Arc::new(Self { key: key.to_owned(), parameters, templates }))
    }
}

/// Reads the templates in all texts below a value. A rule's JSON is nested 127 deep at most: the reader refuses more.
fn collect(json: &Json, path: &str, reader: &mut Reader<'_>, templates: &mut Vec<(String, Template)>) {
    match json {
        Json::String(text) if text.contains("${") => {
            templates.extend(reader.template(text, path).map(|template| (path.to_owned(), template)));
        }
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, &format!("{path}[{index}]"), reader, templates);
            }
        }
        Json::Object(object) => {
            for (key, value) in object {
                collect(value, &super::path::join(path, key), reader, templates);
            }
        }
        _ => {}
    }
}

/// The parameters with each template's text in its place. Visits the texts in the order of [`collect`].
fn fill(json: &Json, texts: &mut impl Iterator<Item = String>) -> Json {
    match json {
        Json::String(text) if text.contains("${") => texts.next().map_or(Json::Null, Json::String),
        Json::Array(items) => items.iter().map(|item| fill(item, texts)).collect(),
        Json::Object(object) => {
            Json::Object(object.iter().map(|(key, value)| (key.clone(), fill(value, texts))).collect())
        }
        other => other.clone(),
    }
}

impl Action for UnknownAction {
    fn templates(&self) -> Vec<(String, &Template)> {
        self.templates.iter().map(|(path, template)| (path.clone(), template)).collect()
    }

    fn deliver(&self, delivering: &mut Delivering<'_, '_>) -> (String, Content) {
        let mut texts = Vec::with_capacity(self.templates.len());
        for (path, template) in &self.templates {
            match delivering.template(path, template) {
                Ok(text) => texts.push(text),
                Err(diagnostic) => return delivering.failed(&self.key, diagnostic),
            }
        }
        let body = fill(&self.parameters, &mut texts.into_iter());
        (self.key.clone(), Content::Request { operation: "parameters", body })
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
}
