//! Does what is asked by a key, or in the palette.

use crate::browser::{document, is_in_field, preferences, window};
use crate::state::command::{Command, Pressed, Turn};
use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::prelude::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::{Callback, hook, use_effect_with, use_mut_ref, use_state};

/// Where it is kept that single characters do nothing.
const KEY: &str = "rulelens.single-keys";

/// The parts of the page to which a key goes, in the order in which data passes.
const PARTS: [(&str, &str); 4] = [
    ("#pane-message", "tab-message"),
    ("#pane-rule", "tab-rule"),
    ("#pane-result", "tab-result"),
    ("#problems, .foot", "tab-problems"),
];

/// Listens for keys while no dialog is open; gives whether single characters do something, and a way to change that.
#[hook]
pub(crate) fn use_keys(on_command: &Callback<Command>) -> (bool, Callback<bool>) {
    let singles = use_state(|| kept() != Some("no".to_owned()));
    let newest = use_mut_ref(|| (on_command.clone(), *singles));
    *newest.borrow_mut() = (on_command.clone(), *singles);
    use_effect_with((), move |()| {
        let listener = window().map(|window| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window, "keydown", options, move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
                let (on_command, singles) = newest.borrow().clone();
                let Some(command) = command_of(event, singles) else { return };
                let is_free = is_free();
                // Behind an open window there is nothing to do; the browser is not to do something else instead.
                if is_free || event.ctrl_key() || event.meta_key() {
                    event.prevent_default();
                }
                if is_free {
                    on_command.emit(command);
                }
            })
        });
        move || drop(listener)
    });
    let on_singles = {
        let singles = singles.setter();
        Callback::from(move |on: bool| {
            if let Some(storage) = preferences() {
                let _ = if on { storage.remove_item(KEY) } else { storage.set_item(KEY, "no") };
            }
            singles.set(on);
        })
    };
    (*singles, on_singles)
}

fn kept() -> Option<String> {
    preferences()?.get_item(KEY).ok()?
}

/// What a key asks for. One that something else has taken asks for nothing.
fn command_of(event: &KeyboardEvent, singles: bool) -> Option<Command> {
    if event.default_prevented() || event.is_composing() {
        return None;
    }
    let key = event.key();
    let pressed = Pressed {
        key: &key,
        ctrl: event.ctrl_key() || event.meta_key(),
        alt: event.alt_key(),
        shift: event.shift_key(),
        in_field: is_in_field(event),
    };
    pressed.command(singles)
}

/// Whether neither a dialog nor a menu is open.
fn is_free() -> bool {
    document().is_some_and(|page| matches!(page.query_selector("dialog[open], [role=menu]"), Ok(None)))
}

/// Puts the focus into the next part of the page, or into the one before.
pub(crate) fn go_to_part(turn: Turn) {
    let Some(page) = document() else { return };
    let active = page.active_element();
    let find = |selector: &str| page.query_selector(selector).ok().flatten();
    let holds = |part: &Element| active.as_ref().is_some_and(|active| part.contains(Some(active)));
    let is_tab = |tab: &str| active.as_ref().is_some_and(|active| active.id() == tab);
    let at = PARTS.iter().position(|(part, tab)| find(part).is_some_and(|part| holds(&part)) || is_tab(tab));
    let (part, tab) = PARTS[turn.from(at, PARTS.len())];
    // A narrow page shows one part at a time: its tab shows it.
    if let Some(tab) = page.get_element_by_id(tab).and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
        tab.click();
        let _ = tab.focus();
        return;
    }
    let first = |part: Element| {
        let inner =
            [".code-host", "[role=tab][aria-selected=true]", "input:not([type=file]), textarea, button"];
        inner.into_iter().find_map(|inner| part.query_selector(inner).ok().flatten())
    };
    if let Some(element) = find(part).and_then(first).and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
