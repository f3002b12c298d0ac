//! What is kept on this device: whether, which texts, and how to delete all of it.

use super::dialog::Dialog;
use super::words::count;
use crate::keeping::{Keeper, Other, Status, Texts};
use js_sys::Date;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlInputElement, InputEvent};
use yew::{Callback, Html, Properties, TargetCast, function_component, html, use_effect_with, use_state};

/// What [`KeptDialog`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct KeptDialogProps {
    /// Keeps the text.
    pub(crate) keeper: Keeper,
    /// What becomes of the text.
    pub(crate) status: Status,
    /// Is told a text that the user wants to see here, and what of it could not be read.
    pub(crate) on_open: Callback<(Texts, Vec<String>)>,
    /// Is told that the user wants all that is kept deleted.
    pub(crate) on_forget: Callback<()>,
    /// Is told that the dialog was closed.
    pub(crate) on_close: Callback<()>,
}

/// The dialog about what is kept.
#[function_component]
pub(crate) fn KeptDialog(props: &KeptDialogProps) -> Html {
    let KeptDialogProps { keeper, status, on_open, on_forget, on_close } = props;
    let others = use_state(Vec::<Other>::new);
    let trouble = use_state(|| None::<String>);
    let asking = use_state(|| false);
    {
        let (keeper, others) = (keeper.clone(), others.setter());
        use_effect_with((), move |()| spawn_local(async move { others.set(keeper.others().await) }));
    }
    let on_switch = {
        let keeper = keeper.clone();
        move |event: InputEvent| keeper.turn(event.target_unchecked_into::<HtmlInputElement>().checked())
    };
    let rows = others.iter().map(|other| {
        let onclick = {
            let (keeper, id, on_open) = (keeper.clone(), other.id.clone(), on_open.clone());
            let trouble = trouble.setter();
            move |_| {
                let (keeper, id, on_open, trouble) =
                    (keeper.clone(), id.clone(), on_open.clone(), trouble.clone());
                spawn_local(async move {
                    match keeper.read(&id).await {
                        Ok(read) => on_open.emit(read),
                        Err(why) => trouble.set(Some(format!("That text could not be read: {why}."))),
                    }
                });
            }
        };
        let title = if other.head.title.is_empty() { "Without SQL" } else { &other.head.title };
        html! {
            <li key={other.id.clone()}>
                <span class="kept-title code">{ title }</span>
                <span class="hint">{ about(other) }</span>
                <button type="button" {onclick} aria-label={format!("Open here: {title}")}>{ "Open here" }</button>
            </li>
        }
    });
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
            if !others.is_empty() {
                <h3>{ "Texts of other tabs" }</h3>
                <ul class="kept-texts">{ for rows }</ul>
                <p class="hint">{ "The newest 20 are kept. A new tab goes on with the text that was changed last." }</p>
            }
            if let Some(why) = &*trouble {
                <p class="field-problem is-error" role="alert">{ why }</p>
            }
            <div class="dialog-actions">
                if *asking {
                    <p>{ "All kept texts, the column widths and the theme are deleted, and this tab shows the sample. There is no way back. Other open tabs show their text until they are closed, and store it again when it is changed." }</p>
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

/// When a text was changed, how long it is, and whether a tab shows it.
fn about(other: &Other) -> String {
    let date = Date::new(&JsValue::from_f64(other.head.changed));
    let when = if other.head.changed > 0.0 {
        String::from(date.to_locale_string("default", &JsValue::UNDEFINED))
    } else {
        "date unknown".to_owned()
    };
    let open = if other.open { ", open in another tab" } else { "" };
    format!("{when}, {} characters{open}", count(other.head.length as usize))
}
