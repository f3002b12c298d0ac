//! All keys of the page.

use super::dialog::Dialog;
use crate::state::command::{COMMANDS, Place};
use web_sys::{HtmlInputElement, InputEvent};
use yew::{Callback, Html, Properties, TargetCast, function_component, html};

/// What [`Keys`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct KeysProps {
    /// Whether a single character does something outside fields.
    pub(crate) singles: bool,
    /// Is told whether it is to.
    pub(crate) on_singles: Callback<bool>,
    /// Is told that the list was closed.
    pub(crate) on_close: Callback<()>,
}

/// The list of keys.
#[function_component]
pub(crate) fn Keys(props: &KeysProps) -> Html {
    let oninput = props
        .on_singles
        .reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().checked());
    let sections = Place::ALL.into_iter().map(|place| {
        let rows = COMMANDS.iter().filter(|row| row.place == place);
        html! {
            <section aria-labelledby={format!("keys-{}", place as u8)}>
                <h3 id={format!("keys-{}", place as u8)}>{ place.title() }</h3>
                <ul>{ for rows.map(|row| html! { <li><span>{ row.title }</span>{ keys(row.keys) }</li> }) }</ul>
            </section>
        }
    });
    html! {
        <Dialog id="keys" title="Keyboard" on_close={props.on_close.clone()}>
            <div class="keys">{ for sections }</div>
            <label class="radio">
                <input type="checkbox" checked={props.singles} {oninput} />
                { "Single-character keys outside fields" }
            </label>
        </Dialog>
    }
}

/// Keys as they stand on a keyboard.
pub(crate) fn keys(keys: &'static str) -> Html {
    let each = keys.split(", ").enumerate().map(|(at, keys)| {
        html! {
            <>
                if at > 0 { { " or " } }
                { for keys.split(' ').map(|key| html! { <kbd>{ key }</kbd> }) }
            </>
        }
    });
    html! { <span class="key-names">{ for each }</span> }
}
