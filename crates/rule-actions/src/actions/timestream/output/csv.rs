//! Rows of a table as CSV.

use super::Rows;
use crate::actions::timestream::record::Record;
use std::fmt;

/// Why there is no CSV.
#[derive(Debug)]
pub struct CsvError(String);

impl fmt::Display for CsvError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for CsvError {}

/// The rows of these records as CSV (RFC 4180) with the columns' names in the first line; a null is an empty cell.
///
/// # Errors
/// Never for records in memory; the writer of the format could tell of one.
pub fn to_csv<'r>(records: impl IntoIterator<Item = &'r Record>) -> Result<String, CsvError> {
    let rows = Rows::of(records);
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let failed = |error: csv::Error| CsvError(error.to_string());
    writer.write_record(rows.columns()).map_err(failed)?;
    for row in &rows.rows {
        writer.write_record(row.cells().map(Option::unwrap_or_default)).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| CsvError(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| CsvError(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::to_csv;
    use crate::actions::timestream::record::{Dimension, MeasureValueType, Record};
    use crate::actions::timestream::table::tests::record;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let room = Dimension { name: "a, \"b\"".into(), value: "x\ny".into() };
        let record = Record {
            dimensions: vec![room],
            ..record("array of strings", MeasureValueType::Varchar, r#"["red","green"]"#)
        };
        assert_eq!(
            to_csv(&[record]).expect("CSV"),
            "\"a, \"\"b\"\"\",measure_name,time,measure_value::bigint,measure_value::double,measure_value::varchar,measure_value::boolean\r\n\
             \"x\ny\",array of strings,2023-11-14 22:13:20.000000000,,,\"[\"\"red\"\",\"\"green\"\"]\",\r\n"
        );
    }
}
