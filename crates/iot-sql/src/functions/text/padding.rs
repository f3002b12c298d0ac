//! White space at the ends of strings.

use super::{CONVERTED, TEXT};
use crate::evidence::Evidence::{Assumed, Documented};
use crate::functions::{Arguments, Body, Function, Parameter, documented, gives, gives_for, one};
use crate::value::Value;
use crate::version::SqlVersion::V2015_10_08;

const PADDED: &[Parameter] = &[
    one("text", "String", "The string to pad."),
    one("count", "Int, Decimal, String", "How many spaces to add, 0 to 1000."),
];

const PADDED_ABSENT: &str = "Other types are converted to strings first; a Null or Undefined string, and a count that is not a number, return Undefined.";

/// The most spaces that a string is padded with (`iot-sql-functions`).
const MAX_PADDING: i128 = 1000;

pub(in crate::functions) static FUNCTIONS: &[Function] = &documented([
    Function {
        name: "lpad",
        parameters: PADDED,
        summary: "Pads a string on the left with `count` spaces (0 to 1000).",
        absent: PADDED_ABSENT,
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[
            gives("lpad('hello', 2)", "\"  hello\""),
            gives("lpad(1, 3)", "\"   1\""),
            gives("lpad('a', '2.9')", "\"  a\""),
            gives("lpad('a', -5)", "\"a\""),
            gives("lpad('a', NULL)", "Undefined"),
        ],
        body: Body::Pure(lpad),
    },
    Function {
        name: "rpad",
        parameters: PADDED,
        summary: "Pads a string on the right with `count` spaces (0 to 1000).",
        absent: PADDED_ABSENT,
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[
            gives("rpad('hello', 2)", "\"hello  \""),
            gives("rpad(1, 3)", "\"1   \""),
            gives("length(rpad('', 1E30))", "1000"),
            gives("rpad(missing, 3)", "Undefined"),
        ],
        body: Body::Pure(rpad),
    },
    Function {
        name: "ltrim",
        parameters: TEXT,
        summary: "Removes spaces and tabs from the start of a string.",
        absent: CONVERTED,
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[
            gives("Ltrim(' h i ')", "\"h i \""),
            gives_for("ltrim(name)", r#"{"name":"\t h\t"}"#, r#""h\t""#),
            gives_for("ltrim(name)", r#"{"name":"\n h"}"#, r#""\n h""#),
            gives("ltrim(12)", "\"12\""),
            gives("ltrim(NULL)", "Undefined"),
        ],
        body: Body::Pure(ltrim),
    },
    Function {
        name: "rtrim",
        parameters: TEXT,
        summary: "Removes spaces and tabs from the end of a string.",
        absent: CONVERTED,
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[
            gives("rtrim(' h i ')", "\" h i\""),
            gives_for("rtrim(name)", r#"{"name":"\th \t"}"#, r#""\th""#),
            gives_for("rtrim(name)", r#"{"name":"h \n"}"#, r#""h \n""#),
            gives("rtrim(true)", "\"true\""),
            gives("rtrim(NULL)", "Undefined"),
        ],
        body: Body::Pure(rtrim),
    },
    Function {
        name: "trim",
        parameters: TEXT,
        summary: "Removes white space from both ends of a string.",
        absent: CONVERTED,
        since: V2015_10_08,
        evidence: Assumed,
        note: "The page limits ltrim and rtrim to spaces and tabs, but not trim. Here trim also removes line ends and other control characters, as Java's String.trim does.",
        examples: &[
            gives("Trim(' hi ')", "\"hi\""),
            gives_for("trim(name)", r#"{"name":"\thi\r\n"}"#, "\"hi\""),
            gives("trim([1, ' a '])", r#""[1,\" a \"]""#),
            gives("trim(missing)", "Undefined"),
        ],
        body: Body::Pure(trim),
    },
]);

fn lpad(arguments: &Arguments<'_>) -> Option<Value> {
    let (text, spaces) = padded(arguments)?;
    Some(Value::string(spaces + &text))
}

fn rpad(arguments: &Arguments<'_>) -> Option<Value> {
    let (text, spaces) = padded(arguments)?;
    Some(Value::string(text + &spaces))
}

/// The text, and the spaces to put beside it.
fn padded(arguments: &Arguments<'_>) -> Option<(String, String)> {
    let count = usize::try_from(arguments.int_within(1, 0, MAX_PADDING)?).ok()?;
    Some((arguments.text(0)?.into(), " ".repeat(count)))
}

fn ltrim(arguments: &Arguments<'_>) -> Option<Value> {
    Some(Value::string(arguments.text(0)?.trim_start_matches([' ', '\t'])))
}

fn rtrim(arguments: &Arguments<'_>) -> Option<Value> {
    Some(Value::string(arguments.text(0)?.trim_end_matches([' ', '\t'])))
}

fn trim(arguments: &Arguments<'_>) -> Option<Value> {
    Some(Value::string(arguments.text(0)?.trim_matches(|ch| ch <= ' ')))
}
