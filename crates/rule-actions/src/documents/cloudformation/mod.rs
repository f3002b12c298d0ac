//! CloudFormation and SAM templates.

mod functions;
mod nested;
mod scope;
mod sub;

pub(super) use functions::is_function;
pub(super) use scope::Resolver;

use super::convert::Style;
use super::node::{Kind, Node};
use super::payload::{self, Names};
use super::placeholders::Reference;
use super::reader::Reader;
use super::rule::RuleDocument;
use super::wording;
use functions::FOR_EACH;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// The type of resource that is a rule.
const RULE: &str = "AWS::IoT::TopicRule";

static NAMES: Names = Names {
    sql: "Sql",
    sql_version: "AwsIotSqlVersion",
    description: "Description",
    disabled: "RuleDisabled",
    actions: "Actions",
    error_action: "ErrorAction",
    known: &[],
};

/// Whether a value is a resource, or holds resources by their logical IDs, of which one is a rule.
pub(super) fn is_fragment(root: &Node) -> bool {
    let is_rule = |node: &Node| node.get("Type").and_then(Node::text) == Some(RULE);
    is_rule(root) || root.entries().iter().any(|(_, node)| is_rule(node))
}

/// The rules of a template, which may stand in a string of the document.
pub(super) fn of_template(root: &Node, is_in_string: bool, reader: &mut Reader<'_>) -> Vec<RuleDocument> {
    of_stack(root, BTreeMap::new(), is_in_string, 0, reader)
}

/// The rules of resources that were cut out of their template.
pub(super) fn of_fragment(root: &Node, reader: &mut Reader<'_>) -> Vec<RuleDocument> {
    let mut resolver = Resolver::new(None, None, BTreeMap::new(), reader);
    if root.get("Type").is_some() {
        return topic_rule("Rule", root, &mut resolver).into_iter().collect();
    }
    let mut rules = Vec::new();
    for (id, resource) in root.entries() {
        rules.extend(resource_rules(id, resource, 0, &mut resolver));
    }
    rules
}

/// The rules of a template to which a parent gives values.
fn of_stack(
    root: &Node,
    arguments: BTreeMap<String, Node>,
    is_elsewhere: bool,
    nesting: usize,
    reader: &mut Reader<'_>,
) -> Vec<RuleDocument> {
    let mut resolver = Resolver::new(Some(root), declared(root), arguments, reader);
    resolver.is_elsewhere = is_elsewhere;
    resources(root.get("Resources"), nesting, &mut resolver)
}

/// What a template declares, where no macro can declare more.
fn declared(root: &Node) -> Option<BTreeSet<String>> {
    let resources = root.get("Resources").map(Node::entries).unwrap_or_default();
    if root.get("Transform").is_some() || resources.iter().any(|(key, _)| key.starts_with("Fn::")) {
        return None;
    }
    let entries = root.get("Parameters").map(Node::entries).unwrap_or_default().iter().chain(resources);
    Some(entries.map(|(name, _)| name.clone()).collect())
}

/// The rules among resources.
pub(super) fn resources(
    resources: Option<&Node>,
    nesting: usize,
    resolver: &mut Resolver<'_, '_, '_>,
) -> Vec<RuleDocument> {
    let mut rules = Vec::new();
    for (id, resource) in resources.map(Node::entries).unwrap_or_default() {
        if id.starts_with(FOR_EACH) {
            resolver.each(resource, &mut |resolver, id, resource| {
                rules.extend(resource_rules(&id, resource, nesting, resolver));
            });
        } else {
            rules.extend(resource_rules(id, resource, nesting, resolver));
        }
    }
    rules
}

fn resource_rules(
    id: &str,
    resource: &Node,
    nesting: usize,
    resolver: &mut Resolver<'_, '_, '_>,
) -> Vec<RuleDocument> {
    match resource.get("Type").and_then(Node::text) {
        Some(RULE) => topic_rule(id, resource, resolver).into_iter().collect(),
        Some("AWS::Serverless::Function") => {
            let properties = resource.get("Properties");
            let events = properties.and_then(|properties| properties.get("Events"));
            let events = events.map(Node::entries).unwrap_or_default().iter();
            let is_rule = |event: &Node| event.get("Type").and_then(Node::text) == Some("IoTRule");
            let events = events.filter(|(_, event)| is_rule(event));
            events.filter_map(|(name, event)| sam_event(event, id, name, resolver)).collect()
        }
        Some("AWS::CloudFormation::Stack" | "AWS::Serverless::Application") => {
            nested::rules(id, resource, nesting, resolver)
        }
        _ => Vec::new(),
    }
}

fn topic_rule(id: &str, resource: &Node, resolver: &mut Resolver<'_, '_, '_>) -> Option<RuleDocument> {
    let Some(properties) = resource.get("Properties") else {
        resolver.reader.error(wording::no_sql("Properties", resource.span.clone()));
        return None;
    };
    if let Some(condition) = resource.get("Condition") {
        let name = condition.text().unwrap_or_default();
        let found = resolver.condition(name);
        resolver.reader.warn(wording::deployed_if(name, found.is_true, condition.span.clone()));
    }
    let properties = resolver.resolve(properties)?;
    let Some(payload) = properties.get("TopicRulePayload") else {
        resolver.reader.error(wording::no_sql("TopicRulePayload", properties.span));
        return None;
    };
    for (key, value) in properties.entries() {
        if !["TopicRulePayload", "RuleName"].contains(&key.as_str()) {
            resolver.reader.warn(wording::left_out(key, value.span.clone()));
        }
    }
    let mut rule = payload::rule(payload, &NAMES, Style::CloudFormation, resolver.reader)?;
    payload::set_name(&mut rule, &properties, "RuleName", resolver.reader);
    rule.id = Some(id.to_owned());
    Some(rule)
}

/// A rule that calls the function it belongs to (SAM's `IoTRule` event).
fn sam_event(
    event: &Node,
    function: &str,
    name: &str,
    resolver: &mut Resolver<'_, '_, '_>,
) -> Option<RuleDocument> {
    let node = resolver.resolve(event.get("Properties")?)?;
    let mut rule = payload::rule(&node, &NAMES, Style::CloudFormation, resolver.reader)?;
    rule.id = Some(format!("{function}{name}"));
    rule.actions = vec![lambda(function, &node, resolver.reader)];
    Some(rule)
}

/// The action that calls a function of the document.
pub(super) fn lambda(function: &str, node: &Node, reader: &mut Reader<'_>) -> Json {
    let arn = format!("{function}.Arn");
    let reference = Reference::CloudFormation(json!({"Fn::GetAtt": [function, "Arn"]}));
    let value = reader.unknown(&arn, &arn, Some(reference), node.span.clone());
    let text = match value.kind {
        Kind::Text(text) | Kind::Plain(text) => reader.render(&text),
        _ => value.text().unwrap_or_default().to_owned(),
    };
    json!({"lambda": {"functionArn": text}})
}
