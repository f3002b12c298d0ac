//! Two rules side by side over the same messages: what they write that is not the same, counted by what differs.

mod fields;
mod pairs;
mod rows;

pub use rows::{ComparedCell, ComparedRow, DifferenceKind};

use crate::replay::Replay;
use crate::requests::{MessageRequest, ReplayRequest};
use crate::respond;
use iot_sql::text::counted;
use rows::{Row, Sides};
use rule_actions::Report;
use rule_actions::view::DiagnosticView;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many messages that differ are listed.
const MAX_MESSAGES: usize = 500;

/// How many rows that differ are listed.
const MAX_ROWS: usize = 500;

/// How many rows of each kind are listed in any case.
const MIN_OF_KIND: usize = 25;

/// What two rules come to over the same messages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ComparisonView {
    /// How many messages were compared.
    pub messages: usize,
    /// For how many of them something differs.
    pub differing_messages: usize,
    /// How many records there are; one that both rules write counts once.
    pub records: usize,
    /// How many of them are not the same on both sides.
    pub differing_records: usize,
    /// How many fields of InfluxDB's points there are; one that both rules write counts once.
    pub fields: usize,
    /// How many of them are not the same on both sides.
    pub differing_fields: usize,
    /// How often each kind of difference is there, and what is the same; only those that are there.
    pub kinds: Vec<(DifferenceKind, usize)>,
    /// The messages of which something is listed, in order.
    pub listed: Vec<ComparedMessage>,
    /// Whether all that differs is listed.
    pub complete: bool,
}

/// A message under both rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ComparedMessage {
    /// Its place, from 0.
    pub at: usize,
    /// What differs, in a few words: `2 records`; empty where nothing does.
    pub words: String,
    /// What is compared, as far as it is listed.
    pub rows: Vec<ComparedRow>,
}

/// Two rules with services that remember, each with its own, through which messages are taken one by one; memory stays
/// bounded whatever their number.
pub struct Comparing<'r> {
    sides: [Replay<'r>; 2],
    names: [&'r str; 2],
    found: ComparisonView,
    kinds: BTreeMap<DifferenceKind, usize>,
    /// How many rows of each kind are listed.
    of_kind: BTreeMap<DifferenceKind, usize>,
    listed_rows: usize,
}

impl<'r> Comparing<'r> {
    /// Prepares the rules of two requests, which sentences call by these names.
    ///
    /// # Errors
    /// What is wrong with one of them, with its place.
    pub fn new(
        [one, other]: [&'r ReplayRequest; 2],
        names: [&'r str; 2],
    ) -> Result<Self, (usize, Vec<DiagnosticView>)> {
        let open = |at, request| Replay::new(request).map_err(|errors| (at, errors));
        Ok(Self {
            sides: [open(0, one)?, open(1, other)?],
            names,
            found: ComparisonView { complete: true, ..ComparisonView::default() },
            kinds: BTreeMap::new(),
            of_kind: BTreeMap::new(),
            listed_rows: 0,
        })
    }

    /// Takes a message through both rules, after those before it.
    ///
    /// # Errors
    /// That a part of the engine was needed that this build omits.
    pub fn take(&mut self, message: &MessageRequest) -> Result<(), DiagnosticView> {
        let at = self.found.messages;
        self.found.messages += 1;
        let [one, other] = &mut self.sides;
        // What is wrong with a message itself is wrong for both rules.
        let (Ok(one), Ok(other)) = (one.report(message)?, other.report(message)?) else { return Ok(()) };
        let rows = rows::rows([&one, &other]);
        let count = |of_kind: Vec<&Row<'_>>| {
            let differing = of_kind.iter().filter(|row| row.differs()).count();
            (of_kind.len(), differing)
        };
        let (records, differing_records) = count(rows.iter().filter(|row| row.is_record()).collect());
        let (fields, differing_fields) = count(rows.iter().filter(|row| row.is_field()).collect());
        self.found.records += records;
        self.found.differing_records += differing_records;
        self.found.fields += fields;
        self.found.differing_fields += differing_fields;
        let others = rows.iter().filter(|row| row.differs() && !row.is_record() && !row.is_field());
        let words = words(differing_records, differing_fields, others.map(|row| row.kinds[0]));
        self.found.differing_messages += usize::from(!words.is_empty());
        let listed = self.list(rows, [&one, &other], message);
        if !listed.is_empty() {
            self.found.listed.push(ComparedMessage { at, words, rows: listed });
        }
        Ok(())
    }

    /// Counts rows and keeps those that are listed.
    fn list(
        &mut self,
        rows: Vec<Row<'_>>,
        reports: [&Report; 2],
        message: &MessageRequest,
    ) -> Vec<ComparedRow> {
        let MessageRequest { payload, payload_base64, payload_hex, .. } = message;
        let payload = respond::payload(payload, payload_base64.as_deref(), payload_hex.as_deref());
        let sides = Sides {
            reports,
            plans: self.sides.each_ref().map(Replay::plan),
            payload: payload.as_deref().unwrap_or_default(),
            names: self.names,
            reasons: Default::default(),
        };
        let mut listed = Vec::new();
        for row in rows {
            let differs = row.differs();
            let kinds = if differs { row.kinds.clone() } else { vec![DifferenceKind::Same] };
            for kind in &kinds {
                *self.kinds.entry(*kind).or_default() += 1;
            }
            let is_rare =
                kinds.iter().any(|kind| self.of_kind.get(kind).is_none_or(|seen| *seen < MIN_OF_KIND));
            let has_room = self.listed_rows < MAX_ROWS && self.found.listed.len() < MAX_MESSAGES;
            if !(is_rare || differs && has_room) {
                self.found.complete &= !differs;
                continue;
            }
            self.listed_rows += usize::from(differs);
            for kind in kinds {
                *self.of_kind.entry(kind).or_default() += 1;
            }
            listed.push(sides.view(row));
        }
        listed
    }

    /// The first rule, as far as it came.
    #[must_use]
    pub fn first(&self) -> &Replay<'r> {
        &self.sides[0]
    }

    /// What all messages came to.
    #[must_use]
    pub fn finish(self) -> ComparisonView {
        ComparisonView { kinds: self.kinds.into_iter().collect(), ..self.found }
    }
}

/// What differs, in a few words.
fn words(records: usize, fields: usize, others: impl Iterator<Item = DifferenceKind>) -> String {
    let (mut requests, mut outcome, mut payload) = (0, false, false);
    for kind in others {
        match kind {
            DifferenceKind::Outcome => outcome = true,
            DifferenceKind::Payload => payload = true,
            _ => requests += 1,
        }
    }
    let parts = [
        outcome.then(|| "the outcome".to_owned()),
        (records > 0).then(|| counted(records, "record")),
        (fields > 0).then(|| counted(fields, "field")),
        (requests > 0).then(|| counted(requests, "request")),
        payload.then(|| "the outgoing payload".to_owned()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
