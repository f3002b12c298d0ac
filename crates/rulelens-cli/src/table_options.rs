//! The simulated tables of a command.

use anyhow::{Context, Result};
use clap::Args;
use rule_actions::Simulation;
use rule_actions::timestream::MeasureValueType;
use rule_actions::timestream::table::TableSettings;

/// The settings of the tables that records are written to.
#[derive(Args, Clone, Debug)]
pub(crate) struct TableOptions {
    /// Hours that the tables' memory store keeps records; older ones are rejected or go to the magnetic store.
    #[arg(long, value_name = "HOURS", default_value_t = TableSettings::default().memory_retention_hours())]
    memory_hours: u32,
    /// Days that the tables' magnetic store keeps records.
    #[arg(long, value_name = "DAYS", default_value_t = TableSettings::default().magnetic_retention_days())]
    magnetic_days: u32,
    /// The tables take records that are too old for the memory store.
    #[arg(long)]
    magnetic_writes: bool,
    /// A measure that the tables already have, with its type: `temperature=DOUBLE`. May be given more than once.
    #[arg(long = "measure", value_name = "NAME=TYPE", value_parser = measure)]
    measures: Vec<(String, MeasureValueType)>,
}

/// A measure as an option writes it; the last `=` counts, because names may have one.
fn measure(text: &str) -> Result<(String, MeasureValueType), String> {
    let (name, kind) = text.rsplit_once('=').ok_or("write its name, = and its type")?;
    let kind = MeasureValueType::from_name(&kind.to_uppercase());
    let kind = kind.ok_or("a type is BIGINT, DOUBLE, BOOLEAN or VARCHAR")?;
    Ok((name.to_owned(), kind))
}

impl TableOptions {
    /// Services that have not seen a message yet.
    ///
    /// # Errors
    /// Where Timestream allows no such settings.
    pub(crate) fn simulation(&self) -> Result<Simulation> {
        let settings = TableSettings::new(self.memory_hours, self.magnetic_days, self.magnetic_writes)?;
        let measures = self.measures.iter().cloned().collect();
        let settings = settings.with_measures(measures).context("--measure")?;
        Ok(Simulation::new(settings))
    }
}
