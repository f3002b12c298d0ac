//! Rows of a table as a query shows them.

use crate::actions::timestream::record::date_and_time;
use crate::actions::timestream::record::{MeasureValueType, Record, TimeUnit};

/// Rows of a table, as `SELECT *` shows them: dimensions, `measure_name`, `time`, and one column for each type of value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    dimensions: Vec<String>,
    /// The rows, one for each record.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The dimensions' values, in the order of the columns; `None` where the record has no such dimension.
    pub dimensions: Vec<Option<String>>,
    /// The measure's name.
    pub measure_name: String,
    /// The time in UTC with nanoseconds, `2020-08-26 22:42:16.423000000`; the number as it was sent where it is no
    /// time of the years -9999 to 9999.
    pub time: String,
    /// The type of the value, which says in which column it stands.
    pub kind: MeasureValueType,
    /// The value.
    pub value: String,
}

/// The types in the order of their columns.
const KINDS: [MeasureValueType; 4] = [
    MeasureValueType::Bigint,
    MeasureValueType::Double,
    MeasureValueType::Varchar,
    MeasureValueType::Boolean,
];

impl Rows {
    /// The rows of these records.
    #[must_use]
    pub fn of<'r>(records: impl IntoIterator<Item = &'r Record>) -> Self {
        let records: Vec<&Record> = records.into_iter().collect();
        let mut dimensions: Vec<String> = Vec::new();
        for dimension in records.iter().flat_map(|record| record.dimensions.iter()) {
            if !dimensions.iter().any(|known| *known == dimension.name) {
                dimensions.push(dimension.name.to_string());
            }
        }
        let rows = records.into_iter().map(|record| row(record, &dimensions)).collect();
        Self { dimensions, rows }
    }

    /// The columns' names: dimensions in the order in which they first occur, then `measure_name`, `time` and
    /// `measure_value::bigint`, `::double`, `::varchar`, `::boolean`.
    #[must_use]
    pub fn columns(&self) -> Vec<String> {
        let values = KINDS.map(|kind| format!("measure_value::{}", kind.name().to_lowercase()));
        let names = ["measure_name".to_owned(), "time".to_owned()];
        self.dimensions.iter().cloned().chain(names).chain(values).collect()
    }
}

impl Row {
    /// The cells, in the order of the columns; `None` where a cell is null.
    pub fn cells(&self) -> impl Iterator<Item = Option<&str>> {
        let own = [Some(self.measure_name.as_str()), Some(self.time.as_str())];
        let values = KINDS.map(|kind| (kind == self.kind).then_some(self.value.as_str()));
        self.dimensions.iter().map(Option::as_deref).chain(own).chain(values)
    }
}

fn row(record: &Record, columns: &[String]) -> Row {
    let value = |column: &String| {
        let dimension = record.dimensions.iter().find(|dimension| dimension.name == *column)?;
        Some(dimension.value.to_string())
    };
    Row {
        dimensions: columns.iter().map(value).collect(),
        measure_name: record.measure_name.to_string(),
        time: record
            .moment()
            .map_or_else(|| record.time.to_string(), |moment| date_and_time(moment, TimeUnit::Nanoseconds)),
        kind: record.measure_value_type,
        value: record.measure_value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::Rows;
    use crate::actions::timestream::record::{Dimension, MeasureValueType, Record, TimeUnit};
    use crate::actions::timestream::table::tests::record;

    #[test]
    fn values_stand_in_the_column_of_their_type() {
        let dimension = |name: &str, value: &str| Dimension { name: name.into(), value: value.into() };
        let records = [
            Record {
                dimensions: [dimension("room", "kitchen")].into(),
                ..record("t", MeasureValueType::Double, "21.5")
            },
            Record {
                dimensions: [dimension("floor", "2"), dimension("room", "hall")].into(),
                time: "9999999999999999".into(),
                time_unit: TimeUnit::Seconds,
                ..record("on", MeasureValueType::Boolean, "true")
            },
        ];
        let rows = Rows::of(&records);
        assert_eq!(
            rows.columns(),
            [
                "room",
                "floor",
                "measure_name",
                "time",
                "measure_value::bigint",
                "measure_value::double",
                "measure_value::varchar",
                "measure_value::boolean"
            ]
        );
        let cells: Vec<Vec<&str>> =
            rows.rows.iter().map(|row| row.cells().map(Option::unwrap_or_default).collect()).collect();
        assert_eq!(cells[0], ["kitchen", "", "t", "2023-11-14 22:13:20.000000000", "", "21.5", "", ""]);
        assert_eq!(cells[1], ["hall", "2", "on", "9999999999999999", "", "", "", "true"]);
    }
}
