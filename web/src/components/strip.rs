//! The strip of stages: how far the message got.

use super::icon::stage_icon;
use super::plain::visible;
use super::words::{severity_class, stage_name};
use crate::state::{Shown, State};
use rulelens_wasm::{Severity, Stage, StageName, StageState};
use yew::{Callback, Classes, Html, Properties, classes, function_component, html};

/// What a [`Strip`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct StripProps {
    /// The page's state.
    pub(crate) state: State,
    /// Called with the stage whose reason is to be shown.
    pub(crate) on_stage: Callback<StageName>,
    /// The way to other messages, above the stages.
    #[prop_or_default]
    pub(crate) stepper: Html,
}

/// The stages in order, each of them a button that leads to its reason.
#[function_component]
pub(crate) fn Strip(props: &StripProps) -> Html {
    let StripProps { state, on_stage, stepper } = props;
    let items = stages(state.newest.as_deref()).into_iter().map(|stage| {
        let name = stage.name;
        html! {
            <li class={class(&stage)}>
                <button type="button" title="Why" onclick={on_stage.reform(move |_| name)}>
                    <span class="stage-name">
                        { stage_icon(stage.state, stage.severity) }
                        <span class="stage-title">{ &stage.title }</span>
                        <span class="sr-only">{ state_word(&stage) }</span>
                    </span>
                    <span class="stage-summary">
                        if stage.summary.is_empty() { { short_word(&stage) } } else { { visible(&stage.summary) } }
                    </span>
                </button>
            </li>
        }
    });
    html! {
        <section class={classes!("stage-strip", state.waiting().is_some().then_some("is-stale"))} aria-label="Stages">
            { stepper.clone() }
            <ol aria-label="How far the message got">{ for items }</ol>
        </section>
    }
}

/// The stages of an answer; before there is one, and where the rule could not even be read, none is reached.
pub(crate) fn stages(shown: Option<&Shown>) -> Vec<Stage> {
    match shown.map(Shown::stages) {
        Some(stages) if !stages.is_empty() => stages.to_vec(),
        Some(_) | None => [StageName::Topic, StageName::Where, StageName::Select, StageName::Actions]
            .map(|name| Stage {
                name,
                title: stage_name(name).to_owned(),
                state: StageState::NotReached,
                severity: None,
                summary: unread(shown).to_owned(),
                explanation: "The message did not reach this stage.".to_owned(),
                needs: Vec::new(),
            })
            .to_vec(),
    }
}

/// What stands below a stage's name where the rule could not be read.
fn unread(shown: Option<&Shown>) -> &'static str {
    match shown {
        None => "",
        Some(shown) if shown.needed_value().is_some() => "value needed",
        Some(_) => "not valid",
    }
}

/// What stands below a stage's name where it has nothing else to say.
fn short_word(stage: &Stage) -> &'static str {
    match stage.state {
        StageState::Passed => "passed",
        StageState::Absent => "none",
        StageState::Stopped => "stopped",
        StageState::NotReached => "not reached",
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
