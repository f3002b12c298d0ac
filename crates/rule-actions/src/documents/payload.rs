//! The members of a rule, apart from its actions' parameters.

use super::convert::{self, Style};
use super::node::{Kind, Node};
use super::reader::Reader;
use super::rule::RuleDocument;
use super::wording;
use crate::placeholder::without_placeholders;
use iot_sql::SqlVersion;
use serde_json::Value as Json;

/// What a kind of document calls the members of a rule.
pub(super) struct Names {
    pub(super) sql: &'static str,
    pub(super) sql_version: &'static str,
    pub(super) description: &'static str,
    pub(super) disabled: &'static str,
    pub(super) actions: &'static str,
    pub(super) error_action: &'static str,
    /// Members that are read elsewhere, or say nothing about what the rule does.
    pub(super) known: &'static [&'static str],
}

/// A rule from its payload. `None` where there is an error, which the reader then has.
pub(super) fn rule(
    node: &Node,
    names: &Names,
    style: Style,
    reader: &mut Reader<'_>,
) -> Option<RuleDocument> {
    reader.take_places();
    if !node.is_map() {
        reader.error(wording::wrong_type("the rule", "an object", node));
        return None;
    }
    let all =
        [names.sql, names.sql_version, names.description, names.disabled, names.actions, names.error_action];
    for (key, value) in node.entries() {
        if !all.contains(&key.as_str()) && !names.known.contains(&key.as_str()) {
            reader.warn(wording::left_out(key, value.span.clone()));
        }
    }
    let Some(sql) = text(node, names.sql, reader) else {
        if node.get(names.sql).is_none_or(|node| node.kind == Kind::Null) {
            reader.error(wording::no_sql(names.sql, node.span.clone()));
        }
        return None;
    };
    let mut actions = Vec::new();
    match node.get(names.actions) {
        Some(Node { kind: Kind::List(items), .. }) => {
            for item in items {
                let step = format!("actions[{}]", actions.len());
                actions
                    .extend(reader.member(step, &item.span, |reader| convert::action(item, style, reader)));
            }
        }
        None | Some(Node { kind: Kind::Null, .. }) => {}
        Some(other) if other.unknown().is_some() => {
            let placeholder = other.unknown().map(|unknown| reader.known_placeholder(unknown).clone());
            if let Some(placeholder) = placeholder {
                reader.warn(wording::part_unknown("What the rule does", &placeholder, other.span.clone()));
            }
        }
        Some(other) => reader.error(wording::wrong_type(names.actions, "a list", other)),
    }
    Some(RuleDocument {
        sql,
        sql_version: version(node, names.sql_version, reader),
        description: text(node, names.description, reader),
        disabled: flag(node, names.disabled, reader).unwrap_or(false),
        actions,
        error_action: error_action(node.get(names.error_action), style, reader),
        places: reader.take_places(),
        ..RuleDocument::default()
    })
}

/// The SQL version that a rule names.
pub(super) fn version(node: &Node, name: &str, reader: &mut Reader<'_>) -> Option<String> {
    let member = node.get(name)?;
    if let Some(version) = member.text()
        && SqlVersion::from_name(version).is_none()
    {
        reader.error(wording::sql_version(version).at(member.span.clone(), ""));
    }
    text(node, name, reader)
}

/// A member that is a string.
pub(super) fn text(node: &Node, name: &str, reader: &mut Reader<'_>) -> Option<String> {
    let member = node.get(name).filter(|member| member.kind != Kind::Null)?;
    let text = member.parts();
    if text.is_none() {
        reader.error(wording::wrong_type(name, "a string", member));
    }
    text.map(|text| reader.render(&text))
}

/// Gives a rule the name that stands under a key, with its place.
pub(super) fn set_name(rule: &mut RuleDocument, node: &Node, key: &str, reader: &mut Reader<'_>) {
    rule.name = text(node, key, reader);
    let places =
        rule.name.as_deref().zip(node.get(key)).filter(|(name, node)| !name.is_empty() && node.is_known());
    rule.name_range = places.and_then(|(name, node)| {
        let start = node.span.start + reader.source(&node.span).find(name)?;
        Some(start..start + name.len())
    });
}

/// A member that is a boolean.
pub(super) fn flag(node: &Node, name: &str, reader: &mut Reader<'_>) -> Option<bool> {
    let member = node.get(name).filter(|member| member.kind != Kind::Null)?;
    match member.text().map(str::to_ascii_lowercase).as_deref() {
        Some("true") => Some(true),
        Some("false") => Some(false),
        // Known only when deployed.
        None if member.unknown().is_some() => None,
        _ => {
            reader.error(wording::wrong_type(name, "true or false", member));
            None
        }
    }
}

pub(super) fn error_action(node: Option<&Node>, style: Style, reader: &mut Reader<'_>) -> Option<Json> {
    let node = node.filter(|node| node.kind != Kind::Null)?;
    reader.member("errorAction".to_owned(), &node.span, |reader| convert::action(node, style, reader))
}

/// Whether a name is one that AWS takes, apart from the placeholders in it (`API_CreateTopicRule`). No name that AWS takes
/// looks like one.
pub(super) fn is_rule_name(name: &str) -> bool {
    let bare = without_placeholders(name);
    let length = if bare.len() == name.len() { bare.len() } else { bare.len() + 1 };
    let is_word = |ch: char| ch.is_ascii_alphanumeric() || ch == '_';
    (1..=128).contains(&length) && bare.chars().all(is_word)
}
