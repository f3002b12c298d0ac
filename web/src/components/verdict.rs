//! What Timestream does with a record.

use super::icon::{severity_icon, stage_icon};
use super::words::prose;
use rulelens_wasm::{Severity, StageState, Store, VerdictView, WriteOutcome};
use yew::{Html, classes, html};

/// The verdict in a line, as far as it fits: a drawing, and where the record goes or why it does not. The reason leaves out
/// the name of the measure, which stands in the same line, and an unknown outcome who leaves it open, so that there is room
/// for the reason.
pub(crate) fn verdict_line(verdict: &VerdictView, measure: &str) -> Html {
    let reason = verdict.reasons.first().map(|reason| {
        let named = format!("`{measure}` is ");
        html! { <>{ " " }{ prose(reason.message.strip_prefix(&named).unwrap_or(&reason.message)) }</> }
    });
    let words = match verdict.store {
        Some(Store::Memory) => "memory store".to_owned(),
        Some(Store::Magnetic) => "magnetic store".to_owned(),
        None if reason.is_none() => heading(verdict.outcome).to_owned(),
        None if verdict.outcome == WriteOutcome::Undocumented => "Unknown:".to_owned(),
        None => format!("{}:", heading(verdict.outcome)),
    };
    html! {
        <span class={classes!("verdict-line", class(verdict.outcome))}>
            { icon(verdict.outcome) }
            <span class="says">
                if verdict.store.is_some() {
                    <span class="sr-only">{ "accepted into the " }</span>
                }
                { words }{ reason }
            </span>
        </span>
    }
}

/// All that there is to say about what becomes of a record.
pub(crate) fn verdict_in_full(verdict: &VerdictView) -> Html {
    let reasons = verdict.reasons.iter().map(|reason| {
        let help = reason.help.as_deref().map(|help| html! { <>{ " " }{ prose(help) }</> });
        html! { <>{ " " }{ prose(&reason.message) }{ help }</> }
    });
    let words = match verdict.store {
        Some(Store::Memory) => "Accepted into the memory store",
        Some(Store::Magnetic) => "Accepted into the magnetic store",
        None => heading(verdict.outcome),
    };
    html! {
        <span class={classes!("verdict-words", class(verdict.outcome))}>
            <strong>{ words }{ if verdict.reasons.is_empty() { "." } else { ":" } }</strong>{ for reasons }
        </span>
    }
}

/// What stands before the reasons of an outcome.
fn heading(outcome: WriteOutcome) -> &'static str {
    match outcome {
        WriteOutcome::Accepted => "Accepted",
        WriteOutcome::Unchanged => "Nothing changes",
        WriteOutcome::Rejected => "Rejected",
        WriteOutcome::Undocumented => "Unknown (AWS does not document this)",
    }
}

fn class(outcome: WriteOutcome) -> &'static str {
    match outcome {
        WriteOutcome::Accepted => "is-passed",
        WriteOutcome::Unchanged => "is-info",
        WriteOutcome::Rejected => "is-error",
        WriteOutcome::Undocumented => "is-warning",
    }
}

/// A tick, a circle, a cross or a triangle.
fn icon(outcome: WriteOutcome) -> Html {
    match outcome {
        WriteOutcome::Accepted => stage_icon(StageState::Passed, None),
        WriteOutcome::Unchanged => severity_icon(Severity::Info),
        WriteOutcome::Rejected => stage_icon(StageState::Stopped, Some(Severity::Error)),
        WriteOutcome::Undocumented => severity_icon(Severity::Warning),
    }
}
