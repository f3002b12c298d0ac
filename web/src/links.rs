//! Links: what stands behind `#` in the page's address is opened beside one's own rules, or over them where it is a part of
//! the reference, and made for others.

use crate::browser::{set_hash, window};
use crate::components::notice::Line;
use crate::keeping::Texts;
use crate::later::{Loaded, Part, Task, call};
use crate::lessons::LessonAsk;
use crate::library::{LIBRARY, beside};
use crate::rules::{Ask, Beside, Rules};
use crate::state::link::{Link, MAX_INFLATED, damaged, entry_link, read, work_link};
use crate::state::portable::Portable;
use crate::streams::{Trouble, deflate, inflate};
use gloo_events::EventListener;
use wasm_bindgen_futures::spawn_local;
use web_sys::Event;
use yew::{AttrValue, Callback, hook, use_effect_with, use_mut_ref, use_state};

/// What a rule from a link is called that has no name.
const UNNAMED: &str = "Rule from a link";

/// What the address leads to.
pub(crate) struct Linked {
    /// What there is to explain.
    pub(crate) problem: Option<Line>,
    /// The entry or the list of the reference that is shown over the page.
    pub(crate) entry: Option<AttrValue>,
    /// Closes the reference: the address is what it was before.
    pub(crate) on_leave: Callback<()>,
}

/// Opens what the address leads to, now and whenever it changes.
#[hook]
pub(crate) fn use_links(rules: &Rules, on_lesson: &Callback<LessonAsk>) -> Linked {
    let problem = use_state(|| None::<String>);
    let entry = use_state(|| None::<AttrValue>);
    // What stood behind # when the reference was opened; something only while it is open.
    let under = use_mut_ref(|| None::<String>);
    let newest = use_mut_ref(|| (rules.on_ask.clone(), on_lesson.clone()));
    *newest.borrow_mut() = (rules.on_ask.clone(), on_lesson.clone());
    {
        let (problem, entry, under) = (problem.setter(), entry.setter(), under.clone());
        use_effect_with((), move |()| {
            let follow = move |before: String| {
                let Some(hash) = window().and_then(|window| window.location().hash().ok()) else { return };
                let address = hash.trim_start_matches('#').to_owned();
                let link = read(&hash);
                if let Some(Ok(Link::Reference(id))) = link {
                    under.borrow_mut().get_or_insert(before);
                    return entry.set(Some(id.into()));
                }
                entry.set(None);
                // Back at what the reference was opened over, which is still there.
                let is_back = under.borrow_mut().take().is_some_and(|under| under == address);
                let Some(link) = link.filter(|_| !is_back) else { return problem.set(None) };
                let (problem, newest) = (problem.clone(), newest.clone());
                spawn_local(async move {
                    let opened = match link {
                        Ok(link) => open_link(link, address).await,
                        Err(why) => Err(why),
                    };
                    let (on_ask, on_lesson) = newest.borrow().clone();
                    match opened {
                        Ok(Opened::Rule(beside)) => {
                            problem.set(None);
                            on_ask.emit(Ask::Beside(beside));
                        }
                        Ok(Opened::Lesson(ask)) => {
                            problem.set(None);
                            on_lesson.emit(ask);
                        }
                        Err(why) => problem.set(Some(why)),
                    }
                });
            };
            follow(String::new());
            let listener = window().map(|window| {
                EventListener::new(&window, "hashchange", move |event| follow(hash_before(event)))
            });
            move || drop(listener)
        });
    }
    let on_leave = {
        let entry = entry.setter();
        Callback::from(move |()| {
            let before = under.borrow_mut().take();
            if let Some(before) = before {
                entry.set(None);
                set_hash(&before);
            }
        })
    };
    let line = problem.as_ref().map(|text| {
        let (text, problem) = (text.clone().into(), problem.setter());
        Line { text, action: None, on_read: Callback::from(move |()| problem.set(None)) }
    });
    Linked { problem: line, entry: (*entry).clone(), on_leave }
}

/// What stood behind `#` before a change of the address.
fn hash_before(event: &Event) -> String {
    let address = js_sys::Reflect::get(event, &"oldURL".into()).ok().and_then(|address| address.as_string());
    address.and_then(|address| Some(address.split_once('#')?.1.to_owned())).unwrap_or_default()
}

/// Opens the reference over the page, at an entry or a list; the browser's way back closes it.
pub(crate) fn show_entry(id: &str) {
    let _ = window().map(|window| window.location().set_hash(&entry_link(id)));
}

/// What a link leads to.
pub(crate) enum Opened {
    Rule(Box<Beside>),
    Lesson(LessonAsk),
}

/// Inflates what stands in a link.
async fn inflated(bytes: &[u8]) -> Result<Vec<u8>, String> {
    inflate(bytes, MAX_INFLATED).await.map_err(|trouble| match trouble {
        Trouble::Unknown => {
            "This browser cannot read links: it lacks DecompressionStream, which browsers have since 2023."
                .to_owned()
        }
        Trouble::Damaged => damaged("it is damaged"),
        Trouble::TooMany => {
            format!("This link is not opened: it holds more than {} MB of text.", MAX_INFLATED / 1024 / 1024)
        }
    })
}

async fn open_link(link: Link, address: String) -> Result<Opened, String> {
    let opened = Part::Page.work(move || call!(opening(link, address))).await;
    opened.map_err(|why| format!("This link is not opened: {why}.")).flatten()
}

/// Finds what a link leads to, with the part that knows all kinds of them.
#[cfg_attr(
    all(feature = "split", target_family = "wasm"),
    wasm_split_helpers::wasm_split(page, fallible, preload(load_links))
)]
pub(crate) fn opening(link: Link, address: String) -> Loaded<Task<Result<Opened, String>>> {
    Ok(Box::pin(open(link, address)))
}

/// Finds what a link leads to.
async fn open(link: Link, address: String) -> Result<Opened, String> {
    match link {
        Link::Work(bytes) => {
            let bytes = inflated(&bytes).await?;
            let json = serde_json::from_slice(&bytes).map_err(|_| damaged("it does not hold a rule"))?;
            let (mut rule, lost) = Portable::read(json).map_err(|why| damaged(&why))?;
            if rule.name.trim().is_empty() {
                UNNAMED.clone_into(&mut rule.name);
            }
            let (name, texts) = (rule.name.clone(), Texts::of_portable(rule));
            Ok(Opened::Rule(Box::new(Beside { name, texts, lost, address })))
        }
        Link::Reference(id) => Err(format!("“{id}” is a part of the reference and no rule.")),
        Link::Example(id) => {
            let library =
                LIBRARY.get().await.map_err(|why| format!("The examples could not be loaded: {why}."))?;
            let example = library.find(&id);
            let example =
                example.ok_or_else(|| format!("This release of RuleLens has no example “{id}”."))?;
            let beside =
                beside(example).map_err(|why| format!("“{}” cannot be shown: {why}.", example.title));
            beside.map(|beside| Opened::Rule(Box::new(beside)))
        }
        Link::Lesson(id) => Ok(Opened::Lesson(LessonAsk::Open(id, None))),
        Link::Answer(id, bytes) => {
            let answer = serde_json::from_slice(&inflated(&bytes).await?);
            let answer = answer.map_err(|_| damaged("it does not hold an answer"))?;
            Ok(Opened::Lesson(LessonAsk::Open(id, Some(answer))))
        }
        Link::LessonFile(bytes) => {
            let text = String::from_utf8(inflated(&bytes).await?);
            let text = text.map_err(|_| damaged("it does not hold a lesson"))?;
            Ok(Opened::Lesson(LessonAsk::Text(text, address)))
        }
    }
}

/// What stands behind `#` for a rule in its portable form, where the browser can compress it.
pub(crate) async fn link_to(json: &str) -> Option<String> {
    deflate(json.as_bytes()).await.ok().map(|bytes| work_link(&bytes))
}

/// The page's address without what stands behind `?` and `#`.
pub(crate) fn page_address() -> String {
    let location = window().map(|window| window.location());
    let part = |of: fn(&web_sys::Location) -> Result<String, wasm_bindgen::JsValue>| {
        location.as_ref().and_then(|location| of(location).ok()).unwrap_or_default()
    };
    part(web_sys::Location::origin) + &part(web_sys::Location::pathname)
}
