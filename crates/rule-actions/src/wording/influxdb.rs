//! What the diagnostics of the InfluxDB action say.

use super::at_action;
use crate::codes::{
    INFLUXDB_BATCH_CONFIG, INFLUXDB_ELEMENT_TEMPLATE, INFLUXDB_EMPTY_TAG, INFLUXDB_FIELD_KEY,
    INFLUXDB_FIELD_LEFT_OUT, INFLUXDB_FLOAT_RANGE, INFLUXDB_INTEGER_RANGE, INFLUXDB_NAME_START,
    INFLUXDB_NO_FIELDS, INFLUXDB_NO_TEMPLATE, INFLUXDB_NO_TIMESTAMP, INFLUXDB_NOT_AN_OBJECT,
    INFLUXDB_NOTHING, INFLUXDB_NULL, INFLUXDB_TABLE_NAME, INFLUXDB_TAG_AND_FIELD, INFLUXDB_TAG_KEY,
    INFLUXDB_TIME_KEY, INFLUXDB_TIME_RANGE, INFLUXDB_TIME_UNIT, INFLUXDB_TIMESTAMP, INFLUXDB_TOO_LARGE,
    INFLUXDB_TOO_MANY_COLUMNS, INFLUXDB_TYPE_CONFLICT, INFLUXDB_UNWRITABLE,
};
use crate::gates::shown;
use crate::influxdb::{Conflict, add_to_select, precision};
use crate::timestream::TimeUnit;
use iot_sql::{Code, Diagnostic, Evidence, Input, Rule, Value};
use std::ops::Range;

/// A diagnostic about what the rule made of a message.
fn about_payload(code: &'static Code, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, message).input(Input::Request)
}

pub(crate) fn element_template(path: &str, range: Range<usize>, why: &str) -> Diagnostic {
    Diagnostic::new(&INFLUXDB_ELEMENT_TEMPLATE, "AWS refuses this element template.")
        .at(range, why)
        .input(Input::Action(path.to_owned()))
        .help("@{field} reads one field of each element of the outgoing payload; ${expression} is evaluated once for the message.")
        .evidence(Evidence::Documented)
}

pub(crate) fn no_template(path: &str, text: &str) -> Diagnostic {
    at_action(Diagnostic::new(&INFLUXDB_NO_TEMPLATE, format!("`{path}` cannot hold a template.")), path, text)
        .help("Templates stand in tableName and in the tags' values. Write an action for each database.")
        .evidence(Evidence::Documented)
}

pub(crate) fn time_unit(path: &str, found: &str) -> Diagnostic {
    let message = format!("`{found}` is no unit of time of this action.");
    let diagnostic = at_action(Diagnostic::new(&INFLUXDB_TIME_UNIT, message), path, found)
        .help("The units are s, ms (the default), us and ns.")
        .evidence(Evidence::Documented);
    match TimeUnit::from_name(&found.to_ascii_uppercase()) {
        Some(unit) => diagnostic.fix(format!("Write {}", precision(unit)), 0..found.len(), precision(unit)),
        None => diagnostic,
    }
}

pub(crate) fn batch_config(path: &str, least: i64, most: i64) -> Diagnostic {
    Diagnostic::new(
        &INFLUXDB_BATCH_CONFIG,
        format!("`{path}` must be a whole number from {least} to {most}."),
    )
    .input(Input::Action(path.to_owned()))
    .evidence(Evidence::Documented)
}

pub(crate) fn tag_key(path: &str, key: &str, why: &str) -> Diagnostic {
    Diagnostic::new(&INFLUXDB_TAG_KEY, format!("A tag cannot be called `{key}`: {why}."))
        .input(Input::Action(path.to_owned()))
        .help("Choose another key, such as `device_id`.")
        .evidence(Evidence::Documented)
}

pub(crate) fn time_key(what: &str, path: Option<&str>) -> Diagnostic {
    let input = path.map_or(Input::Request, |path| Input::Action(path.to_owned()));
    Diagnostic::new(&INFLUXDB_TIME_KEY, format!("InfluxDB keeps the name `time` for the timestamp, so a {what} of this name is lost."))
        .input(input)
        .help("InfluxDB 1.6 drops such a field without a word and refuses a point with such a tag. AWS does not mention it; choose another name.")
        .evidence(Evidence::Assumed)
}

pub(crate) fn name_start(what: &str, name: &str, path: Option<&str>) -> Diagnostic {
    let input = path.map_or(Input::Request, |path| Input::Action(path.to_owned()));
    let message =
        format!("InfluxDB 3 refuses the {what} `{name}`: its name starts with neither a letter nor a digit.");
    Diagnostic::new(&INFLUXDB_NAME_START, message)
        .input(input)
        .help("InfluxDB 2 takes it.")
        .evidence(Evidence::Documented)
}

pub(crate) fn not_an_object(kind: &str) -> Diagnostic {
    about_payload(&INFLUXDB_NOT_AN_OBJECT, format!("The outgoing payload must be an object or an array of objects, and it is {kind}."))
        .help("Each object becomes a point. Binary payloads are turned to JSON by decode(); a single value gets a key with AS.")
        .evidence(Evidence::Documented)
}

/// Puts which element of the array it is about in front.
pub(crate) fn in_element(mut diagnostic: Diagnostic, index: usize) -> Diagnostic {
    diagnostic.message = format!("Element {} of the array: {}", index + 1, diagnostic.message);
    if diagnostic.code != &INFLUXDB_TYPE_CONFLICT {
        let help = diagnostic.help.take().map(|help| format!(" {help}")).unwrap_or_default();
        diagnostic.help = Some(format!("No point of the message is written.{help}"));
    }
    diagnostic
}

pub(crate) fn no_timestamp(rule: &Rule, unit: TimeUnit) -> Diagnostic {
    let diagnostic = about_payload(&INFLUXDB_NO_TIMESTAMP, "The outgoing payload has no key `timestamp`.")
        .help("The action takes a point's time from this key and no other; an alias makes it: `… AS timestamp`.")
        .evidence(Evidence::Documented);
    let now = match unit {
        TimeUnit::Seconds => "floor(timestamp() / 1000)",
        TimeUnit::Milliseconds => "timestamp()",
        TimeUnit::Microseconds => "timestamp() * 1000",
        TimeUnit::Nanoseconds => "timestamp() * 1000000",
    };
    match add_to_select(rule, now) {
        Some(edit) => diagnostic
            .input(Input::Sql)
            .at(rule.query().range.clone(), "gives no `timestamp`")
            .fix("Add the moment of processing", edit.range, edit.text),
        None => diagnostic,
    }
}

pub(crate) fn timestamp(found: &Value) -> Diagnostic {
    about_payload(&INFLUXDB_TIMESTAMP, format!("`timestamp` must be an integer, and it is {}.", shown(found)))
        .help("Select it with cast(… AS Int), or with time_to_epoch() where it is a date.")
        .evidence(Evidence::Documented)
}

pub(crate) fn time_range(time: i128, unit: TimeUnit) -> Diagnostic {
    let unit = precision(unit);
    about_payload(
        &INFLUXDB_TIME_RANGE,
        format!("`timestamp` is {time} {unit}, which is no time that InfluxDB keeps."),
    )
    .help("Times are nanoseconds of 64 bits, the years 1677 to 2262. Another timestampUnit may be meant.")
    .evidence(Evidence::Assumed)
}

pub(crate) fn table_name(name: &str, why: &str) -> Diagnostic {
    about_payload(&INFLUXDB_TABLE_NAME, format!("No table can be called `{name}`: {why}."))
        .help("${…} sees the payload as it was published, @{…} the outgoing one; a missing field is empty.")
        .evidence(Evidence::Assumed)
}

pub(crate) fn unwritable(what: &str, text: &str, why: &str) -> Diagnostic {
    about_payload(
        &INFLUXDB_UNWRITABLE,
        format!("Line protocol cannot write the {what} `{}`: {why}.", text.escape_debug()),
    )
    .help("What AWS does with it is not documented. regexp_replace() can take it out.")
    .evidence(Evidence::Assumed)
}

pub(crate) fn field_key(key: &str, why: &str) -> Diagnostic {
    about_payload(&INFLUXDB_FIELD_KEY, format!("A field cannot be called `{}`: {why}.", key.escape_debug()))
        .help("The point is refused as a whole. Select the attribute under another name with AS.")
        .evidence(Evidence::Documented)
}

pub(crate) fn integer_range(key: &str, value: i128) -> Diagnostic {
    about_payload(&INFLUXDB_INTEGER_RANGE, format!("`{key}` is {value}, which has more than 64 bits."))
        .help("Integers go from -2^63 to 2^64 - 1. Select it as a text with cast(… AS String).")
        .evidence(Evidence::Documented)
}

pub(crate) fn float_range(key: &str, text: &str) -> Diagnostic {
    about_payload(&INFLUXDB_FLOAT_RANGE, format!("`{key}` is {text}, beyond what a number of 64 bits holds."))
        .help("InfluxDB refuses the line. Select it as a text with cast(… AS String).")
        .evidence(Evidence::Assumed)
}

pub(crate) fn no_fields() -> Diagnostic {
    about_payload(&INFLUXDB_NO_FIELDS, "The point has no fields.")
        .help("timestamp, null, and keys that the action's templates name are no fields. Select one more attribute.")
        .evidence(Evidence::Documented)
}

pub(crate) fn too_many_columns(tags: usize, fields: usize) -> Diagnostic {
    about_payload(
        &INFLUXDB_TOO_MANY_COLUMNS,
        format!("The point has {tags} tags and {fields} fields; together there can be 250."),
    )
    .help("Select fewer attributes.")
    .evidence(Evidence::Documented)
}

pub(crate) fn too_large(limit: usize) -> Diagnostic {
    about_payload(
        &INFLUXDB_TOO_LARGE,
        format!("The message becomes more than {limit} bytes of line protocol."),
    )
    .help("RuleLens goes no further; InfluxDB takes no such request either. Send fewer elements at a time.")
    .evidence(Evidence::Assumed)
}

pub(crate) fn type_conflict(conflict: &Conflict, message: u64, batches: bool) -> Diagnostic {
    let Conflict { table, field, field_type, known, .. } = conflict;
    let since = if known.message == message {
        "earlier in this message".to_owned()
    } else {
        format!("since message {}", known.message)
    };
    let text = format!(
        "`{field}` is of type {field_type} here, and of type {} in `{table}` {since}.",
        known.field_type
    );
    let mut help = "The whole write fails: all fields and all points of the message".to_owned();
    help += if batches { ", and those of other messages in the same batch." } else { "." };
    help += " Under SQL version 2016-03-23 a number without fraction is an integer, so 5.0 and 5.5 have different types; 2015-10-08 keeps the fraction.";
    about_payload(&INFLUXDB_TYPE_CONFLICT, text).help(help).evidence(Evidence::Documented)
}

pub(crate) fn null_field(key: &str) -> Diagnostic {
    about_payload(&INFLUXDB_NULL, format!("`{key}` is null and is not written."))
        .evidence(Evidence::Documented)
}

pub(crate) fn empty_tag(key: &str) -> Diagnostic {
    about_payload(&INFLUXDB_EMPTY_TAG, format!("The tag `{key}` is empty and is not written."))
        .help("Without it the point belongs to another series.")
        .evidence(Evidence::Documented)
}

pub(crate) fn nothing_to_write() -> Diagnostic {
    about_payload(&INFLUXDB_NOTHING, "The outgoing payload is an empty array, so no point is written.")
        .help("What the action does with one is not documented.")
        .evidence(Evidence::Assumed)
}

pub(crate) fn tag_and_field(key: &str) -> Diagnostic {
    about_payload(&INFLUXDB_TAG_AND_FIELD, format!("`{key}` is a tag and a field, which InfluxDB 3 refuses."))
        .help("Give the tag or the attribute another name.")
        .evidence(Evidence::Documented)
}

pub(crate) fn field_left_out(key: &str) -> Diagnostic {
    about_payload(&INFLUXDB_FIELD_LEFT_OUT, format!("`{key}` is no field, because a template of the action names it."))
        .help("AWS documents that for a key as a whole, such as ${room} or @{room}. That it also holds for a member of the key, or for a key inside a longer expression, is the plainest reading. A SET variable in its place is no key.")
        .evidence(Evidence::Assumed)
}
