//! What the user fills in beside SQL and payload, and the request that it makes.

use super::actions::Actions;
use super::cases::Cases;
use super::kept::{Kept, kept, write_members};
use super::messages::{INTERVAL, MessageRow, Messages, PayloadForm};
use super::mocks::MockRow;
use super::services::{DescriptorRow, PairRow, descriptors, pairs};
use super::source::Source;
use super::table::TableForm;
use rulelens_wasm::{ContextDocument, EvaluateRequest, MessageRequest, PlaceholderView, SqlVersion};
use serde_json::Value as Json;

/// The SQL versions of AWS IoT, newest stable one first.
pub const SQL_VERSIONS: [&str; SqlVersion::ALL.len()] =
    [SqlVersion::V2016_03_23.name(), SqlVersion::V2015_10_08.name(), SqlVersion::Beta.name()];

/// The fields of the page, but for SQL and payload.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inputs {
    /// The topic that the chosen message is published to.
    pub topic: String,
    /// One of [`SQL_VERSIONS`].
    pub sql_version: String,
    /// What a rule has beside statement and actions.
    pub rule: RuleForm,
    /// The document that the rule came from.
    pub source: Option<Source>,
    /// The actions and the error action.
    pub actions: Actions,
    /// The message context.
    pub context: ContextForm,
    /// The messages, of which one is chosen.
    pub messages: Messages,
    /// The settings of the simulated tables.
    pub table: TableForm,
    /// The rule's cases; they decide nothing about a message.
    pub cases: Cases,
}

kept! {
    Inputs {
        topic,
        sql_version,
        rule unless RuleForm::is_empty,
        source unless Option::is_none,
        actions,
        context,
        messages,
        table unless TableForm::is_usual,
        cases unless Cases::is_empty,
    }
}

/// What a rule has beside statement and actions; it decides nothing about a message.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleForm {
    /// Its name.
    pub name: String,
    /// Its description.
    pub description: String,
    /// Whether it is switched off.
    pub disabled: bool,
}

kept! { RuleForm { name, description, disabled } }

impl RuleForm {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Who sent the message, from where, and when. A function whose field is empty has no answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContextForm {
    /// What `clientid()` answers.
    pub client_id: String,
    /// What `principal()` answers.
    pub principal: String,
    /// What `accountid()` answers.
    pub account_id: String,
    /// What `sourceip()` answers.
    pub source_ip: String,
    /// What `traceid()` answers.
    pub trace_id: String,
    /// The time at which the rule runs.
    pub clock: Clock,
    /// The MQTT 5 properties of the message.
    pub mqtt_properties: Vec<PairRow>,
    /// The MQTT 5 user properties of the message.
    pub user_properties: Vec<PairRow>,
    /// What functions that call other services are answered.
    pub mocks: Vec<MockRow>,
    /// The protobuf descriptors that `decode` reads.
    pub descriptors: Vec<DescriptorRow>,
}

kept! {
    ContextForm {
        client_id,
        principal,
        account_id,
        source_ip,
        trace_id,
        clock,
        mqtt_properties,
        user_properties,
        mocks or "stand_ins",
        descriptors,
    }
}

/// The time at which the rule runs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Clock {
    /// The time of the evaluation.
    #[default]
    Live,
    /// Always this time, in milliseconds since 1970-01-01 UTC.
    Fixed(f64),
}

impl Kept for Clock {
    fn read(kept: &Json) -> Option<Self> {
        match kept {
            Json::String(name) => (name == "Live").then_some(Self::Live),
            other => other.get("Fixed")?.as_f64().map(Self::Fixed),
        }
    }

    fn write(&self, to: &mut String) {
        match self {
            Self::Live => to.push_str("\"Live\""),
            Self::Fixed(time) => write_members(to, &mut |members| members.put("Fixed", time)),
        }
    }
}

impl Inputs {
    /// Whether nothing was filled in otherwise; which message is chosen does not matter.
    #[must_use]
    pub fn is_same_work(&self, other: &Self) -> bool {
        let row = |inputs: &Self, at: usize| {
            let topic = inputs.topic_of(at).to_owned();
            MessageRow { topic, ..MessageRow::clone(&inputs.messages.rows()[at]) }
        };
        let rest =
            |inputs: &Self| Self { topic: String::new(), messages: Messages::default(), ..inputs.clone() };
        let count = self.messages.count();
        count == other.messages.count()
            && (0..count).all(|at| row(self, at) == row(other, at))
            && rest(self) == rest(other)
    }

    /// The request for the chosen message at the time `now`, in milliseconds since 1970-01-01 UTC, with SQL and payload
    /// still empty.
    #[must_use]
    pub fn request(&self, now: f64) -> EvaluateRequest {
        let at = self.messages.chosen();
        let row = self.messages.row();
        let common = ContextDocument { timestamp: Some(self.time_of(at, now)), ..self.common_context() };
        let (payload_base64, payload_hex) = place_of_payload(row.form);
        EvaluateRequest {
            sql_version: Some(self.sql_version.clone()),
            topic: self.topic.clone(),
            payload_base64,
            payload_hex,
            action: self.actions.json(),
            placeholders: self.placeholders(),
            context: Some(row.context().map_or(common.clone(), |own| over(own, common))),
            table: self.table.request(),
            interval: INTERVAL,
            type_reasons: true,
            ..EvaluateRequest::default()
        }
    }

    /// What in the rule stands for something that its document leaves open.
    #[must_use]
    pub fn placeholders(&self) -> Vec<PlaceholderView> {
        let known = self.source.iter().flat_map(|source| &source.placeholders);
        let view = |one: &super::source::Placeholder| PlaceholderView {
            text: one.text.clone(),
            stands_for: one.stands_for.clone(),
        };
        known.map(view).collect()
    }

    /// What all messages have in common, but for the time.
    #[must_use]
    pub fn common_context(&self) -> ContextDocument {
        let context = &self.context;
        ContextDocument {
            client_id: filled(&context.client_id),
            principal: filled(&context.principal),
            account_id: filled(&context.account_id),
            trace_id: filled(&context.trace_id),
            source_ip: filled(&context.source_ip),
            mqtt_properties: pairs(&context.mqtt_properties).collect(),
            user_properties: pairs(&context.user_properties).collect(),
            mocks: context.mocks.iter().filter_map(MockRow::request).collect(),
            descriptors: descriptors(&context.descriptors),
            ..ContextDocument::default()
        }
    }

    /// The time of a message when it is `now`: its own, or by the clock, with an interval between messages. A live clock
    /// tells the last message's time, a fixed one the first's.
    #[must_use]
    pub fn time_of(&self, at: usize, now: f64) -> f64 {
        let own = self.messages.rows().get(at).and_then(|row| row.time);
        own.unwrap_or_else(|| self.start(now) + at as f64 * INTERVAL)
    }

    /// The time of the first message when it is `now`, unless it has its own.
    #[must_use]
    pub fn start(&self, now: f64) -> f64 {
        match self.context.clock {
            Clock::Live => now - self.messages.count().saturating_sub(1) as f64 * INTERVAL,
            Clock::Fixed(time) => time,
        }
    }

    /// Messages from one place to another, with empty payloads.
    pub fn message_requests(
        &self,
        places: std::ops::Range<usize>,
    ) -> impl Iterator<Item = MessageRequest> + '_ {
        places.map(|at| {
            let row = &self.messages.rows()[at];
            let (payload_base64, payload_hex) = place_of_payload(row.form);
            MessageRequest {
                topic: Some(self.topic_of(at).to_owned()),
                payload: String::new(),
                payload_base64,
                payload_hex,
                context: row.context(),
            }
        })
    }
}

/// The empty texts in base64 and in hexadecimal digits where the payload has its place.
fn place_of_payload(form: PayloadForm) -> (Option<String>, Option<String>) {
    let of = |one| (form == one).then(String::new);
    (of(PayloadForm::Base64), of(PayloadForm::Hex))
}

impl MessageRow {
    /// What of the context is its own.
    #[must_use]
    pub fn context(&self) -> Option<ContextDocument> {
        if self.client_id.is_empty() && self.time.is_none() && self.more.is_empty() {
            return None;
        }
        let more: ContextDocument = serde_json::from_str(&self.more).unwrap_or_default();
        Some(ContextDocument {
            client_id: filled(&self.client_id).or(more.client_id),
            timestamp: self.time.or(more.timestamp),
            ..more
        })
    }
}

/// A message's own context, with what it omits as in the common one.
fn over(own: ContextDocument, common: ContextDocument) -> ContextDocument {
    fn some_or<T>(own: Vec<T>, common: Vec<T>) -> Vec<T> {
        if own.is_empty() { common } else { own }
    }
    ContextDocument {
        client_id: own.client_id.or(common.client_id),
        principal: own.principal.or(common.principal),
        account_id: own.account_id.or(common.account_id),
        timestamp: own.timestamp.or(common.timestamp),
        trace_id: own.trace_id.or(common.trace_id),
        source_ip: own.source_ip.or(common.source_ip),
        mqtt_properties: if own.mqtt_properties.is_empty() {
            common.mqtt_properties
        } else {
            own.mqtt_properties
        },
        user_properties: some_or(own.user_properties, common.user_properties),
        mocks: some_or(own.mocks, common.mocks),
        descriptors: some_or(own.descriptors, common.descriptors),
        random_seed: own.random_seed.or(common.random_seed),
        dynamodb_tables: if own.dynamodb_tables.is_empty() {
            common.dynamodb_tables
        } else {
            own.dynamodb_tables
        },
    }
}

fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
