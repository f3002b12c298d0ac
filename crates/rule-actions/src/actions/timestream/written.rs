//! A record with what becomes of it.

use super::record::{MeasureValueType, Record};
use super::table::check::double;
use super::table::time::nanoseconds;
use super::table::verdict::Verdict;

/// A record with what becomes of it.
///
/// Why it has its type is worked out when it is [asked for](Written::type_reason).
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// The record.
    pub record: Record,
    /// What the table does with it.
    pub verdict: Verdict,
    /// What its strings say.
    pub(super) numbers: Numbers,
}

/// The numbers that a record's strings stand for, which whoever wrote the strings often knows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Numbers {
    /// The time in nanoseconds since 1970-01-01 UTC, where Timestream can hold it.
    pub(super) time: Option<i64>,
    /// The value of a DOUBLE, where it is finite.
    pub(super) double: Option<f64>,
}

impl Written {
    /// A record that no table has taken yet.
    pub(super) fn of(record: Record) -> Self {
        let is_double = record.measure_value_type == MeasureValueType::Double;
        let numbers = Numbers {
            time: nanoseconds(&record.time, record.time_unit),
            double: if is_double { double(&record.measure_value.text()) } else { None },
        };
        Self::with(record, numbers)
    }

    /// The same for one of which the numbers are known.
    pub(super) fn with(record: Record, numbers: Numbers) -> Self {
        Self { record, verdict: Verdict::open(), numbers }
    }
}
