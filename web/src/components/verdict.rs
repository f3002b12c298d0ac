//! What Timestream does with a record.

use super::icon::{SeverityIcon, StageIcon};
use super::words::prose;
use rulelens_wasm::{Severity, StageState, Store, VerdictView, WriteOutcome};
use yew::{Html, Properties, classes, function_component, html};

/// How many columns the table of records has.
const COLUMNS: &str = "5";

/// What a verdict's parts are given.
#[derive(Properties, PartialEq)]
pub(crate) struct VerdictProps {
    /// The verdict.
    pub(crate) verdict: VerdictView,
}

/// The verdict as a drawing, with its words for those who do not see it.
#[function_component]
pub(crate) fn VerdictMark(props: &VerdictProps) -> Html {
    let verdict = &props.verdict;
    let words = match verdict.store {
        Some(Store::Memory) => "accepted into the memory store",
        Some(Store::Magnetic) => "accepted into the magnetic store",
        None => word(verdict.outcome),
    };
    html! {
        <span class={classes!("verdict", class(verdict.outcome))} title={format!("Timestream: {words}")}>
            { icon(verdict.outcome) }<span class="sr-only">{ words }</span>
        </span>
    }
}

/// Why a record is not simply written, in a row below the record's own.
#[function_component]
pub(crate) fn VerdictRow(props: &VerdictProps) -> Html {
    let verdict = &props.verdict;
    if verdict.reasons.is_empty() {
        return Html::default();
    }
    let reasons = verdict.reasons.iter().map(|reason| html! { <>{ " " }{ prose(&reason.message) }</> });
    html! {
        <tr role="row" class="verdict-row">
            <td role="cell" colspan={COLUMNS}>
                <p class={classes!("verdict-reason", class(verdict.outcome))}>
                    <strong>{ heading(verdict.outcome) }{ ":" }</strong>{ for reasons }
                </p>
            </td>
        </tr>
    }
}

/// What stands before the reasons of an outcome.
fn heading(outcome: WriteOutcome) -> String {
    match outcome {
        WriteOutcome::Undocumented => "Unknown (AWS does not document this)".to_owned(),
        other => capital(word(other)),
    }
}

/// The outcome as words, in lower case.
fn word(outcome: WriteOutcome) -> &'static str {
    match outcome {
        WriteOutcome::Accepted => "accepted",
        WriteOutcome::Unchanged => "nothing changes",
        WriteOutcome::Rejected => "rejected",
        WriteOutcome::Undocumented => "unknown",
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
        WriteOutcome::Accepted => html! { <StageIcon state={StageState::Passed} /> },
        WriteOutcome::Unchanged => html! { <SeverityIcon severity={Severity::Info} /> },
        WriteOutcome::Rejected => {
            html! { <StageIcon state={StageState::Stopped} severity={Severity::Error} /> }
        }
        WriteOutcome::Undocumented => html! { <SeverityIcon severity={Severity::Warning} /> },
    }
}

fn capital(word: &str) -> String {
    let mut characters = word.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + characters.as_str())
}
