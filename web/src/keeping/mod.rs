//! Keeps what was typed on this device, so that neither a reload nor a crash nor a closed tab loses it.
//!
//! Each tab keeps a text of its own. A new tab goes on with the text that was changed last: it takes it over where its
//! tab is gone, and begins with a copy where it is open. Texts of closed tabs stay until they are the oldest of many.

mod hook;
mod restore;
mod store;
mod tab;

pub(crate) use hook::use_keeping;
pub(crate) use restore::{Start, restore};

use crate::browser::{preferences, tab_storage};
use crate::documents::{DocumentName, Documents, Payloads, as_js_string};
use crate::state::Inputs;
use crate::state::kept::{Head, read_inputs, write_inputs};
use gloo_timers::callback::Timeout;
use js_sys::{Array, Date, JSON, JsString};
use restore::LEGACY;
use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;
use store::{Part, Store, Trouble};
use wasm_bindgen::prelude::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

/// At most how long a change waits to be kept, in milliseconds.
const INTERVAL: f64 = 300.0;

/// How long after it was opened again a database that is closed once more counts as broken, in milliseconds.
const REOPENING: f64 = 5_000.0;

/// How many texts are kept; a text that an open tab shows is kept beyond that.
const MAX_TEXTS: usize = 20;

/// The user's choice to keep nothing.
const KEEP: &str = "rulelens.keep";

/// What other tabs hear when everything was deleted.
const FORGOTTEN: &str = "rulelens.forgotten";

/// A page that crashes in the middle of an evaluation leaves this behind, with the id of its text.
const EVALUATING: &str = "rulelens.evaluating";

/// What all keys of this page begin with.
const PREFIX: &str = "rulelens.";

/// Everything that can be replaced at once: fields, SQL and payloads.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Texts {
    /// The fields.
    pub(crate) inputs: Rc<Inputs>,
    /// SQL and the chosen message's payload.
    pub(crate) documents: [JsString; 2],
    /// The payloads of the other messages.
    pub(crate) others: Rc<Payloads>,
}

impl Texts {
    /// What is there now.
    pub(crate) fn of(inputs: &Rc<Inputs>, documents: &Documents) -> Self {
        let messages = &inputs.messages;
        let mut others = if messages.count() > 1 { documents.others() } else { Payloads::new() };
        let ids: HashSet<u32> = messages.ids().collect();
        others.retain(|(id, _)| ids.contains(id));
        Self { inputs: inputs.clone(), documents: documents.texts(), others: Rc::new(others) }
    }
}

/// What becomes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// It is kept.
    Kept,
    /// The user wants it not to be.
    Off,
    /// It is not, and the clause says why.
    Failing(String),
}

/// A kept text that another tab shows or showed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Other {
    /// Names it.
    pub(crate) id: String,
    /// What can be told of it.
    pub(crate) head: Head,
    /// Whether a tab shows it.
    pub(crate) open: bool,
}

/// One state of all that is kept; cheap to compare.
#[derive(Clone)]
struct Snapshot {
    inputs: Rc<Inputs>,
    /// The revisions of SQL and payload, and of the other payloads.
    revisions: [u32; 3],
    before: Option<Rc<Texts>>,
}

impl Snapshot {
    fn of(inputs: Rc<Inputs>, documents: &Documents, before: Option<Rc<Texts>>) -> Self {
        let [sql, payload] = DocumentName::ALL.map(|name| documents.get(name).revision);
        Self { inputs, revisions: [sql, payload, documents.others_revision()], before }
    }

    fn has_same_before(&self, other: &Self) -> bool {
        match (&self.before, &other.before) {
            (Some(one), Some(other)) => Rc::ptr_eq(one, other),
            (None, None) => true,
            _ => false,
        }
    }

    fn is(&self, other: &Self) -> bool {
        self.inputs == other.inputs && self.revisions == other.revisions && self.has_same_before(other)
    }
}

/// Keeps the text of this tab.
#[derive(Clone)]
pub(crate) struct Keeper(Rc<RefCell<Inner>>);

struct Inner {
    store: Option<Rc<Store>>,
    id: String,
    on: bool,
    documents: Documents,
    /// What is to be kept.
    newest: Snapshot,
    /// What the user last saw kept, or never changed.
    settled: Snapshot,
    /// What is in the store; `None`: nothing of it can be relied on.
    stored: Option<Snapshot>,
    writing: bool,
    /// Whether everything is being deleted.
    forgetting: bool,
    timer: Option<Timeout>,
    last: f64,
    /// When the database was last opened again.
    reopened: f64,
    status: Status,
    listener: Callback<Status>,
}

impl PartialEq for Keeper {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Keeper {
    /// What becomes of the text now.
    pub(crate) fn status(&self) -> Status {
        self.0.borrow().status.clone()
    }

    /// Names who is told when that changes.
    fn listen(&self, listener: Callback<Status>) {
        self.0.borrow_mut().listener = listener;
    }

    fn set_status(&self, status: Status) {
        let mut inner = self.0.borrow_mut();
        if inner.status != status {
            inner.status = status.clone();
            let listener = inner.listener.clone();
            drop(inner);
            listener.emit(status);
        }
    }

    /// Something may have changed, which is then kept within [`INTERVAL`].
    fn changed(&self, inputs: Rc<Inputs>, before: Option<Rc<Texts>>) {
        let mut inner = self.0.borrow_mut();
        inner.newest = Snapshot::of(inputs, &inner.documents, before);
        let waits = inner.timer.is_some() || inner.writing || inner.forgetting;
        if inner.on && !inner.newest.is(&inner.settled) && !waits {
            let wait = (inner.last + INTERVAL - Date::now()).clamp(0.0, INTERVAL);
            let itself = self.clone();
            inner.timer = Some(Timeout::new(wait as u32, move || itself.write(false)));
        }
    }

    /// Tries again to keep what could not be kept.
    pub(crate) fn try_again(&self) {
        self.write(false);
    }

    /// Keeps what is there now. When the page is `leaving`, nothing is waited for.
    fn write(&self, leaving: bool) {
        let mut inner = self.0.borrow_mut();
        inner.timer = None;
        let waits = inner.forgetting || (inner.writing && !leaving);
        if !inner.on || inner.newest.is(&inner.settled) || waits {
            return;
        }
        inner.last = Date::now();
        let Some(store) = inner.store.clone() else {
            inner.writing = true;
            drop(inner);
            return self.open_again();
        };
        tab::keep_id(&inner.id);
        let (head, parts) = inner.to_write();
        match store.write(&inner.id, &head, &parts) {
            Ok(writing) => {
                let newest = inner.newest.clone();
                inner.stored = Some(newest.clone());
                inner.settled = newest;
                inner.writing = true;
                drop(inner);
                let itself = self.clone();
                spawn_local(async move {
                    let written = writing.done().await;
                    itself.written(written);
                });
            }
            Err(trouble) => {
                inner.writing = true;
                drop(inner);
                self.written(Err(trouble));
            }
        }
    }

    fn written(&self, written: Result<(), Trouble>) {
        let mut inner = self.0.borrow_mut();
        inner.writing = false;
        match written {
            Ok(()) => {
                let (inputs, before) = (inner.newest.inputs.clone(), inner.newest.before.clone());
                drop(inner);
                remove_legacy();
                self.set_status(Status::Kept);
                // What was changed meanwhile.
                self.changed(inputs, before);
            }
            Err(trouble) => {
                inner.not_stored();
                let patience = Date::now() - inner.reopened > REOPENING;
                if trouble == Trouble::Closed && patience && inner.store.take().is_some() {
                    inner.writing = true;
                    inner.reopened = Date::now();
                    drop(inner);
                    return self.open_again();
                }
                drop(inner);
                self.set_status(Status::Failing(trouble.words().to_owned()));
            }
        }
    }

    /// Opens the database that was closed, or could not be opened before, and writes.
    fn open_again(&self) {
        let itself = self.clone();
        spawn_local(async move {
            let opened = Store::open().await;
            let mut inner = itself.0.borrow_mut();
            inner.writing = false;
            match opened {
                Ok(store) => {
                    inner.store = Some(Rc::new(store));
                    drop(inner);
                    itself.write(false);
                }
                Err(trouble) => {
                    drop(inner);
                    itself.set_status(Status::Failing(trouble.words().to_owned()));
                }
            }
        });
    }

    /// Keeps from now on, or no more: what is kept of this tab's text is then deleted.
    pub(crate) fn turn(&self, on: bool) {
        if let Some(storage) = preferences() {
            let _ = if on { storage.remove_item(KEEP) } else { storage.set_item(KEEP, "no") };
        }
        self.turned(on);
    }

    fn turned(&self, on: bool) {
        let mut inner = self.0.borrow_mut();
        if inner.on == on {
            return;
        }
        inner.on = on;
        inner.not_stored();
        inner.timer = None;
        let (store, id) = (inner.store.clone(), inner.id.clone());
        drop(inner);
        if on {
            self.set_status(Status::Kept);
            return self.write(false);
        }
        mark(&id, false);
        let itself = self.clone();
        spawn_local(async move {
            let deleted = match store.map(|store| store.delete(&id)) {
                None => Ok(()),
                Some(Ok(deleting)) => deleting.done().await,
                Some(Err(trouble)) => Err(trouble),
            };
            itself.set_status(match deleted {
                Ok(()) => Status::Off,
                Err(trouble) => {
                    Status::Failing(format!("what was kept before could not be deleted: {}", trouble.words()))
                }
            });
        });
    }

    /// Begins to forget: nothing is kept until [`Self::forget`] is over.
    pub(crate) fn begin_to_forget(&self) {
        let mut inner = self.0.borrow_mut();
        inner.forgetting = true;
        inner.timer = None;
    }

    /// Deletes all that this page ever kept on the device, but for the choice to keep nothing. What is shown is then
    /// `shown`, which is not kept until it is changed. A clause, where that did not work.
    pub(crate) async fn forget(&self, shown: Rc<Inputs>) -> Result<(), String> {
        let store = self.0.borrow().store.clone();
        let cleared = match store {
            Some(store) => store.clear().await,
            None => Ok(()),
        };
        let mut inner = self.0.borrow_mut();
        inner.forgetting = false;
        cleared.map_err(|trouble| trouble.words().to_owned())?;
        for storage in [preferences(), tab_storage()].into_iter().flatten() {
            let keys = (0..storage.length().unwrap_or(0)).filter_map(|at| storage.key(at).ok().flatten());
            let keys: Vec<String> = keys.filter(|key| key.starts_with(PREFIX) && key != KEEP).collect();
            for key in keys {
                let _ = storage.remove_item(&key);
            }
        }
        if let Some(storage) = preferences() {
            let _ = storage.set_item(FORGOTTEN, &Date::now().to_string());
            let _ = storage.remove_item(FORGOTTEN);
        }
        inner.newest = Snapshot::of(shown, &inner.documents, None);
        inner.settled = inner.newest.clone();
        inner.stored = None;
        Ok(())
    }

    /// The kept texts of other tabs, newest first.
    pub(crate) async fn others(&self) -> Vec<Other> {
        let (store, id) = {
            let inner = self.0.borrow();
            (inner.store.clone(), inner.id.clone())
        };
        let Some(store) = store else { return Vec::new() };
        let (heads, held) = (store.heads().await.unwrap_or_default(), tab::Held::ask().await);
        let heads = heads.into_iter().filter(|(other, _)| *other != id);
        let mut others: Vec<Other> =
            heads.map(|(id, head)| Other { open: held.has(&id), head: Head::read(&head), id }).collect();
        others.sort_by(|one, other| other.head.changed.total_cmp(&one.head.changed));
        others
    }

    /// Reads a kept text; what of it could not be read is named.
    pub(crate) async fn read(&self, id: &str) -> Result<(Texts, Vec<String>), String> {
        let store = self.0.borrow().store.clone().ok_or("the browser closed the page's database")?;
        let read = restore::read(&store, id).await.map_err(|trouble| trouble.words().to_owned())?;
        Ok((read.texts, read.lost))
    }

    /// Notes that an evaluation begins or is over; a page that crashes in between finds the note when it comes back.
    pub(crate) fn mark_evaluating(&self, evaluating: bool) {
        let inner = self.0.borrow();
        if inner.on {
            mark(&inner.id, evaluating);
        }
    }
}

impl Inner {
    /// What the store holds is not what is shown.
    fn not_stored(&mut self) {
        self.stored = None;
        // Something that the newest state is not.
        self.settled.revisions = [0, 0, 0];
    }

    /// The head, and the parts that are not in the store.
    fn to_write(&self) -> (String, Vec<(Part, Option<JsString>)>) {
        let Snapshot { inputs, before, .. } = &self.newest;
        let [sql, payload] = self.documents.texts();
        let length = sql.length().saturating_add(payload.length());
        let beginning = String::from(sql.slice(0, 400));
        let head = Head::new(&beginning, length, Date::now()).written();
        let stored = self.stored.as_ref();
        let mut parts = Vec::new();
        if stored.is_none_or(|stored| stored.inputs != *inputs) {
            parts.push((Part::Inputs, Some(write_inputs(inputs).into())));
        }
        for (at, part, text) in [(0, Part::Sql, sql), (1, Part::Payload, payload)] {
            if stored.is_none_or(|stored| stored.revisions[at] != self.newest.revisions[at]) {
                parts.push((part, Some(text)));
            }
        }
        if stored.is_none_or(|stored| stored.revisions[2] != self.newest.revisions[2]) {
            parts.push((Part::Payloads, write_payloads(&self.documents.payloads())));
        }
        if stored.is_none_or(|stored| !stored.has_same_before(&self.newest)) {
            let texts = before.as_ref().map(|before| &before.documents);
            parts.push((
                Part::InputsBefore,
                before.as_ref().map(|before| write_inputs(&before.inputs).into()),
            ));
            parts.push((Part::SqlBefore, texts.map(|texts| texts[0].clone())));
            parts.push((Part::PayloadBefore, texts.map(|texts| texts[1].clone())));
            let others = before.as_ref().and_then(|before| write_payloads(&before.others));
            parts.push((Part::PayloadsBefore, others));
        }
        (head, parts)
    }
}

fn mark(id: &str, evaluating: bool) {
    let Some(storage) = preferences() else { return };
    let key = format!("{EVALUATING}.{id}");
    let _ = if evaluating { storage.set_item(&key, "1") } else { storage.remove_item(&key) };
}

/// What earlier releases kept in the tab's storage is now in the store.
fn remove_legacy() {
    if let Some(storage) = tab_storage() {
        for key in LEGACY {
            let _ = storage.remove_item(key);
        }
    }
}

/// Payloads as they are kept: pairs of id and text as JSON, so that they stay the browser's own strings. None where
/// there is only one.
fn write_payloads(payloads: &Payloads) -> Option<JsString> {
    let pairs: Array = payloads.iter().map(|(id, text)| Array::of2(&(*id).into(), text)).collect();
    (pairs.length() > 0).then(|| JSON::stringify(&pairs).ok()).flatten()
}

/// Reads kept payloads; none where they cannot be read.
fn read_payloads(kept: &JsString) -> Option<Payloads> {
    let pairs = JSON::parse(&String::from(kept)).ok()?.dyn_into::<Array>().ok()?;
    let pair = |pair: JsValue| {
        let pair = pair.dyn_into::<Array>().ok()?;
        Some((pair.get(0).as_f64()? as u32, as_js_string(pair.get(1))?))
    };
    pairs.iter().map(pair).collect()
}

/// Reads fields from a kept part.
fn fields(part: Option<JsString>, lost: &mut Vec<String>) -> Inputs {
    let (inputs, unread) = read_inputs(&part.map(String::from).unwrap_or_default());
    lost.extend(unread);
    inputs
}
