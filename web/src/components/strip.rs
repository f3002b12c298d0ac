//! The strip of gates: how far the message got.

use super::icon::GateIcon;
use super::words::{gate_name, prose};
use crate::state::State;
use rulelens_wasm::{GateName, GateState, GateView};
use yew::{Callback, Html, Properties, classes, function_component, html};

/// What a [`Strip`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct StripProps {
    /// The page's state.
    pub(crate) state: State,
    /// Is told which gate's explanation is to be opened or closed.
    pub(crate) on_gate: Callback<GateName>,
}

/// The gates in order, each of them a button, and the explanation of the one that matters.
#[function_component]
pub(crate) fn Strip(props: &StripProps) -> Html {
    let StripProps { state, on_gate } = props;
    let gates = gates(state);
    // The gate that stopped the message explains itself; another one does when asked.
    let open = state
        .open_gate
        .or_else(|| gates.iter().find(|gate| gate.state == GateState::Stopped).map(|gate| gate.name));
    let explained = gates.iter().find(|gate| Some(gate.name) == open && !gate.explanation.is_empty());
    let items = gates.iter().map(|gate| {
        let name = gate.name;
        html! {
            <li class={class(gate.state)}>
                <button type="button" aria-expanded={if Some(name) == open { "true" } else { "false" }}
                    aria-controls="gate-explanation" onclick={on_gate.reform(move |_| name)}>
                    <span class="gate-name">
                        <GateIcon state={gate.state} />
                        { &gate.title }
                        <span class="sr-only">{ state_word(gate.state) }</span>
                    </span>
                    <span class="gate-summary">{ if gate.summary.is_empty() { "\u{a0}" } else { gate.summary.as_str() } }</span>
                </button>
            </li>
        }
    });
    html! {
        <div class="strip">
            <ol aria-label="How far the message got">{ for items }</ol>
            <div id="gate-explanation">
                if let Some(gate) = explained {
                    <p class={classes!("gate-explanation", class(gate.state))}>
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
fn gates(state: &State) -> Vec<GateView> {
    match state.newest.as_ref().map(|shown| shown.gates()) {
        Some(gates) if !gates.is_empty() => gates.to_vec(),
        Some(_) | None => [GateName::Topic, GateName::Where, GateName::Select, GateName::Actions]
            .map(|name| GateView {
                name,
                title: gate_name(name).to_owned(),
                state: GateState::NotReached,
                summary: String::new(),
                explanation: "The message did not get here.".to_owned(),
            })
            .to_vec(),
    }
}

fn class(state: GateState) -> &'static str {
    match state {
        GateState::Passed => "is-passed",
        GateState::Absent => "is-absent",
        GateState::Stopped => "is-stopped",
        GateState::NotReached => "is-not-reached",
    }
}

/// The state in words, for those who do not see the drawing.
fn state_word(state: GateState) -> &'static str {
    match state {
        GateState::Passed => ": passed",
        GateState::Absent => ": not there",
        GateState::Stopped => ": stopped the message",
        GateState::NotReached => ": not reached",
    }
}
