//! Undo and redo in a field, by key or menu, done by the page instead of the browser.

use crate::history::{Direction, History, Typed};
use gloo_events::{EventListener, EventListenerOptions};
use js_sys::Date;
use wasm_bindgen::prelude::JsCast;
use web_sys::{Element, Event, HtmlInputElement, InputEvent, KeyboardEvent};
use yew::{AttrValue, Callback, NodeRef, TargetCast, hook, use_effect_with, use_mut_ref};

/// What a key press asks for.
pub(crate) fn asked_by(event: &KeyboardEvent) -> Option<Direction> {
    if event.alt_key() || event.is_composing() || !(event.ctrl_key() || event.meta_key()) {
        return None;
    }
    match (event.key().as_str(), event.shift_key()) {
        ("z" | "Z", false) => Some(Direction::Undo),
        ("z" | "Z", true) | ("y" | "Y", false) => Some(Direction::Redo),
        _ => None,
    }
}

/// Calls `on_undo` in the place of a field's own undo and redo; `mounted` changes when the field is another one.
#[hook]
pub(crate) fn use_undo<D: PartialEq + 'static>(field: &NodeRef, mounted: D, on_undo: Callback<Direction>) {
    let newest = use_mut_ref(|| on_undo.clone());
    *newest.borrow_mut() = on_undo;
    let field = field.clone();
    use_effect_with(mounted, move |_| {
        let listeners = field.cast::<Element>().map(|field| {
            ["keydown", "beforeinput"].map(|kind| {
                let newest = newest.clone();
                let options = EventListenerOptions::enable_prevent_default();
                EventListener::new_with_options(&field, kind, options, move |event| {
                    if let Some(direction) = direction(event) {
                        event.prevent_default();
                        newest.borrow().emit(direction);
                    }
                })
            })
        });
        move || drop(listeners)
    });
}

fn direction(event: &Event) -> Option<Direction> {
    if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
        return asked_by(event);
    }
    match event.dyn_ref::<InputEvent>()?.input_type().as_str() {
        "historyUndo" => Some(Direction::Undo),
        "historyRedo" => Some(Direction::Redo),
        _ => None,
    }
}

/// What to call when a line of text is typed into.
pub(crate) struct LineHistory {
    /// For the browser's own field.
    pub(crate) input: Callback<InputEvent>,
    /// The text, and how it was typed.
    pub(crate) typed: Callback<(String, Typed)>,
    /// A step of its history.
    pub(crate) undo: Callback<Direction>,
}

/// A line of text with a history of its own: tells `on_value` what the line holds when it is typed into and after an
/// undo. What the page puts there, as the sample, is a step of the history. `mounted` changes when the field is
/// another one.
#[hook]
pub(crate) fn use_line_history<D: Clone + PartialEq + 'static>(
    field: &NodeRef,
    mounted: &D,
    value: &AttrValue,
    on_value: &Callback<String>,
) -> LineHistory {
    let history = use_mut_ref(|| History::new(value.clone()));
    history.borrow_mut().replace(value.clone());
    let on_typed = {
        let (history, on_value) = (history.clone(), on_value.clone());
        Callback::from(move |(value, typed): (String, Typed)| {
            history.borrow_mut().typed(value.clone().into(), typed, Date::now());
            on_value.emit(value);
        })
    };
    let on_input = on_typed.reform(|event: InputEvent| {
        let value = event.target_unchecked_into::<HtmlInputElement>().value();
        (value, Typed::of(&event.input_type()))
    });
    let on_undo = {
        let on_value = on_value.clone();
        Callback::from(move |direction| {
            let went = history.borrow_mut().go(direction);
            if went {
                let value = history.borrow().present().to_string();
                on_value.emit(value);
            }
        })
    };
    use_undo(field, mounted.clone(), on_undo.clone());
    LineHistory { input: on_input, typed: on_typed, undo: on_undo }
}
