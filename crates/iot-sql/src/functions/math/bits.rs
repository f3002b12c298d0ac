//! Bitwise functions of integers.

use crate::evidence::Evidence::{Contradicted, Documented};
use crate::functions::{Arguments, Body, Function, Parameter, documented, gives, one};
use crate::value::{Number, Value};
use crate::version::SqlVersion::V2015_10_08;

const NUMBERS: &[Parameter] = &[
    one("first", "Int, Decimal, String", "An integer."),
    one("second", "Int, Decimal, String", "Another integer."),
];

const ABSENT: &str =
    "Decimals, and strings that write a number, are rounded down first; any other type returns Undefined.";

pub(in crate::functions) static FUNCTIONS: &[Function] = &documented([
    Function {
        name: "bitand",
        parameters: NUMBERS,
        summary: "Returns the bits that two integers share.",
        absent: ABSENT,
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[
            gives("bitand(13, 5)", "5"),
            gives("bitand(13.9, '5.5')", "5"),
            gives("bitand(-1, 255)", "255"),
            gives("bitand(13, NULL)", "Undefined"),
        ],
        body: Body::Pure(bitand),
    },
    Function {
        name: "bitor",
        parameters: NUMBERS,
        summary: "Returns the bits that at least one of two integers has.",
        absent: ABSENT,
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[
            gives("bitor(8, 5)", "13"),
            gives("bitor(6, 3)", "7"),
            gives("bitor('8', 5.5)", "13"),
            gives("bitor(8, true)", "Undefined"),
        ],
        body: Body::Pure(bitor),
    },
    Function {
        name: "bitxor",
        parameters: NUMBERS,
        summary: "Returns the bits that exactly one of two integers has.",
        absent: ABSENT,
        since: V2015_10_08,
        evidence: Contradicted,
        note: "The page's example for it reads bitor(13, 5) = 8; 8 is what the exclusive or of 13 and 5 gives.",
        examples: &[
            gives("bitxor(13, 5)", "8"),
            gives("bitxor(13.5, '5')", "8"),
            gives("bitxor(13, missing)", "Undefined"),
        ],
        body: Body::Pure(bitxor),
    },
    Function {
        name: "bitnot",
        parameters: &[one("number", "Int, Decimal, String", "The integer to invert.")],
        summary: "Inverts all bits of an integer.",
        absent: ABSENT,
        since: V2015_10_08,
        evidence: Contradicted,
        note: "The page's example says bitnot(13) = 2, the complement within the four bits that 13 needs. In two's complement, which its description fits and which bitand(-1, 255) = 255 needs, it is -14; that is followed. The page also gives a value of another type as it is; Undefined is followed here, as for the other bit functions.",
        examples: &[
            gives("bitnot(13)", "-14"),
            gives("bitnot(-14)", "13"),
            gives("bitnot('13.7')", "-14"),
            gives("bitnot(NULL)", "Undefined"),
        ],
        body: Body::Pure(bitnot),
    },
]);

fn bitand(arguments: &Arguments<'_>) -> Option<Value> {
    with_ints(arguments, |first, second| first & second)
}

fn bitor(arguments: &Arguments<'_>) -> Option<Value> {
    with_ints(arguments, |first, second| first | second)
}

fn bitxor(arguments: &Arguments<'_>) -> Option<Value> {
    with_ints(arguments, |first, second| first ^ second)
}

fn bitnot(arguments: &Arguments<'_>) -> Option<Value> {
    Some(Number::from_whole(!arguments.int(0)?).into())
}

/// An `i128` holds every Int of 34 digits, so no bit is lost.
fn with_ints(arguments: &Arguments<'_>, compute: fn(i128, i128) -> i128) -> Option<Value> {
    Some(Number::from_whole(compute(arguments.int(0)?, arguments.int(1)?)).into())
}
