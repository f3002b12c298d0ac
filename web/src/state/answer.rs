//! An answer as the page keeps it.

use crate::worker::protocol::Answer;
use rulelens_wasm::{
    DiagnosticView, InputName, OutcomeKind, RecordView, Severity, Stage, StageName, StageState, is_left_out,
    is_value_needed,
};
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

/// A part of the engine that the rule needs and that could not be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// What needs what, as a clause: "`decode` needs protobuf".
    pub what: String,
    /// Why it could not be loaded, as a clause.
    pub why: String,
}

/// An answer with the time that it was made for.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The answer.
    pub answer: Rc<Answer>,
    /// The outgoing payload, where there is one.
    pub outgoing: Option<Outgoing>,
    /// The part of the engine that was missing for it.
    pub missing: Option<Missing>,
}

impl Shown {
    /// The same without repairs.
    #[must_use]
    pub fn without_fixes(self: Rc<Self>) -> Rc<Self> {
        if self.diagnostics().iter().all(|diagnostic| diagnostic.fixes.is_empty()) {
            return self;
        }
        let mut answer = Rc::clone(&self.answer);
        for diagnostic in &mut Rc::make_mut(&mut answer).response.diagnostics {
            diagnostic.fixes.clear();
        }
        Rc::new(Self { answer, ..Self::clone(&self) })
    }
}

/// What a rule needs that an evaluator has not, from what the evaluator could answer: "`decode` needs protobuf".
#[must_use]
pub fn needs(answer: &Answer) -> String {
    let found = answer.response.diagnostics.iter().find(|diagnostic| is_left_out(diagnostic));
    let label = found.and_then(|found| found.labels.first());
    label.map_or_else(|| "the rule needs more of the engine".to_owned(), |label| label.message.clone())
}

/// Says of an answer that lacks a part of the engine why it does, in the page's words.
#[must_use]
pub fn without_part(mut answer: Answer, why: String) -> (Answer, Missing) {
    let missing = Missing { what: needs(&answer), why };
    for diagnostic in &mut answer.response.diagnostics {
        if is_left_out(diagnostic) {
            let Missing { what, why } = &missing;
            diagnostic.message = format!(
                "{what}, a part of RuleLens that could not be loaded: {why}. So the rule is not evaluated."
            );
            diagnostic.help = Some(
                "Rules without it go on working. With a connection, trying again loads the part.".to_owned(),
            );
            diagnostic.labels.iter_mut().for_each(|label| label.message.clear());
        }
    }
    (answer, missing)
}

impl Shown {
    /// Whether the rule ran to its end, with or without output.
    #[must_use]
    pub fn is_good(&self) -> bool {
        let outcome = self.answer.response.outcome;
        self.missing.is_none()
            && matches!(outcome, OutcomeKind::Output | OutcomeKind::NotMatched | OutcomeKind::NotPublished)
    }

    /// What values the rule needs before it can be evaluated, where nothing else is wrong with it, as a sentence.
    #[must_use]
    pub fn needed_value(&self) -> Option<&str> {
        let errors = || self.diagnostics().iter().filter(|found| found.severity == Severity::Error);
        let needed = errors().next().filter(|_| errors().all(is_value_needed));
        needed.map(|needed| needed.message.as_str())
    }

    /// Whether the broker rejects the message, so that all of it is only what would be.
    #[must_use]
    pub fn is_hypothetical(&self) -> bool {
        self.answer.response.outcome == OutcomeKind::NotPublished
    }

    /// The stages, in the message's order; without what is missing nothing can be told of them.
    #[must_use]
    pub fn stages(&self) -> &[Stage] {
        if self.missing.is_some() { &[] } else { &self.answer.response.stages }
    }

    /// The stage at which the message ended.
    #[must_use]
    pub fn stopped_at(&self) -> Option<StageName> {
        self.stages().iter().find(|stage| stage.state == StageState::Stopped).map(|stage| stage.name)
    }

    /// The records that are shown.
    #[must_use]
    pub fn records(&self) -> &[RecordView] {
        self.answer.response.records()
    }

    /// What there is to say, most severe first.
    #[must_use]
    pub fn diagnostics(&self) -> &[DiagnosticView] {
        &self.answer.response.diagnostics
    }

    /// The first, most severe diagnostic that points into a text.
    #[must_use]
    pub fn first_in(&self, input: InputName) -> Option<&DiagnosticView> {
        self.diagnostics().iter().find(|diagnostic| diagnostic.input == input)
    }

    /// The diagnostics that point into a text, most severe first.
    #[must_use]
    pub fn all_in(&self, input: InputName) -> Vec<DiagnosticView> {
        self.diagnostics().iter().filter(|diagnostic| diagnostic.input == input).cloned().collect()
    }
}
