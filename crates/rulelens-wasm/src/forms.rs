//! Records in the forms in which people want them; made when asked for, because each is as large as the records.

use crate::api::RecordView;
use rule_actions::timestream::output::{Rows, requests, to_csv};
use rule_actions::timestream::{Dimension, MeasureValueType, Record, TimeUnit};
use serde::{Deserialize, Serialize};
use tsify::Tsify;

/// Rows of a table, as `SELECT *` shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct RowsView {
    /// The columns' names: dimensions, `measure_name`, `time`, and one column for each type of value.
    pub columns: Vec<String>,
    /// The rows, each with a cell for every column; null where a cell is null.
    #[tsify(type = "(string | null)[][]")]
    pub rows: Vec<Vec<Option<String>>>,
}

/// The `WriteRecords` requests that write these records, each as JSON text; one request holds at most 100 records.
///
/// # Errors
/// Where a record has a type or a unit of time that Timestream does not know.
pub fn write_records(database: &str, table: &str, records: &[RecordView]) -> Result<Vec<String>, String> {
    let requests = requests(database, table, &from_views(records)?);
    requests
        .iter()
        .map(|request| serde_json::to_string_pretty(request).map_err(|error| error.to_string()))
        .collect()
}

/// The rows that these records become, where they are written.
///
/// # Errors
/// Where a record has a type or a unit of time that Timestream does not know.
pub fn table_rows(records: &[RecordView]) -> Result<RowsView, String> {
    let rows = Rows::of(&from_views(records)?);
    Ok(RowsView {
        columns: rows.columns(),
        rows: rows.rows.iter().map(|row| row.cells().map(|cell| cell.map(str::to_owned)).collect()).collect(),
    })
}

/// The rows that these records become as CSV (RFC 4180), with the columns' names in the first line.
///
/// # Errors
/// Where a record has a type or a unit of time that Timestream does not know.
pub fn csv(records: &[RecordView]) -> Result<String, String> {
    to_csv(&from_views(records)?).map_err(|error| error.to_string())
}

fn from_views(views: &[RecordView]) -> Result<Vec<Record>, String> {
    views.iter().map(from_view).collect()
}

fn from_view(view: &RecordView) -> Result<Record, String> {
    let kind = MeasureValueType::from_name(&view.measure_value_type);
    let unit = TimeUnit::from_name(&view.time_unit);
    Ok(Record {
        measure_name: view.measure_name.clone(),
        measure_value: view.measure_value.clone(),
        measure_value_type: kind
            .ok_or_else(|| format!("Timestream has no type `{}`.", view.measure_value_type))?,
        time: view.time.clone(),
        time_unit: unit.ok_or_else(|| format!("Timestream has no unit of time `{}`.", view.time_unit))?,
        processing_time: view.processing_time,
        dimensions: view
            .dimensions
            .iter()
            .map(|dimension| Dimension { name: dimension.name.clone(), value: dimension.value.clone() })
            .collect(),
    })
}
