//! From a protobuf message to a value.

use super::descriptor::Prepared;
use super::well_known::{self, MapsParts};
use super::{BASE64, MAX_MESSAGE_BYTES, Reason};
use crate::value::{Number, Object, Value};
use base64::Engine;
use prost_reflect::{DynamicMessage, Kind, MessageDescriptor, ReflectMessage, Syntax, Value as Field};
use smol_str::SmolStr;

/// How deep messages may stand inside each other: protobuf's own limit, counted through `Any` too.
const MAX_DEPTH: usize = 100;

/// Decodes a message of a named type.
pub(super) fn decode(prepared: &Prepared, bytes: &[u8], proto: &str, name: &str) -> Result<Value, Reason> {
    let descriptor = prepared.message(proto, name)?;
    let mut mapping = Mapping { prepared, room: MAX_MESSAGE_BYTES, depth: 0 };
    let value = mapping.decode(descriptor, bytes)?;
    let length = value.to_json().len();
    if length > MAX_MESSAGE_BYTES {
        return Err(too_large());
    }
    Ok(value)
}

fn too_large() -> Reason {
    "its JSON has more than 131,072 bytes".into()
}

/// The state of mapping one message.
struct Mapping<'p> {
    prepared: &'p Prepared,
    /// Bytes of JSON that may still come; each part takes at most what it writes, so that nothing is rejected early.
    room: usize,
    depth: usize,
}

impl MapsParts for Mapping<'_> {
    /// A field's value; Undefined, which disappears, for a number that a closed enum does not have.
    fn field(&mut self, value: &Field, kind: &Kind) -> Result<Value, Reason> {
        Ok(match value {
            Field::Bool(value) => Value::Boolean(*value),
            Field::I32(value) => self.int(i128::from(*value))?,
            Field::U32(value) => self.int(i128::from(*value))?,
            Field::I64(value) => self.text(&value.to_string())?,
            Field::U64(value) => self.text(&value.to_string())?,
            Field::F32(value) => self.float(f64::from(*value), &format!("{value:e}"))?,
            Field::F64(value) => self.float(*value, &format!("{value:e}"))?,
            Field::String(value) => self.text(value)?,
            Field::Bytes(value) => {
                self.take(value.len() / 3 * 4 + 2)?;
                Value::string(BASE64.encode(value))
            }
            Field::EnumNumber(number) => self.enumeration(*number, kind)?,
            Field::Message(message) => self.message(message)?,
            Field::List(elements) => {
                let mut values = Vec::with_capacity(elements.len());
                for element in elements {
                    self.take(1)?;
                    values.push(self.field(element, kind)?);
                }
                Value::array(values)
            }
            Field::Map(_) => return Err("a map stands where none can".into()),
        })
    }

    /// The entries of a map, in the order in which the message has them.
    fn entries(&mut self, entries: &[Field]) -> Result<Object, Reason> {
        self.take(2)?;
        let mut object = Object::new();
        for entry in entries {
            let parts = entry.as_message().and_then(|entry| {
                let kind = entry.descriptor().get_field(2)?.kind();
                Some((entry.get_field_by_number(1)?, entry.get_field_by_number(2)?, kind))
            });
            let Some((key, value, kind)) = parts else {
                return Err("a map's entry has no key and value".into());
            };
            let key = match &*key {
                Field::String(key) => SmolStr::new(key),
                Field::Bool(key) => SmolStr::new_static(if *key { "true" } else { "false" }),
                Field::I32(key) => key.to_string().into(),
                Field::U32(key) => key.to_string().into(),
                Field::I64(key) => key.to_string().into(),
                Field::U64(key) => key.to_string().into(),
                _ => return Err("a map's key has a type that keys cannot have".into()),
            };
            // A key that comes again takes the place of the first one.
            if object.get(&key).is_none() {
                self.take(key.len() + 3)?;
            }
            let value = self.field(&value, &kind)?;
            object.set(key, value);
        }
        Ok(object)
    }

    /// Reads the bytes of a message and maps it.
    fn decode(&mut self, descriptor: MessageDescriptor, bytes: &[u8]) -> Result<Value, Reason> {
        let name = descriptor.full_name().to_owned();
        let message = DynamicMessage::decode(descriptor, bytes)
            .map_err(|error| format!("the bytes are not a valid `{name}` message: {error}"))?;
        self.message(&message)
    }

    /// The message type of this full name.
    fn find(&self, name: &str) -> Option<MessageDescriptor> {
        self.prepared.pool.get_message_by_name(name)
    }
}

impl Mapping<'_> {
    /// Counts bytes of JSON.
    fn take(&mut self, bytes: usize) -> Result<(), Reason> {
        self.room = self.room.checked_sub(bytes).ok_or_else(too_large)?;
        Ok(())
    }

    /// A message as protobuf's JSON mapping has it.
    fn message(&mut self, message: &DynamicMessage) -> Result<Value, Reason> {
        if self.depth == MAX_DEPTH {
            return Err(format!("it is nested more than {MAX_DEPTH} levels deep").into());
        }
        self.depth += 1;
        let value = match well_known::value(self, message)? {
            Some(value) => value,
            None => Value::object(self.fields(message)?),
        };
        self.depth -= 1;
        Ok(value)
    }

    /// The fields that are set, by the order of their numbers.
    fn fields(&mut self, message: &DynamicMessage) -> Result<Object, Reason> {
        let descriptor = message.descriptor();
        for number in self.prepared.required(&descriptor) {
            if !message.has_field_by_number(*number) {
                let field = descriptor.get_field(*number);
                let name = field.as_ref().map_or("", |field| field.name());
                return Err(format!(
                    "the required field `{name}` of `{}` is missing",
                    descriptor.full_name()
                )
                .into());
            }
        }
        self.take(2)?;
        let mut object = Object::new();
        for (field, value) in message.fields() {
            let kind = field.kind();
            self.take(field.name().len() + 3)?;
            let value = match (value, &kind) {
                (Field::List(entries), Kind::Message(entry)) if self.prepared.is_map_entry(entry) => {
                    Value::object(self.entries(entries)?)
                }
                _ => self.field(value, &kind)?,
            };
            object.set(SmolStr::new(field.name()), value);
        }
        Ok(object)
    }

    fn int(&mut self, value: i128) -> Result<Value, Reason> {
        self.take(1)?;
        Ok(Value::Int(value.into()))
    }

    fn text(&mut self, text: &str) -> Result<Value, Reason> {
        self.take(text.len() + 2)?;
        Ok(Value::string(text))
    }

    /// A float by its shortest digits, which differ between the two sizes of floats.
    fn float(&mut self, value: f64, digits: &str) -> Result<Value, Reason> {
        self.take(1)?;
        if value.is_nan() {
            return Ok(Value::string("NaN"));
        }
        if value.is_infinite() {
            return Ok(Value::string(if value > 0.0 { "Infinity" } else { "-Infinity" }));
        }
        Ok(Number::from_text(digits).map(Value::from).unwrap_or_default())
    }

    fn enumeration(&mut self, number: i32, kind: &Kind) -> Result<Value, Reason> {
        let Kind::Enum(descriptor) = kind else { return Ok(Value::Undefined) };
        if descriptor.full_name() == "google.protobuf.NullValue" {
            return Ok(Value::Null);
        }
        match descriptor.get_value(number) {
            Some(value) => self.text(value.name()),
            None if descriptor.parent_file().syntax() == Syntax::Proto2 => Ok(Value::Undefined),
            None => self.int(i128::from(number)),
        }
    }
}
