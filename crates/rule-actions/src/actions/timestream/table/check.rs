//! What can be said of a record without knowing the table.

use super::series::{Series, Shared};
use super::wording;
use crate::actions::timestream::record::{MeasureValueType, Record};
use iot_sql::{Diagnostic, Severity};
use std::sync::Arc;

/// Bytes that a measure's name can have (`ts-limits`, `API_Record`).
const MAX_MEASURE_NAME: usize = 256;

/// Bytes that a value can have (`ts-limits`, `API_Record`).
const MAX_VALUE: usize = 2048;

/// Bytes that a record, and the names and values of its dimensions, can have: 2 KB (`ts-limits`).
const MAX_RECORD: usize = 2048;

/// What was found about a record.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// The record is rejected.
    pub(super) rejected: bool,
    /// AWS does not say what becomes of it.
    pub(super) doubtful: bool,
    /// It may take the whole request with it.
    pub(super) whole_request: bool,
    pub(super) reasons: Vec<Arc<Diagnostic>>,
    /// The value of a DOUBLE.
    pub(super) double: Option<f64>,
    /// The time in nanoseconds, where Timestream can hold it.
    pub(super) time: Option<i128>,
}

impl Findings {
    /// Adds a reason: an error rejects, a warning leaves open.
    pub(super) fn add(&mut self, reason: impl Into<Arc<Diagnostic>>) {
        let reason = reason.into();
        match reason.severity() {
            Severity::Error => self.rejected = true,
            Severity::Warning => self.doubtful = true,
            Severity::Info => {}
        }
        self.reasons.push(reason);
    }

    /// Adds what is worth saying and changes nothing.
    pub(super) fn remark(&mut self, remark: Diagnostic) {
        self.reasons.push(Arc::new(remark));
    }

    /// Adds a reason that the API's own bounds for a request are broken.
    pub(super) fn add_of_request(&mut self, reason: Diagnostic) {
        self.whole_request = true;
        self.add(reason);
    }
}

/// What is wrong or open about names, value and sizes.
pub(super) fn check(record: &Record, shared: &mut Shared) -> Findings {
    let mut findings = Findings::default();
    measure_name(record, &mut findings);
    value(record, &mut findings);
    let Series { bytes: dimensions, empty, .. } = shared.series(record);
    let size = dimensions + record.measure_name.len() + record.measure_value.len();
    if dimensions > MAX_RECORD {
        findings.add(wording::dimension_size(dimensions));
    } else if size > MAX_RECORD && record.measure_value.len() <= MAX_VALUE {
        findings.add(wording::record_size(&record.measure_name, size));
    }
    if let Some(empty) = empty.and_then(|at| record.dimensions.get(at)) {
        findings.add(wording::dimension_empty(&empty.name));
    }
    findings
}

fn measure_name(record: &Record, findings: &mut Findings) {
    let name = record.measure_name.as_str();
    // All names that mean something to Timestream begin so.
    if !name.starts_with(['t', 'm'])
        && !name.is_empty()
        && name.len() <= MAX_MEASURE_NAME
        && !name.bytes().any(|byte| byte == b':')
    {
        return;
    }
    if name.is_empty() {
        findings.add_of_request(wording::measure_name_empty());
    } else if name.len() > MAX_MEASURE_NAME {
        findings.add_of_request(wording::measure_name_long(name.len()));
    } else if let Some(why) = name_problem(name) {
        findings.add(wording::measure_name(name, why));
    } else if name.starts_with("measure_name") {
        findings.add(wording::measure_name_doubt(name));
    }
}

/// Why a measure cannot have a name (`ts-limits`).
fn name_problem(name: &str) -> Option<&'static str> {
    if ["time", "measure_value", "ts_non_existent_col"].contains(&name) {
        return Some("Timestream keeps this name for itself");
    }
    if name.starts_with("ts_") || name.starts_with("measure_value") {
        return Some("names that start with ts_ or measure_value are Timestream's own");
    }
    name.contains(':').then_some("a name has no colon")
}

fn value(record: &Record, findings: &mut Findings) {
    let (name, text) = (record.measure_name.as_str(), record.measure_value.as_str());
    if text.is_empty() {
        findings.add_of_request(wording::value_empty(name));
        return;
    }
    if text.len() > MAX_VALUE {
        findings.add_of_request(wording::value_size(name, text.len()));
        return;
    }
    match record.measure_value_type {
        MeasureValueType::Bigint if text.parse::<i64>().is_err() => {
            findings.add(wording::bigint_range(name, text));
        }
        MeasureValueType::Double => {
            findings.double = text.parse().ok();
            if !findings.double.is_some_and(f64::is_finite) {
                findings.add(wording::not_finite(name, text));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{Shared, check};
    use crate::actions::timestream::record::MeasureValueType::{Bigint, Boolean, Double, Varchar};
    use crate::actions::timestream::record::{Dimension, MeasureValueType, Record};
    use crate::actions::timestream::table::tests::record;

    fn codes(record: &Record) -> Vec<&'static str> {
        check(record, &mut Shared::default()).reasons.iter().map(|reason| reason.code.id).collect()
    }

    #[test]
    fn names_are_checked() {
        for (name, code) in [
            ("", "timestream.measure-name"),
            ("time", "timestream.measure-name"),
            ("measure_value", "timestream.measure-name"),
            ("measure_value::double", "timestream.measure-name"),
            ("ts_1", "timestream.measure-name"),
            ("ts_non_existent_col", "timestream.measure-name"),
            ("a:b", "timestream.measure-name"),
            ("measure_names", "timestream.measure-name-doubtful"),
        ] {
            assert_eq!(codes(&record(name, Bigint, "1")), [code], "{name}");
        }
        assert_eq!(codes(&record(&"é".repeat(129), Bigint, "1")), ["timestream.measure-name"]);
        for name in ["Time", "uptime", "array of strings", "ts", "x.y", &"é".repeat(128)] {
            assert!(codes(&record(name, Bigint, "1")).is_empty(), "{name}");
        }
    }

    #[test]
    fn values_are_checked() {
        let long = "x".repeat(2049);
        let cases: &[(MeasureValueType, &str, Option<&str>)] = &[
            (Varchar, "", Some("timestream.value-empty")),
            (Varchar, " ", None),
            (Varchar, &long, Some("timestream.value-size")),
            (Varchar, &long[..1900], None),
            (Bigint, "9223372036854775807", None),
            (Bigint, "9223372036854775808", Some("timestream.bigint-range")),
            (Bigint, "-9223372036854775808", None),
            (Bigint, "-9223372036854775809", Some("timestream.bigint-range")),
            (Double, "1.7976931348623157e308", None),
            (Double, "1E+400", Some("timestream.not-finite")),
            (Double, "-1E+309", Some("timestream.not-finite")),
            (Double, "NaN", Some("timestream.not-finite")),
            (Double, "Infinity", Some("timestream.not-finite")),
            (Double, "1E-400", None),
            (Boolean, "true", None),
        ];
        for (kind, text, code) in cases {
            assert_eq!(codes(&record("m", *kind, text)), Vec::from_iter(*code), "{text:.20}");
        }
    }

    #[test]
    fn sizes_are_checked() {
        let with = |value: usize, dimension: usize| Record {
            dimensions: [Dimension { name: "room".into(), value: "r".repeat(dimension).into() }].into(),
            ..record("m", Varchar, &"x".repeat(value))
        };
        assert!(codes(&with(1000, 1043)).is_empty());
        assert_eq!(codes(&with(1000, 1044)), ["timestream.record-size"]);
        assert_eq!(codes(&with(1, 2044)), ["timestream.record-size"]);
        assert_eq!(codes(&with(1, 2045)), ["timestream.dimension-size"]);
        assert_eq!(codes(&with(1, 0)), ["timestream.dimension-empty"]);
    }
}
