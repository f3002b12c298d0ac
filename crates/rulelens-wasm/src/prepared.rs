//! One rule for very many messages.

use crate::memory::{Views, view};
use crate::respond::sql_version;
use iot_sql::{Context, Message, Rule, Runner};
use js_sys::Uint8Array;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

/// A rule that is read once and returns the outgoing payloads of any number of messages, about as fast as `JSON.parse`
/// reads them.
///
/// Payloads are written straight into the module's memory, and outgoing ones stay there until they are asked for:
///
/// ```js
/// const rule = new PreparedRule("SELECT t FROM 'sensors/a'", "sensors/a");
/// const encoder = new TextEncoder();
/// let place = rule.room(4096);
/// for (const payload of payloads) {
///   // An empty view: the memory has grown and stands elsewhere.
///   if (place.length === 0) place = rule.room(4096);
///   if (rule.run(encoder.encodeInto(payload, place).written) >= 0) console.log(rule.text());
/// }
/// ```
#[wasm_bindgen]
pub struct PreparedRule {
    runner: Runner,
    topic: String,
    context: Context,
    payload: Vec<u8>,
    /// The last outgoing payload.
    outgoing: Vec<u8>,
    views: Views,
    failure: Option<String>,
}

#[wasm_bindgen]
impl PreparedRule {
    /// Reads a rule. `version_name` is `2015-10-08`, `2016-03-23` or `beta`; default: `2016-03-23`. Functions see the
    /// current time, and an anonymous client.
    ///
    /// # Errors
    /// An `Error` with the first thing that makes AWS reject the statement.
    #[wasm_bindgen(constructor)]
    #[expect(clippy::needless_pass_by_value, reason = "wasm-bindgen hands an optional text over")]
    pub fn new(sql: &str, topic: String, version_name: Option<String>) -> Result<Self, JsError> {
        let version = sql_version(version_name.as_deref()).map_err(|message| JsError::new(&message))?;
        let rule = Rule::parse(sql, version).map_err(|diagnostic| JsError::new(&diagnostic.message))?;
        Ok(Self {
            runner: Runner::new(rule),
            topic,
            context: Context { timestamp_ms: js_sys::Date::now() as i64, ..Context::default() },
            payload: Vec::new(),
            outgoing: Vec::new(),
            views: Views::default(),
            failure: None,
        })
    }

    /// The topic of the messages that follow.
    #[wasm_bindgen(setter)]
    pub fn set_topic(&mut self, topic: String) {
        self.topic = topic;
    }

    /// The time at which the rule runs, in milliseconds since 1970-01-01 UTC.
    #[wasm_bindgen(setter)]
    pub fn set_timestamp(&mut self, milliseconds: f64) {
        self.context.timestamp_ms = milliseconds as i64;
    }

    /// Makes room for a payload of so many bytes, and returns its place: a view of the module's memory,
    /// which becomes empty when that memory grows. A text takes up to three bytes for each UTF-16 code unit.
    pub fn room(&mut self, bytes: usize) -> Uint8Array {
        self.payload.resize(bytes, 0);
        view(&self.payload)
    }

    /// Takes the message through the rule whose payload is the first so many bytes of the room. Returns the outgoing
    /// payload's length in bytes; -1 where the rule does not act because of the topic or of WHERE; -2 where it was
    /// started and failed, or where there is less room than that, see [`PreparedRule::failure`].
    ///
    /// It does not throw, because handing an error over takes longer than most rules.
    pub fn run(&mut self, bytes: usize) -> i32 {
        self.outgoing.clear();
        self.failure = None;
        let Some(payload) = self.payload.get(..bytes) else {
            self.failure = Some("There is less room than that.".into());
            return FAILED;
        };
        match self.runner.run(Message { topic: &self.topic, payload }, &self.context) {
            Ok(None) => NOTHING,
            Ok(Some(outgoing)) => {
                self.outgoing.extend_from_slice(outgoing);
                i32::try_from(outgoing.len()).unwrap_or(FAILED)
            }
            Err(diagnostic) => {
                self.failure = Some(diagnostic.message);
                FAILED
            }
        }
    }

    /// The last outgoing payload: a view of the module's memory, good until the next call.
    #[must_use]
    pub fn bytes(&mut self) -> Uint8Array {
        self.views.of(&self.outgoing)
    }

    /// The last outgoing payload as text.
    #[must_use]
    pub fn text(&mut self) -> JsValue {
        self.views.text(&self.outgoing)
    }

    /// Why the last message failed.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn failure(&self) -> Option<String> {
        self.failure.clone()
    }
}

/// What [`PreparedRule::run`] returns if the rule does not act.
const NOTHING: i32 = -1;

/// What [`PreparedRule::run`] returns if the rule fails.
const FAILED: i32 = -2;
