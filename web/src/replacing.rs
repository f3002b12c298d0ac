//! Replacing everything at once, by the sample or another kept text, with a way back.

use crate::browser::is_in_field;
use crate::documents::{DocumentName, Documents};
use crate::history::Direction;
use crate::keeping::{Start, Texts};
use crate::sample;
use crate::state::{Change, Inputs, State};
use crate::undo::asked_by;
use gloo_events::{EventListener, EventListenerOptions};
use std::rc::Rc;
use wasm_bindgen::prelude::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::{Callback, UseReducerDispatcher, UseReducerHandle, hook, use_effect_with, use_state};

/// The way back from replaced texts.
pub(crate) struct Replacing {
    /// What was replaced last.
    pub(crate) before: Option<Rc<Texts>>,
    /// Whether the sample is there now.
    pub(crate) is_sample: bool,
    /// Whether it was replaced by the rule of a document.
    pub(crate) is_document: bool,
    /// Puts the sample into all fields.
    pub(crate) on_reset: Callback<()>,
    /// Puts a text into all fields.
    pub(crate) on_open: Callback<Texts>,
    /// Brings back what was replaced last.
    pub(crate) on_take_back: Callback<()>,
    /// Does without the way back.
    pub(crate) on_leave: Callback<()>,
    /// Puts the sample into all fields, without any way back.
    pub(crate) on_forget: Callback<()>,
    /// Takes over the way back of another rule.
    pub(crate) on_other: Callback<Option<Rc<Texts>>>,
}

/// What the page opens with, as the sample is.
pub(crate) fn sample_texts() -> Texts {
    let documents = [sample::SQL.into(), sample::PAYLOAD.into()];
    Texts { inputs: Rc::new(sample::inputs()), documents, others: Rc::default() }
}

/// Offers to replace everything.
#[hook]
pub(crate) fn use_replacing(start: &Start, state: &UseReducerHandle<State>) -> Replacing {
    let replaced = use_state(|| start.before.iter().cloned().collect::<Vec<_>>());
    let (documents, dispatch) = (start.documents.clone(), state.dispatcher());
    let on_replace = {
        let (documents, dispatch, replaced) = (documents.clone(), dispatch.clone(), replaced.clone());
        let (inputs, keeper) = (state.inputs.clone(), start.keeper.clone());
        Callback::from(move |texts: Texts| {
            let present = Texts::of(&inputs, &documents);
            // A second click on the same button must not take the sample for the user's text.
            if present != texts {
                keeper.make_version();
                let mut all = (*replaced).clone();
                all.push(Rc::new(present));
                replaced.set(all);
                replace(&documents, &dispatch, &texts);
            }
        })
    };
    // Another text in the place of the rule's is still about the same cases.
    let on_open = {
        let cases = state.inputs.cases.clone();
        on_replace.reform(move |texts: Texts| {
            let inputs = Inputs { cases: cases.clone(), ..Inputs::clone(&texts.inputs) };
            Texts { inputs: Rc::new(inputs), ..texts }
        })
    };
    let on_take_back = {
        let (documents, dispatch, replaced) = (documents.clone(), dispatch.clone(), replaced.clone());
        Callback::from(move |()| {
            let mut all = (*replaced).clone();
            if let Some(texts) = all.pop() {
                replaced.set(all);
                replace(&documents, &dispatch, &texts);
            }
        })
    };
    let on_forget = {
        let (documents, dispatch, replaced) = (documents, dispatch, replaced.clone());
        Callback::from(move |()| {
            replaced.set(Vec::new());
            replace(&documents, &dispatch, &sample_texts());
            documents.forget();
        })
    };
    let before = replaced.last().cloned();
    use_undo_anywhere(before.is_some(), &on_take_back);
    let is_sample = before.is_some()
        && state.inputs.messages.count() == 1
        && sample_texts() == Texts::of(&state.inputs, &start.documents);
    let source = &state.inputs.source;
    let is_document =
        source.is_some() && before.as_ref().is_some_and(|before| before.inputs.source != *source);
    Replacing {
        before,
        is_sample,
        is_document,
        on_reset: on_replace.reform(|()| sample_texts()),
        on_open,
        on_take_back,
        on_other: {
            let replaced = replaced.setter();
            Callback::from(move |before: Option<Rc<Texts>>| replaced.set(before.into_iter().collect()))
        },
        on_leave: Callback::from(move |()| replaced.set(Vec::new())),
        on_forget,
    }
}

fn replace(documents: &Documents, dispatch: &UseReducerDispatcher<State>, texts: &Texts) {
    let [sql, payload] = &texts.documents;
    documents.replace(DocumentName::Sql, sql.clone(), None);
    for (id, text) in texts.others.iter() {
        documents.put(*id, text.clone());
    }
    let chosen = texts.inputs.messages.row().id;
    documents.put(chosen, payload.clone());
    documents.show(chosen);
    dispatch.dispatch(Change::Replaced(Inputs::clone(&texts.inputs)));
}

/// Right after a replacement the focus is on a button, where undo means the replacement.
#[hook]
fn use_undo_anywhere(replaced: bool, on_take_back: &Callback<()>) {
    let on_take_back = on_take_back.clone();
    use_effect_with((replaced, on_take_back.clone()), move |_| {
        let page = replaced.then(crate::browser::document).flatten();
        let listener = page.map(|page| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&page, "keydown", options, move |event| {
                let undo = event.dyn_ref::<KeyboardEvent>().and_then(asked_by) == Some(Direction::Undo);
                let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
                let in_dialog = target.is_some_and(|target| matches!(target.closest("dialog"), Ok(Some(_))));
                if undo && !in_dialog && !is_in_field(event) {
                    event.prevent_default();
                    on_take_back.emit(());
                }
            })
        });
        move || drop(listener)
    });
}
