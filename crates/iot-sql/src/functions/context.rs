//! Functions of the message's surroundings.

use super::{Body, Function, documented, gives, optional};
use crate::eval::{Evaluator, Failure};
use crate::evidence::Evidence::{Assumed, Documented};
use crate::syntax::tree::Expr;
use crate::topic::seen_by_rule;
use crate::value::{Value, convert};
use crate::version::SqlVersion::{V2015_10_08, V2016_03_23};

pub(super) static FUNCTIONS: &[Function] = &documented([
    Function {
        name: "topic",
        parameters: &[optional(
            "level",
            "Int",
            "The level to return, counted from 1; without it, the whole topic is returned.",
        )],
        summary: "Returns the message's topic, or one of its levels, counted from 1.",
        absent: "A level that the topic does not have returns Undefined.",
        since: V2015_10_08,
        evidence: Assumed,
        note: "AWS does not say what a level beyond the topic's returns; Undefined follows its general rule for wrong arguments.",
        examples: &[
            gives("topic()", r#""things/myThings/thingOne""#),
            gives("topic(1)", r#""things""#),
            gives("topic(4)", "Undefined"),
        ],
        body: Body::Full(topic),
    },
    Function {
        name: "clientid",
        parameters: &[],
        summary: "Returns the id of the MQTT client that sent the message.",
        absent: "A message that did not come over MQTT returns the string n/a.",
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[gives("clientid()", r#""123456789012""#)],
        body: Body::Full(clientid),
    },
    Function {
        name: "accountid",
        parameters: &[],
        summary: "Returns the id of the account that owns the rule.",
        absent: "",
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[gives("accountid()", r#""123456789012""#)],
        body: Body::Full(accountid),
    },
    Function {
        name: "principal",
        parameters: &[],
        summary: "Returns the sender's principal: a certificate's thumbprint, a user's id, or a role's id and session.",
        absent: "",
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[gives(
            "principal()",
            r#""ba67293af50bf2506f5f93469686da660c7c844e7b3950bfb16813e0d31e9373""#,
        )],
        body: Body::Full(principal),
    },
    Function {
        name: "traceid",
        parameters: &[],
        summary: "Returns the trace ID of the MQTT message.",
        absent: "A message that did not come over MQTT returns Undefined.",
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[gives("traceid()", r#""12345678-1234-1234-1234-123456789012""#)],
        body: Body::Full(traceid),
    },
    Function {
        name: "sourceip",
        parameters: &[],
        summary: "Returns the IP address of the device, or of the last router before AWS.",
        absent: "",
        since: V2016_03_23,
        evidence: Documented,
        note: "",
        examples: &[gives("sourceip()", r#""192.158.1.38""#)],
        body: Body::Full(sourceip),
    },
    Function {
        name: "sql_version",
        parameters: &[],
        summary: "Returns the SQL version of the rule.",
        absent: "",
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[gives("sql_version()", r#""2016-03-23""#)],
        body: Body::Full(sql_version),
    },
]);

fn topic(evaluator: &mut Evaluator<'_>, arguments: &[Expr]) -> Result<Value, Failure> {
    let topic = seen_by_rule(evaluator.topic());
    let Some(level) = arguments.first() else { return Ok(Value::string(topic)) };
    let level = convert::to_int(&evaluator.evaluate(level)?);
    let index = level.and_then(|level| usize::try_from(level).ok()).and_then(|level| level.checked_sub(1));
    let topic = seen_by_rule(evaluator.topic());
    if topic.is_empty() {
        // Basic Ingest with nothing behind the rule's name: there is no level.
        return Ok(Value::Undefined);
    }
    Ok(index.and_then(|index| level_of(topic, index)).map(Value::string).unwrap_or_default())
}

/// A level of a topic, counted from 0. Levels are a few bytes long, which are looked at faster one by one than together.
fn level_of(topic: &str, index: usize) -> Option<&str> {
    let (mut start, mut left) = (0, index);
    for (at, byte) in topic.bytes().enumerate() {
        if byte == b'/' {
            if left == 0 {
                return topic.get(start..at);
            }
            (start, left) = (at + 1, left - 1);
        }
    }
    if left == 0 { topic.get(start..) } else { None }
}

fn clientid(evaluator: &mut Evaluator<'_>, _: &[Expr]) -> Result<Value, Failure> {
    Ok(known(evaluator.context().client_id.as_deref().or(Some("n/a"))))
}

fn accountid(evaluator: &mut Evaluator<'_>, _: &[Expr]) -> Result<Value, Failure> {
    Ok(known(evaluator.context().account_id.as_deref()))
}

fn principal(evaluator: &mut Evaluator<'_>, _: &[Expr]) -> Result<Value, Failure> {
    Ok(known(evaluator.context().principal.as_deref()))
}

fn traceid(evaluator: &mut Evaluator<'_>, _: &[Expr]) -> Result<Value, Failure> {
    Ok(known(evaluator.context().trace_id.as_deref()))
}

fn sourceip(evaluator: &mut Evaluator<'_>, _: &[Expr]) -> Result<Value, Failure> {
    Ok(known(evaluator.context().source_ip.as_deref()))
}

fn sql_version(evaluator: &mut Evaluator<'_>, _: &[Expr]) -> Result<Value, Failure> {
    Ok(Value::string(evaluator.version().name()))
}

/// What the context says; Undefined where it does not.
fn known(text: Option<&str>) -> Value {
    text.map(Value::string).unwrap_or_default()
}
