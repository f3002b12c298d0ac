//! Reading the messages of a lesson.

use super::front::{Head, context, time};
use crate::lesson::{Expectation, Message, Payload};
use crate::problem::Problems;
use crate::sections::{Fence, Section, no_other_fences, parts, split};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use iot_sql::Value;

/// Messages that a lesson may have.
const MOST: usize = 16;

/// What a file may say must come of a message.
const EXPECTED: [&str; 6] = [
    "expectedOutput",
    "expectedRecords",
    "expectedLines",
    "expectedDeliveries",
    "expectedVerdicts",
    "expectedErrorAction",
];

/// Milliseconds between a message and the next one, where the file does not say.
const STEP: i64 = 1_000;

/// Reads the section of the messages.
pub(super) fn messages(section: &Section<'_>, head: &Head, problems: &mut Problems) -> Vec<Message> {
    let (before, sections) = split(&section.body, "### ");
    if let Some(line) = before.iter().find(|line| !line.text.trim().is_empty()) {
        problems.add(line.number, "this stands before the first message; expected a heading `### Name`");
    }
    if sections.is_empty() {
        problems.add(
            section.line,
            "there is no message; expected a heading `### Name` and a fence ```json below it",
        );
    }
    if let Some(section) = sections.get(MOST) {
        problems.add(section.line, format!("this is one message too many; expected at most {MOST}"));
    }
    let mut messages: Vec<Message> = Vec::new();
    for (at, section) in sections.iter().take(MOST).enumerate() {
        let usual = head.front.time.saturating_add(STEP * at as i64);
        messages.extend(message(section, usual, problems));
    }
    messages
}

fn message(section: &Section<'_>, usual: i64, problems: &mut Problems) -> Option<Message> {
    let (hidden, name) = match section.title.strip_prefix("hidden:") {
        Some(name) => (true, name.trim()),
        None => (false, section.title),
    };
    if name.is_empty() {
        problems.add(section.line, "the message has no name; expected `### Name` or `### hidden: Name`");
    }
    let parts = parts(&section.body, &["topic", "time", "client", "context"], problems);
    let mut message = Message {
        name: name.to_owned(),
        hidden,
        payload: Payload::Text(String::new()),
        topic: parts.key("topic").map(|(topic, _)| topic.to_owned()),
        time: usual,
        client: parts.key("client").map(|(client, _)| client.to_owned()),
        context: "{}".to_owned(),
        silent: false,
        expected: Vec::new(),
        line: section.line,
    };
    let mut set = |key: &str, of: &mut dyn FnMut(&str) -> Result<(), String>| {
        if let Some((value, line)) = parts.key(key)
            && let Err(error) = of(value)
        {
            problems.add(line, error);
        }
    };
    set("time", &mut |value| time(value).map(|time| message.time = time));
    set("context", &mut |value| context(value).map(|json| message.context = json));
    for line in parts.rest.iter().filter(|line| !line.text.trim().is_empty()) {
        if line.text.trim() == "silent" {
            message.silent = true;
        } else {
            let expected = "expected `silent`, `topic:`, `time:`, `client:`, `context:` or a fence";
            problems
                .add(line.number, format!("`{}` means nothing in a message; {expected}", line.text.trim()));
        }
    }
    let (expected, others): (Vec<&Fence<'_>>, Vec<_>) =
        parts.fences.iter().partition(|fence| fence.language == "json" && EXPECTED.contains(&fence.info));
    for fence in expected {
        message.expected.extend(expectation(fence, problems));
    }
    if message.silent && !message.expected.is_empty() {
        problems.add(
            section.line,
            "the message is `silent`, so nothing comes of it; expected no fence of what comes",
        );
    }
    let (payloads, others): (Vec<&Fence<'_>>, Vec<_>) = others
        .into_iter()
        .partition(|fence| ["json", "text", "base64"].contains(&fence.language) && fence.info.is_empty());
    no_other_fences(others, &["```json", "```text", "```base64", "```json expectedOutput"], problems);
    match payloads.as_slice() {
        [fence] => {
            message.payload = payload(fence, problems);
            Some(message)
        }
        [] => {
            problems
                .add(section.line, format!("the message `{name}` has no payload; expected a fence ```json"));
            None
        }
        [_, second, ..] => {
            problems.add(
                second.line,
                "a second payload; expected one fence ```json, ```text or ```base64 in a message",
            );
            None
        }
    }
}

fn payload(fence: &Fence<'_>, problems: &mut Problems) -> Payload {
    match fence.language {
        "json" => {
            if let Err(error) = Value::from_json(fence.text.as_bytes()) {
                let instead = "expected JSON; what is meant not to be JSON stands in a fence ```text";
                problems.add(fence.line, format!("the payload is not JSON ({error}); {instead}"));
            }
            Payload::Json(fence.text.clone())
        }
        "base64" => {
            let text: String = fence.text.split_whitespace().collect();
            if let Err(error) = BASE64.decode(&text) {
                problems.add(
                    fence.line,
                    format!("the payload is not base64 ({error}); expected bytes such as `AJz/Eg==`"),
                );
            }
            Payload::Base64(text)
        }
        _ => Payload::Text(fence.text.clone()),
    }
}

fn expectation(fence: &Fence<'_>, problems: &mut Problems) -> Option<Expectation> {
    match serde_json::from_str::<serde::de::IgnoredAny>(&fence.text) {
        Ok(_) => {
            Some(Expectation { field: fence.info.to_owned(), json: fence.text.clone(), line: fence.line })
        }
        Err(error) => {
            let line = fence.line + error.line();
            let error = error.to_string();
            let error = error.split(" at line ").next().unwrap_or_default();
            problems.add(line, format!("`{}` is not JSON: {error}", fence.info));
            None
        }
    }
}
