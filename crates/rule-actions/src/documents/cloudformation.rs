//! CloudFormation and SAM templates, and configurations of the Serverless Framework.

use super::convert::Style;
use super::functions::Scope;
use super::node::{Kind, Node};
use super::payload::{self, Names};
use super::reader::Reader;
use super::rule::RuleDocument;
use super::wording;
use serde_json::json;
use std::collections::BTreeSet;

static NAMES: Names = Names {
    sql: "Sql",
    sql_version: "AwsIotSqlVersion",
    description: "Description",
    disabled: "RuleDisabled",
    actions: "Actions",
    error_action: "ErrorAction",
    known: &[],
};

/// The rules of a template.
pub(super) fn of_template(root: &Node, reader: &mut Reader<'_>) -> Vec<RuleDocument> {
    let scope = Scope { declared: declared(root), is_serverless: false };
    resources(root.get("Resources"), &scope, reader)
}

/// The rules of a `serverless.yml`: its `iot` events, and those of the CloudFormation template in it.
pub(super) fn of_serverless(root: &Node, reader: &mut Reader<'_>) -> Vec<RuleDocument> {
    let scope = Scope { declared: None, is_serverless: true };
    let mut rules = Vec::new();
    for (function, node) in root.get("functions").map(Node::entries).unwrap_or_default() {
        for event in node.get("events").map(Node::items).unwrap_or_default() {
            if let Some(event) = event.get("iot").and_then(|event| scope.resolve(event, reader)) {
                rules.extend(event_rule(&event, function, reader));
            }
        }
    }
    let parts = match root.get("resources") {
        Some(Node { kind: Kind::List(parts), .. }) => parts.as_slice(),
        Some(node) => std::slice::from_ref(node),
        None => &[],
    };
    for part in parts {
        rules.extend(resources(part.get("Resources"), &scope, reader));
    }
    rules
}

/// What a template declares, where no macro can declare more.
fn declared(root: &Node) -> Option<BTreeSet<String>> {
    if root.get("Transform").is_some() {
        return None;
    }
    let sections = ["Parameters", "Resources"];
    let entries = sections.iter().filter_map(|section| root.get(section)).flat_map(Node::entries);
    Some(entries.map(|(name, _)| name.clone()).collect())
}

fn resources(resources: Option<&Node>, scope: &Scope, reader: &mut Reader<'_>) -> Vec<RuleDocument> {
    let mut rules = Vec::new();
    for (id, resource) in resources.map(Node::entries).unwrap_or_default() {
        let properties = resource.get("Properties");
        match (resource.get("Type").and_then(Node::text), properties) {
            (Some("AWS::IoT::TopicRule"), Some(properties)) => {
                rules.extend(topic_rule(id, properties, scope, reader));
            }
            (Some("AWS::IoT::TopicRule"), None) => {
                reader.error(wording::no_sql("Properties", resource.span.clone()));
            }
            (Some("AWS::Serverless::Function"), Some(properties)) => {
                for (event, node) in properties.get("Events").map(Node::entries).unwrap_or_default() {
                    if node.get("Type").and_then(Node::text) == Some("IoTRule")
                        && let Some(node) =
                            node.get("Properties").and_then(|node| scope.resolve(node, reader))
                    {
                        rules.extend(sam_event(&node, id, event, reader));
                    }
                }
            }
            _ => {}
        }
    }
    rules
}

fn topic_rule(id: &str, properties: &Node, scope: &Scope, reader: &mut Reader<'_>) -> Option<RuleDocument> {
    let properties = scope.resolve(properties, reader)?;
    let Some(payload) = properties.get("TopicRulePayload") else {
        reader.error(wording::no_sql("TopicRulePayload", properties.span));
        return None;
    };
    for (key, value) in properties.entries() {
        if !["TopicRulePayload", "RuleName"].contains(&key.as_str()) {
            reader.warn(wording::left_out(key, value.span.clone()));
        }
    }
    let mut rule = payload::rule(payload, &NAMES, Style::CloudFormation, reader)?;
    payload::set_name(&mut rule, &properties, "RuleName", reader);
    rule.id = Some(id.to_owned());
    Some(rule)
}

/// A rule that calls the function it belongs to (SAM's `IoTRule` event).
fn sam_event(node: &Node, function: &str, event: &str, reader: &mut Reader<'_>) -> Option<RuleDocument> {
    let mut rule = payload::rule(node, &NAMES, Style::CloudFormation, reader)?;
    rule.id = Some(format!("{function}{event}"));
    rule.actions = vec![lambda(function, node, reader)];
    Some(rule)
}

/// A rule that calls the function it belongs to (the Serverless Framework's `iot` event).
fn event_rule(node: &Node, function: &str, reader: &mut Reader<'_>) -> Option<RuleDocument> {
    static NAMES: Names = Names {
        sql: "sql",
        sql_version: "sqlVersion",
        description: "description",
        disabled: "disabled",
        actions: "actions",
        error_action: "errorAction",
        known: &["name", "enabled"],
    };
    let mut rule = payload::rule(node, &NAMES, Style::Api, reader)?;
    payload::set_name(&mut rule, node, "name", reader);
    rule.id = Some(function.to_owned());
    rule.disabled = payload::flag(node, "enabled", reader) == Some(false);
    rule.actions = vec![lambda(function, node, reader)];
    Some(rule)
}

fn lambda(function: &str, node: &Node, reader: &mut Reader<'_>) -> serde_json::Value {
    let arn = format!("{function}.Arn");
    let text = reader.placeholder(&arn, &arn, node.span.clone());
    json!({"lambda": {"functionArn": text}})
}
