//! Reads an action's parameters and collects what is wrong with them.

use super::kind::{Parameter, Shape, Spec};
use super::path::join;
use super::wording::{self, in_action};
use iot_sql::{Diagnostic, SqlVersion, Template};
use serde_json::{Map, Value as Json};

/// Reads parameters; paths are those in the action's parameters.
pub(crate) struct Reader<'w> {
    /// The rule's SQL version, which its templates share.
    pub(crate) version: SqlVersion,
    /// Whether it is the rule's error action, in which no element templates are allowed.
    pub(crate) in_error_action: bool,
    /// What makes AWS reject the action.
    pub(crate) errors: Vec<Diagnostic>,
    /// What is odd but harmless.
    pub(crate) warnings: &'w mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Warns of members that are not parameters of the kind, and of missing ones that its `read` does not look at.
    pub(crate) fn check(&mut self, object: &Map<String, Json>, kind: &Spec) {
        self.members(object, kind.parameters, "", !kind.evaluated);
    }

    /// `all`: all required parameters are looked for here, not only the roles. Within others they always are.
    fn members(&mut self, object: &Map<String, Json>, known: &[Parameter], path: &str, all: bool) {
        for key in object.keys().filter(|key| Parameter::by_name(known, key).is_none()) {
            let nearest = iot_sql::nearest(key, known.iter().map(|parameter| parameter.name));
            self.warnings.push(wording::unknown_parameter(&join(path, key), nearest));
        }
        for parameter in known {
            let path = join(path, parameter.name);
            match (object.get(parameter.name), parameter.shape) {
                (None | Some(Json::Null), Shape::Role) if parameter.required => {
                    self.warnings.push(wording::incomplete(&path));
                }
                (None | Some(Json::Null), _) if parameter.required && all => {
                    self.warnings.push(wording::missing(&path));
                }
                (Some(Json::String(role)), Shape::Role) if role.is_empty() => {
                    self.warnings.push(wording::incomplete(&path));
                }
                (None | Some(Json::String(_) | Json::Null), _) => {}
                (Some(_), Shape::Role) => self.errors.push(wording::parameter(&path, "must be a string")),
                (Some(Json::Object(inner)), Shape::Object(members)) => {
                    self.members(inner, members, &path, true);
                }
                (Some(Json::Array(items)), Shape::List(members)) => {
                    for (index, item) in items.iter().enumerate() {
                        if let Json::Object(inner) = item {
                            self.members(inner, members, &join(&path, &format!("[{index}]")), true);
                        }
                    }
                }
                (Some(_), _) => {}
            }
        }
    }

    /// A string that plays no part in what is written; where it is missing there is a warning, and it is empty.
    pub(crate) fn name(&mut self, object: &Map<String, Json>, key: &str) -> String {
        match object.get(key) {
            Some(Json::String(text)) if !text.is_empty() => text.clone(),
            None | Some(Json::Null | Json::String(_)) => {
                self.warnings.push(wording::incomplete(key));
                String::new()
            }
            Some(_) => {
                self.errors.push(wording::parameter(key, "must be a string"));
                String::new()
            }
        }
    }

    /// A string without templates that decides where something is written.
    pub(crate) fn required_name(&mut self, object: &Map<String, Json>, key: &str) -> String {
        match object.get(key) {
            Some(Json::String(text)) if !text.is_empty() => text.clone(),
            _ => {
                self.errors.push(wording::parameter(key, "must be a string, and it cannot be empty"));
                String::new()
            }
        }
    }

    /// A string that decides what is written, with templates in it. The path's last part is its key in the object.
    pub(crate) fn required_template(&mut self, object: &Map<String, Json>, path: &str) -> Option<Template> {
        match object.get(key_of(path)) {
            Some(Json::String(text)) if !text.is_empty() => self.template(text, path),
            _ => {
                self.errors.push(wording::parameter(path, "must be a string, and it cannot be empty"));
                None
            }
        }
    }

    /// Like [`Reader::required_template`], but it can be empty.
    pub(crate) fn text_template(&mut self, object: &Map<String, Json>, path: &str) -> Option<Template> {
        match object.get(key_of(path)) {
            Some(Json::String(text)) => self.template(text, path),
            _ => {
                self.errors.push(wording::parameter(path, "must be a string"));
                None
            }
        }
    }

    /// A string that may be omitted, with templates in it.
    pub(crate) fn optional_template(&mut self, object: &Map<String, Json>, path: &str) -> Option<Template> {
        match object.get(key_of(path)) {
            None | Some(Json::Null) => None,
            Some(Json::String(text)) => self.template(text, path),
            Some(_) => {
                self.errors.push(wording::parameter(path, "must be a string"));
                None
            }
        }
    }

    /// One of several words, or a template that gives one of them; one that is written out is checked at once.
    pub(crate) fn choice(
        &mut self,
        object: &Map<String, Json>,
        path: &str,
        choices: &[&'static str],
    ) -> Option<Template> {
        let template = self.optional_template(object, path)?;
        if !template.has_expressions() && !choices.contains(&template.text()) {
            self.errors.push(wording::choice(path, &template, template.text(), choices));
        }
        Some(template)
    }

    /// Like [`Reader::choice`], but it must be there.
    pub(crate) fn required_choice(
        &mut self,
        object: &Map<String, Json>,
        path: &str,
        choices: &[&'static str],
    ) -> Option<Template> {
        if matches!(object.get(key_of(path)), None | Some(Json::Null)) {
            self.errors.push(wording::parameter(path, "must be a string"));
        }
        self.choice(object, path, choices)
    }

    /// A Boolean that may be omitted, which is as good as false.
    pub(crate) fn flag(&mut self, object: &Map<String, Json>, path: &str) -> bool {
        match object.get(key_of(path)) {
            None | Some(Json::Null) => false,
            Some(Json::Bool(flag)) => *flag,
            Some(_) => {
                self.errors.push(wording::parameter(path, "must be true or false"));
                false
            }
        }
    }

    /// An object that may be omitted.
    pub(crate) fn object<'o>(
        &mut self,
        object: &'o Map<String, Json>,
        path: &str,
    ) -> Option<&'o Map<String, Json>> {
        match object.get(key_of(path)) {
            None | Some(Json::Null) => None,
            Some(Json::Object(inner)) => Some(inner),
            Some(_) => {
                self.errors.push(wording::parameter(path, "must be an object"));
                None
            }
        }
    }

    /// The template in a string at a path.
    pub(crate) fn template(&mut self, text: &str, path: &str) -> Option<Template> {
        if text.contains("@{") {
            self.errors.push(wording::element_template_elsewhere(path, text));
            return None;
        }
        match Template::parse(text, self.version) {
            Ok(template) => {
                self.warnings.extend(template.lookalike().cloned().map(|found| in_action(found, path)));
                Some(template)
            }
            Err(diagnostic) => {
                self.errors.push(in_action(diagnostic, path));
                None
            }
        }
    }
}

/// The key in which a path ends.
fn key_of(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}
