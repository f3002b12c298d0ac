//! What a case expects.

use super::deliveries::ExpectedDelivery;
use super::verdicts::ExpectedVerdict;
use crate::timestream::Record;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value as Json};
use std::borrow::Cow;

/// What must come of a case; what is `None` is not checked.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    /// The outgoing payload.
    pub output: Option<ExpectedOutput>,
    /// Whether the rule acts.
    pub acts: Option<bool>,
    /// A part of the words with which the rule or its action is rejected, or fails.
    pub error: Option<String>,
    /// The records in order.
    pub records: Option<Vec<ExpectedRecord>>,
    /// What becomes of each record, in order.
    pub verdicts: Option<Vec<ExpectedVerdict>>,
    /// What each action does, in order.
    pub deliveries: Option<Vec<ExpectedDelivery>>,
    /// What the error action does; `Some(None)` where it must not run.
    pub error_action: Option<Option<ExpectedDelivery>>,
    /// The lines of line protocol of the first InfluxDB action, in order.
    pub lines: Option<Vec<String>>,
    /// Codes that must be reported, among others; an error, a warning or a note.
    pub diagnostics: Option<Vec<String>>,
    /// Whether nothing may be reported beside `diagnostics` and the error that `error` names.
    pub only_diagnostics: bool,
}

impl Expected {
    /// Whether nothing at all is expected.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        let Self {
            output,
            acts,
            error,
            records,
            verdicts,
            deliveries,
            error_action,
            lines,
            diagnostics,
            only_diagnostics,
        } = self;
        let of_rule = output.is_none() && acts.is_none() && error.is_none();
        let of_records = records.is_none() && verdicts.is_none() && lines.is_none();
        let of_diagnostics = diagnostics.is_none() && !only_diagnostics;
        of_rule && of_records && of_diagnostics && deliveries.is_none() && error_action.is_none()
    }
}

/// An outgoing payload as a case gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectedOutput {
    /// The exact text.
    Text(String),
    /// JSON, as its compact text.
    Json(String),
}

/// JSON without white space and without escapes that need not be, every number as it was written.
pub(super) fn compact(raw: &RawValue) -> String {
    let json = raw.get();
    let mut text = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find(|ch: char| ch == '"' || ch.is_ascii_whitespace()) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = if rest.starts_with('"') { string_end(rest) } else { 1 };
        if end > 1 {
            text.push_str(&plain(&rest[..end]));
        }
        rest = &rest[end..];
    }
    text + rest
}

/// Where a string that stands at the start of a string ends.
fn string_end(text: &str) -> usize {
    let mut escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |at| at + 2)
}

/// A string with the escapes that JavaScript would write; one that holds half a surrogate pair stays as it is.
fn plain(string: &str) -> Cow<'_, str> {
    if !string.contains('\\') {
        return Cow::Borrowed(string);
    }
    let text = serde_json::from_str::<String>(string).and_then(|text| serde_json::to_string(&text));
    text.map_or(Cow::Borrowed(string), Cow::Owned)
}

/// A record as a case gives it; what is omitted is not compared.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
pub struct ExpectedRecord {
    dimensions: Option<Vec<ExpectedDimension>>,
    measure_name: Option<String>,
    measure_value: Option<Text>,
    measure_value_type: Option<String>,
    time: Option<Text>,
    time_unit: Option<String>,
}

/// A dimension as a case gives it; what is omitted is not compared.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
struct ExpectedDimension {
    name: Option<String>,
    value: Option<Text>,
}

/// A string; a number or Boolean of JSON stands for the text that writes it.
#[derive(Clone, Debug)]
struct Text(String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Json::deserialize(deserializer)? {
            Json::String(text) => Ok(Self(text)),
            Json::Number(number) => Ok(Self(number.to_string())),
            Json::Bool(truth) => Ok(Self(truth.to_string())),
            Json::Null | Json::Array(_) | Json::Object(_) => {
                Err(D::Error::custom("expected a string, a number or a Boolean"))
            }
        }
    }
}

impl ExpectedRecord {
    /// This record and what was found in its place, as JSON with the fields that are compared.
    pub(super) fn beside(&self, found: &Record) -> (Json, Json) {
        let mut pair = Pair::default();
        if let Some(dimensions) = &self.dimensions {
            let (expected, found) = dimensions_beside(dimensions, found);
            pair.add("Dimensions", expected, found);
        }
        let value = found.measure_value.text();
        let fields = [
            ("MeasureName", self.measure_name.as_deref(), found.measure_name.as_str()),
            ("MeasureValue", self.measure_value.as_ref().map(|text| text.0.as_str()), value.as_str()),
            ("MeasureValueType", self.measure_value_type.as_deref(), found.measure_value_type.name()),
            ("Time", self.time.as_ref().map(|text| text.0.as_str()), &found.time),
            ("TimeUnit", self.time_unit.as_deref(), found.time_unit.name()),
        ];
        for (name, expected, found) in fields {
            if let Some(expected) = expected {
                pair.add(name, expected.into(), found.into());
            }
        }
        (pair.expected.into(), pair.found.into())
    }

    /// This record as JSON, with the fields that it has.
    pub(super) fn to_json(&self) -> Json {
        let nothing = Record {
            measure_name: "".into(),
            measure_value: "".into(),
            measure_value_type: crate::timestream::MeasureValueType::Varchar,
            time: "".into(),
            time_unit: crate::timestream::TimeUnit::default(),
            processing_time: false,
            dimensions: [].into(),
        };
        self.beside(&nothing).0
    }
}

/// Two objects with the same keys.
#[derive(Default)]
struct Pair {
    expected: Map<String, Json>,
    found: Map<String, Json>,
}

impl Pair {
    fn add(&mut self, name: &str, expected: Json, found: Json) {
        self.expected.insert(name.to_owned(), expected);
        self.found.insert(name.to_owned(), found);
    }
}

fn dimensions_beside(expected: &[ExpectedDimension], found: &Record) -> (Json, Json) {
    let mut sides = (Vec::new(), Vec::new());
    for index in 0..expected.len().max(found.dimensions.len()) {
        let (wanted, has) = (expected.get(index), found.dimensions.get(index));
        let name = |text: &str| Some(("Name".to_owned(), Json::from(text)));
        let value = |text: &str| Some(("Value".to_owned(), Json::from(text)));
        if let Some(wanted) = wanted {
            let fields = [
                wanted.name.as_deref().and_then(name),
                wanted.value.as_ref().and_then(|text| value(&text.0)),
            ];
            sides.0.push(fields.into_iter().flatten().collect::<Map<_, _>>().into());
        }
        if let Some(has) = has {
            let with_name = wanted.is_none_or(|wanted| wanted.name.is_some());
            let with_value = wanted.is_none_or(|wanted| wanted.value.is_some());
            let fields = [name(&has.name).filter(|_| with_name), value(&has.value).filter(|_| with_value)];
            sides.1.push(fields.into_iter().flatten().collect::<Map<_, _>>().into());
        }
    }
    (Json::Array(sides.0), Json::Array(sides.1))
}

#[cfg(test)]
mod tests {
    use super::compact;
    use serde_json::value::RawValue;

    #[test]
    fn compact_text_keeps_numbers_and_order() {
        for (json, expected) in [
            (
                r#" { "b" : 1.0 , "a" : [ 1e5 , -0.50 , 12345678901234567890123456789012345 ] } "#,
                r#"{"b":1.0,"a":[1e5,-0.50,12345678901234567890123456789012345]}"#,
            ),
            (r#"{"a b\u00e9\/\n": " \\"}"#, r#"{"a bé/\n":" \\"}"#),
            (r#"["\ud800", "\\\"", ""]"#, r#"["\ud800","\\\"",""]"#),
            ("\tnull\r\n", "null"),
        ] {
            let raw: Box<RawValue> = serde_json::from_str(json).expect(json);
            assert_eq!(compact(&raw), expected);
        }
    }
}
