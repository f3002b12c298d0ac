//! What all messages together came to.

use crate::printable::printable;
use crate::report::columns;
use anyhow::Result;
use rule_actions::Simulation;
use rule_actions::timestream::table::{Measure, WrittenValue};
use rule_actions::view::{ReplaySummary, Viewer};
use std::io::Write;

/// What all lines together came to.
#[derive(Default)]
pub(super) struct Totals {
    /// What the messages came to.
    pub(super) read: rule_actions::Totals,
    /// Lines that are not message.
    pub(super) malformed: u64,
}

impl Totals {
    /// Whether every message could be read, and nothing failed or was rejected.
    pub(super) fn is_good(&self) -> bool {
        let read = &self.read;
        self.malformed == 0 && read.failures.is_empty() && read.outcomes.get("failed") == 0
    }

    /// The last line for programs.
    pub(super) fn view(&self, simulation: &Simulation, viewer: &Viewer<'_>) -> ReplaySummary {
        ReplaySummary { summary: viewer.summary(&self.read, self.malformed, simulation, usize::MAX) }
    }

    /// Writes what there is for people: totals, the tables' measures, and conflicts.
    pub(super) fn write(&self, simulation: &Simulation, out: &mut dyn Write) -> Result<()> {
        let malformed =
            if self.malformed == 0 { String::new() } else { format!(", {} malformed lines", self.malformed) };
        writeln!(out, "{} messages{malformed}", self.read.messages)?;
        for (title, counts) in [
            ("outcomes", &self.read.outcomes),
            ("stopped at", &self.read.stopped_at),
            ("records", &self.read.verdicts),
            ("failed deliveries", &self.read.failures),
            ("diagnostics, by messages", &self.read.diagnostics),
        ] {
            if !counts.is_empty() {
                let mut table = columns::<&str>(&[]);
                for (name, count) in counts.iter() {
                    table.add_row([format!("  {name}"), count.to_string()]);
                }
                writeln!(out, "\n{title}\n{}", table.trim_fmt())?;
            }
        }
        let (mut measures, mut conflicts) = (
            columns(&["table", "measure", "type", "first message"]),
            columns(&["table", "measure", "first", "later", "rejected"]),
        );
        for table in simulation.tables.all() {
            let name = printable(&format!("{}.{}", table.database, table.table));
            for measure in table.schema() {
                let Measure { name: measure_name, first, conflicts: later, conflict_count } = measure;
                let measure_name = printable(&measure_name);
                let kind = first.kind.name().to_owned();
                let since =
                    if first.message == 0 { "already there".into() } else { first.message.to_string() };
                measures.add_row([name.clone(), measure_name.clone(), kind, since]);
                if let Some(later) = later.first() {
                    let count = conflict_count.to_string();
                    conflicts.add_row([name.clone(), measure_name, shown(&first), shown(later), count]);
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
    if write.message == 0 {
        return format!("{} (already there)", write.kind.name());
    }
    printable(&format!("{} {} (message {})", write.kind.name(), write.value, write.message))
}
