//! Values from and to those of `serde_json`.

use super::json::{BEYOND_RANGE, TOO_DEEP};
use super::{MAX_JSON_NESTING, Number, Object, Value};
use serde_json::{Map, Value as Json};
use smol_str::SmolStr;

impl TryFrom<&Json> for Value {
    /// What is wrong, as half a sentence.
    type Error = &'static str;

    /// What [`Value::from_json`] reads from the text of this JSON: every number with all its digits.
    fn try_from(json: &Json) -> Result<Self, Self::Error> {
        read(json, 0)
    }
}

fn read(json: &Json, depth: usize) -> Result<Value, &'static str> {
    if depth == MAX_JSON_NESTING && (json.is_array() || json.is_object()) {
        return Err(TOO_DEEP);
    }
    Ok(match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Boolean(*truth),
        Json::Number(number) => Number::from_json_text(&number.to_string()).ok_or(BEYOND_RANGE)?.into(),
        Json::String(text) => Value::string(text),
        Json::Array(elements) => {
            let elements = elements.iter().map(|element| read(element, depth + 1));
            Value::array(elements.collect::<Result<Vec<_>, _>>()?)
        }
        Json::Object(members) => {
            let mut object = Object::new();
            for (name, member) in members {
                object.set(SmolStr::new(name), read(member, depth + 1)?);
            }
            Value::object(object)
        }
    })
}

impl Value {
    /// The value as JSON of `serde_json`, every number as [`Value::to_json`] writes it; `None` for Undefined.
    #[must_use]
    pub fn to_serde_json(&self) -> Option<Json> {
        Some(match self {
            Self::Undefined => return None,
            Self::Null => Json::Null,
            Self::Boolean(truth) => Json::Bool(*truth),
            Self::Int(_) | Self::Decimal(_) => {
                let text = self.to_json();
                text.parse().map_or(Json::String(text), Json::Number)
            }
            Self::String(text) => Json::String(text.to_string()),
            Self::Array(elements) => elements.iter().filter_map(Self::to_serde_json).collect(),
            Self::Object(object) => {
                let members = object.iter();
                let members =
                    members.filter_map(|(name, value)| Some((name.to_string(), value.to_serde_json()?)));
                Json::Object(members.collect::<Map<_, _>>())
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Json, Value};

    #[test]
    fn both_ways_keep_the_text_of_numbers_and_the_order_of_keys() {
        let text =
            r#"{"b":1.50,"a":[1e+40,-0.5,null,"x\n"],"c":{"d":true},"$serde_json::private::Number":"1"}"#;
        let value = Value::from_json(text.as_bytes()).expect("JSON");
        let json = value.to_serde_json().expect("a value");
        assert_eq!(json.to_string(), text);
        assert_eq!(Value::try_from(&json).as_ref(), Ok(&value));
        assert_eq!(Value::Undefined.to_serde_json(), None);
    }

    #[test]
    fn what_cannot_be_a_value_is_what_the_reader_of_text_rejects() {
        let nested =
            |depth: usize| (1..depth).fold(Json::Array(Vec::new()), |inner, _| Json::from(vec![inner]));
        for (json, is_value) in [
            (nested(200), true),
            (nested(201), false),
            ("1E999".parse::<serde_json::Number>().expect("a number").into(), true),
            ("1E1000".parse::<serde_json::Number>().expect("a number").into(), false),
        ] {
            let shown: String = json.to_string().chars().take(20).collect();
            assert_eq!(Value::try_from(&json).is_ok(), is_value, "{shown}");
            assert_eq!(Value::from_json(json.to_string().as_bytes()).is_ok(), is_value, "{shown}");
        }
    }
}
