//! A message with its topic and its context, in one line.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use rule_actions::ContextDocument;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// A message in an envelope.
pub(super) struct Envelope {
    pub(super) topic: Option<String>,
    pub(super) payload: Vec<u8>,
    pub(super) context: Option<ContextDocument>,
    /// The names in the context, in which those that are null or empty are too.
    pub(super) named: Vec<String>,
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
}

/// Keeps a JSON null apart from a field that is omitted.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

impl Envelope {
    /// Reads a line. As in a case, a payload that is a JSON string stands for that string, anything else for its JSON.
    pub(super) fn read(line: &[u8]) -> Result<Self, String> {
        let written: Written<'_> = serde_json::from_slice(line).map_err(|error| error.to_string())?;
        let payload = match (written.payload, written.payload_base64) {
            (Some(raw), None) if raw.get().starts_with('"') => {
                let text: String = serde_json::from_str(raw.get()).map_err(|error| error.to_string())?;
                text.into_bytes()
            }
            (Some(raw), None) => raw.get().as_bytes().to_vec(),
            (None, Some(text)) => BASE64.decode(text).map_err(|error| format!("payloadBase64: {error}"))?,
            (None, None) => return Err("there is no `payload` and no `payloadBase64`".to_owned()),
            (Some(_), Some(_)) => {
                return Err("there is `payload` and `payloadBase64`; one is right".to_owned());
            }
        };
        let (mut context, mut named) = (None, Vec::new());
        if let Some(raw) = written.context {
            let read = |error: serde_json::Error| format!("context: {error}");
            context = Some(serde_json::from_str(raw.get()).map_err(read)?);
            let members: BTreeMap<String, &RawValue> = serde_json::from_str(raw.get()).map_err(read)?;
            named = members.into_keys().collect();
        }
        Ok(Self { topic: written.topic, payload, context, named })
    }
}

#[cfg(test)]
mod tests {
    use super::Envelope;

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
