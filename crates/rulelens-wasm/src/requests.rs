//! What JavaScript asks.
//!
//! Places in texts are in UTF-16 code units, because that is what editors and `String.slice` count.

use crate::document_views::PlaceholderView;
#[cfg(feature = "documents")]
use crate::document_views::RuleView;
use crate::forms::RowsView;
use crate::series::SeriesView;
use iot_sql::Severity;
use rule_actions::ContextDocument;
use rule_actions::timestream::MeasureValueType;
use rule_actions::view::{DiagnosticView, RecordView, ShortDiagnostic, SummaryView};
use rule_actions::{OutcomeKind, StageName};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One message, one rule and, where there is one, its action.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "exports", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default)]
pub struct EvaluateRequest {
    /// A rule that `readRuleDocument` found; takes the place of `sql`, `sqlVersion` and `action`.
    #[cfg(feature = "documents")]
    pub rule: Option<RuleView>,
    /// What in the statement and in the actions stands for something that is known only when the rule is deployed, as
    /// `readRuleDocument` lists it: it is neither parsed nor judged; default: nothing.
    pub placeholders: Vec<PlaceholderView>,
    /// The rule's SQL statement.
    pub sql: String,
    /// `2015-10-08`, `2016-03-23` or `beta`; default: `2016-03-23`.
    pub sql_version: Option<String>,
    /// The topic that the message was published to.
    pub topic: String,
    /// The payload as text; published as UTF-8.
    pub payload: String,
    /// The payload as bytes in base64; where given, it takes the place of `payload`.
    pub payload_base64: Option<String>,
    /// The payload as bytes in hexadecimal digits; where given, it takes the place of `payload`.
    pub payload_hex: Option<String>,
    /// The actions as in an AWS rule, as JSON text: one, `{"timestream": {…}}`, an array of such, or an object with
    /// `actions` and `errorAction`; default: no action.
    pub action: Option<String>,
    /// The message context; default: an anonymous client and the current time.
    pub context: Option<ContextDocument>,
    /// Whether the response has a trace of the evaluation.
    pub trace: bool,
    /// The settings of the Timestream tables; default: those of a new table.
    pub table: Option<TableRequest>,
    /// The messages that came before this one, in order; what services keep of them decides with what becomes of this
    /// one. At most 1,000.
    pub earlier: Vec<MessageRequest>,
    /// How many messages came before the earlier ones; messages are numbered from the first of them.
    pub skipped: u64,
    /// Milliseconds between messages whose context names no time; default: 0, all at the same time.
    pub interval: f64,
    /// Whether records carry the reason of their type, for which the payload is worked through once more.
    pub type_reasons: bool,
}

/// The settings of Timestream tables. What is omitted is as in a new table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "exports", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default)]
pub struct TableRequest {
    /// Hours that the memory store keeps records, 1 to 8766; default: 6.
    pub memory_retention_hours: Option<u32>,
    /// Days that the magnetic store keeps records, 1 to 73000; default: 73000.
    pub magnetic_retention_days: Option<u32>,
    /// Whether records too old for the memory store are written to the magnetic one; default: false.
    pub magnetic_writes: Option<bool>,
    /// Measures that the tables already have before the first message, with their types; default: none.
    #[cfg_attr(feature = "exports", tsify(type = "Record<string, MeasureValueType>"))]
    pub measures: BTreeMap<String, MeasureValueType>,
}

/// A message among others.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "exports", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default)]
pub struct MessageRequest {
    /// The topic that it was published to; default: the request's.
    pub topic: Option<String>,
    /// The payload as text; published as UTF-8.
    pub payload: String,
    /// The payload as bytes in base64; where given, it takes the place of `payload`.
    pub payload_base64: Option<String>,
    /// The payload as bytes in hexadecimal digits; where given, it takes the place of `payload`.
    pub payload_hex: Option<String>,
    /// Its context; what is omitted is as in the request's context.
    pub context: Option<ContextDocument>,
}

/// One rule and many messages, in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "exports", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default)]
pub struct ReplayRequest {
    /// A rule that `readRuleDocument` found; takes the place of `sql`, `sqlVersion` and `action`.
    #[cfg(feature = "documents")]
    pub rule: Option<RuleView>,
    /// What in the statement and in the actions stands for something that is known only when the rule is deployed, as
    /// `readRuleDocument` lists it: it is neither parsed nor judged; default: nothing.
    pub placeholders: Vec<PlaceholderView>,
    /// The rule's SQL statement.
    pub sql: String,
    /// `2015-10-08`, `2016-03-23` or `beta`; default: `2016-03-23`.
    pub sql_version: Option<String>,
    /// The actions as in an AWS rule, as in an `EvaluateRequest`; default: no action.
    pub action: Option<String>,
    /// The settings of the Timestream tables; default: those of a new table.
    pub table: Option<TableRequest>,
    /// The topic of messages that name none.
    pub topic: String,
    /// The context of messages that have none; default: an anonymous client and the current time.
    pub context: Option<ContextDocument>,
    /// The messages, at most 10,000.
    pub messages: Vec<MessageRequest>,
    /// Milliseconds between messages whose context names no time, of which the first has the time of the request's
    /// context; default: 0, all at the same time.
    pub interval: f64,
    /// How many records the response lists, and how many rows; default: none.
    pub record_limit: usize,
    /// How many values of each measure the response lists, evenly spread over the messages; default: none.
    pub point_limit: usize,
}

/// What many messages came to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "exports", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ReplayResponse {
    /// What there is to report about the rule, its actions and the request, most severe first; with what SELECT or a
    /// template reads and payloads do not have, once for all messages.
    pub diagnostics: Vec<DiagnosticView>,
    /// What became of each message, in order; empty if rule, actions or request were rejected.
    pub messages: Vec<ReplayedMessage>,
    /// What all messages together came to; absent if rule, actions or request were rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<SummaryView>,
    /// The measures of all tables with what was written to them, in the order of their first records.
    pub series: Vec<SeriesView>,
    /// The rows that a query shows when all messages are written, as many as were asked for.
    pub rows: RowsView,
    /// How many rows there are.
    pub row_count: usize,
    /// The rows that are listed as CSV (RFC 4180); empty if none were asked for.
    pub csv: String,
}

/// What became of one message of a replay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "exports", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ReplayedMessage {
    /// How far it got; `rejected` if it could not be read.
    pub outcome: OutcomeKind,
    /// The stage that stopped it; absent if it got through all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped_at: Option<StageName>,
    /// What that stage came to in a few words, such as `false`; absent if no stage stopped it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop: Option<String>,
    /// How severe that is; absent if no stage stopped it, or if the rule does what it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop_severity: Option<Severity>,
    /// Why it was stopped, in a sentence or two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
    /// How many records its Timestream actions would write.
    pub records: usize,
    /// How many of them Timestream rejects.
    pub rejected: usize,
    /// How many actions lost something of it.
    pub failures: usize,
    /// Whether SELECT gave no attribute, or its actions had nothing to write though none of them failed.
    pub empty: bool,
    /// Errors and warnings, errors first, at most eight, each code once.
    pub diagnostics: Vec<ShortDiagnostic>,
    /// The records of its Timestream actions, if they are among those that were asked for.
    pub listed: Vec<RecordView>,
}
