//! RuleLens for JavaScript and TypeScript.
//!
//! [`respond`] is the whole of it: one request in, one response out, both plain data. [`evaluate`] is the same behind
//! `wasm-bindgen`, with TypeScript types generated from the Rust ones.

mod api;
mod respond;
mod utf16;
mod view;

pub use api::{
    ContextRequest, DiagnosticView, DimensionView, EditView, EvaluateRequest, EvaluateResponse, EvidenceView,
    FixView, GateName, GateState, GateView, InputName, LabelView, OutcomeKind, RecordView, SeverityView,
};
#[cfg(feature = "exports")]
pub use respond::evaluate;
pub use respond::{needs_whole, respond};
