//! Whether the rule works for the message, in one line.

use super::{Shown, State, Waiting};
use rulelens_wasm::{OutcomeKind, Severity, Stage, StageState};

/// How the rule stands, the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing is wrong.
    Good,
    /// Nothing is known of what is in the fields.
    Unknown,
    /// Something is worth knowing.
    Note,
    /// Something is probably not as it was meant.
    Warning,
    /// Something does not work.
    Error,
}

/// How the rule stands, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How.
    pub level: Level,
    /// Why, where that is more than what the diagnostics say: the stage at which the message ended, or what is awaited.
    pub why: Option<String>,
}

/// How the rule stands for the message that is in the fields.
#[must_use]
pub fn standing(state: &State) -> Standing {
    let unknown = |why: &str| Standing { level: Level::Unknown, why: Some(why.to_owned()) };
    match state.waiting() {
        Some(Waiting::Loading(what)) => return unknown(&format!("Loading: {what}")),
        Some(Waiting::Evaluating) if state.newest.is_none() => return unknown("Loading the engine"),
        Some(Waiting::Evaluating) => return unknown("Evaluating"),
        Some(Waiting::Nothing) => return unknown("Not evaluated"),
        None => {}
    }
    match &state.newest {
        Some(newest) => of_answer(newest),
        None => unknown("Not evaluated yet"),
    }
}

fn of_answer(shown: &Shown) -> Standing {
    if let Some(needed) = shown.needed_value() {
        return Standing { level: Level::Unknown, why: Some(needed.to_owned()) };
    }
    let stages = shown.stages();
    let of_stages = stages.iter().filter_map(|stage| stage.severity).map(Level::from);
    let of_diagnostics = shown.diagnostics().iter().map(|diagnostic| Level::from(diagnostic.severity));
    let mut level = of_stages.chain(of_diagnostics).max().unwrap_or(Level::Good);
    if matches!(shown.answer.response.outcome, OutcomeKind::Rejected | OutcomeKind::Failed) {
        level = Level::Error;
    }
    // What the diagnostics say stands in their list; where the message ended they do not.
    let ended = stages.iter().find(|stage| stage.state == StageState::Stopped);
    let why = match shown.answer.response.outcome {
        OutcomeKind::NotMatched => ended,
        OutcomeKind::Output if shown.diagnostics().is_empty() => {
            stages.iter().find(|stage| stage.severity.is_some())
        }
        _ => None,
    };
    Standing { level, why: why.map(in_words) }
}

/// A stage's explanation, which may lack the stage's name.
fn in_words(stage: &Stage) -> String {
    if stage.explanation.starts_with(&stage.title) || stage.explanation.contains("topic") {
        stage.explanation.clone()
    } else {
        format!("{}: {}", stage.title, stage.explanation)
    }
}

impl From<Severity> for Level {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Info => Self::Note,
        }
    }
}
