//! Items in DynamoDB's JSON, with what DynamoDB rejects.

use super::number::{self, NumberProblem};
use crate::actions::large_example::large;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use iot_sql::{Diagnostic, Evidence, Example, Input, Outgoing, Value};
use serde_json::{Map, Value as Json, json};

/// An action without fault.
pub(super) const ITEM: &str = r#"{"dynamoDB": {"tableName": "readings", "hashKeyField": "room", "hashKeyValue": "${topic(2)}", "roleArn": "arn:aws:iam::123456789012:role/r"}}"#;

iot_sql::declare_codes! {
    pub(crate) CODES;
    DYNAMODB_NUMBER = "dynamodb.number", Error, "A number is beyond what DynamoDB stores.",
        [Example::action(ITEM).payload(r#"{"t": 1e400}"#)];
    DYNAMODB_ATTRIBUTE_NAME = "dynamodb.attribute-name", Error, "An attribute of the item has no name.",
        [Example::whole(ITEM, r#"{"": 1}"#)];
    DYNAMODB_TOO_DEEP = "dynamodb.too-deep", Error, "The item is nested deeper than 32 levels.",
        [Example::action(ITEM).built_payload("40 arrays inside each other under the key t", || {
            format!("{{\"t\":{}{}}}", "[".repeat(40), "]".repeat(40))
        })];
    DYNAMODB_TOO_LARGE = "dynamodb.too-large", Error, "The item is larger than 400 KB.",
        [large(ITEM)];
}

/// Bytes that an item may have, names and values together (`Constraints`).
const MAX_ITEM_BYTES: usize = 400 * 1024;

/// Levels to which lists and maps may be nested (`Constraints`).
const MAX_DEPTH: usize = 32;

/// Why DynamoDB rejects an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// A number inside it is beyond what DynamoDB stores.
    Number { text: String, why: NumberProblem },
    /// An attribute has no name.
    NoName,
    /// Lists and maps are nested deeper than 32 levels.
    TooDeep,
    /// The whole item has this many bytes.
    TooLarge(usize),
}

/// An item that grows attribute by attribute.
#[derive(Debug, Default)]
pub(crate) struct Item {
    attributes: Map<String, Json>,
    bytes: usize,
}

impl Item {
    /// Adds an attribute whose value is already in DynamoDB's JSON, such as `{"S": "d1"}`.
    pub(crate) fn add_key(&mut self, name: &str, value: Json) {
        self.bytes += name.len() + value.as_object().map_or(0, key_bytes);
        self.attributes.insert(name.to_owned(), value);
    }

    /// Adds an attribute; Undefined adds nothing.
    pub(crate) fn add(&mut self, name: &str, value: &Value) -> Result<(), Problem> {
        let Some((value, bytes)) = attribute(value, 0)? else { return Ok(()) };
        self.insert(name, value, bytes)
    }

    /// Adds the outgoing payload as one attribute, bytes that are not JSON as binary.
    pub(crate) fn add_payload(&mut self, name: &str, outgoing: &Outgoing) -> Result<(), Problem> {
        match outgoing {
            Outgoing::Json(value) => self.add(name, value),
            Outgoing::Binary(bytes) => self.insert(name, json!({"B": BASE64.encode(bytes)}), bytes.len()),
        }
    }

    fn insert(&mut self, name: &str, value: Json, bytes: usize) -> Result<(), Problem> {
        if name.is_empty() {
            return Err(Problem::NoName);
        }
        self.bytes += name.len() + bytes;
        self.attributes.insert(name.to_owned(), value);
        Ok(())
    }

    /// The attributes, if all of them together are no larger than an item may be.
    pub(crate) fn finish(self) -> Result<Map<String, Json>, Problem> {
        if self.bytes > MAX_ITEM_BYTES { Err(Problem::TooLarge(self.bytes)) } else { Ok(self.attributes) }
    }
}

/// Bytes of a key's value, which is a string or a number.
fn key_bytes(value: &Map<String, Json>) -> usize {
    value.values().filter_map(Json::as_str).map(str::len).sum()
}

/// A value in DynamoDB's JSON and its bytes as DynamoDB counts them (`CapacityUnitCalculations`); `None` for Undefined.
///
/// `depth` is the number of lists and maps around it.
fn attribute(value: &Value, depth: usize) -> Result<Option<(Json, usize)>, Problem> {
    if depth == MAX_DEPTH && matches!(value, Value::Array(_) | Value::Object(_)) {
        return Err(Problem::TooDeep);
    }
    // A list or map takes 3 bytes, and 1 for each element.
    let mut bytes = 3;
    Ok(Some(match value {
        Value::Undefined => return Ok(None),
        Value::Null => (json!({"NULL": true}), 1),
        Value::Boolean(truth) => (json!({"BOOL": truth}), 1),
        Value::Int(_) | Value::Decimal(_) => {
            let text = value.to_json();
            match number::check(&text) {
                Ok(digits) => (json!({"N": text}), digits.div_ceil(2) + 1),
                Err(why) => return Err(Problem::Number { text, why }),
            }
        }
        Value::String(text) => (json!({"S": text.as_str()}), text.len()),
        Value::Array(elements) => {
            let mut list = Vec::with_capacity(elements.len());
            for element in elements.iter() {
                if let Some((element, size)) = attribute(element, depth + 1)? {
                    bytes += size + 1;
                    list.push(element);
                }
            }
            (json!({"L": list}), bytes)
        }
        Value::Object(object) => {
            let mut map = Map::with_capacity(object.len());
            for (name, member) in object.iter() {
                if let Some((member, size)) = attribute(member, depth + 1)? {
                    if name.is_empty() {
                        return Err(Problem::NoName);
                    }
                    bytes += name.len() + size + 1;
                    map.insert(name.to_string(), member);
                }
            }
            (json!({"M": map}), bytes)
        }
    }))
}

/// Why an attribute of this name, or for the size the whole item, is rejected.
pub(crate) fn rejected(problem: &Problem, name: &str) -> Diagnostic {
    let diagnostic = match problem {
        Problem::Number { text, why } => {
            let why = match why {
                NumberProblem::NotANumber => "which is not a number",
                NumberProblem::Digits => "which has more than 38 digits",
                NumberProblem::Magnitude => "which is beyond 1E-130 to 9.99E+125",
            };
            Diagnostic::new(&DYNAMODB_NUMBER, format!("`{name}` holds {text}, {why}.")).help(
                "DynamoDB cannot store this number. Select it as a string with cast(… AS String), or omit it.",
            )
        }
        Problem::NoName => {
            Diagnostic::new(&DYNAMODB_ATTRIBUTE_NAME, "An attribute of the item has an empty name.")
                .help("DynamoDB's names have at least one character. Give the value another name with AS.")
        }
        Problem::TooDeep => {
            Diagnostic::new(&DYNAMODB_TOO_DEEP, format!("`{name}` is nested deeper than 32 levels."))
                .help("Select the inner values under names of their own.")
        }
        Problem::TooLarge(bytes) => {
            Diagnostic::new(&DYNAMODB_TOO_LARGE, format!("The item has {bytes} bytes; 409,600 are allowed."))
                .help("Names and values count. Select fewer attributes.")
        }
    };
    diagnostic.input(Input::Request).evidence(Evidence::Documented)
}

#[cfg(test)]
mod tests {
    use super::{Item, MAX_DEPTH, MAX_ITEM_BYTES, Problem};
    use crate::actions::dynamodb::number::NumberProblem;
    use iot_sql::{Outgoing, Value};
    use serde_json::{Map, Value as Json};

    fn item(json: &str) -> Result<Map<String, Json>, Problem> {
        let mut item = Item::default();
        item.add("x", &Value::from_json(json.as_bytes()).expect("JSON"))?;
        item.finish()
    }

    #[test]
    fn values_become_typed_attributes() {
        for (json, expected) in [
            ("null", r#"{"NULL":true}"#),
            ("true", r#"{"BOOL":true}"#),
            ("21.50", r#"{"N":"21.50"}"#),
            ("12345678901234567890", r#"{"N":"12345678901234567890"}"#),
            (r#""""#, r#"{"S":""}"#),
            (r#"[1,"a"]"#, r#"{"L":[{"N":"1"},{"S":"a"}]}"#),
            (r#"{"b":{"a":[]}}"#, r#"{"M":{"b":{"M":{"a":{"L":[]}}}}}"#),
        ] {
            assert_eq!(item(json).expect(json)["x"].to_string(), expected);
        }
        let mut binary = Item::default();
        binary.add_payload("x", &Outgoing::Binary(vec![0, 255])).expect("bytes");
        assert_eq!(binary.finish().expect("an item")["x"].to_string(), r#"{"B":"AP8="}"#);
    }

    #[test]
    fn limits_hold() {
        assert_eq!(
            item(r#"[{"a":1E400}]"#),
            Err(Problem::Number { text: "1E+400".into(), why: NumberProblem::Magnitude })
        );
        assert_eq!(item(r#"{"":1}"#), Err(Problem::NoName));
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(item(&nested(MAX_DEPTH)).is_ok());
        assert_eq!(item(&nested(MAX_DEPTH + 1)), Err(Problem::TooDeep));
        let text = |bytes: usize| format!("\"{}\"", "x".repeat(bytes));
        assert!(item(&text(MAX_ITEM_BYTES - 1)).is_ok());
        assert_eq!(item(&text(MAX_ITEM_BYTES)), Err(Problem::TooLarge(MAX_ITEM_BYTES + 1)));
    }

    #[test]
    fn sizes_are_counted_as_documented() {
        for (json, bytes) in [
            ("null", 1),
            ("12345", 4),
            ("0", 1),
            (r#""é""#, 2),
            ("[]", 3),
            (r#"[true,"abc"]"#, 3 + 2 + 4),
            (r#"{"ab":1}"#, 3 + 1 + 2 + 2),
        ] {
            let mut item = Item::default();
            item.add("x", &Value::from_json(json.as_bytes()).expect("JSON")).expect(json);
            assert_eq!(item.bytes, bytes + 1, "{json}");
        }
    }
}
