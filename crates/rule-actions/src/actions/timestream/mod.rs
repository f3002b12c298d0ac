//! The Timestream action: from the outgoing payload to records (`timestream-rule-action`).

pub(crate) mod action;
pub(crate) mod deliver;
mod examples;
mod infer;
mod last_dimensions;
mod lint;
mod measure_value;
mod origin;
pub mod output;
mod reason;
pub(crate) mod record;
pub mod table;
pub(crate) mod written;

pub use last_dimensions::LastDimensions;
pub use measure_value::MeasureValue;
pub use reason::{TypeReason, TypeReasons, TypeRule};
pub use record::{Dimension, MAX_VALUES, MeasureValueType, Record, TimeUnit};
pub use written::Written;

/// The action's key in a rule.
pub const KEY: &str = "timestream";
