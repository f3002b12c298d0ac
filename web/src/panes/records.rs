//! The records of the result, or why there are none.

use super::result::Section;
use crate::components::records::Records;
use rulelens_wasm::OutcomeKind;
use yew::{Html, html};

pub(super) fn section(section: &Section<'_>) -> Html {
    let shown = section.shown;
    if !shown.records().is_empty() {
        return html! { <Records shown={shown.clone()} /> };
    }
    let words = match shown.answer.response.outcome {
        OutcomeKind::NotPublished if shown.outgoing.is_none() => {
            "AWS IoT rejects this message, so no rule sees it and nothing is written."
        }
        OutcomeKind::NotMatched => "The rule does not act on this message, so nothing is written.",
        OutcomeKind::Output | OutcomeKind::NotPublished => {
            "The rule acts, but its output has no value to write."
        }
        OutcomeKind::Rejected | OutcomeKind::Failed => {
            "Records appear here as soon as the problems below are fixed."
        }
    };
    html! { <p class="empty">{ words }</p> }
}
