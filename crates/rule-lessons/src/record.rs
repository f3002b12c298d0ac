//! What a learner has done: a file of lines, each a lesson with the learner's own rule, which anybody can judge again.

use crate::lesson::Answer;
use serde::{Deserialize, Serialize};

/// A line of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordLine {
    /// The lesson's id.
    pub lesson: String,
    /// How far the learner got.
    pub state: Progress,
    /// When, as a date such as `2026-06-14`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The learner's rule.
    pub answer: Answer,
}

/// How far a learner got with a lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Progress {
    /// Something was changed.
    Begun,
    /// It is solved.
    Solved,
    /// It was solved after the solution had been shown.
    Shown,
}
