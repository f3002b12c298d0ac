//! How far a replay of all messages came.

use super::plain::plain;
use super::words::count;
use crate::later::{Draw, Later, Loaded, Part, call};
use crate::state::{Change, ReplayProgress, Replaying, State, since};
use yew::{Callback, Html, Properties, UseReducerDispatcher, function_component, html};

/// The line, which few pages have.
#[cfg_attr(
    all(feature = "split", target_family = "wasm"),
    wasm_split_helpers::wasm_split(page, fallible, preload(load_replay_bar))
)]
pub(crate) fn draw_replay_bar(props: &ReplayBarProps) -> Loaded<Html> {
    Ok(html! { <ReplayBar ..props.clone() /> })
}

/// The line where something is under way, once the part that draws it has come.
pub(crate) fn later_replay_bar(props: ReplayBarProps) -> Html {
    if props.state.replaying == Replaying::Idle {
        return Html::default();
    }
    html! { <Later part={Part::Page} draw={Draw::new(move || call!(draw_replay_bar(&props)))} /> }
}

/// What a [`ReplayBar`] is given.
#[derive(Clone, Properties, PartialEq)]
pub(crate) struct ReplayBarProps {
    /// The page's state.
    pub(crate) state: State,
    /// Is told to run it again.
    pub(crate) dispatch: UseReducerDispatcher<State>,
    /// Ends it.
    pub(crate) on_cancel: Callback<()>,
}

/// A line with what is done and what is found so far; nothing while nothing is under way.
#[function_component]
pub(crate) fn ReplayBar(props: &ReplayBarProps) -> Html {
    let ReplayBarProps { state, dispatch, on_cancel } = props;
    let again = {
        let dispatch = dispatch.clone();
        move |label: &'static str| {
            let onclick = Callback::from(move |_| dispatch.dispatch(Change::EvaluateAgain));
            html! { <button type="button" class="button is-small" {onclick}>{ label }</button> }
        }
    };
    match &state.replaying {
        Replaying::Idle => Html::default(),
        Replaying::Cancelled => html! {
            <div class="replay-progress" role="group" aria-label="Replay">
                <span class="push-right">{ "You ended the replay; what is shown is from before." }</span>{ again("Run it") }
            </div>
        },
        Replaying::Failed(why) => html! {
            <div class="replay-progress" role="group" aria-label="Replay">
                <span class="push-right">{ why }</span>{ again("Try again") }
            </div>
        },
        Replaying::Running(progress) => running(progress, on_cancel),
    }
}

fn running(progress: &ReplayProgress, on_cancel: &Callback<()>) -> Html {
    let ReplayProgress { done, of, left, accepted, rejected, conflicts } = progress;
    let first = conflicts.first().map(|measure| {
        let later = measure.conflicts.first();
        html! {
            <span class="found small">
                <b>{ plain(&measure.name) }</b>
                { format!(" is {} {}", measure.first.kind.name(), since(&measure.first)) }
                if let Some(later) = later {
                    { format!(", {} in message {}", later.kind.name(), later.message) }
                }
                if conflicts.len() > 1 {
                    { format!(", and {} more measures change their type", conflicts.len() - 1) }
                }
            </span>
        }
    });
    html! {
        <div class="replay-progress" role="group" aria-label="Replay">
            <span class="strong nowrap">{ format!("{} of {}", count(*done as usize), count(*of as usize)) }</span>
            <progress aria-label="Messages replayed" max={of.to_string()} value={done.to_string()}></progress>
            <span class="soft small nowrap">
                { match left {
                    Some(left) => format!("{:.1} s left", left / 1_000.0),
                    None => "loading".to_owned(),
                } }
            </span>
            <button type="button" class="button is-small" onclick={on_cancel.reform(|_| ())}>{ "Cancel" }</button>
            if accepted + rejected > 0 {
                <span class="soft small nowrap">{ format!("{} accepted, {} rejected", count(*accepted as usize), count(*rejected as usize)) }</span>
            }
            { for first }
        </div>
    }
}
