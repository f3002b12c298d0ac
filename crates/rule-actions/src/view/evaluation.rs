//! What a rule and its actions do with one message.

use super::{DeliveryView, DiagnosticView, RecordView, TraceView, Viewer};
use crate::actions::timestream::{self, TypeReasons};
use crate::report::{OutcomeKind, Report};
use crate::stages::Stage;
use iot_sql::{Diagnostic, Outgoing, TextOrBase64};
use serde::{Deserialize, Serialize};

/// What a rule and its actions did with a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Evaluation {
    /// How far the message got.
    pub outcome: OutcomeKind,
    /// The stages that a message passes, in order: topic, WHERE, SELECT, actions. None if the rule was rejected.
    pub stages: Vec<Stage>,
    /// The outgoing payload's exact text; absent if the rule did not act, or if the payload is not text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outgoing_payload: Option<String>,
    /// The outgoing payload's bytes in base64, if it is not text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outgoing_payload_base64: Option<String>,
    /// What each action did, in the rule's order; empty if the message did not get so far.
    pub deliveries: Vec<DeliveryView>,
    /// What the error action did, if there is one and an action failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_delivery: Option<DeliveryView>,
    /// Everything there is to report, most severe first.
    pub diagnostics: Vec<DiagnosticView>,
    /// Where everything came from, if it was asked for and the statement was evaluated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trace: Option<TraceView>,
}

impl Evaluation {
    /// What a rule comes to that was rejected, so that nothing was evaluated.
    #[must_use]
    pub fn rejected(diagnostics: Vec<DiagnosticView>) -> Self {
        Self {
            outcome: OutcomeKind::Rejected,
            stages: Vec::new(),
            outgoing_payload: None,
            outgoing_payload_base64: None,
            deliveries: Vec::new(),
            error_delivery: None,
            diagnostics,
            trace: None,
        }
    }

    /// What the first Timestream action did, if the message got to one.
    #[must_use]
    pub fn timestream(&self) -> Option<&DeliveryView> {
        self.deliveries.iter().find(|delivery| delivery.kind == timestream::KEY)
    }

    /// The records that the first Timestream action would write, in order.
    #[must_use]
    pub fn records(&self) -> &[RecordView] {
        self.timestream().map_or(&[], DeliveryView::records)
    }
}

impl Viewer<'_> {
    /// The view of a report, without a trace; records have the reasons of their types if `reasons` are given.
    #[must_use]
    pub fn evaluation(&self, report: &Report, reasons: Option<&TypeReasons<'_>>) -> Evaluation {
        let (outgoing_payload, outgoing_payload_base64) = text_or_base64(report.outgoing());
        let error_delivery = report.error_delivery.as_ref();
        Evaluation {
            outcome: report.outcome_kind(),
            stages: report.stages.clone(),
            outgoing_payload,
            outgoing_payload_base64,
            deliveries: report.deliveries.iter().map(|delivery| self.delivery(delivery, reasons)).collect(),
            error_delivery: error_delivery.map(|delivery| self.delivery(delivery, None)),
            diagnostics: self.diagnostics(&report.diagnostics),
            trace: None,
        }
    }

    /// The view of a rule that was rejected.
    #[must_use]
    pub fn rejected(&self, errors: &[Diagnostic]) -> Evaluation {
        Evaluation::rejected(self.diagnostics(errors))
    }
}

/// An outgoing payload as text, or in base64 if it is not text.
pub(super) fn text_or_base64(outgoing: Option<&Outgoing>) -> (Option<String>, Option<String>) {
    match outgoing.map(Outgoing::text_or_base64) {
        None => (None, None),
        Some(TextOrBase64::Text(text)) => (Some(text), None),
        Some(TextOrBase64::Base64(text)) => (None, Some(text)),
    }
}
