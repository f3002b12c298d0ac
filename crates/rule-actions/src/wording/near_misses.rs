//! What is said about records that are written, but probably not as they were meant.

use crate::codes::{
    TIMESTREAM_CASE_TWINS, TIMESTREAM_DATE_TEXT, TIMESTREAM_LOCAL_TIME, TIMESTREAM_NESTED_VALUE,
    TIMESTREAM_ODD_NAME, TIMESTREAM_QUOTED_NUMBER, TIMESTREAM_SOMETIMES_WHOLE, TIMESTREAM_UNIT_DOUBTFUL,
    TIMESTREAM_WRITTEN_TWICE,
};
use crate::timestream::{Record, TimeUnit};
use iot_sql::{Diagnostic, Evidence, Input};
use std::ops::Range;

/// Names that are listed; the others are counted.
const MAX_NAMES: usize = 8;

/// Names as a sentence lists them.
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        _ if names.len() > MAX_NAMES => {
            format!("{} and {} more", names[..MAX_NAMES].join(", "), names.len() - MAX_NAMES)
        }
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// The verb's form for so many names.
fn form(names: &[String], one: &'static str, many: &'static str) -> &'static str {
    if names.len() == 1 { one } else { many }
}

pub(crate) fn sometimes_whole(names: &[String]) -> Diagnostic {
    let message = format!(
        "{} {} BIGINT now, because a number without fraction is an Int; one with a fraction is DOUBLE, and a table takes only one type for a measure.",
        listed(names),
        form(names, "is", "are"),
    );
    Diagnostic::new(&TIMESTREAM_SOMETIMES_WHOLE, message)
        .help("Adding 1e-9 keeps a measure DOUBLE, at the price of a billionth; cast(… AS Decimal) does not. SQL version 2015-10-08 keeps 10.0 as a DOUBLE, at the price of arrays, nested objects and newer functions.")
        .evidence(Evidence::Documented)
}

pub(crate) fn case_twins(pairs: &[String]) -> Diagnostic {
    twins(format!("{} differ only in case and are two measures.", listed(pairs)))
}

pub(crate) fn case_twin_of(known: &str, message: u64, name: &str) -> Diagnostic {
    twins(format!("`{name}` and `{known}` of message {message} differ only in case and are two measures."))
}

fn twins(message: String) -> Diagnostic {
    Diagnostic::new(&TIMESTREAM_CASE_TWINS, message)
        .input(Input::Request)
        .help("Measure names are case-sensitive. Where one measure is meant, give both the same name with AS, from one of them.")
        .evidence(Evidence::Documented)
}

pub(crate) fn written_twice(told: &[String]) -> Diagnostic {
    Diagnostic::new(&TIMESTREAM_WRITTEN_TWICE, format!("{}.", listed(told)))
        .help("Every selected attribute becomes a measure. Templates read the payload as it was published, so that a field can be left out of SELECT and still be a dimension or the timestamp.")
        .evidence(Evidence::Documented)
}

pub(crate) fn unit(record: &Record, unit: TimeUnit, given: bool, right: Option<TimeUnit>) -> Diagnostic {
    let moment = record.time_utc().map_or_else(
        || "beyond all dates".to_owned(),
        |date| format!("the year {}", date.split_once('-').map_or(date.as_str(), |(year, _)| year)),
    );
    let message = format!("The timestamp {} in {} is {moment}.", record.time, unit.name());
    let diagnostic = Diagnostic::new(&TIMESTREAM_UNIT_DOUBTFUL, message).evidence(Evidence::Documented);
    let Some(right) = right else {
        return diagnostic
            .input(Input::Action("timestamp.value".into()))
            .help("In no unit is it a time between the years 2000 and 2100.");
    };
    let help = format!("In {} it lies between the years 2000 and 2100.", right.name());
    if !given {
        let help = format!("{help} Give the timestamp the unit {}.", right.name());
        return diagnostic.input(Input::Action("timestamp.value".into())).help(help);
    }
    let range = 0..unit.name().len();
    diagnostic.input(Input::Action("timestamp.unit".into())).at(range.clone(), "").help(help).fix(
        format!("Take {}", right.name()),
        range,
        right.name(),
    )
}

pub(crate) fn quoted_number(names: &[String]) -> Diagnostic {
    let message = format!(
        "{} {} in quotes and {} VARCHAR, with which nothing can be calculated.",
        listed(names),
        form(names, "is a number", "are numbers"),
        form(names, "becomes", "become"),
    );
    Diagnostic::new(&TIMESTREAM_QUOTED_NUMBER, message)
        .help("cast(… AS Decimal) makes a number of it: BIGINT where it has no fraction, DOUBLE else.")
        .evidence(Evidence::Documented)
}

pub(crate) fn nested_value(names: &[String]) -> Diagnostic {
    let message =
        format!("{} {} one VARCHAR with JSON text.", listed(names), form(names, "becomes", "become each"));
    Diagnostic::new(&TIMESTREAM_NESTED_VALUE, message)
        .help("The action does not open objects and arrays. Select the members of an object, `path.*` or `path.name AS name`, and elements of an array with get(path, 0).")
        .evidence(Evidence::Documented)
}

pub(crate) fn odd_name(names: &[String]) -> Diagnostic {
    let message = format!("{} {} hard to tell from another name.", listed(names), form(names, "is", "are"));
    Diagnostic::new(&TIMESTREAM_ODD_NAME, message)
        .input(Input::Request)
        .help("Blanks at the ends, characters that do not show and names of Timestream's own columns in other letters are accepted. Give the attribute another name with AS.")
        .evidence(Evidence::Documented)
}

pub(crate) fn date_text(names: &[String]) -> Diagnostic {
    let message = format!(
        "{} {} VARCHAR: the action makes no TIMESTAMP.",
        listed(names),
        form(names, "is a date and becomes", "are dates and become"),
    );
    Diagnostic::new(&TIMESTREAM_DATE_TEXT, message)
        .help("time_to_epoch() makes milliseconds of it, a BIGINT. Where it is the moment of the measurement, make it the action's timestamp and leave it out of SELECT.")
        .evidence(Evidence::Documented)
}

pub(crate) fn local_time(range: Range<usize>, pattern: &str) -> Diagnostic {
    let message = format!("`{pattern}` reads no zone, so that the time is taken as UTC.");
    Diagnostic::new(&TIMESTREAM_LOCAL_TIME, message)
        .input(Input::Action("timestamp.value".into()))
        .at(range, "without a zone")
        .help("A device's local time is hours off then. Send the zone and read it (XXX for +09:00, VV for Asia/Tokyo), or join it to the text: concat(time, ' Asia/Tokyo') with the pattern … VV.")
        .evidence(Evidence::Documented)
}
