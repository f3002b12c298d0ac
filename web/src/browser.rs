//! The few things that the page asks of its browser.

use gloo_events::{EventListenerOptions, EventListenerPhase};
use gloo_timers::callback::Timeout;
use js_sys::{Promise, Reflect};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, Event, HtmlElement, MediaQueryList, Storage, Window};

/// The page's window.
pub(crate) fn window() -> Option<Window> {
    web_sys::window()
}

/// Waits until the browser has painted what was drawn, or for a moment where it paints nothing, as in a tab that is not seen.
pub(crate) async fn painted() {
    /// How long that moment is, in milliseconds.
    const MOMENT: i32 = 100;
    let told = Promise::new(&mut |resolve, _| {
        let Some(window) = window() else { return drop(resolve.call0(&JsValue::NULL)) };
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, MOMENT);
        // What a frame calls comes before it is painted, and what it sets a timer for comes behind.
        let behind = Closure::once_into_js({
            let window = window.clone();
            move || drop(window.set_timeout_with_callback(&resolve))
        });
        let _ = window.request_animation_frame(behind.unchecked_ref());
    });
    let _ = JsFuture::from(told).await;
}

/// The page's document.
pub(crate) fn document() -> Option<Document> {
    window()?.document()
}

/// The element `<html>`.
pub(crate) fn root() -> Option<HtmlElement> {
    document()?.document_element()?.dyn_into().ok()
}

/// The element with an id.
pub(crate) fn element(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

/// The element with an id, as one that can have the focus.
fn html_element(id: &str) -> Option<HtmlElement> {
    element(id)?.dyn_into().ok()
}

/// Listens before the fields inside do, which would take what they get.
pub(crate) fn before_fields() -> EventListenerOptions {
    EventListenerOptions { phase: EventListenerPhase::Capture, passive: false }
}

/// Takes an event: neither the browser nor a field does anything with it.
pub(crate) fn take(event: &Event) {
    event.prevent_default();
    event.stop_propagation();
}

/// Whether an event is about something in which one types.
pub(crate) fn is_in_field(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| matches!(target.closest("input, textarea, select, .code-host"), Ok(Some(_))))
}

/// Puts the focus on the element with an id, where there is one.
pub(crate) fn focus(id: &str) {
    if let Some(element) = html_element(id) {
        let _ = element.focus();
    }
}

/// Puts the focus on the element with an id: at once where it is there and in sight, so that no key goes elsewhere, or as
/// soon as it is drawn.
pub(crate) fn focus_when_drawn(id: String) {
    focus(&id);
    let is_there = document().and_then(|page| page.active_element()).is_some_and(|active| active.id() == id);
    if !is_there {
        when_drawn(id, |element| drop(element.focus()));
    }
}

/// Calls a function with the element with an id after the next drawing, or after a later one when it is there only then: a
/// part of the page may have to be loaded, or a list to scroll. Where it does not come, nothing happens.
pub(crate) fn when_drawn(id: String, then: impl FnOnce(HtmlElement) + 'static) {
    try_when_drawn(id, 0, then);
}

fn try_when_drawn(id: String, tries: u32, then: impl FnOnce(HtmlElement) + 'static) {
    /// How long to wait before it is tried again, in milliseconds, and how often.
    const WAIT: u32 = 50;
    const MAX_TRIES: u32 = 20;
    Timeout::new(if tries == 0 { 0 } else { WAIT }, move || match html_element(&id) {
        Some(element) => then(element),
        None if tries < MAX_TRIES => try_when_drawn(id, tries + 1, then),
        None => {}
    })
    .forget();
}

/// Brings an element into sight, without a motion.
pub(crate) fn scroll_to(id: &str) {
    if let Some(element) = element(id) {
        element.scroll_into_view();
    }
}

/// Scrolls the row that an element stands in as far as the element needs to be in sight, with a part of its neighbour;
/// nothing else moves.
pub(crate) fn scroll_row_to(id: &str) {
    /// How much of a neighbour, in CSS pixels.
    const BESIDE: f64 = 24.0;
    let Some(element) = element(id) else { return };
    let Some(row) = element.parent_element() else { return };
    let (inner, outer) = (element.get_bounding_client_rect(), row.get_bounding_client_rect());
    let (before, behind) = (inner.left() - outer.left() - BESIDE, inner.right() - outer.right() + BESIDE);
    let by = if before < 0.0 { before } else { behind.max(0.0) };
    // The browser keeps to the row's ends.
    row.set_scroll_left(row.scroll_left() + by as i32);
}

/// Preferences and marks that outlive the tab; what was pasted is kept elsewhere (`keeping`). Absent where the browser
/// forbids it.
pub(crate) fn preferences() -> Option<Storage> {
    window()?.local_storage().ok()?
}

/// What lasts as long as the tab, across reloads.
pub(crate) fn tab_storage() -> Option<Storage> {
    window()?.session_storage().ok()?
}

/// A media query.
pub(crate) fn media(query: &str) -> Option<MediaQueryList> {
    window()?.match_media(query).ok()?
}

/// Where the browser offers a clipboard (not on an unencrypted page of another machine), it.
pub(crate) fn clipboard() -> Option<web_sys::Clipboard> {
    let navigator = window()?.navigator();
    let clipboard: JsValue = Reflect::get(&navigator, &"clipboard".into()).ok()?;
    clipboard.dyn_into().ok()
}

/// Gives the browser's window or tab the title of what is shown, or the page's own.
pub(crate) fn page_title(shown: Option<&str>) {
    thread_local! {
        static OWN: String = document().map(|page| page.title()).unwrap_or_default();
    }
    let Some(page) = document() else { return };
    OWN.with(|own| page.set_title(&shown.map_or_else(|| own.clone(), |shown| format!("{shown} · RuleLens"))));
}

/// What stands behind `#` in the page's address.
pub(crate) fn hash() -> String {
    let hash = window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.strip_prefix('#').unwrap_or_default().to_owned()
}

/// What stands behind `?` in the page's address, as pairs of name and value.
pub(crate) fn query() -> Vec<(String, String)> {
    let search = window().and_then(|window| window.location().search().ok()).unwrap_or_default();
    let parts = search.strip_prefix('?').unwrap_or_default().split('&').filter(|part| !part.is_empty());
    let pair = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        (name.to_owned(), value.to_owned())
    };
    parts.map(pair).collect()
}

/// Changes what stands behind `#` in the page's address; nobody is told, and there is no way back to what stood there.
pub(crate) fn set_hash(hash: &str) {
    let Some(window) = window() else { return };
    let location = window.location();
    let (Ok(path), Ok(search), Ok(old)) = (location.pathname(), location.search(), location.hash()) else {
        return;
    };
    if old.strip_prefix('#').unwrap_or_default() == hash {
        return;
    }
    let end = if hash.is_empty() { String::new() } else { format!("#{hash}") };
    if let Ok(history) = window.history() {
        let address = format!("{path}{search}{end}");
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
}

/// Has the browser save a text as a file.
pub(crate) fn download(name: &str, text: &str) {
    let parts = js_sys::Array::of1(&text.into());
    if let Ok(blob) = web_sys::Blob::new_with_str_sequence(&parts) {
        save(name, &blob);
    }
}

/// Gives the user bytes as a file.
pub(crate) fn save(name: &str, blob: &web_sys::Blob) {
    let address = web_sys::Url::create_object_url_with_blob(blob);
    let link = document().and_then(|page| page.create_element("a").ok());
    let (Ok(address), Some(link)) = (address, link) else { return };
    let _ = link.set_attribute("href", &address);
    let _ = link.set_attribute("download", name);
    if let Ok(link) = link.dyn_into::<HtmlElement>() {
        link.click();
    }
    // The browser has what it needs once the click is over.
    let _ = web_sys::Url::revoke_object_url(&address);
}
