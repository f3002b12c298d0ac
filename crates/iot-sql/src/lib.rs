//! The AWS IoT SQL language: parse a rule, evaluate it for a message, explain the result.
//!
//! A [`Rule`] is a statement such as `SELECT temperature AS temp FROM 'sensors/+' WHERE temperature > 20`. It is
//! parsed once and evaluated for any number of messages. Nothing here reads a clock, a file, the network or a random
//! source: the message context comes in through its [`Context`].
//!
//! ```
//! use iot_sql::{Context, Message, Outcome, Rule, SqlVersion};
//!
//! let rule = Rule::parse(
//!     "SELECT temperature, topic(2) AS room FROM 'sensors/+' WHERE temperature > 20",
//!     SqlVersion::V2016_03_23,
//! )?;
//! let message = Message { topic: "sensors/kitchen", payload: br#"{"temperature": 21.50}"# };
//! match rule.evaluate(message, &Context::default()) {
//!     Outcome::Output(outgoing) => {
//!         assert_eq!(outgoing.to_bytes(), br#"{"temperature":21.50,"room":"kitchen"}"#);
//!     }
//!     other => panic!("{other:?}"),
//! }
//! # Ok::<(), iot_sql::Diagnostic>(())
//! ```
//!
//! Where AWS documents a behaviour, this crate does it; where AWS's pages contradict each other or are silent it
//! chooses, and says so by an [`Evidence`].
//!
//! | to | there is |
//! | --- | --- |
//! | evaluate a rule | [`Rule`], [`Message`], [`Context`] with [`Mock`]s for other services, [`Outcome`]; [`Runner`] for many messages |
//! | say why | [`Run`], which a rule starts: [`Trace`], [`Reason`], [`Missing`], [`UndefinedPart`] |
//! | report | [`Diagnostic`] with its [`Code`], [`Label`]s and [`Fix`]es; [`codes()`] has all codes |
//! | evaluate `${…}` | [`Template`] |
//! | read topics | [`TopicFilter`], [`seen_by_rule`] |
//! | help an editor | [`assist`]: tokens, completion, hover, lineage, layout |
//! | list functions | [`functions`] |
//! | hold values | [`Value`], [`Number`], [`Object`] |

mod absence;
pub mod assist;
mod codes;
mod diagnostic;
mod eval;
mod evidence;
pub mod functions;
pub mod hidden;
mod limits;
mod lint;
mod lookalike;
mod message;
mod outcome;
mod payload;
mod protobuf;
#[doc(hidden)]
pub mod rest;
mod rule;
mod runner;
mod syntax;
mod template;
pub mod text;
#[cfg_attr(not(feature = "regex"), path = "text_pattern/left_out.rs")]
mod text_pattern;
mod time;
mod topic;
mod topic_levels;
mod value;
mod version;

pub use absence::Undefined;
pub use codes::codes;
pub use diagnostic::{
    Code, Diagnostic, Earlier, Edit, Example, ExampleText, Fix, Input, Label, Needed, Severity,
};
pub use eval::{Missing, Reason, Trace, TracedAttribute, TracedExpr, UndefinedPart};
pub use evidence::Evidence;
pub use functions::FEATURE_DISABLED;
pub use limits::{MAX_NESTING, MAX_PAYLOAD_BYTES, MAX_STATEMENT_BYTES, MAX_STEPS};
pub use lint::no_version::no_version;
pub use message::{Context, Invocation, Message, Mock};
pub use outcome::{Outcome, Outgoing, TextOrBase64};
pub use protobuf::{DescriptorContent, DescriptorFile};
pub use rule::{Rule, Run};
pub use runner::Runner;
pub use syntax::{nearest, nearest_within, tree};
pub use template::{Piece, Template};
pub use topic::{MAX_TOPIC_BYTES, MAX_TOPIC_SLASHES, TopicFilter, ingesting_rule, seen_by_rule};
pub use topic_levels::{LevelFit, TopicLevel};
pub use value::{Decimal, Int, JsonError, Layout, MAX_JSON_NESTING, Number, Object, Reading, Value};
pub use version::SqlVersion;

/// The examples of the package's README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
