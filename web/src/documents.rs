//! The two texts that can be large, as the browser's own strings, with their undo histories.
//!
//! A payload of ten megabytes would have to be copied and transcoded to become a Rust string, on the main thread and
//! at every keystroke. As a JavaScript string it is shared, and goes to the evaluator in one step.

use crate::history::{Direction, History, Typed, end_of_change};
use js_sys::{Date, JsString};
use std::cell::RefCell;
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
    /// Starts with SQL and payload.
    pub(crate) fn new(texts: [JsString; 2]) -> Self {
        let first = |text: JsString| Edited { history: History::new(text), revision: 1, caret: None };
        Self(Rc::new(RefCell::new(Inner { texts: texts.map(first), generation: 0 })))
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
        let edited = &mut self.0.borrow_mut().texts[name as usize];
        edited.history.typed(text, typed, Date::now());
        edited.revision = edited.revision.wrapping_add(1);
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

    /// Drops the histories of both texts.
    pub(crate) fn forget(&self) {
        for edited in &mut self.0.borrow_mut().texts {
            edited.history.forget();
        }
    }

    fn change(&self, name: DocumentName, change: impl FnOnce(&mut Edited) -> bool) -> bool {
        let inner = &mut *self.0.borrow_mut();
        let edited = &mut inner.texts[name as usize];
        let changed = change(edited);
        if changed {
            edited.revision = edited.revision.wrapping_add(1);
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
