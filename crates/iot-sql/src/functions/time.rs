//! Functions of time.

use super::{Body, Function, gives};
use crate::eval::{Evaluator, Failure};
use crate::evidence::Evidence::Documented;
use crate::syntax::tree::Expr;
use crate::value::Value;
use crate::version::SqlVersion::V2015_10_08;

pub(super) static FUNCTIONS: &[Function] = &[Function {
    name: "timestamp",
    parameters: &[],
    summary: "Gives the present moment as the rules engine sees it, in milliseconds since 1970-01-01 UTC.",
    absent: "",
    since: V2015_10_08,
    evidence: Documented,
    note: "",
    examples: &[gives("timestamp()", "1481825251155")],
    body: Body::Full(timestamp),
}];

fn timestamp(evaluator: &mut Evaluator<'_>, _: &[Expr]) -> Result<Value, Failure> {
    Ok(Value::Int(i128::from(evaluator.context().timestamp_ms)))
}
