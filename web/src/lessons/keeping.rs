//! What is kept of lessons: how far a learner got, on this device, and what is being tried, in this tab.

use crate::browser::{preferences, tab_storage};
use crate::embed::is_embedded;
use crate::state::lessons::{Progress, Tried};
use serde_json::{Map, Value as Json};
use web_sys::Storage;

/// Under what progress stands, by courses.
const PROGRESS: &str = "rulelens.lessons";

/// Under what it stands that the user wants nothing to be kept.
const KEEP: &str = "rulelens.keep";

/// What the key of a rule that is being tried begins with.
const TRIED: &str = "rulelens.lesson.";

/// How long a rule may be that is kept in the tab, in bytes.
const MAX_TRIED: usize = 50_000;

/// Where progress is kept: on the device, or only in this tab where the user wants nothing to be kept.
fn storage() -> Option<Storage> {
    if is_embedded() {
        return None;
    }
    let off = preferences().and_then(|storage| storage.get_item(KEEP).ok().flatten());
    if off.as_deref() == Some("no") { tab_storage() } else { preferences() }
}

fn all() -> Map<String, Json> {
    let kept = storage().and_then(|storage| storage.get_item(PROGRESS).ok().flatten());
    kept.and_then(|kept| serde_json::from_str(&kept).ok()).unwrap_or_default()
}

/// The progress with a course.
pub(super) fn progress(course: &str) -> Progress {
    all().get(course).map(Progress::read).unwrap_or_default()
}

/// Keeps the progress with a course.
pub(super) fn keep(course: &str, progress: &Progress) {
    let Some(storage) = storage() else { return };
    let mut all = all();
    if progress.is_empty() {
        all.remove(course);
    } else {
        all.insert(course.to_owned(), progress.json());
    }
    let _ = if all.is_empty() {
        storage.remove_item(PROGRESS)
    } else {
        storage.set_item(PROGRESS, &Json::from(all).to_string())
    };
}

/// The rule that was tried in a lesson, in this tab.
pub(super) fn tried(course: &str, id: &str) -> Option<Tried> {
    let kept = tab_storage()?.get_item(&format!("{TRIED}{course}.{id}")).ok()??;
    serde_json::from_str(&kept).ok()
}

/// Keeps the rule that is tried in a lesson; none forgets it.
pub(super) fn keep_tried(course: &str, id: &str, tried: Option<&Tried>) {
    let Some(storage) = tab_storage().filter(|_| !is_embedded()) else { return };
    let key = format!("{TRIED}{course}.{id}");
    let text = tried.and_then(|tried| serde_json::to_string(tried).ok());
    let _ = match text.filter(|text| text.len() <= MAX_TRIED) {
        Some(text) => storage.set_item(&key, &text),
        None => storage.remove_item(&key),
    };
}
