//! Terraform configurations: `aws_iot_topic_rule` and `awscc_iot_topic_rule`, in HCL and in JSON, and what
//! `terraform show -json` writes.

mod awscc;
mod calls;
mod expressions;
mod functions;
mod json;
mod module;
mod modules;
mod names;
mod operators;
pub(super) mod plan;
mod references;
mod rule;
mod strings;
mod templates;
mod traversals;
mod unknowns;

pub(super) use json::of_json;
pub(super) use modules::has_modules;

use super::node::{Kind, Node};
use super::reader::Reader;
use super::rule::RuleDocument;
use super::wording;
use expressions::Evaluator;
use hcl_edit::Span;
use hcl_edit::structure::{Block, Body, Structure};
use module::{Module, files_in};
use std::ops::Range;

/// The type of resource that is a rule.
pub(super) const RESOURCE: &str = "aws_iot_topic_rule";

/// The type of resource of the Cloud Control provider that is a rule.
const CLOUD_CONTROL: &str = "awscc_iot_topic_rule";

/// What Terraform itself reads in every resource.
const META: &[&str] =
    &["provider", "depends_on", "lifecycle", "provisioner", "connection", "count", "for_each"];

/// Arguments in which AWS IoT evaluates no templates.
const WITHOUT_TEMPLATES: &[&str] =
    &["name", "sql", "description", "sql_version", "enabled", "rule_name", "aws_iot_sql_version"];

/// The rules of a configuration.
pub(super) fn of_hcl(body: &Body, reader: &mut Reader<'_>) -> Vec<RuleDocument> {
    let text = reader.text;
    let files = files_in("", reader);
    let mut module = Module::default();
    module.add(body, text, true);
    module.add_files(&files);
    module.add_values(reader);
    let mut evaluator = Evaluator::new(&module, text, reader);
    let mut rules = of_blocks(body, &mut evaluator);
    rules.extend(modules::rules(body, "", 0, &mut evaluator));
    if rules.is_empty() {
        modules::others(body, &mut evaluator);
    }
    rules
}

/// The rules among the resources of a file.
fn of_blocks(body: &Body, evaluator: &mut Evaluator<'_, '_, '_>) -> Vec<RuleDocument> {
    let mut rules = Vec::new();
    for block in body.blocks().filter(|block| block.has_ident("resource")) {
        let mut labels = block.labels.iter().map(hcl_edit::structure::BlockLabel::as_str);
        let (Some(kind), label) = (labels.next(), labels.next()) else { continue };
        if [RESOURCE, CLOUD_CONTROL].contains(&kind) {
            let label = label.map(str::to_owned);
            rules.extend(of_resource(block, kind, label, evaluator));
        }
    }
    rules
}

fn of_resource(
    block: &Block,
    kind: &str,
    label: Option<String>,
    evaluator: &mut Evaluator<'_, '_, '_>,
) -> Option<RuleDocument> {
    let height = evaluator.scopes.len();
    enter(&block.body, evaluator);
    let node = of_block(block, evaluator, true);
    evaluator.scopes.truncate(height);
    rule::of_kind(kind, &node, label, evaluator.reader)
}

/// Enters the first of what `for_each` or `count` makes.
fn enter(body: &Body, evaluator: &mut Evaluator<'_, '_, '_>) {
    for name in ["for_each", "count"] {
        if let Some(attribute) = body.get_attribute(name) {
            let place = evaluator.place(attribute.value.span());
            let value = evaluator.value(&attribute.value);
            evaluator.repeat(name, &value, place);
        }
    }
}

/// A block as a map, the blocks in it as members.
fn of_block(block: &Block, evaluator: &mut Evaluator<'_, '_, '_>, is_resource: bool) -> Node {
    let span = evaluator.place(block.span());
    Node { kind: Kind::Map(of_body(&block.body, evaluator, is_resource)), span }
}

fn of_body(body: &Body, evaluator: &mut Evaluator<'_, '_, '_>, is_resource: bool) -> Vec<(String, Node)> {
    let mut entries = Vec::new();
    for structure in body {
        match structure {
            Structure::Attribute(attribute) => {
                let name = attribute.key.as_str();
                if is_resource && META.contains(&name) {
                    continue;
                }
                let outer = evaluator.reader.in_action;
                evaluator.reader.in_action = outer && !(is_resource && WITHOUT_TEMPLATES.contains(&name));
                let value = evaluator.value(&attribute.value);
                evaluator.reader.in_action = outer;
                // Null is as if the attribute were not there.
                if value.kind != Kind::Null {
                    entries.push((name.to_owned(), value));
                }
            }
            Structure::Block(inner) if is_resource && META.contains(&inner.ident.as_str()) => {}
            Structure::Block(inner) if inner.has_ident("dynamic") => {
                entries.extend(dynamic(inner, evaluator));
            }
            Structure::Block(inner) => {
                entries.push((inner.ident.as_str().to_owned(), of_block(inner, evaluator, false)));
            }
        }
    }
    entries
}

/// The blocks that a `dynamic` block makes.
fn dynamic(block: &Block, evaluator: &mut Evaluator<'_, '_, '_>) -> Vec<(String, Node)> {
    let name = block.labels.first().map_or("dynamic", |label| label.as_str()).to_owned();
    let span = evaluator.place(block.span());
    let content = block.body.blocks().find(|inner| inner.has_ident("content"));
    let (Some(content), Some(each)) = (content, block.body.get_attribute("for_each")) else {
        evaluator.reader.warn(wording::left_out(&name, span));
        return Vec::new();
    };
    let iterator = match block.body.get_attribute("iterator").map(|attribute| &attribute.value) {
        Some(hcl_edit::expr::Expression::Variable(iterator)) => iterator.as_str().to_owned(),
        _ => name.clone(),
    };
    let collection = evaluator.value(&each.value);
    let source = evaluator.source_of(&each.value).to_owned();
    let items = functions::items_of(&collection)
        .unwrap_or_else(|| evaluator.one_unknown(&name, &iterator, &source, &span));
    let mut blocks = Vec::new();
    for (key, value) in items {
        if !evaluator.reader.spend(1 + value.size()) {
            break;
        }
        let value = Node {
            kind: Kind::Map(vec![("key".to_owned(), key), ("value".to_owned(), value)]),
            span: span.clone(),
        };
        evaluator.scopes.push((iterator.clone(), value));
        let entries = of_body(&content.body, evaluator, false);
        evaluator.scopes.pop();
        blocks.push((name.clone(), Node { kind: Kind::Map(entries), span: span.clone() }));
    }
    blocks
}

impl Evaluator<'_, '_, '_> {
    /// What a `dynamic` block repeats for, where that is known only when the configuration is deployed: one thing.
    fn one_unknown(
        &mut self,
        block: &str,
        iterator: &str,
        source: &str,
        span: &Range<usize>,
    ) -> Vec<(Node, Node)> {
        self.reader.warn(wording::dynamic_unknown(block, source, span.clone()));
        let mut part = |part: &str| {
            let name = format!("{iterator}.{part}");
            self.reader.unknown(&name, &name, None, span.clone())
        };
        vec![(part("key"), part("value"))]
    }

    /// Enters the first of the resources that `for_each` or `count` makes, and says so.
    fn repeat(&mut self, name: &str, value: &Node, place: Range<usize>) {
        let is_each = name == "for_each";
        let map = |entries: Vec<(&str, Node)>| Node {
            kind: Kind::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()),
            span: place.clone(),
        };
        if !is_each {
            let count = value.text().and_then(|text| text.parse::<usize>().ok());
            if count != Some(1) {
                self.reader.warn(wording::repeated(name, count, None, place.clone()));
            }
            let index = Node { kind: Kind::Number("0".to_owned()), span: place.clone() };
            self.scopes.push(("count".to_owned(), map(vec![("index", index)])));
            return;
        }
        let items = functions::items_of(value);
        let count = items.as_ref().map(Vec::len);
        let is_map = value.is_map();
        let first = items.and_then(|items| items.into_iter().next());
        let (key, value) = match first {
            // A set's keys are its values.
            Some((key, value)) => (if is_map { key } else { value.clone() }, value),
            None => {
                let mut part = |name: &str| self.reader.unknown(name, name, None, place.clone());
                (part("each.key"), part("each.value"))
            }
        };
        let shown = key.text().map(str::to_owned);
        self.reader.warn(wording::repeated(name, count, shown.as_deref(), place.clone()));
        self.scopes.push(("each".to_owned(), map(vec![("key", key), ("value", value)])));
    }
}
