//! JSON as it is written.
//!
//! `serde_json` keeps numbers with all their digits by handing them around as objects with a key of its own. Its `Value`
//! takes any object with such a key for a number, or for JSON in a string; data from outside may have any key. Here a
//! key is a key.

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value as Json};
use std::fmt;

/// The key under which `serde_json` hands around a number's text.
const NUMBER: &str = "$serde_json::private::Number";

/// JSON, of which every key is data.
pub(crate) struct Plain(pub(crate) Json);

/// Reads JSON text, with or without a byte order mark before it.
///
/// # Errors
/// What is wrong with it, and where.
pub fn read(text: &str) -> Result<Json, serde_json::Error> {
    serde_json::from_str::<Plain>(text.strip_prefix('\u{FEFF}').unwrap_or(text)).map(|Plain(json)| json)
}

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PlainVisitor).map(Self)
    }
}

struct PlainVisitor;

impl<'de> Visitor<'de> for PlainVisitor {
    type Value = Json;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Number::from_f64(value).map_or(Json::Null, Json::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_none<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
        let mut elements = Vec::new();
        while let Some(Plain(element)) = seq.next_element()? {
            elements.push(element);
        }
        Ok(elements.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if object.is_empty() && key == NUMBER {
                match entries.next_value_seed(NumberOr)? {
                    Found::Number(text) => return number(&text),
                    Found::Data(value) => object.insert(key, value),
                };
            } else {
                let Plain(value) = entries.next_value()?;
                object.insert(key, value);
            }
        }
        Ok(Json::Object(object))
    }
}

fn number<E: Error>(text: &str) -> Result<Json, E> {
    text.parse().map(Json::Number).map_err(|_| E::custom("the number cannot be read"))
}

/// What stands under the key of a number.
enum Found {
    Number(String),
    Data(Json),
}

/// Tells a number from a string: `serde_json` passes a number's digits as an owned string, and never a string of the text.
struct NumberOr;

impl<'de> DeserializeSeed<'de> for NumberOr {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for NumberOr {
    type Value = Found;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        PlainVisitor.expecting(formatter)
    }

    fn visit_string<E>(self, value: String) -> Result<Found, E> {
        Ok(Found::Number(value))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Found, E> {
        PlainVisitor.visit_bool(value).map(Found::Data)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Found, E> {
        PlainVisitor.visit_i64(value).map(Found::Data)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Found, E> {
        PlainVisitor.visit_u64(value).map(Found::Data)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Found, E> {
        PlainVisitor.visit_f64(value).map(Found::Data)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Found, E> {
        PlainVisitor.visit_str(value).map(Found::Data)
    }

    fn visit_unit<E: Error>(self) -> Result<Found, E> {
        PlainVisitor.visit_unit().map(Found::Data)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Found, A::Error> {
        PlainVisitor.visit_seq(seq).map(Found::Data)
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Found, A::Error> {
        PlainVisitor.visit_map(entries).map(Found::Data)
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn every_key_and_every_digit_is_data() {
        for text in [
            r#"{"$serde_json::private::Number":"5"}"#,
            r#"{"$serde_json::private::Number":5}"#,
            r#"{"$serde_json::private::Number":{"$serde_json::private::Number":"x"},"b":1}"#,
            r#"{"$serde_json::private::RawValue":"[1]"}"#,
            r#"[{"a":{"$serde_json::private::Number":null}}]"#,
            r#"{"a":1.50,"b":[1e400,-0,12345678901234567890123456789012345678901234567890]}"#,
            r#"["é\n",true,null,{}]"#,
        ] {
            assert_eq!(read(text).expect(text).to_string().replace("e+", "e"), text);
        }
        assert_eq!(read("\u{FEFF}[1]").expect("JSON").to_string(), "[1]");
        assert_eq!(
            read(r#"{"\u0024serde_json::private::Number":"5"}"#)
                .expect("JSON")
                .as_object()
                .map(serde_json::Map::len),
            Some(1)
        );
        assert!(read("{").is_err() && read("[1,]").is_err());
    }
}
