//! The InfluxDB action: from the outgoing payload to points and their line protocol (`influxdb-rule-action`).
//!
//! It is what AWS names for those who leave Timestream for `LiveAnalytics`; [`from_timestream`] makes one from a
//! Timestream action.

mod action;
mod convert;
mod deliver;
mod line;
mod point;
mod schema;
mod value;

pub use action::{InfluxdbAction, TagTemplate};
pub(crate) use convert::add_to_select;
pub use convert::{Converted, Note, from_timestream};
pub use deliver::{MAX_COLUMNS, MAX_LINES_BYTES, TIMESTAMP_KEY};
pub use point::{Field, FieldType, FieldValue, Point, Tag, precision};
pub(crate) use schema::Conflict;
pub use schema::{KnownField, Schema};
pub use value::{ElementTemplate, PointTemplate};

use crate::action::{Action, Kind};
use std::sync::Arc;

/// The row of this kind of action.
pub static KIND: Kind = Kind {
    key: "influxDB",
    title: "InfluxDB",
    failed_action: "InfluxDBAction",
    page: "influxdb-rule-action",
    read: |parameters, reader| {
        InfluxdbAction::read(parameters, reader).map(|action| Arc::new(action) as Arc<dyn Action>)
    },
};
