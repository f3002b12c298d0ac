//! The list of one's rules, of which a tab shows one.

use super::store::{Trouble, Whole};
use super::texts::head_of;
use super::versions::Versioning;
use super::{Inner, Keeper, Snapshot, Status, Texts, leaving, mark, restore, tab};
use crate::state::kept::Head;
use crate::state::portable::Portable;
use crate::state::rules::{clean_name, free_name, title};
use crate::state::sorted;
use js_sys::Date;
use std::collections::HashSet;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Where a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// This tab shows it.
    Here,
    /// Another tab does.
    Elsewhere,
    /// It is kept, and no tab shows it.
    Kept,
    /// It is in this tab's memory only.
    Memory,
}

/// A rule of the list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Listed {
    /// Names it.
    pub(crate) id: String,
    /// What can be told of it.
    pub(crate) head: Head,
    /// Where it is.
    pub(crate) place: Place,
}

/// A rule that is shown from now on.
pub(crate) struct Opened {
    /// Its texts.
    pub(crate) texts: Texts,
    /// What another text had taken the place of in it.
    pub(crate) before: Option<Rc<Texts>>,
    /// What of it could not be read.
    pub(crate) lost: Vec<String>,
    /// What it is called.
    pub(crate) name: String,
    /// Whether the page went away in the middle of its evaluation.
    pub(crate) crashed: bool,
    /// The user's own rule that was shown before, where there is one.
    pub(crate) previous: Option<String>,
}

/// A rule that was left and could not be kept.
pub(super) struct Unkept {
    id: String,
    head: Head,
    texts: Texts,
    before: Option<Rc<Texts>>,
}

/// A deleted rule, for the way back.
pub(crate) struct Deleted {
    /// What it was called.
    pub(crate) title: String,
    whole: Option<Whole>,
    unkept: Option<Unkept>,
}

impl Inner {
    /// Whether a rule is in this tab's memory only.
    pub(super) fn has_in_memory(&self, id: &str) -> bool {
        self.unkept.iter().any(|rule| rule.id == id)
    }
}

impl Keeper {
    /// What the rule that is shown is called; may be empty.
    pub(crate) fn name(&self) -> String {
        self.0.borrow().name.clone()
    }

    /// Whether what is shown was opened and never changed.
    pub(crate) fn is_untouched(&self) -> bool {
        self.0.borrow_mut().is_untouched()
    }

    /// All rules; the one that is shown comes first, then those that were changed last.
    pub(crate) async fn rules(&self) -> Result<Vec<Listed>, String> {
        let (store, own) = {
            let inner = self.0.borrow();
            let [sql, payload] = inner.documents.texts();
            let head = head_of(&inner.name, [&sql, &payload], Date::now());
            (inner.store.clone(), Listed { id: inner.id.clone(), head, place: Place::Here })
        };
        let mut heads = Vec::new();
        if let Some(store) = store {
            heads = store.heads().await.map_err(|trouble| trouble.words().to_owned())?;
        }
        let held = tab::Held::ask().await;
        let inner = self.0.borrow();
        let unkept = inner.unkept.iter().map(|rule| Listed {
            id: rule.id.clone(),
            head: rule.head.clone(),
            place: Place::Memory,
        });
        let in_memory: HashSet<&String> = inner.unkept.iter().map(|rule| &rule.id).chain([&own.id]).collect();
        let kept = heads.iter().filter(|(id, _)| !in_memory.contains(id)).map(|(id, head)| Listed {
            id: id.clone(),
            head: Head::read(head),
            place: if held.has(id) { Place::Elsewhere } else { Place::Kept },
        });
        let mut rules = sorted(unkept.chain(kept), |rule| -rule.head.changed);
        rules.insert(0, own);
        Ok(rules)
    }

    /// A rule's texts with what is known of them.
    pub(super) async fn read_rule(&self, id: &str) -> Result<(restore::Read, Head), String> {
        let store = {
            let inner = self.0.borrow();
            if id == inner.id {
                let texts = Texts::of(&inner.newest.inputs, &inner.documents);
                let head = head_of(&inner.name, [&texts.documents[0], &texts.documents[1]], Date::now());
                let before = inner.newest.before.clone();
                return Ok((restore::Read { texts, before, lost: Vec::new() }, head));
            }
            if let Some(rule) = inner.unkept.iter().find(|rule| rule.id == id) {
                let (texts, before) = (rule.texts.clone(), rule.before.clone());
                return Ok((restore::Read { texts, before, lost: Vec::new() }, rule.head.clone()));
            }
            inner.store.clone().ok_or("the browser closed the page's database")?
        };
        let words = |trouble: Trouble| trouble.words().to_owned();
        let heads = store.heads().await.map_err(words)?;
        let head = heads.iter().find(|(other, _)| other == id);
        let head = Head::read(&head.ok_or("it was deleted in another tab")?.1);
        Ok((restore::read(&store, id).await.map_err(words)?, head))
    }

    /// Shows a rule in the place of the one that is shown, which stays in the list; a copy where another tab shows it.
    pub(crate) async fn open(&self, id: &str) -> Result<Opened, String> {
        let (read, head) = self.read_rule(id).await?;
        let taken = tab::take(id, false).await.unwrap_or(true);
        let restore::Read { texts, mut before, lost } = read;
        if !taken {
            before = None;
        }
        // What this release does not read as well as another one is left alone, and so is what another tab shows.
        let own = taken && lost.is_empty() && !head.is_newer();
        let crashed = own && restore::crashed(id);
        let name = if own { head.name } else { self.free_name(&head.name).await };
        let new = if own { id.to_owned() } else { self.new_rule().await };
        let previous = self.leave();
        let in_memory = {
            let mut inner = self.0.borrow_mut();
            let before = inner.unkept.len();
            inner.unkept.retain(|rule| rule.id != new);
            inner.unkept.len() < before
        };
        self.show(new, &name, &texts, before.clone());
        let mut inner = self.0.borrow_mut();
        if own {
            inner.fresh = None;
            if in_memory {
                inner.not_stored();
            } else {
                inner.stored = Some(inner.newest.clone());
                tab::keep_id(id);
            }
        }
        drop(inner);
        self.write(false);
        Ok(Opened { texts, before, lost, name, crashed, previous })
    }

    /// Shows texts beside one's own rules, under a name: they become one of them when they are changed, and are gone
    /// when another rule is opened before that.
    pub(crate) async fn open_beside(&self, name: &str, texts: Texts) -> Opened {
        let name = self.free_name(name).await;
        let id = self.new_rule().await;
        let previous = self.leave();
        self.show(id, &name, &texts, None);
        Opened { texts, before: None, lost: Vec::new(), name, crashed: false, previous }
    }

    /// Shows the texts of a lesson: nothing of them is kept among one's rules, however they are changed.
    pub(crate) async fn open_lesson(&self, name: &str, texts: Texts) -> Opened {
        let opened = self.open_beside(name, texts).await;
        self.0.borrow_mut().held = true;
        Opened { name: name.to_owned(), ..opened }
    }

    /// The texts that are shown.
    pub(crate) fn texts(&self) -> Texts {
        let inner = self.0.borrow();
        Texts::of(&inner.newest.inputs, &inner.documents)
    }

    /// Gives a rule another name.
    pub(crate) async fn rename(&self, id: &str, name: &str) -> Result<(), String> {
        let name = clean_name(name);
        let store = {
            let mut inner = self.0.borrow_mut();
            if inner.id == id {
                inner.name = name;
                inner.fresh = None;
                inner.not_stored();
                drop(inner);
                self.write(false);
                return Ok(());
            }
            if let Some(rule) = inner.unkept.iter_mut().find(|rule| rule.id == id) {
                rule.head.name = name;
                return Ok(());
            }
            inner.store.clone().ok_or("the browser closed the page's database")?
        };
        let rename = async || {
            let heads = store.heads().await?;
            let Some((_, head)) = heads.iter().find(|(other, _)| other == id) else { return Ok(()) };
            let head = Head { name, ..Head::read(head) };
            store.write(id, &head.written(), &[])?.done().await
        };
        rename().await.map_err(|trouble| trouble.words().to_owned())
    }

    /// Puts a copy of a rule into the list; the copy's id.
    pub(crate) async fn duplicate(&self, id: &str) -> Result<String, String> {
        let (read, head) = self.read_rule(id).await?;
        let name = self.free_name(&format!("{} copy", title(&head))).await;
        let id = tab::new_id();
        self.keep_apart(&id, &name, read.texts).await;
        Ok(id)
    }

    /// Takes a rule out of the list, with a way back. The one that is shown has to be left first.
    pub(crate) async fn delete(&self, id: &str) -> Result<Deleted, String> {
        let (unkept, store) = {
            let mut inner = self.0.borrow_mut();
            let at = inner.unkept.iter().position(|rule| rule.id == id);
            (at.map(|at| inner.unkept.remove(at)), inner.store.clone())
        };
        mark(id, false);
        leaving::forget(id);
        let mut deleted = Deleted { title: String::new(), whole: None, unkept };
        if let Some(rule) = &deleted.unkept {
            title(&rule.head).clone_into(&mut deleted.title);
        }
        if let Some(store) = store {
            let delete = async || {
                let whole = store.whole(id).await?;
                store.delete(id)?.done().await?;
                Ok(whole)
            };
            let whole = delete().await.map_err(|trouble: Trouble| trouble.words().to_owned())?;
            if let Some(head) = whole.head() {
                title(&Head::read(&head)).clone_into(&mut deleted.title);
                deleted.whole = Some(whole);
            }
        }
        Ok(deleted)
    }

    /// Brings a deleted rule back.
    pub(crate) async fn bring_back(&self, deleted: Deleted) -> Result<(), String> {
        let store = self.0.borrow().store.clone();
        let written = match (store, &deleted.whole) {
            (Some(store), Some(whole)) => match store.bring_back(whole) {
                Ok(writing) => writing.done().await,
                Err(trouble) => Err(trouble),
            },
            _ => Ok(()),
        };
        if let Some(unkept) = deleted.unkept {
            self.0.borrow_mut().unkept.push(unkept);
        }
        written.map_err(|trouble| trouble.words().to_owned())
    }

    /// All rules as they stand in a file.
    pub(crate) async fn export(&self) -> Result<Vec<Portable>, String> {
        let mut all = Vec::new();
        for Listed { id, .. } in self.rules().await? {
            let (read, head) = self.read_rule(&id).await?;
            all.push(read.texts.portable(&head.name));
        }
        Ok(all)
    }

    /// Puts rules of a file into the list, but for those that are there already; how many came in.
    pub(crate) async fn import(&self, rules: Vec<Portable>) -> Result<usize, String> {
        let known: HashSet<String> =
            self.export().await?.iter().map(|rule| rule.json().to_string()).collect();
        let mut came = 0;
        for mut rule in rules {
            rule.name = clean_name(&rule.name);
            if known.contains(&rule.json().to_string()) {
                continue;
            }
            came += 1;
            let name = self.free_name(&rule.name).await;
            self.keep_apart(&tab::new_id(), &name, Texts::of_portable(rule)).await;
        }
        Ok(came)
    }

    /// Keeps the rules that are in this tab's memory only.
    pub(super) fn keep_left(&self) {
        let mut inner = self.0.borrow_mut();
        let left = std::mem::take(&mut inner.unkept);
        drop(inner);
        for rule in left {
            spawn_local(self.put_aside(rule));
        }
    }

    /// Puts texts into the list that no tab shows.
    async fn keep_apart(&self, id: &str, name: &str, texts: Texts) {
        let head = head_of(name, [&texts.documents[0], &texts.documents[1]], Date::now());
        self.put_aside(Unkept { id: id.to_owned(), head, texts, before: None }).await;
    }

    /// Keeps a rule in the store, and in memory until it is there. All is handed to the browser before this returns; what
    /// it returns waits until that is done.
    fn put_aside(&self, rule: Unkept) -> impl Future<Output = ()> + use<> {
        let mut inner = self.0.borrow_mut();
        let begun = inner.store.as_ref().filter(|_| inner.on).map(|store| {
            store.write(&rule.id, &rule.head.written(), &rule.texts.parts(rule.before.as_deref()))
        });
        let (itself, id) = (self.clone(), rule.id.clone());
        inner.unkept.push(rule);
        drop(inner);
        async move {
            let written = match begun {
                None => return,
                Some(Ok(writing)) => writing.done().await,
                Some(Err(trouble)) => Err(trouble),
            };
            itself.left(&id, written);
        }
    }

    fn left(&self, id: &str, written: Result<(), Trouble>) {
        match written {
            Ok(()) => self.0.borrow_mut().unkept.retain(|rule| rule.id != id),
            Err(trouble) => self.set_status(Status::Failing(trouble.words().to_owned())),
        }
    }

    /// Leaves the rule that is shown: it is kept, or stays in memory where that cannot be. Its id, where it is the
    /// user's own and not only something opened.
    fn leave(&self) -> Option<String> {
        self.make_version();
        let mut inner = self.0.borrow_mut();
        inner.timer = None;
        let id = inner.id.clone();
        mark(&id, false);
        tab::leave(&id);
        if inner.is_untouched() {
            return None;
        }
        let is_kept = inner.on && inner.stored.is_some() && inner.is_settled() && !inner.writing;
        inner.writing = false;
        if !is_kept {
            let texts = Texts::of(&inner.newest.inputs, &inner.documents);
            let head = head_of(&inner.name, [&texts.documents[0], &texts.documents[1]], Date::now());
            let before = inner.newest.before.clone();
            drop(inner);
            spawn_local(self.put_aside(Unkept { id: id.clone(), head, texts, before }));
        }
        Some(id)
    }

    /// Shows texts under an id, which are kept once they are changed.
    fn show(&self, id: String, name: &str, texts: &Texts, before: Option<Rc<Texts>>) {
        let mut inner = self.0.borrow_mut();
        let shown = texts.inputs.messages.row().id;
        inner.documents.reopen(texts.documents.clone(), shown, &texts.others);
        if let Some(before) = &before {
            inner.documents.remember(&before.documents);
        }
        inner.held = false;
        inner.id = id;
        name.clone_into(&mut inner.name);
        let snapshot = Snapshot::of(texts.inputs.clone(), &inner.documents, before);
        inner.versioning = Versioning::opened(texts.clone(), snapshot.clone());
        inner.be_fresh(snapshot);
    }

    /// A new rule's id, taken for this tab.
    async fn new_rule(&self) -> String {
        let id = tab::new_id();
        tab::take(&id, false).await;
        id
    }

    /// The name, or one like it that no rule has.
    async fn free_name(&self, name: &str) -> String {
        let rules = self.rules().await.unwrap_or_default();
        // What is shown and was never changed goes away.
        let skipped = usize::from(self.is_untouched());
        let taken: Vec<&str> = rules.iter().skip(skipped).map(|rule| rule.head.name.as_str()).collect();
        free_name(name, &taken.iter().copied())
    }
}
