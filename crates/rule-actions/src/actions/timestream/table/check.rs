//! What can be said of a record without knowing the table.

use super::series::Series;
use super::wording;
use crate::actions::timestream::measure_value::MeasureValue;
use crate::actions::timestream::record::{MeasureValueType, plain_integer};
use crate::actions::timestream::written::Written;
use iot_sql::{Decimal, Diagnostic, Number, Severity};
use smol_str::SmolStr;
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
    pub(super) reasons: Vec<Arc<Diagnostic>>,
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
}

/// Whether a record breaks the API's own bounds, so that it may take the whole request with it.
pub(super) fn spoils(Written { record, numbers, .. }: &Written) -> bool {
    let fits = |bytes: usize, most: usize| (1..=most).contains(&bytes);
    numbers.time.is_none()
        || !fits(record.measure_name.len(), MAX_MEASURE_NAME)
        || !fits(record.measure_value.most_bytes(), MAX_VALUE)
}

/// Whether there is nothing to say about value and sizes, of a record whose name [is plain](is_plain_name) and which does
/// not [spoil](spoils) its request; `false` also of some of which there is nothing to say.
#[inline]
pub(super) fn is_plain(Written { record, numbers, .. }: &Written, series: Series) -> bool {
    let Series { bytes: dimensions, empty, .. } = series;
    let is_value = match record.measure_value_type {
        MeasureValueType::Bigint => record.measure_value.integer().is_some_and(fits_bigint),
        MeasureValueType::Double => numbers.double.is_some(),
        MeasureValueType::Boolean | MeasureValueType::Varchar => true,
    };
    is_value
        && empty.is_none()
        && dimensions + record.measure_name.len() + record.measure_value.most_bytes() <= MAX_RECORD
}

/// What is wrong or open about names, value and sizes.
pub(super) fn check(Written { record, numbers, .. }: &Written, series: Series) -> Findings {
    let mut findings = Findings::default();
    let (name, text) = (record.measure_name.as_str(), &record.measure_value);
    measure_name(name, &mut findings);
    value(name, text, (record.measure_value_type, numbers.double), &mut findings);
    let Series { bytes: dimensions, empty, .. } = series;
    if dimensions > MAX_RECORD {
        findings.add(wording::dimension_size(dimensions));
    } else if dimensions + name.len() + text.most_bytes() > MAX_RECORD && text.most_bytes() <= MAX_VALUE {
        let size = dimensions + name.len() + text.text().len();
        if size > MAX_RECORD {
            findings.add(wording::record_size(name, size));
        }
    }
    if let Some(empty) = empty.and_then(|at| record.dimensions.get(at)) {
        findings.add(wording::dimension_empty(&empty.name));
    }
    findings
}

/// Whether there is nothing to say about a measure's name; `false` also of some of which there is nothing to say.
pub(super) fn is_plain_name(name: &str) -> bool {
    // All names that mean something to Timestream begin so.
    let means = matches!(name.as_bytes(), [b't', b'i' | b's', ..] | [b'm', b'e', ..]);
    !means && (1..=MAX_MEASURE_NAME).contains(&name.len()) && !name.bytes().any(|byte| byte == b':')
}

fn measure_name(name: &str, findings: &mut Findings) {
    if is_plain_name(name) {
        return;
    }
    if name.is_empty() {
        findings.add(wording::measure_name_empty());
    } else if name.len() > MAX_MEASURE_NAME {
        findings.add(wording::measure_name_long(name.len()));
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

fn value(
    name: &str,
    value: &MeasureValue,
    (kind, double): (MeasureValueType, Option<f64>),
    findings: &mut Findings,
) {
    let bytes = value.most_bytes();
    if bytes == 0 {
        findings.add(wording::value_empty(name));
        return;
    }
    if bytes > MAX_VALUE {
        findings.add(wording::value_size(name, bytes));
        return;
    }
    match kind {
        MeasureValueType::Bigint if !is_bigint(value) => {
            findings.add(wording::bigint_range(name, &value.text()));
        }
        MeasureValueType::Double if double.is_none() => {
            findings.add(wording::not_finite(name, &value.text()));
        }
        _ => {}
    }
}

fn fits_bigint(integer: i128) -> bool {
    i64::try_from(integer).is_ok()
}

fn is_bigint(value: &MeasureValue) -> bool {
    if let Some(integer) = value.integer() {
        return fits_bigint(integer);
    }
    let text = &value.text();
    let digits = text.strip_prefix('-').unwrap_or(text);
    plain_integer(digits.as_bytes()).is_some() || text.parse::<i64>().is_ok()
}

/// The nearest double of a string that is a number.
pub(in crate::actions::timestream) fn double(text: &str) -> Option<f64> {
    match Number::from_json_text(text) {
        Some(Number::Decimal(decimal)) => double_of(decimal, || text.into()),
        _ => text.parse().ok().filter(|double: &f64| double.is_finite()),
    }
}

/// The same for the text of a Decimal.
pub(in crate::actions::timestream) fn double_of(
    decimal: Decimal,
    text: impl FnOnce() -> SmolStr,
) -> Option<f64> {
    // Both the digits and the power of ten of most numbers are doubles themselves, and then so is the nearest one to
    // their quotient.
    decimal.as_exact_quotient().or_else(|| text().parse().ok()).filter(|double| double.is_finite())
}

#[cfg(test)]
mod tests {
    use super::{check, spoils};
    use crate::actions::timestream::record::MeasureValueType::{Bigint, Boolean, Double, Varchar};
    use crate::actions::timestream::record::{Dimension, MeasureValueType, Record};
    use crate::actions::timestream::table::series::Shared;
    use crate::actions::timestream::table::tests::record;
    use crate::actions::timestream::written::Written;

    fn codes(record: &Record) -> Vec<&'static str> {
        let findings = check(&Written::of(record.clone()), Shared::default().series(record));
        findings.reasons.iter().map(|reason| reason.code.id).collect()
    }

    #[test]
    fn what_breaks_the_bounds_of_a_request_spoils_it() {
        let long = |bytes: usize| "x".repeat(bytes);
        for (name, value, is_spoilt) in [
            ("m", "1", false),
            ("", "1", true),
            ("m", "", true),
            (long(256).as_str(), "1", false),
            (long(257).as_str(), "1", true),
            ("m", long(2048).as_str(), false),
            ("m", long(2049).as_str(), true),
        ] {
            let record = record(name, Varchar, value);
            assert_eq!(spoils(&Written::of(record.clone())), is_spoilt, "{name:.9} {value:.9}");
            let without_time = Record { time: "noon".into(), ..record };
            assert!(spoils(&Written::of(without_time)), "no table can hold its time");
        }
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
