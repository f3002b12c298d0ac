//! Functions of the message's surroundings.

use super::{Body, Function, gives, optional};
use crate::eval::{Evaluator, Failure};
use crate::evidence::Evidence::{Assumed, Documented};
use crate::syntax::tree::Expr;
use crate::topic::seen_by_rule;
use crate::value::{Value, convert};
use crate::version::SqlVersion::V2015_10_08;

pub(super) static FUNCTIONS: &[Function] = &[
    Function {
        name: "topic",
        parameters: &[optional("level", "Int")],
        summary: "Gives the message's topic, or one of its levels, counted from 1.",
        absent: "A level that the topic does not have gives Undefined.",
        since: V2015_10_08,
        evidence: Assumed,
        note: "AWS does not say what a level beyond the topic's gives; Undefined follows its general rule for wrong arguments.",
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
        summary: "Gives the id of the MQTT client that sent the message.",
        absent: "A message that did not come over MQTT gives the text n/a.",
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[gives("clientid()", r#""n/a""#)],
        body: Body::Full(clientid),
    },
];

fn topic(evaluator: &mut Evaluator<'_>, arguments: &[Expr]) -> Result<Value, Failure> {
    let topic = seen_by_rule(evaluator.topic());
    let Some(level) = arguments.first() else { return Ok(Value::string(topic)) };
    let level = convert::to_int(&evaluator.evaluate(level)?);
    let index = level.and_then(|level| usize::try_from(level).ok()).and_then(|level| level.checked_sub(1));
    let topic = seen_by_rule(evaluator.topic());
    Ok(index.and_then(|index| topic.split('/').nth(index)).map(Value::string).unwrap_or_default())
}

fn clientid(evaluator: &mut Evaluator<'_>, _: &[Expr]) -> Result<Value, Failure> {
    Ok(Value::string(evaluator.context().client_id.as_deref().unwrap_or("n/a")))
}
