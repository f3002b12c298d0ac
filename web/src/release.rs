//! A newer release of the page, which waits until the user takes it (`keepOffline` in `web/start.mjs`).

use crate::components::notice::Line;
use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use yew::{Callback, hook, use_effect_with, use_state};

/// What `start.mjs` tells and takes; absent where the page is not kept for times without a network.
const RELEASE: &str = "rulelensRelease";

/// The line that tells of a newer release, once there is one and until it is put off.
#[hook]
pub(crate) fn use_release() -> Option<Line> {
    let waiting = use_state(|| false);
    {
        let waiting = waiting.setter();
        use_effect_with((), move |()| {
            let heard = Closure::<dyn Fn()>::new(move || waiting.set(true));
            if let Some(release) = release() {
                let _ = Reflect::set(&release, &"listener".into(), heard.as_ref());
                if Reflect::get(&release, &"waiting".into()).is_ok_and(|worker| worker.is_object()) {
                    let _ = heard.as_ref().unchecked_ref::<Function>().call0(&JsValue::NULL);
                }
            }
            move || {
                if let Some(release) = release() {
                    let _ = Reflect::set(&release, &"listener".into(), &JsValue::NULL);
                }
                drop(heard);
            }
        });
    }
    let put_off = waiting.setter();
    waiting.then(|| Line {
        text: "A newer release of RuleLens is ready. Your text stays.".into(),
        action: Some(("Reload with it", Callback::from(|()| take()))),
        on_read: Callback::from(move |()| put_off.set(false)),
    })
}

fn release() -> Option<JsValue> {
    Reflect::get(&js_sys::global(), &RELEASE.into()).ok().filter(JsValue::is_object)
}

fn take() {
    let take = release().and_then(|release| Reflect::get(&release, &"take".into()).ok());
    if let Some(take) = take.and_then(|take| take.dyn_into::<Function>().ok()) {
        let _ = take.call0(&JsValue::NULL);
    }
}
