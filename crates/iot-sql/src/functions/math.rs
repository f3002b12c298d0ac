//! Functions of numbers.

use super::{Arguments, Body, Function, gives, one};
use crate::evidence::Evidence::Documented;
use crate::value::Value;
use crate::version::SqlVersion::V2015_10_08;

pub(super) static FUNCTIONS: &[Function] = &[Function {
    name: "abs",
    parameters: &[one("number", "Int, Decimal, String")],
    summary: "Gives the size of a number without its sign.",
    absent: "A text that is no number, and any other type, gives Undefined.",
    since: V2015_10_08,
    evidence: Documented,
    note: "",
    examples: &[
        gives("abs(-5)", "5"),
        gives("abs('-5.123')", "5.123"),
        gives("abs(true)", "Undefined"),
        gives("abs(NULL)", "Undefined"),
    ],
    body: Body::Pure(abs),
}];

fn abs(arguments: &Arguments<'_>) -> Option<Value> {
    Some(arguments.give(arguments.number(0)?.absolute()))
}
