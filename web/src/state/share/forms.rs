//! A rule as Markdown for an issue, and as a case that `rulelens test` runs.

use crate::state::portable::Portable;
#[cfg(any(feature = "whole", test))]
use base64::Engine;
use rulelens_wasm::MessageRequest;
#[cfg(any(feature = "whole", test))]
use rulelens_wasm::{ContextDocument, EvaluateRequest, Evaluation};
#[cfg(any(feature = "whole", test))]
use serde_json::{Map, Value as Json, json};
use std::fmt::Write;

/// How many messages Markdown shows.
const MAX_MESSAGES: usize = 10;

/// How many messages before one are taken into account.
#[cfg(any(feature = "whole", test))]
const MAX_EARLIER: usize = 1_000;

/// The request for the chosen message at the time `now`, with all texts and the messages before it.
#[cfg(any(feature = "whole", test))]
fn request(rule: &Portable, now: f64) -> EvaluateRequest {
    let messages = &rule.inputs.messages;
    let at = messages.chosen();
    let mut request = EvaluateRequest { sql: rule.sql.clone(), ..rule.inputs.request(now) };
    let payload = rule.payloads.get(at).cloned().unwrap_or_default();
    put(&mut request.payload, &mut request.payload_base64, &mut request.payload_hex, payload);
    let skipped = at.saturating_sub(MAX_EARLIER);
    (request.earlier, request.skipped) = (rule.message_requests(skipped..at), skipped as u64);
    request
}

/// What comes of the chosen message at the time `now`.
#[cfg(any(feature = "whole", test))]
pub(crate) fn came(rule: &Portable, now: f64) -> Evaluation {
    rulelens_wasm::respond(&request(rule, now))
}

fn put(text: &mut String, base64: &mut Option<String>, hex: &mut Option<String>, payload: String) {
    *base64.as_mut().or(hex.as_mut()).unwrap_or(text) = payload;
}

impl Portable {
    /// Messages from one place to another with their payloads.
    #[must_use]
    pub fn message_requests(&self, places: std::ops::Range<usize>) -> Vec<MessageRequest> {
        let requests = self.inputs.message_requests(places.clone());
        let fill = |(mut message, payload): (MessageRequest, &String)| {
            let MessageRequest { payload: text, payload_base64: base64, payload_hex: hex, .. } = &mut message;
            put(text, base64, hex, payload.clone());
            message
        };
        requests.zip(&self.payloads[places]).map(fill).collect()
    }
}

/// A fence that is longer than any run of backquotes in the text.
fn fenced(language: &str, text: &str) -> String {
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{language}\n{text}\n{fence}\n")
}

/// A rule with its messages as Markdown, without the link to it.
#[must_use]
pub fn markdown(rule: &Portable) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "Rule, SQL version {}:\n", rule.inputs.sql_version);
    text += &fenced("sql", &rule.sql);
    for (at, payload) in rule.payloads.iter().enumerate().take(MAX_MESSAGES) {
        let topic = rule.inputs.topic_of(at);
        let topic = if topic.is_empty() { "no topic".to_owned() } else { format!("`{topic}`") };
        let _ = writeln!(text, "\nMessage {}, {topic}:\n", at + 1);
        text += &fenced("json", payload);
    }
    let more = rule.payloads.len().saturating_sub(MAX_MESSAGES);
    if more > 0 {
        let _ = writeln!(text, "\n{more} more messages are in the link.");
    }
    let actions = rule.inputs.actions.pretty();
    if !actions.is_empty() {
        text += "\nActions:\n\n";
        text += &fenced("json", &actions);
    }
    text
}

/// The chosen message as a case that expects what comes of it at the time `now`. The messages before it are a part of the
/// case only where they decide something.
///
/// # Errors
/// What a case cannot say, as a clause.
#[cfg(any(feature = "whole", test))]
pub(crate) fn case(rule: &Portable, now: f64) -> Result<String, String> {
    let mut request = request(rule, now);
    let earlier = std::mem::take(&mut request.earlier);
    let alone = result(&request);
    request.earlier = earlier;
    if result(&request) == alone {
        request.earlier.clear();
    }
    let text = Json::Object(unexpecting(rule, now, &request)?).to_string();
    rulelens_wasm::cases::with_outcome(&text).map_err(|malformed| malformed.message)
}

/// What comes of a message, but for what is said of it.
#[cfg(any(feature = "whole", test))]
fn result(request: &EvaluateRequest) -> Evaluation {
    Evaluation { diagnostics: Vec::new(), ..rulelens_wasm::respond(request) }
}

/// The chosen message as a case that expects nothing yet.
#[cfg(any(feature = "whole", test))]
fn unexpecting(rule: &Portable, now: f64, request: &EvaluateRequest) -> Result<Map<String, Json>, String> {
    let mut case = Map::new();
    let name =
        if rule.name.is_empty() { rule.inputs.name_of(rule.inputs.messages.chosen()) } else { &rule.name };
    case.insert("name".to_owned(), name.into());
    case.insert("inputSql".to_owned(), request.sql.as_str().into());
    if let Some(version) = &request.sql_version {
        case.insert("sqlVersion".to_owned(), version.as_str().into());
    }
    case.insert("topic".to_owned(), request.topic.as_str().into());
    put_payload(&mut case, &request.payload, request.payload_base64.as_ref(), request.payload_hex.as_ref())?;
    if let Some(action) = &request.action {
        let action: Json =
            serde_json::from_str(action).map_err(|error| format!("the actions are not JSON: {error}"))?;
        case.insert("action".to_owned(), action);
    }
    if let Some(context) = &request.context {
        let mut context = json!(context);
        if let Some(time) = context["timestamp"].as_f64() {
            context["timestamp"] = json!(time.trunc() as i64);
        }
        case.insert("context".to_owned(), context);
    }
    if let Some(table) = &request.table {
        let mut settings = json!(table).as_object_mut().map(std::mem::take).unwrap_or_default();
        settings.retain(|_, value| !value.is_null());
        case.insert("table".to_owned(), settings.into());
    }
    if !request.earlier.is_empty() {
        let one = |(at, message): (usize, &MessageRequest)| {
            let mut one = Map::new();
            let MessageRequest { topic, payload, payload_base64, payload_hex, context } = message;
            put_payload(&mut one, payload, payload_base64.as_ref(), payload_hex.as_ref())?;
            if let Some(topic) = topic.as_ref().filter(|topic| **topic != request.topic) {
                one.insert("topic".to_owned(), topic.as_str().into());
            }
            let at = at + request.skipped as usize;
            let time = rule.inputs.time_of(at, now);
            one.insert("timestamp".to_owned(), json!(time.trunc() as i64));
            let more = context.as_ref().map(|context| ContextDocument {
                client_id: None,
                timestamp: None,
                ..context.clone()
            });
            if more.is_some_and(|more| more != ContextDocument::default()) {
                return Err(format!(
                    "message {} has a context of its own beside its client ID and time",
                    at + 1
                ));
            }
            if let Some(client) = context.as_ref().and_then(|context| context.client_id.as_ref()) {
                one.insert("clientId".to_owned(), client.as_str().into());
            }
            Ok(Json::Object(one))
        };
        let earlier: Result<Vec<Json>, String> = request.earlier.iter().enumerate().map(one).collect();
        case.insert("earlier".to_owned(), earlier?.into());
    }
    Ok(case)
}

#[cfg(any(feature = "whole", test))]
fn put_payload(
    case: &mut Map<String, Json>,
    text: &str,
    base64: Option<&String>,
    hex: Option<&String>,
) -> Result<(), String> {
    let bytes = |hex: &str| {
        let digits: Vec<char> = hex.chars().filter(|letter| !letter.is_whitespace()).collect();
        if digits.len() % 2 == 1 {
            return None;
        }
        let byte = |pair: &[char]| u8::from_str_radix(&pair.iter().collect::<String>(), 16).ok();
        digits.chunks(2).map(byte).collect::<Option<Vec<u8>>>()
    };
    let (name, value) = match (base64, hex) {
        // White space between the characters means nothing, and is not part of a case.
        (Some(base64), _) => ("inputPayloadBase64", base64.split_whitespace().collect()),
        (None, Some(hex)) => {
            let bytes = bytes(hex).ok_or("the payload is not in hexadecimal digits")?;
            ("inputPayloadBase64", base64::engine::general_purpose::STANDARD.encode(bytes))
        }
        (None, None) => ("inputPayload", text.to_owned()),
    };
    case.insert(name.to_owned(), value.into());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn sample() -> Portable {
        Portable {
            name: "Ruuvi".to_owned(),
            inputs: sample::inputs(),
            sql: sample::SQL.to_owned(),
            payloads: vec![sample::PAYLOAD.to_owned()],
        }
    }

    #[test]
    fn a_case_holds_what_goes_in_and_what_comes_out() {
        let text = case(&sample(), 1_770_000_000_000.0).expect("a case");
        let case: Json = serde_json::from_str(&text).expect("JSON");
        assert_eq!(case["inputSql"], sample::SQL);
        assert_eq!(case["inputPayload"], sample::PAYLOAD);
        assert_eq!(case["context"]["timestamp"], 1_770_000_000_000_i64);
        assert_eq!(case["action"]["timestream"]["tableName"], "sampleTable");
        assert_eq!(case["expectedOutput"], r#"{"temperature":24.04,"humidity":43.605}"#);

        let stopped = Portable { sql: "SELECT * FROM 'other'".to_owned(), ..sample() };
        let text = super::case(&stopped, 0.0).expect("a case");
        assert_eq!(serde_json::from_str::<Json>(&text).unwrap()["expectedMatch"], false);
        let wrong = Portable { sql: "SELECT FROM".to_owned(), ..sample() };
        let text = super::case(&wrong, 0.0).expect("a case");
        assert!(serde_json::from_str::<Json>(&text).unwrap()["expectedError"].is_string(), "{text}");
    }

    /// Runs a case as `rulelens test` does.
    #[cfg(not(target_arch = "wasm32"))]
    fn run(rule: &Portable) {
        let text = case(rule, 1_770_000_000_000.0).expect("a case");
        let case = rulelens_cli::cases::Case::from_json(&text).unwrap_or_else(|_| panic!("{text}"));
        let result = case.run();
        assert!(result.differences.is_empty(), "{text}\n{:?}", result.differences);
        let mut other: Json = serde_json::from_str(&text).expect("JSON");
        let expected = ["expectedOutput", "expectedMatch", "expectedError"];
        let expected = expected.into_iter().find(|name| !other[name].is_null()).expect("one of them");
        other[expected] =
            if other[expected].is_boolean() { (other[expected] == false).into() } else { "?".into() };
        let other = rulelens_cli::cases::Case::from_json(&other.to_string());
        assert!(
            !other.unwrap_or_else(|_| panic!("{text}")).run().differences.is_empty(),
            "it expects something: {text}"
        );
    }

    #[cfg(not(target_arch = "wasm32"))]
    #[test]
    fn a_case_passes_as_the_program_runs_it() {
        let with = |change: &dyn Fn(&mut Json)| {
            let mut json = sample().json();
            change(&mut json);
            Portable::read(json).expect("a rule").0
        };
        run(&sample());
        run(&with(&|json| json["sql"] = "SELECT * FROM 'other'".into()));
        run(&with(&|json| json["sql"] = "SELECT FROM".into()));
        run(&with(&|json| json["sql"] = "SELECT * FROM 'iot/topic' WHERE nothing > 5".into()));
        for chosen in [0, 1, 2] {
            run(&with(&|json| {
                json["sql"] =
                    "SELECT encode(*, 'base64') AS b, timestamp() AS t, clientid() AS c FROM 'a/+'".into();
                json["messages"] = json!([
                    {"payload": "{\"a\": 1}", "topic": "a/1", "client_id": "one"},
                    {"payload": "AP\n8a", "form": "Base64", "topic": "a/1"},
                    {"payload": "00ff 1a", "form": "Hex", "topic": "a/2", "time": 1_700_000_000_000.0},
                ]);
                json["chosen"] = chosen.into();
            }));
        }
        run(&with(&|json| {
            json["sql"] = "SELECT get_dynamodb('t', 'k', id, 'r').room AS room FROM 'a'".into();
            json["messages"] = json!([{"payload": "{\"id\": 5}", "topic": "a"}]);
            json["context"]["mocks"] = json!([
                {"function": "get_dynamodb", "arguments": "", "answer": "{\"room\": \"hall\"}", "fails": false}
            ]);
            json["table"] = json!({"memory_hours": 12, "magnetic_days": 30, "magnetic_writes": true});
        }));
    }

    #[test]
    fn markdown_is_not_broken_by_what_stands_in_it() {
        let rule = Portable { sql: "SELECT 1 AS a -- ```\nFROM 'x'".to_owned(), ..sample() };
        let text = markdown(&rule);
        assert!(text.contains("````sql\nSELECT 1 AS a -- ```\nFROM 'x'\n````\n"), "{text}");
        assert!(text.contains("Message 1, `iot/topic`:") && text.contains("\"tableName\": \"sampleTable\""));
    }
}
