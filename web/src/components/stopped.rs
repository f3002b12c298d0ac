//! Why a message has no result.

use super::words::{prose, severity_class};
use crate::state::Shown;
use rulelens_wasm::{OutcomeKind, StageState};
use std::rc::Rc;
use yew::{Callback, Html, Properties, classes, function_component, html};

/// What [`Stopped`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct StoppedProps {
    /// The answer without a result.
    pub(crate) shown: Rc<Shown>,
    /// Is told that the user wants to see more of the reason.
    pub(crate) on_why: Callback<()>,
}

/// Where the message ended and why, in the place of what it would have led to.
#[function_component]
pub(crate) fn Stopped(props: &StoppedProps) -> Html {
    let StoppedProps { shown, on_why } = props;
    let ended = shown.stages().iter().find(|stage| stage.state == StageState::Stopped);
    let what = match shown.answer.response.outcome {
        OutcomeKind::NotPublished => {
            "AWS IoT rejects this message, so no rule sees it and nothing is written."
        }
        OutcomeKind::NotMatched => "The rule does not act on this message, so nothing is written.",
        OutcomeKind::Output => "The rule acts, but its output has no value to write.",
        OutcomeKind::Rejected if shown.needed_value().is_some() => {
            "There is a result here as soon as the values are filled in that the rule’s document leaves open."
        }
        OutcomeKind::Rejected | OutcomeKind::Failed => {
            "There is a result here as soon as the problems below are fixed."
        }
    };
    let Some(stage) = ended else { return html! { <p class="empty">{ what }</p> } };
    let tells_stage = stage.explanation.starts_with(&stage.title);
    html! {
        <div class={classes!("callout", "stopped", stage.severity.map(severity_class))}>
            <p class="lead">{ prose(what) }</p>
            <p>
                if !tells_stage {
                    { format!("{}: ", stage.title) }
                }
                { prose(&stage.explanation) }
            </p>
            <button type="button" class="button is-link is-small" onclick={on_why.reform(|_| ())}>{ "Why" }</button>
        </div>
    }
}
