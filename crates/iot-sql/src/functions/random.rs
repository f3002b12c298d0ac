//! Functions that give something else every time.
//!
//! What they give follows from the context's seed, so that an evaluation can be repeated.

use super::{Body, Function, documented, gives};
use crate::eval::{Evaluator, Failure};
use crate::evidence::Evidence::{Assumed, Documented};
use crate::syntax::tree::Expr;
use crate::value::{Decimal, Number, Value};
use crate::version::SqlVersion::V2015_10_08;

pub(super) static FUNCTIONS: &[Function] = &documented([
    Function {
        name: "newuuid",
        parameters: &[],
        summary: "Returns a new random UUID as text.",
        absent: "",
        since: V2015_10_08,
        evidence: Assumed,
        note: "A UUID of version 4, the random one; AWS names no version, and its example is not one of that kind.",
        examples: &[gives("newuuid()", ""), gives("length(newuuid())", "36")],
        body: Body::Full(newuuid),
    },
    Function {
        name: "rand",
        parameters: &[],
        summary: "Returns a random number from 0 to below 1.",
        absent: "",
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[gives("rand()", ""), gives("rand() < 1", "true")],
        body: Body::Full(rand),
    },
]);

fn newuuid(evaluator: &mut Evaluator<'_>, _: &[Expr]) -> Result<Value, Failure> {
    let bytes = evaluator.random().u128(..).to_be_bytes();
    Ok(Value::string(uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()))
}

fn rand(evaluator: &mut Evaluator<'_>, _: &[Expr]) -> Result<Value, Failure> {
    let number = Decimal::from_f64(evaluator.random().f64()).map(Number::Decimal);
    Ok(number.map(|number| number.for_version(evaluator.version()).into()).unwrap_or_default())
}
