//! Fetches what is looked for in the page: examples and the names of the reference.

use crate::browser::window;
use crate::keeping::Texts;
use crate::rules::Beside;
use crate::state::library::{Example, Library};
use crate::state::link::example;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;
use yew::{Callback, hook, use_effect_with, use_state};

/// The file beside the page (`crates/xtask/src/library.rs`).
const FILE: &str = "rulelens-library.json";

thread_local! {
    static FETCHED: RefCell<Option<Rc<Library>>> = const { RefCell::new(None) };
}

/// The library, fetched once.
///
/// # Errors
/// Why it is not there, as a clause.
pub(crate) async fn library() -> Result<Rc<Library>, String> {
    if let Some(fetched) = FETCHED.with_borrow(Clone::clone) {
        return Ok(fetched);
    }
    let text = fetch().await.map_err(|error| {
        let message =
            js_sys::Reflect::get(&error, &"message".into()).ok().and_then(|message| message.as_string());
        message.unwrap_or_else(|| "the file did not come".to_owned())
    })?;
    let library = Rc::new(Library::read(&text)?);
    FETCHED.set(Some(library.clone()));
    Ok(library)
}

async fn fetch() -> Result<String, JsValue> {
    let window = window().ok_or(JsValue::NULL)?;
    let response: Response = JsFuture::from(window.fetch_with_str(FILE)).await?.unchecked_into();
    if !response.ok() {
        return Err(js_sys::Error::new(&format!("{} for {FILE}", response.status())).into());
    }
    let text = JsFuture::from(response.text()?).await?;
    Ok(text.as_string().unwrap_or_default())
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

/// What there is of the library, and a way to try again.
#[hook]
pub(crate) fn use_library() -> (Option<Result<Rc<Library>, String>>, Callback<()>) {
    let library = use_state(|| FETCHED.with_borrow(Clone::clone).map(Ok));
    let load = {
        let library = library.setter();
        Callback::from(move |()| {
            let library = library.clone();
            library.set(None);
            spawn_local(async move { library.set(Some(self::library().await)) });
        })
    };
    {
        let (load, known) = (load.clone(), library.is_some());
        use_effect_with((), move |()| {
            if !known {
                load.emit(());
            }
        });
    }
    ((*library).clone(), load)
}
