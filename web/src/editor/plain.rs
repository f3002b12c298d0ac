//! A text in the browser's own field.

use super::{Changed, EDITABLE_LIMIT, edit, is_large};
use crate::browser::{document, element};
use crate::documents::{DocumentName, Documents, as_js_string};
use crate::history::Typed;
use crate::undo::use_undo;
use gloo_events::{EventListener, EventListenerOptions};
use js_sys::{JsString, Reflect};
use wasm_bindgen::prelude::JsCast;
use web_sys::{HtmlElement, HtmlTextAreaElement, InputEvent};
use yew::{
    Callback, Html, NodeRef, Properties, TargetCast, function_component, hook, html, use_effect_with,
    use_mut_ref, use_node_ref,
};

#[derive(Properties, PartialEq)]
pub(super) struct PlainProps {
    pub(super) name: DocumentName,
    pub(super) label: &'static str,
    pub(super) documents: Documents,
    pub(super) generation: u32,
    pub(super) invalid: bool,
    pub(super) described_by: Option<String>,
    pub(super) on_change: Callback<Changed>,
}

#[function_component]
pub(super) fn Plain(props: &PlainProps) -> Html {
    let PlainProps { name, label, documents, generation, invalid, described_by, on_change } = props;
    let (name, id) = (*name, edit::id(*name));
    let area = use_node_ref();
    {
        let (documents, area) = (documents.clone(), area.clone());
        use_effect_with(*generation, move |_| {
            let caret = documents.take_caret(name);
            if let Some(area) = area.cast::<HtmlTextAreaElement>() {
                edit::write(&area, &documents.get(name).text);
                if let Some(caret) = caret {
                    let _ = area.set_selection_range(caret, caret);
                }
            }
        });
    }
    use_large_insertions(&area, on_change.reform(Changed::TooLarge));
    use_undo(&area, (), on_change.reform(Changed::Undo));
    let oninput = {
        let on_change = on_change.clone();
        move |event: InputEvent| {
            let target: HtmlTextAreaElement = event.target_unchecked_into();
            let text = edit::read(&target);
            if is_large(&text) {
                edit::write(&target, &JsString::from(""));
                on_change.emit(Changed::TooLarge(text));
            } else {
                on_change.emit(Changed::Typed(text, Typed::of(&event.input_type())));
            }
        }
    };
    html! {
        <>
            <label for={id}>{ label }</label>
            <textarea {id} ref={area} class="code" spellcheck="false" autocomplete="off" autocapitalize="off"
                aria-invalid={invalid.then_some("true")} aria-describedby={described_by.clone()} {oninput} />
        </>
    }
}

/// The selection of a text's field, where it has the focus.
pub(super) fn focused(name: DocumentName) -> Option<(u32, u32)> {
    let active = document()?.active_element()?.dyn_into::<HtmlTextAreaElement>().ok()?;
    (active.id() == edit::id(name)).then(|| edit::selected_in(&active))
}

/// Hides a text's plain field and takes its id away until the next render removes it: two fields never have one name.
pub(super) fn give_way(name: DocumentName) {
    if let Some(area) = element(edit::id(name)).and_then(|found| found.dyn_into::<HtmlTextAreaElement>().ok())
    {
        hide(&area);
    }
}

/// Hides a field and takes its id away.
pub(super) fn hide(field: &HtmlElement) {
    field.set_hidden(true);
    // The label names the code editor from now on.
    let _ = field.remove_attribute("id");
}

/// Catches an insertion that makes the text too large to edit, before the browser starts on it: it would hang the page.
/// `on_insertion` is told the text with it.
#[hook]
fn use_large_insertions(area: &NodeRef, on_insertion: Callback<JsString>) {
    let newest = use_mut_ref(|| on_insertion.clone());
    *newest.borrow_mut() = on_insertion;
    let area = area.clone();
    use_effect_with((), move |()| {
        let options = EventListenerOptions::enable_prevent_default();
        let listener = area.cast::<HtmlTextAreaElement>().map(|area| {
            EventListener::new_with_options(&area.clone(), "beforeinput", options, move |event| {
                let Some(inserted) = Reflect::get(event, &"data".into()).ok().and_then(as_js_string) else {
                    return;
                };
                let text = edit::read(&area);
                if text.length() + inserted.length() <= EDITABLE_LIMIT {
                    return;
                }
                event.prevent_default();
                let (start, end) = edit::selected_in(&area);
                let whole = text.slice(0, start).concat(&inserted).concat(&text.slice(end, text.length()));
                newest.borrow().emit(whole);
            })
        });
        move || drop(listener)
    });
}
