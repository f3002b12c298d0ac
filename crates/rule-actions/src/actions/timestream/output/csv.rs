//! Rows of a table as CSV.

use super::Rows;
use crate::actions::timestream::record::Record;
use std::borrow::Cow;
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
    write(records, false)
}

/// The same with an apostrophe before cells that a spreadsheet would run as a formula: those that start with `=`, `+`,
/// `-`, `@`, a tab or a carriage return and are not numbers.
///
/// # Errors
/// See [`to_csv`].
pub fn to_guarded_csv<'r>(records: impl IntoIterator<Item = &'r Record>) -> Result<String, CsvError> {
    write(records, true)
}

/// A cell, guarded where a spreadsheet would run it.
fn guarded(cell: &str) -> Cow<'_, str> {
    let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    if runs { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

fn write<'r>(records: impl IntoIterator<Item = &'r Record>, guard: bool) -> Result<String, CsvError> {
    let rows = Rows::of(records);
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let failed = |error: csv::Error| CsvError(error.to_string());
    let write = |text: &str| if guard { guarded(text).into_owned() } else { text.to_owned() };
    writer.write_record(rows.columns().iter().map(|name| write(name))).map_err(failed)?;
    for row in &rows.rows {
        writer.write_record(row.cells().map(|cell| write(cell.unwrap_or_default()))).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| CsvError(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| CsvError(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::{to_csv, to_guarded_csv};
    use crate::actions::timestream::record::{Dimension, MeasureValueType, Record};
    use crate::actions::timestream::table::tests::record;

    #[test]
    fn cells_that_a_spreadsheet_would_run_are_guarded_where_that_is_wanted() {
        for (value, kind, guarded) in [
            ("=1+1", MeasureValueType::Varchar, "'=1+1"),
            ("+cmd", MeasureValueType::Varchar, "'+cmd"),
            ("@x", MeasureValueType::Varchar, "'@x"),
            ("\tx", MeasureValueType::Varchar, "'\tx"),
            ("-2+3", MeasureValueType::Varchar, "'-2+3"),
            ("-2", MeasureValueType::Bigint, "-2"),
            ("-2.5E-7", MeasureValueType::Double, "-2.5E-7"),
            ("a=1", MeasureValueType::Varchar, "a=1"),
        ] {
            let room = Dimension { name: "=name".into(), value: "=dim".into() };
            let record = Record { dimensions: [room].into(), ..record("@m", kind, value) };
            let cell = |text: &str, wanted: &str| text.contains(&format!(",{wanted},"));
            let plain = to_csv(std::slice::from_ref(&record)).expect("CSV");
            assert!(plain.starts_with("=name,") && plain.contains("\r\n=dim,@m,"), "{plain}");
            assert!(cell(&plain, value) || plain.contains(&format!(",{value}\r")), "{plain}");
            let text = to_guarded_csv(&[record]).expect("CSV");
            assert!(text.starts_with("'=name,") && text.contains("\r\n'=dim,'@m,"), "{text}");
            assert!(cell(&text, guarded), "{value}: {text}");
        }
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let room = Dimension { name: "a, \"b\"".into(), value: "x\ny".into() };
        let record = Record {
            dimensions: [room].into(),
            ..record("array of strings", MeasureValueType::Varchar, r#"["red","green"]"#)
        };
        assert_eq!(
            to_csv(&[record]).expect("CSV"),
            "\"a, \"\"b\"\"\",measure_name,time,measure_value::bigint,measure_value::double,measure_value::varchar,measure_value::boolean\r\n\
             \"x\ny\",array of strings,2023-11-14 22:13:20.000000000,,,\"[\"\"red\"\",\"\"green\"\"]\",\r\n"
        );
    }
}
