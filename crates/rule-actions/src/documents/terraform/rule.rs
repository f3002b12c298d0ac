//! A rule from the arguments and blocks of its resource.

use super::module::listed;
use super::{CLOUD_CONTROL, awscc};
use crate::actions::KINDS;
use crate::documents::convert::{self, COMMENT, Style};
use crate::documents::node::{Kind, Node};
use crate::documents::reader::Reader;
use crate::documents::rule::RuleDocument;
use crate::documents::{payload, wording};

/// Arguments of the resource that are not actions.
const ARGUMENTS: &[&str] = &["name", "description", "enabled", "sql", "sql_version", "error_action"];

/// Arguments that say nothing about the rule itself.
const SILENT: &[&str] = &["region", "id", "arn", "tags_all", COMMENT];

/// The rule of a resource of either type.
pub(super) fn of_kind(
    kind: &str,
    node: &Node,
    label: Option<String>,
    reader: &mut Reader<'_>,
) -> Option<RuleDocument> {
    if kind == CLOUD_CONTROL {
        return awscc::rule(node, label, reader);
    }
    reader.take_places();
    let Some(sql) = payload::text(node, "sql", reader) else {
        if node.get("sql").is_none_or(|sql| sql.kind == Kind::Null) {
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
                    let read =
                        |reader: &mut Reader<'_>| convert::action(&single(block), Style::Terraform, reader);
                    error_action = reader.member("errorAction".to_owned(), &block.span, read);
                }
            }
            name if ARGUMENTS.contains(&name) || SILENT.contains(&name) => {}
            _ if value.kind == Kind::Null => {}
            // Meta-arguments and whatever else is not a block.
            name if !is_kind(name) && !value.is_map() && !is_blocks(value) => {
                reader.warn(wording::left_out(name, value.span.clone()));
            }
            "tags" => reader.warn(wording::left_out(name, value.span.clone())),
            name => {
                for block in listed(Some(value)) {
                    let entries = vec![(name.to_owned(), block.clone())];
                    let action = Node { kind: Kind::Map(entries), span: value.span.clone() };
                    let step = format!("actions[{}]", actions.len());
                    let read = |reader: &mut Reader<'_>| convert::action(&action, Style::Terraform, reader);
                    actions.extend(reader.member(step, &block.span, read));
                }
            }
        }
    }
    let mut rule = RuleDocument {
        id: label,
        sql,
        sql_version: payload::version(node, "sql_version", reader),
        description: payload::text(node, "description", reader),
        disabled: payload::flag(node, "enabled", reader) == Some(false),
        actions,
        error_action,
        places: reader.take_places(),
        ..RuleDocument::default()
    };
    payload::set_name(&mut rule, node, "name", reader);
    Some(rule)
}

/// An error action's block, whose only member is one block, which JSON may write as a list.
fn single(block: &Node) -> Node {
    let entries = block.entries().iter().filter(|(_, value)| !is_absent(value)).map(|(name, value)| {
        let value = match &value.kind {
            Kind::List(items) if items.len() == 1 => items[0].clone(),
            _ => value.clone(),
        };
        (name.clone(), value)
    });
    Node { kind: Kind::Map(entries.collect()), span: block.span.clone() }
}

/// Whether a plan has no such block.
fn is_absent(node: &Node) -> bool {
    match &node.kind {
        Kind::Null => true,
        Kind::List(items) => items.is_empty(),
        _ => false,
    }
}

fn is_kind(name: &str) -> bool {
    KINDS.iter().any(|kind| Style::Terraform.kind(kind).0 == name)
}

fn is_blocks(node: &Node) -> bool {
    matches!(&node.kind, Kind::List(items) if !items.is_empty() && items.iter().all(Node::is_map))
}
