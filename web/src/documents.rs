//! The texts that can be large, as the browser's own strings, with their undo histories: the rule's SQL, and the
//! payloads of all messages, of which one is shown.
//!
//! A payload of ten megabytes would have to be copied and transcoded to become a Rust string, on the main thread and
//! at every keystroke. As a JavaScript string it is shared, and goes to the evaluator in one step.

use crate::history::{Direction, History, Typed, end_of_change};
use js_sys::{Date, JsString};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;
use wasm_bindgen::prelude::JsValue;

/// One version of a text.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// Counts the versions; two documents of the same number have the same text.
    pub(crate) revision: u32,
    /// The text.
    pub(crate) text: JsString,
}

impl Document {
    /// The part from `start` to `end`, both in UTF-16 code units.
    pub(crate) fn slice(&self, start: usize, end: usize) -> String {
        self.text.slice(start as u32, end as u32).into()
    }
}

/// Which of the two texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DocumentName {
    /// The rule's SQL.
    Sql,
    /// The message's payload.
    Payload,
}

impl DocumentName {
    /// Both.
    pub(crate) const ALL: [Self; 2] = [Self::Sql, Self::Payload];
}

/// Both texts, shared by all who read or write them. What the user types comes in by [`Self::typed`], what the page
/// changes by [`Self::replace`], and an editor shows the text anew when [`Self::generation`] has changed.
#[derive(Clone)]
pub(crate) struct Documents(Rc<RefCell<Inner>>);

struct Inner {
    texts: [Edited; 2],
    generation: u32,
    /// Counts the versions of all texts, so that a number stands for one text whichever message it is of.
    last_revision: u32,
    /// The message whose payload is shown.
    shown: u32,
    /// The revision that its payload had when it was put aside last.
    put_aside: u32,
    /// The payloads of the other messages, by their messages.
    others: BTreeMap<u32, Edited>,
    /// Counts the changes of the texts that were put aside.
    others_revision: u32,
    /// The last message that got an id.
    last_id: u32,
}

/// Payloads with the ids of their messages.
pub(crate) type Payloads = Vec<(u32, JsString)>;

/// The steps of a text's history.
pub(crate) struct Past {
    /// The texts before the present one, the oldest first.
    pub(crate) back: Vec<JsString>,
    /// Those that were undone, in the order of undoing.
    pub(crate) forth: Vec<JsString>,
}

struct Edited {
    history: History<JsString>,
    revision: u32,
    /// Where the caret belongs after the page changed the text, until an editor has put it there.
    caret: Option<u32>,
}

impl PartialEq for Documents {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Documents {
    /// Starts with SQL, the payload of a message, and those of other messages.
    pub(crate) fn new(texts: [JsString; 2], shown: u32, others: &Payloads) -> Self {
        let mut last_revision = 0;
        let mut first = |text: JsString| {
            last_revision += 1;
            Edited { history: History::new(text), revision: last_revision, caret: None }
        };
        let texts = texts.map(&mut first);
        let mut kept = BTreeMap::new();
        for (id, text) in others {
            kept.insert(*id, first(text.clone()));
        }
        let others = kept;
        let last_id = others.keys().copied().max().unwrap_or(0).max(shown);
        let put_aside = texts[DocumentName::Payload as usize].revision;
        Self(Rc::new(RefCell::new(Inner {
            texts,
            generation: 0,
            last_revision,
            shown,
            put_aside,
            others,
            others_revision: 0,
            last_id,
        })))
    }

    /// Starts anew with the texts of another rule; the histories are theirs.
    pub(crate) fn reopen(&self, texts: [JsString; 2], shown: u32, others: &Payloads) {
        let inner = &mut *self.0.borrow_mut();
        let mut first = |text: JsString| {
            inner.last_revision = inner.last_revision.wrapping_add(1);
            Edited { history: History::new(text), revision: inner.last_revision, caret: None }
        };
        inner.texts = texts.map(&mut first);
        inner.others = others.iter().map(|(id, text)| (*id, first(text.clone()))).collect();
        inner.put_aside = inner.texts[DocumentName::Payload as usize].revision;
        inner.shown = shown;
        inner.last_id = inner.others.keys().copied().max().unwrap_or(0).max(shown);
        inner.others_revision = inner.others_revision.wrapping_add(1);
        inner.generation = inner.generation.wrapping_add(1);
    }

    /// Counts the changes of all texts.
    pub(crate) fn revision(&self) -> u32 {
        self.0.borrow().last_revision
    }

    /// The present version of a text.
    pub(crate) fn get(&self, name: DocumentName) -> Document {
        let edited = &self.0.borrow().texts[name as usize];
        Document { revision: edited.revision, text: edited.history.present().clone() }
    }

    /// Both texts.
    pub(crate) fn texts(&self) -> [JsString; 2] {
        DocumentName::ALL.map(|name| self.get(name).text)
    }

    /// Counts the changes that were made by the page rather than typed.
    pub(crate) fn generation(&self) -> u32 {
        self.0.borrow().generation
    }

    /// The user changed a text in its field.
    pub(crate) fn typed(&self, name: DocumentName, text: JsString, typed: Typed) {
        let inner = &mut *self.0.borrow_mut();
        let edited = &mut inner.texts[name as usize];
        edited.history.typed(text, typed, Date::now());
        inner.last_revision = inner.last_revision.wrapping_add(1);
        edited.revision = inner.last_revision;
        edited.caret = None;
    }

    /// Puts a text in the place of the present one, as one step of its history.
    pub(crate) fn replace(&self, name: DocumentName, text: JsString, caret: Option<u32>) {
        self.change(name, |edited| {
            edited.history.replace(text);
            edited.caret = caret;
            true
        });
    }

    /// Goes a step back in a text's history, or forward again; whether there was one.
    pub(crate) fn go(&self, name: DocumentName, direction: Direction, editable: u32) -> bool {
        self.change(name, |edited| {
            let old = edited.history.present().clone();
            let went = edited.history.go(direction);
            let new = edited.history.present();
            // A text too large to edit has no caret.
            let has_caret = went && old.length().max(new.length()) <= editable;
            edited.caret = has_caret.then(|| end_of_change(&String::from(&old), &String::from(new)) as u32);
            went
        })
    }

    /// Whether a change of a text can be taken back.
    pub(crate) fn can_undo(&self, name: DocumentName) -> bool {
        self.0.borrow().texts[name as usize].history.can_undo()
    }

    /// Where the caret belongs, for the editor that shows the text; it is told once.
    pub(crate) fn take_caret(&self, name: DocumentName) -> Option<u32> {
        self.0.borrow_mut().texts[name as usize].caret.take()
    }

    /// Puts older texts before all that the histories know.
    pub(crate) fn remember(&self, older: &[JsString; 2]) {
        for (edited, older) in self.0.borrow_mut().texts.iter_mut().zip(older) {
            edited.history.remember(older.clone());
        }
    }

    /// The steps of a text's history.
    pub(crate) fn past(&self, name: DocumentName) -> Past {
        let inner = self.0.borrow();
        let [back, forth] = inner.texts[name as usize].history.steps();
        Past { back: back.to_vec(), forth: forth.to_vec() }
    }

    /// Gives a text the steps of an earlier history.
    pub(crate) fn set_past(&self, name: DocumentName, past: Past) {
        self.0.borrow_mut().texts[name as usize].history.set_steps(past.back, past.forth);
    }

    /// Drops the histories of all texts, and the payloads that are not shown.
    pub(crate) fn forget(&self) {
        let inner = &mut *self.0.borrow_mut();
        inner.texts.iter_mut().for_each(|edited| edited.history.forget());
        inner.others.clear();
        inner.others_revision = inner.others_revision.wrapping_add(1);
    }

    /// Shows the payload of a message, with its own history; the one that was shown is put aside with its.
    pub(crate) fn show(&self, id: u32) {
        let inner = &mut *self.0.borrow_mut();
        if inner.shown == id {
            return;
        }
        let next = inner.others.remove(&id).unwrap_or_else(|| {
            inner.last_revision = inner.last_revision.wrapping_add(1);
            Edited { history: History::new("".into()), revision: inner.last_revision, caret: None }
        });
        let put_aside = next.revision;
        let before = std::mem::replace(&mut inner.texts[DocumentName::Payload as usize], next);
        if before.revision != inner.put_aside {
            inner.others_revision = inner.others_revision.wrapping_add(1);
        }
        inner.others.insert(inner.shown, before);
        inner.shown = id;
        inner.put_aside = put_aside;
        inner.last_id = inner.last_id.max(id);
        inner.generation = inner.generation.wrapping_add(1);
    }

    /// A new message's id.
    pub(crate) fn new_id(&self) -> u32 {
        let inner = &mut *self.0.borrow_mut();
        inner.last_id += 1;
        inner.last_id
    }

    /// Gives a message a payload, as one step of its history.
    pub(crate) fn put(&self, id: u32, text: JsString) {
        if self.0.borrow().shown == id {
            return self.replace(DocumentName::Payload, text, None);
        }
        let inner = &mut *self.0.borrow_mut();
        inner.last_revision = inner.last_revision.wrapping_add(1);
        let revision = inner.last_revision;
        match inner.others.get_mut(&id) {
            Some(known) => {
                known.history.replace(text);
                known.revision = revision;
            }
            None => {
                let edited = Edited { history: History::new(text), revision, caret: None };
                inner.others.insert(id, edited);
            }
        }
        inner.last_id = inner.last_id.max(id);
        inner.others_revision = inner.others_revision.wrapping_add(1);
    }

    /// The payload of a message.
    pub(crate) fn payload_of(&self, id: u32) -> JsString {
        let inner = &*self.0.borrow();
        let edited = if inner.shown == id {
            Some(&inner.texts[DocumentName::Payload as usize])
        } else {
            inner.others.get(&id)
        };
        edited.map_or_else(|| "".into(), |edited| edited.history.present().clone())
    }

    /// The payloads of all messages but the one that is shown.
    pub(crate) fn others(&self) -> Payloads {
        let inner = self.0.borrow();
        inner.others.iter().map(|(id, edited)| (*id, edited.history.present().clone())).collect()
    }

    /// The payloads of all messages.
    pub(crate) fn payloads(&self) -> Payloads {
        let shown = self.0.borrow().shown;
        std::iter::once((shown, self.payload_of(shown))).chain(self.others()).collect()
    }

    /// Counts the changes of the payloads that are put aside.
    pub(crate) fn others_revision(&self) -> u32 {
        self.0.borrow().others_revision
    }

    /// Drops the payloads of all other messages than these.
    pub(crate) fn retain(&self, ids: &HashSet<u32>) {
        let inner = &mut *self.0.borrow_mut();
        let before = inner.others.len();
        inner.others.retain(|id, _| ids.contains(id));
        if inner.others.len() != before {
            inner.others_revision = inner.others_revision.wrapping_add(1);
        }
    }

    fn change(&self, name: DocumentName, change: impl FnOnce(&mut Edited) -> bool) -> bool {
        let inner = &mut *self.0.borrow_mut();
        let edited = &mut inner.texts[name as usize];
        let changed = change(edited);
        if changed {
            inner.last_revision = inner.last_revision.wrapping_add(1);
            edited.revision = inner.last_revision;
            inner.generation = inner.generation.wrapping_add(1);
        }
        changed
    }
}

/// A JavaScript value as a string, where it is one.
pub(crate) fn as_js_string(value: JsValue) -> Option<JsString> {
    use wasm_bindgen::prelude::JsCast;
    value.dyn_into().ok()
}
