//! The two texts that can be large, as the browser's own strings.
//!
//! A payload of ten megabytes would have to be copied and transcoded to become a Rust string, on the main thread and
//! at every keystroke. As a JavaScript string it is shared, and goes to the evaluator in one step.

use js_sys::JsString;
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

/// Both texts, shared by all who read or write them.
#[derive(Clone)]
pub(crate) struct Documents(Rc<RefCell<[Document; 2]>>);

impl PartialEq for Documents {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Documents {
    /// Starts with these texts.
    pub(crate) fn new(sql: &str, payload: &str) -> Self {
        let first = |text: &str| Document { revision: 1, text: text.into() };
        Self(Rc::new(RefCell::new([first(sql), first(payload)])))
    }

    /// The present version of a text.
    pub(crate) fn get(&self, name: DocumentName) -> Document {
        self.0.borrow()[name as usize].clone()
    }

    /// Puts a text in the place of the present one.
    pub(crate) fn set(&self, name: DocumentName, text: JsString) {
        let document = &mut self.0.borrow_mut()[name as usize];
        document.revision = document.revision.wrapping_add(1);
        document.text = text;
    }
}

/// A JavaScript value as a string, where it is one.
pub(crate) fn as_js_string(value: JsValue) -> Option<JsString> {
    use wasm_bindgen::prelude::JsCast;
    value.dyn_into().ok()
}
