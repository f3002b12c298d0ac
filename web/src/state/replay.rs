//! What all messages came to.

use super::outcome::{Fate, FateKind};
use rulelens_wasm::{Measure, RecordView, ReplayResponse, ReplayedMessage};
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
