//! Earlier versions of a rule: made when work on it pauses or another rule is opened.

use super::store::Store;
use super::texts::head_of;
use super::{Inner, Keeper, Snapshot, Texts};
use crate::state::rules::{Version, Versions};
use gloo_timers::callback::Timeout;
use js_sys::Date;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// How long nothing is changed before a version is made, in milliseconds.
const PAUSE: u32 = 5_000;

/// The part that lists a rule's versions.
const LIST: &str = "versions";

/// What is known of the versions of the rule that is shown.
#[derive(Default)]
pub(super) struct Versioning {
    /// What is one already.
    newest: Option<Snapshot>,
    /// What the rule was when it was opened, until that is known to be one.
    opened: Option<Texts>,
    timer: Option<Timeout>,
}

impl Versioning {
    /// Of a rule that was opened.
    pub(super) fn opened(texts: Texts, snapshot: Snapshot) -> Self {
        Self { newest: Some(snapshot), opened: Some(texts), timer: None }
    }
}

fn part(number: u32) -> String {
    format!("version/{number}")
}

impl Inner {
    /// Has a version made when nothing more is changed for a while.
    pub(super) fn await_pause(&mut self, keeper: &Keeper) {
        let keeper = keeper.clone();
        self.versioning.timer = Some(Timeout::new(PAUSE, move || keeper.make_version()));
    }
}

impl Keeper {
    /// Makes a version of what is shown, unless that is one already.
    pub(crate) fn make_version(&self) {
        let mut inner = self.0.borrow_mut();
        inner.versioning.timer = None;
        let untouched = inner.is_untouched();
        let is_one = inner.versioning.newest.as_ref().is_some_and(|newest| newest.is(&inner.newest));
        let Some(store) = inner.store.clone().filter(|_| inner.on && !inner.forgetting) else { return };
        if untouched || is_one {
            return;
        }
        inner.versioning.newest = Some(inner.newest.clone());
        let texts = Texts::of(&inner.newest.inputs, &inner.documents);
        let (id, opened) = (inner.id.clone(), inner.versioning.opened.take());
        spawn_local(async move {
            let mut versions = list(&store, &id).await;
            // A rule of an earlier release, or one from a link, begins with what it was.
            if let (true, Some(opened)) = (versions.0.is_empty(), opened) {
                add(&store, &id, &mut versions, &opened).await;
            }
            add(&store, &id, &mut versions, &texts).await;
        });
    }

    /// The earlier versions of a rule, newest first.
    pub(crate) async fn versions(&self, id: &str) -> Vec<Version> {
        let store = self.0.borrow().store.clone();
        let Some(store) = store else { return Vec::new() };
        let mut versions = list(&store, id).await.0;
        versions.reverse();
        versions
    }

    /// An earlier version; what of it could not be read is named.
    pub(crate) async fn version(&self, id: &str, number: u32) -> Result<(Texts, Vec<String>), String> {
        let store = self.0.borrow().store.clone().ok_or("the browser closed the page's database")?;
        let text = store.extra(id, &part(number)).await.map_err(|trouble| trouble.words().to_owned())?;
        let texts = text.as_ref().and_then(Texts::of_one_string);
        texts.ok_or_else(|| "that version is no longer there".to_owned())
    }
}

async fn list(store: &Store, id: &str) -> Versions {
    let kept = store.extra(id, LIST).await.ok().flatten();
    kept.map(|kept| Versions::read(&String::from(kept))).unwrap_or_default()
}

/// Adds a version, and deletes those that have no room beside it. That it cannot be kept is told of the rule itself.
async fn add(store: &Rc<Store>, id: &str, versions: &mut Versions, texts: &Texts) -> Option<()> {
    // What has no room is not even put together.
    let text = Some(texts).filter(|texts| Versions::have_room(texts.length()))?.one_string()?;
    let [sql, payload] = &texts.documents;
    let now = Date::now();
    let title = head_of("", [sql, payload], now).title;
    let (number, dropped) = versions.add(now, &title, text.length())?;
    let mut parts = vec![(LIST.to_owned(), Some(versions.written().into())), (part(number), Some(text))];
    parts.extend(dropped.into_iter().map(|number| (part(number), None)));
    store.write_extra(id, &parts).ok()?.done().await.ok()
}
