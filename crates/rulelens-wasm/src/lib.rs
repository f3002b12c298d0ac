//! RuleLens for JavaScript and TypeScript.
//!
//! [`respond`] is the heart of it: one request in, one response out, both plain data. [`evaluate`] is the same behind
//! `wasm-bindgen`, with TypeScript types generated from the Rust ones. [`replay_messages`] takes many messages through
//! one rule, and [`forms`] writes records as requests, rows and CSV. For very many messages of which only the outgoing
//! payload is asked there is [`PreparedRule`].

mod api;
mod context;
mod delivery;
#[cfg(feature = "documents")]
mod documents;
#[cfg(feature = "exports")]
mod exports;
pub mod forms;
#[cfg(feature = "exports")]
mod prepared;
mod replay;
mod respond;
mod table;
mod trace;
#[cfg(test)]
mod types;
mod utf16;
mod view;

pub use api::{
    DiagnosticView, DimensionView, EditView, EvaluateRequest, EvaluateResponse, EvidenceView, FixView,
    GateName, GateState, GateView, InputName, LabelView, NeededView, OutcomeKind, RecordView, SeverityView,
};
pub use context::{ContextRequest, DescriptorRequest, MockRequest};
pub use delivery::{
    ContentView, DeliveryView, FieldView, PointView, StoreView, TagView, TypeReasonView, TypeRuleView,
    VerdictOutcome, VerdictView,
};
#[cfg(feature = "documents")]
pub use documents::{
    DocumentView, NoteView, PlaceholderView, RuleView, ToInfluxdbRequest, ToInfluxdbResponse, WrittenView,
    read_document, to_influxdb, write_document,
};
#[cfg(all(feature = "exports", feature = "documents"))]
pub use exports::documents::{read_rule_document, to_influxdb_action, write_rule_document};
#[cfg(feature = "exports")]
pub use exports::{evaluate, records_to_csv, records_to_rows, replay, write_records_requests};
pub use forms::RowsView;
pub use iot_sql::hidden;
#[cfg(feature = "exports")]
pub use prepared::PreparedRule;
pub use replay::{
    MAX_MESSAGES, MeasureView, ReplayRequest, ReplayResponse, ReplayedMessage, SaidView, SummaryView,
    TableView, WriteView, replay_messages,
};
pub use respond::{is_left_out, needs_whole, respond};
pub use table::{MessageRequest, TableRequest};
pub use trace::{RangeView, TraceView, TracedAttributeView, TracedExpressionView, TracedValueView};
