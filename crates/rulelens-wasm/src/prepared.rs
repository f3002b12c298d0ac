//! One rule for very many messages.

use crate::memory::{Views, view};
use crate::respond::sql_version;
use iot_sql::{Context, Message, Rule, Runner};
use js_sys::Uint8Array;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

/// A rule that is read once and returns the outgoing payloads of any number of messages, about as fast as `JSON.parse`
/// reads them.
///
/// ```js
/// const rule = new PreparedRule("SELECT t FROM 'sensors/a'", "sensors/a");
/// for (const payload of payloads) console.log(rule.outgoing(payload));
/// ```
///
/// `outgoing`, from text to text, is the method of `prepared.js`, which says how it is called. Payloads of bytes are
/// written straight into the module's memory, and outgoing ones stay there until they are asked for:
///
/// ```js
/// let place = rule.room(4096);
/// for (const bytes of payloads) {
///   // An empty view: the memory has grown and stands elsewhere.
///   if (place.length === 0) place = rule.room(4096);
///   place.set(bytes);
///   if (rule.run(bytes.length) >= 0) console.log(rule.bytes());
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
    texts: Texts,
    failure: Option<String>,
}

/// What `outgoing` of `prepared.js` reads and writes, apart from what callers have views of.
#[derive(Default)]
struct Texts {
    payload: Vec<u8>,
    /// Where the last outgoing payload stands.
    place: usize,
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
            texts: Texts::default(),
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
        let Self { runner, topic, context, payload, outgoing, failure, .. } = self;
        match run(runner, topic, payload.get(..bytes), context, failure) {
            Ok(bytes) => {
                outgoing.extend_from_slice(bytes);
                i32::try_from(bytes.len()).unwrap_or(FAILED)
            }
            Err(code) => code,
        }
    }

    /// For `prepared.js`: makes room for a text of so many bytes, and returns a view of it, which becomes empty when the
    /// memory grows.
    #[doc(hidden)]
    #[wasm_bindgen(js_name = textRoom, skip_typescript)]
    pub fn text_room(&mut self, bytes: usize) -> Uint8Array {
        self.texts.payload.resize(bytes, 0);
        view(&self.texts.payload)
    }

    /// For `prepared.js`: [`PreparedRule::run`] for what stands in the room for texts. The outgoing payload's length is
    /// in the bits above the second; the first one says that it is not all ASCII, the second one that it stands elsewhere
    /// than the last one.
    #[doc(hidden)]
    #[wasm_bindgen(js_name = runText, skip_typescript)]
    pub fn run_text(&mut self, bytes: usize) -> i32 {
        let Self { runner, topic, context, texts, failure, .. } = self;
        match run(runner, topic, texts.payload.get(..bytes), context, failure) {
            Ok(outgoing) => {
                let place = outgoing.as_ptr() as usize;
                let has_moved = std::mem::replace(&mut texts.place, place) != place;
                let flags = usize::from(!outgoing.is_ascii()) | usize::from(has_moved) << 1;
                i32::try_from(outgoing.len() << 2 | flags).unwrap_or(FAILED)
            }
            Err(code) => code,
        }
    }

    /// For `prepared.js`: where in the module's memory the outgoing payload of the last [`PreparedRule::run_text`] stands.
    #[doc(hidden)]
    #[wasm_bindgen(js_name = textPlace, skip_typescript)]
    #[must_use]
    pub fn text_place(&self) -> usize {
        self.texts.place
    }

    /// The outgoing payload of the last [`PreparedRule::run`]: a view of the module's memory, good until the next call.
    #[must_use]
    pub fn bytes(&mut self) -> Uint8Array {
        self.views.of(&self.outgoing)
    }

    /// The same as text.
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

/// The outgoing payload of a message; or what [`PreparedRule::run`] returns where there is none.
#[inline]
fn run<'s>(
    runner: &'s mut Runner,
    topic: &'s str,
    payload: Option<&'s [u8]>,
    context: &Context,
    failure: &mut Option<String>,
) -> Result<&'s [u8], i32> {
    *failure = None;
    let Some(payload) = payload else {
        *failure = Some("There is less room than that.".into());
        return Err(FAILED);
    };
    match runner.run(Message { topic, payload }, context) {
        Ok(outgoing) => outgoing.ok_or(NOTHING),
        Err(diagnostic) => {
            *failure = Some(diagnostic.message);
            Err(FAILED)
        }
    }
}

/// What [`PreparedRule::run`] returns if the rule does not act.
const NOTHING: i32 = -1;

/// What [`PreparedRule::run`] returns if the rule fails.
const FAILED: i32 = -2;
