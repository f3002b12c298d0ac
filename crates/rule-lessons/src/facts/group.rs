//! Facts that belong together, by their places.

use super::SHOWN;
use iot_sql::text::shortened;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// Facts that belong together: those of a record, of a request, of the outgoing payload.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    /// All of it in a few words.
    pub(super) shown: String,
    /// The facts by their places: what is compared, and how it is shown.
    pub(super) facts: BTreeMap<String, (String, String)>,
    /// The objects and arrays of JSON by their places, as they are shown.
    pub(super) containers: BTreeMap<String, String>,
    /// Whether nothing was sent, since the action failed.
    pub(super) fails: bool,
}

impl Group {
    pub(super) fn add(
        &mut self,
        place: impl Into<String>,
        value: impl Into<String>,
        shown: impl Into<String>,
    ) {
        self.facts.insert(place.into(), (value.into(), shown.into()));
    }

    pub(super) fn same(&mut self, place: &str, value: &str) {
        self.add(place, value, value);
    }

    /// The facts of a JSON value at a place.
    pub(super) fn json(&mut self, place: &str, json: &Json) {
        // What is far inside is shown by its members only.
        if matches!(json, Json::Object(_) | Json::Array(_)) && place.matches(['.', '[']).count() < 3 {
            self.containers.insert(place.to_owned(), shortened(&json.to_string(), SHOWN));
        }
        match json {
            Json::Object(_) if place.is_empty() && json == &Json::Object(serde_json::Map::new()) => {}
            Json::Object(members) if !members.is_empty() => {
                for (key, value) in members {
                    self.json(&member(place, key), value);
                }
            }
            Json::Array(elements) if !elements.is_empty() => {
                for (at, value) in elements.iter().enumerate() {
                    self.json(&format!("{place}[{at}]"), value);
                }
            }
            Json::Number(number) => self.add(place, canonical(&number.to_string()), number.to_string()),
            other => {
                let text = other.to_string();
                self.add(place, text.clone(), text);
            }
        }
    }
}

/// A member's place in that of its object.
fn member(place: &str, key: &str) -> String {
    let plain = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') && !key.is_empty();
    match (place, plain) {
        ("", true) => key.to_owned(),
        (_, true) => format!("{place}.{key}"),
        (_, false) => format!("{place}[{}]", Json::from(key)),
    }
}

/// A number by its value: its digits without zeros at either end, and the power of ten.
pub(super) fn canonical(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (digits, exponent) = digits.split_once(['e', 'E']).unwrap_or((digits, "0"));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let Ok(exponent) = exponent.parse::<i64>() else { return text.to_owned() };
    let all = format!("{whole}{fraction}");
    let kept = all.trim_end_matches('0');
    let exponent = exponent - fraction.len() as i64 + (all.len() - kept.len()) as i64;
    match kept.trim_start_matches('0') {
        "" => "0".to_owned(),
        digits => format!("{sign}{digits}e{exponent}"),
    }
}
