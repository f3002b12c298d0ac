//! The messages that protobuf's JSON mapping writes in a form of their own.

use super::Reason;
use crate::value::{Object, Value};
use prost_reflect::{DynamicMessage, Kind, MessageDescriptor, ReflectMessage, Value as Field};
use smol_str::SmolStr;
use std::borrow::Cow;

const PACKAGE: &str = "google.protobuf.";

/// The messages with a form of their own.
const FORMS: &[&str] = &[
    "Any",
    "BoolValue",
    "BytesValue",
    "DoubleValue",
    "Duration",
    "FieldMask",
    "FloatValue",
    "Int32Value",
    "Int64Value",
    "ListValue",
    "StringValue",
    "Struct",
    "Timestamp",
    "UInt32Value",
    "UInt64Value",
    "Value",
];

/// Maps the parts of a message that has a form of its own.
pub(super) trait MapsParts {
    /// A field's value.
    fn field(&mut self, value: &Field, kind: &Kind) -> Result<Value, Reason>;
    /// The entries of a map.
    fn entries(&mut self, entries: &[Field]) -> Result<Object, Reason>;
    /// The value of a message's bytes.
    fn decode(&mut self, descriptor: MessageDescriptor, bytes: &[u8]) -> Result<Value, Reason>;
    /// The message type of this full name.
    fn find(&self, name: &str) -> Option<MessageDescriptor>;
}

/// A well-known message's value; `None` for all other messages.
pub(super) fn value(mapping: &mut impl MapsParts, message: &DynamicMessage) -> Result<Option<Value>, Reason> {
    let descriptor = message.descriptor();
    let Some(name) = descriptor.full_name().strip_prefix(PACKAGE) else { return Ok(None) };
    let value = match name {
        "Timestamp" => Value::string(timestamp(message)?),
        "Duration" => Value::string(duration(message)?),
        "FieldMask" => Value::string(field_mask(message)?),
        "Struct" => Value::object(mapping.entries(list(message)?.as_list().unwrap_or_default())?),
        "Value" => return dynamic(mapping, message).map(Some),
        "Any" => return any(mapping, message).map(Some),
        wrapper if FORMS.contains(&wrapper) => return first(mapping, message).map(Some),
        _ => return Ok(None),
    };
    Ok(Some(value))
}

/// What is said where a descriptor has a well-known name for something else.
fn unlike(message: &DynamicMessage) -> Reason {
    format!("`{}` has not the fields of the well-known type", message.descriptor().full_name()).into()
}

fn part(message: &DynamicMessage, number: u32) -> Result<Cow<'_, Field>, Reason> {
    message.get_field_by_number(number).ok_or_else(|| unlike(message))
}

fn list(message: &DynamicMessage) -> Result<Cow<'_, Field>, Reason> {
    let field = part(message, 1)?;
    if field.as_list().is_some() { Ok(field) } else { Err(unlike(message)) }
}

/// The value of the only field.
fn first(mapping: &mut impl MapsParts, message: &DynamicMessage) -> Result<Value, Reason> {
    let kind = message.descriptor().get_field(1).ok_or_else(|| unlike(message))?.kind();
    let field = part(message, 1)?;
    mapping.field(&field, &kind)
}

/// Seconds and nanoseconds of a time or a stretch of time.
fn seconds(message: &DynamicMessage) -> Result<(i64, i32), Reason> {
    let seconds = part(message, 1)?.as_i64();
    let nanos = part(message, 2)?.as_i32();
    seconds.zip(nanos).ok_or_else(|| unlike(message))
}

fn timestamp(message: &DynamicMessage) -> Result<String, Reason> {
    const FIRST: i64 = -62_135_596_800;
    const LAST: i64 = 253_402_300_799;
    let (seconds, nanos) = seconds(message)?;
    let moment = jiff::Timestamp::from_second(seconds).ok().filter(|_| (FIRST..=LAST).contains(&seconds));
    match (moment, u32::try_from(nanos)) {
        (Some(moment), Ok(nanos)) if nanos < 1_000_000_000 => {
            let date = jiff::tz::Offset::UTC.to_datetime(moment);
            // Not jiff's own formatter, which reads a pattern and adds 10 kB to the page's larger engine.
            Ok(format!(
                "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}Z",
                date.year(),
                date.month(),
                date.day(),
                date.hour(),
                date.minute(),
                date.second(),
                fraction(nanos)
            ))
        }
        _ => {
            Err(format!("the Timestamp of {seconds} s and {nanos} ns is not between the years 1 and 9999")
                .into())
        }
    }
}

fn duration(message: &DynamicMessage) -> Result<String, Reason> {
    const MOST: u64 = 315_576_000_000;
    let (seconds, nanos) = seconds(message)?;
    let of_one_sign = seconds == 0 || nanos == 0 || (seconds < 0) == (nanos < 0);
    if !of_one_sign || seconds.unsigned_abs() > MOST || nanos.unsigned_abs() >= 1_000_000_000 {
        return Err(format!("the Duration of {seconds} s and {nanos} ns is not valid").into());
    }
    let sign = if seconds < 0 || nanos < 0 { "-" } else { "" };
    Ok(format!("{sign}{}{}s", seconds.unsigned_abs(), fraction(nanos.unsigned_abs())))
}

/// A fraction of a second with three, six or nine digits; none for a whole second.
fn fraction(nanos: u32) -> String {
    if nanos == 0 {
        String::new()
    } else if nanos.is_multiple_of(1_000_000) {
        format!(".{:03}", nanos / 1_000_000)
    } else if nanos.is_multiple_of(1_000) {
        format!(".{:06}", nanos / 1_000)
    } else {
        format!(".{nanos:09}")
    }
}

/// Paths in lowerCamelCase with commas between them.
fn field_mask(message: &DynamicMessage) -> Result<String, Reason> {
    let paths = list(message)?;
    let mut text = String::new();
    for path in paths.as_list().unwrap_or_default() {
        let path = path.as_str().ok_or_else(|| unlike(message))?;
        if !text.is_empty() {
            text.push(',');
        }
        let mut upper = false;
        for ch in path.chars() {
            match ch {
                '_' => upper = true,
                ch if upper => {
                    text.push(ch.to_ascii_uppercase());
                    upper = false;
                }
                ch => text.push(ch),
            }
        }
    }
    Ok(text)
}

/// A `Value`: whichever of its fields is set, Null where none is.
fn dynamic(mapping: &mut impl MapsParts, message: &DynamicMessage) -> Result<Value, Reason> {
    match message.fields().next() {
        Some((field, value)) => mapping.field(value, &field.kind()),
        None => Ok(Value::Null),
    }
}

/// An `Any`: the message inside with its type beside its fields, or beside `value` where it has a form of its own.
fn any(mapping: &mut impl MapsParts, message: &DynamicMessage) -> Result<Value, Reason> {
    let (url, bytes) = (part(message, 1)?, part(message, 2)?);
    let (Some(url), Some(bytes)) = (url.as_str(), bytes.as_bytes()) else { return Err(unlike(message)) };
    let mut object = Object::new();
    if url.is_empty() && bytes.is_empty() {
        return Ok(Value::object(object));
    }
    let name = url.rsplit('/').next().unwrap_or_default();
    let Some(descriptor) = mapping.find(name) else {
        return Err(format!("the descriptor has no message type `{name}`, which an Any holds").into());
    };
    object.set("@type".into(), Value::string(url));
    let has_own_form = name.strip_prefix(PACKAGE).is_some_and(|name| FORMS.contains(&name));
    match mapping.decode(descriptor, bytes)? {
        Value::Object(fields) if !has_own_form => {
            for (key, value) in fields.iter() {
                object.set(key.clone(), value.clone());
            }
        }
        value => object.set(SmolStr::new_static("value"), value),
    }
    Ok(Value::object(object))
}
