//! From the engine's types to those that cross the border.

use crate::api::{
    DiagnosticView, EditView, EvidenceView, FixView, GateName, GateState, GateView, InputName, LabelView,
    NeededView, SeverityView,
};
use crate::utf16::Utf16Text;
use iot_sql::{Diagnostic, Evidence, Input, Needed, Severity};
use std::ops::Range;

/// The texts of a request that diagnostics point into.
#[derive(Default)]
pub(crate) struct Texts<'t> {
    pub(crate) sql: &'t str,
    pub(crate) topic: &'t str,
    pub(crate) payload: &'t [u8],
    pub(crate) action: Option<&'t str>,
    pub(crate) document: &'t str,
}

impl Texts<'_> {
    pub(crate) fn diagnostic(&self, diagnostic: &Diagnostic) -> DiagnosticView {
        let action_text;
        let placeless = diagnostic.labels.is_empty() && diagnostic.fixes.is_empty();
        let (input, action_path, text) = match &diagnostic.input {
            Input::Sql => (InputName::Sql, None, Utf16Text::new(self.sql)),
            // Reading a text takes long enough to be spared where nothing points into it.
            Input::Payload if placeless => (InputName::Payload, None, Utf16Text::new("")),
            Input::Payload => (InputName::Payload, None, Utf16Text::from_bytes(self.payload)),
            Input::Topic => (InputName::Topic, None, Utf16Text::new(self.topic)),
            Input::Action(path) if placeless => (InputName::Action, Some(path.clone()), Utf16Text::new("")),
            Input::Action(path) => {
                action_text = rule_actions::text_at(self.action.unwrap_or_default(), path);
                (InputName::Action, Some(path.clone()), Utf16Text::new(&action_text))
            }
            // A request holds no rule document.
            Input::Document => (InputName::Document, None, Utf16Text::new(self.document)),
            Input::Request => (InputName::Request, None, Utf16Text::new("")),
        };
        let units = |range: &Range<usize>| (text.position(range.start), text.position(range.end).offset);
        let labels = diagnostic.labels.iter().map(|label| {
            let (start, end) = units(&label.range);
            let message = label.message.clone();
            LabelView { start: start.offset, end, line: start.line, column: start.column, message }
        });
        let fixes = diagnostic.fixes.iter().map(|fix| FixView {
            title: fix.title.clone(),
            edits: fix
                .edits
                .iter()
                .map(|edit| {
                    let (start, end) = units(&edit.range);
                    EditView { start: start.offset, end, text: edit.text.clone() }
                })
                .collect(),
        });
        DiagnosticView {
            code: diagnostic.code.id.to_owned(),
            severity: severity(diagnostic.severity()),
            message: diagnostic.message.clone(),
            input,
            action_path,
            labels: labels.collect(),
            help: diagnostic.help.clone(),
            evidence: diagnostic.evidence.map(evidence),
            fixes: fixes.collect(),
            needed: diagnostic.needed.as_deref().map(needed),
        }
    }
}

fn needed(needed: &Needed) -> NeededView {
    match needed.clone() {
        Needed::Mock { function, arguments } => NeededView::Mock { function, arguments },
        Needed::Descriptor { bucket, key } => NeededView::Descriptor { bucket, key },
    }
}

pub(crate) fn evidence(evidence: Evidence) -> EvidenceView {
    match evidence {
        Evidence::Verified => EvidenceView::Verified,
        Evidence::Reported => EvidenceView::Reported,
        Evidence::Documented => EvidenceView::Documented,
        Evidence::Contradicted => EvidenceView::Contradicted,
        Evidence::Assumed => EvidenceView::Assumed,
    }
}

pub(crate) fn severity(severity: Severity) -> SeverityView {
    match severity {
        Severity::Error => SeverityView::Error,
        Severity::Warning => SeverityView::Warning,
        Severity::Info => SeverityView::Info,
    }
}

pub(crate) fn gate(gate: rule_actions::Gate) -> GateView {
    GateView {
        name: match gate.name {
            rule_actions::GateName::Topic => GateName::Topic,
            rule_actions::GateName::Where => GateName::Where,
            rule_actions::GateName::Select => GateName::Select,
            rule_actions::GateName::Actions => GateName::Actions,
        },
        title: gate.title.to_owned(),
        state: match gate.state {
            rule_actions::GateState::Passed => GateState::Passed,
            rule_actions::GateState::Absent => GateState::Absent,
            rule_actions::GateState::Stopped => GateState::Stopped,
            rule_actions::GateState::NotReached => GateState::NotReached,
        },
        severity: gate.severity.map(severity),
        summary: gate.summary,
        explanation: gate.explanation,
    }
}
