//! Rounding, sign and size.

use super::{NOT_A_NUMBER, NUMBER};
use crate::evidence::Evidence::{Contradicted, Documented};
use crate::functions::{Arguments, Body, Function, documented, gives, one};
use crate::value::{Number, Value};
use crate::version::SqlVersion::V2015_10_08;
use bigdecimal::RoundingMode;

/// The most digits after the point that `trunc` keeps (`iot-sql-functions`).
const MAX_PLACES: i128 = 34;

pub(in crate::functions) static FUNCTIONS: &[Function] = &documented([
    Function {
        name: "abs",
        parameters: NUMBER,
        summary: "Returns the absolute value of a number.",
        absent: NOT_A_NUMBER,
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
    },
    Function {
        name: "ceil",
        parameters: NUMBER,
        summary: "Rounds a number up to an integer.",
        absent: NOT_A_NUMBER,
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[
            gives("ceil(1.2)", "2"),
            gives("ceil(-1.2)", "-1"),
            gives("ceil('1.2')", "2"),
            gives("ceil(NULL)", "Undefined"),
        ],
        body: Body::Pure(ceil),
    },
    Function {
        name: "floor",
        parameters: NUMBER,
        summary: "Rounds a number down to an integer.",
        absent: NOT_A_NUMBER,
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[
            gives("floor(1.2)", "1"),
            gives("floor(-1.2)", "-2"),
            gives("floor('1.9')", "1"),
            gives("floor([1, 2, 3])", "Undefined"),
        ],
        body: Body::Pure(floor),
    },
    Function {
        name: "round",
        parameters: NUMBER,
        summary: "Rounds a number to the nearest integer, a half away from zero.",
        absent: NOT_A_NUMBER,
        since: V2015_10_08,
        evidence: Contradicted,
        note: "The page's text rounds a half up, its table rounds down, and its examples turn 1.5 into 2 and -1.5 into -2; the examples are followed.",
        examples: &[
            gives("Round(1.2)", "1"),
            gives("Round(1.5)", "2"),
            gives("Round(1.7)", "2"),
            gives("Round(-1.1)", "-1"),
            gives("Round(-1.5)", "-2"),
            gives("round(true)", "Undefined"),
        ],
        body: Body::Pure(round),
    },
    Function {
        name: "sign",
        parameters: NUMBER,
        summary: "Returns -1, 0 or 1 for a negative number, zero or a positive one.",
        absent: NOT_A_NUMBER,
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[
            gives("sign(-7)", "-1"),
            gives("sign(0)", "0"),
            gives("sign(13)", "1"),
            gives("sign('-0.5')", "-1"),
            gives("sign('a')", "Undefined"),
        ],
        body: Body::Pure(sign),
    },
    Function {
        name: "trunc",
        parameters: &[
            one("number", "Int, Decimal, String", "The number to truncate."),
            one("places", "Int, Decimal", "How many decimal places to keep, 0 to 34."),
        ],
        summary: "Truncates a number to the given count of decimal places (0 to 34), without trailing zeros.",
        absent: "A first argument that is neither a number nor a string with a number, and a second argument that is not a number, return Undefined.",
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[
            gives("trunc(2.3, 0)", "2"),
            gives("trunc(2.3123, 2)", "2.31"),
            gives("trunc(2.888, 2)", "2.88"),
            gives("trunc(2.00, 5)", "2"),
            gives("trunc('-2.888', 1.9)", "-2.8"),
            gives("trunc(2.888, '2')", "Undefined"),
        ],
        body: Body::Pure(trunc),
    },
]);

fn abs(arguments: &Arguments<'_>) -> Option<Value> {
    Some(arguments.give(arguments.number(0)?.absolute()))
}

fn ceil(arguments: &Arguments<'_>) -> Option<Value> {
    rounded(arguments, RoundingMode::Ceiling)
}

fn floor(arguments: &Arguments<'_>) -> Option<Value> {
    rounded(arguments, RoundingMode::Floor)
}

fn round(arguments: &Arguments<'_>) -> Option<Value> {
    rounded(arguments, RoundingMode::HalfUp)
}

fn rounded(arguments: &Arguments<'_>, mode: RoundingMode) -> Option<Value> {
    Some(arguments.number(0)?.rounded(mode).into())
}

fn sign(arguments: &Arguments<'_>) -> Option<Value> {
    Some(Number::Int(arguments.number(0)?.sign()).into())
}

fn trunc(arguments: &Arguments<'_>) -> Option<Value> {
    let number = arguments.number(0)?;
    // The table has no row for a string here, unlike most functions'.
    if !matches!(arguments.value(1), Value::Int(_) | Value::Decimal(_)) {
        return None;
    }
    let places = u32::try_from(arguments.int_within(1, 0, MAX_PLACES)?).ok()?;
    // An integer keeps its power of ten, so that 1E999 is not written out.
    let whole = number.rounded(RoundingMode::Floor);
    Some(arguments.give(if whole == number { whole } else { number.truncated(places) }))
}
