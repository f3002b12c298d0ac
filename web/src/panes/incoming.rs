//! Messages that come into the list: what is dropped or pasted, and what becomes of it.

use crate::browser::{before_fields, is_in_field, take};
use crate::components::plain::plain;
use crate::components::words::{count, prose};
use crate::importing::{Import, Importing};
use crate::state::{PayloadForm, since};
use crate::worker::protocol::ReplayingView;
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use wasm_bindgen::prelude::JsCast;
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, Element, Event};
use yew::{Callback, Html, NodeRef, hook, html, use_effect_with, use_mut_ref};

/// Catches what is dropped on `area` or pasted into it.
#[hook]
pub(super) fn use_incoming(area: &NodeRef, import: &Import) {
    let newest = use_mut_ref(|| import.clone());
    newest.borrow_mut().clone_from(import);
    let area = area.clone();
    use_effect_with((), move |()| {
        let listeners = area.cast::<Element>().map(|area| {
            let on = |kind: &'static str, heard: fn(&Event, &Import, &Element)| {
                let (newest, area) = (newest.clone(), area.clone());
                EventListener::new_with_options(&area.clone(), kind, before_fields(), move |event| {
                    heard(event, &newest.borrow(), &area);
                })
            };
            [
                on("dragover", |event, _, area| {
                    if takes(event) {
                        take(event);
                        let _ = area.class_list().add_1("is-dropping");
                    }
                }),
                on("dragleave", |_, _, area| {
                    let _ = area.class_list().remove_1("is-dropping");
                }),
                on("drop", |event, import, area| {
                    let _ = area.class_list().remove_1("is-dropping");
                    dropped(event, import);
                }),
                on("paste", |event, import, _| pasted(event, import)),
            ]
        });
        move || drop(listeners)
    });
}

fn data(event: &Event) -> Option<DataTransfer> {
    event.dyn_ref::<DragEvent>()?.data_transfer()
}

fn has_files(data: &DataTransfer) -> bool {
    data.types().includes(&"Files".into(), 0)
}

fn takes(event: &Event) -> bool {
    data(event).is_some_and(|data| has_files(&data)) || !is_in_field(event)
}

fn dropped(event: &Event, import: &Import) {
    let Some(data) = data(event) else { return };
    if let Some(file) = data.files().and_then(|files| files.get(0)) {
        take(event);
        import.on_file.emit(file);
    } else if !is_in_field(event)
        && let Some(text) = data.get_data("text/plain").ok().filter(|text| !text.trim().is_empty())
    {
        take(event);
        import.on_text.emit(text.as_str().into());
    }
}

fn pasted(event: &Event, import: &Import) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if target.is_some_and(|target| target.id() == "payload") {
        // The field has the text once the browser has put it there.
        let on_pasted = import.on_pasted.clone();
        Timeout::new(0, move || on_pasted.emit(())).forget();
        return;
    }
    if is_in_field(event) {
        return;
    }
    let data = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
    let Some(data) = data else { return };
    if let Some(file) = data.files().and_then(|files| files.get(0)) {
        take(event);
        return import.on_file.emit(file);
    }
    if let Some(text) = data.get_data("text/plain").ok().filter(|text| !text.trim().is_empty()) {
        take(event);
        import.on_text.emit(text.as_str().into());
    }
}

/// What becomes of messages that come in, in a line; nothing where none do.
pub(super) fn line(import: &Import) -> Html {
    let button = |label: String, primary: bool, then: &Callback<()>| {
        let class = if primary { "button is-small is-primary" } else { "button is-small" };
        html! { <button type="button" {class} onclick={then.reform(|_| ())}>{ label }</button> }
    };
    let line = match &import.importing {
        Importing::Idle => return Html::default(),
        Importing::Reading(name, view) => {
            reading(name, view.as_ref(), &button("Cancel".to_owned(), false, &import.on_leave))
        }
        Importing::Failed(why) => html! {
            <><span class="push-right">{ prose(why) }</span>{ button("Dismiss".to_owned(), false, &import.on_leave) }</>
        },
        Importing::Written(form) => {
            let name = if *form == PayloadForm::Hex { "hexadecimal digits" } else { "base64" };
            html! {
                <>
                    <span class="push-right">{ format!("The payload looks like bytes in {name}.") }</span>
                    { button(format!("Read as {name}"), true, &import.on_take) }
                    { button("Keep as text".to_owned(), false, &import.on_leave) }
                </>
            }
        }
        Importing::Offered(offer) => {
            let all = count(offer.count() as usize);
            html! {
                <>
                    <span class="push-right">{ format!("The payload is {}.", offer.format()) }</span>
                    { button(format!("Use as {all} messages"), true, &import.on_take) }
                    { button("Keep as one".to_owned(), false, &import.on_leave) }
                </>
            }
        }
    };
    html! { <div class="replay-progress" role="status">{ line }</div> }
}

fn reading(name: &str, view: Option<&ReplayingView>, cancel: &Html) -> Html {
    let share = view.and_then(|view| view.share);
    let done =
        view.map_or_else(|| "reading".to_owned(), |view| format!("{} messages", count(view.done as usize)));
    html! {
        <>
            <span class="strong">{ plain(name) }</span>
            <progress aria-label="Read" max="1" value={share.map(|share| format!("{share:.3}"))}></progress>
            <span class="soft small nowrap">{ done }</span>
            { cancel.clone() }
            if let Some(conflict) = view.and_then(|view| view.conflicts.first()) {
                <span class="found small">
                    <b>{ plain(&conflict.name) }</b>
                    { format!(" is {} {}, and changes its type", conflict.first.kind.name(), since(&conflict.first)) }
                </span>
            }
        </>
    }
}
