//! What was written to each measure over many messages, thinned out to what can be drawn.

use iot_sql::text::shortened;
use rule_actions::timestream::table::WriteOutcome;
use rule_actions::timestream::{MeasureValueType, Record, Written};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Measures of which values are kept.
const MAX_SERIES: usize = 1_000;

/// Characters of a value.
const MAX_VALUE: usize = 60;

/// What was written to a measure of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "exports", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct SeriesView {
    /// The database's name.
    #[serde(rename = "DatabaseName")]
    pub database: String,
    /// The table's name.
    #[serde(rename = "TableName")]
    pub table: String,
    /// The measure's name.
    #[serde(rename = "MeasureName")]
    pub measure: String,
    /// The type of the first record; that of the measure, if the record was accepted.
    #[serde(rename = "MeasureValueType")]
    pub kind: MeasureValueType,
    /// How many records are in the table, with those that change nothing.
    pub accepted: u64,
    /// How many were rejected.
    pub rejected: u64,
    /// How many there are of which AWS does not document what becomes of them.
    pub unknown: u64,
    /// Values that were written, evenly spread over the messages, in their order.
    pub written: Vec<SeriesPoint>,
    /// Values that were rejected, likewise.
    pub lost: Vec<SeriesPoint>,
}

/// A value of a measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "exports", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct SeriesPoint {
    /// The message's ordinal, from 1.
    pub message: u64,
    /// The record's time in milliseconds since 1970-01-01 UTC; absent if it is not a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<f64>,
    /// The value's type.
    #[serde(rename = "MeasureValueType")]
    pub kind: MeasureValueType,
    /// The value, cut after 60 characters.
    #[serde(rename = "MeasureValue")]
    pub value: String,
}

/// The series as they grow.
#[derive(Debug)]
pub(crate) struct AllSeries {
    limit: usize,
    all: Vec<Series>,
    by_table: HashMap<String, HashMap<String, HashMap<String, usize>>>,
}

#[derive(Debug)]
struct Series {
    view: SeriesView,
    written: Thinned,
    lost: Thinned,
}

/// Every so manieth of the values that came, at most a number of them.
#[derive(Debug, Default)]
struct Thinned {
    points: Vec<SeriesPoint>,
    came: u64,
    step: u32,
}

impl AllSeries {
    /// No series yet, which will have so many points at most.
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, all: Vec::new(), by_table: HashMap::new() }
    }

    /// Takes the records of a message in.
    pub(crate) fn take(&mut self, (database, table): (&str, &str), message: u64, records: &[Written]) {
        if self.limit == 0 {
            return;
        }
        for Written { record, verdict, .. } in records {
            let Some(at) = self.position(database, table, record) else { continue };
            let series = &mut self.all[at];
            let points = match verdict.outcome {
                WriteOutcome::Accepted | WriteOutcome::Unchanged => {
                    series.view.accepted += 1;
                    &mut series.written
                }
                WriteOutcome::Undocumented => {
                    series.view.unknown += 1;
                    &mut series.written
                }
                WriteOutcome::Rejected => {
                    series.view.rejected += 1;
                    &mut series.lost
                }
            };
            points.take(self.limit, || SeriesPoint {
                message,
                time: record.nanoseconds().map(|time| time as f64 / 1e6),
                kind: record.measure_value_type,
                value: shortened(&record.measure_value.text(), MAX_VALUE),
            });
        }
    }

    fn position(&mut self, database: &str, table: &str, record: &Record) -> Option<usize> {
        let known = self.by_table.get(database).and_then(|tables| tables.get(table));
        if let Some(at) = known.and_then(|measures| measures.get(record.measure_name.as_str())) {
            return Some(*at);
        }
        let at = self.all.len();
        if at == MAX_SERIES {
            return None;
        }
        let tables = self.by_table.entry(database.to_owned()).or_default();
        tables.entry(table.to_owned()).or_default().insert(record.measure_name.to_string(), at);
        let view = SeriesView {
            database: database.to_owned(),
            table: table.to_owned(),
            measure: record.measure_name.to_string(),
            kind: record.measure_value_type,
            accepted: 0,
            rejected: 0,
            unknown: 0,
            written: Vec::new(),
            lost: Vec::new(),
        };
        self.all.push(Series { view, written: Thinned::default(), lost: Thinned::default() });
        Some(at)
    }

    /// The series as they are now.
    pub(crate) fn views(self) -> Vec<SeriesView> {
        self.all
            .into_iter()
            .map(|Series { view, written, lost }| SeriesView {
                written: written.points,
                lost: lost.points,
                ..view
            })
            .collect()
    }
}

impl Thinned {
    fn take(&mut self, limit: usize, point: impl FnOnce() -> SeriesPoint) {
        let at = self.came;
        self.came += 1;
        if !at.is_multiple_of(1 << self.step) {
            return;
        }
        if self.points.len() == limit {
            let mut index = 0;
            self.points.retain(|_| {
                index += 1;
                index % 2 == 1
            });
            self.step += 1;
            if !at.is_multiple_of(1 << self.step) {
                return;
            }
        }
        self.points.push(point());
    }
}

#[cfg(test)]
mod tests {
    use super::{SeriesPoint, Thinned};
    use rule_actions::timestream::MeasureValueType;

    #[test]
    fn points_are_evenly_spread_however_many_come() {
        for (count, limit) in [(3, 4), (4, 4), (5, 4), (1000, 7), (1_000, 1)] {
            let mut thinned = Thinned::default();
            for message in 0..count {
                thinned.take(limit, || SeriesPoint {
                    message,
                    time: None,
                    kind: MeasureValueType::Bigint,
                    value: String::new(),
                });
            }
            let found: Vec<u64> = thinned.points.iter().map(|point| point.message).collect();
            assert!(found.len() <= limit && 2 * found.len() >= limit.min(count as usize), "{found:?}");
            let step = found.get(1).copied().unwrap_or(1);
            assert!(found.iter().enumerate().all(|(at, message)| *message == at as u64 * step), "{found:?}");
            assert!(found.last().is_some_and(|last| last + step >= count || limit == 1), "{found:?}");
        }
    }
}
