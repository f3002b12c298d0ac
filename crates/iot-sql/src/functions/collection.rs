//! Functions of arrays and objects.

use super::text::utf16_slice;
use super::{Arguments, Body, Function, any, documented, gives, gives_for, one};
use crate::evidence::Evidence::{Assumed, Contradicted};
use crate::value::{Object, Value};
use crate::version::SqlVersion::{V2015_10_08, V2016_03_23};

pub(super) static FUNCTIONS: &[Function] = &documented([
    Function {
        name: "concat",
        parameters: &[any(
            "value",
            "any",
            "A string to join to the others, or an array or a value to add to the array.",
        )],
        summary: "Joins strings, or arrays and single values to one array.",
        absent: "Without arguments, with a Null or Undefined among strings, or with neither a string nor an array: Undefined.",
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
        parameters: &[
            one("collection", "Array, Object, String", "Where to look."),
            one(
                "key",
                "Int, String",
                "An index, counted from 0, of an array or a string; a key of an object.",
            ),
        ],
        summary: "Returns an element by its index from 0, a member by its key, or one character of a string.",
        absent: "A missing key, an index out of range, and any other type return Undefined.",
        since: V2015_10_08,
        evidence: Assumed,
        note: "A character outside the Basic Multilingual Plane counts as two, as in Java, and half of it gives U+FFFD; AWS does not say.",
        examples: &[
            gives("get(['a', 'b', 'c'], 1)", r#""b""#),
            gives("get({'a': 'b'}, 'a')", r#""b""#),
            gives("get('abc', 0)", r#""a""#),
            gives("get(['a'], 1)", "Undefined"),
            gives_for("get(*, 'my-key')", r#"{"my-key":7}"#, "7"),
        ],
        body: Body::Pure(get),
    },
    Function {
        name: "transform",
        parameters: &[
            one("mode", "'enrichArray'", "What to do; there is one mode."),
            one("attributes", "Object, Array of one Object", "The object whose members are added."),
            one("array", "Array of Object", "The objects that they are added to."),
        ],
        summary: "Adds the attributes of an object to each object of an array.",
        absent: "Any other mode, attributes that are neither an object nor an array of one object, and an array with anything but objects, return Undefined.",
        since: V2016_03_23,
        evidence: Assumed,
        note: "The attributes may be an array of one object, so that the page's example with nested queries over an object, which give such an array, holds. Where an element has a key of the attributes already, its own value stays; AWS does not say which one wins. AWS limits the result to 128 KiB without saying what happens beyond; Undefined is followed here.",
        examples: &[
            gives_for(
                "transform('enrichArray', attributes, values)",
                r#"{"attributes":{"data1":1,"data2":2},"values":[{"a":3},{"b":4},{"c":5}]}"#,
                r#"[{"a":3,"data1":1,"data2":2},{"b":4,"data1":1,"data2":2},{"c":5,"data1":1,"data2":2}]"#,
            ),
            gives_for(
                "transform('enrichArray', {'key': attributes.data1}, values)",
                r#"{"attributes":{"data1":1,"data2":2},"values":[{"a":3},{"b":4},{"c":5}]}"#,
                r#"[{"a":3,"key":1},{"b":4,"key":1},{"c":5,"key":1}]"#,
            ),
            gives_for(
                "transform('enrichArray', (select a, b from data2), (select value c from data2))",
                r#"{"data1":"example","data2":{"a":"first attribute","b":"second attribute","c":[{"x":{"someInt":5,"someString":"hello"},"y":true},{"x":{"someInt":10,"someString":"world"},"y":false}]}}"#,
                r#"[{"x":{"someInt":5,"someString":"hello"},"y":true,"a":"first attribute","b":"second attribute"},{"x":{"someInt":10,"someString":"world"},"y":false,"a":"first attribute","b":"second attribute"}]"#,
            ),
            gives("transform('enrichArray', {'a': 1, 'b': 2}, [{'a': 0}])", r#"[{"a":0,"b":2}]"#),
            gives("transform('enrichArray', [{'a': 1}], [{'b': 0}])", r#"[{"b":0,"a":1}]"#),
            gives("transform('enrichArray', [{'a': 1}, {'c': 1}], [{'b': 0}])", "Undefined"),
            gives("transform('other', {'a': 1}, [{'b': 2}])", "Undefined"),
            gives("transform('enrichArray', {'a': 1}, missing)", "Undefined"),
        ],
        body: Body::Pure(transform),
    },
]);

/// The largest result of `transform`, in bytes of JSON (`iot-sql-functions`).
const MAX_TRANSFORMED: usize = 128 * 1024;

fn concat(arguments: &Arguments<'_>) -> Option<Value> {
    let values = arguments.values();
    if let [only] = values {
        return Some(only.clone());
    }
    if values.iter().any(|value| matches!(value, Value::Array(_))) {
        let mut elements = Vec::new();
        for value in values {
            let added = match value {
                Value::Array(inner) => inner.as_slice(),
                other => std::slice::from_ref(other),
            };
            for element in added {
                if !arguments.meter().put(0, element) {
                    return None;
                }
                elements.push(element.clone());
            }
        }
        return Some(Value::array(elements));
    }
    if !values.iter().any(|value| matches!(value, Value::String(_))) {
        return None;
    }
    let mut text = String::new();
    for (index, value) in values.iter().enumerate() {
        let bytes = if let Value::String(text) = value { text.len() } else { 0 };
        if !arguments.meter().build(bytes) {
            return None;
        }
        text.push_str(&arguments.text(index)?);
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
            utf16_slice(text, index..index.checked_add(1)?)
        }
        Value::Object(object) => match arguments.value(1) {
            Value::String(key) => object.get(key).cloned(),
            _ => None,
        },
        _ => None,
    }
}

fn transform(arguments: &Arguments<'_>) -> Option<Value> {
    // A nested query over an object gives an array of one.
    let attributes = match arguments.value(1) {
        Value::Array(elements) => match elements.as_slice() {
            [only] => only,
            _ => return None,
        },
        other => other,
    };
    let (Value::String(mode), Value::Object(attributes), Value::Array(elements)) =
        (arguments.value(0), attributes, arguments.value(2))
    else {
        return None;
    };
    if mode != "enrichArray" {
        return None;
    }
    let mut enriched = Vec::new();
    // Counted as it grows, so that no more is built than the limit allows.
    let mut size = "[]".len();
    for element in elements.iter() {
        let Value::Object(element) = element else { return None };
        if !element
            .iter()
            .chain(attributes.iter())
            .all(|(key, member)| arguments.meter().put(key.len(), member))
        {
            return None;
        }
        let mut object = Object::clone(element);
        for (key, value) in attributes.iter() {
            if object.get(key).is_none() {
                object.set(key.clone(), value.clone());
            }
        }
        let object = Value::object(object);
        let comma = usize::from(!enriched.is_empty());
        size += object.to_json().len() + comma;
        if size > MAX_TRANSFORMED {
            return None;
        }
        enriched.push(object);
    }
    Some(Value::array(enriched))
}
