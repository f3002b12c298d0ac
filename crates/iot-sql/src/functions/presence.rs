//! Functions that ask whether there is a value.

use super::{Arguments, Body, Function, documented, gives, gives_for, one};
use crate::evidence::Evidence::{Contradicted, Documented};
use crate::value::Value;
use crate::version::SqlVersion::{V2015_10_08, V2016_03_23};

pub(super) static FUNCTIONS: &[Function] = &documented([
    Function {
        name: "isNull",
        parameters: &[one("value", "any", "The value to test.")],
        summary: "Returns true if the value is Null.",
        absent: "Undefined returns false: a missing key is not Null.",
        since: V2015_10_08,
        evidence: Contradicted,
        note: "The page says since 2016-03-23; until 2023 it said since 2015-10-08, which is followed here.",
        examples: &[
            gives("isNull(5)", "false"),
            gives("isNull(Null)", "true"),
            gives("isNull(missing)", "false"),
        ],
        body: Body::Pure(is_null),
    },
    Function {
        name: "isUndefined",
        parameters: &[one("value", "any", "The value to test.")],
        summary: "Returns true if the value is Undefined, such as a key that the payload does not have.",
        absent: "Null returns false.",
        since: V2016_03_23,
        evidence: Documented,
        note: "",
        examples: &[
            gives("isUndefined(5)", "false"),
            gives("isUndefined(floor([1,2,3]))", "true"),
            gives_for("isUndefined(temp)", r#"{"temp":null}"#, "false"),
            gives_for("isUndefined(temp)", r#"{"temperature":1}"#, "true"),
        ],
        body: Body::Pure(is_undefined),
    },
]);

fn is_null(arguments: &Arguments<'_>) -> Option<Value> {
    Some(Value::Boolean(matches!(arguments.value(0), Value::Null)))
}

fn is_undefined(arguments: &Arguments<'_>) -> Option<Value> {
    Some(Value::Boolean(arguments.value(0).is_undefined()))
}
