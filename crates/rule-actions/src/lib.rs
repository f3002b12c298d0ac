//! What the actions of an AWS IoT rule receive.
//!
//! A [`Plan`] is a rule with its actions, read once and used for any number of messages. It says how far each message
//! gets (its [`Stage`]s), what leaves the rule, and what each [action](actions::KINDS) sends: for Timestream, records.
//!
//! ```
//! use iot_sql::{Context, Message, SqlVersion};
//! use rule_actions::Plan;
//!
//! let action = r#"{"timestream": {
//!     "databaseName": "home", "tableName": "climate", "roleArn": "arn:aws:iam::123456789012:role/r",
//!     "dimensions": [{"name": "room", "value": "${topic(2)}"}]
//! }}"#;
//! let plan = Plan::new("SELECT temperature FROM 'sensors/+'", SqlVersion::V2016_03_23, Some(action))
//!     .expect("a rule and an action");
//! let message = Message { topic: "sensors/kitchen", payload: br#"{"temperature": 21.5}"# };
//! let report = plan.evaluate(message, &Context::default());
//! let record = &report.records()[0].record;
//! assert_eq!(record.measure_name, "temperature");
//! assert_eq!(record.measure_value_type.name(), "DOUBLE");
//! assert_eq!(record.dimensions[0].value, "kitchen");
//! ```

mod absence;
pub mod action;
pub mod actions;
mod begun;
#[cfg(feature = "capture")]
pub mod capture;
#[cfg(feature = "cases")]
pub mod cases;
mod context;
#[cfg(feature = "documents")]
pub mod documents;
mod examples;
mod placeholder;
pub mod plain_json;
mod plan;
mod report;
#[doc(hidden)]
pub mod rest;
mod simulation;
mod stages;
mod totals;
#[cfg(feature = "view")]
pub mod view;

pub use absence::Absences;
pub use action::{TopicTexts, text_at};
pub use actions::dynamodb::{KeyType, TableKeys};
pub use actions::{influxdb, timestream};
pub use begun::Begun;
pub use context::{ContextDocument, ContextError, Descriptor, Mock, invalid_request};
pub use examples::{codes, diagnostics};
pub use placeholder::{Unknown, VALUE_NEEDED};
pub use plan::Plan;
pub use report::{OutcomeKind, Report};
pub use simulation::{Simulation, StageWords};
pub use stages::{Stage, StageName, StageState};
pub use totals::{Counts, Totals};

/// The examples of the package's README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
