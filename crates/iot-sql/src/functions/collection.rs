//! Functions of arrays and objects.

use super::{Arguments, Body, Function, any, gives, gives_for, one};
use crate::evidence::Evidence::{Contradicted, Documented};
use crate::value::{Value, convert};
use crate::version::SqlVersion::V2015_10_08;

pub(super) static FUNCTIONS: &[Function] = &[
    Function {
        name: "concat",
        parameters: &[any("value", "any")],
        summary: "Joins texts, or arrays and single values to one array.",
        absent: "Without arguments, with a Null or Undefined among texts, or with neither a text nor an array: Undefined.",
        since: V2015_10_08,
        evidence: Contradicted,
        note: "One argument is returned as it is, as the table says; the page's example turns concat(1) into \"1\".",
        examples: &[
            gives("concat()", "Undefined"),
            gives("concat([1, 2, 3], 4)", "[1,2,3,4]"),
            gives("concat([1, 2, 3], 'hello')", r#"[1,2,3,"hello"]"#),
            gives("concat('con', 'cat')", r#""concat""#),
            gives("concat(1, 'hello')", r#""1hello""#),
            gives("concat('he', 'is', 'man')", r#""heisman""#),
            gives("concat([1, 2, 3], 'hello', [4, 5, 6])", r#"[1,2,3,"hello",4,5,6]"#),
            gives("concat('a', missing)", "Undefined"),
            gives("concat(1, 2)", "Undefined"),
        ],
        body: Body::Pure(concat),
    },
    Function {
        name: "get",
        parameters: &[one("collection", "Array, Object, String"), one("key", "Int, String")],
        summary: "Gives an element by its index from 0, a member by its key, or one character of a text.",
        absent: "A key that is not there, an index outside, and any other type give Undefined.",
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[
            gives("get(['a', 'b', 'c'], 1)", r#""b""#),
            gives("get({'a': 'b'}, 'a')", r#""b""#),
            gives("get('abc', 0)", r#""a""#),
            gives("get(['a'], 1)", "Undefined"),
            gives_for("get(*, 'my-key')", r#"{"my-key":7}"#, "7"),
        ],
        body: Body::Pure(get),
    },
];

/// The longest text or array that a function builds, in bytes or elements.
pub(super) const MAX_BUILT: usize = 64 * 1024 * 1024;

fn concat(arguments: &Arguments<'_>) -> Option<Value> {
    let values = arguments.values();
    if let [only] = values {
        return Some(only.clone());
    }
    if values.iter().any(|value| matches!(value, Value::Array(_))) {
        let mut elements = Vec::new();
        for value in values {
            match value {
                Value::Array(inner) => elements.extend(inner.iter().cloned()),
                other => elements.push(other.clone()),
            }
            if elements.len() > MAX_BUILT {
                return None;
            }
        }
        return Some(Value::array(elements));
    }
    if !values.iter().any(|value| matches!(value, Value::String(_))) {
        return None;
    }
    let mut text = String::new();
    for value in values {
        text.push_str(&convert::to_text(value)?);
        if text.len() > MAX_BUILT {
            return None;
        }
    }
    Some(Value::string(text))
}

fn get(arguments: &Arguments<'_>) -> Option<Value> {
    match arguments.value(0) {
        Value::Array(elements) => {
            let index = usize::try_from(arguments.int(1)?).ok()?;
            elements.get(index).cloned()
        }
        Value::String(text) => {
            let index = usize::try_from(arguments.int(1)?).ok()?;
            text.chars().nth(index).map(|ch| Value::string(ch.to_string()))
        }
        Value::Object(object) => match arguments.value(1) {
            Value::String(key) => object.get(key).cloned(),
            _ => None,
        },
        _ => None,
    }
}
