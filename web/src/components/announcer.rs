//! Says what became of the message to those who hear the page, once there is a pause in typing.

use super::words::{counted, counted_or_no};
use crate::state::{State, standing};
use gloo_timers::callback::Timeout;
use yew::{AttrValue, Html, Properties, function_component, hook, html, use_effect_with, use_state};

/// How long nothing must change before it is said, in milliseconds.
const PAUSE: u32 = 1_000;

/// What the [`Announcer`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct AnnouncerProps {
    /// The page's state.
    pub(crate) state: State,
}

/// One sentence about the newest answer, and how many cases pass.
#[function_component]
pub(crate) fn Announcer(props: &AnnouncerProps) -> Html {
    let said = use_calm(AttrValue::from(sentence(&props.state)));
    let state = &props.state;
    let cases = state.cases.counts(&state.inputs.cases).words().unwrap_or_default();
    let cases = use_calm(AttrValue::from(cases));
    html! {
        <>
            <p class="sr-only" role="status" aria-live="polite">{ said }</p>
            <div class="sr-only cases-said" role="status" aria-live="polite">{ cases }</div>
        </>
    }
}

/// Words that have not changed for a while; those before them until then.
#[hook]
fn use_calm(words: AttrValue) -> AttrValue {
    let said = use_state(|| AttrValue::from(""));
    {
        let said = said.setter();
        use_effect_with(words, move |words| {
            let words = words.clone();
            let timer = Timeout::new(PAUSE, move || said.set(words));
            move || drop(timer)
        });
    }
    (*said).clone()
}

/// What there is to say.
pub(crate) fn sentence(state: &State) -> String {
    let standing = standing(state);
    let Some(newest) = state.newest.as_ref().filter(|_| state.waiting().is_none()) else {
        return standing.why.unwrap_or_default().replace('`', "");
    };
    let answer = &newest.answer;
    let mut parts = Vec::new();
    if newest.is_good() && newest.outgoing.is_some() && !newest.is_hypothetical() {
        parts.push(match answer.rejected_count {
            0 => counted_or_no(answer.record_count, "record"),
            rejected => format!("{}, {rejected} rejected", counted(answer.record_count, "record")),
        });
    }
    let why = standing.why.unwrap_or_default();
    match newest.diagnostics().first() {
        // What stopped the message is mostly the worst problem, which is said once.
        Some(worst) if why.contains(worst.message.trim_end_matches('.')) => {
            parts.push(why);
            if answer.diagnostic_count > 1 {
                parts.push(counted(answer.diagnostic_count, "problem"));
            }
        }
        Some(worst) => {
            parts.extend([why, counted(answer.diagnostic_count, "problem"), worst.message.clone()]);
        }
        None if parts.is_empty() && why.is_empty() => parts.push("No problems".to_owned()),
        None => parts.push(why),
    }
    let said = parts.into_iter().filter(|part| !part.is_empty()).reduce(|said, part| {
        let end = if said.ends_with(['.', '?']) { "" } else { "." };
        said + end + " " + &part
    });
    said.unwrap_or_default().replace('`', "")
}
