//! What a rule is evaluated for: a message and its context.

use crate::diagnostic::{Diagnostic, Example, Input};
use crate::evidence::Evidence;
use crate::limits::{MAX_PAYLOAD_BYTES, MAX_STEPS};
use crate::payload;
use crate::protobuf::DescriptorFile;
use crate::topic::{MAX_TOPIC_BYTES, MAX_TOPIC_SLASHES, seen_by_rule};
use crate::value::Value;
use std::collections::BTreeMap;
use std::ops::Range;

crate::declare_codes! {
    pub(crate) CODES;
    TOPIC_INVALID = "topic.invalid", Error, "No message can be published to this topic.",
        [
            Example::sql("SELECT * FROM 'sensors/+'").on("sensors/+"),
            Example::sql("SELECT * FROM '#'").on("sensors/#"),
            Example::sql("SELECT * FROM '#'").on(""),
            Example::sql("SELECT * FROM '#'").on("sensors/\0"),
        ],
        silent [Example::sql("SELECT * FROM '#'").on("sensors/*"), Example::sql("SELECT * FROM '#'").on("/")];
    TOPIC_TOO_LONG = "topic.too-long", Error, "AWS IoT limits topics to 256 bytes and 8 levels.",
        [Example::sql("SELECT * FROM '#'").on("1/2/3/4/5/6/7/8/9")],
        silent [
            Example::sql("SELECT * FROM '#'").on("1/2/3/4/5/6/7/8"),
            Example::sql("SELECT * FROM '#'").on("$aws/rules/climate/1/2/3/4/5/6/7/8"),
        ];
}

/// A message as it was published.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// The topic it was published to.
    pub topic: &'a str,
    /// Its payload, in bytes.
    pub payload: &'a [u8],
}

impl Message<'_> {
    /// What AWS IoT's broker would say about the message before any rule sees it.
    #[must_use]
    pub fn check(&self) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        let topic = self.topic;
        // Almost every topic is in order.
        if (1..=MAX_TOPIC_BYTES).contains(&topic.len())
            && topic.bytes().map(|byte| SLASHES[usize::from(byte)]).sum::<usize>() <= MAX_TOPIC_SLASHES
            && self.payload.len() <= MAX_PAYLOAD_BYTES
        {
            return diagnostics;
        }
        if topic.is_empty() {
            diagnostics.push(topic_invalid(0..0, "it is empty"));
        }
        if let Some(at) = topic.bytes().position(is_wildcard) {
            let why = match topic.as_bytes()[at] {
                0 => "it contains U+0000, which MQTT forbids",
                _ => "`+` and `#` belong in filters only",
            };
            diagnostics.push(topic_invalid(at..at + 1, why));
        }
        let counted = seen_by_rule(topic);
        if counted.len() > MAX_TOPIC_BYTES
            || counted.bytes().filter(|byte| *byte == b'/').count() > MAX_TOPIC_SLASHES
        {
            diagnostics.push(topic_too_long(topic.len()));
        }
        if self.payload.len() > MAX_PAYLOAD_BYTES {
            diagnostics.push(payload::too_large(self.payload.len()));
        }
        diagnostics
    }
}

/// Whether no topic of a message has this byte.
const fn is_wildcard(byte: u8) -> bool {
    matches!(byte, b'+' | b'#' | 0)
}

/// What each byte of a topic counts towards [`MAX_TOPIC_SLASHES`]: a slash one, a wildcard more than are allowed.
static SLASHES: [usize; 256] = {
    let mut slashes = [0; 256];
    let mut byte = 0;
    while byte < slashes.len() {
        slashes[byte] = match byte as u8 {
            b'/' => 1,
            other if is_wildcard(other) => MAX_TOPIC_SLASHES + 1,
            _ => 0,
        };
        byte += 1;
    }
    slashes
};

/// A message's context: who sent it, when, and what other services would return.
///
/// The engine reads no clock, network, file or random source of its own: everything comes from here.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The time at which the rule runs, in milliseconds since 1970-01-01 UTC.
    pub timestamp_ms: i64,
    /// The MQTT client's id; `None` for a message that did not come over MQTT, where `clientid()` gives `n/a`.
    pub client_id: Option<String>,
    /// What `principal()` gives.
    pub principal: Option<String>,
    /// The account that owns the rule.
    pub account_id: Option<String>,
    /// The message's trace ID; `None` where `traceid()` is Undefined.
    pub trace_id: Option<String>,
    /// The sender's IP address.
    pub source_ip: Option<String>,
    /// The MQTT 5 properties of the message, by the names that `get_mqtt_property` takes.
    pub mqtt_properties: BTreeMap<String, String>,
    /// The MQTT 5 user properties in order; a key may occur more than once.
    pub user_properties: Vec<(String, String)>,
    /// What functions that call other services answer.
    pub mocks: Vec<Mock>,
    /// The protobuf descriptors that `decode` reads.
    pub descriptors: Vec<DescriptorFile>,
    /// What `rand()` and `newuuid()` start from.
    pub random_seed: u64,
    /// How many steps of work and memory a message may take, where that is less than [`MAX_STEPS`]; beyond them it is stopped,
    /// with `run.too-many-steps`. Finding out why something is Undefined may take as many again, and is left out beyond them;
    /// see [`Run::is_short`](crate::Run::is_short).
    pub step_limit: Option<u64>,
}

/// One run of a rule: its time, and what its random numbers start from. All else of a [`Context`] can be shared by many
/// messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invocation {
    /// The time, as [`Context::timestamp_ms`].
    pub timestamp_ms: i64,
    /// What random numbers start from, as [`Context::random_seed`].
    pub random_seed: u64,
}

impl Context {
    /// How many steps a message may take.
    pub(crate) fn step_limit(&self) -> u64 {
        self.step_limit.map_or(MAX_STEPS, |limit| limit.min(MAX_STEPS))
    }

    /// Its time and its random seed.
    #[must_use]
    pub fn invocation(&self) -> Invocation {
        Invocation { timestamp_ms: self.timestamp_ms, random_seed: self.random_seed }
    }
}

/// The answer of a function that calls another service.
///
/// Of several that fit a call the first one answers.
///
/// ```
/// use iot_sql::{Context, Message, Outcome, Rule, SqlVersion, Mock, Value};
///
/// let sql = "SELECT get_dynamodb('devices', 'id', id, 'arn:aws:iam::123456789012:role/r').room AS room FROM 'a'";
/// let rule = Rule::parse(sql, SqlVersion::V2016_03_23)?;
/// let item = Value::from_json(br#"{"room": "hall"}"#).expect("JSON");
/// let mock = Mock::new("get_dynamodb", item).for_arguments(["devices", "id", "d1"].map(Value::from));
/// let context = Context { mocks: vec![mock], ..Context::default() };
/// let Outcome::Output(outgoing) = rule.evaluate(Message { topic: "a", payload: br#"{"id": "d1"}"# }, &context) else {
///     panic!()
/// };
/// assert_eq!(outgoing.to_bytes(), br#"{"room":"hall"}"#);
/// # Ok::<(), iot_sql::Diagnostic>(())
/// ```
#[derive(Clone, Debug)]
pub struct Mock {
    /// The function's name, such as `get_dynamodb`, in any case.
    pub function: String,
    /// The arguments it answers for, from the first one on; further ones, such as a role, may be anything. Null also
    /// stands for Undefined, which JSON cannot write. `None` answers any call.
    pub arguments: Option<Vec<Value>>,
    /// What it answers, or why it fails.
    pub answer: Result<Value, String>,
}

impl Mock {
    /// Answers any call of the function with a value.
    #[must_use]
    pub fn new(function: impl Into<String>, answer: Value) -> Self {
        Self { function: function.into(), arguments: None, answer: Ok(answer) }
    }

    /// Lets any call of the function fail, and says why.
    #[must_use]
    pub fn failing(function: impl Into<String>, why: impl Into<String>) -> Self {
        Self { function: function.into(), arguments: None, answer: Err(why.into()) }
    }

    /// The same answer, only for calls whose arguments start with these.
    #[must_use]
    pub fn for_arguments(mut self, arguments: impl IntoIterator<Item = Value>) -> Self {
        self.arguments = Some(arguments.into_iter().collect());
        self
    }

    /// Whether it answers for this function.
    pub(crate) fn is_for(&self, function: &str) -> bool {
        self.function.eq_ignore_ascii_case(function)
    }
}

fn topic_invalid(range: Range<usize>, why: &str) -> Diagnostic {
    Diagnostic::new(&TOPIC_INVALID, format!("No message can be published to this topic: {why}."))
        .at(range, why)
        .input(Input::Topic)
        .help("A message has one topic, such as `sensors/kitchen`; wildcards are for the rule's FROM.")
        .evidence(Evidence::Documented)
}

fn topic_too_long(length: usize) -> Diagnostic {
    Diagnostic::new(&TOPIC_TOO_LONG, "The topic has more than 256 bytes or more than 7 slashes.")
        .at(0..length, "")
        .input(Input::Topic)
        .help("The broker rejects the message, so no rule sees it. Shorten the topic.")
        .evidence(Evidence::Documented)
}
