//! What the parts of the rule give and read, asked after each answer and shown in the code editors.

use crate::assistant::Assistant;
use crate::browser::{painted, preferences};
use crate::editor::rich;
use crate::state::lessons::Evidence;
use crate::state::{Change, State, Waiting};
use js_sys::Reflect;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::{
    Callback, UseReducerHandle, hook, use_callback, use_effect_with, use_mut_ref, use_state, use_state_eq,
};

/// Where it is kept whether values are shown behind the code.
const KEY: &str = "rulelens.values";

/// How many keys a payload has, and how many of them the rule reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct KeysRead {
    /// Those that the rule reads.
    pub(crate) read: u32,
    /// All keys whose values have no keys themselves.
    pub(crate) all: u32,
}

/// What is known of the rule's parts.
pub(crate) struct Explaining {
    /// How much of the payload is read; absent before the first rule that can be read, and of a payload without keys or
    /// one that is too long.
    pub(crate) keys: Option<KeysRead>,
    /// Whether values are shown behind the code.
    pub(crate) values: bool,
    /// Shows them, or not.
    pub(crate) on_values: Callback<bool>,
}

/// Asks what the rule's parts give and read, whenever there is a new answer.
#[hook]
pub(crate) fn use_explaining(state: &UseReducerHandle<State>, assistant: Option<&Assistant>) -> Explaining {
    let keys = use_state_eq(|| None::<KeysRead>);
    let values = use_state(|| kept() != Some("no".to_owned()));
    let newest = use_mut_ref(|| 0_u64);
    *newest.borrow_mut() = state.answered;
    {
        let covered = state.lesson.as_ref().is_some_and(|lesson| lesson.covers(Evidence::Values));
        let (keys, values, assistant) = (keys.clone(), *values && !covered, assistant.cloned());
        let dispatcher = state.dispatcher();
        use_effect_with((state.answered, assistant.is_some(), values), move |&(answered, ..)| {
            let Some(assistant) = assistant else { return };
            spawn_local(async move {
                // What the rule gives is seen first: drawing into the texts would hold it up.
                painted().await;
                if *newest.borrow() != answered {
                    return;
                }
                let asked = assistant.ask(None, &"explain".into());
                let Ok(explained) = JsFuture::from(asked).await else { return };
                // What comes late is of a text that was typed over.
                if *newest.borrow() == answered {
                    // Nothing is told of a rule that cannot be read; what was known before stays.
                    if explained.is_object() {
                        keys.set(keys_of(&explained));
                    }
                    dispatcher.dispatch(Change::Lit(rich::explain(&explained, values)));
                }
            });
        });
    }
    // While a part of the engine is on its way, what stands behind the code is of another rule.
    let loads = matches!(state.waiting(), Some(Waiting::Loading(_)));
    {
        let dispatcher = state.dispatcher();
        use_effect_with(loads, move |loads| {
            if *loads {
                dispatcher.dispatch(Change::Lit(rich::explain(&JsValue::NULL, false)));
            }
        });
    }
    let inspected = state.inspected.and_then(|at| {
        let (shown, _) = state.shown()?;
        Some(shown.records().get(at)?.measure_name.clone())
    });
    use_effect_with(inspected, |inspected| rich::light(inspected.as_deref()));
    let on_values = use_callback((), {
        let values = values.setter();
        move |on: bool, ()| {
            if let Some(storage) = preferences() {
                let _ = storage.set_item(KEY, if on { "yes" } else { "no" });
            }
            values.set(on);
        }
    });
    Explaining { keys: *keys, values: *values, on_values }
}

fn kept() -> Option<String> {
    preferences()?.get_item(KEY).ok()?
}

fn keys_of(explained: &JsValue) -> Option<KeysRead> {
    let number = |name: &str| Some(Reflect::get(explained, &name.into()).ok()?.as_f64()? as u32);
    let all = number("keys").filter(|all| *all > 0)?;
    Some(KeysRead { read: all.saturating_sub(number("unreadKeys")?), all })
}
