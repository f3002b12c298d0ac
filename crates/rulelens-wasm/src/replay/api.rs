//! The shapes of a replay that cross the border to JavaScript.

use crate::api::{DiagnosticView, OutcomeKind, SeverityView};
use crate::context::ContextRequest;
#[cfg(feature = "documents")]
use crate::documents::RuleView;
use crate::table::{MessageRequest, TableRequest};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tsify::Tsify;

/// One rule and many messages, in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default)]
pub struct ReplayRequest {
    /// A rule that `readRuleDocument` found; takes the place of `sql`, `sqlVersion` and `action`.
    #[cfg(feature = "documents")]
    #[tsify(optional)]
    pub rule: Option<RuleView>,
    /// The rule's SQL statement.
    #[tsify(optional)]
    pub sql: String,
    /// `2015-10-08`, `2016-03-23` or `beta`; left out: `2016-03-23`.
    #[tsify(optional)]
    pub sql_version: Option<String>,
    /// The actions as in an AWS rule, as in an `EvaluateRequest`; left out: no action.
    #[tsify(optional)]
    pub action: Option<String>,
    /// The settings of the Timestream tables; left out: those of a new table.
    #[tsify(optional)]
    pub table: Option<TableRequest>,
    /// The topic of messages that name none.
    pub topic: String,
    /// What surrounds messages that name nothing; left out: an anonymous client and the present moment.
    #[tsify(optional, type = "ContextRequest")]
    pub context: Option<ContextRequest>,
    /// The messages, at most 10,000.
    pub messages: Vec<MessageRequest>,
}

/// What many messages came to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ReplayResponse {
    /// What there is to say about the rule, its actions and the request, errors first; with what SELECT or a template
    /// reads and payloads do not have, once for all messages.
    pub diagnostics: Vec<DiagnosticView>,
    /// What became of each message, in order; empty where rule, actions or request were refused.
    pub messages: Vec<ReplayedMessage>,
    /// What all messages together came to; absent where rule, actions or request were refused.
    #[tsify(optional)]
    pub summary: Option<SummaryView>,
}

/// What became of one message of a replay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ReplayedMessage {
    /// How far it got; `refused` where it could not be read.
    pub outcome: OutcomeKind,
    /// How many records its Timestream actions would write.
    pub records: usize,
    /// How many of them Timestream refuses.
    pub refused: usize,
    /// How many actions lost something of it.
    pub failures: usize,
    /// Errors and warnings, errors first, at most eight, each code once.
    pub said: Vec<SaidView>,
}

/// A diagnostic without its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SaidView {
    /// A stable code such as `timestream.type-conflict`.
    pub code: String,
    /// How grave it is.
    pub severity: SeverityView,
    /// What happened, cut after 300 characters.
    pub message: String,
}

/// What all messages together came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SummaryView {
    /// Messages that could be read.
    pub messages: u64,
    /// Messages that could not be read.
    pub malformed: u64,
    /// Messages by their outcome: `output`, `notMatched`, `failed`.
    #[tsify(type = "Record<string, number>")]
    pub outcomes: BTreeMap<String, u64>,
    /// Records by what becomes of them: `accepted`, `unchanged`, `refused`, `undocumented`.
    #[tsify(type = "Record<string, number>")]
    pub records: BTreeMap<String, u64>,
    /// Deliveries of which something was lost, by the action's name.
    #[tsify(type = "Record<string, number>")]
    pub failures: BTreeMap<String, u64>,
    /// Messages of which a diagnostic was said, by its code.
    #[tsify(type = "Record<string, number>")]
    pub diagnostics: BTreeMap<String, u64>,
    /// The tables in the order in which they were first written to, with 10,000 measures together at most.
    pub tables: Vec<TableView>,
    /// Whether all tables, measures and conflicts are there; what is kept and listed is bounded.
    pub complete: bool,
}

/// A Timestream table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct TableView {
    /// The database's name.
    pub database: String,
    /// The table's name.
    pub table: String,
    /// The measures in the order in which they were first written.
    pub measures: Vec<MeasureView>,
}

/// A measure of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct MeasureView {
    /// Its name.
    pub name: String,
    /// Its type, which is that of the first record.
    pub measure_value_type: String,
    /// The record that gave the measure its type.
    pub first: WriteView,
    /// The first records of another type, each of another message; at most three.
    pub conflicts: Vec<WriteView>,
    /// How many records had another type.
    pub conflict_count: u64,
}

/// A record that was written, or would have been.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct WriteView {
    /// The message's place among those that could be read, from 1.
    pub message: u64,
    /// The value's type.
    pub measure_value_type: String,
    /// The value, cut after 60 characters.
    pub value: String,
}
