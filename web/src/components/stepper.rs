//! Which message is chosen, and the way to its neighbours, on a narrow screen.

use super::icon::{Glyph, glyph_icon};
use super::plain::plain;
use super::words::count;
use crate::state::{Change, MessagesChange, State};
use yew::{Callback, Html, Properties, UseReducerDispatcher, function_component, html};

/// What a [`MessageStepper`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct MessageStepperProps {
    /// The page's state.
    pub(crate) state: State,
    /// Is told which message the user turns to.
    pub(crate) dispatch: UseReducerDispatcher<State>,
}

/// The chosen message between two arrows; nothing where there is one message.
#[function_component]
pub(crate) fn MessageStepper(props: &MessageStepperProps) -> Html {
    let MessageStepperProps { state, dispatch } = props;
    let messages = &state.inputs.messages;
    let (at, all) = (messages.chosen(), messages.count());
    if all == 1 {
        return Html::default();
    }
    html! {
        <div class="stepper">
            { step_button("Previous message", Glyph::Left, -1, at == 0, dispatch) }
            <span class="which">
                <span class="soft">{ format!("{} of {} ", count(at + 1), count(all)) }</span>
                <span class="strong">{ plain(state.inputs.name_of(at)) }</span>
            </span>
            { step_button("Next message", Glyph::Right, 1, at + 1 == all, dispatch) }
        </div>
    }
}

/// A button that turns to a neighbour of the chosen message.
pub(crate) fn step_button(
    label: &'static str,
    glyph: Glyph,
    by: isize,
    disabled: bool,
    dispatch: &UseReducerDispatcher<State>,
) -> Html {
    let dispatch = dispatch.clone();
    let onclick = Callback::from(move |_| dispatch.dispatch(Change::Messages(MessagesChange::Step(by))));
    html! {
        <button type="button" class="button is-quiet is-icon" aria-label={label} title={label} {disabled} {onclick}>
            { glyph_icon(glyph) }
        </button>
    }
}
