//! The resource of the Cloud Control provider, whose arguments are CloudFormation's properties in small letters.

use crate::action::{Parameter, Shape};
use crate::actions::KINDS;
use crate::documents::convert::Style;
use crate::documents::node::{Kind, Node};
use crate::documents::payload::{self, Names};
use crate::documents::reader::Reader;
use crate::documents::rule::RuleDocument;
use crate::documents::wording;

static NAMES: Names = Names {
    sql: "sql",
    sql_version: "aws_iot_sql_version",
    description: "description",
    disabled: "rule_disabled",
    actions: "actions",
    error_action: "error_action",
    known: &[],
};

/// The rule of such a resource.
pub(super) fn rule(node: &Node, label: Option<String>, reader: &mut Reader<'_>) -> Option<RuleDocument> {
    let Some(payload) = node.get("topic_rule_payload") else {
        reader.error(wording::no_sql("topic_rule_payload", node.span.clone()));
        return None;
    };
    for (key, value) in node.entries() {
        let is_known = ["topic_rule_payload", "rule_name", "id", "arn"].contains(&key.as_str());
        if !is_known && value.kind != Kind::Null {
            reader.warn(wording::left_out(key, value.span.clone()));
        }
    }
    let entries = payload.entries().iter().map(|(key, value)| match (key.as_str(), &value.kind) {
        ("actions", Kind::List(items)) => {
            let items = items.iter().map(action).collect();
            (key.clone(), Node { kind: Kind::List(items), span: value.span.clone() })
        }
        ("error_action", Kind::Map(_)) => (key.clone(), action(value)),
        _ => (key.clone(), value.clone()),
    });
    let payload = Node { kind: Kind::Map(entries.collect()), span: payload.span.clone() };
    let mut rule = payload::rule(&payload, &NAMES, Style::CloudFormation, reader)?;
    payload::set_name(&mut rule, node, "rule_name", reader);
    rule.id = label;
    Some(rule)
}

/// An action with CloudFormation's names.
fn action(node: &Node) -> Node {
    let style = Style::CloudFormation;
    let entries = node.entries().iter().filter(|(_, value)| value.kind != Kind::Null).map(|(name, value)| {
        let kind = KINDS.iter().find(|kind| is_same(&style.kind(kind).0, name));
        match kind {
            Some(kind) => (style.kind(kind).0, members(value, Some(kind.parameters))),
            None => (pascal(name), members(value, None)),
        }
    });
    Node { kind: Kind::Map(entries.collect()), span: node.span.clone() }
}

fn members(node: &Node, known: Option<&'static [Parameter]>) -> Node {
    let span = node.span.clone();
    let kind = match &node.kind {
        Kind::Map(entries) => {
            let entries =
                entries.iter().filter(|(_, value)| value.kind != Kind::Null).map(|(name, value)| {
                    let parameter = known.and_then(|known| {
                        known.iter().find(|one| is_same(&Style::CloudFormation.parameter(one).0, name))
                    });
                    let Some(parameter) = parameter else { return (pascal(name), members(value, None)) };
                    let value = match parameter.shape {
                        Shape::Object(below) | Shape::List(below) => members(value, Some(below)),
                        // Its keys are not names.
                        _ => value.clone(),
                    };
                    (Style::CloudFormation.parameter(parameter).0, value)
                });
            Kind::Map(entries.collect())
        }
        Kind::List(items) => Kind::List(items.iter().map(|item| members(item, known)).collect()),
        other => other.clone(),
    };
    Node { kind, span }
}

/// Whether a name in small letters is this one.
fn is_same(name: &str, small: &str) -> bool {
    small.replace('_', "").eq_ignore_ascii_case(name)
}

fn pascal(small: &str) -> String {
    small
        .split('_')
        .map(|word| {
            let mut chars = word.chars();
            chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect::<String>()
        })
        .collect()
}
