//! Fetches lessons: files below the page's own folder `lessons`, and nothing from anywhere else.

use crate::browser::{document, query, window};
use crate::state::lessons::{OWN_COURSE, is_folder};
use crate::streams::{Trouble, read};
use js_sys::Reflect;
use wasm_bindgen::prelude::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestCredentials, RequestInit, RequestRedirect, Response, Url};

/// How long a file may be, in bytes.
const MAX_FILE: usize = 64 * 1024;

/// How long a table of contents may be, in bytes.
const MAX_CONTENTS: usize = 256 * 1024;

/// The table of contents of the page's own course.
pub(super) const INDEX: &str = "index.json";

/// The course that the address names by `?lessons=`, or the page's own one.
///
/// # Errors
/// What is wrong with the name, as a clause.
pub(super) fn course() -> Result<String, String> {
    match query().into_iter().find(|(name, _)| name == "lessons") {
        None => Ok(OWN_COURSE.to_owned()),
        Some((_, path)) if is_folder(&path) => Ok(path),
        Some(_) => {
            Err("`?lessons=` in the address does not name a folder of this page's `lessons`; a folder \
             has letters, digits, `.`, `_` and `-`, with `/` between folders"
                .to_owned())
        }
    }
}

/// A file of a course.
///
/// # Errors
/// Why it did not come, as a clause.
pub(super) async fn fetch(course: &str, file: &str) -> Result<String, String> {
    let most = if file == INDEX { MAX_CONTENTS } else { MAX_FILE };
    // The table of another folder's contents is made from its files, whose names are read here again.
    if file.contains('/') || !is_folder(file) || !is_folder(course) {
        return Err(format!("`{file}` does not name a file of a course"));
    }
    let missing = |_: JsValue| format!("`{course}/{file}` did not come");
    let address = address(course, file).ok_or("the page has no address that files stand beside")?;
    let init = RequestInit::new();
    init.set_redirect(RequestRedirect::Error);
    init.set_credentials(RequestCredentials::Omit);
    // What a teacher has just written counts, and not what the browser has of it.
    if query().iter().any(|(name, _)| name == "author") {
        let _ = Reflect::set(&init, &"cache".into(), &"no-cache".into());
    }
    let window = window().ok_or("there is no window")?;
    let response = JsFuture::from(window.fetch_with_str_and_init(&address, &init)).await.map_err(missing)?;
    let response: Response = response.unchecked_into();
    if !response.ok() {
        return Err(format!("the server answers {} for `{course}/{file}`", response.status()));
    }
    let body = Reflect::get(&response, &"body".into()).map_err(missing)?;
    let bytes = read(&body, most).await.map_err(|trouble| match trouble {
        Trouble::TooMany => format!("`{course}/{file}` is longer than {} KB", most / 1024),
        _ => format!("`{course}/{file}` came in part only"),
    })?;
    String::from_utf8(bytes).map_err(|_| format!("`{course}/{file}` is not text"))
}

/// The address of a file, which lies below the page's own folder.
fn address(course: &str, file: &str) -> Option<String> {
    let base = document()?.base_uri().ok()??;
    let folder = Url::new_with_base("lessons/", &base).ok()?.href();
    let address = Url::new_with_base(&format!("{course}/{file}"), &folder).ok()?.href();
    address.starts_with(&folder).then_some(address)
}
