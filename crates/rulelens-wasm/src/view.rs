//! From the engine's types to those that cross the border.

use crate::api::{
    DiagnosticView, DimensionView, EditView, EvidenceView, FixView, GateName, GateState, GateView, InputName,
    LabelView, RecordView, SeverityView,
};
use crate::utf16::Utf16Text;
use iot_sql::{Diagnostic, Evidence, Input, Severity};
use rule_actions::timestream::Record;
use std::ops::Range;

/// The texts of a request that diagnostics point into.
pub(crate) struct Texts<'t> {
    pub(crate) sql: &'t str,
    pub(crate) topic: &'t str,
    pub(crate) payload: &'t [u8],
    pub(crate) action: Option<&'t str>,
}

impl Texts<'_> {
    pub(crate) fn diagnostic(&self, diagnostic: &Diagnostic) -> DiagnosticView {
        let action_text;
        let (input, action_path, text) = match &diagnostic.input {
            Input::Sql => (InputName::Sql, None, Utf16Text::new(self.sql)),
            Input::Payload => (InputName::Payload, None, Utf16Text::from_bytes(self.payload)),
            Input::Topic => (InputName::Topic, None, Utf16Text::new(self.topic)),
            Input::Action(path) => {
                action_text = rule_actions::text_at(self.action.unwrap_or_default(), path);
                (InputName::Action, Some(path.clone()), Utf16Text::new(&action_text))
            }
            // A request holds no rule document.
            Input::Document | Input::Request => (InputName::Request, None, Utf16Text::new("")),
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
            severity: match diagnostic.severity() {
                Severity::Error => SeverityView::Error,
                Severity::Warning => SeverityView::Warning,
                Severity::Info => SeverityView::Info,
            },
            message: diagnostic.message.clone(),
            input,
            action_path,
            labels: labels.collect(),
            help: diagnostic.help.clone(),
            evidence: diagnostic.evidence.map(|evidence| match evidence {
                Evidence::Verified => EvidenceView::Verified,
                Evidence::Documented => EvidenceView::Documented,
                Evidence::Contradicted => EvidenceView::Contradicted,
                Evidence::Assumed => EvidenceView::Assumed,
            }),
            fixes: fixes.collect(),
        }
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
        summary: gate.summary,
        explanation: gate.explanation,
    }
}

pub(crate) fn record(record: Record) -> RecordView {
    let time_utc = record.time_utc();
    RecordView {
        measure_name: record.measure_name,
        measure_value: record.measure_value,
        measure_value_type: record.measure_value_type.name().to_owned(),
        time: record.time,
        time_unit: record.time_unit.name().to_owned(),
        time_utc,
        processing_time: record.processing_time,
        dimensions: record
            .dimensions
            .into_iter()
            .map(|dimension| DimensionView { name: dimension.name, value: dimension.value })
            .collect(),
    }
}
