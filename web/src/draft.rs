//! Keeps what was typed while the tab is open, so that a reload or a crash loses nothing.

use crate::browser::tab_storage;
use crate::documents::{Document, DocumentName, Documents};
use crate::sample;
use crate::state::Inputs;

const INPUTS: &str = "rulelens.inputs";
const SQL: &str = "rulelens.sql";
const PAYLOAD: &str = "rulelens.payload";
const EVALUATING: &str = "rulelens.evaluating";

/// The largest text that is kept, in UTF-16 code units; browsers give a page room for about five million.
pub(crate) const KEPT_LIMIT: u32 = 1_000_000;

/// What the page starts with.
pub(crate) struct Start {
    /// The fields.
    pub(crate) inputs: Inputs,
    /// SQL and payload.
    pub(crate) documents: Documents,
    /// Whether the page went away in the middle of an evaluation.
    pub(crate) crashed: bool,
}

/// What was there when the tab was last open on this page, or the sample.
pub(crate) fn restore() -> Start {
    kept().unwrap_or_else(|| Start {
        inputs: sample::inputs(),
        documents: Documents::new(sample::SQL, sample::PAYLOAD),
        crashed: false,
    })
}

fn kept() -> Option<Start> {
    let storage = tab_storage()?;
    let item = |key| storage.get_item(key).ok().flatten();
    let inputs = serde_json::from_str(&item(INPUTS)?).ok()?;
    let documents = Documents::new(&item(SQL).unwrap_or_default(), &item(PAYLOAD).unwrap_or_default());
    Some(Start { inputs, documents, crashed: item(EVALUATING).is_some() })
}

/// Keeps the present inputs. A text beyond [`KEPT_LIMIT`] is not kept, and the page says so beside it.
pub(crate) fn keep(inputs: &Inputs, documents: &Documents) {
    let Some(storage) = tab_storage() else { return };
    if let Ok(text) = serde_json::to_string(inputs) {
        let _ = storage.set_item(INPUTS, &text);
    }
    for (key, name) in [(SQL, DocumentName::Sql), (PAYLOAD, DocumentName::Payload)] {
        let Document { text, .. } = documents.get(name);
        let stored = text.length() <= KEPT_LIMIT && storage.set_item(key, &String::from(text)).is_ok();
        if !stored {
            let _ = storage.remove_item(key);
        }
    }
}

/// Notes that an evaluation begins or is over; a page that crashes in between finds the note when it comes back.
pub(crate) fn mark_evaluating(evaluating: bool) {
    let Some(storage) = tab_storage() else { return };
    let _ = if evaluating { storage.set_item(EVALUATING, "1") } else { storage.remove_item(EVALUATING) };
}
