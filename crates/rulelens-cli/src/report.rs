//! What became of a message, for people.

use crate::diagnostics;
use crate::printable::{escaped, printable};
use crate::terminal::painted;
use crate::texts::Texts;
use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use comfy_table::{Table, presets};
use iot_sql::text::shortened;
use iot_sql::{Diagnostic, Outgoing};
use rule_actions::action::{Content, Delivery};
use rule_actions::timestream::{TimeUnit, Written};
use rule_actions::{Report, StageState};
use std::io::Write;

/// Draws diagnostics with an empty line between them.
pub(crate) fn write_diagnostics(
    out: &mut dyn Write,
    diagnostics: &[Diagnostic],
    texts: &Texts<'_>,
) -> Result<()> {
    for (index, diagnostic) in diagnostics.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", painted(&diagnostics::draw(diagnostic, texts)))?;
    }
    Ok(())
}

/// Writes stages, outgoing payload, what each action did, and diagnostics.
pub(crate) fn write_report(out: &mut dyn Write, report: &Report, texts: &Texts<'_>) -> Result<()> {
    for stage in &report.stages {
        let state = match stage.state {
            StageState::Passed => "passed",
            StageState::Absent => "-",
            StageState::Stopped => "stopped",
            StageState::NotReached => "not reached",
        };
        writeln!(out, "{:<11} {state:<11} {}", stage.name.name(), printable(&stage.explanation))?;
        for need in &stage.needs {
            writeln!(out, "{:<11} {:<11} {}", "", "to pass", printable(need))?;
        }
    }
    if !report.is_published && report.outgoing().is_some() {
        writeln!(out, "\nIf the broker accepted the message, the result would be:")?;
    }
    match report.outgoing() {
        None => {}
        Some(Outgoing::Json(value)) => writeln!(out, "\noutgoing payload\n{}", escaped(&value.to_json()))?,
        Some(Outgoing::Binary(bytes)) => match std::str::from_utf8(bytes) {
            Ok(text) => writeln!(out, "\noutgoing payload, unchanged\n{}", printable(text))?,
            Err(_) => {
                writeln!(out, "\noutgoing payload, unchanged, in base64\n{}", BASE64.encode(bytes))?;
            }
        },
    }
    let several = report.deliveries.len() > 1;
    for delivery in &report.deliveries {
        write_delivery(delivery, several, out)?;
    }
    if let Some(told) = &report.error_delivery {
        writeln!(out, "\nerror action")?;
        write_delivery(told, true, out)?;
    }
    if !report.diagnostics.is_empty() {
        writeln!(out)?;
        write_diagnostics(out, &report.diagnostics, texts)?;
    }
    Ok(())
}

/// Writes what an action sent.
fn write_delivery(delivery: &Delivery, named: bool, out: &mut dyn Write) -> Result<()> {
    let to = if named {
        format!(" to {} {}", delivery.title, printable(&delivery.destination))
    } else {
        String::new()
    };
    match &delivery.content {
        Content::Nothing => {}
        Content::Records { records, .. } if records.is_empty() => {}
        Content::Records { records, .. } => {
            writeln!(out, "\nrecords{to}\n{}", table(records).trim_fmt())?;
        }
        Content::Points(_) => {
            writeln!(out, "\nline protocol{to}")?;
            for line in delivery.lines() {
                writeln!(out, "{}", printable(&line))?;
            }
        }
        Content::Request { operation, body } => {
            let to = format!(" to {} {}", delivery.title, printable(&delivery.destination));
            writeln!(out, "\n{operation}{to}\n{}", escaped(&serde_json::to_string(body)?))?;
        }
        Content::Text { format, text } => writeln!(out, "\n{format}{to}\n{}", printable(text))?,
    }
    Ok(())
}

/// Characters of a string that a table shows; the rest is in `--format json`.
const MAX_CELL: usize = 100;

fn table(records: &[Written]) -> Table {
    let mut table =
        columns(&["measure name", "value", "type", "time (UTC)", "time", "dimensions", "verdict"]);
    for Written { record, verdict, .. } in records {
        let unit = match record.time_unit {
            TimeUnit::Seconds => "s",
            TimeUnit::Milliseconds => "ms",
            TimeUnit::Microseconds => "µs",
            TimeUnit::Nanoseconds => "ns",
        };
        let dimensions: Vec<String> = record
            .dimensions
            .iter()
            .map(|dimension| format!("{}={}", dimension.name, dimension.value))
            .collect();
        table.add_row([
            cell(&record.measure_name),
            cell(&record.measure_value.text()),
            record.measure_value_type.name().to_owned(),
            record.time_utc().unwrap_or_default(),
            cell(&format!("{} {unit}", record.time)),
            cell(&dimensions.join(", ")),
            verdict.outcome.name().to_owned(),
        ]);
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    table
}

fn cell(text: &str) -> String {
    shortened(&printable(text), MAX_CELL)
}

/// An empty table without lines, with these columns.
pub(crate) fn columns<T: AsRef<str>>(names: &[T]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    if !names.is_empty() {
        table.set_header(names.iter().map(AsRef::as_ref));
    }
    table
}
