//! What all messages together came to.

use crate::printable::printable;
use crate::report::columns;
use crate::texts::Texts;
use crate::view::diagnostics;
use anyhow::Result;
use rule_actions::Simulation;
use rule_actions::timestream::table::{Measure, Named, Write as WrittenValue};
use serde_json::{Value as Json, json};
use std::io::Write;

/// What all lines together came to.
#[derive(Default)]
pub(super) struct Totals {
    /// What the messages came to.
    pub(super) read: rule_actions::Totals,
    /// Lines that are no message.
    pub(super) malformed: u64,
}

impl Totals {
    /// Whether every message could be read, and nothing failed or was refused.
    pub(super) fn is_good(&self) -> bool {
        let read = &self.read;
        self.malformed == 0 && read.failures.is_empty() && !read.outcomes.contains_key("failed")
    }

    pub(super) fn to_json(&self, simulation: &Simulation, texts: &Texts<'_>) -> Json {
        json!({"summary": {
            "messages": self.read.messages,
            "malformed": self.malformed,
            "outcomes": self.read.outcomes,
            "records": self.read.verdicts,
            "failures": self.read.failures,
            "diagnostics": self.read.diagnostics,
            "undefined": diagnostics(&simulation.absences.summary(), texts),
            "tables": simulation.tables.all().iter().map(table).collect::<Json>(),
            "complete": !simulation.tables.is_forgetful(),
        }})
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
        writeln!(out, "{} messages{malformed}", self.read.messages)?;
        for (title, counts) in [
            ("outcomes", &self.read.outcomes),
            ("records", &self.read.verdicts),
            ("failed deliveries", &self.read.failures),
            ("diagnostics, by messages", &self.read.diagnostics),
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
