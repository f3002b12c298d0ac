//! Plans and states as `terraform show -json` writes them: everything that Terraform can work out is.

use super::module::listed;
use super::{CLOUD_CONTROL, RESOURCE, rule};
use crate::documents::limits::MAX_RESOLVING;
use crate::documents::node::{Kind, Node};
use crate::documents::reader::Reader;
use crate::documents::rule::RuleDocument;

/// Whether a document is one of these.
pub(in crate::documents) fn is_plan(root: &Node) -> bool {
    values(root).is_some_and(|values| values.get("root_module").is_some())
}

fn values(root: &Node) -> Option<&Node> {
    root.get("format_version")?;
    root.get("planned_values").or_else(|| root.get("values"))
}

/// The rules of a plan or a state.
pub(in crate::documents) fn of_plan(root: &Node, reader: &mut Reader<'_>) -> Vec<RuleDocument> {
    let mut rules = Vec::new();
    if let Some(module) = values(root).and_then(|values| values.get("root_module")) {
        of_module(root, module, 0, reader, &mut rules);
    }
    rules
}

fn of_module(
    root: &Node,
    module: &Node,
    depth: usize,
    reader: &mut Reader<'_>,
    rules: &mut Vec<RuleDocument>,
) {
    for resource in listed(module.get("resources")) {
        let text = |name| resource.get(name).and_then(Node::text);
        let Some(kind) = text("type").filter(|kind| [RESOURCE, CLOUD_CONTROL].contains(kind)) else {
            continue;
        };
        let Some(values) = resource.get("values") else { continue };
        let address = text("address").or_else(|| text("name")).unwrap_or_default();
        let unknown = changes(root, address).and_then(|change| change.get("after_unknown"));
        let values = match unknown {
            Some(unknown) => with_unknown(values, unknown, address, 0, reader),
            None => values.clone(),
        };
        let values = without_empty(&values);
        let id = address.strip_prefix(&format!("{kind}.")).unwrap_or(address);
        rules.extend(rule::of_kind(kind, &values, Some(id.to_owned()), reader));
    }
    if depth < MAX_RESOLVING {
        for child in listed(module.get("child_modules")) {
            of_module(root, child, depth + 1, reader, rules);
        }
    }
}

/// The values without empty strings, which a state has for what is not set.
fn without_empty(value: &Node) -> Node {
    let is_empty = |node: &Node| matches!(&node.kind, Kind::Text(text) if text.known() == Some(""));
    let kind = match &value.kind {
        Kind::List(items) => Kind::List(items.iter().map(without_empty).collect()),
        Kind::Map(entries) => {
            let kept = entries.iter().filter(|(_, value)| !is_empty(value));
            Kind::Map(kept.map(|(key, value)| (key.clone(), without_empty(value))).collect())
        }
        other => other.clone(),
    };
    Node { kind, span: value.span.clone() }
}

/// What a plan says about a resource's change.
fn changes<'n>(root: &'n Node, address: &str) -> Option<&'n Node> {
    let changes = root.get("resource_changes").map(Node::items).unwrap_or_default();
    let change = changes.iter().find(|change| change.get("address").and_then(Node::text) == Some(address))?;
    change.get("change")
}

/// The values with placeholders where the plan says that they are known only after it is carried out.
fn with_unknown(value: &Node, unknown: &Node, path: &str, depth: usize, reader: &mut Reader<'_>) -> Node {
    let span = value.span.clone();
    if depth > MAX_RESOLVING || !reader.spend(1) {
        return value.clone();
    }
    match (&value.kind, &unknown.kind) {
        (_, Kind::Bool(true)) => reader.unknown(path, path, None, span),
        (Kind::List(items), Kind::List(unknowns)) => {
            let items = items.iter().enumerate().map(|(at, item)| match unknowns.get(at) {
                Some(unknown) => with_unknown(item, unknown, &format!("{path}[{at}]"), depth + 1, reader),
                None => item.clone(),
            });
            Node { kind: Kind::List(items.collect()), span }
        }
        (Kind::Map(entries), Kind::Map(unknowns)) => {
            let mut members = entries.clone();
            for (name, unknown) in unknowns {
                let path = format!("{path}.{name}");
                match members.iter_mut().find(|(known, _)| known == name) {
                    Some((_, value)) => *value = with_unknown(value, unknown, &path, depth + 1, reader),
                    None if unknown.kind == Kind::Bool(true) => {
                        members.push((name.clone(), reader.unknown(&path, &path, None, span.clone())));
                    }
                    None => {}
                }
            }
            Node { kind: Kind::Map(members), span }
        }
        _ => value.clone(),
    }
}
