//! A timestamp that is in a year in which no device sends, so that its unit is wrong.

use super::{Lint, Seen};
use crate::actions::timestream::examples;
use crate::actions::timestream::record::Record;
use crate::actions::timestream::record::TimeUnit;
use iot_sql::{Code, Diagnostic, Evidence, Example, Input, Severity};

/// In its unit, the timestamp is before the year 2000 or after 2099.
static UNIT_DOUBTFUL: Code = Code {
    id: "timestream.unit-doubtful",
    severity: Severity::Warning,
    summary: "In its unit, the timestamp is before the year 2000 or after 2099.",
    examples: Example::listed(&[
        examples::timed(r#"{"t": 21.5, "ts": 1700000000000}"#),
        examples::timed(r#"{"t": 21.5, "ts": 946684799}"#),
        examples::timed(r#"{"t": 21.5, "ts": 4102444800}"#),
    ]),
    silent: Example::listed(&[
        examples::timed(r#"{"t": 21.5, "ts": 1700000000}"#),
        examples::timed(r#"{"t": 21.5, "ts": 946684800}"#),
        examples::timed(r#"{"t": 21.5, "ts": 4102444799}"#),
        examples::written(r#"{"t": 21.5, "ts": 1700000000000}"#),
    ]),
};

pub(super) const LINT: Lint = Lint { code: &UNIT_DOUBTFUL, check };

fn check(seen: &Seen<'_>) -> Option<Diagnostic> {
    let timestamp = seen.action.timestamp.as_ref()?;
    let record = &seen.records.first()?.record;
    let time: i128 = record.time.parse().ok()?;
    if timestamp.unit.is_plausible(time) {
        return None;
    }
    let right = timestamp.unit.probable(time);
    Some(diagnostic(record, timestamp.unit, timestamp.unit_given, right))
}

/// The unit in which the record's time is one from 2000 to 2099, where it is not in its own.
pub(in crate::actions::timestream) fn probable(record: &Record) -> Option<TimeUnit> {
    let time: i128 = record.time.parse().ok()?;
    if record.processing_time { None } else { record.time_unit.probable(time) }
}

fn diagnostic(record: &Record, unit: TimeUnit, given: bool, right: Option<TimeUnit>) -> Diagnostic {
    let date = record.time_utc().map_or_else(
        || "beyond all dates".to_owned(),
        |date| format!("the year {}", date.split_once('-').map_or(date.as_str(), |(year, _)| year)),
    );
    let message = format!("The timestamp {} in {} is {date}.", record.time, unit.name());
    let diagnostic = Diagnostic::new(&UNIT_DOUBTFUL, message).evidence(Evidence::Documented);
    let Some(right) = right else {
        return diagnostic
            .input(Input::Action("timestamp.value".into()))
            .help("In no unit is it a time from 2000 to 2099.");
    };
    let help = format!("In {} it is a time from 2000 to 2099.", right.name());
    if !given {
        let help = format!("{help} Give the timestamp the unit {}.", right.name());
        return diagnostic.input(Input::Action("timestamp.value".into())).help(help);
    }
    let range = 0..unit.name().len();
    diagnostic.input(Input::Action("timestamp.unit".into())).at(range.clone(), "").help(help).fix(
        format!("Use {}", right.name()),
        range,
        right.name(),
    )
}
