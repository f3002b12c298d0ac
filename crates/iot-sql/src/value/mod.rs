//! Values: what a payload holds and what expressions give.

pub(crate) mod compare;
pub(crate) mod convert;
mod json;
mod number;
mod object;
#[cfg(feature = "serde_json")]
mod serde_json;
mod text;

pub(crate) use json::{Demand, Payload, WholeDecimal, is_plain, read, read_keys, whole, write_compact};
pub use json::{JsonError, Layout, MAX_JSON_NESTING, Reading};
pub use number::{Decimal, Int, Number};
pub use object::Object;
pub(crate) use text::write_string;

use crate::version::SqlVersion;
use smol_str::SmolStr;
use std::sync::Arc;

/// A value of AWS IoT SQL (`iot-sql-data-types`).
///
/// Copies are cheap: strings, arrays and objects are shared.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// No value: what a missing key gives. It has no place in JSON and disappears from objects and arrays.
    #[default]
    Undefined,
    /// JSON's null.
    Null,
    /// A Boolean.
    Boolean(bool),
    /// An integer of up to 34 digits.
    Int(Int),
    /// A number of up to 34 digits with a power of ten.
    Decimal(Decimal),
    /// A string.
    String(SmolStr),
    /// An array.
    Array(Arc<Vec<Value>>),
    /// An object; the order of its keys is kept.
    Object(Arc<Object>),
}

impl Value {
    /// The type's name as AWS writes it.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Undefined => "Undefined",
            Self::Null => "Null",
            Self::Boolean(_) => "Boolean",
            Self::Int(_) => "Int",
            Self::Decimal(_) => "Decimal",
            Self::String(_) => "String",
            Self::Array(_) => "Array",
            Self::Object(_) => "Object",
        }
    }

    /// Whether it is Undefined.
    #[must_use]
    pub fn is_undefined(&self) -> bool {
        matches!(self, Self::Undefined)
    }

    /// A string.
    #[must_use]
    pub fn string(text: impl AsRef<str>) -> Self {
        Self::String(SmolStr::new(text))
    }

    /// An array of these elements; Undefined ones are omitted, as they have no place in JSON.
    #[must_use]
    pub fn array(elements: impl IntoIterator<Item = Self>) -> Self {
        Self::Array(Arc::new(elements.into_iter().filter(|element| !element.is_undefined()).collect()))
    }

    /// An object.
    #[must_use]
    pub fn object(object: Object) -> Self {
        Self::Object(Arc::new(object))
    }

    /// The member of that key, Undefined where there is none or this is not an object.
    #[must_use]
    pub fn member(&self, key: &str) -> Self {
        match self {
            Self::Object(object) => object.get(key).cloned().unwrap_or_default(),
            _ => Self::Undefined,
        }
    }

    /// The member of that key, where there is one and this is an object.
    #[inline]
    pub(crate) fn member_ref(&self, key: &SmolStr) -> Option<&Self> {
        match self {
            Self::Object(object) => object.get_name(key),
            _ => None,
        }
    }

    /// Reads JSON text, every number with all its digits.
    ///
    /// # Errors
    /// Says what is wrong and at which byte; arrays and objects may be nested [`MAX_JSON_NESTING`] levels deep.
    pub fn from_json(text: &[u8]) -> Result<Self, JsonError> {
        // The first version leaves numbers as they are written.
        json::read(text, SqlVersion::V2015_10_08).map(|(value, _)| value)
    }

    /// Writes compact JSON, keys in their order; an empty text for Undefined (`iot-sql-data-types`).
    #[must_use]
    pub fn to_json(&self) -> String {
        // Room for a usual outgoing payload, so that it is allocated once.
        let mut text = String::with_capacity(128);
        self.write_json(&mut text);
        text
    }

    /// What [`Value::to_json`] gives, without an allocation where it is short.
    #[must_use]
    pub fn to_json_text(&self) -> SmolStr {
        match self {
            Self::Undefined => SmolStr::default(),
            Self::Null => SmolStr::new_static("null"),
            Self::Boolean(true) => SmolStr::new_static("true"),
            Self::Boolean(false) => SmolStr::new_static("false"),
            Self::Int(int) => SmolStr::new(number::format_signed(&mut itoa::Buffer::new(), int.get())),
            Self::Decimal(decimal) => decimal.to_text(),
            Self::String(_) | Self::Array(_) | Self::Object(_) => self.to_json().into(),
        }
    }

    /// The beginning of what [`Value::to_json`] gives, of about so many bytes at most, and whether that is all of it.
    #[must_use]
    pub fn to_json_start(&self, most: usize) -> (String, bool) {
        let mut text = String::new();
        let all = text::write_start(self, most, &mut text);
        (text, all)
    }

    /// Appends what [`Value::to_json`] gives as a part of a JSON string, without the quotes around that.
    pub fn write_json_in_string(&self, text: &mut String) {
        text::write_in_string(self, text);
    }

    /// Appends what [`Value::to_json`] gives.
    pub fn write_json(&self, text: &mut String) {
        text::write(self, text);
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<Number> for Value {
    fn from(number: Number) -> Self {
        match number {
            Number::Int(int) => Self::Int(int.into()),
            Number::Decimal(decimal) => Self::Decimal(decimal),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::string(text)
    }
}

impl Value {
    /// The value as a rule of this version sees it: since 2016-03-23 all Decimals without fraction are Ints.
    pub(crate) fn for_version(self, version: SqlVersion) -> Self {
        if version.keeps_whole_decimals() {
            return self;
        }
        match self {
            Self::Decimal(decimal) => Number::Decimal(decimal).for_version(version).into(),
            Self::Array(elements) if elements.iter().any(Self::may_change) => {
                let elements = Arc::unwrap_or_clone(elements);
                Self::Array(Arc::new(
                    elements.into_iter().map(|element| element.for_version(version)).collect(),
                ))
            }
            Self::Object(object) if object.iter().any(|(_, member)| member.may_change()) => {
                let object = Arc::unwrap_or_clone(object);
                Self::object(object.map_values(|member| member.for_version(version)))
            }
            other => other,
        }
    }

    /// Whether it is, or holds, a Decimal that may have no fraction; nested values are looked into when they are rebuilt.
    fn may_change(&self) -> bool {
        matches!(self, Self::Decimal(_) | Self::Array(_) | Self::Object(_))
    }
}
