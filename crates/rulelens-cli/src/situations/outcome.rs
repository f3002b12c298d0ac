//! What comes of a situation, in lines that are short enough for a card.

use super::Situation;
use iot_sql::{Diagnostic, Outgoing, Value};
use rule_actions::action::{Content, Delivery};
use rule_actions::timestream::table::WriteOutcome;
use rule_actions::{Report, StageState};

/// A line about what comes of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The message, from 1; 0 where the rule as a whole is meant.
    pub message: usize,
    /// How it fared.
    pub mark: Mark,
    /// The name of a measure, an attribute or an action; or, where there is no value, a sentence.
    pub name: String,
    /// The value, or where an action sends it.
    pub value: String,
    /// The type of a record's value.
    pub kind: &'static str,
}

/// How something fared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// It is there, and nothing is decided about it.
    #[default]
    None,
    /// It passes or is written.
    Passed,
    /// The message ends here, as the rule says.
    Stopped,
    /// The message ends here because something is Undefined, or AWS does not say what happens.
    Doubtful,
    /// It is rejected or fails.
    Rejected,
}

impl Mark {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Passed => "passed",
            Self::Stopped => "stopped",
            Self::Doubtful => "doubtful",
            Self::Rejected => "rejected",
        }
    }
}

impl Situation {
    /// What comes of its messages.
    #[must_use]
    pub fn outcome(&self) -> Vec<Line> {
        match self.case.plan() {
            Err(errors) => errors.first().map(|error| of_error(0, error)).into_iter().collect(),
            Ok(plan) => {
                let reports = self.case.reports(&plan);
                reports.iter().enumerate().flat_map(|(at, report)| of_report(at + 1, report)).collect()
            }
        }
    }
}

fn of_error(message: usize, error: &Diagnostic) -> Line {
    Line { message, mark: Mark::Rejected, name: error.message.clone(), ..Line::default() }
}

fn of_report(message: usize, report: &Report) -> Vec<Line> {
    let Some(outgoing) = report.outgoing() else {
        let Some(stage) = report.stages.iter().find(|stage| stage.state == StageState::Stopped) else {
            return Vec::new();
        };
        let mark = match stage.severity {
            None => Mark::Stopped,
            Some(iot_sql::Severity::Error) => Mark::Rejected,
            Some(_) => Mark::Doubtful,
        };
        return vec![Line { message, mark, name: stage.explanation.clone(), ..Line::default() }];
    };
    if report.deliveries.is_empty() {
        return of_outgoing(message, outgoing);
    }
    let error = report.error_delivery.iter();
    report.deliveries.iter().chain(error).flat_map(|delivery| of_delivery(message, delivery)).collect()
}

fn of_outgoing(message: usize, outgoing: &Outgoing) -> Vec<Line> {
    match outgoing {
        Outgoing::Json(Value::Object(object)) if !object.is_empty() => object
            .iter()
            .map(|(name, value)| Line {
                message,
                name: name.to_string(),
                value: value.to_json(),
                ..Line::default()
            })
            .collect(),
        other => {
            let value = String::from_utf8_lossy(&other.to_bytes()).into_owned();
            vec![Line { message, name: "outgoing payload".to_owned(), value, ..Line::default() }]
        }
    }
}

fn of_delivery(message: usize, delivery: &Delivery) -> Vec<Line> {
    if let Content::Records { records, .. } = &delivery.content {
        let mut lines = Vec::new();
        for written in records {
            let mark = match written.verdict.outcome {
                WriteOutcome::Accepted | WriteOutcome::Unchanged => Mark::Passed,
                WriteOutcome::Rejected => Mark::Rejected,
                WriteOutcome::Undocumented => Mark::Doubtful,
            };
            let record = &written.record;
            let (name, value) = (record.measure_name.to_string(), record.measure_value.to_string());
            lines.push(Line { message, mark, name, value, kind: record.measure_value_type.name() });
            if mark != Mark::Passed
                && let Some(reason) = written.verdict.reasons.first()
            {
                lines.push(Line { message, mark, name: reason.message.clone(), ..Line::default() });
            }
        }
        return lines;
    }
    if let Some(error) = delivery.errors().next() {
        return vec![of_error(message, error)];
    }
    let name = delivery.title.to_owned();
    vec![Line { message, mark: Mark::Passed, name, value: delivery.destination.to_string(), kind: "" }]
}
