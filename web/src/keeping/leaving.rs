//! What a page that goes away leaves in the browser's storage. A browser may end a page before its database has written;
//! what stands in the storage is there at once.

use super::Inner;
use super::store::{Part, Parts, Store};
use super::tab::{self, Held};
use crate::browser::preferences;
use crate::documents::as_js_string;
use crate::state::kept::Head;
use js_sys::{Array, JSON, JsString};
use std::pin::Pin;
use std::rc::Rc;
use wasm_bindgen::prelude::{JsCast, JsValue};

/// The prefix of the keys; the id of a text follows.
const LEFT: &str = "rulelens.left.";

/// The longest text that is left, in UTF-16 code units; the storage has room for a few million.
const MAX_UNITS: u32 = 1_000_000;

impl Inner {
    /// Leaves what is not known to be written.
    pub(super) fn leave(&mut self) {
        if self.on && !self.forgetting && !self.is_untouched() && (self.writing || !self.is_settled()) {
            tab::keep_id(&self.id);
            let (head, parts) = self.parts_beyond(None);
            leave(&self.id, &head, &parts);
        }
    }
}

fn leave(id: &str, head: &str, parts: &[(Part, Option<JsString>)]) -> Option<()> {
    let length: u32 = parts.iter().filter_map(|(_, text)| text.as_ref()).map(JsString::length).sum();
    if length > MAX_UNITS {
        return None;
    }
    let of = |part: &Part| {
        let found = parts.iter().find(|(other, _)| other == part).and_then(|(_, text)| text.clone());
        found.map_or(JsValue::NULL, JsValue::from)
    };
    let texts: Array = std::iter::once(JsValue::from(head)).chain(Part::ALL.iter().map(of)).collect();
    let text = JSON::stringify(&texts).ok()?;
    preferences()?.set_item(&key(id), &String::from(text)).ok()
}

fn key(id: &str) -> String {
    format!("{LEFT}{id}")
}

/// Removes what was left of a text that is in the database by now, or deleted.
pub(super) fn forget(id: &str) {
    if let Some(storage) = preferences() {
        let _ = storage.remove_item(&key(id));
    }
}

/// The ids of the texts of which something was left.
pub(super) fn left() -> Vec<String> {
    let Some(storage) = preferences() else { return Vec::new() };
    let keys = (0..storage.length().unwrap_or(0)).filter_map(|at| storage.key(at).ok().flatten());
    keys.filter_map(|key| key.strip_prefix(LEFT).map(str::to_owned)).collect()
}

/// Writes what was left of this tab's text, and of those that no tab shows any more.
pub(super) fn take_over(store: Rc<Store>, left: Vec<String>) -> Pin<Box<dyn Future<Output = ()>>> {
    Box::pin(async move {
        let (own, open) = (tab::kept_id(), Held::ask().await);
        let Ok(kept) = store.heads().await else { return };
        let changed = |head: &str| Head::read(head).changed;
        for id in left.iter().filter(|id| own.as_ref() == Some(id) || !open.has(id)) {
            let text = preferences().and_then(|storage| storage.get_item(&key(id)).ok().flatten());
            let kept = kept.iter().find(|(other, _)| other == id).map_or(0.0, |(_, head)| changed(head));
            let is_over = match text.and_then(|text| read(&text)) {
                Some((head, parts)) if changed(&head) >= kept => match store.write(id, &head, &parts) {
                    Ok(writing) => writing.done().await.is_ok(),
                    Err(_) => false,
                },
                // Something newer is kept, or nobody can read what was left.
                _ => true,
            };
            if is_over {
                forget(id);
            }
        }
    })
}

/// The head and all parts.
fn read(text: &str) -> Option<(String, Parts)> {
    let texts = JSON::parse(text).ok()?.dyn_into::<Array>().ok()?;
    let head = texts.get(0).as_string()?;
    let parts =
        Part::ALL.into_iter().zip(texts.iter().skip(1)).map(|(part, text)| (part, as_js_string(text)));
    let parts: Parts = parts.collect();
    (parts.len() == Part::ALL.len()).then_some((head, parts))
}
