//! Reads an action's parameters and collects what is wrong with them.

use super::in_action;
use crate::wording;
use iot_sql::{Diagnostic, SqlVersion, Template};
use serde_json::{Map, Value as Json};

/// Reads parameters; paths are those in the action's parameters.
pub(crate) struct Reader<'w> {
    /// The rule's SQL version, which its templates share.
    pub(crate) version: SqlVersion,
    /// What makes AWS refuse the action.
    pub(crate) errors: Vec<Diagnostic>,
    /// What is odd but harmless.
    pub(crate) warnings: &'w mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Warns of every key that is no parameter.
    pub(crate) fn unknown(&mut self, object: &Map<String, Json>, known: &[&str], prefix: &str) {
        for key in object.keys().filter(|key| !known.contains(&key.as_str())) {
            self.warnings.push(wording::unknown_parameter(&format!("{prefix}{key}")));
        }
    }

    /// A text that plays no part in what is written; where it is missing there is a warning, and it is empty.
    pub(crate) fn name(&mut self, object: &Map<String, Json>, key: &str) -> String {
        match object.get(key) {
            Some(Json::String(text)) if !text.is_empty() => text.clone(),
            None | Some(Json::Null | Json::String(_)) => {
                self.warnings.push(wording::incomplete(key));
                String::new()
            }
            Some(_) => {
                self.errors.push(wording::parameter(key, "must be a text"));
                String::new()
            }
        }
    }

    /// Like [`Reader::name`], with templates in it.
    pub(crate) fn template_name(&mut self, object: &Map<String, Json>, key: &str) -> Option<Template> {
        let text = self.name(object, key);
        self.template(&text, key)
    }

    /// The template in a text at a path.
    pub(crate) fn template(&mut self, text: &str, path: &str) -> Option<Template> {
        match Template::parse(text, self.version) {
            Ok(template) => Some(template),
            Err(diagnostic) => {
                self.errors.push(in_action(diagnostic, path));
                None
            }
        }
    }
}
