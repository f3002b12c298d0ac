//! What the page opens with.

use super::leaving;
use super::past;
use super::store::{Part, Store, Trouble};
use super::texts::{fields, others_of};
use super::versions::Versioning;
use super::{
    EVALUATING, FORGOTTEN, Fresh, Inner, KEEP, Keeper, MAX_TEXTS, Snapshot, Status, Texts, mark, tab,
};
use crate::browser::{preferences, tab_storage, window};
use crate::documents::Documents;
use crate::embed::is_embedded;
use crate::replacing::sample_texts;
use crate::state::kept::Head;
use crate::state::rules::free_name;
use gloo_events::EventListener;
use js_sys::JsString;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::StorageEvent;
use yew::Callback;

/// Where the first releases kept fields, SQL and payload: in the tab's storage.
pub(super) const LEGACY: [&str; 3] = ["rulelens.inputs", "rulelens.sql", "rulelens.payload"];

/// What the page opens with.
#[derive(Clone, PartialEq)]
pub(crate) struct Start {
    /// The fields.
    pub(crate) texts: Texts,
    /// SQL and payload.
    pub(crate) documents: Documents,
    /// Whether the page went away in the middle of an evaluation.
    pub(crate) crashed: bool,
    /// What the user calls it.
    pub(crate) name: String,
    /// What another text had taken the place of, with a way back.
    pub(crate) before: Option<Rc<Texts>>,
    /// What was kept and could not be read, in the words of the page.
    pub(crate) lost: Vec<String>,
    /// Keeps what is changed.
    pub(crate) keeper: Keeper,
}

/// A kept text.
pub(super) struct Read {
    pub(super) texts: Texts,
    pub(super) before: Option<Rc<Texts>>,
    pub(super) lost: Vec<String>,
}

/// Where the text comes from.
struct Found {
    read: Read,
    id: Option<String>,
    name: String,
    crashed: bool,
    /// Whether the store has all of it under the id.
    stored: bool,
    /// Whether it is still to be stored.
    pending: bool,
}

/// The text of this tab, or the one that was changed last, or the sample.
pub(crate) async fn restore() -> Start {
    let kept = preferences().and_then(|storage| storage.get_item(KEEP).ok().flatten());
    // A page inside another one shows nothing of one's own, and keeps nothing.
    let embedded = is_embedded();
    let on = !embedded && kept.as_deref() != Some("no");
    let store = if embedded { Err(Trouble::Forbidden) } else { Store::open().await };
    let (store, mut status) = match store {
        Ok(store) => (Some(Rc::new(store)), if on { Status::Kept } else { Status::Off }),
        Err(_) if !on => (None, Status::Off),
        Err(trouble) => (None, Status::Failing(trouble.words().to_owned())),
    };
    let mut found = if embedded { None } else { legacy() };
    if let (None, Some(store), true) = (&found, &store, on) {
        let left = leaving::left();
        if !left.is_empty() {
            leaving::take_over(store.clone(), left).await;
        }
        match kept_text(store).await {
            Ok(kept) => found = kept,
            Err(trouble) => {
                status = Status::Failing(format!("what was kept could not be read: {}", trouble.words()));
            }
        }
    }
    let found = found.unwrap_or_else(|| Found {
        read: Read { texts: sample_texts(), before: None, lost: Vec::new() },
        id: None,
        name: String::new(),
        crashed: false,
        stored: false,
        pending: false,
    });
    let id = match found.id {
        Some(id) => id,
        None => {
            let id = tab::new_id();
            tab::take(&id, false).await;
            id
        }
    };
    let Read { texts, before, lost } = found.read;
    let shown = texts.inputs.messages.row().id;
    let documents = Documents::new(texts.documents.clone(), shown, &texts.others);
    let restored = on && past::restore(&documents);
    if let Some(before) = before.as_ref().filter(|_| !restored) {
        documents.remember(&before.documents);
    }
    let newest = Snapshot::of(texts.inputs.clone(), &documents, before.clone());
    let untouched = !found.stored && !found.pending;
    let fresh = untouched.then(|| Fresh { inputs: texts.inputs.clone(), revision: documents.revision() });
    let keeper = Keeper(Rc::new(RefCell::new(Inner {
        store: store.clone(),
        id,
        name: found.name.clone(),
        fresh,
        held: false,
        unkept: Vec::new(),
        versioning: Versioning::opened(texts.clone(), newest.clone()),
        on,
        documents: documents.clone(),
        settled: newest.clone(),
        stored: found.stored.then(|| newest.clone()),
        newest,
        writing: false,
        forgetting: false,
        timer: None,
        last: 0.0,
        reopened: 0.0,
        status,
        listener: Callback::noop(),
    })));
    if found.pending {
        keeper.0.borrow_mut().not_stored();
        keeper.write(false);
    }
    if !embedded {
        hear_others(&keeper);
    }
    if let Some(store) = store {
        spawn_local(async move { prune(&store).await });
    }
    Start { texts, documents, name: found.name, crashed: found.crashed, before, lost, keeper }
}

/// What an earlier release kept in the tab's storage.
fn legacy() -> Option<Found> {
    let storage = tab_storage()?;
    let item = |key| storage.get_item(key).ok().flatten();
    let [inputs, sql, payload] = LEGACY.map(item);
    if inputs.is_none() && sql.is_none() && payload.is_none() {
        return None;
    }
    let mut lost = Vec::new();
    let inputs = Rc::new(fields(inputs.map(JsString::from), &mut lost));
    let documents = [("SQL", sql), ("payload", payload)].map(|(called, text)| {
        if text.is_none() {
            lost.push(called.to_owned());
        }
        JsString::from(text.unwrap_or_default())
    });
    let crashed = item(EVALUATING).is_some();
    let _ = storage.remove_item(EVALUATING);
    let texts = Texts { inputs, documents, others: Rc::default() };
    let read = Read { texts, before: None, lost };
    Some(Found { read, id: None, name: String::new(), crashed, stored: false, pending: true })
}

/// This tab's text, or the one that was changed last.
async fn kept_text(store: &Store) -> Result<Option<Found>, Trouble> {
    let heads: Vec<(String, Head)> =
        store.heads().await?.into_iter().map(|(id, head)| (id, Head::read(&head))).collect();
    let own = tab::kept_id();
    let own = heads.iter().find(|(id, _)| own.as_ref() == Some(id));
    let newest = heads.iter().max_by(|(_, one), (_, other)| one.changed.total_cmp(&other.changed));
    let Some((id, head)) = own.or(newest) else { return Ok(None) };
    // Without locks nobody can tell whether another tab shows a text; a reloaded tab has its own.
    let taken = tab::take(id, own.is_some()).await.unwrap_or(own.is_some());
    let mut read = read(store, id).await?;
    if !taken {
        // The way back is that of the tab that shows the text.
        read.before = None;
    }
    // A copy leaves alone what another tab shows, and what this release does not read as well as another one.
    let stored = taken && read.lost.is_empty() && !head.is_newer();
    let crashed = taken && crashed(id);
    // Two rules of one name could not be told apart.
    let names = heads.iter().map(|(_, head)| head.name.as_str());
    let name = if stored { head.name.clone() } else { free_name(&head.name, &names) };
    let id = stored.then(|| id.clone());
    Ok(Some(Found { read, id, name, crashed, stored, pending: false }))
}

/// Whether the page went away in the middle of an evaluation of a text; it says so once.
pub(super) fn crashed(id: &str) -> bool {
    let found = |storage: Option<web_sys::Storage>, key: &str| {
        storage.is_some_and(|storage| {
            let marked = storage.get_item(key).ok().flatten().is_some();
            let _ = storage.remove_item(key);
            marked
        })
    };
    let marked = found(preferences(), &format!("{EVALUATING}.{id}"));
    found(tab_storage(), EVALUATING) || marked
}

/// Reads a kept text.
pub(super) async fn read(store: &Store, id: &str) -> Result<Read, Trouble> {
    let mut parts = store.parts(id).await?.into_iter();
    let mut next = || parts.next().unwrap_or(Ok(None));
    let (inputs, sql, payload, inputs_before, sql_before, payload_before, others, others_before) =
        (next(), next(), next(), next(), next(), next(), next(), next());
    debug_assert!(Part::ALL.len() == 8);
    let mut lost = Vec::new();
    let inputs = Rc::new(fields(inputs.ok().flatten(), &mut lost));
    let documents = [("SQL", sql), ("payload", payload)].map(|(called, text)| {
        text.ok().flatten().unwrap_or_else(|| {
            lost.push(called.to_owned());
            "".into()
        })
    });
    let others = others_of(&inputs, others.ok().flatten()).unwrap_or_else(|| {
        lost.push("payloads of other messages".to_owned());
        Rc::default()
    });
    let before = match (inputs_before, sql_before, payload_before) {
        (Ok(Some(inputs)), Ok(Some(sql)), Ok(Some(payload))) => {
            let mut lost_before = Vec::new();
            let inputs = Rc::new(fields(Some(inputs), &mut lost_before));
            let others = others_of(&inputs, others_before.ok().flatten()).unwrap_or_default();
            Some(Rc::new(Texts { inputs, documents: [sql, payload], others }))
        }
        _ => None,
    };
    Ok(Read { texts: Texts { inputs, documents, others }, before, lost })
}

/// Deletes the oldest texts beyond [`MAX_TEXTS`] that have no name and that no tab shows.
async fn prune(store: &Store) {
    let Ok(heads) = store.heads().await else { return };
    let mut heads: Vec<(String, Head)> =
        heads.into_iter().map(|(id, head)| (id, Head::read(&head))).collect();
    heads.retain(|(_, head)| head.name.is_empty());
    if heads.len() <= MAX_TEXTS {
        return;
    }
    // There are hardly more than that, and sorting them is 4 kB in WebAssembly.
    let is_old = |(_, head): &&(String, Head)| {
        heads.iter().filter(|(_, other)| other.changed > head.changed).count() >= MAX_TEXTS
    };
    let held = tab::Held::ask().await;
    for (id, _) in heads.iter().filter(is_old).filter(|(id, _)| !held.has(id)) {
        mark(id, false);
        if let Ok(deleting) = store.delete(id) {
            let _ = deleting.done().await;
        }
    }
}

/// Follows what other tabs do with all that is kept.
fn hear_others(keeper: &Keeper) {
    let Some(window) = window() else { return };
    let keeper = keeper.clone();
    EventListener::new(&window, "storage", move |event| {
        let Some(event) = event.dyn_ref::<StorageEvent>() else { return };
        match (event.key().as_deref(), event.new_value()) {
            (Some(KEEP), value) => keeper.turned(value.as_deref() != Some("no")),
            (Some(FORGOTTEN), Some(_)) => keeper.0.borrow_mut().stored = None,
            _ => {}
        }
    })
    .forget();
}
