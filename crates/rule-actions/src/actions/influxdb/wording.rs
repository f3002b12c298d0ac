//! What the diagnostics of the InfluxDB action say.

use super::examples::SOUND;
use super::examples::with;
use super::point::precision;
use super::schema::Conflict;
use crate::action::wording::shown;
use crate::actions::timestream::record::TimeUnit;
use iot_sql::{Code, Diagnostic, Evidence, Example, Input, Value};

/// A payload that a sound action is to write as it is.
const fn written(payload: &'static str) -> Example {
    Example::whole(SOUND, payload)
}

iot_sql::declare_codes! {
    pub(crate) CODES;
    INFLUXDB_NOT_AN_OBJECT = "influxdb.not-an-object", Error, "The outgoing payload is neither an object nor an array of objects.",
        [written("[20, 21]")];
    INFLUXDB_NO_TIMESTAMP = "influxdb.no-timestamp", Error, "The outgoing payload has no key `timestamp`.",
        [Example::action(SOUND)];
    INFLUXDB_TIMESTAMP = "influxdb.timestamp", Error, "The timestamp is not an integer.",
        [written(r#"{"t": 21.5, "timestamp": "2023-11-14T22:13:20Z"}"#)];
    INFLUXDB_TIME_RANGE = "influxdb.time-range", Error, "The timestamp is outside the range that InfluxDB stores.",
        [
            Example::whole(with!(r#""tableName": "climate", "timestampUnit": "s""#), r#"{"t": 21.5, "timestamp": 1700000000000}"#),
            Example::action(with!(r#""tableName": "climate""#))
                .selecting("SELECT t, ts AS timestamp FROM 'sensors/+'")
                .payload(r#"{"t": 4.5, "ts": 1772353800000000000}"#),
        ];
    INFLUXDB_TABLE_NAME = "influxdb.table-name", Error, "The table's name is empty or a comment's beginning.",
        [Example::whole(with!(r#""tableName": "@{kind}""#), r#"{"t": 21.5, "timestamp": 1700000000000}"#)];
    INFLUXDB_UNWRITABLE = "influxdb.unwritable", Error, "Line protocol has no way to write a name or a tag's value.",
        [Example::whole(with!(r#""tableName": "climate", "tags": {"path": "${path}"}"#), r#"{"path": "C:\\", "t": 21.5, "timestamp": 1700000000000}"#)];
    INFLUXDB_FIELD_KEY = "influxdb.field-key", Error, "A field cannot have this key.",
        [written(r#"{"_id": 7, "t": 21.5, "timestamp": 1700000000000}"#)];
    INFLUXDB_TAG_KEY = "influxdb.tag-key", Error, "A tag cannot have this key.",
        [
            Example::action(with!(r#""tableName": "climate", "tags": {"_room": "kitchen"}"#)),
            Example::whole(with!(r#""tableName": "climate", "tags": {"${kind}": "kitchen"}"#), r#"{"t": 21.5, "timestamp": 1700000000000}"#),
        ],
        silent [Example::action(with!(r#""tableName": "climate", "tags": {"room_": "kitchen"}"#))];
    INFLUXDB_TAG_NAME_TEMPLATE = "influxdb.tag-name-template", Warning, "A tag's name holds a template.",
        [Example::whole(with!(r#""tableName": "climate", "tags": {"${kind}": "kitchen"}"#), r#"{"kind": "room", "t": 21.5, "timestamp": 1700000000000}"#)],
        silent [Example::whole(with!(r#""tableName": "climate", "tags": {"kind": "${room}"}"#), r#"{"room": "hall", "t": 21.5, "timestamp": 1700000000000}"#)];
    INFLUXDB_INTEGER_RANGE = "influxdb.integer-range", Error, "An integer has more than 64 bits.",
        [written(r#"{"n": 18446744073709551616, "timestamp": 1700000000000}"#)],
        silent [written(r#"{"n": 18446744073709551615, "timestamp": 1700000000000}"#)];
    INFLUXDB_FLOAT_RANGE = "influxdb.float-range", Error, "A Decimal is beyond the numbers of 64 bits.",
        [written(r#"{"n": 1.5e400, "timestamp": 1700000000000}"#)];
    INFLUXDB_NO_FIELDS = "influxdb.no-fields", Error, "A point has no fields.",
        [written(r#"{"t": null, "timestamp": 1700000000000}"#)];
    INFLUXDB_TOO_MANY_COLUMNS = "influxdb.too-many-columns", Error, "A point has at most 250 tags and fields.",
        [written("").built_payload("an object with 250 numbers and a timestamp", || {
            let members: Vec<String> = (0..250).map(|index| format!("\"m{index}\":{index},")).collect();
            format!("{{{}\"timestamp\":1}}", members.concat())
        })],
        silent [written("").built_payload("an object with 249 numbers and a timestamp", || {
            let members: Vec<String> = (0..249).map(|index| format!("\"m{index}\":{index},")).collect();
            format!("{{{}\"timestamp\":1}}", members.concat())
        })];
    INFLUXDB_TYPE_CONFLICT = "influxdb.type-conflict", Error, "A field has another type than before.",
        [written(r#"[{"t": 21.0, "timestamp": 1700000000000}, {"t": 21.5, "timestamp": 1700000001000}]"#)];
    INFLUXDB_TOO_LARGE = "influxdb.too-large", Error, "A message becomes more line protocol than RuleLens makes.",
        [Example::whole(with!(r#""tableName": "climate", "tags": {"long": "${get(*, 0).long}"}"#), "").built_payload(
            "an array of 250 objects, the first of which has a string of 100,000 letters",
            || {
                let first = format!("{{\"long\":\"{}\",\"t\":1,\"timestamp\":1}}", "x".repeat(100_000));
                format!("[{first}{}]", ",{\"t\":1,\"timestamp\":1}".repeat(249))
            },
        )];
    INFLUXDB_NOTHING = "influxdb.nothing-to-write", Warning, "The outgoing payload is an empty array.",
        [written("[]")];
    INFLUXDB_TAG_AND_FIELD = "influxdb.tag-and-field", Warning, "A tag and a field have the same key.",
        [written(r#"{"room": "hall", "t": 21.5, "timestamp": 1700000000000}"#)];
    INFLUXDB_TIME_KEY = "influxdb.time-key", Warning, "A tag or field is called like InfluxDB's timestamp.",
        [written(r#"{"time": "noon", "t": 21.5, "timestamp": 1700000000000}"#)];
    INFLUXDB_NAME_START = "influxdb.name-start", Warning, "InfluxDB 3 rejects the name of a table or tag.",
        [Example::whole(with!(r#""tableName": "$climate""#), r#"{"t": 21.5, "timestamp": 1700000000000}"#)],
        silent [written(r#"{"t": 21.5, "timestamp": 1700000000000}"#)];
    INFLUXDB_FIELD_LEFT_OUT = "influxdb.field-left-out", Warning, "A template names a key, which is therefore not a field.",
        [Example::whole(with!(r#""tableName": "climate", "tags": {"room": "${upper(room)}"}"#), r#"{"room": "hall", "t": 21.5, "timestamp": 1700000000000}"#)];
    INFLUXDB_NULL = "influxdb.null", Info, "An attribute is null and is omitted.",
        [written(r#"{"t": 21.5, "h": null, "timestamp": 1700000000000}"#)];
    INFLUXDB_EMPTY_TAG = "influxdb.empty-tag", Info, "A tag is empty and is omitted.",
        [Example::whole(with!(r#""tableName": "climate", "tags": {"device": "${device}"}"#), r#"{"t": 21.5, "timestamp": 1700000000000}"#)];
}

/// A diagnostic about what the rule made of a message.
pub(super) fn about_payload(code: &'static Code, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, message).input(Input::Request)
}

pub(crate) fn time_key(what: &str, path: Option<&str>) -> Diagnostic {
    let input = path.map_or(Input::Request, |path| Input::Action(path.to_owned()));
    Diagnostic::new(&INFLUXDB_TIME_KEY, format!("InfluxDB keeps the name `time` for the timestamp, so a {what} of this name is lost."))
        .input(input)
        .help("InfluxDB 1.6 drops such a field silently and rejects a point with such a tag. AWS does not mention it; choose another name.")
        .evidence(Evidence::Assumed)
}

pub(crate) fn name_start(what: &str, name: &str, path: Option<&str>) -> Diagnostic {
    let input = path.map_or(Input::Request, |path| Input::Action(path.to_owned()));
    let message =
        format!("InfluxDB 3 rejects the {what} `{name}`: its name starts with neither a letter nor a digit.");
    Diagnostic::new(&INFLUXDB_NAME_START, message)
        .input(input)
        .help("InfluxDB 2 takes it.")
        .evidence(Evidence::Documented)
}

pub(crate) fn tag_key(path: Option<&str>, key: &str, why: &str) -> Diagnostic {
    let input = path.map_or(Input::Request, |path| Input::Action(path.to_owned()));
    Diagnostic::new(&INFLUXDB_TAG_KEY, format!("A tag cannot be called `{}`: {why}.", key.escape_debug()))
        .input(input)
        .help("Choose another key, such as `device_id`.")
        .evidence(Evidence::Documented)
}

pub(crate) fn tag_name_template(path: &str, key: &str) -> Diagnostic {
    Diagnostic::new(&INFLUXDB_TAG_NAME_TEMPLATE, format!("The tag's name `{key}` holds a template, which is evaluated here."))
        .input(Input::Action(path.to_owned()))
        .help("The API's description of `tags` allows templates in names; the developer guide speaks of values only, so AWS may write the name as it stands. A name that is written out is safe.")
        .evidence(Evidence::Contradicted)
}

pub(crate) fn not_an_object(kind: &str) -> Diagnostic {
    about_payload(
        &INFLUXDB_NOT_AN_OBJECT,
        format!("The outgoing payload must be an object or an array of objects, and it is {kind}."),
    )
    .help("Each object becomes a point. decode() turns binary payloads to JSON.")
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

pub(crate) fn timestamp(found: &Value) -> Diagnostic {
    about_payload(&INFLUXDB_TIMESTAMP, format!("`timestamp` must be an integer, and it is {}.", shown(found)))
        .help("Select it with cast(… AS Int), or with time_to_epoch() where it is a date.")
        .evidence(Evidence::Documented)
}

pub(crate) fn time_range(time: i128, unit: TimeUnit) -> Diagnostic {
    let unit = precision(unit);
    about_payload(
        &INFLUXDB_TIME_RANGE,
        format!("`timestamp` is {time} {unit}, which is outside the range that InfluxDB stores."),
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
    .help("What AWS does with it is not documented. Remove it with regexp_replace().")
    .evidence(Evidence::Assumed)
}

pub(crate) fn field_key(key: &str, why: &str) -> Diagnostic {
    about_payload(&INFLUXDB_FIELD_KEY, format!("A field cannot be called `{}`: {why}.", key.escape_debug()))
        .help("The point is rejected as a whole. Select the attribute under another name with AS.")
        .evidence(Evidence::Documented)
}

pub(crate) fn integer_range(key: &str, value: i128) -> Diagnostic {
    about_payload(&INFLUXDB_INTEGER_RANGE, format!("`{key}` is {value}, which has more than 64 bits."))
        .help("Integers go from -2^63 to 2^64 - 1. Select it as a string with cast(… AS String).")
        .evidence(Evidence::Documented)
}

pub(crate) fn float_range(key: &str, text: &str) -> Diagnostic {
    about_payload(&INFLUXDB_FLOAT_RANGE, format!("`{key}` is {text}, beyond what a number of 64 bits holds."))
        .help("InfluxDB rejects the line. Select it as a string with cast(… AS String).")
        .evidence(Evidence::Assumed)
}

pub(crate) fn no_fields() -> Diagnostic {
    about_payload(&INFLUXDB_NO_FIELDS, "The point has no fields.")
        .help("timestamp, null, and keys that the action's templates name are not fields. Select one more attribute.")
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
    .help(
        "RuleLens stops here; InfluxDB does not accept such a request either. Send fewer elements at a time.",
    )
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
        .help("AWS does not document what the action does with one.")
        .evidence(Evidence::Assumed)
}

pub(crate) fn tag_and_field(key: &str) -> Diagnostic {
    about_payload(&INFLUXDB_TAG_AND_FIELD, format!("`{key}` is a tag and a field, which InfluxDB 3 rejects."))
        .help("Give the tag or the attribute another name.")
        .evidence(Evidence::Documented)
}

pub(crate) fn field_left_out(key: &str) -> Diagnostic {
    about_payload(&INFLUXDB_FIELD_LEFT_OUT, format!("`{key}` is not a field, because a template of the action names it."))
        .help("AWS documents that for a key as a whole, such as ${room} or @{room}. That it also holds for a member of the key, or for a key inside a longer expression, is the plainest reading. A SET variable in its place is not a key.")
        .evidence(Evidence::Assumed)
}
