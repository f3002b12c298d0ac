//! Remainders, and a replacement for what is not a number.

use crate::evidence::Evidence::Documented;
use crate::functions::{Arguments, Body, Function, Parameter, documented, gives, one};
use crate::value::Value;
use crate::version::SqlVersion::V2015_10_08;

const OPERANDS: &[Parameter] = &[
    one("dividend", "Int, Decimal, String", "The number to divide."),
    one("divisor", "Int, Decimal, String", "The number to divide by."),
];

const ABSENT: &str =
    "A string that is not a number, any other type, and a divisor of zero, return Undefined.";

pub(in crate::functions) static FUNCTIONS: &[Function] = &documented([
    Function {
        name: "mod",
        parameters: OPERANDS,
        summary: "Returns the remainder of a division, with the dividend's sign; the same as % and remainder.",
        absent: ABSENT,
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[
            gives("mod(8, 3)", "2"),
            gives("mod('8.5', 3)", "2.5"),
            gives("mod(8, 0)", "Undefined"),
            gives("mod(8, NULL)", "Undefined"),
        ],
        body: Body::Pure(remainder),
    },
    Function {
        name: "remainder",
        parameters: OPERANDS,
        summary: "Returns the remainder of a division, with the dividend's sign; the same as % and mod.",
        absent: ABSENT,
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[
            gives("remainder(8, 3)", "2"),
            gives("remainder(-8, 3)", "-2"),
            gives("remainder(8, 'a')", "Undefined"),
        ],
        body: Body::Pure(remainder),
    },
    Function {
        name: "nanvl",
        parameters: &[
            one("value", "any", "The value to return if it can be used."),
            one("otherwise", "any", "What to return in its place."),
        ],
        summary: "Returns the first value, or the second if the first is Undefined, Null or not a valid number.",
        absent: "Values of other types count as given: only Undefined and Null are replaced.",
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[
            gives("Nanvl(8, 3)", "8"),
            gives("nanvl(missing, 3)", "3"),
            gives("nanvl(NULL, 'none')", "\"none\""),
            gives("nanvl('a', 3)", "\"a\""),
            gives("nanvl(1 / 0, missing)", "Undefined"),
        ],
        body: Body::Pure(nanvl),
    },
]);

fn remainder(arguments: &Arguments<'_>) -> Option<Value> {
    Some(arguments.give(arguments.number(0)?.remainder(arguments.number(1)?)?))
}

/// A computation that gives no number gives Undefined, so that there is no Decimal that is NaN.
fn nanvl(arguments: &Arguments<'_>) -> Option<Value> {
    let chosen = match arguments.value(0) {
        Value::Undefined | Value::Null => arguments.value(1),
        value => value,
    };
    Some(chosen.clone())
}
