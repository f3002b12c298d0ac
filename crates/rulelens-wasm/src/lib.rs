//! RuleLens for JavaScript and TypeScript.
//!
//! [`respond`] is the whole of it: one request in, one response out, both plain data. [`evaluate`] is the same behind
//! `wasm-bindgen`, with TypeScript types generated from the Rust ones. For very many messages of which only the outgoing
//! payload is asked there is [`PreparedRule`].

mod api;
mod context;
#[cfg(feature = "exports")]
mod prepared;
mod respond;
mod trace;
mod utf16;
mod view;

pub use api::{
    DiagnosticView, DimensionView, EditView, EvaluateRequest, EvaluateResponse, EvidenceView, FixView,
    GateName, GateState, GateView, InputName, LabelView, OutcomeKind, RecordView, SeverityView,
};
pub use context::{ContextRequest, DescriptorRequest, MockRequest};
#[cfg(feature = "exports")]
pub use prepared::PreparedRule;
#[cfg(feature = "exports")]
pub use respond::evaluate;
pub use respond::{needs_whole, respond};
pub use trace::{RangeView, TraceView, TracedAttributeView, TracedExpressionView, TracedValueView};
