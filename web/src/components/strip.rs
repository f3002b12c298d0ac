//! The strip of stages: how far the message got.

use super::icon::StageIcon;
use super::plain::visible;
use super::words::{prose, severity_class, stage_name};
use crate::state::State;
use rulelens_wasm::{Severity, Stage, StageName, StageState};
use yew::{Callback, Classes, Html, Properties, classes, function_component, html};

/// What a [`Strip`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct StripProps {
    /// The page's state.
    pub(crate) state: State,
    /// Called with the stage whose explanation is to be opened or closed.
    pub(crate) on_stage: Callback<StageName>,
}

/// The stages in order, each of them a button, and the explanation of the one that matters.
#[function_component]
pub(crate) fn Strip(props: &StripProps) -> Html {
    let StripProps { state, on_stage } = props;
    let stages = stages(state);
    // The stage that stopped the message explains itself; another one does when asked.
    let open = state
        .open_stage
        .or_else(|| stages.iter().find(|stage| stage.state == StageState::Stopped).map(|stage| stage.name));
    let explained = stages.iter().find(|stage| Some(stage.name) == open && !stage.explanation.is_empty());
    let items = stages.iter().map(|stage| {
        let name = stage.name;
        html! {
            <li class={class(stage)}>
                <button type="button" aria-expanded={if Some(name) == open { "true" } else { "false" }}
                    aria-controls="stage-explanation" onclick={on_stage.reform(move |_| name)}>
                    <span class="stage-name">
                        <StageIcon state={stage.state} severity={stage.severity} />
                        <span class="stage-title">{ &stage.title }</span>
                        <span class="sr-only">{ state_word(stage) }</span>
                    </span>
                    <span class="stage-summary">
                        if stage.summary.is_empty() { { "\u{a0}" } } else { { visible(&stage.summary) } }
                    </span>
                </button>
            </li>
        }
    });
    html! {
        <div class={classes!("strip", state.waiting().is_some().then_some("is-stale"))}>
            <ol aria-label="How far the message got">{ for items }</ol>
            <div id="stage-explanation">
                if let Some(stage) = explained {
                    <p class={classes!("stage-explanation", class(stage))}>
                        if !stage.explanation.starts_with(&stage.title) {
                            <strong>{ &stage.title }</strong>{ " " }
                        }
                        { prose(&stage.explanation) }
                    </p>
                }
            </div>
        </div>
    }
}

/// The stages of the newest answer; before there is one, and where the rule could not even be read, none is reached.
fn stages(state: &State) -> Vec<Stage> {
    match state.newest.as_ref().map(|shown| shown.stages()) {
        Some(stages) if !stages.is_empty() => stages.to_vec(),
        Some(_) | None => [StageName::Topic, StageName::Where, StageName::Select, StageName::Actions]
            .map(|name| Stage {
                name,
                title: stage_name(name).to_owned(),
                state: StageState::NotReached,
                severity: None,
                summary: String::new(),
                explanation: "The message did not reach this stage.".to_owned(),
            })
            .to_vec(),
    }
}

fn class(stage: &Stage) -> Classes {
    let class = match stage.state {
        StageState::Passed => "is-passed",
        StageState::Absent => "is-absent",
        StageState::Stopped => "is-stopped",
        StageState::NotReached => "is-not-reached",
    };
    classes!(class, stage.severity.map(severity_class))
}

/// The state in words, for those who do not see the drawing.
fn state_word(stage: &Stage) -> &'static str {
    match (stage.state, stage.severity) {
        (StageState::Passed, None | Some(Severity::Info)) => ": passed",
        (StageState::Passed, Some(Severity::Warning)) => ": passed, but probably not as it was meant",
        (StageState::Passed, Some(Severity::Error)) => ": passed in part",
        (StageState::Absent, _) => ": not used",
        (StageState::Stopped, _) => ": stopped the message",
        (StageState::NotReached, _) => ": not reached",
    }
}
