//! The InfluxDB action: from the outgoing payload to points and their line protocol (`influxdb-rule-action`).
//!
//! It is what AWS names for those who leave Timestream for `LiveAnalytics`; [`from_timestream`] makes one from a
//! Timestream action.

mod action;
mod convert;
pub(crate) mod deliver;
mod examples;
mod line;
pub(crate) mod point;
pub(crate) mod schema;
mod unit;
mod value;
mod wording;

pub use convert::{Converted, Note, from_timestream};
pub use point::{Field, FieldType, FieldValue, Point, Tag, precision};
pub use schema::{KnownField, Schema};

/// The action's key in a rule.
pub const KEY: &str = "influxDB";
