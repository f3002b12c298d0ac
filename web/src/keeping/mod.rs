//! Keeps what was typed on this device, so that neither a reload nor a crash nor a closed tab loses it.
//!
//! What is kept is a list of rules, each a text with its fields, a name, and earlier versions. Each tab shows one of
//! them, and no two tabs the same. A new tab goes on with the rule that was changed last: it takes it over where its
//! tab is gone, and begins with a copy where it is open.

mod contender;
mod hook;
mod leaving;
mod past;
mod restore;
mod rules;
mod store;
mod tab;
mod texts;
mod versions;

pub(crate) use contender::Kept;
pub(crate) use hook::use_keeping;
pub(crate) use restore::{Start, restore};
pub(crate) use rules::{Deleted, Listed, Opened, Place};
pub(crate) use texts::Texts;

use crate::browser::{preferences, tab_storage};
use crate::documents::{DocumentName, Documents};
use crate::state::Inputs;
use crate::state::kept::write_inputs;
use gloo_timers::callback::Timeout;
use js_sys::Date;
use restore::LEGACY;
use rules::Unkept;
use std::cell::RefCell;
use std::rc::Rc;
use store::{Part, Parts, Store, Trouble};
use texts::{head_of, write_payloads, write_several};
use versions::Versioning;
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

/// At most how long a change waits to be kept, in milliseconds.
const INTERVAL: f64 = 300.0;

/// At least how long it waits, in milliseconds: what is typed is drawn first.
const DRAWING: f64 = 50.0;

/// How long after it was opened again a database that is closed once more counts as broken, in milliseconds.
const REOPENING: f64 = 5_000.0;

/// How many texts without a name are kept; a text that an open tab shows is kept beyond that.
const MAX_TEXTS: usize = 50;

/// The user's choice to keep nothing.
const KEEP: &str = "rulelens.keep";

/// What other tabs hear when everything was deleted.
const FORGOTTEN: &str = "rulelens.forgotten";

/// A page that crashes in the middle of an evaluation leaves this behind, with the id of its text.
const EVALUATING: &str = "rulelens.evaluating";

/// What all keys of this page begin with.
const PREFIX: &str = "rulelens.";

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

/// What was opened as it was then: its fields, and how often texts had changed.
struct Fresh {
    inputs: Rc<Inputs>,
    revision: u32,
}

/// Keeps the text of this tab.
#[derive(Clone)]
pub(crate) struct Keeper(Rc<RefCell<Inner>>);

#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
struct Inner {
    store: Option<Rc<Store>>,
    id: String,
    /// What the user calls the text.
    name: String,
    /// What was opened that is kept only once it is changed.
    fresh: Option<Fresh>,
    /// Whether what is shown is a lesson's, of which nothing is kept here.
    held: bool,
    /// Rules that were left and are in this tab's memory only.
    unkept: Vec<Unkept>,
    versioning: Versioning,
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
        if inner.is_settled() {
            return;
        }
        inner.await_pause(self);
        let waits = inner.timer.is_some() || inner.writing || inner.forgetting;
        if inner.on && !waits {
            let wait = (inner.last + INTERVAL - Date::now()).clamp(DRAWING, INTERVAL);
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
        if leaving {
            inner.leave();
        }
        inner.timer = None;
        let waits = inner.forgetting || (inner.writing && !leaving);
        if !inner.on || inner.is_settled() || waits {
            return;
        }
        inner.last = Date::now();
        let Some(store) = inner.store.clone() else {
            inner.writing = true;
            drop(inner);
            return self.open_again();
        };
        tab::keep_id(&inner.id);
        let (head, parts) = inner.parts_beyond(inner.stored.as_ref());
        match store.write(&inner.id, &head, &parts) {
            Ok(writing) => {
                let newest = inner.newest.clone();
                inner.stored = Some(newest.clone());
                inner.settled = newest;
                inner.writing = true;
                let id = inner.id.clone();
                drop(inner);
                let itself = self.clone();
                spawn_local(async move {
                    let written = writing.done().await;
                    itself.written(&id, written);
                });
            }
            Err(trouble) => {
                inner.writing = true;
                let id = inner.id.clone();
                drop(inner);
                self.written(&id, Err(trouble));
            }
        }
    }

    fn written(&self, id: &str, written: Result<(), Trouble>) {
        if written.is_ok() {
            leaving::forget(id);
        }
        let mut inner = self.0.borrow_mut();
        if inner.id != id {
            // The rule was left meanwhile, which then saw to it.
            return;
        }
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
            self.keep_left();
            return self.write(false);
        }
        mark(&id, false);
        leaving::forget(&id);
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
        inner.unkept.clear();
        inner.name.clear();
        inner.versioning = Versioning::default();
        let snapshot = Snapshot::of(shown, &inner.documents, None);
        inner.be_fresh(snapshot);
        Ok(())
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

    /// Shows what is kept only once it is changed.
    fn be_fresh(&mut self, snapshot: Snapshot) {
        self.fresh = Some(Fresh { inputs: snapshot.inputs.clone(), revision: self.documents.revision() });
        self.settled = snapshot.clone();
        self.newest = snapshot;
        self.stored = None;
    }

    /// Whether there is nothing to keep that is not kept.
    fn is_settled(&mut self) -> bool {
        self.is_untouched() || self.newest.is(&self.settled)
    }

    /// Whether what is shown was opened and never changed; to turn to another message changes nothing.
    fn is_untouched(&mut self) -> bool {
        if self.held {
            return true;
        }
        let untouched = self.fresh.as_ref().is_some_and(|fresh| {
            fresh.revision == self.documents.revision() && fresh.inputs.is_same_work(&self.newest.inputs)
        });
        if !untouched && self.fresh.take().is_some() {
            self.not_stored();
        }
        untouched
    }

    /// The head, and the parts that are not as they are in `stored`.
    fn parts_beyond(&self, stored: Option<&Snapshot>) -> (String, Parts) {
        let Snapshot { inputs, before, .. } = &self.newest;
        let [sql, payload] = self.documents.texts();
        let head = head_of(&self.name, [&sql, &payload], Date::now()).written();
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
            parts.push((Part::Payloads, write_several(&self.documents.payloads())));
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
