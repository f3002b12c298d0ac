//! What other services would answer: stand-ins for calls, and protobuf descriptors.

use super::descriptors::Descriptors;
use super::setter;
use super::stand_ins::StandIns;
use crate::components::words::counted;
use crate::state::{ContextForm, Inputs};
use std::rc::Rc;
use yew::{Callback, Html, Properties, function_component, html};

/// What the [`Services`] are given.
#[derive(Properties, PartialEq)]
pub(super) struct ServicesProps {
    /// What the fields hold.
    pub(super) inputs: Rc<Inputs>,
    /// Is told what the fields hold now.
    pub(super) on_inputs: Callback<Inputs>,
}

/// The fields for other services, closed until they are needed.
#[function_component]
pub(super) fn Services(props: &ServicesProps) -> Html {
    let ServicesProps { inputs, on_inputs } = props;
    let ContextForm { stand_ins, descriptors, .. } = &inputs.context;
    html! {
        <details class="disclosure context">
            <summary>{ "Other services" }<span class="digest">{ digest(&inputs.context) }</span></summary>
            <StandIns rows={stand_ins.clone()}
                on_rows={setter(inputs, on_inputs, |inputs, rows| inputs.context.stand_ins = rows)} />
            <Descriptors rows={descriptors.clone()}
                on_rows={setter(inputs, on_inputs, |inputs, rows| inputs.context.descriptors = rows)} />
        </details>
    }
}

/// How much is filled in.
fn digest(context: &ContextForm) -> String {
    let parts = [(context.stand_ins.len(), "stand-in"), (context.descriptors.len(), "descriptor")];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, thing)| counted(count, thing))
        .collect();
    if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
}
