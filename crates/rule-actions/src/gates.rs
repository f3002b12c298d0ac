//! How far a message got: the gates in its way, in words.

use crate::action::wording::shown;
use crate::action::{Content, Delivery};
use crate::actions::timestream::table::WriteOutcome;
use crate::actions::timestream::written::Written;
use iot_sql::text::counted;
use iot_sql::{
    Diagnostic, Needed, Outcome, Outgoing, Reason, Rule, UndefinedPart, Value, ingesting_rule, seen_by_rule,
};

/// A gate's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GateState {
    /// The message went through.
    Passed,
    /// There is no such clause or action, so nothing was asked.
    Absent,
    /// The message ended here.
    Stopped,
    /// An earlier gate ended it.
    NotReached,
}

/// One gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gate {
    /// Which gate.
    pub name: GateName,
    /// Its name for people: `Topic`, `WHERE`, `SELECT`, and for actions `Timestream` or what the only action is called.
    pub title: &'static str,
    /// Whether the message got through.
    pub state: GateState,
    /// A few words, such as `2 attributes`.
    pub summary: String,
    /// What happened, why, and what to do, in a sentence or two.
    pub explanation: String,
}

impl Gate {
    fn new(
        name: GateName,
        state: GateState,
        summary: impl Into<String>,
        explanation: impl Into<String>,
    ) -> Self {
        let title = match name {
            GateName::Topic => "Topic",
            GateName::Where => "WHERE",
            GateName::Select => "SELECT",
            GateName::Actions => "Actions",
        };
        Self { name, title, state, summary: summary.into(), explanation: explanation.into() }
    }

    fn not_reached(name: GateName) -> Self {
        Self::new(name, GateState::NotReached, "", "An earlier gate stopped the message.")
    }
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

/// The gates of a message, from what the rule and the action did with it.
pub(crate) fn gates(
    rule: &Rule,
    topic: &str,
    outcome: &Outcome,
    left_out: &LeftOut,
    titles: &[&'static str],
    deliveries: &[Delivery],
) -> Vec<Gate> {
    let topic_gate = topic_gate(rule, topic, matches!(outcome, Outcome::OtherTopic));
    let stopped_early = topic_gate.state == GateState::Stopped;
    let where_gate =
        if stopped_early { Gate::not_reached(GateName::Where) } else { where_gate(rule, outcome) };
    let select_gate = match outcome {
        Outcome::OtherTopic | Outcome::NotTrue { .. } => Gate::not_reached(GateName::Select),
        Outcome::Failed(diagnostic) => {
            Gate::new(GateName::Select, GateState::Stopped, "failed", failure_text(diagnostic))
        }
        Outcome::Output(outgoing) => select_gate(outgoing, left_out),
    };
    let mut action_gate = match outcome {
        Outcome::Output(_) => actions_gate(deliveries),
        _ => Gate::not_reached(GateName::Actions),
    };
    match titles {
        [] => action_gate.title = "Timestream",
        [title] => action_gate.title = title,
        _ => {}
    }
    vec![topic_gate, where_gate, select_gate, action_gate]
}

fn topic_gate(rule: &Rule, topic: &str, stopped: bool) -> Gate {
    if let Some(named) = ingesting_rule(topic) {
        return basic_ingest_gate(rule, topic, named);
    }
    let Some(filter) = rule.topic_filter() else {
        let text = "The rule has no FROM: it is reached by Basic Ingest, on topics that start with $aws/rules/ and its name.";
        return Gate::new(GateName::Topic, GateState::Absent, "no FROM", text);
    };
    let filter = filter.as_str();
    if stopped {
        let text =
            format!("The topic `{topic}` does not match the filter `{filter}`{}.", difference(filter, topic));
        return Gate::new(GateName::Topic, GateState::Stopped, "no match", text);
    }
    let text = format!("The topic `{topic}` matches the filter `{filter}`.");
    Gate::new(GateName::Topic, GateState::Passed, "matches", text)
}

/// The topic's gate for a message that starts the rule `named` through Basic Ingest.
fn basic_ingest_gate(rule: &Rule, topic: &str, named: &str) -> Gate {
    let state = if rule.sees(topic) { GateState::Passed } else { GateState::Stopped };
    let mut text = format!("Through Basic Ingest the message starts the rule `{named}`");
    let summary = match (rule.is_called(named), rule.name()) {
        (Some(false), Some(name)) => {
            text += &format!(", and this one is `{name}`");
            text += if name.eq_ignore_ascii_case(named) { "; case counts." } else { "." };
            "another rule"
        }
        (Some(true), _) => {
            text += ", this one, whatever its FROM says.";
            "Basic Ingest"
        }
        _ => {
            text += ", whatever its FROM says. This rule's name is not known here, so it is taken to be that one.";
            "Basic Ingest"
        }
    };
    if state == GateState::Passed {
        text += &match seen_by_rule(topic) {
            "" => " Behind the name there is no topic: topic() is empty.".to_owned(),
            seen => format!(" The rule sees the topic `{seen}`."),
        };
    }
    Gate::new(GateName::Topic, state, summary, text)
}

/// The first level in which a topic differs from a filter.
fn difference(filter: &str, topic: &str) -> String {
    if filter.starts_with("$aws/rules/") {
        return ": it is for Basic Ingest, whose messages are published to `$aws/rules/`, the rule's name and a topic".into();
    }
    if topic.starts_with('$') && filter.starts_with(['+', '#']) {
        return ": a wildcard in the first level leaves topics that start with $ out".into();
    }
    let mut levels = topic.split('/');
    for (index, wanted) in filter.split('/').enumerate() {
        match (wanted, levels.next()) {
            ("+" | "#", Some(_)) => {}
            (wanted, Some(level)) if wanted == level => {}
            (wanted, Some(level)) if wanted.eq_ignore_ascii_case(level) => {
                return format!(": level {} is `{level}`, not `{wanted}`, and case counts", index + 1);
            }
            (wanted, Some(level)) => return format!(": level {} is `{level}`, not `{wanted}`", index + 1),
            ("#", None) => return ": `#` stands for at least one more level".into(),
            (_, None) => {
                let (has, needs) = (topic.split('/').count(), filter.split('/').count());
                return format!(": it has {}, the filter {needs}", counted(has, "level"));
            }
        }
    }
    let (has, needs) = (topic.split('/').count(), filter.split('/').count());
    format!(": it has {}, the filter {needs}", counted(has, "level"))
}

fn where_gate(rule: &Rule, outcome: &Outcome) -> Gate {
    if rule.query().condition.is_none() {
        let text = "The rule has no WHERE: every message on its topic goes on.";
        return Gate::new(GateName::Where, GateState::Absent, "no WHERE", text);
    }
    match outcome {
        Outcome::NotTrue { value, reason } => {
            let summary = match value {
                Value::Boolean(_) | Value::Undefined => shown(value),
                other => format!("no truth value ({})", other.type_name()),
            };
            let text = reason_text(rule, &summary, reason);
            Gate::new(GateName::Where, GateState::Stopped, summary, text)
        }
        _ => Gate::new(GateName::Where, GateState::Passed, "true", "WHERE is true."),
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

fn select_gate(outgoing: &Outgoing, left_out: &LeftOut) -> Gate {
    let (summary, text) = match outgoing {
        Outgoing::Binary(bytes) => (
            counted(bytes.len(), "byte"),
            "The payload is not JSON and leaves the rule as it came in.".to_owned(),
        ),
        Outgoing::Json(Value::Object(object)) => {
            let count = counted(object.len(), "attribute");
            let text = format!("The outgoing payload is an object with {count}.");
            match left_out.items.len() {
                0 => (count, text),
                missing => {
                    let all = counted(object.len() + missing, "attribute");
                    (format!("{} of {all}", object.len()), format!("{text} {}", left_out_text(left_out)))
                }
            }
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
    Gate::new(GateName::Select, GateState::Passed, summary, text)
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

fn actions_gate(deliveries: &[Delivery]) -> Gate {
    let failed: Vec<&Delivery> =
        deliveries.iter().filter(|delivery| delivery.errors().next().is_some()).collect();
    let failure = |delivery: &Delivery| {
        delivery.errors().next().map_or_else(|| "There is nothing to hand on.".to_owned(), failure_text)
    };
    match deliveries {
        [] => {
            let text = "No action was given, so nothing is written.";
            Gate::new(GateName::Actions, GateState::Absent, "no action", text)
        }
        [delivery] => match &delivery.content {
            Content::Nothing => Gate::new(GateName::Actions, GateState::Stopped, "fails", failure(delivery)),
            Content::Records { records, .. } => records_gate(records),
            Content::Points(points) => {
                let count = counted(points.len(), "point");
                let text = match points.len() {
                    0 => "There is no element to write.".to_owned(),
                    _ => format!("InfluxDB gets {count}, one for each object."),
                };
                Gate::new(GateName::Actions, GateState::Passed, count, text)
            }
            _ => {
                let text = format!("`{}` receives the message.", delivery.destination);
                Gate::new(GateName::Actions, GateState::Passed, "delivered", text)
            }
        },
        _ => {
            let state = if failed.len() == deliveries.len() { GateState::Stopped } else { GateState::Passed };
            let summary = match failed.len() {
                0 => counted(deliveries.len(), "action"),
                failed => format!("{failed} of {} with errors", deliveries.len()),
            };
            let mut text = "All actions receive the same outgoing payload, each for itself.".to_owned();
            for delivery in failed {
                text += &format!(" {}: {}", delivery.title, failure(delivery));
            }
            Gate::new(GateName::Actions, state, summary, text)
        }
    }
}

/// The gate of a message that gives records.
fn records_gate(records: &[Written]) -> Gate {
    let count = counted(records.len(), "record");
    if records.is_empty() {
        let text = "There is no attribute to write.";
        return Gate::new(GateName::Actions, GateState::Passed, count, text);
    }
    let text = format!("WriteRecords gets {count}, one for each attribute.");
    let is_refused = |written: &&Written| written.verdict.outcome == WriteOutcome::Refused;
    let refused = records.iter().filter(is_refused).count();
    if refused == 0 {
        return Gate::new(GateName::Actions, GateState::Passed, count, text);
    }
    let reasons = records.iter().filter(is_refused).flat_map(|written| &written.verdict.reasons);
    let first =
        reasons.min_by_key(|reason| reason.severity()).map(|reason| failure_text(reason)).unwrap_or_default();
    let (state, summary, many) = if refused == records.len() {
        (GateState::Stopped, format!("{count} refused"), "every one".to_owned())
    } else {
        (GateState::Passed, format!("{count}, {refused} refused"), format!("{refused} of them"))
    };
    let many = if records.len() == 1 { "it".to_owned() } else { many };
    Gate::new(GateName::Actions, state, summary, format!("{text} Timestream refuses {many}: {first}"))
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
