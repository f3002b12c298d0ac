//! RuleLens for JavaScript and TypeScript.
//!
//! [`respond`] is the heart of it: one request in, one response out, both plain data. [`evaluate`] is the same behind
//! `wasm-bindgen`, with TypeScript types generated from the Rust ones. [`replay_messages`] takes many messages through
//! one rule, and [`forms`] writes records as requests, rows and CSV. For very many messages of which only the outgoing
//! payload is asked there is [`PreparedRule`].

mod assist;
mod compare;
mod document_views;
#[cfg(feature = "documents")]
mod documents;
#[cfg(feature = "exports")]
mod exports;
pub mod forms;
#[cfg(feature = "exports")]
mod memory;
#[cfg(feature = "exports")]
mod prepared;
mod replay;
mod requests;
mod respond;
mod sequence;
mod series;
#[cfg(feature = "exports")]
mod typescript;

pub use assist::{
    AssistAnswer, AssistQuestion, CompletionView, CompletionsView, ExplainedView, FormattedView, HoverView,
    ParametersView, PartView, TokensView, ValueView, assist,
};
pub use compare::{ComparedCell, ComparedMessage, ComparedRow, Comparing, ComparisonView, DifferenceKind};
pub use document_views::{
    DocumentView, FindingView, NoteView, PlaceholderView, RuleView, ToInfluxdbRequest, ToInfluxdbResponse,
    WrittenView,
};
#[cfg(feature = "documents")]
pub use documents::{read_document, to_influxdb, write_document};
#[cfg(all(feature = "exports", feature = "documents"))]
pub use exports::documents::{read_rule_document, to_influxdb_action, write_rule_document};
#[cfg(feature = "exports")]
pub use exports::{evaluate, records_to_csv, records_to_rows, replay, write_records_requests};
pub use forms::RowsView;
pub use iot_sql::assist::format_json;
pub use iot_sql::{Evidence, Needed, Severity, SqlVersion, hidden};
#[cfg(feature = "exports")]
pub use prepared::PreparedRule;
pub use replay::{MAX_MESSAGES, Replay, replay_messages};
pub use requests::{
    EvaluateRequest, MessageRequest, ReplayRequest, ReplayResponse, ReplayedMessage, TableRequest,
};
pub use respond::{
    Bounded, Bounds, is_left_out, is_value_needed, needs_whole, respond, respond_within, without_rest,
};
pub use rule_actions::action::{Parameter, Shape, Spec};
pub use rule_actions::actions::SPECS;
#[cfg(feature = "documents")]
pub use rule_actions::capture;
#[cfg(feature = "cases")]
pub use rule_actions::cases;
pub use rule_actions::influxdb::{FieldType, Tag};
#[doc(hidden)]
pub use rule_actions::rest;
pub use rule_actions::timestream::table::{Measure, Store, WriteOutcome, WrittenValue};
pub use rule_actions::timestream::{MeasureValueType, TimeUnit, TypeRule};
pub use rule_actions::view::*;
pub use rule_actions::{
    ContextDocument, Descriptor, Mock, OutcomeKind, Stage, StageName, StageState, TableKeys,
};
pub use series::{SeriesPoint, SeriesView};
