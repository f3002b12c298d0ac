//! Many messages through one rule.

use super::evaluation::text_or_base64;
use super::{DeliveryView, DiagnosticView, ShortDiagnostic, Viewer};
use crate::actions::timestream::table::Measure;
use crate::report::{OutcomeKind, Report};
use crate::simulation::Simulation;
use crate::stages::StageName;
use crate::totals::{Counts, Totals};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What became of one message among many.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ReplayLine {
    /// The line of the input.
    pub line: u64,
    /// How far the message got.
    pub outcome: OutcomeKind,
    /// The stage that stopped it; absent if it got through all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped_at: Option<StageName>,
    /// Why it was stopped there, in a sentence or two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
    /// The outgoing payload's exact text; absent if the rule did not act, or if the payload is not text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outgoing_payload: Option<String>,
    /// The outgoing payload's bytes in base64, if it is not text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outgoing_payload_base64: Option<String>,
    /// What each action did, in the rule's order; empty if the message did not get so far.
    pub deliveries: Vec<DeliveryView>,
    /// What the error action did, if there is one and an action failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_delivery: Option<DeliveryView>,
    /// Everything there is to report, most severe first, without places, which thousands of messages have in common.
    pub diagnostics: Vec<ShortDiagnostic>,
}

/// A line of the input that is not a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct ReplayProblem {
    /// The line of the input.
    pub line: u64,
    /// What is wrong with it.
    pub error: String,
}

/// The last line of a replay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct ReplaySummary {
    /// What all messages together came to.
    pub summary: SummaryView,
}

/// What many messages together come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct SummaryView {
    /// Messages that could be read.
    pub messages: u64,
    /// Messages that could not be read.
    pub malformed: u64,
    /// Messages by their outcome: `output`, `notMatched`, `failed`.
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, number>"))]
    pub outcomes: BTreeMap<String, u64>,
    /// Messages by the stage that stopped them: `topic`, `where`, `select`, `actions`.
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, number>"))]
    pub stopped_at: BTreeMap<String, u64>,
    /// Records by what becomes of them: `accepted`, `unchanged`, `rejected`, `undocumented`.
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, number>"))]
    pub records: BTreeMap<String, u64>,
    /// Deliveries of which something was lost, by the action's name.
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, number>"))]
    pub failures: BTreeMap<String, u64>,
    /// Messages for which a diagnostic was reported, by its code.
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, number>"))]
    pub diagnostics: BTreeMap<String, u64>,
    /// What SELECT or a template reads and payloads do not have, once for all messages.
    pub undefined: Vec<DiagnosticView>,
    /// The tables in the order in which they were first written to.
    pub tables: Vec<TableView>,
    /// Whether all tables, measures and conflicts are there; what is kept and listed is bounded.
    pub complete: bool,
}

/// A Timestream table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct TableView {
    /// The database's name.
    #[serde(rename = "DatabaseName")]
    pub database: String,
    /// The table's name.
    #[serde(rename = "TableName")]
    pub table: String,
    /// The measures in the order in which they were first written.
    pub measures: Vec<Measure>,
}

impl Viewer<'_> {
    /// The view of what became of one message among many.
    #[must_use]
    pub fn replay_line(&self, line: u64, report: &Report) -> ReplayLine {
        let (outgoing_payload, outgoing_payload_base64) = text_or_base64(report.outgoing());
        let stopped = report.stopped_at();
        ReplayLine {
            line,
            outcome: report.outcome_kind(),
            stopped_at: stopped.map(|stage| stage.name),
            explanation: stopped.map(|stage| stage.explanation.clone()),
            outgoing_payload,
            outgoing_payload_base64,
            deliveries: report.deliveries.iter().map(|delivery| self.delivery(delivery, None)).collect(),
            error_delivery: report.error_delivery.as_ref().map(|delivery| self.delivery(delivery, None)),
            diagnostics: report.diagnostics.iter().map(ShortDiagnostic::from).collect(),
        }
    }

    /// The view of what messages came to, and of the tables that they wrote to with at most so many measures together.
    #[must_use]
    pub fn summary(
        &self,
        totals: &Totals,
        malformed: u64,
        simulation: &Simulation,
        max_measures: usize,
    ) -> SummaryView {
        let tables = &simulation.tables;
        let mut room = max_measures;
        let mut complete = !tables.is_forgetful();
        let mut listed = Vec::new();
        for table in tables.all() {
            if room == 0 {
                complete = false;
                break;
            }
            let measures: Vec<Measure> = table.schema().take(room).collect();
            complete &= measures.len() == table.schema().len();
            // A table without measures takes room too.
            room -= measures.len().max(1);
            listed.push(TableView {
                database: table.database.to_string(),
                table: table.table.to_string(),
                measures,
            });
        }
        SummaryView {
            messages: totals.messages,
            malformed,
            outcomes: named(&totals.outcomes),
            stopped_at: named(&totals.stopped_at),
            records: named(&totals.verdicts),
            failures: named(&totals.failures),
            diagnostics: named(&totals.diagnostics),
            undefined: self.diagnostics(&simulation.absences.summary()),
            tables: listed,
            complete,
        }
    }
}

fn named(counts: &Counts) -> BTreeMap<String, u64> {
    counts.iter().map(|(name, count)| (name.to_owned(), count)).collect()
}
