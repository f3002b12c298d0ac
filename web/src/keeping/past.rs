//! The histories of the texts that are shown, so that a reload does not end them. They are the tab's own.

use super::Keeper;
use crate::browser::tab_storage;
use crate::documents::{DocumentName, Documents, Past, as_js_string};
use js_sys::{Array, JSON, JsString, Object, Reflect};
use wasm_bindgen::prelude::{JsCast, JsValue};

/// Under what they stand in the tab's storage.
const PAST: &str = "rulelens.past";

/// How long all texts of the past may be together, in UTF-16 code units; a tab has room for a few million.
const MAX_UNITS: u32 = 1_000_000;

/// The members of what is kept of a text.
const PRESENT: &str = "present";
const BACK: &str = "past";
const FORTH: &str = "undone";

impl Keeper {
    /// Puts the histories into the tab's storage; what does not fit is forgotten, the oldest steps first.
    pub(super) fn keep_past(&self) {
        let Some(storage) = tab_storage() else { return };
        let inner = self.0.borrow();
        if inner.held {
            return;
        }
        let kept = inner.on.then(|| written(&inner.documents)).flatten();
        let _ = match kept {
            Some(kept) => storage.set_item(PAST, &kept),
            None => storage.remove_item(PAST),
        };
    }
}

/// Gives the texts the histories that they had in this tab, where they are still the same texts; whether one had any.
pub(super) fn restore(documents: &Documents) -> bool {
    let Some(storage) = tab_storage() else { return false };
    let kept = storage.get_item(PAST).ok().flatten();
    let _ = storage.remove_item(PAST);
    let Some(kept) = kept.and_then(|kept| JSON::parse(&kept).ok()) else { return false };
    let of_texts = kept.dyn_into::<Array>().unwrap_or_default();
    let mut restored = false;
    for (name, of_text) in DocumentName::ALL.into_iter().zip(of_texts.iter()) {
        let present = Reflect::get(&of_text, &PRESENT.into()).ok().and_then(as_js_string);
        if present.is_some_and(|present| present == documents.get(name).text) {
            let past = Past { back: texts(&of_text, BACK), forth: texts(&of_text, FORTH) };
            restored |= !past.back.is_empty();
            documents.set_past(name, past);
        }
    }
    restored
}

fn texts(of_text: &JsValue, member: &str) -> Vec<JsString> {
    let list = Reflect::get(of_text, &member.into()).ok().and_then(|it| it.dyn_into::<Array>().ok());
    list.map(|list| list.iter().filter_map(as_js_string).collect()).unwrap_or_default()
}

fn written(documents: &Documents) -> Option<String> {
    let mut room = MAX_UNITS;
    let mut has_past = false;
    let of_texts: Array = DocumentName::ALL
        .into_iter()
        .map(|name| {
            let Past { back, forth } = documents.past(name);
            let present = documents.get(name).text;
            let of_text = Object::new();
            let fits = present.length() <= room;
            room -= if fits { present.length() } else { 0 };
            let back = if fits { newest(&back, &mut room) } else { Array::new() };
            let forth = if fits { newest(&forth, &mut room) } else { Array::new() };
            has_past |= back.length() + forth.length() > 0;
            let present = if fits { JsValue::from(present) } else { JsValue::NULL };
            for (member, value) in [(PRESENT, present), (BACK, back.into()), (FORTH, forth.into())] {
                let _ = Reflect::set(&of_text, &member.into(), &value);
            }
            of_text
        })
        .collect();
    if !has_past {
        return None;
    }
    JSON::stringify(&of_texts).ok().map(String::from)
}

/// The last texts, in their order, for which there is room.
fn newest(texts: &[JsString], room: &mut u32) -> Array {
    let fitting = texts.iter().rev().take_while(|text| {
        let fits = text.length() <= *room;
        *room -= if fits { text.length() } else { 0 };
        fits
    });
    let count = fitting.count();
    texts[texts.len() - count..].iter().collect()
}
