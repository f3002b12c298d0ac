//! The names of actions and their parameters in one form and in another.

use super::node::{Kind as Value, Node};
use super::reader::Reader;
use super::wording;
use crate::action::{Kind, Name, Names, Parameter, Shape};
use crate::actions::KINDS;
use iot_sql::Diagnostic;
use serde_json::{Map, Value as Json};

/// The member of a block that is a comment in JSON. In a map it is a key like any other.
pub(super) const COMMENT: &str = "//";

/// How a form of document writes names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// As the API: `tableName`.
    Api,
    /// As CloudFormation: `TableName`.
    CloudFormation,
    /// As CDK's generated classes: `tableName`, with names of its own for a few actions.
    Cdk,
    /// As Terraform: `table_name`, and blocks for objects.
    Terraform,
}

impl Style {
    /// The name of an API's thing that is in no table.
    pub(super) fn generic(self, name: &str) -> String {
        match self {
            Self::Api | Self::Cdk => name.to_owned(),
            Self::CloudFormation => with_first(name, char::to_ascii_uppercase),
            Self::Terraform => {
                let mut snake = String::with_capacity(name.len() + 4);
                for ch in name.chars() {
                    if ch.is_ascii_uppercase() {
                        snake.push('_');
                    }
                    snake.push(ch.to_ascii_lowercase());
                }
                snake
            }
        }
    }

    /// The API's name of a thing that is in no table.
    pub(super) fn generic_api(self, name: &str) -> String {
        match self {
            Self::Api | Self::Cdk => name.to_owned(),
            Self::CloudFormation => with_first(name, char::to_ascii_lowercase),
            Self::Terraform => {
                let mut camel = String::with_capacity(name.len());
                let mut upper = false;
                for ch in name.chars() {
                    match ch {
                        '_' if !camel.is_empty() => upper = true,
                        ch if upper => {
                            camel.push(ch.to_ascii_uppercase());
                            upper = false;
                        }
                        ch => camel.push(ch),
                    }
                }
                camel
            }
        }
    }

    /// The name of a kind of action, and whether the form documents it.
    pub(super) fn kind(self, kind: &Kind) -> (String, bool) {
        self.name(kind.key, kind.names)
    }

    /// The name of a parameter, and whether the form documents it.
    pub(super) fn parameter(self, parameter: &Parameter) -> (String, bool) {
        self.name(parameter.name, parameter.names)
    }

    fn name(self, name: &str, names: Names) -> (String, bool) {
        let own = match self {
            Self::Api => return (name.to_owned(), true),
            Self::CloudFormation => names.cloudformation,
            Self::Cdk if matches!(names.cloudformation, Name::Absent) => Name::Absent,
            Self::Cdk => names.cdk,
            Self::Terraform => names.terraform,
        };
        match own {
            Name::Derived => (self.generic(name), true),
            Name::Own(own) => (own.to_owned(), true),
            Name::Absent => (self.generic(name), false),
        }
    }

    /// What the form is called.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Api => "the IoT API",
            Self::CloudFormation => "CloudFormation",
            Self::Cdk => "CDK",
            Self::Terraform => "Terraform",
        }
    }
}

fn with_first(name: &str, change: fn(&char) -> char) -> String {
    let mut chars = name.chars();
    chars.next().map(|first| change(&first)).into_iter().chain(chars).collect()
}

/// An action, such as `{"Timestream": {…}}`, in the API's form.
pub(super) fn action(node: &Node, style: Style, reader: &mut Reader<'_>) -> Option<Json> {
    if let Some(unknown) = node.unknown() {
        let placeholder = reader.known_placeholder(unknown).clone();
        reader.warn(wording::part_unknown("An action", &placeholder, node.span.clone()));
        return None;
    }
    if !node.is_map() {
        reader.error(wording::wrong_type("an action", "an object", node));
        return None;
    }
    let mut action = Map::new();
    for (name, value) in members_of(node, style) {
        let kind = KINDS.iter().find(|kind| style.kind(kind).0 == *name);
        if kind.is_none() && style != Style::Api {
            reader.warn(wording::unknown_action(name, value.span.clone()));
        }
        let api = kind.map_or_else(|| style.generic_api(name), |kind| kind.key.to_owned());
        let parameters = kind.map(|kind| kind.parameters);
        let read = |reader: &mut Reader<'_>| members(value, parameters, style, reader);
        let converted = reader.member(api.clone(), &value.span, read);
        action.insert(api, converted);
    }
    Some(action.into())
}

/// An object's members by the API's names.
fn members(
    node: &Node,
    parameters: Option<&'static [Parameter]>,
    style: Style,
    reader: &mut Reader<'_>,
) -> Json {
    let node = only(node, style);
    if !node.is_map() {
        return plain(node, style, reader);
    }
    let mut object = Map::new();
    for (name, value) in members_of(node, style) {
        let known = parameters
            .and_then(|parameters| parameters.iter().find(|parameter| style.parameter(parameter).0 == *name));
        if value.kind == Value::Null && style != Style::Api {
            continue;
        }
        match known {
            Some(parameter) => {
                let read = |reader: &mut Reader<'_>| shaped(value, parameter.shape, style, reader);
                let json = reader.member(parameter.name.to_owned(), &value.span, read);
                let is_list = matches!(parameter.shape, Shape::List(_));
                let api = parameter.name;
                match object.get_mut(api) {
                    // Terraform writes a block for each item.
                    Some(Json::Array(items)) if is_list && style == Style::Terraform => match json {
                        Json::Array(more) => items.extend(more),
                        other => items.push(other),
                    },
                    _ => {
                        object.insert(api.to_owned(), json);
                    }
                }
            }
            None => {
                if parameters.is_some() && style != Style::Api {
                    let names = parameters.into_iter().flatten().map(|one| style.parameter(one).0);
                    let names: Vec<String> = names.collect();
                    let nearest = iot_sql::nearest(name, names.iter().map(String::as_str));
                    reader.warn(wording::unknown_parameter(name, nearest, value.span.clone()));
                }
                let api = style.generic_api(name);
                let json = reader.member(api.clone(), &value.span, |reader| plain(value, style, reader));
                object.insert(api, json);
            }
        }
    }
    object.into()
}

/// The members of a block or an object, without comments.
fn members_of(node: &Node, style: Style) -> impl Iterator<Item = &(String, Node)> {
    node.entries().iter().filter(move |(name, _)| style != Style::Terraform || name != COMMENT)
}

/// Terraform's JSON writes a single block as a list of one, too.
fn only(node: &Node, style: Style) -> &Node {
    match &node.kind {
        Value::List(items) if style == Style::Terraform && items.len() == 1 => &items[0],
        _ => node,
    }
}

/// A value whose type is known. What does not fit is kept as it is, for the action to reject.
fn shaped(node: &Node, shape: Shape, style: Style, reader: &mut Reader<'_>) -> Json {
    match shape {
        Shape::Template | Shape::String | Shape::Role => match (&node.kind, node.parts()) {
            // The API takes strings for strings; CloudFormation, Terraform and YAML make them of numbers.
            (Value::Number(_) | Value::Bool(_), _) if style == Style::Api => plain(node, style, reader),
            (_, Some(text)) => reader.render(&text).into(),
            (_, None) => plain(node, style, reader),
        },
        Shape::Number | Shape::Boolean => match (&node.kind, node.text()) {
            (Value::Text(_), Some(text)) if style != Style::Api => resolved(text, shape),
            (Value::Plain(_), Some(text)) => resolved(text, shape),
            _ => plain(node, style, reader),
        },
        Shape::Object(members) => self::members(node, Some(members), style, reader),
        Shape::List(members) => match &node.kind {
            Value::List(items) => {
                let mut list = Vec::with_capacity(items.len());
                for (at, item) in items.iter().enumerate() {
                    let read = |reader: &mut Reader<'_>| self::members(item, Some(members), style, reader);
                    list.push(reader.member(format!("[{at}]"), &item.span, read));
                }
                list.into()
            }
            Value::Map(_) if style == Style::Terraform => {
                Json::Array(vec![self::members(node, Some(members), style, reader)])
            }
            _ => plain(node, style, reader),
        },
        Shape::Map => match &node.kind {
            Value::Map(entries) => {
                let mut members = Map::new();
                for (key, member) in entries {
                    let value = match member.parts() {
                        Some(text) if style != Style::Api => reader.render(&text).into(),
                        _ => plain(member, style, reader),
                    };
                    members.insert(key.clone(), value);
                }
                members.into()
            }
            _ => plain(node, style, reader),
        },
    }
}

/// A number or a boolean that stands there as a string.
fn resolved(text: &str, shape: Shape) -> Json {
    match (shape, text) {
        (Shape::Boolean, "true" | "True" | "TRUE") => true.into(),
        (Shape::Boolean, "false" | "False" | "FALSE") => false.into(),
        (Shape::Number, text) => number(text).unwrap_or_else(|| text.into()),
        _ => text.into(),
    }
}

/// A value whose type is not known.
fn plain(node: &Node, style: Style, reader: &mut Reader<'_>) -> Json {
    match &node.kind {
        Value::Null => Json::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(text) => number(text).unwrap_or_else(|| text.as_str().into()),
        Value::Text(text) => reader.render(text).into(),
        Value::Plain(text) => match text.known() {
            Some("true" | "True" | "TRUE") => true.into(),
            Some("false" | "False" | "FALSE") => false.into(),
            known => known.and_then(number).unwrap_or_else(|| reader.render(text).into()),
        },
        Value::List(items) => items.iter().map(|item| plain(item, style, reader)).collect(),
        Value::Map(entries) => {
            let entries = entries.iter();
            Json::Object(
                entries.map(|(key, value)| (style.generic_api(key), plain(value, style, reader))).collect(),
            )
        }
    }
}

/// A number of JSON, with its digits kept.
fn number(text: &str) -> Option<Json> {
    serde_json::from_str::<Json>(text).ok().filter(Json::is_number).filter(|_| text.trim() == text)
}

/// An action of the API in another form. What the form cannot say is an error; what it does not document, a warning.
pub(super) fn to_style(
    action: &Json,
    style: Style,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Json, Diagnostic> {
    let Json::Object(entries) = action else { return Err(wording::cannot_write_action(action)) };
    let mut converted = Map::new();
    for (name, value) in entries {
        let kind = KINDS.iter().find(|kind| kind.key == name);
        let other = match kind {
            Some(kind) => {
                let (other, is_documented) = style.kind(kind);
                if !is_documented {
                    warnings.push(wording::undocumented(name, style.title()));
                }
                other
            }
            None => {
                warnings.push(wording::undocumented(name, style.title()));
                let other = reversible(name, style)?;
                if KINDS.iter().any(|kind| style.kind(kind).0 == other) {
                    return Err(wording::name_not_writable(name, style.title()));
                }
                other
            }
        };
        let parameters = kind.map(|kind| kind.parameters);
        converted.insert(other, members_to_style(value, parameters, style, warnings)?);
    }
    Ok(converted.into())
}

fn members_to_style(
    value: &Json,
    parameters: Option<&'static [Parameter]>,
    style: Style,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Json, Diagnostic> {
    let Json::Object(entries) = value else { return plain_to_style(value, style) };
    let mut converted = Map::new();
    for (name, value) in entries {
        let known = parameters.and_then(|parameters| Parameter::by_name(parameters, name));
        let Some(parameter) = known else {
            if parameters.is_some() {
                warnings.push(wording::undocumented(name, style.title()));
            }
            let other = reversible(name, style)?;
            let is_taken = |parameter: &Parameter| style.parameter(parameter).0 == other;
            if parameters.is_some_and(|parameters| parameters.iter().any(is_taken)) {
                return Err(wording::name_not_writable(name, style.title()));
            }
            converted.insert(other, plain_to_style(value, style)?);
            continue;
        };
        let (other, is_documented) = style.parameter(parameter);
        if !is_documented {
            // A tool rejects what its form does not have.
            warnings.push(wording::no_place(name, style.title()));
            continue;
        }
        let value = match (parameter.shape, value) {
            (Shape::Object(members), value) => members_to_style(value, Some(members), style, warnings)?,
            (Shape::List(members), Json::Array(items)) => {
                let mut list = Vec::with_capacity(items.len());
                for item in items {
                    list.push(members_to_style(item, Some(members), style, warnings)?);
                }
                list.into()
            }
            (Shape::Map, value) => value.clone(),
            (_, value) => plain_to_style(value, style)?,
        };
        converted.insert(other, value);
    }
    Ok(converted.into())
}

fn plain_to_style(value: &Json, style: Style) -> Result<Json, Diagnostic> {
    Ok(match value {
        Json::Array(items) => {
            let items: Result<Vec<Json>, Diagnostic> =
                items.iter().map(|item| plain_to_style(item, style)).collect();
            items?.into()
        }
        Json::Object(entries) => {
            let mut object = Map::new();
            for (name, value) in entries {
                object.insert(reversible(name, style)?, plain_to_style(value, style)?);
            }
            object.into()
        }
        other => other.clone(),
    })
}

/// The name in another form, where that form leads back to it.
fn reversible(name: &str, style: Style) -> Result<String, Diagnostic> {
    let other = style.generic(name);
    let is_word = other.chars().all(|ch| ch.is_ascii_alphanumeric() || ch == '_')
        && other.starts_with(|ch: char| ch.is_ascii_alphabetic());
    let fits = style.generic_api(&other) == name && (style != Style::Terraform || is_word);
    if fits { Ok(other) } else { Err(wording::name_not_writable(name, style.title())) }
}
