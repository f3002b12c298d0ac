//! What the actions hand on, in the forms that other programs read.

use crate::printable::printable;
use crate::report::columns;
use anyhow::Result;
use rule_actions::Report;
use rule_actions::action::{Content, Delivery};
use rule_actions::timestream::Record;
use rule_actions::timestream::output::{Rows, requests, to_csv, to_guarded_csv};
use std::io::Write;

/// The records of all Timestream actions.
fn records(report: &Report) -> impl Iterator<Item = &Record> {
    report.deliveries.iter().flat_map(Delivery::records).map(|written| &written.record)
}

/// Writes the rows that a query would show, as a table; a null is a dash, as in the console.
pub(crate) fn write_rows(report: &Report, out: &mut dyn Write) -> Result<()> {
    let rows = Rows::of(records(report));
    let header = rows.columns();
    let mut table = columns(&header.iter().map(|name| printable(name)).collect::<Vec<_>>());
    for row in &rows.rows {
        table.add_row(row.cells().map(|cell| cell.map_or_else(|| "-".to_owned(), printable)));
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    Ok(writeln!(out, "{}", table.trim_fmt())?)
}

/// Writes the same rows as CSV; with `guard`, so that a spreadsheet runs none of them.
pub(crate) fn write_csv(report: &Report, guard: bool, out: &mut dyn Write) -> Result<()> {
    let text = if guard { to_guarded_csv(records(report)) } else { to_csv(records(report)) };
    Ok(out.write_all(text?.as_bytes())?)
}

/// Writes each WriteRecords request as a line of JSON.
pub(crate) fn write_requests(report: &Report, out: &mut dyn Write) -> Result<()> {
    for delivery in &report.deliveries {
        let Content::Records { database, table, records } = &delivery.content else { continue };
        for request in requests(database, table, records.iter().map(|written| &written.record)) {
            writeln!(out, "{request}")?;
        }
    }
    Ok(())
}

/// Writes the lines of all InfluxDB actions.
pub(crate) fn write_lines(report: &Report, out: &mut dyn Write) -> Result<()> {
    for line in report.deliveries.iter().flat_map(Delivery::lines) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}
