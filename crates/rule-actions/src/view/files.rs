//! What comes of checking rules and running cases.

use super::DiagnosticView;
use serde::{Deserialize, Serialize};

/// What `rulelens check` found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CheckView {
    /// The rules, in the order of the files.
    pub rules: Vec<CheckedRule>,
    /// How many there are.
    pub totals: CheckTotals,
}

/// A rule that was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CheckedRule {
    /// The file, and the line or the rule in it if there are several.
    pub place: String,
    /// The statement.
    pub sql: String,
    /// Everything there is to report, most severe first.
    pub diagnostics: Vec<DiagnosticView>,
    /// The codes of warnings and notes among these that count as errors because somebody asked for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub denied: Vec<String>,
}

/// How many rules were checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CheckTotals {
    /// All rules.
    pub rules: usize,
    /// Rules with errors.
    pub rejected: usize,
    /// Rules without errors, but with warnings or notes that count as errors because somebody asked for it.
    #[serde(default)]
    pub denied: usize,
    /// Rules without any of these, but with warnings.
    pub warned: usize,
}

/// What `rulelens test` found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TestView {
    /// Cases in which everything was as expected.
    pub passed: usize,
    /// Cases in which something was not.
    pub failed: usize,
    /// All cases.
    pub cases: Vec<CaseView>,
    /// What could not be read.
    pub malformed: Vec<FileProblem>,
    /// What is suspicious about cases.
    pub warnings: Vec<FileProblem>,
}

/// A case that was run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CaseView {
    /// Its file.
    pub file: String,
    /// The line on which it starts.
    pub line: usize,
    /// What it is called; may be empty.
    pub name: String,
    /// Whether everything was as expected.
    pub passed: bool,
    /// What was not as expected.
    pub differences: Vec<DifferenceView>,
    /// Everything there is to report about its rule, action and message.
    pub diagnostics: Vec<DiagnosticView>,
}

/// Something that is not as expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DifferenceView {
    /// What it is, such as `record 2`.
    pub what: String,
    /// What the case expects.
    pub expected: String,
    /// What came instead.
    pub found: String,
}

/// What is wrong or suspicious at a place of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FileProblem {
    /// The file.
    pub file: String,
    /// The line, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// What it is.
    pub message: String,
}
