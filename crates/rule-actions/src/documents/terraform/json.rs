//! Configurations in JSON.

use super::expressions::Evaluator;
use super::module::{Module, files_in, listed};
use super::{CLOUD_CONTROL, META, RESOURCE, WITHOUT_TEMPLATES, functions, modules, rule};
use crate::documents::node::{Kind, Node};
use crate::documents::reader::Reader;
use crate::documents::rule::RuleDocument;

/// The rules of a configuration in JSON.
pub(in crate::documents) fn of_json(root: &Node, reader: &mut Reader<'_>) -> Vec<RuleDocument> {
    let files = files_in("", reader);
    let mut module = Module::default();
    module.add_json(root);
    module.add_files(&files);
    module.add_values(reader);
    let mut evaluator = Evaluator::new(&module, "", reader);
    let mut rules = resources(root, &mut evaluator);
    rules.extend(modules::json_rules(root, "", 0, &mut evaluator));
    if rules.is_empty() {
        modules::json_others(root, &mut evaluator);
    }
    rules
}

/// The rules among the resources of a file.
pub(super) fn resources(root: &Node, evaluator: &mut Evaluator<'_, '_, '_>) -> Vec<RuleDocument> {
    let mut rules = Vec::new();
    for resource in listed(root.get("resource")) {
        for (kind, labelled) in resource.entries() {
            if ![RESOURCE, CLOUD_CONTROL].contains(&kind.as_str()) {
                continue;
            }
            for (label, bodies) in listed(Some(labelled)).into_iter().flat_map(Node::entries) {
                for body in listed(Some(bodies)) {
                    rules.extend(of_body(kind, label, body, evaluator));
                }
            }
        }
    }
    rules
}

/// Enters the first of what `for_each` or `count` makes.
pub(super) fn enter(body: &Node, evaluator: &mut Evaluator<'_, '_, '_>) {
    for name in ["for_each", "count"] {
        if let Some(node) = body.get(name) {
            let value = evaluator.json(node);
            evaluator.repeat(name, &value, node.span.clone());
        }
    }
}

fn of_body(
    kind: &str,
    label: &str,
    body: &Node,
    evaluator: &mut Evaluator<'_, '_, '_>,
) -> Option<RuleDocument> {
    let height = evaluator.scopes.len();
    enter(body, evaluator);
    let mut entries = Vec::new();
    for (name, value) in body.entries().iter().filter(|(name, _)| !META.contains(&name.as_str())) {
        let outer = evaluator.reader.in_action;
        evaluator.reader.in_action = outer && !WITHOUT_TEMPLATES.contains(&name.as_str());
        if name == "dynamic" {
            entries.extend(dynamic(value, evaluator));
        } else {
            entries.push((name.clone(), with_dynamic(value, evaluator)));
        }
        evaluator.reader.in_action = outer;
    }
    evaluator.scopes.truncate(height);
    let node = Node { kind: Kind::Map(entries), span: body.span.clone() };
    rule::of_kind(kind, &node, Some(label.to_owned()), evaluator.reader)
}

/// A value in which `dynamic` makes blocks.
fn with_dynamic(node: &Node, evaluator: &mut Evaluator<'_, '_, '_>) -> Node {
    let has_any = |node: &Node| node.get("dynamic").is_some();
    match &node.kind {
        Kind::List(items) if items.iter().any(has_any) => {
            let items = items.iter().map(|item| with_dynamic(item, evaluator)).collect();
            Node { kind: Kind::List(items), span: node.span.clone() }
        }
        Kind::Map(entries) if has_any(node) => {
            let mut members = Vec::new();
            for (name, value) in entries {
                if name == "dynamic" {
                    members.extend(dynamic(value, evaluator));
                } else {
                    members.push((name.clone(), evaluator.json(value)));
                }
            }
            Node { kind: Kind::Map(members), span: node.span.clone() }
        }
        _ => evaluator.json(node),
    }
}

/// The blocks that `dynamic` makes, of each kind in a list.
fn dynamic(node: &Node, evaluator: &mut Evaluator<'_, '_, '_>) -> Vec<(String, Node)> {
    let mut blocks = Vec::new();
    for (name, bodies) in listed(Some(node)).into_iter().flat_map(Node::entries) {
        let mut made = Vec::new();
        for body in listed(Some(bodies)) {
            let (Some(each), Some(content)) = (body.get("for_each"), body.get("content")) else { continue };
            let iterator = body.get("iterator").and_then(Node::text).unwrap_or(name).to_owned();
            let collection = evaluator.json(each);
            let span = body.span.clone();
            let source = each.text().unwrap_or("for_each");
            let items = functions::items_of(&collection)
                .unwrap_or_else(|| evaluator.one_unknown(name, &iterator, source, &span));
            for (key, value) in items {
                if !evaluator.reader.spend(1 + value.size()) {
                    break;
                }
                let entries = vec![("key".to_owned(), key), ("value".to_owned(), value)];
                evaluator
                    .scopes
                    .push((iterator.clone(), Node { kind: Kind::Map(entries), span: span.clone() }));
                for content in listed(Some(content)) {
                    made.push(evaluator.json(content));
                }
                evaluator.scopes.pop();
            }
        }
        blocks.push((name.clone(), Node { kind: Kind::List(made), span: node.span.clone() }));
    }
    blocks
}
