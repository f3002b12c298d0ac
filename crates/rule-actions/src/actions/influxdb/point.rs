//! Points: what InfluxDB keeps of one time.

use super::line;
use crate::actions::timestream::record::TimeUnit;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The key whose value is a point's time (`influxdb-rule-action`).
pub(crate) const TIMESTAMP_KEY: &str = "timestamp";

/// One point: tags and fields of one time (`influxdb-rule-action`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The table, which InfluxDB 2 calls a measurement.
    pub measurement: String,
    /// The tags, sorted by key; none is empty.
    pub tags: Vec<Tag>,
    /// The fields, in the attributes' order; at least one.
    pub fields: Vec<Field>,
    /// The time, in `time_unit` since 1970-01-01 UTC.
    pub time: i64,
    /// The time's unit, which goes beside the lines as their precision.
    pub time_unit: TimeUnit,
}

/// A tag of a point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Tag {
    /// Its key.
    pub key: String,
    /// Its value after templates.
    pub value: String,
}

/// A field of a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its key.
    pub key: String,
    /// Its value.
    pub value: FieldValue,
}

/// A field's value with its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldValue {
    /// An integer of 64 bits.
    Integer(i64),
    /// An integer beyond the signed ones.
    Unsigned(u64),
    /// A number with a fraction, as it is written; it fits into a floating-point number of 64 bits.
    Float(String),
    /// A Boolean.
    Boolean(bool),
    /// A string; arrays and objects are their compact JSON.
    String(String),
}

/// A field's type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum FieldType {
    /// An integer of 64 bits.
    Integer,
    /// An integer of 64 bits without a sign.
    Unsigned,
    /// A floating-point number of 64 bits.
    Float,
    /// A Boolean.
    Boolean,
    /// A string.
    String,
}

impl FieldType {
    /// The name that InfluxDB uses for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Integer => "integer",
            Self::Unsigned => "unsigned",
            Self::Float => "float",
            Self::Boolean => "boolean",
            Self::String => "string",
        }
    }
}

impl fmt::Display for FieldType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FieldValue {
    /// Its type.
    #[must_use]
    pub fn field_type(&self) -> FieldType {
        match self {
            Self::Integer(_) => FieldType::Integer,
            Self::Unsigned(_) => FieldType::Unsigned,
            Self::Float(_) => FieldType::Float,
            Self::Boolean(_) => FieldType::Boolean,
            Self::String(_) => FieldType::String,
        }
    }
}

/// The value as a string, without what line protocol puts around it.
impl fmt::Display for FieldValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(value) => value.fmt(formatter),
            Self::Unsigned(value) => value.fmt(formatter),
            Self::Boolean(value) => value.fmt(formatter),
            Self::Float(text) | Self::String(text) => formatter.write_str(text),
        }
    }
}

impl Point {
    /// The point as a line of line protocol, without the line's end.
    ///
    /// ```
    /// use rule_actions::influxdb::{Field, FieldValue, Point, Tag};
    /// use rule_actions::timestream::TimeUnit;
    ///
    /// let point = Point {
    ///     measurement: "climate".into(),
    ///     tags: vec![Tag { key: "room".into(), value: "living room".into() }],
    ///     fields: vec![Field { key: "people".into(), value: FieldValue::Integer(2) }],
    ///     time: 1_700_000_000_000,
    ///     time_unit: TimeUnit::Milliseconds,
    /// };
    /// assert_eq!(point.line(), r"climate,room=living\ room people=2i 1700000000000");
    /// ```
    #[must_use]
    pub fn line(&self) -> String {
        line::write(self)
    }

    /// The time as a date in UTC with as many digits as its unit has.
    #[must_use]
    pub fn time_utc(&self) -> Option<String> {
        self.time_unit.date(self.time.into())
    }
}

/// What InfluxDB calls the units of times, in the order of [`TimeUnit::ALL`].
pub(super) const PRECISIONS: [&str; 4] = ["s", "ms", "us", "ns"];

/// What the action and InfluxDB's interface call a unit of time.
#[must_use]
pub fn precision(unit: TimeUnit) -> &'static str {
    PRECISIONS[unit as usize]
}
