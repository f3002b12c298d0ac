//! The shapes that cross the border to JavaScript.
//!
//! Ranges are in UTF-16 code units of the text they point into, because that is what editors and `String.slice` count.
//! Numbers that a JavaScript `number` would round (measure values, times) are text.

use crate::context::ContextRequest;
use crate::delivery::{DeliveryView, TypeReasonView, VerdictView};
#[cfg(feature = "documents")]
use crate::documents::RuleView;
use crate::table::{MessageRequest, TableRequest};
use crate::trace::TraceView;
use rule_actions::timestream;
use serde::{Deserialize, Serialize};
use tsify::Tsify;

/// One message, one rule and, where there is one, its action.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default)]
pub struct EvaluateRequest {
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
    /// The topic that the message was published to.
    pub topic: String,
    /// The payload as text; published as UTF-8.
    pub payload: String,
    /// The payload as bytes in base64; where given, it takes the place of `payload`.
    #[tsify(optional)]
    pub payload_base64: Option<String>,
    /// The actions as in an AWS rule, as JSON text: one, `{"timestream": {…}}`, an array of such, or an object with
    /// `actions` and `errorAction`; left out: no action.
    #[tsify(optional)]
    pub action: Option<String>,
    /// What surrounds the message; left out: an anonymous client and the present moment.
    #[tsify(optional, type = "ContextRequest")]
    pub context: Option<ContextRequest>,
    /// Whether the response tells where everything came from.
    pub trace: bool,
    /// The settings of the Timestream tables; left out: those of a new table.
    #[tsify(optional)]
    pub table: Option<TableRequest>,
    /// The messages that came before this one, in order; what services keep of them decides with what becomes of this
    /// one. At most 1,000.
    #[tsify(optional)]
    pub earlier: Vec<MessageRequest>,
    /// Whether records carry the reason of their type, for which the payload is worked through once more.
    #[tsify(optional)]
    pub type_reasons: bool,
}

/// What a rule did with a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct EvaluateResponse {
    /// How far the message got.
    pub outcome: OutcomeKind,
    /// The gates that a message passes, in order: topic, WHERE, SELECT, actions.
    pub gates: Vec<GateView>,
    /// The outgoing payload's exact text; absent where the rule did not act, or where it is not text.
    #[tsify(optional)]
    pub outgoing_payload: Option<String>,
    /// The outgoing payload's bytes in base64, where it is binary.
    #[tsify(optional)]
    pub outgoing_payload_base64: Option<String>,
    /// What each action did, in the rule's order; empty where the message did not get so far.
    pub deliveries: Vec<DeliveryView>,
    /// What the error action did, where there is one and an action failed.
    #[tsify(optional)]
    pub error_delivery: Option<DeliveryView>,
    /// Everything there is to say, errors first.
    pub diagnostics: Vec<DiagnosticView>,
    /// Where everything came from, where the request asks for it and the statement was evaluated.
    #[tsify(optional)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<TraceView>,
}

impl EvaluateResponse {
    /// What the first Timestream action did, where the message got to one.
    #[must_use]
    pub fn timestream(&self) -> Option<&DeliveryView> {
        self.deliveries.iter().find(|delivery| delivery.action == timestream::KEY)
    }

    /// The records that the first Timestream action would write, in order.
    #[must_use]
    pub fn records(&self) -> &[RecordView] {
        self.timestream().map_or(&[], DeliveryView::records)
    }
}

/// How far a message got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum OutcomeKind {
    /// AWS IoT's broker rejects the message, so no rule sees it; what the rule and its actions would do with it is told
    /// all the same.
    NotPublished,
    /// The rule, its action or the request itself was refused; nothing was evaluated.
    Refused,
    /// The rule did not act: another topic, or a WHERE that is not true.
    NotMatched,
    /// The rule started and failed.
    Failed,
    /// There is an outgoing payload.
    Output,
}

/// One gate in the message's way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct GateView {
    /// Which gate.
    pub name: GateName,
    /// Its name for people, such as `WHERE`; for actions `Timestream`, or what the only action is called.
    pub title: String,
    /// Whether the message got through.
    pub state: GateState,
    /// The worst of what is wrong here, whether the message got through or not; absent where the rule does what it says,
    /// as with a WHERE that is false.
    #[tsify(optional)]
    pub severity: Option<SeverityView>,
    /// A few words for the strip, such as `2 attributes`.
    pub summary: String,
    /// What happened, why, and what to do, in a sentence or two.
    pub explanation: String,
}

/// The gates' names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum GateName {
    /// The topic filter in FROM.
    Topic,
    /// The WHERE clause.
    Where,
    /// The SELECT clause.
    Select,
    /// The rule's actions.
    Actions,
}

/// What happened at a gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum GateState {
    /// The message went through.
    Passed,
    /// There is no such clause or action, so nothing was asked.
    Absent,
    /// The message ended here.
    Stopped,
    /// An earlier gate ended it, so this one was not reached.
    NotReached,
}

/// One record of the WriteRecords request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct RecordView {
    /// The attribute's name.
    pub measure_name: String,
    /// The value as WriteRecords takes it: text, whatever the type.
    pub measure_value: String,
    /// `BIGINT`, `DOUBLE`, `BOOLEAN` or `VARCHAR`.
    pub measure_value_type: String,
    /// The time as text, in `time_unit` since 1970-01-01 UTC.
    pub time: String,
    /// `SECONDS`, `MILLISECONDS`, `MICROSECONDS` or `NANOSECONDS`.
    pub time_unit: String,
    /// The time as a date in UTC (`2026-01-31 08:15:00.000`), where it is one.
    #[tsify(optional)]
    pub time_utc: Option<String>,
    /// Whether the time is the moment of processing because the action names none.
    pub processing_time: bool,
    /// The dimensions, in the action's order.
    pub dimensions: Vec<DimensionView>,
    /// Why the measure has its type, where the request asks for it.
    #[tsify(optional)]
    pub type_reason: Option<TypeReasonView>,
    /// What Timestream does with it.
    pub verdict: VerdictView,
}

/// One dimension of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct DimensionView {
    /// The dimension's name.
    pub name: String,
    /// Its value after templates.
    pub value: String,
}

/// One thing to say about the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct DiagnosticView {
    /// A stable code such as `sql.unterminated-string`.
    pub code: String,
    /// How grave it is.
    pub severity: SeverityView,
    /// What happened, in one sentence.
    pub message: String,
    /// Which text the labels point into.
    pub input: InputName,
    /// Where in the action the text stands (`timestream.dimensions[0].value`), for `input: "action"`.
    #[tsify(optional)]
    pub action_path: Option<String>,
    /// The places, the primary one first.
    pub labels: Vec<LabelView>,
    /// What to do about it.
    #[tsify(optional)]
    pub help: Option<String>,
    /// How RuleLens knows, where a user could doubt it.
    #[tsify(optional)]
    pub evidence: Option<EvidenceView>,
    /// Changes that would mend it.
    pub fixes: Vec<FixView>,
    /// What the context has to supply, where that is what it is about.
    #[tsify(optional)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needed: Option<NeededView>,
}

/// What the context has to supply before a call can be evaluated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum NeededView {
    /// A mock: what another service would answer.
    Mock {
        /// The name of the function that asks it.
        function: String,
        /// The call's arguments as a JSON array; absent where they are too long to be written by hand.
        #[tsify(optional)]
        arguments: Option<String>,
    },
    /// A protobuf descriptor.
    Descriptor {
        /// The name of its bucket.
        bucket: String,
        /// Its key in the bucket.
        key: String,
    },
}

/// How grave a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum SeverityView {
    /// Refused.
    Error,
    /// Accepted, but probably not what was meant.
    Warning,
    /// Worth knowing.
    Info,
}

/// How a behaviour is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum EvidenceView {
    /// Observed on AWS.
    Verified,
    /// Seen on AWS by others, whose test or rule is named.
    Reported,
    /// Stated by AWS's documentation.
    Documented,
    /// AWS's pages disagree with each other.
    Contradicted,
    /// Not documented; our reading.
    Assumed,
}

/// The texts that a diagnostic can point into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum InputName {
    /// The SQL statement.
    Sql,
    /// The payload.
    Payload,
    /// The topic.
    Topic,
    /// A text of the action, named by `actionPath`.
    Action,
    /// A rule document.
    Document,
    /// The request as a whole.
    Request,
}

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct LabelView {
    /// First UTF-16 code unit, counted from 0.
    pub start: usize,
    /// One past the last UTF-16 code unit.
    pub end: usize,
    /// The line of `start`, counted from 1.
    pub line: usize,
    /// The UTF-16 column of `start`, counted from 1.
    pub column: usize,
    /// What to say at this place; may be empty.
    pub message: String,
}

/// A change that mends a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct FixView {
    /// What the change does, as a button's words.
    pub title: String,
    /// The edits, to be made together.
    pub edits: Vec<EditView>,
}

/// A replacement in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct EditView {
    /// First UTF-16 code unit, counted from 0.
    pub start: usize,
    /// One past the last UTF-16 code unit.
    pub end: usize,
    /// What to put there.
    pub text: String,
}
