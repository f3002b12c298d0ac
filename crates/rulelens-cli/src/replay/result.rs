//! The line of JSON that is written for each message.

use crate::view;
use iot_sql::{Diagnostic, Outgoing};
use rule_actions::Report;
use serde::Serialize;
use serde_json::{Value as Json, json};

/// What became of a line's message.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Became<'r> {
    line: u64,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    outgoing_payload: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    deliveries: Vec<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_delivery: Option<Json>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    diagnostics: Vec<Said<'r>>,
}

/// A diagnostic without its place, which is the same for thousands of messages.
#[derive(Serialize)]
struct Said<'r> {
    code: &'static str,
    severity: &'static str,
    message: &'r str,
}

impl<'r> Became<'r> {
    pub(super) fn new(line: u64, report: &'r Report) -> Self {
        let said = |diagnostic: &'r Diagnostic| Said {
            code: diagnostic.code.id,
            severity: diagnostic.severity().name(),
            message: &diagnostic.message,
        };
        Self {
            line,
            outcome: report.outcome_name(),
            outgoing_payload: report.outgoing().map(|outgoing| match outgoing {
                Outgoing::Json(value) => value.to_json(),
                Outgoing::Binary(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            }),
            deliveries: report.deliveries.iter().map(view::delivery).collect(),
            error_delivery: report.error_delivery.as_ref().map(view::delivery),
            diagnostics: report.diagnostics.iter().map(said).collect(),
        }
    }
}

/// What is written for a line without a message.
pub(super) fn fault(line: u64, fault: &str) -> Json {
    json!({"line": line, "error": fault})
}
