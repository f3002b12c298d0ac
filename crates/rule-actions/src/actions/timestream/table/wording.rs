//! What is said about records that a table rejects, or may reject.
//!
//! Timestream's own messages are quoted where they are publicly known.

use super::schema::WrittenValue;
use super::verdict::Store;
use crate::actions::timestream::examples;
use crate::actions::timestream::record::{Record, SHOWN_CHARACTERS, TimeUnit};
use iot_sql::Evidence::{Assumed, Contradicted, Documented};
use iot_sql::text::shortened;
use iot_sql::{Code, Diagnostic, Evidence, Example, Input};

iot_sql::declare_codes! {
    pub(crate) CODES;
    TIMESTREAM_TOO_MANY = "timestream.too-many-values", Warning, "The action writes at most 100 values.",
        [examples::written("").built_payload("an object with 101 numbers", || {
            let members: Vec<String> = (0..101).map(|index| format!("\"m{index}\":{index}")).collect();
            format!("{{{}}}", members.join(","))
        })],
        silent [examples::written("").built_payload("an object with 100 numbers", || {
            let members: Vec<String> = (0..100).map(|index| format!("\"m{index}\":{index}")).collect();
            format!("{{{}}}", members.join(","))
        })];
    TIMESTREAM_TYPE_CONFLICT = "timestream.type-conflict", Error, "An earlier record set another type for the measure.",
        [examples::written(r#"{"t": 21.5}"#).after(r#"`{"t": 21}`"#, || vec![r#"{"t": 21}"#.to_owned()])],
        silent [examples::written(r#"{"t": 21.5}"#).after(r#"`{"t": 21.25}`"#, || vec![r#"{"t": 21.25}"#.to_owned()])];
    TIMESTREAM_TOO_OLD = "timestream.too-old", Error, "The record's time is before what the table takes.",
        [examples::timed(r#"{"t": 21.5, "ts": 1699900000}"#)];
    TIMESTREAM_IN_FUTURE = "timestream.in-future", Error, "The record's time is more than 15 minutes ahead.",
        [examples::timed(r#"{"t": 21.5, "ts": 1700003600}"#)];
    TIMESTREAM_TIME_RANGE = "timestream.time-range", Error, "The record's time is outside the range that Timestream stores.",
        [examples::timed(r#"{"t": 21.5, "ts": 1700000000000}"#)];
    TIMESTREAM_OTHER_VALUE = "timestream.other-value", Error, "The same point was written before with another value.",
        [examples::timed(r#"{"t": 22.5, "ts": 1700000000}"#)
            .after(r#"`{"t": 21.5, "ts": 1700000000}`"#, || vec![r#"{"t": 21.5, "ts": 1700000000}"#.to_owned()])];
    TIMESTREAM_DUPLICATE = "timestream.duplicate", Info, "The same point was written before with the same value.",
        [examples::timed(r#"{"t": 21.5, "ts": 1700000000}"#)
            .after(r#"`{"t": 21.5, "ts": 1700000000}`"#, || vec![r#"{"t": 21.5, "ts": 1700000000}"#.to_owned()])],
        silent [examples::timed(r#"{"t": 21.5, "ts": 1700000001}"#)
            .after(r#"`{"t": 21.5, "ts": 1700000000}`"#, || vec![r#"{"t": 21.5, "ts": 1700000000}"#.to_owned()])];
    TIMESTREAM_MEASURE_NAME = "timestream.measure-name", Error, "A measure cannot have this name.",
        [examples::written(r#"{"t": 21.5, "time": 1700000000000}"#)],
        silent [examples::written(r#"{"t": 21.5, "times": 1}"#)];
    TIMESTREAM_MEASURE_NAME_DOUBTFUL = "timestream.measure-name-doubtful", Warning, "AWS's pages disagree on whether a measure can have this name.",
        [examples::written(r#"{"measure_name_of_sensor": "t1"}"#)],
        silent [examples::written(r#"{"measure": "t1"}"#)];
    TIMESTREAM_VALUE_EMPTY = "timestream.value-empty", Error, "A measure's value is an empty string.",
        [examples::written(r#"{"state": ""}"#)];
    TIMESTREAM_VALUE_SIZE = "timestream.value-size", Error, "A measure's value has more than 2 KB.",
        [examples::written("").built_payload("`{\"text\": \"xxx…\"}` with 3,000 letters", || {
            format!("{{\"text\":\"{}\"}}", "x".repeat(3000))
        })];
    TIMESTREAM_BIGINT_RANGE = "timestream.bigint-range", Error, "An integer does not fit the 64 bits of BIGINT.",
        [examples::written(r#"{"serial": 12345678901234567890}"#)],
        silent [examples::written(r#"{"serial": 9223372036854775807}"#)];
    TIMESTREAM_NOT_FINITE = "timestream.not-finite", Error, "A number does not fit DOUBLE.",
        [examples::written(r#"{"t": 1e400}"#)];
    TIMESTREAM_DIMENSION_EMPTY = "timestream.dimension-empty", Warning, "A dimension's value is empty.",
        [Example::action(examples::WITH_DEVICE).payload(r#"{"t": 21.5}"#)];
    TIMESTREAM_DIMENSION_SIZE = "timestream.dimension-size", Error, "Names and values of the dimensions have more than 2 KB.",
        [Example::action(examples::WITH_DEVICE)
            .built_payload("`{\"t\": 1, \"device\": \"xxx…\"}` with 3,000 letters", || {
                format!("{{\"t\":1,\"device\":\"{}\"}}", "x".repeat(3000))
            })];
    TIMESTREAM_RECORD_SIZE = "timestream.record-size", Warning, "A record has more than 2 KB.",
        [Example::action(examples::WITH_DEVICE)
            .built_payload("`{\"t\": \"xxx…\", \"device\": \"xxx…\"}` with 1,500 letters each", || {
                format!("{{\"t\":\"{0}\",\"device\":\"{0}\"}}", "x".repeat(1500))
            })];
    TIMESTREAM_MEASURES_FULL = "timestream.measures-full", Error, "The table has as many measures as a table can have.",
        [examples::written(r#"{"m8192": 1}"#).after("8,192 of them, each with another key", || {
            (0..8192).map(|index| format!("{{\"m{index}\":1}}")).collect()
        })];
    TIMESTREAM_REQUEST_REJECTED = "timestream.request-rejected", Warning, "Timestream may reject this record because of another one in the request.",
        [examples::written(r#"{"t": 21.5, "state": ""}"#)];
}

/// A reason; records stand in no string that was given.
fn reason(
    code: &'static Code,
    evidence: Evidence,
    message: impl Into<String>,
    help: impl Into<String>,
) -> Diagnostic {
    Diagnostic::new(code, message).input(Input::Request).evidence(evidence).help(help)
}

/// An earlier message as seen from a later one; both may be the same where two actions write to one table.
fn earlier(message: u64, now: u64) -> String {
    if message == now { "the same message".to_owned() } else { format!("message {message}") }
}

pub(crate) fn type_conflict(record: &Record, first: &WrittenValue, message: u64) -> Diagnostic {
    let Record { measure_name, measure_value_type, .. } = record;
    let kind = first.kind.name();
    let before = match first.message {
        0 => format!("The table already has `{measure_name}` as {kind}"),
        before => {
            format!("`{measure_name}` is {kind} since {} wrote `{}`", earlier(before, message), first.value)
        }
    };
    reason(
        &TIMESTREAM_TYPE_CONFLICT,
        Contradicted,
        format!("{before}, and `{}` is {}.", record.shown_value(), measure_value_type.name()),
        "A measure keeps the type of its first record. AWS's pages say that records of another type are not stored; one user reports that decimals were cut to the first type instead. The type of a measure cannot be changed: write to another measure name, and make all messages give one type.",
    )
}

/// The message of a record outside the interval, as Timestream words it.
fn outside((start, end): &(String, String)) -> String {
    format!(
        "Timestream answers: \"The record timestamp is outside the time range [{start}, {end}) of the data ingestion window.\""
    )
}

/// The unit that makes the time a sensible one, in place of the one that it has.
fn other_unit((unit, right): (TimeUnit, TimeUnit)) -> String {
    format!(
        "The timestamp's unit is {}, and in {} it is a time from 2000 to 2099: is {} its unit?",
        unit.name(),
        right.name(),
        right.name()
    )
}

pub(crate) fn too_old(
    time: &str,
    ends: &(String, String),
    units: Option<(TimeUnit, TimeUnit)>,
) -> Diagnostic {
    let message = format!("The record's time {time} is older than what the table takes, from {} on.", ends.0);
    let help = match units {
        Some(units) => format!("{} {}", other_unit(units), outside(ends)),
        None => format!(
            "{} A longer memory retention or magnetic store writes admit it; records from before a change of the retention are still rejected until the interval has grown.",
            outside(ends)
        ),
    };
    reason(&TIMESTREAM_TOO_OLD, Documented, message, help)
}

pub(crate) fn too_new(
    time: &str,
    ends: &(String, String),
    units: Option<(TimeUnit, TimeUnit)>,
) -> Diagnostic {
    let message = format!("The record's time {time} is more than 15 minutes ahead.");
    let help = match units {
        Some(units) => format!("{} {}", other_unit(units), outside(ends)),
        None => format!(
            "{} Is the device's clock right, and the timestamp's unit? Times without a zone are read as UTC.",
            outside(ends)
        ),
    };
    reason(&TIMESTREAM_IN_FUTURE, Documented, message, help)
}

pub(crate) fn time_range(time: &str, unit: TimeUnit, right: Option<TimeUnit>) -> Diagnostic {
    let advice = match right {
        Some(right) => other_unit((unit, right)),
        None => "Is the timestamp's unit right?".to_owned(),
    };
    reason(
        &TIMESTREAM_TIME_RANGE,
        Assumed,
        format!("`{time}` {} is not a time from 1970 to 2262.", unit.name()),
        format!(
            "{advice} Timestream keeps times as nanoseconds in 64 bits. It answers a malformed time with a ValidationException: \"Invalid time for record.\""
        ),
    )
}

pub(crate) fn duplicate(name: &str, before: u64, message: u64) -> Diagnostic {
    reason(
        &TIMESTREAM_DUPLICATE,
        Contradicted,
        format!("{} wrote `{name}` with the same time, dimensions and value.", capital(before, message)),
        "One page says that such a record changes nothing and causes no error, which RuleLens follows; another says that duplicates are rejected, and one user saw that.",
    )
}

pub(crate) fn other_value(name: &str, before: u64, message: u64, store: Store) -> Diagnostic {
    let told = match store {
        Store::Memory => "Timestream answers",
        Store::Magnetic => {
            "In the magnetic store this shows only in the table's S3 location for rejected data, with"
        }
    };
    reason(
        &TIMESTREAM_OTHER_VALUE,
        Documented,
        format!(
            "{} wrote `{name}` with the same time and dimensions and another value.",
            capital(before, message)
        ),
        format!(
            "{told}: \"A record already exists with the same time, dimensions, measure name, and record version. A higher record version must be specified in order to update the measure value. Specifying record version is supported by the latest SDKs.\" The rule action has no parameter for a version: the first value stays. A finer time or a further dimension keeps both."
        ),
    )
}

fn capital(message: u64, now: u64) -> String {
    if message == now { "The same message".to_owned() } else { format!("Message {message}") }
}

pub(crate) fn measure_name(name: &str, why: &str) -> Diagnostic {
    reason(
        &TIMESTREAM_MEASURE_NAME,
        Documented,
        format!("A measure cannot be called `{name}`: {why}."),
        "Give the attribute another name with AS. Which message Timestream answers with is not publicly known.",
    )
}

pub(crate) fn measure_name_empty() -> Diagnostic {
    reason(
        &TIMESTREAM_MEASURE_NAME,
        Documented,
        "A measure's name is empty.",
        "A name has 1 to 256 bytes. Give the attribute a name with AS.",
    )
}

pub(crate) fn measure_name_long(bytes: usize) -> Diagnostic {
    reason(
        &TIMESTREAM_MEASURE_NAME,
        Documented,
        format!("A measure's name has {bytes} bytes; it can have 256."),
        "Give the attribute a shorter name with AS.",
    )
}

pub(crate) fn measure_name_doubt(name: &str) -> Diagnostic {
    reason(
        &TIMESTREAM_MEASURE_NAME_DOUBTFUL,
        Contradicted,
        format!("A measure may not be called `{name}`."),
        "AWS's list of limits forbids names that start with measure_value; another place on the same page says measure_name. Give the attribute another name with AS.",
    )
}

pub(crate) fn value_empty(name: &str) -> Diagnostic {
    reason(
        &TIMESTREAM_VALUE_EMPTY,
        Documented,
        format!("`{name}` is an empty string, and a value has at least one character."),
        "Omit it if it is empty: CASE x = '' WHEN false THEN x END is Undefined there. AWS does not document whether the other records of the request are written.",
    )
}

pub(crate) fn value_size(name: &str, bytes: usize) -> Diagnostic {
    reason(
        &TIMESTREAM_VALUE_SIZE,
        Documented,
        format!("The value of `{name}` has {bytes} bytes; it can have 2048."),
        "Select the members that are needed rather than a whole object, or a part with substring(). AWS does not document whether the other records of the request are written.",
    )
}

pub(crate) fn bigint_range(name: &str, value: &str) -> Diagnostic {
    reason(
        &TIMESTREAM_BIGINT_RANGE,
        Assumed,
        format!("`{name}` is {}, beyond the 64 bits of BIGINT.", shortened(value, SHOWN_CHARACTERS)),
        "AWS does not document what happens to it; BIGINT ranges from -9223372036854775808 to 9223372036854775807. cast(… AS String) keeps the digits as a VARCHAR.",
    )
}

pub(crate) fn not_finite(name: &str, value: &str) -> Diagnostic {
    reason(
        &TIMESTREAM_NOT_FINITE,
        Assumed,
        format!("`{name}` is {}, which DOUBLE cannot hold.", shortened(value, SHOWN_CHARACTERS)),
        "DOUBLE reaches to about 1.8E308 and Timestream takes neither NaN nor infinities. What becomes of a number that is too large is not documented. cast(… AS String) keeps it as a VARCHAR.",
    )
}

pub(crate) fn dimension_empty(name: &str) -> Diagnostic {
    reason(
        &TIMESTREAM_DIMENSION_EMPTY,
        Assumed,
        format!("The dimension `{name}` is empty."),
        "Whether Timestream takes an empty dimension is not documented. A template that returns Undefined becomes an empty string: templates see the payload as it was published, not the aliases of SELECT. get_or_default() or CASE can stand in.",
    )
}

pub(crate) fn dimension_size(bytes: usize) -> Diagnostic {
    reason(
        &TIMESTREAM_DIMENSION_SIZE,
        Documented,
        format!("Names and values of the dimensions have {bytes} bytes; they can have 2048."),
        "Write shorter dimensions.",
    )
}

pub(crate) fn record_size(name: &str, bytes: usize) -> Diagnostic {
    reason(
        &TIMESTREAM_RECORD_SIZE,
        Assumed,
        format!("The record of `{name}` has {bytes} bytes; a record can have 2048."),
        "The bytes of names and values are counted here; how Timestream counts them is not documented.",
    )
}

pub(crate) fn measures_full(name: &str) -> Diagnostic {
    reason(
        &TIMESTREAM_MEASURES_FULL,
        Documented,
        format!("`{name}` would be the table's 8193rd measure."),
        "A table can have 8192 measure names. Names that carry an id or a date belong in a dimension.",
    )
}

pub(crate) fn request_rejected(name: &str) -> Diagnostic {
    reason(
        &TIMESTREAM_REQUEST_REJECTED,
        Assumed,
        format!("Timestream may reject the other records of the request because of the record of `{name}`."),
        "A value or a name outside the API's bounds, or a malformed time, is a ValidationException, which rejects the whole request; a rejected record leaves the others written. AWS does not document which of the two applies.",
    )
}

pub(crate) fn too_many_records(count: usize) -> Diagnostic {
    reason(
        &TIMESTREAM_TOO_MANY,
        Assumed,
        format!("The message results in {count} records; the action writes at most 100 values."),
        "WriteRecords rejects more than 100 records in one request: \"Member must have length less than or equal to 100\". Whether the action makes several requests is not documented. Select fewer attributes.",
    )
}
