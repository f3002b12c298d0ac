//! `get_or_default`.

use super::{Body, Function, documented, gives, gives_for, one, optional};
use crate::eval::{Evaluator, Failure};
use crate::evidence::Evidence::Documented;
use crate::syntax::tree::Expr;
use crate::value::Value;
use crate::version::SqlVersion::V2016_03_23;

pub(super) static FUNCTIONS: &[Function] = &documented([Function {
    name: "get_or_default",
    parameters: &[
        one("expression", "any", "The expression to try."),
        optional("default", "any", "What to return if it has no value."),
    ],
    summary: "Returns a value, or the default where the value is Undefined or Null or the expression fails.",
    absent: "Without a default: Undefined.",
    since: V2016_03_23,
    evidence: Documented,
    note: "",
    examples: &[
        gives_for("get_or_default(status, 'UNKNOWN')", r#"{"status":"GOOD"}"#, "\"GOOD\""),
        gives("get_or_default(status, 'UNKNOWN')", "\"UNKNOWN\""),
        gives(
            "get_or_default(CASE status WHEN 'active' THEN 'GOOD' WHEN 'inactive' THEN 'BAD' ELSE 'UNKNOWN' END, 'UNKNOWN')",
            "\"UNKNOWN\"",
        ),
        gives("get_or_default(NULL, [])", "[]"),
        gives("get_or_default(missing)", "Undefined"),
        gives("get_or_default(missing, NULL)", "null"),
    ],
    body: Body::Full(get_or_default),
}]);

fn get_or_default(evaluator: &mut Evaluator<'_>, arguments: &[Expr]) -> Result<Value, Failure> {
    let Some(expression) = arguments.first() else { return Ok(Value::Undefined) };
    let default = arguments.get(1);
    match evaluator.evaluate(expression) {
        // The rule has not failed, it was stopped.
        Err(failure) if failure.0.is_limit() => return Err(failure),
        Err(_) | Ok(Value::Undefined | Value::Null) => {}
        Ok(value) => return Ok(value),
    }
    let value = default.map_or(Ok(Value::Undefined), |default| evaluator.evaluate(default));
    evaluator.gives_default_for(expression);
    value
}
