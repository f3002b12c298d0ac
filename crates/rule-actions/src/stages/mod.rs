//! How far a message got: the stages in its way, in words.

mod topic;

use crate::action::wording::shown;
use crate::action::{Content, Delivery};
use crate::actions::timestream::table::WriteOutcome;
use crate::actions::timestream::written::Written;
use iot_sql::text::counted;
use iot_sql::{Diagnostic, Input, Needed, Outcome, Outgoing, Reason, Rule, Severity, UndefinedPart, Value};
use serde::{Deserialize, Serialize};

/// A stage's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum StageName {
    /// The topic filter in FROM.
    Topic,
    /// The WHERE clause.
    Where,
    /// The SELECT clause.
    Select,
    /// The rule's actions.
    Actions,
}

/// What happened at a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum StageState {
    /// The message went through.
    Passed,
    /// There is no such clause or action, so nothing was asked.
    Absent,
    /// The message ended here.
    Stopped,
    /// An earlier stage ended it.
    NotReached,
}

/// One stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Stage {
    /// Which stage.
    pub name: StageName,
    /// Its name for people: `Topic`, `WHERE`, `SELECT`, and for actions `Timestream` or what the only action is called.
    pub title: String,
    /// Whether the message got through.
    pub state: StageState,
    /// The worst of what is wrong here, whether the message got through or not; `None` where the rule does what it says,
    /// as with a WHERE that is false.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// A few words, such as `2 attributes`.
    pub summary: String,
    /// What happened, why, and what to do, in a sentence or two.
    pub explanation: String,
    /// What would have to hold for the message to pass, in sentences, all of which count; empty if it did not stop here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
}

impl StageName {
    /// The word for it, in lower case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Where => "where",
            Self::Select => "select",
            Self::Actions => "actions",
        }
    }
}

impl Stage {
    fn new(
        name: StageName,
        state: StageState,
        summary: impl Into<String>,
        explanation: impl Into<String>,
    ) -> Self {
        let title = match name {
            StageName::Topic => "Topic",
            StageName::Where => "WHERE",
            StageName::Select => "SELECT",
            StageName::Actions => "Actions",
        };
        Self {
            name,
            title: title.into(),
            state,
            severity: None,
            summary: summary.into(),
            explanation: explanation.into(),
            needs: Vec::new(),
        }
    }

    fn not_reached(name: StageName) -> Self {
        Self::new(name, StageState::NotReached, "", "An earlier stage stopped the message.")
    }

    /// The same stage, where something as severe as this is wrong.
    fn with(mut self, severity: Severity) -> Self {
        // The most severe severity is the smallest.
        self.severity = Some(self.severity.map_or(severity, |known| known.min(severity)));
        self
    }

    /// The same stage, with the most severe of these where it is at least a warning.
    fn with_worst_of<'d>(self, diagnostics: impl Iterator<Item = &'d Diagnostic>) -> Self {
        match diagnostics.map(Diagnostic::severity).min() {
            Some(severity @ (Severity::Error | Severity::Warning)) => self.with(severity),
            _ => self,
        }
    }
}

/// What the stages are told from.
pub(crate) struct Told<'t> {
    pub(crate) rule: &'t Rule,
    pub(crate) topic: &'t str,
    /// Why the broker rejects the message, where it does.
    pub(crate) rejection: Option<&'t Diagnostic>,
    pub(crate) outcome: &'t Outcome,
    /// What was remarked while the statement was evaluated.
    pub(crate) remarks: &'t [Diagnostic],
    pub(crate) left_out: &'t LeftOut,
    /// What WHERE needs to be true.
    pub(crate) needs: Vec<String>,
    /// What is odd about statement and actions whatever the message is.
    pub(crate) warnings: &'t [Diagnostic],
    /// The names of the rule's actions.
    pub(crate) titles: &'t [&'static str],
    pub(crate) deliveries: &'t [Delivery],
}

/// What SELECT names and the outgoing payload does not have.
#[derive(Debug, Default)]
pub(crate) struct LeftOut {
    /// The items as written.
    items: Vec<String>,
    /// Why they are Undefined, in sentences, where that is to be said.
    pub(crate) why: Vec<String>,
}

impl LeftOut {
    /// From the parts that are Undefined, and what there is to say of them.
    pub(crate) fn new(rule: &Rule, parts: &[UndefinedPart], said: &[Diagnostic]) -> Self {
        let written =
            |part: &UndefinedPart| rule.text().get(part.range.clone()).unwrap_or_default().to_owned();
        Self {
            items: parts.iter().filter(|part| part.is_attribute).map(written).collect(),
            why: said.iter().map(|diagnostic| diagnostic.message.clone()).collect(),
        }
    }
}

/// The stages of a message, from what the rule and the action did with it.
pub(crate) fn stages(told: &Told<'_>) -> Vec<Stage> {
    let Told { rule, topic, rejection, outcome, remarks, left_out, needs: _, warnings, titles, deliveries } =
        *told;
    let mut stages = if let Some(rejection) = rejection {
        let topic_stage =
            Stage::new(StageName::Topic, StageState::Stopped, "rejected", failure_text(rejection))
                .with(Severity::Error);
        let others = [StageName::Where, StageName::Select, StageName::Actions].map(Stage::not_reached);
        std::iter::once(topic_stage).chain(others).collect()
    } else {
        let topic_stage = topic::stage(rule, topic, matches!(outcome, Outcome::OtherTopic));
        let where_stage = match topic_stage.state {
            StageState::Stopped => Stage::not_reached(StageName::Where),
            _ => Stage { needs: told.needs.clone(), ..where_stage(rule, outcome) },
        };
        let select_stage = match outcome {
            Outcome::OtherTopic | Outcome::NotTrue { .. } => Stage::not_reached(StageName::Select),
            Outcome::Failed(diagnostic) => {
                Stage::new(StageName::Select, StageState::Stopped, "failed", failure_text(diagnostic))
                    .with(Severity::Error)
            }
            Outcome::Output(outgoing) => select_stage(outgoing, left_out)
                .with_worst_of(remarks.iter().filter(|remark| !is_about_where(rule, remark))),
        };
        let action_stage = match outcome {
            Outcome::Output(_) => {
                let of_actions = warnings.iter().filter(|warning| matches!(warning.input, Input::Action(_)));
                actions_stage(deliveries).with_worst_of(of_actions)
            }
            _ => Stage::not_reached(StageName::Actions),
        };
        vec![topic_stage, where_stage, select_stage, action_stage]
    };
    if let (Some(action_stage), [] | [_]) = (stages.last_mut(), titles) {
        action_stage.title = titles.first().copied().unwrap_or("Timestream").into();
    }
    stages
}

/// The stage that stopped a message, which [`stages`] tells in words.
pub(crate) fn stopped(is_rejected: bool, outcome: &Outcome, deliveries: &[Delivery]) -> Option<StageName> {
    match outcome {
        _ if is_rejected => Some(StageName::Topic),
        Outcome::OtherTopic => Some(StageName::Topic),
        Outcome::NotTrue { .. } => Some(StageName::Where),
        Outcome::Failed(_) => Some(StageName::Select),
        Outcome::Output(_) => {
            let is_lost = match deliveries {
                [] => false,
                [delivery] => match &delivery.content {
                    Content::Nothing => true,
                    Content::Records { records, .. } => {
                        !records.is_empty() && records.iter().all(is_rejected_record)
                    }
                    _ => false,
                },
                _ => deliveries.iter().all(|delivery| delivery.errors().next().is_some()),
            };
            is_lost.then_some(StageName::Actions)
        }
    }
}

fn is_rejected_record(written: &Written) -> bool {
    written.verdict.outcome == WriteOutcome::Rejected
}

/// Whether a remark is about an expression of WHERE.
fn is_about_where(rule: &Rule, remark: &Diagnostic) -> bool {
    let Some(condition) = &rule.query().condition else { return false };
    remark.input == Input::Sql
        && remark.labels.first().is_some_and(|label| {
            condition.range.start <= label.range.start && label.range.end <= condition.range.end
        })
}

fn where_stage(rule: &Rule, outcome: &Outcome) -> Stage {
    if rule.query().condition.is_none() {
        let text = "The rule has no WHERE: every message on its topic passes.";
        return Stage::new(StageName::Where, StageState::Absent, "no WHERE", text);
    }
    match outcome {
        Outcome::NotTrue { value, reason } => {
            let summary = match value {
                Value::Boolean(_) | Value::Undefined => shown(value),
                other => format!("not a Boolean ({})", other.type_name()),
            };
            let text = reason_text(rule, &summary, reason);
            let stage = Stage::new(StageName::Where, StageState::Stopped, summary, text);
            // False is what a WHERE is for; anything else is seldom meant.
            if matches!(value, Value::Boolean(_)) { stage } else { stage.with(Severity::Warning) }
        }
        _ => Stage::new(StageName::Where, StageState::Passed, "true", "WHERE is true."),
    }
}

fn reason_text(rule: &Rule, summary: &str, reason: &Reason) -> String {
    let operand = rule.text().get(reason.range.clone()).unwrap_or_default();
    let mut text = format!("WHERE is {summary}: ");
    if let Some(missing) = &reason.missing {
        return text + &missing.sentence();
    }
    text += &format!("`{operand}` is {}", shown(&reason.value));
    let values: Vec<String> =
        reason.operands.iter().map(|(path, value)| format!("`{path}` is {}", shown(value))).collect();
    if !values.is_empty() && values.iter().all(|value| !value.starts_with(&format!("`{operand}` "))) {
        text += &format!(", where {}", values.join(" and "));
    }
    text + "."
}

fn select_stage(outgoing: &Outgoing, left_out: &LeftOut) -> Stage {
    let (summary, text) = match outgoing {
        Outgoing::Binary(bytes) => {
            (counted(bytes.len(), "byte"), "The payload is not JSON and is passed on unchanged.".to_owned())
        }
        Outgoing::Json(Value::Object(object)) => {
            let count = counted(object.len(), "attribute");
            let text = format!("The outgoing payload is an object with {count}.");
            let (count, text) = match left_out.items.len() {
                0 => (count, text),
                missing => {
                    let all = counted(object.len() + missing, "attribute");
                    (format!("{} of {all}", object.len()), format!("{text} {}", left_out_text(left_out)))
                }
            };
            // What was selected and is not there is a warning whoever tells of it.
            if object.is_empty() || !left_out.items.is_empty() {
                return Stage::new(StageName::Select, StageState::Passed, count, text)
                    .with(Severity::Warning);
            }
            (count, text)
        }
        Outgoing::Json(value) => {
            let kind = value.type_name();
            let mut text = format!("The outgoing payload is a value of type {kind}, not an object.");
            for why in &left_out.why {
                text += &format!(" {why}");
            }
            (kind.to_owned(), text)
        }
    };
    Stage::new(StageName::Select, StageState::Passed, summary, text)
}

/// What is omitted, and why.
fn left_out_text(left_out: &LeftOut) -> String {
    const MOST: usize = 5;
    let mut items: Vec<String> = left_out.items.iter().take(MOST).map(|item| format!("`{item}`")).collect();
    if left_out.items.len() > MOST {
        items.push(format!("{} more", left_out.items.len() - MOST));
    }
    let last = items.pop().unwrap_or_default();
    let (names, verb) =
        if items.is_empty() { (last, "is") } else { (format!("{} and {last}", items.join(", ")), "are") };
    let mut text = format!("{names} {verb} Undefined and so omitted.");
    for why in left_out.why.iter().take(MOST) {
        text += &format!(" {why}");
    }
    text
}

fn actions_stage(deliveries: &[Delivery]) -> Stage {
    let said = deliveries.iter().flat_map(|delivery| &delivery.diagnostics);
    actions_stage_in_words(deliveries).with_worst_of(said)
}

fn actions_stage_in_words(deliveries: &[Delivery]) -> Stage {
    let failed: Vec<&Delivery> =
        deliveries.iter().filter(|delivery| delivery.errors().next().is_some()).collect();
    let failure = |delivery: &Delivery| {
        delivery.errors().next().map_or_else(|| "There is nothing to send.".to_owned(), failure_text)
    };
    match deliveries {
        [] => {
            let text = "No action is configured, so nothing is written.";
            Stage::new(StageName::Actions, StageState::Absent, "no action", text)
        }
        [delivery] => match &delivery.content {
            Content::Nothing => {
                Stage::new(StageName::Actions, StageState::Stopped, "fails", failure(delivery))
            }
            Content::Records { records, .. } => records_stage(records),
            Content::Points(points) => {
                let count = counted(points.len(), "point");
                let text = match points.len() {
                    0 => "There is no element to write.".to_owned(),
                    _ => format!("InfluxDB gets {count}, one for each object."),
                };
                let stage = Stage::new(StageName::Actions, StageState::Passed, count, text);
                if points.is_empty() { stage.with(Severity::Warning) } else { stage }
            }
            _ => {
                let text = format!("`{}` receives the message.", delivery.destination);
                Stage::new(StageName::Actions, StageState::Passed, "delivered", text)
            }
        },
        _ => {
            let state =
                if failed.len() == deliveries.len() { StageState::Stopped } else { StageState::Passed };
            let summary = match failed.len() {
                0 => counted(deliveries.len(), "action"),
                failed => format!("{failed} of {} with errors", deliveries.len()),
            };
            let mut text = "All actions receive the same outgoing payload.".to_owned();
            for delivery in failed {
                text += &format!(" {}: {}", delivery.title, failure(delivery));
            }
            Stage::new(StageName::Actions, state, summary, text)
        }
    }
}

/// The stage of a message that gives records.
fn records_stage(records: &[Written]) -> Stage {
    if records.is_empty() {
        let text = "There is no attribute to write.";
        return Stage::new(StageName::Actions, StageState::Passed, "no records", text)
            .with(Severity::Warning);
    }
    let count = counted(records.len(), "record");
    let text = format!("WriteRecords gets {count}, one for each attribute.");
    let is_rejected = |written: &&Written| is_rejected_record(written);
    let rejected = records.iter().filter(is_rejected).count();
    if rejected == 0 {
        return Stage::new(StageName::Actions, StageState::Passed, count, text);
    }
    let reasons = records.iter().filter(is_rejected).flat_map(|written| &written.verdict.reasons);
    let first =
        reasons.min_by_key(|reason| reason.severity()).map(|reason| failure_text(reason)).unwrap_or_default();
    let (state, summary, many) = if rejected == records.len() {
        (StageState::Stopped, format!("{count} rejected"), "every one".to_owned())
    } else {
        (StageState::Passed, format!("{count}, {rejected} rejected"), format!("{rejected} of them"))
    };
    let many = if records.len() == 1 { "it".to_owned() } else { many };
    Stage::new(StageName::Actions, state, summary, format!("{text} Timestream rejects {many}: {first}"))
}

fn failure_text(diagnostic: &Diagnostic) -> String {
    match (diagnostic.needed.as_deref(), &diagnostic.help) {
        // How it is supplied depends on who asks: the help tells of files.
        (Some(Needed::Mock { .. }), _) => {
            format!("{} Supply what the service would answer, as a mock.", diagnostic.message)
        }
        (Some(Needed::Descriptor { .. }), _) => format!("{} Supply the descriptor.", diagnostic.message),
        (None, Some(help)) => format!("{} {help}", diagnostic.message),
        (None, None) => diagnostic.message.clone(),
    }
}

#[cfg(test)]
mod tests;
