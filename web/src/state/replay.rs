//! What all messages came to.

use super::outcome::{Fate, FateKind};
use super::{Shown, State};
use rulelens_wasm::{
    DiagnosticView, Measure, RecordView, ReplayResponse, ReplayedMessage, Severity, WrittenValue,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::rc::Rc;

/// How many records of all messages are listed.
pub const RECORD_LIMIT: usize = 2_000;

/// How many values of each measure are listed.
pub const POINT_LIMIT: usize = 300;

/// What became of a message of a replay, as it comes from the worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplayedLine {
    /// What became of it.
    pub fate: Fate,
    /// How many records it has.
    pub records: usize,
    /// How many of them are rejected.
    pub rejected: usize,
}

impl ReplayedLine {
    /// What is told of a message.
    #[must_use]
    pub fn of(message: &ReplayedMessage) -> Self {
        Self { fate: Fate::of_replayed(message), records: message.records, rejected: message.rejected }
    }
}

/// A message with what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplayedRow {
    /// The message's id.
    pub id: u32,
    /// What became of it.
    pub fate: Fate,
    /// Its records, as far as they are listed.
    pub records: Vec<RecordView>,
    /// How many records it has.
    pub record_count: usize,
    /// How many of them are rejected.
    pub rejected: usize,
}

/// What all messages came to at a revision of the page; equal only to itself, since comparing it takes as long as making
/// it.
#[derive(Clone, Debug)]
pub struct ReplayShown {
    /// The revision.
    pub revision: u64,
    /// The messages in order; none where rule or actions were rejected.
    pub messages: Vec<ReplayedRow>,
    /// Their places by their ids.
    places: HashMap<u32, usize>,
    /// What all came to, without the messages.
    pub response: ReplayResponse,
}

impl PartialEq for ReplayShown {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl ReplayShown {
    /// What messages of these ids came to; `listed` has the records of messages by their places.
    #[must_use]
    pub fn new(
        revision: u64,
        ids: &[u32],
        lines: Vec<ReplayedLine>,
        listed: Vec<(usize, Vec<RecordView>)>,
        response: ReplayResponse,
    ) -> Self {
        let row = |(id, line): (&u32, ReplayedLine)| ReplayedRow {
            id: *id,
            fate: line.fate,
            records: Vec::new(),
            record_count: line.records,
            rejected: line.rejected,
        };
        let mut messages: Vec<ReplayedRow> = ids.iter().zip(lines).map(row).collect();
        for (at, records) in listed {
            if let Some(row) = messages.get_mut(at) {
                row.records = records;
            }
        }
        let places = messages.iter().enumerate().map(|(at, row)| (row.id, at)).collect();
        Self { revision, messages, places, response }
    }

    /// What became of a message.
    #[must_use]
    pub fn row(&self, id: u32) -> Option<&ReplayedRow> {
        self.messages.get(*self.places.get(&id)?)
    }

    /// How many messages fared so.
    #[must_use]
    pub fn count(&self, kind: FateKind) -> usize {
        self.messages.iter().filter(|row| row.fate.kind == kind).count()
    }

    /// How many records are listed, and how many there are.
    #[must_use]
    pub fn record_counts(&self) -> (usize, usize) {
        let listed = self.messages.iter().map(|row| row.records.len()).sum();
        (listed, self.messages.iter().map(|row| row.record_count).sum())
    }

    /// How many records are written up to a message, with those of it.
    #[must_use]
    pub fn written_up_to(&self, id: u32) -> Option<usize> {
        let at = *self.places.get(&id)?;
        Some(self.messages[..=at].iter().map(|row| row.record_count - row.rejected).sum())
    }

    /// How many records have this outcome, by its name.
    #[must_use]
    pub fn verdicts(&self, outcome: &str) -> u64 {
        let summary = self.response.summary.as_ref();
        summary.and_then(|summary| summary.records.get(outcome)).copied().unwrap_or(0)
    }

    /// The measures of which records had more than one type, with the names of their tables.
    pub fn conflicts(&self) -> impl Iterator<Item = &Measure> {
        let tables = self.response.summary.iter().flat_map(|summary| &summary.tables);
        tables.flat_map(|table| &table.measures).filter(|measure| measure.conflict_count > 0)
    }
}

/// Since when a measure has its type: `since message 3`, or `in the table already`.
#[must_use]
pub fn since(first: &WrittenValue) -> String {
    match first.message {
        0 => "in the table already".to_owned(),
        message => format!("since message {message}"),
    }
}

impl State {
    /// What there is to report about all messages together, most severe first, that the answer about the chosen one does
    /// not say.
    #[must_use]
    pub fn of_all_messages(&self) -> Vec<&DiagnosticView> {
        let told = self.newest.as_deref().map_or(&[][..], Shown::diagnostics);
        let said = self.replay.iter().flat_map(|replay| &replay.response.diagnostics);
        said.filter(|found| found.severity != Severity::Info)
            .filter(|found| {
                !told.iter().any(|other| other.code == found.code && other.message == found.message)
            })
            .collect()
    }
}

/// Where a replay stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Replaying {
    /// None is under way.
    #[default]
    Idle,
    /// One is, and this is how far it came.
    Running(Rc<ReplayProgress>),
    /// The user ended one.
    Cancelled,
    /// It came to nothing, for this reason, as a sentence.
    Failed(String),
}

/// How far a replay came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReplayProgress {
    /// How many messages are done.
    pub done: u64,
    /// Of how many.
    pub of: u64,
    /// Milliseconds that the rest will take, where that can be told.
    pub left: Option<f64>,
    /// Records that are in the tables.
    pub accepted: u64,
    /// Records that were rejected.
    pub rejected: u64,
    /// The first measures of which records had more than one type.
    pub conflicts: Vec<Measure>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use crate::state::Change;
    use crate::worker::preview::preview;
    use rulelens_wasm::{MessageRequest, ReplayRequest, replay_messages, respond};
    use yew::Reducible;

    #[test]
    fn what_only_the_replay_has_to_report_is_told() {
        let inputs = sample::inputs();
        let evaluated = |payload: &str| {
            let request = rulelens_wasm::EvaluateRequest {
                sql: "SELECT temperature, humidty FROM 'iot/topic'".to_owned(),
                payload: payload.to_owned(),
                ..inputs.request(1_770_000_000_000.0)
            };
            let (answer, _) = preview(respond(&request));
            (request, Rc::new(Shown { answer: Rc::new(answer), outgoing: None, missing: None }))
        };
        let (request, misspelt) = evaluated(r#"{"temperature": 1.5, "humidity": 5}"#);
        let messages = ["{}", r#"{"temperature": 1.5, "humidity": 5}"#]
            .map(|payload| MessageRequest { payload: payload.to_owned(), ..MessageRequest::default() });
        let response = replay_messages(&ReplayRequest {
            sql: request.sql.clone(),
            topic: request.topic.clone(),
            action: request.action.clone(),
            messages: messages.to_vec(),
            ..ReplayRequest::default()
        });
        let replayed = Rc::new(ReplayShown::new(1, &[1, 2], Vec::new(), Vec::new(), response));
        let state = Rc::new(State::new(inputs.clone(), false)).reduce(Change::Replayed(replayed));
        let told = |state: &State| -> Vec<String> {
            state.of_all_messages().iter().map(|found| found.message.clone()).collect()
        };
        assert!(told(&state).iter().any(|message| message.contains("humidty")), "{:?}", told(&state));
        let all = told(&state).len();
        let known = state.reduce(Change::Answered(1, misspelt.clone()));
        let of_chosen = misspelt.diagnostics();
        let repeated =
            told(&known).into_iter().filter(|told| of_chosen.iter().any(|found| found.message == *told));
        assert_eq!(repeated.count(), 0);
        assert!(told(&known).len() <= all);
    }

    #[test]
    fn a_measure_has_its_type_since_a_message_or_before() {
        let first = |message| WrittenValue {
            message,
            kind: rulelens_wasm::MeasureValueType::Double,
            value: String::new(),
        };
        assert_eq!(since(&first(3)), "since message 3");
        assert_eq!(since(&first(0)), "in the table already");
    }
}
