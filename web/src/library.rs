//! Fetches what is looked for in the page: examples, the names of the reference's entries, and the reference.

use crate::browser::window;
use crate::keeping::Texts;
use crate::rules::Beside;
use crate::state::library::{Example, Library};
use crate::state::link::example;
use crate::state::reference::Reference;
use js_sys::JsString;
use std::cell::RefCell;
use std::rc::Rc;
use std::thread::LocalKey;
use wasm_bindgen::prelude::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;
use yew::{Callback, hook, use_effect_with, use_state};

/// How long a file is at most, in UTF-16 code units: several times what the build writes.
const MAX_LENGTH: u32 = 8 * 1024 * 1024;

/// A file beside the page that is fetched once, when it is needed.
pub(crate) struct Source<T: 'static> {
    file: &'static str,
    read: fn(&str) -> Result<T, String>,
    fetched: &'static LocalKey<RefCell<Option<Rc<T>>>>,
}

thread_local! {
    static FETCHED_LIBRARY: RefCell<Option<Rc<Library>>> = const { RefCell::new(None) };
    static FETCHED_REFERENCE: RefCell<Option<Rc<Reference>>> = const { RefCell::new(None) };
}

/// Examples and names (`crates/xtask/src/library.rs`).
pub(crate) static LIBRARY: Source<Library> =
    Source { file: "rulelens-library.json", read: Library::read, fetched: &FETCHED_LIBRARY };

/// The reference (`crates/xtask/src/reference.rs`).
pub(crate) static REFERENCE: Source<Reference> =
    Source { file: "rulelens-reference.json", read: Reference::read, fetched: &FETCHED_REFERENCE };

impl<T> Source<T> {
    /// What is in the file.
    ///
    /// # Errors
    /// Why it is not there, as a clause.
    pub(crate) async fn get(&self) -> Result<Rc<T>, String> {
        if let Some(fetched) = self.fetched.with_borrow(Clone::clone) {
            return Ok(fetched);
        }
        let text = fetch(self.file).await.map_err(|error| {
            let message =
                js_sys::Reflect::get(&error, &"message".into()).ok().and_then(|message| message.as_string());
            message.unwrap_or_else(|| "the file did not come".to_owned())
        })?;
        let read = Rc::new((self.read)(&text)?);
        self.fetched.set(Some(read.clone()));
        Ok(read)
    }
}

async fn fetch(file: &str) -> Result<String, JsValue> {
    let window = window().ok_or(JsValue::NULL)?;
    let response: Response = JsFuture::from(window.fetch_with_str(file)).await?.unchecked_into();
    if !response.ok() {
        return Err(js_sys::Error::new(&format!("{} for {file}", response.status())).into());
    }
    let text: JsString = JsFuture::from(response.text()?).await?.unchecked_into();
    if text.length() > MAX_LENGTH {
        return Err(js_sys::Error::new(&format!("{file} is too long")).into());
    }
    Ok(text.into())
}

/// An example, to be shown beside one's own rules.
///
/// # Errors
/// Why it cannot be shown, as a clause.
pub(crate) fn beside(shown: &Example) -> Result<Beside, String> {
    let (rule, lost) = shown.portable()?;
    let (name, texts) = (rule.name.clone(), Texts::of_portable(rule));
    Ok(Beside { name, texts, lost, address: example(&shown.id) })
}

/// What there is of a file, and a way to try again.
#[hook]
pub(crate) fn use_source<T: 'static>(
    source: &'static Source<T>,
) -> (Option<Result<Rc<T>, String>>, Callback<()>) {
    let shown = use_state(|| source.fetched.with_borrow(Clone::clone).map(Ok));
    let load = {
        let shown = shown.setter();
        Callback::from(move |()| {
            let shown = shown.clone();
            shown.set(None);
            spawn_local(async move { shown.set(Some(source.get().await)) });
        })
    };
    {
        let (load, known) = (load.clone(), shown.is_some());
        use_effect_with((), move |()| {
            if !known {
                load.emit(());
            }
        });
    }
    ((*shown).clone(), load)
}
