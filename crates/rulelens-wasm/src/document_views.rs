//! Rule documents, and the successor's action, as they cross the border to JavaScript.
//!
//! The types are there in every build: a page that has a worker read its documents needs no parser of its own.

use rule_actions::view::DiagnosticView;
use serde::{Deserialize, Serialize};

/// What a document holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "exports", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct DocumentView {
    /// What kind of document it is, such as `CloudFormation template`; empty where it could not be read.
    pub source: String,
    /// The rules, in the order written; none where it could not be read.
    pub rules: Vec<RuleView>,
    /// The placeholders in the rules for what is known only when the document is deployed.
    pub placeholders: Vec<PlaceholderView>,
    /// What is wrong or suspicious about the document; labels point into its text.
    pub diagnostics: Vec<DiagnosticView>,
    /// What is wrong or suspicious about its rules, as far as the places stand in the document.
    pub findings: Vec<FindingView>,
}

/// Something about a rule of a document, at its place there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "exports", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct FindingView {
    /// The rule's place in the list of rules.
    pub rule: usize,
    /// What it is; labels point into the document's text.
    pub diagnostic: DiagnosticView,
}

/// A rule, whatever document it came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "exports", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default)]
pub struct RuleView {
    /// The rule's name, if the document has one.
    pub name: Option<String>,
    /// What the document calls the rule: a logical ID, or a resource's label.
    pub id: Option<String>,
    /// The statement.
    pub sql: String,
    /// The SQL version. A rule that was read always has one: if the document names none, that which AWS takes,
    /// 2015-10-08, and `lint.no-version` is among the document's diagnostics.
    pub sql_version: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// Whether the rule is switched off.
    pub disabled: bool,
    /// The actions and the error action as JSON text, as the `action` of an `EvaluateRequest`.
    pub action: String,
}

/// A text that stands for what is known only when a document is deployed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "exports", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct PlaceholderView {
    /// The text in the rule, such as `<Table.Arn>`.
    pub text: String,
    /// What it stands for, as the document has it.
    pub stands_for: String,
}

/// A document that was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "exports", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct WrittenView {
    /// The document's text; absent where the rule cannot be written in that format.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What is wrong or suspicious; labels point into the statement.
    pub diagnostics: Vec<DiagnosticView>,
}

/// A rule with a Timestream action.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "exports", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default)]
pub struct ToInfluxdbRequest {
    /// The rule's SQL statement.
    pub sql: String,
    /// `2015-10-08`, `2016-03-23` or `beta`; default: `2016-03-23`.
    pub sql_version: Option<String>,
    /// The Timestream action as JSON text, `{"timestream": {…}}`.
    pub action: String,
}

/// The rule with an InfluxDB action in place of the Timestream action.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "exports", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ToInfluxdbResponse {
    /// The statement; absent where the rule was rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sql: Option<String>,
    /// The InfluxDB action as JSON text; absent where the rule was rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// What changes, and what could not be carried over.
    pub notes: Vec<NoteView>,
    /// Why the rule was rejected.
    pub diagnostics: Vec<DiagnosticView>,
}

/// Something that is different with an InfluxDB action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "exports", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct NoteView {
    /// What it is about: `sql`, or a path in the Timestream action such as `dimensions[0]`; empty for all of it.
    pub place: String,
    /// What changes, in a sentence or two.
    pub text: String,
    /// Whether something could not be carried over, so that somebody has to decide.
    pub lost: bool,
}
