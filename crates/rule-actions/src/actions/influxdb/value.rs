//! Values of the action with templates: of the whole message, or of each element.

use super::examples::with;
use crate::action::Reader;
use crate::action::wording::in_action;
use iot_sql::{Diagnostic, Evidence, Example, Input, Piece, Template, Value};
use std::ops::Range;

iot_sql::declare_codes! {
    pub(crate) CODES;
    INFLUXDB_ELEMENT_TEMPLATE = "influxdb.element-template", Error, "An element template, @{…}, breaks one of its rules.",
        [Example::action(with!(r#""tableName": "climate", "tags": {"room": "@{upper(room)}"}"#))],
        silent [Example::action(with!(r#""tableName": "climate", "tags": {"room": "@{room}"}"#))];
}

/// A value of the action that may hold a template.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum PointTemplate {
    /// `${expression}`, evaluated once for each message, against the payload as it was published.
    Message(Template),
    /// `@{field}`, read from each element of the outgoing payload.
    Element(ElementTemplate),
}

/// A string with one `@{field}` in it (`iot-substitution-templates`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ElementTemplate {
    text: String,
    marker: Range<usize>,
    path: Vec<String>,
}

impl PointTemplate {
    /// Reads a value; `None` where it is rejected, which the reader then says why.
    pub(super) fn read(text: &str, path: &str, reader: &mut Reader<'_>) -> Option<Self> {
        let Some(start) = text.find("@{") else { return reader.template(text, path).map(Self::Message) };
        let rejected = |range: Range<usize>, why| element_template(path, range, why);
        if reader.in_error_action {
            let why = "an error action runs once for a message, so it has no elements";
            reader.errors.push(rejected(start..text.len(), why));
            return None;
        }
        let Some(end) = text[start..].find('}').map(|at| start + at) else {
            reader.errors.push(rejected(start..text.len(), "its closing brace is missing"));
            return None;
        };
        if text.contains("${") {
            reader.errors.push(rejected(0..text.len(), "a value has either ${…} or @{…}, not both"));
            return None;
        }
        if text[end..].contains("@{") {
            reader.errors.push(rejected(0..text.len(), "a value has at most one of them"));
            return None;
        }
        // The same text with the same places, as a template of the usual kind.
        let usual =
            Template::parse(&format!("{}${}", &text[..start], &text[start + 1..=end]), reader.version);
        let names = match &usual {
            Ok(template) => template.pieces().find_map(|piece| match piece {
                Piece::Expression(expr) => expr.path(),
                Piece::Text(_) => None,
            }),
            Err(diagnostic) => {
                reader.errors.push(in_action(diagnostic.clone(), path));
                return None;
            }
        };
        let Some(names) = names else {
            let why = "it names one field, such as @{room} or @{meta.room}; functions, operators and literals belong in the rule's SELECT";
            reader.errors.push(rejected(start..end + 1, why));
            return None;
        };
        let names = names.into_iter().map(str::to_owned).collect();
        Some(Self::Element(ElementTemplate { text: text.to_owned(), marker: start..end + 1, path: names }))
    }

    /// The value as written.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Message(template) => template.text(),
            Self::Element(template) => &template.text,
        }
    }

    /// The top-level keys that it names, each with whether that is the whole expression: `${room}` or `@{room}`.
    pub(super) fn keys(&self) -> Vec<(String, bool)> {
        match self {
            Self::Message(template) => {
                let whole = |key: &str| {
                    template.pieces().any(|piece| match piece {
                        Piece::Expression(expr) => expr.path().is_some_and(|path| path == [key]),
                        Piece::Text(_) => false,
                    })
                };
                template.keys().into_iter().map(|key| (key.to_string(), whole(&key))).collect()
            }
            Self::Element(template) => {
                template.path.first().map(|key| (key.clone(), template.path.len() == 1)).into_iter().collect()
            }
        }
    }
}

impl ElementTemplate {
    /// The text for an element; a field that it does not have is empty.
    pub(crate) fn resolve(&self, element: &Value) -> String {
        let value = self.path.iter().fold(element.clone(), |at, name| at.member(name));
        let inner = match &value {
            Value::String(text) => text.to_string(),
            other => other.to_json(),
        };
        format!("{}{inner}{}", &self.text[..self.marker.start], &self.text[self.marker.end..])
    }
}

fn element_template(path: &str, range: Range<usize>, why: &str) -> Diagnostic {
    Diagnostic::new(&INFLUXDB_ELEMENT_TEMPLATE, "AWS rejects this element template.")
        .at(range, why)
        .input(Input::Action(path.to_owned()))
        .help("@{field} reads one field of each element of the outgoing payload; ${expression} is evaluated once for the message.")
        .evidence(Evidence::Documented)
}
