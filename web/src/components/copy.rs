//! A button that copies a text.

use super::icon::{Glyph, glyph_icon};
use crate::browser::clipboard;
use gloo_timers::callback::Timeout;
use js_sys::JsString;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::JsFuture;
use yew::{
    AttrValue, Callback, Html, Properties, classes, function_component, html, use_effect_with, use_state,
};

/// How long the button says what came of it, in milliseconds.
const SAID_FOR: u32 = 2_000;

/// What a [`CopyButton`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct CopyButtonProps {
    /// Its words.
    pub(crate) label: AttrValue,
    /// Makes the text when it is needed.
    pub(crate) text: Callback<(), Option<JsString>>,
    /// Whether it is what one came for.
    #[prop_or_default]
    pub(crate) primary: bool,
}

/// A button that copies a text and says whether that worked.
#[function_component]
pub(crate) fn CopyButton(props: &CopyButtonProps) -> Html {
    let said = use_state(|| None::<&'static str>);
    {
        let setter = said.setter();
        use_effect_with(*said, move |said| {
            let timer = said.map(|_| Timeout::new(SAID_FOR, move || setter.set(None)));
            move || drop(timer)
        });
    }
    let onclick = {
        let (text, setter) = (props.text.clone(), said.setter());
        Callback::from(move |_| {
            let (text, setter) = (text.emit(()), setter.clone());
            yew::platform::spawn_local(async move {
                let copied = match text {
                    Some(text) => copy(text.into()).await,
                    None => false,
                };
                setter.set(Some(if copied { "Copied" } else { "This browser did not allow it" }));
            });
        })
    };
    html! {
        <button type="button" class={classes!("button", "is-compact", props.primary.then_some("is-primary"))} {onclick} title={props.label.clone()}>
            { glyph_icon(Glyph::Copy) }
            <span aria-live="polite">{ said.map_or(props.label.clone(), AttrValue::from) }</span>
        </button>
    }
}

async fn copy(text: JsValue) -> bool {
    use wasm_bindgen::prelude::JsCast;
    let Some(clipboard) = clipboard() else { return false };
    // Called by name, so that a long text stays the browser's own string.
    let promise = js_sys::Reflect::get(&clipboard, &"writeText".into())
        .ok()
        .and_then(|function| function.dyn_into::<js_sys::Function>().ok())
        .and_then(|function| function.call1(&clipboard, &text).ok())
        .and_then(|promise| promise.dyn_into::<js_sys::Promise>().ok());
    match promise {
        Some(promise) => JsFuture::from(promise).await.is_ok(),
        None => false,
    }
}
