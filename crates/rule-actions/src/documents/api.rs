//! Documents in the form of the IoT API: `TopicRulePayload` (`API_TopicRulePayload`), the request of `CreateTopicRule` and
//! the answer of `GetTopicRule`.

use super::convert::Style;
use super::node::Node;
use super::payload::{self, Names};
use super::reader::Reader;
use super::rule::RuleDocument;

static NAMES: Names = Names {
    sql: "sql",
    sql_version: "awsIotSqlVersion",
    description: "description",
    disabled: "ruleDisabled",
    actions: "actions",
    error_action: "errorAction",
    known: &["ruleName", "createdAt"],
};

/// Whether a document is one of these.
pub(super) fn is_payload(root: &Node) -> bool {
    root.get("sql").is_some()
        || root.get("topicRulePayload").is_some()
        || root.get("rule").is_some_and(Node::is_map)
}

/// The rule of a document.
pub(super) fn of_payload(root: &Node, reader: &mut Reader<'_>) -> Vec<RuleDocument> {
    let payload = root.get("topicRulePayload").or_else(|| root.get("rule").filter(|node| node.is_map()));
    let payload = payload.unwrap_or(root);
    let named = if root.get("ruleName").is_some() { root } else { payload };
    let rule = payload::rule(payload, &NAMES, Style::Api, reader);
    let rule = rule.map(|mut rule| {
        payload::set_name(&mut rule, named, "ruleName", reader);
        rule
    });
    rule.into_iter().collect()
}
