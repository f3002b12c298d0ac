//! Which kept text is this tab's, told apart by locks that last as long as their tabs.

use crate::browser::{tab_storage, window};
use js_sys::{Array, Date, Function, Math, Promise, Reflect};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Where a tab keeps the id of its text, across reloads.
pub(super) const TAB: &str = "rulelens.tab";

/// How long a tab waits for its own lock, which the page that it reloads may still hold, in milliseconds.
const LOCK_DEADLINE: u32 = 500;

thread_local! {
    /// What gives back the locks that this tab holds, by their names.
    static OWN: RefCell<BTreeMap<String, Function>> = RefCell::default();
}

/// An id that no other tab has.
pub(super) fn new_id() -> String {
    format!("{:x}-{:x}", Date::now() as u64, (Math::random() * 4_503_599_627_370_496.0) as u64)
}

/// The id of this tab's text, where it had one before it was loaded again. A duplicated tab has that of its original.
pub(super) fn kept_id() -> Option<String> {
    tab_storage()?.get_item(TAB).ok()?
}

/// Notes the id for the next time that this tab is loaded.
pub(super) fn keep_id(id: &str) {
    if let Some(storage) = tab_storage() {
        let _ = storage.set_item(TAB, id);
    }
}

fn lock_of(id: &str) -> String {
    format!("rulelens.text.{id}")
}

/// Takes a text for this tab, unless another one has it; waits a moment where this tab itself may have had it.
/// `None` where the browser has no locks (on an unencrypted page of another machine).
pub(super) async fn take(id: &str, wait: bool) -> Option<bool> {
    let (locks, request) = locks("request")?;
    let options = js_sys::Object::new();
    if wait {
        let signal = web_sys::AbortSignal::timeout_with_u32(LOCK_DEADLINE);
        Reflect::set(&options, &"signal".into(), &signal).ok()?;
    } else {
        Reflect::set(&options, &"ifAvailable".into(), &true.into()).ok()?;
    }
    let gained = Promise::new(&mut |resolve, _| {
        let on_lock = {
            let (resolve, name) = (resolve.clone(), lock_of(id));
            Closure::once_into_js(move |lock: JsValue| -> JsValue {
                let held = !lock.is_null();
                let _ = resolve.call1(&JsValue::UNDEFINED, &held.into());
                if !held {
                    return JsValue::UNDEFINED;
                }
                // A promise that stays open holds the lock.
                let open = Promise::new(&mut |release, _| {
                    OWN.with_borrow_mut(|own| drop(own.insert(name.clone(), release)));
                });
                open.into()
            })
        };
        let asked = request.call3(&locks, &lock_of(id).into(), &options, &on_lock);
        let refuse = move || drop(resolve.call1(&JsValue::UNDEFINED, &false.into()));
        match asked.ok().and_then(|asked| asked.dyn_into::<Promise>().ok()) {
            Some(asked) => spawn_local(async move {
                if JsFuture::from(asked).await.is_err() {
                    refuse();
                }
            }),
            None => refuse(),
        }
    });
    Some(JsFuture::from(gained).await.is_ok_and(|held| held.is_truthy()))
}

/// Gives a text back that this tab had taken.
pub(super) fn leave(id: &str) {
    if let Some(release) = OWN.with_borrow_mut(|own| own.remove(&lock_of(id))) {
        let _ = release.call0(&JsValue::UNDEFINED);
    }
}

/// The locks that open tabs hold.
pub(super) struct Held(BTreeSet<String>);

impl Held {
    /// Asks the browser.
    pub(super) async fn ask() -> Self {
        Self(held().await.unwrap_or_default())
    }

    /// Whether an open tab shows this text.
    pub(super) fn has(&self, id: &str) -> bool {
        self.0.contains(&lock_of(id))
    }
}

async fn held() -> Option<BTreeSet<String>> {
    let (locks, query) = locks("query")?;
    let asked: Promise = query.call0(&locks).ok()?.dyn_into().ok()?;
    let answer = JsFuture::from(asked).await.ok()?;
    let held: Array = Reflect::get(&answer, &"held".into()).ok()?.dyn_into().ok()?;
    let mut names = BTreeSet::new();
    names.extend(held.iter().filter_map(|lock| Reflect::get(&lock, &"name".into()).ok()?.as_string()));
    Some(names)
}

/// The browser's locks and one of their functions.
fn locks(function: &str) -> Option<(JsValue, Function)> {
    let locks = Reflect::get(&window()?.navigator(), &"locks".into()).ok()?;
    let function = Reflect::get(&locks, &function.into()).ok()?.dyn_into().ok()?;
    Some((locks, function))
}
