//! Terraform configurations: `aws_iot_topic_rule`, in HCL and in JSON.

use super::convert::{self, COMMENT, Style};
use super::expressions::Values;
use super::node::{Kind, Node};
use super::payload;
use super::reader::Reader;
use super::rule::RuleDocument;
use super::{hcl, wording};
use crate::actions::KINDS;
use hcl_edit::Span;
use hcl_edit::structure::{Block, Body, Structure};
use std::collections::BTreeSet;

/// The type of resource that is a rule.
pub(super) const RESOURCE: &str = "aws_iot_topic_rule";

/// Arguments of the resource that are not actions.
const ARGUMENTS: &[&str] = &["name", "description", "enabled", "sql", "sql_version", "error_action"];

/// Arguments that say nothing about what the rule does.
const SILENT: &[&str] = &["tags", "provider", "depends_on", "lifecycle", "region"];

/// The rules of a configuration.
pub(super) fn of_hcl(body: &Body, reader: &mut Reader<'_>) -> Vec<RuleDocument> {
    let blocks = || body.blocks().filter(|block| block.has_ident("resource"));
    let types: BTreeSet<String> =
        blocks().filter_map(|block| block.labels.first()).map(|label| label.as_str().to_owned()).collect();
    let values = Values { source: reader.text, within: None, types: &types };
    let mut rules = Vec::new();
    for block in blocks().filter(|block| block.labels.first().is_some_and(|label| label.as_str() == RESOURCE))
    {
        let node = of_block(block, &values, reader);
        let label = block.labels.get(1).map(|label| label.as_str().to_owned());
        rules.extend(rule(&node, label, reader));
    }
    rules
}

/// A block as a map, the blocks in it as members.
fn of_block(block: &Block, values: &Values<'_>, reader: &mut Reader<'_>) -> Node {
    let mut entries = Vec::new();
    for structure in &block.body {
        match structure {
            Structure::Attribute(attribute) => {
                if let Some(value) = values.value(&attribute.value, reader) {
                    entries.push((attribute.key.as_str().to_owned(), value));
                }
            }
            Structure::Block(inner) if inner.has_ident("dynamic") => {
                let name = inner.labels.first().map_or("dynamic", |label| label.as_str());
                reader.warn(wording::left_out(name, inner.span().unwrap_or(0..0)));
            }
            Structure::Block(inner) => {
                entries.push((inner.ident.as_str().to_owned(), of_block(inner, values, reader)));
            }
        }
    }
    Node { kind: Kind::Map(entries), span: block.span().unwrap_or(0..0) }
}

/// The rules of a configuration in JSON.
pub(super) fn of_json(root: &Node, reader: &mut Reader<'_>) -> Vec<RuleDocument> {
    let mut types = BTreeSet::new();
    let resources = listed(root.get("resource"));
    for (name, _) in resources.iter().flat_map(|node| node.entries()) {
        types.insert(name.clone());
    }
    let mut rules = Vec::new();
    for resource in resources.iter().filter_map(|node| node.get(RESOURCE)) {
        for (label, bodies) in listed(Some(resource)).iter().flat_map(|node| node.entries()) {
            for body in listed(Some(bodies)) {
                let node = evaluated(body, &types, reader);
                rules.extend(rule(&node, Some(label.clone()), reader));
            }
        }
    }
    rules
}

/// A block, or a list of blocks.
fn listed(node: Option<&Node>) -> Vec<&Node> {
    match node {
        Some(Node { kind: Kind::List(items), .. }) => items.iter().collect(),
        Some(node) => vec![node],
        None => Vec::new(),
    }
}

/// The value with the templates in its strings worked out.
fn evaluated(node: &Node, types: &BTreeSet<String>, reader: &mut Reader<'_>) -> Node {
    let span = node.span.clone();
    let text = |text: &str, reader: &mut Reader<'_>| {
        let Some(template) = hcl::template(text) else {
            reader.warn(wording::template_unreadable(text, span.clone()));
            return text.to_owned();
        };
        Values { source: text, within: Some(span.clone()), types }.template(&template, reader)
    };
    let kind = match &node.kind {
        Kind::Text(value) | Kind::Plain(value) => Kind::Text(text(value, reader)),
        Kind::List(items) => Kind::List(items.iter().map(|item| evaluated(item, types, reader)).collect()),
        Kind::Map(entries) => {
            let mut members = Vec::with_capacity(entries.len());
            for (key, value) in entries {
                let key = if key.contains('{') { text(key, reader) } else { key.clone() };
                members.push((key, evaluated(value, types, reader)));
            }
            Kind::Map(members)
        }
        other => other.clone(),
    };
    Node { kind, span: node.span.clone() }
}

fn rule(node: &Node, label: Option<String>, reader: &mut Reader<'_>) -> Option<RuleDocument> {
    let Some(sql) = payload::text(node, "sql", reader) else {
        if node.get("sql").is_none() {
            reader.error(wording::no_sql("sql", node.span.clone()));
        }
        return None;
    };
    let mut actions = Vec::new();
    let mut error_action = None;
    for (name, value) in node.entries() {
        match name.as_str() {
            "error_action" => {
                for block in listed(Some(value)) {
                    error_action = convert::action(&single(block), Style::Terraform, reader);
                }
            }
            name if name == COMMENT || ARGUMENTS.contains(&name) || SILENT.contains(&name) => {}
            // Meta-arguments and whatever else is not a block.
            name if !is_kind(name) && !value.is_map() && !is_blocks(value) => {
                reader.warn(wording::left_out(name, value.span.clone()));
            }
            name => {
                for block in listed(Some(value)) {
                    let entries = vec![(name.to_owned(), block.clone())];
                    let action = Node { kind: Kind::Map(entries), span: value.span.clone() };
                    actions.extend(convert::action(&action, Style::Terraform, reader));
                }
            }
        }
    }
    let mut rule = RuleDocument {
        name: None,
        name_range: None,
        id: label,
        sql,
        sql_version: payload::text(node, "sql_version", reader),
        description: payload::text(node, "description", reader),
        disabled: payload::flag(node, "enabled", reader) == Some(false),
        actions,
        error_action,
    };
    payload::set_name(&mut rule, node, "name", reader);
    Some(rule)
}

/// An error action's block, whose only member is one block, which JSON may write as a list.
fn single(block: &Node) -> Node {
    let entries = block.entries().iter().map(|(name, value)| {
        let value = match &value.kind {
            Kind::List(items) if items.len() == 1 => items[0].clone(),
            _ => value.clone(),
        };
        (name.clone(), value)
    });
    Node { kind: Kind::Map(entries.collect()), span: block.span.clone() }
}

fn is_kind(name: &str) -> bool {
    KINDS.iter().any(|kind| Style::Terraform.kind(kind).0 == name)
}

fn is_blocks(node: &Node) -> bool {
    matches!(&node.kind, Kind::List(items) if !items.is_empty() && items.iter().all(Node::is_map))
}
