//! Records in the forms in which people want them; made when asked for, because each is as large as the records.

use rule_actions::timestream::Record;
use rule_actions::timestream::output::{Rows, requests, to_csv};
use rule_actions::view::RecordView;
use serde::{Deserialize, Serialize};

/// Rows of a table, as `SELECT *` shows them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "exports", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct RowsView {
    /// The columns' names: dimensions, `measure_name`, `time`, and one column for each type of value.
    pub columns: Vec<String>,
    /// The rows, each with a cell for every column; null where a cell is null.
    #[cfg_attr(feature = "exports", tsify(type = "(string | null)[][]"))]
    pub rows: Vec<Vec<Option<String>>>,
}

/// The `WriteRecords` requests that write these records, each as JSON text; one request holds at most 100 records.
#[must_use]
pub fn write_records(database: &str, table: &str, records: &[RecordView]) -> Vec<String> {
    requests(database, table, &plain(records)).iter().map(|request| format!("{request:#}")).collect()
}

/// The rows that these records become when they are written.
#[must_use]
pub fn table_rows(records: &[RecordView]) -> RowsView {
    let rows = Rows::of(&plain(records));
    RowsView {
        columns: rows.columns(),
        rows: rows.rows.iter().map(|row| row.cells().map(|cell| cell.map(str::to_owned)).collect()).collect(),
    }
}

/// The rows that these records become as CSV (RFC 4180), with the columns' names in the first line.
///
/// # Errors
/// Rows that cannot be written.
pub fn csv(records: &[RecordView]) -> Result<String, String> {
    to_csv(&plain(records)).map_err(|error| error.to_string())
}

fn plain(records: &[RecordView]) -> Vec<Record> {
    records.iter().map(Record::from).collect()
}
