//! What a rule and its actions do with one message.

use crate::action::{Content, Delivery};
use crate::actions::timestream::TypeReasons;
use crate::actions::timestream::written::Written;
use crate::stages::{Stage, StageName, StageState};
use iot_sql::{Diagnostic, Outcome, Outgoing, Rule, Value};
use serde::{Deserialize, Serialize};

/// How far a message got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum OutcomeKind {
    /// The rule, its action or the request itself was rejected; nothing was evaluated.
    Rejected,
    /// AWS IoT's broker rejects the message, so that no rule sees it; what the rule and its actions would do with it is
    /// there all the same.
    NotPublished,
    /// The rule did not act: another topic, or a WHERE that is not true.
    NotMatched,
    /// The evaluation of the rule failed.
    Failed,
    /// There is an outgoing payload.
    Output,
}

impl OutcomeKind {
    /// The name in outputs, such as `notMatched`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rejected => "rejected",
            Self::NotPublished => "notPublished",
            Self::NotMatched => "notMatched",
            Self::Failed => "failed",
            Self::Output => "output",
        }
    }

    /// What a rule did with a message that the broker accepts or not.
    pub(crate) fn of(is_published: bool, outcome: &Outcome) -> Self {
        match outcome {
            _ if !is_published => Self::NotPublished,
            Outcome::OtherTopic | Outcome::NotTrue { .. } => Self::NotMatched,
            Outcome::Failed(_) => Self::Failed,
            Outcome::Output(_) => Self::Output,
        }
    }
}

/// What a rule and its actions do with one message.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Whether AWS IoT's broker accepts the message. Where it does not, no rule sees the message, and all that follows
    /// is what would happen if one did; it leaves nothing behind in the services.
    pub is_published: bool,
    /// What the rule did.
    pub outcome: Outcome,
    /// The stage that stopped the message, if one did.
    pub stopped: Option<StageName>,
    /// How far the message got: topic, WHERE, SELECT, actions; those of which there are to be words, see
    /// [`Simulation::stage_words`](crate::Simulation::stage_words).
    pub stages: Vec<Stage>,
    /// What each action did, in the rule's order; empty where the message did not get so far.
    pub deliveries: Vec<Delivery>,
    /// What the error action did, where there is one and an action failed.
    pub error_delivery: Option<Delivery>,
    /// Everything there is to say about rule, actions and message, errors first; with what stands in the deliveries.
    pub diagnostics: Vec<Diagnostic>,
    /// The work that it was, in steps of [`iot_sql::MAX_STEPS`].
    pub steps: u64,
    /// Whether the message was stopped, or a reason why something is Undefined left out, because of the limits of steps.
    pub is_short: bool,
}

impl Report {
    /// How far the message got.
    #[must_use]
    pub fn outcome_kind(&self) -> OutcomeKind {
        OutcomeKind::of(self.is_published, &self.outcome)
    }

    /// The stage that stopped the message in words, if one did.
    #[must_use]
    pub fn stopped_at(&self) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.state == StageState::Stopped)
    }

    /// The outcome's name: `notPublished`, `output`, `notMatched` or `failed`.
    #[must_use]
    pub fn outcome_name(&self) -> &'static str {
        self.outcome_kind().name()
    }

    /// The outgoing payload, where there is one.
    #[must_use]
    pub fn outgoing(&self) -> Option<&Outgoing> {
        match &self.outcome {
            Outcome::Output(outgoing) => Some(outgoing),
            _ => None,
        }
    }

    /// What the first Timestream action did, where the message got to one.
    #[must_use]
    pub fn timestream(&self) -> Option<&Delivery> {
        self.deliveries.iter().find(|delivery| delivery.kind == crate::actions::timestream::KEY)
    }

    /// What the first InfluxDB action did, where the message got to one.
    #[must_use]
    pub fn influxdb(&self) -> Option<&Delivery> {
        self.deliveries.iter().find(|delivery| delivery.kind == crate::actions::influxdb::KEY)
    }

    /// The records that the first Timestream action would write.
    #[must_use]
    pub fn records(&self) -> &[Written] {
        self.timestream().map_or(&[], Delivery::records)
    }

    /// Why the records of the actions have their types; `payload` is that of the message. `None` where there is no
    /// outgoing payload of which records could be made.
    #[must_use]
    pub fn type_reasons<'r>(&'r self, rule: &'r Rule, payload: &'r [u8]) -> Option<TypeReasons<'r>> {
        TypeReasons::new(rule, payload, self.outgoing()?)
    }

    /// Whether the rule acts and nothing comes of it: SELECT gave no attribute, or no action had anything to write
    /// though none failed.
    #[must_use]
    pub fn comes_to_nothing(&self) -> bool {
        let Some(outgoing) = self.outgoing() else { return false };
        let writes_nothing = |delivery: &Delivery| match &delivery.content {
            Content::Records { records, .. } => records.is_empty(),
            Content::Points(points) => points.is_empty(),
            _ => false,
        };
        matches!(outgoing, Outgoing::Json(Value::Object(object)) if object.is_empty())
            || !self.deliveries.is_empty() && self.deliveries.iter().all(writes_nothing)
    }

    /// Whether any action hands something on.
    #[must_use]
    pub fn delivers(&self) -> bool {
        self.deliveries.iter().any(|delivery| delivery.content != Content::Nothing)
    }
}
