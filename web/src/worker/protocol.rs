//! What the page and its evaluator say to each other.
//!
//! The messages are plain JavaScript objects. Both texts that can be large, the SQL and the payload, travel as strings
//! of their own, and only when they changed since the evaluator last got them.

use rulelens_wasm::{EvaluateRequest, Evaluation};
use serde::{Deserialize, Serialize};

/// The version of these messages.
///
/// The page and its worker are two files, which a cache may serve from different releases; the first message names
/// the version, so that neither misreads the other.
pub const VERSION: u32 = 4;

/// The field of an [`Ask`] object that holds the SQL, where it changed.
pub const SQL_FIELD: &str = "sql";

/// The field of an [`Ask`] object that holds the payload, where it changed.
pub const PAYLOAD_FIELD: &str = "payload";

/// The field of the evaluator's messages that holds the outgoing payload's whole text, beside [`Message::said`].
pub const OUTGOING_FIELD: &str = "outgoing";

/// One request to the evaluator, but for its SQL and payload.
#[derive(Debug, Serialize, Deserialize)]
pub struct Ask {
    /// Names the request in its answer.
    pub id: u32,
    /// Topic, SQL version, action and context; SQL and payload are empty here.
    pub request: EvaluateRequest,
}

/// One message of the evaluator, but for the outgoing payload.
#[derive(Debug, Serialize, Deserialize)]
pub struct Message {
    /// What it says.
    pub said: Said,
}

/// What the evaluator says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Said {
    /// It is loaded and waits for requests.
    Ready {
        /// The [`VERSION`] that it was built with.
        version: u32,
    },
    /// The answer to the request `id`.
    Answered {
        /// The request's id.
        id: u32,
        /// The answer, as much of it as the page shows.
        answer: Box<Answer>,
    },
    /// The request `id` needs a part of the engine that only the whole evaluator has.
    NeedsWhole {
        /// The request's id.
        id: u32,
        /// What can be answered without that part: the diagnostics say what is missing.
        answer: Box<Answer>,
    },
    /// It met a fault of its own and is about to end.
    Crashed {
        /// What and where, for a report.
        reason: String,
    },
}

/// A response, cut down to what a page can show; the outgoing payload travels beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// The response, with the first records and diagnostics only, and without the outgoing payload.
    pub response: Evaluation,
    /// How many records there are in all.
    pub record_count: usize,
    /// How many of them Timestream rejects.
    pub rejected_count: usize,
    /// How many diagnostics there are in all.
    pub diagnostic_count: usize,
    /// Whether a record's text was cut, and is marked with an ellipsis.
    pub text_cut: bool,
}
