//! Functions of texts.

use super::{Arguments, Body, Function, gives, one};
use crate::evidence::Evidence::Documented;
use crate::value::Value;
use crate::version::SqlVersion::{V2015_10_08, V2016_03_23};

pub(super) static FUNCTIONS: &[Function] = &[
    Function {
        name: "length",
        parameters: &[one("text", "String")],
        summary: "Counts the characters of a text.",
        absent: "Other types are converted to text first; Null and Undefined give Undefined.",
        since: V2016_03_23,
        evidence: crate::evidence::Evidence::Assumed,
        note: "A character outside the Basic Multilingual Plane counts as two, as in Java; AWS does not say.",
        examples: &[
            gives("length('hi')", "2"),
            gives("length(false)", "5"),
            gives("length(NULL)", "Undefined"),
        ],
        body: Body::Pure(length),
    },
    Function {
        name: "upper",
        parameters: &[one("text", "String")],
        summary: "Gives a text in upper case.",
        absent: "Other types are converted to text first; Null and Undefined give Undefined.",
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
];

fn length(arguments: &Arguments<'_>) -> Option<Value> {
    Some(Value::Int(arguments.text(0)?.encode_utf16().count() as i128))
}

fn upper(arguments: &Arguments<'_>) -> Option<Value> {
    Some(Value::string(arguments.text(0)?.to_uppercase()))
}
