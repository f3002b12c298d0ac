//! What is said about records that a table refuses, or may refuse.
//!
//! Timestream's own messages are quoted where they are publicly known.

use crate::codes::{
    TIMESTREAM_BIGINT_RANGE, TIMESTREAM_DIMENSION_EMPTY, TIMESTREAM_DIMENSION_SIZE, TIMESTREAM_DUPLICATE,
    TIMESTREAM_IN_FUTURE, TIMESTREAM_MEASURE_NAME, TIMESTREAM_MEASURE_NAME_DOUBTFUL,
    TIMESTREAM_MEASURES_FULL, TIMESTREAM_NOT_FINITE, TIMESTREAM_OTHER_VALUE, TIMESTREAM_RECORD_SIZE,
    TIMESTREAM_REQUEST_REFUSED, TIMESTREAM_TIME_RANGE, TIMESTREAM_TOO_MANY, TIMESTREAM_TOO_OLD,
    TIMESTREAM_TYPE_CONFLICT, TIMESTREAM_VALUE_EMPTY, TIMESTREAM_VALUE_SIZE,
};
use crate::timestream::table::{Store, Write};
use crate::timestream::{Record, TimeUnit};
use iot_sql::Evidence::{Assumed, Contradicted, Documented};
use iot_sql::{Code, Diagnostic, Evidence, Input};

/// A reason; records stand in no text that was given.
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

pub(crate) fn type_conflict(record: &Record, first: &Write, message: u64) -> Diagnostic {
    let Record { measure_name, measure_value, measure_value_type, .. } = record;
    reason(
        &TIMESTREAM_TYPE_CONFLICT,
        Contradicted,
        format!(
            "`{measure_name}` is {} since {} wrote `{}`, and `{}` is {}.",
            first.kind.name(),
            earlier(first.message, message),
            first.value,
            crate::timestream::table::shown(measure_value),
            measure_value_type.name(),
        ),
        "A measure keeps the type of its first record. AWS's pages say that records of another type are not stored; one user reports that decimals were cut to the first type instead. The type of a measure cannot be changed: write to another measure name, and make all messages give one type.",
    )
}

/// The message of a record outside the interval, as Timestream words it.
fn outside((start, end): &(String, String)) -> String {
    format!(
        "Timestream answers: \"The record timestamp is outside the time range [{start}, {end}) of the data ingestion window.\""
    )
}

pub(crate) fn too_old(time: &str, ends: &(String, String)) -> Diagnostic {
    let message = format!("The record's time {time} is older than what the table takes, from {} on.", ends.0);
    let help = format!(
        "{} A longer memory retention or magnetic store writes admit it; records from before a change of the retention are still refused until the interval has grown.",
        outside(ends)
    );
    reason(&TIMESTREAM_TOO_OLD, Documented, message, help)
}

pub(crate) fn too_new(time: &str, ends: &(String, String)) -> Diagnostic {
    let message = format!("The record's time {time} is more than 15 minutes ahead.");
    let help = format!(
        "{} Is the device's clock right, and the timestamp's unit? Times without a zone are read as UTC.",
        outside(ends)
    );
    reason(&TIMESTREAM_IN_FUTURE, Documented, message, help)
}

pub(crate) fn time_range(time: &str, unit: TimeUnit) -> Diagnostic {
    reason(
        &TIMESTREAM_TIME_RANGE,
        Assumed,
        format!("`{time}` {} is no time from 1970 to 2262.", unit.name()),
        "Timestream keeps times as nanoseconds in 64 bits. It answers a malformed time with a ValidationException: \"Invalid time for record.\" Is the timestamp's unit right?",
    )
}

pub(crate) fn duplicate(name: &str, before: u64, message: u64) -> Diagnostic {
    reason(
        &TIMESTREAM_DUPLICATE,
        Contradicted,
        format!("{} wrote `{name}` with the same time, dimensions and value.", capital(before, message)),
        "One page says that such a record changes nothing and gives no error, which is followed here; another says that duplicates are rejected, and one user saw that.",
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
        format!("`{name}` is an empty text, and a value has at least one character."),
        "Leave it out where it is empty: CASE x = '' WHEN false THEN x END is Undefined there. AWS does not say whether the other records of the request are written.",
    )
}

pub(crate) fn value_size(name: &str, bytes: usize) -> Diagnostic {
    reason(
        &TIMESTREAM_VALUE_SIZE,
        Documented,
        format!("The value of `{name}` has {bytes} bytes; it can have 2048."),
        "Select the members that are needed rather than a whole object, or a part with substring(). AWS does not say whether the other records of the request are written.",
    )
}

pub(crate) fn bigint_range(name: &str, value: &str) -> Diagnostic {
    reason(
        &TIMESTREAM_BIGINT_RANGE,
        Assumed,
        format!("`{name}` is {}, beyond the 64 bits of BIGINT.", crate::timestream::table::shown(value)),
        "AWS does not say what becomes of it; BIGINT reaches from -9223372036854775808 to 9223372036854775807. cast(… AS String) keeps the digits as a VARCHAR.",
    )
}

pub(crate) fn not_finite(name: &str, value: &str) -> Diagnostic {
    reason(
        &TIMESTREAM_NOT_FINITE,
        Assumed,
        format!("`{name}` is {}, which DOUBLE cannot hold.", crate::timestream::table::shown(value)),
        "DOUBLE reaches to about 1.8E308 and Timestream takes neither NaN nor infinities. What becomes of a number that is too large is not documented. cast(… AS String) keeps it as a VARCHAR.",
    )
}

pub(crate) fn dimension_empty(name: &str) -> Diagnostic {
    reason(
        &TIMESTREAM_DIMENSION_EMPTY,
        Assumed,
        format!("The dimension `{name}` is empty."),
        "Whether Timestream takes an empty dimension is not documented. A template that gives Undefined becomes an empty text: templates see the payload as it was published, not the aliases of SELECT. get_or_default() or CASE can stand in.",
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
        "A table can have 8192 measure names. Names that carry an id or a date belong into a dimension.",
    )
}

pub(crate) fn request_refused(name: &str) -> Diagnostic {
    reason(
        &TIMESTREAM_REQUEST_REFUSED,
        Assumed,
        format!("The record of `{name}` may take the other records of the message with it."),
        "A value or a name outside the API's bounds, or a malformed time, is a ValidationException, which refuses a request as a whole; a rejected record leaves the others written. Which of the two it is AWS does not say.",
    )
}

pub(crate) fn too_many_records(count: usize) -> Diagnostic {
    reason(
        &TIMESTREAM_TOO_MANY,
        Assumed,
        format!("The message gives {count} records; the action writes at most 100 values."),
        "WriteRecords refuses more than 100 records in one request: \"Member must have length less than or equal to 100\". Whether the action makes several requests is not documented. Select fewer attributes.",
    )
}
