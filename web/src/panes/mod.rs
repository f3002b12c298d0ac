//! The three parts of the page.

mod action;
mod context;
mod descriptors;
mod message;
mod pairs;
mod result;
mod rule;
mod services;
mod stand_ins;
mod trace;

pub(crate) use action::go_to_field;
pub(crate) use message::MessagePane;
pub(crate) use result::ResultPane;
pub(crate) use rule::RulePane;

use crate::documents::Documents;
use crate::state::{Inputs, Shown};
use std::rc::Rc;
use web_sys::MouseEvent;
use yew::{Callback, Html, Properties, html};

/// What a pane with fields is given.
#[derive(Properties, PartialEq)]
pub(crate) struct PaneProps {
    /// What the fields hold.
    pub(crate) inputs: Rc<Inputs>,
    /// The newest answer, for what it says about the fields.
    pub(crate) newest: Option<Rc<Shown>>,
    /// SQL and payload.
    pub(crate) documents: Documents,
    /// Changes when the page replaced SQL and payload.
    pub(crate) generation: u32,
    /// Is told what the fields hold now.
    pub(crate) on_inputs: Callback<Inputs>,
    /// Is told that SQL or payload changed.
    pub(crate) on_document: Callback<()>,
}

/// The button that takes a row out of a list.
fn row_button(label: String, onclick: Callback<MouseEvent>) -> Html {
    html! {
        <button type="button" class="quiet remove" aria-label={label} title="Remove" {onclick}>
            <svg class="icon stroke" viewBox="0 0 16 16" aria-hidden="true"><path d="M4 4l8 8M12 4l-8 8" /></svg>
        </button>
    }
}

/// A callback that puts a field's new value into the inputs.
fn setter<T: 'static>(
    inputs: &Rc<Inputs>,
    on_inputs: &Callback<Inputs>,
    put: impl Fn(&mut Inputs, T) + 'static,
) -> Callback<T> {
    let (inputs, on_inputs) = (inputs.clone(), on_inputs.clone());
    Callback::from(move |value| {
        let mut inputs = (*inputs).clone();
        put(&mut inputs, value);
        on_inputs.emit(inputs);
    })
}
