//! Configurations of the Serverless Framework: the `iot` events of functions, and the CloudFormation template in it.

mod variables;

pub(super) use variables::Variables;

use super::cloudformation::{Resolver, lambda, resources};
use super::convert::Style;
use super::node::{Kind, Node};
use super::payload::{self, Names};
use super::reader::Reader;
use super::rule::RuleDocument;
use super::wording;

static NAMES: Names = Names {
    sql: "sql",
    sql_version: "sqlVersion",
    description: "description",
    disabled: "disabled",
    actions: "actions",
    error_action: "errorAction",
    known: &["name", "enabled"],
};

/// Whether a document is such a configuration.
pub(super) fn is_configuration(root: &Node) -> bool {
    let has_resources = root.get("resources").is_some_and(|node| {
        let parts = std::slice::from_ref(node);
        let parts = if let Kind::List(items) = &node.kind { items.as_slice() } else { parts };
        parts.iter().any(|part| part.get("Resources").is_some())
    });
    let has_functions = root.get("functions").is_some()
        && ["service", "provider", "frameworkVersion", "plugins", "custom"]
            .iter()
            .any(|key| root.get(key).is_some());
    has_resources || has_functions || root.get("service").is_some() && root.get("provider").is_some()
}

/// The rules of a configuration.
pub(super) fn of_configuration(root: &Node, reader: &mut Reader<'_>) -> Vec<RuleDocument> {
    let mut rules = Vec::new();
    let mut resolver = Resolver::of_serverless(Variables { root }, reader);
    for (function, node) in listed(root.get("functions"), &mut resolver).iter().flat_map(Node::entries) {
        let Some(node) = resolver.expanded(node) else { continue };
        rules.extend(of_function(function, &node, &mut resolver));
    }
    let parts = listed(root.get("resources"), &mut resolver);
    let template = merged(&parts);
    let mut resolver = Resolver::of_serverless(Variables { root }, reader);
    resolver.set_root(&template);
    rules.extend(resources(template.get("Resources"), 0, &mut resolver));
    rules
}

/// The items of a list, or the only one, with what variables stand for in their place.
fn listed(node: Option<&Node>, resolver: &mut Resolver<'_, '_, '_>) -> Vec<Node> {
    let Some(node) = node.and_then(|node| resolver.expanded(node)) else { return Vec::new() };
    match node.kind {
        Kind::List(items) => items.iter().filter_map(|item| resolver.expanded(item)).collect(),
        _ => vec![node],
    }
}

/// One template of several, whose sections go together.
fn merged(parts: &[Node]) -> Node {
    let mut sections: Vec<(String, Node)> = Vec::new();
    for (name, section) in parts.iter().flat_map(Node::entries) {
        match sections.iter_mut().find(|(known, _)| known == name) {
            Some((_, Node { kind: Kind::Map(entries), .. })) => {
                entries.extend(section.entries().iter().cloned());
            }
            _ => sections.push((name.clone(), section.clone())),
        }
    }
    Node { kind: Kind::Map(sections), span: 0..0 }
}

fn of_function(function: &str, node: &Node, resolver: &mut Resolver<'_, '_, '_>) -> Vec<RuleDocument> {
    let mut rules = Vec::new();
    let events = listed(node.get("events"), resolver);
    for (index, event) in events.iter().filter_map(|event| event.get("iot")).enumerate() {
        let Some(event) = resolver.resolve(event) else { continue };
        if event.get("sql").is_none() && event.get("arn").is_some() {
            resolver.reader.warn(wording::permission_only(function, event.span));
            continue;
        }
        if let Some(mut rule) = event_rule(&event, function, resolver.reader) {
            rule.id = Some(logical_id(function, index));
            rules.push(rule);
        }
    }
    if let [rule] = rules.as_mut_slice() {
        rule.id = Some(function.to_owned());
    }
    rules
}

/// A rule that calls the function it belongs to.
fn event_rule(node: &Node, function: &str, reader: &mut Reader<'_>) -> Option<RuleDocument> {
    let mut rule = payload::rule(node, &NAMES, Style::Api, reader)?;
    payload::set_name(&mut rule, node, "name", reader);
    rule.disabled = payload::flag(node, "enabled", reader) == Some(false);
    rule.actions = vec![lambda(&format!("{}LambdaFunction", normal(function)), node, reader)];
    Some(rule)
}

/// What the framework calls the rule of a function's event in the template that it makes.
fn logical_id(function: &str, index: usize) -> String {
    format!("{}IotTopicRule{}", normal(function), index + 1)
}

/// What the names of a function's resources begin with.
fn normal(function: &str) -> String {
    let normal = function.replace('-', "Dash").replace('_', "Underscore");
    let mut chars = normal.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    format!("{}{}", first.unwrap_or('F'), chars.as_str())
}
