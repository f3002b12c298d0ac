//! What Timestream does with a record.

use super::icon::{GateIcon, SeverityIcon};
use super::words::prose;
use rulelens_wasm::{GateState, SeverityView, StoreView, VerdictOutcome, VerdictView};
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
        Some(StoreView::Memory) => "accepted into the memory store",
        Some(StoreView::Magnetic) => "accepted into the magnetic store",
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
                    <strong>{ capital(word(verdict.outcome)) }{ ":" }</strong>{ for reasons }
                </p>
            </td>
        </tr>
    }
}

/// The outcome as words, in lower case.
fn word(outcome: VerdictOutcome) -> &'static str {
    match outcome {
        VerdictOutcome::Accepted => "accepted",
        VerdictOutcome::Unchanged => "nothing changes",
        VerdictOutcome::Refused => "refused",
        VerdictOutcome::Undocumented => "not documented",
    }
}

fn class(outcome: VerdictOutcome) -> &'static str {
    match outcome {
        VerdictOutcome::Accepted => "is-passed",
        VerdictOutcome::Unchanged => "is-info",
        VerdictOutcome::Refused => "is-error",
        VerdictOutcome::Undocumented => "is-warning",
    }
}

/// A tick, a circle, a cross or a triangle.
fn icon(outcome: VerdictOutcome) -> Html {
    match outcome {
        VerdictOutcome::Accepted => html! { <GateIcon state={GateState::Passed} /> },
        VerdictOutcome::Unchanged => html! { <SeverityIcon severity={SeverityView::Info} /> },
        VerdictOutcome::Refused => {
            html! { <GateIcon state={GateState::Stopped} severity={SeverityView::Error} /> }
        }
        VerdictOutcome::Undocumented => html! { <SeverityIcon severity={SeverityView::Warning} /> },
    }
}

fn capital(word: &str) -> String {
    let mut characters = word.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + characters.as_str())
}
