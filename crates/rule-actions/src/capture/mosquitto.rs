//! What `mosquitto_sub` writes.

use super::envelope::{Envelope, raw_payload};
use crate::context::ContextDocument;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// An object of `mosquitto_sub -F %j`, whose payload is a string, or of `-F %J`, whose payload is JSON.
#[derive(Deserialize)]
struct Written<'a> {
    tst: String,
    topic: String,
    #[serde(borrow, default)]
    payload: Option<&'a RawValue>,
    payloadlen: Option<usize>,
    #[serde(borrow, default)]
    properties: BTreeMap<String, &'a RawValue>,
}

/// Only the members that tell it from other objects.
#[derive(Deserialize)]
#[expect(dead_code, reason = "what is asked is whether they are there")]
struct Known {
    tst: String,
    topic: String,
    qos: serde::de::IgnoredAny,
}

/// Whether this is such an object.
pub(super) fn is_one(text: &[u8]) -> bool {
    serde_json::from_slice::<Known>(text).is_ok()
}

/// Reads such an object: its time and properties are the message's context.
pub(super) fn read(text: &[u8]) -> Result<Envelope, String> {
    let written: Written<'_> = serde_json::from_slice(text).map_err(|error| error.to_string())?;
    let payload = match written.payload {
        // A message without a payload.
        None => Vec::new(),
        Some(raw) if raw.get() == "null" => Vec::new(),
        Some(raw) => {
            let text = raw_payload(raw)?;
            // With %J a payload that is a JSON string is longer than the string in it.
            let is_json =
                written.payloadlen.is_some_and(|length| length != text.len() && length == raw.get().len());
            if is_json { raw.get().as_bytes().to_vec() } else { text }
        }
    };
    let mut context = ContextDocument { timestamp: time(&written.tst), ..ContextDocument::default() };
    let mut named = vec!["timestamp".to_owned()];
    for (name, value) in written.properties {
        let text = value.get();
        if name == "user-properties" {
            let list: Vec<BTreeMap<String, String>> =
                serde_json::from_str(text).map_err(|error| format!("user-properties: {error}"))?;
            context.user_properties = list.into_iter().flatten().collect();
            named.push("userProperties".to_owned());
            continue;
        }
        let key = match name.as_str() {
            "content-type" => "content_type",
            "response-topic" => "response_topic",
            "correlation-data" => "correlation_data",
            "payload-format-indicator" => "format_indicator",
            // Others cannot be asked for in a rule.
            _ => continue,
        };
        let value = serde_json::from_str::<String>(text).unwrap_or_else(|_| text.to_owned());
        context.mqtt_properties.insert(key.to_owned(), value);
    }
    if !context.mqtt_properties.is_empty() {
        named.push("mqttProperties".to_owned());
    }
    Ok(Envelope { topic: Some(written.topic), payload, context: Some(context), named })
}

/// Whether a line is likely one of `mosquitto_sub -v` rather than any text: its topic has levels, a time stands before
/// it, or its payload is JSON.
pub(super) fn is_topic_and_payload(line: &[u8]) -> bool {
    topic_and_payload(line).is_some_and(|found| {
        let topic = found.topic.unwrap_or_default();
        let is_topic = !topic.contains(['{', '}', '[', ']', '"', '#', '+', ',']);
        let is_json = matches!(found.payload.trim_ascii_start().first(), Some(b'{' | b'['));
        is_topic && (topic.contains('/') || found.context.is_some() || is_json)
    })
}

/// Reads a line of `mosquitto_sub -v`: a topic, a blank, and the payload. A time may stand before them, as `%I` or `%U`
/// write it.
pub(super) fn topic_and_payload(line: &[u8]) -> Option<Envelope> {
    let blank = line.iter().position(|byte| *byte == b' ')?;
    let (first, rest) = (std::str::from_utf8(&line[..blank]).ok()?, &line[blank + 1..]);
    let time = time(first).or_else(|| unix_time(first));
    let second = rest.iter().position(|byte| *byte == b' ').filter(|_| time.is_some());
    let (topic, payload) = match second {
        Some(blank) => (std::str::from_utf8(&rest[..blank]).ok()?, &rest[blank + 1..]),
        None => (first, rest),
    };
    if topic.is_empty() {
        return None;
    }
    let time = time.filter(|_| second.is_some());
    let context = time.map(|time| ContextDocument { timestamp: Some(time), ..ContextDocument::default() });
    let named = if context.is_some() { vec!["timestamp".to_owned()] } else { Vec::new() };
    Some(Envelope { topic: Some(topic.to_owned()), payload: payload.to_vec(), context, named })
}

/// A date and time with an offset, in milliseconds since 1970-01-01 UTC.
fn time(text: &str) -> Option<f64> {
    let parsed = jiff::fmt::strtime::parse("%Y-%m-%dT%H:%M:%S%.f%z", text).ok()?.to_timestamp().ok()?;
    Some(parsed.as_millisecond() as f64)
}

/// Seconds since 1970-01-01 UTC with nine decimals, in milliseconds.
fn unix_time(text: &str) -> Option<f64> {
    let (seconds, fraction) = text.split_once('.')?;
    let is_one = fraction.len() == 9 && (9..=11).contains(&seconds.len());
    let seconds: f64 = text.parse().ok().filter(|_| is_one)?;
    Some((seconds * 1_000.0).floor())
}

#[cfg(test)]
mod tests {
    use super::{is_topic_and_payload, read, topic_and_payload, unix_time};

    #[test]
    fn time_and_properties_are_the_context() {
        let line = r#"{"tst":"2024-05-06T21:48:00.250000+0200","topic":"a","qos":1,"retain":0,"payloadlen":2,"mid":3,
            "properties":{"user-properties":[{"k":"1"},{"k":"2"}],"content-type":"x/y","payload-format-indicator":1,"topic-alias":4},
            "payload":"hi"}"#;
        let found = read(line.as_bytes()).expect("an object");
        let context = found.context.expect("a context");
        assert_eq!((found.payload.as_slice(), context.timestamp), (&b"hi"[..], Some(1_715_024_880_250.0)));
        assert_eq!(context.user_properties, [("k".into(), "1".into()), ("k".into(), "2".into())]);
        let properties: Vec<_> =
            context.mqtt_properties.iter().map(|(key, value)| format!("{key}={value}")).collect();
        assert_eq!(properties, ["content_type=x/y", "format_indicator=1"]);
        assert_eq!(found.named, ["timestamp", "userProperties", "mqttProperties"]);
    }

    #[test]
    fn a_payload_is_a_string_or_json_by_its_length() {
        let of = |payload: &str, length: usize| {
            let line =
                format!(r#"{{"tst":"x","topic":"a","qos":0,"payloadlen":{length},"payload":{payload}}}"#);
            read(line.as_bytes()).map(|found| String::from_utf8_lossy(&found.payload).into_owned())
        };
        assert_eq!(of(r#""{\"t\": 1}""#, 8).as_deref(), Ok(r#"{"t": 1}"#));
        assert_eq!(of(r#"{"t":1}"#, 8).as_deref(), Ok(r#"{"t":1}"#));
        assert_eq!(of(r#""on""#, 4).as_deref(), Ok(r#""on""#));
        assert_eq!(of(r#""on""#, 2).as_deref(), Ok("on"));
        assert_eq!(of("null", 0).as_deref(), Ok(""));
    }

    #[test]
    fn a_line_is_a_topic_and_a_payload() {
        let of = |line: &str| {
            topic_and_payload(line.as_bytes()).map(|found| {
                let time = found.context.and_then(|context| context.timestamp);
                (found.topic.unwrap_or_default(), String::from_utf8_lossy(&found.payload).into_owned(), time)
            })
        };
        let some = |topic: &str, payload: &str, time| Some((topic.to_owned(), payload.to_owned(), time));
        assert_eq!(of("a/b 21.5"), some("a/b", "21.5", None));
        assert_eq!(of("a {\"t\": 1}"), some("a", "{\"t\": 1}", None));
        assert_eq!(of("1715024880.250000000 a on"), some("a", "on", Some(1_715_024_880_250.0)));
        assert_eq!(of("a two words"), some("a", "two words", None), "among other lines");
        for text in ["", "SELECT * FROM", "a sentence", "{\"t\": 1}", "a", " a/b 1"] {
            assert!(!is_topic_and_payload(text.as_bytes()), "{text}");
        }
        assert_eq!(unix_time("21.5"), None);
    }
}
