//! A message with its topic and its context, in one line.

use super::mosquitto;
use crate::context::ContextDocument;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// A message in an envelope.
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope {
    /// The topic, where it names one.
    pub topic: Option<String>,
    /// The payload's bytes.
    pub payload: Vec<u8>,
    /// The message's own context.
    pub context: Option<ContextDocument>,
    /// The names in the context, in which those that are null or empty are too.
    pub named: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Written<'a> {
    topic: Option<String>,
    #[serde(borrow, default, deserialize_with = "present")]
    payload: Option<&'a RawValue>,
    payload_base64: Option<String>,
    #[serde(borrow)]
    context: Option<&'a RawValue>,
    /// When it was published, in milliseconds since 1970; many programs write it beside the payload, and how it
    /// was sent, which a rule does not see.
    timestamp: Option<f64>,
    #[serde(default, rename = "qos")]
    _qos: Option<IgnoredAny>,
    #[serde(default, rename = "retain")]
    _retain: Option<IgnoredAny>,
    #[serde(default, rename = "dup")]
    _dup: Option<IgnoredAny>,
}

/// Keeps a JSON null apart from a field that is omitted.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

impl Envelope {
    /// A message without a context.
    #[must_use]
    pub fn of(topic: Option<String>, payload: Vec<u8>) -> Self {
        Self { topic, payload, context: None, named: Vec::new() }
    }

    /// Whether a string is an envelope. A payload with only a time beside it may well be what a device sends.
    pub(super) fn is_one(text: &[u8]) -> bool {
        serde_json::from_slice::<Written<'_>>(text).is_ok_and(|written| {
            (written.payload.is_some() || written.payload_base64.is_some())
                && (written.topic.is_some() || written.timestamp.is_none())
        })
    }

    /// Reads a line. As in a case, a payload that is a JSON string stands for that string, anything else for its JSON.
    /// What `mosquitto_sub -F %j` writes is an envelope too.
    ///
    /// # Errors
    /// What is wrong with the line.
    pub fn read(line: &[u8]) -> Result<Self, String> {
        if mosquitto::is_one(line) {
            return mosquitto::read(line);
        }
        let written: Written<'_> = serde_json::from_slice(line).map_err(|error| error.to_string())?;
        let payload = match (written.payload, written.payload_base64) {
            (Some(raw), None) => raw_payload(raw)?,
            (None, Some(text)) => BASE64.decode(text).map_err(|error| format!("payloadBase64: {error}"))?,
            (None, None) => return Err("there is no `payload` and no `payloadBase64`".to_owned()),
            (Some(_), Some(_)) => {
                return Err("there is `payload` and `payloadBase64`; one is right".to_owned());
            }
        };
        let (mut context, mut named) = (None::<ContextDocument>, Vec::new());
        if let Some(raw) = written.context {
            let read = |error: serde_json::Error| format!("context: {error}");
            context = Some(serde_json::from_str(raw.get()).map_err(read)?);
            let members: BTreeMap<String, &RawValue> = serde_json::from_str(raw.get()).map_err(read)?;
            named = members.into_keys().collect();
        }
        if let Some(timestamp) = written.timestamp
            && context.as_ref().is_none_or(|context| context.timestamp.is_none())
        {
            context.get_or_insert_default().timestamp = Some(timestamp);
            named.push("timestamp".to_owned());
        }
        Ok(Self { topic: written.topic, payload, context, named })
    }
}

/// The bytes that a JSON value stands for: a string for itself, anything else for its JSON.
pub(super) fn raw_payload(raw: &RawValue) -> Result<Vec<u8>, String> {
    if raw.get().starts_with('"') {
        let text: String = serde_json::from_str(raw.get()).map_err(|error| error.to_string())?;
        return Ok(text.into_bytes());
    }
    Ok(raw.get().as_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::Envelope;

    #[test]
    fn what_other_programs_write_beside_the_payload_is_no_obstacle() {
        let line = br#"{"topic": "a/b", "payload": {"t": 1}, "qos": 1, "retain": false, "dup": false, "timestamp": 1700000000000}"#;
        let found = Envelope::read(line).expect("an envelope");
        assert!(Envelope::is_one(line));
        assert_eq!((found.topic.as_deref(), found.payload.as_slice()), (Some("a/b"), &br#"{"t": 1}"#[..]));
        assert_eq!(found.context.expect("a context").timestamp, Some(1.7e12));
        assert_eq!(found.named, ["timestamp"]);
        let own = br#"{"payload": 1, "timestamp": 5, "context": {"timestamp": 6}}"#;
        let own = Envelope::read(own).expect("an envelope").context.expect("a context");
        assert_eq!(own.timestamp, Some(6.0), "the context is more exact");
        // A device's own message, whatever it has beside such names.
        assert!(!Envelope::is_one(br#"{"topic": "a", "payload": {"t": 1}, "timestamp": 5, "battery": 3.7}"#));
        assert!(!Envelope::is_one(br#"{"topic": "a", "payload": {"t": 1}, "timestamp": "noon"}"#));
        assert!(!Envelope::is_one(br#"{"payload": {"t": 1}, "timestamp": 5}"#));
    }

    #[test]
    fn payloads_are_texts_json_or_bytes() {
        for (line, payload) in [
            (r#"{"payload": {"t": 1.0}}"#, Ok(r#"{"t": 1.0}"#)),
            (r#"{"payload": "{\"t\": 1}", "topic": "a"}"#, Ok(r#"{"t": 1}"#)),
            (r#"{"payload": null}"#, Ok("null")),
            (r#"{"payloadBase64": "aGk="}"#, Ok("hi")),
            (r#"{"payloadBase64": "?"}"#, Err("payloadBase64")),
            ("{}", Err("no `payload`")),
            (r#"{"payload": 1, "payloadBase64": ""}"#, Err("one is right")),
            (r#"{"payload": 1, "topics": ""}"#, Err("topics")),
            (r#"{"tst": "x", "topic": "a", "qos": 0, "payload": "hi"}"#, Ok("hi")),
            ("[", Err("EOF")),
        ] {
            match (Envelope::read(line.as_bytes()), payload) {
                (Ok(found), Ok(payload)) => assert_eq!(found.payload, payload.as_bytes(), "{line}"),
                (Err(error), Err(part)) => assert!(error.contains(part), "{line}: {error}"),
                (Ok(_), Err(part)) => panic!("{line} is read, though {part}"),
                (Err(error), Ok(_)) => panic!("{line}: {error}"),
            }
        }
    }
}
