//! What all messages together came to.

use crate::printable::printable;
use crate::report::columns;
use anyhow::Result;
use iot_sql::Outcome;
use rule_actions::timestream::table::{Measure, Named, Write as WrittenValue};
use rule_actions::{Report, Simulation};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::io::Write;

/// How often something was seen, by its name.
type Counts = BTreeMap<&'static str, u64>;

/// What all messages together came to.
#[derive(Default)]
pub(super) struct Totals {
    pub(super) messages: u64,
    pub(super) malformed: u64,
    pub(super) outcomes: Counts,
    pub(super) verdicts: Counts,
    /// Deliveries that failed, by the action's name.
    pub(super) failures: Counts,
    /// Messages of which a diagnostic was said, by its code.
    pub(super) diagnostics: Counts,
}

impl Totals {
    pub(super) fn count(&mut self, report: &Report) {
        self.messages += 1;
        *self.outcomes.entry(outcome(&report.outcome)).or_default() += 1;
        for delivery in &report.deliveries {
            for verdict in &delivery.verdicts {
                *self.verdicts.entry(verdict.outcome.name()).or_default() += 1;
            }
            if delivery.errors().next().is_some() {
                *self.failures.entry(delivery.title).or_default() += 1;
            }
        }
        let codes: Vec<&str> = report.diagnostics.iter().map(|diagnostic| diagnostic.code.id).collect();
        for (index, diagnostic) in report.diagnostics.iter().enumerate() {
            if !codes[..index].contains(&diagnostic.code.id) {
                *self.diagnostics.entry(diagnostic.code.id).or_default() += 1;
            }
        }
    }

    /// Whether every message could be read, and nothing failed or was refused.
    pub(super) fn is_good(&self) -> bool {
        self.malformed == 0 && self.failures.is_empty() && !self.outcomes.contains_key("failed")
    }

    pub(super) fn to_json(&self, simulation: &Simulation) -> Json {
        json!({"summary": {
            "messages": self.messages,
            "malformed": self.malformed,
            "outcomes": self.outcomes,
            "records": self.verdicts,
            "failures": self.failures,
            "diagnostics": self.diagnostics,
            "tables": simulation.tables.all().iter().map(table).collect::<Json>(),
            "complete": !simulation.tables.is_forgetful(),
        }})
    }
}

/// The outcome's name, as in the JavaScript API.
pub(super) fn outcome(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::OtherTopic | Outcome::NotTrue { .. } => "notMatched",
        Outcome::Failed(_) => "failed",
        Outcome::Output(_) => "output",
    }
}

fn table(table: &Named) -> Json {
    json!({
        "database": table.database,
        "table": table.table,
        "measures": table.schema().iter().map(measure).collect::<Json>(),
    })
}

fn measure(measure: &Measure) -> Json {
    json!({
        "name": measure.name,
        "type": measure.first.kind.name(),
        "first": write(&measure.first),
        "conflicts": measure.conflicts.iter().map(write).collect::<Json>(),
        "conflictCount": measure.conflict_count,
    })
}

fn write(write: &WrittenValue) -> Json {
    json!({"message": write.message, "type": write.kind.name(), "value": write.value})
}

impl Totals {
    /// Writes what there is for people: totals, the tables' measures, and conflicts.
    pub(super) fn write(&self, simulation: &Simulation, out: &mut dyn Write) -> Result<()> {
        let malformed =
            if self.malformed == 0 { String::new() } else { format!(", {} malformed lines", self.malformed) };
        writeln!(out, "{} messages{malformed}", self.messages)?;
        for (title, counts) in [
            ("outcomes", &self.outcomes),
            ("records", &self.verdicts),
            ("failed deliveries", &self.failures),
            ("diagnostics, by messages", &self.diagnostics),
        ] {
            if !counts.is_empty() {
                let mut table = columns::<&str>(&[]);
                for (name, count) in counts {
                    table.add_row([format!("  {name}"), count.to_string()]);
                }
                writeln!(out, "\n{title}\n{}", table.trim_fmt())?;
            }
        }
        let (mut measures, mut conflicts) = (
            columns(&["table", "measure", "type", "first message"]),
            columns(&["table", "measure", "first", "later", "refused"]),
        );
        for table in simulation.tables.all() {
            let name = printable(&format!("{}.{}", table.database, table.table));
            for measure in table.schema() {
                let Measure { name: measure_name, first, conflicts: later, conflict_count } = measure;
                let measure_name = printable(measure_name);
                let kind = first.kind.name().to_owned();
                measures.add_row([name.clone(), measure_name.clone(), kind, first.message.to_string()]);
                if let Some(later) = later.first() {
                    let count = conflict_count.to_string();
                    conflicts.add_row([name.clone(), measure_name, shown(first), shown(later), count]);
                }
            }
        }
        for (title, table) in [("measures", measures), ("conflicts of types", conflicts)] {
            if table.row_iter().next().is_some() {
                writeln!(out, "\n{title}\n{}", table.trim_fmt())?;
            }
        }
        if simulation.tables.is_forgetful() {
            writeln!(
                out,
                "\nThere are more tables or measures than RuleLens keeps, so conflicts may be missing."
            )?;
        }
        Ok(())
    }
}

fn shown(write: &WrittenValue) -> String {
    printable(&format!("{} {} (message {})", write.kind.name(), write.value, write.message))
}
