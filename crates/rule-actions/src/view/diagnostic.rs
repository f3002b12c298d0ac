//! Diagnostics.

use super::{Positions, Viewer};
use iot_sql::{Diagnostic, Edit, Evidence, Fix, Input, Label, Needed, Severity};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Something to report about a rule, an action or a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct DiagnosticView {
    /// A stable code such as `sql.unterminated-string`.
    pub code: String,
    /// How severe it is.
    pub severity: Severity,
    /// What happened, in one sentence.
    pub message: String,
    /// The text that the labels point into.
    pub input: InputName,
    /// Where in the action the text stands (`timestream.dimensions[0].value`), for `input: "action"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action_path: Option<String>,
    /// The places, the primary one first.
    pub labels: Vec<LabelView>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// How RuleLens knows, if a user could doubt it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
    /// Changes that would fix it.
    pub fixes: Vec<FixView>,
    /// What the context has to supply, if that is what it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needed: Option<Needed>,
}

/// The strings that a diagnostic can point into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum InputName {
    /// The SQL statement.
    Sql,
    /// The payload.
    Payload,
    /// The topic.
    Topic,
    /// A string of the action, named by `actionPath`.
    Action,
    /// A rule document.
    Document,
    /// The request as a whole.
    Request,
}

/// A place in a string.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct LabelView {
    /// Where it starts, counted from 0.
    pub start: usize,
    /// Where it ends, exclusive.
    pub end: usize,
    /// The line of `start`, counted from 1.
    pub line: usize,
    /// The column of `start`, counted from 1.
    pub column: usize,
    /// The line of `end`.
    pub end_line: usize,
    /// The column of `end`.
    pub end_column: usize,
    /// What to say at this place; may be empty.
    pub message: String,
}

/// A change that fixes a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct FixView {
    /// What the change does, in the words of a button.
    pub title: String,
    /// The edits, to be made together.
    pub edits: Vec<EditView>,
}

/// A replacement in a string.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct EditView {
    /// Where it starts, counted from 0.
    pub start: usize,
    /// Where it ends, exclusive.
    pub end: usize,
    /// What to put there.
    pub text: String,
}

/// A diagnostic without its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ShortDiagnostic {
    /// A stable code such as `timestream.type-conflict`.
    pub code: String,
    /// How severe it is.
    pub severity: Severity,
    /// What happened.
    pub message: String,
}

impl From<&Diagnostic> for ShortDiagnostic {
    fn from(diagnostic: &Diagnostic) -> Self {
        let (code, message) = (diagnostic.code.id.to_owned(), diagnostic.message.clone());
        Self { code, severity: diagnostic.severity(), message }
    }
}

impl Viewer<'_> {
    /// The view of diagnostics.
    pub fn diagnostics<'d>(
        &self,
        diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
    ) -> Vec<DiagnosticView> {
        diagnostics.into_iter().map(|diagnostic| self.diagnostic(diagnostic)).collect()
    }

    /// The view of a diagnostic.
    #[must_use]
    pub fn diagnostic(&self, diagnostic: &Diagnostic) -> DiagnosticView {
        let (labels, fixes) = match self.positions {
            Positions::Omitted => (&[][..], &[][..]),
            _ => (diagnostic.labels.as_slice(), diagnostic.fixes.as_slice()),
        };
        // Looking up a string of the action takes a while, which is wasted if nothing points into it.
        let is_placeless = labels.is_empty() && fixes.is_empty();
        let text = if is_placeless { Cow::Borrowed(&[][..]) } else { self.text(&diagnostic.input) };
        let (input, action_path) = match &diagnostic.input {
            Input::Sql => (InputName::Sql, None),
            Input::Payload => (InputName::Payload, None),
            Input::Topic => (InputName::Topic, None),
            Input::Action(path) => (InputName::Action, Some(path.clone())),
            Input::Document => (InputName::Document, None),
            Input::Request => (InputName::Request, None),
        };
        let place = |byte| self.positions.place(&text, byte);
        let label = |label: &Label| {
            let (start, end) = (place(label.range.start), place(label.range.end));
            LabelView {
                start: start.offset,
                end: end.offset,
                line: start.line,
                column: start.column,
                end_line: end.line,
                end_column: end.column,
                message: label.message.clone(),
            }
        };
        let edit = |edit: &Edit| EditView {
            start: place(edit.range.start).offset,
            end: place(edit.range.end).offset,
            text: edit.text.clone(),
        };
        let fix =
            |fix: &Fix| FixView { title: fix.title.clone(), edits: fix.edits.iter().map(edit).collect() };
        DiagnosticView {
            code: diagnostic.code.id.to_owned(),
            severity: diagnostic.severity(),
            message: diagnostic.message.clone(),
            input,
            action_path,
            labels: labels.iter().map(label).collect(),
            help: diagnostic.help.clone(),
            evidence: diagnostic.evidence,
            fixes: fixes.iter().map(fix).collect(),
            needed: diagnostic.needed.as_deref().cloned(),
        }
    }
}
