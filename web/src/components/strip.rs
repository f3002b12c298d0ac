//! The strip of gates: how far the message got.

use super::icon::GateIcon;
use super::plain::visible;
use super::words::{gate_name, prose, severity_class};
use crate::state::State;
use rulelens_wasm::{Severity, Stage, StageName, StageState};
use yew::{Callback, Classes, Html, Properties, classes, function_component, html};

/// What a [`Strip`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct StripProps {
    /// The page's state.
    pub(crate) state: State,
    /// Is told which gate's explanation is to be opened or closed.
    pub(crate) on_gate: Callback<StageName>,
}

/// The gates in order, each of them a button, and the explanation of the one that matters.
#[function_component]
pub(crate) fn Strip(props: &StripProps) -> Html {
    let StripProps { state, on_gate } = props;
    let gates = gates(state);
    // The gate that stopped the message explains itself; another one does when asked.
    let open = state
        .open_gate
        .or_else(|| gates.iter().find(|gate| gate.state == StageState::Stopped).map(|gate| gate.name));
    let explained = gates.iter().find(|gate| Some(gate.name) == open && !gate.explanation.is_empty());
    let items = gates.iter().map(|gate| {
        let name = gate.name;
        html! {
            <li class={class(gate)}>
                <button type="button" aria-expanded={if Some(name) == open { "true" } else { "false" }}
                    aria-controls="gate-explanation" onclick={on_gate.reform(move |_| name)}>
                    <span class="gate-name">
                        <GateIcon state={gate.state} severity={gate.severity} />
                        <span class="gate-title">{ &gate.title }</span>
                        <span class="sr-only">{ state_word(gate) }</span>
                    </span>
                    <span class="gate-summary">
                        if gate.summary.is_empty() { { "\u{a0}" } } else { { visible(&gate.summary) } }
                    </span>
                </button>
            </li>
        }
    });
    html! {
        <div class={classes!("strip", state.waiting().is_some().then_some("is-stale"))}>
            <ol aria-label="How far the message got">{ for items }</ol>
            <div id="gate-explanation">
                if let Some(gate) = explained {
                    <p class={classes!("gate-explanation", class(gate))}>
                        if !gate.explanation.starts_with(&gate.title) {
                            <strong>{ &gate.title }</strong>{ " " }
                        }
                        { prose(&gate.explanation) }
                    </p>
                }
            </div>
        </div>
    }
}

/// The gates of the newest answer; before there is one, and where the rule could not even be read, none is reached.
fn gates(state: &State) -> Vec<Stage> {
    match state.newest.as_ref().map(|shown| shown.gates()) {
        Some(gates) if !gates.is_empty() => gates.to_vec(),
        Some(_) | None => [StageName::Topic, StageName::Where, StageName::Select, StageName::Actions]
            .map(|name| Stage {
                name,
                title: gate_name(name).to_owned(),
                state: StageState::NotReached,
                severity: None,
                summary: String::new(),
                explanation: "The message did not reach this stage.".to_owned(),
            })
            .to_vec(),
    }
}

fn class(gate: &Stage) -> Classes {
    let state = match gate.state {
        StageState::Passed => "is-passed",
        StageState::Absent => "is-absent",
        StageState::Stopped => "is-stopped",
        StageState::NotReached => "is-not-reached",
    };
    classes!(state, gate.severity.map(severity_class))
}

/// The state in words, for those who do not see the drawing.
fn state_word(gate: &Stage) -> &'static str {
    match (gate.state, gate.severity) {
        (StageState::Passed, None | Some(Severity::Info)) => ": passed",
        (StageState::Passed, Some(Severity::Warning)) => ": passed, but probably not as it was meant",
        (StageState::Passed, Some(Severity::Error)) => ": passed in part",
        (StageState::Absent, _) => ": not used",
        (StageState::Stopped, _) => ": stopped the message",
        (StageState::NotReached, _) => ": not reached",
    }
}
