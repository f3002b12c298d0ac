//! What a rule is evaluated for: a message and what surrounds it.

use crate::value::Value;
use std::collections::BTreeMap;

/// A message as it was published.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// The topic it was published to.
    pub topic: &'a str,
    /// Its payload, in bytes.
    pub payload: &'a [u8],
}

/// What surrounds a message: who sent it, when, and what other services would answer.
///
/// The engine reads no clock, network, file or random source of its own: everything comes from here.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The moment at which the rule runs, in milliseconds since 1970-01-01 UTC.
    pub timestamp_ms: i64,
    /// The MQTT client's id; `None` for a message that did not come over MQTT, where `clientid()` gives `n/a`.
    pub client_id: Option<String>,
    /// What `principal()` gives.
    pub principal: Option<String>,
    /// The account that owns the rule.
    pub account_id: Option<String>,
    /// The message's trace id; `None` where `traceid()` is Undefined.
    pub trace_id: Option<String>,
    /// The sender's IP address.
    pub source_ip: Option<String>,
    /// The MQTT 5 properties of the message, by the names that `get_mqtt_property` takes.
    pub mqtt_properties: BTreeMap<String, String>,
    /// The MQTT 5 user properties in order; a key may occur more than once.
    pub user_properties: Vec<(String, String)>,
    /// What functions that ask other services answer.
    pub stand_ins: Vec<StandIn>,
    /// What `rand()` and `newuuid()` start from.
    pub random_seed: u64,
}

/// The answer of a function that asks another service.
#[derive(Clone, Debug)]
pub struct StandIn {
    /// The function's name, such as `get_dynamodb`.
    pub function: String,
    /// The arguments it answers for; `None` answers any call.
    pub arguments: Option<Vec<Value>>,
    /// What it answers, or why it fails.
    pub answer: Result<Value, String>,
}
