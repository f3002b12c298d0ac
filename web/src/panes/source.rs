//! The document that the rule came from: reading one that is pasted, dropped or opened, and what to do about it then.

use crate::browser::{before_fields, take};
use crate::components::icon::{Glyph, glyph_icon};
use crate::components::words::prose;
use crate::documents::{DocumentName, Documents, as_js_string};
use crate::editor::{Offer, apply, selection};
use crate::keeping::Texts;
use crate::state::Inputs;
use crate::state::source::{Source, looks_like_document};
use crate::worker::protocol::SideAnswer;
use crate::worker::side::{Question, SideResult, use_side};
use crate::worker::side_queue::Lane;
use gloo_events::EventListener;
use js_sys::{JsString, Reflect};
use rulelens_wasm::EditView;
use std::rc::Rc;
use wasm_bindgen::prelude::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, Element, Event, File};
use yew::{Callback, Html, NodeRef, UseStateHandle, hook, html, use_effect_with, use_mut_ref, use_state};

/// The largest file that is read, in bytes; the reader says itself what it takes.
const MAX_FILE: f64 = 16_000_000.0;

/// How much of what was typed is looked at to see whether it is a document, in UTF-16 code units.
const LOOKED_AT: u32 = 65_536;

/// The field of which pasted documents are taken.
const SQL_FIELD: &str = "sql";

/// A text that may be a document.
#[derive(Clone, Debug, PartialEq)]
struct Candidate {
    file: Option<String>,
    text: JsString,
    /// Where it was pasted, in UTF-16 code units.
    range: Option<(u32, u32)>,
}

/// What becomes of a document.
#[derive(Clone, Debug, PartialEq)]
enum Status {
    Idle,
    Reading(Candidate),
    Failed(Candidate, String),
}

/// Reading documents.
#[derive(Clone, PartialEq)]
pub(super) struct Import {
    status: UseStateHandle<Status>,
    /// Reads a file as a document, or as a statement where it is one.
    pub(super) on_file: Callback<File>,
    /// Reads typed text as a document.
    on_typed: Callback<JsString>,
    on_cancel: Callback<()>,
    on_insert: Callback<Candidate>,
}

/// Reads documents that are pasted into or dropped on `area`, and puts their rules into the fields.
#[hook]
pub(super) fn use_import(
    area: &NodeRef,
    inputs: &Rc<Inputs>,
    documents: &Documents,
    on_open: &Callback<Texts>,
    on_document: &Callback<()>,
) -> Import {
    let side = use_side();
    let status = use_state(|| Status::Idle);
    let newest_file = use_mut_ref(|| 0_u32);
    // The fields may change while a document is read.
    let newest = use_mut_ref(|| (inputs.clone(), on_open.clone()));
    *newest.borrow_mut() = (inputs.clone(), on_open.clone());

    let on_candidate = {
        let (status, documents, side) = (status.setter(), documents.clone(), side.clone());
        Callback::from(move |candidate: Candidate| {
            status.set(Status::Reading(candidate.clone()));
            let question = Question::read_document(Lane::ReadDocument, candidate.text.clone());
            let (status, documents, newest) = (status.clone(), documents.clone(), newest.clone());
            let listener = Callback::from(move |result: SideResult| {
                let (inputs, on_open) = newest.borrow().clone();
                match source_of(result, candidate.text.clone().into(), candidate.file.clone()) {
                    Ok(source) => {
                        status.set(Status::Idle);
                        on_open.emit(filled(&source, &inputs, &documents));
                    }
                    Err(why) => status.set(Status::Failed(candidate.clone(), why)),
                }
            });
            side.ask(question, listener);
        })
    };
    let on_file = {
        let (on_candidate, documents, on_document) =
            (on_candidate.clone(), documents.clone(), on_document.clone());
        let (status, side) = (status.setter(), side.clone());
        Callback::from(move |file: File| {
            // What was opened before is no longer wanted, whether it is still being read or evaluated.
            side.cancel(Lane::ReadDocument);
            status.set(Status::Idle);
            let turn = *newest_file.borrow() + 1;
            *newest_file.borrow_mut() = turn;
            let candidate = Candidate { file: Some(file.name()), text: "".into(), range: None };
            let (on_candidate, documents, on_document) =
                (on_candidate.clone(), documents.clone(), on_document.clone());
            let (status, newest_file) = (status.clone(), newest_file.clone());
            yew::platform::spawn_local(async move {
                let text = text_of(&file).await;
                if *newest_file.borrow() != turn {
                    return;
                }
                match text {
                    Ok(text) if is_statement(&text) => {
                        documents.replace(DocumentName::Sql, text, None);
                        on_document.emit(());
                    }
                    Ok(text) => on_candidate.emit(Candidate { text, ..candidate }),
                    Err(why) => status.set(Status::Failed(candidate, why)),
                }
            });
        })
    };
    let on_cancel = {
        let status = status.setter();
        Callback::from(move |()| {
            side.cancel(Lane::ReadDocument);
            status.set(Status::Idle);
        })
    };
    let on_insert = {
        let (status, documents, on_document) = (status.setter(), documents.clone(), on_document.clone());
        Callback::from(move |Candidate { text, range, .. }: Candidate| {
            let end = documents.get(DocumentName::Sql).text.length();
            let (start, end) = range.filter(|(_, to)| *to <= end).unwrap_or((0, end));
            let edit = EditView { start: start as usize, end: end as usize, text: text.into() };
            apply(&documents, DocumentName::Sql, &[edit]);
            status.set(Status::Idle);
            on_document.emit(());
        })
    };
    let on_typed = {
        let on_candidate = on_candidate.clone();
        Callback::from(move |text: JsString| {
            let range = Some((0, text.length()));
            on_candidate.emit(Candidate { file: None, text, range });
        })
    };
    use_catching(area, on_candidate, on_file.clone());
    Import { status, on_file, on_typed, on_cancel, on_insert }
}

/// The text of a file; a sentence says why there is none.
pub(super) async fn text_of(file: &File) -> Result<JsString, String> {
    if file.size() > MAX_FILE {
        return Err("It is larger than 16 MB. A rule document is much smaller.".to_owned());
    }
    let text = JsFuture::from(file.text()).await.ok().and_then(as_js_string);
    text.ok_or_else(|| "The browser could not read it.".to_owned())
}

/// Catches documents that are pasted, and files that are dropped.
#[hook]
fn use_catching(area: &NodeRef, on_candidate: Callback<Candidate>, on_file: Callback<File>) {
    let newest = use_mut_ref(|| (on_candidate.clone(), on_file.clone()));
    *newest.borrow_mut() = (on_candidate, on_file);
    let area = area.clone();
    use_effect_with((), move |()| {
        let listeners = area.cast::<web_sys::Element>().map(|area| {
            let on = |kind, act: fn(&Event, &(Callback<Candidate>, Callback<File>))| {
                let newest = newest.clone();
                EventListener::new_with_options(&area, kind, before_fields(), move |event| {
                    let callbacks = newest.borrow().clone();
                    act(event, &callbacks);
                })
            };
            [
                on("paste", |event, (on_candidate, _)| {
                    if let Some(candidate) = pasted(event) {
                        take(event);
                        on_candidate.emit(candidate);
                    }
                }),
                on("dragover", |event, _| {
                    if has_files(event) {
                        take(event);
                    }
                }),
                on("drop", |event, (_, on_file)| {
                    let files = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
                    if let Some(file) = files.and_then(|data| data.files()).and_then(|files| files.get(0)) {
                        take(event);
                        on_file.emit(file);
                    }
                }),
            ]
        });
        move || drop(listeners)
    });
}

/// The document that an event pastes into the statement's field.
fn pasted(event: &Event) -> Option<Candidate> {
    let field = event.target()?.dyn_into::<Element>().ok()?;
    if field.id() != SQL_FIELD {
        return None;
    }
    let data = Reflect::get(event, &"clipboardData".into()).ok()?.dyn_into::<web_sys::DataTransfer>().ok()?;
    let text = data.get_data("text/plain").ok()?;
    if !looks_like_document(&text) {
        return None;
    }
    let range = selection(DocumentName::Sql);
    Some(Candidate { file: None, text: text.into(), range })
}

/// Whether files are dragged rather than text.
fn has_files(event: &Event) -> bool {
    let data = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
    data.is_some_and(|data| data.types().includes(&"Files".into(), 0))
}

/// Whether a file holds a statement and no document.
fn is_statement(text: &JsString) -> bool {
    let start = String::from(text.slice(0, 4_000));
    let word = start.trim_start().get(..6).unwrap_or_default().to_ascii_lowercase();
    (word == "select" || word.starts_with("set ")) && !looks_like_document(&start)
}

/// The document that was read of a text.
pub(super) fn source_of(result: SideResult, text: String, file: Option<String>) -> Result<Source, String> {
    match result {
        Ok(SideAnswer::ReadDocument(document)) => Source::new(document, text, file),
        Ok(_) => Err("The answer is to another question.".to_owned()),
        Err(error) => Err(error.words()),
    }
}

/// All fields with the chosen rule of a document.
pub(super) fn filled(source: &Source, inputs: &Rc<Inputs>, documents: &Documents) -> Texts {
    let present = Texts::of(inputs, documents);
    let (inputs, sql) = source.put_into(inputs);
    let [_, payload] = present.documents;
    Texts { inputs: Rc::new(inputs), documents: [sql.as_str().into(), payload], others: present.others }
}

/// The offer to read what stands in the statement's field as a document, where it looks like one.
pub(super) fn offer(import: &Import, documents: &Documents) -> Option<Offer> {
    let text = documents.get(DocumentName::Sql).text;
    let is_one = looks_like_document(&String::from(text.slice(0, LOOKED_AT)));
    is_one.then(|| ("Open as document", import.on_typed.reform(move |()| text.clone())))
}

/// What is read now, or what is wrong with it.
pub(super) fn reading(import: &Import) -> Html {
    match &*import.status {
        Status::Idle => Html::default(),
        Status::Reading(candidate) => html! {
            <div class="callout is-plain document-banner" role="status">
                <div class="banner-line">
                    { glyph_icon(Glyph::File) }<span>{ format!("Reading {}", named(candidate)) }</span>
                    <button type="button" class="button is-link is-small" onclick={import.on_cancel.reform(|_| ())}>{ "Cancel" }</button>
                </div>
            </div>
        },
        Status::Failed(candidate, why) => failed(import, candidate, why),
    }
}

fn named(candidate: &Candidate) -> String {
    candidate.file.clone().unwrap_or_else(|| "the text".to_owned())
}

fn failed(import: &Import, candidate: &Candidate, why: &str) -> Html {
    let on_insert = {
        let (on_insert, candidate) = (import.on_insert.clone(), candidate.clone());
        move |_| on_insert.emit(candidate.clone())
    };
    html! {
        <div class="callout is-warning document-banner" role="alert">
            <p class="lead">{ format!("No rule was read from {}", named(candidate)) }</p>
            <p>{ prose(why) }</p>
            <p class="hint">{ "Your rule is as it was." }</p>
            <div class="banner-line">
                if candidate.text.length() > 0 {
                    <button type="button" class="button is-small" onclick={on_insert}>{ "Put the text into SQL" }</button>
                }
                <button type="button" class="button is-link is-small" onclick={import.on_cancel.reform(|_| ())}>{ "Close" }</button>
            </div>
        </div>
    }
}
