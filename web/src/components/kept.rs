//! What is kept on this device: whether, and how to delete all of it.

use super::dialog::Dialog;
use crate::keeping::{Keeper, Status};
use web_sys::{HtmlInputElement, InputEvent};
use yew::{Callback, Html, Properties, TargetCast, function_component, html, use_state};

/// What [`KeptDialog`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct KeptDialogProps {
    /// Keeps the text.
    pub(crate) keeper: Keeper,
    /// What becomes of the text.
    pub(crate) status: Status,
    /// Is told that the user wants all that is kept deleted.
    pub(crate) on_forget: Callback<()>,
    /// Is told that the dialog was closed.
    pub(crate) on_close: Callback<()>,
}

/// The dialog about what is kept.
#[function_component]
pub(crate) fn KeptDialog(props: &KeptDialogProps) -> Html {
    let KeptDialogProps { keeper, status, on_forget, on_close } = props;
    let asking = use_state(|| false);
    let on_switch = {
        let keeper = keeper.clone();
        move |event: InputEvent| keeper.turn(event.target_unchecked_into::<HtmlInputElement>().checked())
    };
    let on_ask = {
        let asking = asking.setter();
        move |_| asking.set(true)
    };
    let on_keep = {
        let asking = asking.setter();
        move |_| asking.set(false)
    };
    html! {
        <Dialog id="kept" title="What is kept on this device" on_close={on_close.clone()}>
            <p>{ sentence(status) }</p>
            <label class="radio">
                <input type="checkbox" checked={*status != Status::Off} oninput={on_switch} />
                { "Keep my text in this browser" }
            </label>
            <p class="hint">
                { "Off: nothing more is stored, and what is stored of this tab's text is deleted. A reload or a closed tab then loses the text." }
            </p>
            <p class="hint">
                { "The list of rules, which the rule’s name above opens, has all texts that are kept. Those without a name are the newest 50." }
            </p>
            <div class="dialog-actions">
                if *asking {
                    <p>{ "All kept rules, the column widths and the theme are deleted, and this tab shows the sample. There is no way back. Other open tabs show their text until they are closed, and store it again when it is changed." }</p>
                    <button type="button" class="danger" onclick={on_forget.reform(|_| ())}>{ "Delete all" }</button>
                    <button type="button" onclick={on_keep}>{ "Cancel" }</button>
                } else {
                    <button type="button" onclick={on_ask}>{ "Forget everything on this device" }</button>
                }
            </div>
        </Dialog>
    }
}

fn sentence(status: &Status) -> String {
    match status {
        Status::Kept => "Your text is kept in this browser while you type, for the next time that you open this page. It goes nowhere else.".to_owned(),
        Status::Off => "Your text is not kept.".to_owned(),
        Status::Failing(why) => format!("Your text is not kept: {why}."),
    }
}
