//! Letter case and size of strings.

use super::{CONVERTED, TEXT, utf16_length};
use crate::evidence::Evidence::{Assumed, Documented};
use crate::functions::{Arguments, Body, Function, documented, gives};
use crate::value::Value;
use crate::version::SqlVersion::{V2015_10_08, V2016_03_23};

pub(in crate::functions) static FUNCTIONS: &[Function] = &documented([
    Function {
        name: "length",
        parameters: TEXT,
        summary: "Counts the characters of a string.",
        absent: CONVERTED,
        since: V2016_03_23,
        evidence: Assumed,
        note: "A character outside the Basic Multilingual Plane counts as two, as in Java; AWS does not say.",
        examples: &[
            gives("length('hi')", "2"),
            gives("length(false)", "5"),
            gives("length('😀')", "2"),
            gives("length(NULL)", "Undefined"),
        ],
        body: Body::Pure(length),
    },
    Function {
        name: "numbytes",
        parameters: TEXT,
        summary: "Counts the bytes of a string in UTF-8.",
        absent: CONVERTED,
        since: V2016_03_23,
        evidence: Documented,
        note: "",
        examples: &[
            gives("numbytes('hi')", "2"),
            gives("numbytes('€')", "3"),
            gives("numbytes(12.5)", "4"),
            gives("numbytes(NULL)", "Undefined"),
        ],
        body: Body::Pure(numbytes),
    },
    Function {
        name: "lower",
        parameters: TEXT,
        summary: "Returns a string in lower case.",
        absent: CONVERTED,
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[
            gives("lower('HELLO')", "\"hello\""),
            gives("lower(['HELLO'])", r#""[\"hello\"]""#),
            gives("lower(missing)", "Undefined"),
        ],
        body: Body::Pure(lower),
    },
    Function {
        name: "upper",
        parameters: TEXT,
        summary: "Returns a string in upper case.",
        absent: CONVERTED,
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[
            gives("upper('hello')", "\"HELLO\""),
            gives("upper(['hello'])", r#""[\"HELLO\"]""#),
            gives("upper(missing)", "Undefined"),
        ],
        body: Body::Pure(upper),
    },
]);

fn length(arguments: &Arguments<'_>) -> Option<Value> {
    Some(Value::Int((utf16_length(&arguments.text(0)?) as i128).into()))
}

fn numbytes(arguments: &Arguments<'_>) -> Option<Value> {
    Some(Value::Int((arguments.text(0)?.len() as i128).into()))
}

fn lower(arguments: &Arguments<'_>) -> Option<Value> {
    Some(Value::string(arguments.text(0)?.to_lowercase()))
}

fn upper(arguments: &Arguments<'_>) -> Option<Value> {
    Some(Value::string(arguments.text(0)?.to_uppercase()))
}
