//! An answer as the page keeps it.

use crate::worker::protocol::Answer;
use rulelens_wasm::{DiagnosticView, GateName, GateState, GateView, InputName, OutcomeKind, RecordView};
use std::rc::Rc;

/// The outgoing payload, as much of it as is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// The text's beginning, or all of it.
    pub text: Rc<str>,
    /// The length of the whole text, in UTF-16 code units.
    pub length: usize,
    /// Whether `text` is all of it.
    pub whole: bool,
    /// Whether the payload is binary and `text` its base64.
    pub base64: bool,
}

/// An answer with the moment that it was made for.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The answer.
    pub answer: Rc<Answer>,
    /// The outgoing payload, where there is one.
    pub outgoing: Option<Outgoing>,
}

impl Shown {
    /// Whether the rule ran to its end, with or without output.
    #[must_use]
    pub fn is_good(&self) -> bool {
        matches!(self.answer.response.outcome, OutcomeKind::Output | OutcomeKind::NotMatched)
    }

    /// The gates, in the message's order.
    #[must_use]
    pub fn gates(&self) -> &[GateView] {
        &self.answer.response.gates
    }

    /// The gate at which the message ended.
    #[must_use]
    pub fn stopped_at(&self) -> Option<GateName> {
        self.gates().iter().find(|gate| gate.state == GateState::Stopped).map(|gate| gate.name)
    }

    /// The records that are shown.
    #[must_use]
    pub fn records(&self) -> &[RecordView] {
        self.answer.response.records()
    }

    /// What there is to say, gravest first.
    #[must_use]
    pub fn diagnostics(&self) -> &[DiagnosticView] {
        &self.answer.response.diagnostics
    }

    /// The first, gravest diagnostic that points into a text.
    #[must_use]
    pub fn first_in(&self, input: InputName) -> Option<&DiagnosticView> {
        self.diagnostics().iter().find(|diagnostic| diagnostic.input == input)
    }

    /// The diagnostics of a field of the action, such as `dimensions[0].value`.
    pub fn at_action_field<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a DiagnosticView> {
        self.diagnostics().iter().filter(move |diagnostic| {
            diagnostic.input == InputName::Action
                && diagnostic
                    .action_path
                    .as_deref()
                    .is_some_and(|at| at.strip_prefix("timestream.").unwrap_or(at) == path)
        })
    }
}
