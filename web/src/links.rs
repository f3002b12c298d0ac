//! Links: what stands behind `#` in the page's address is opened beside one's own rules, and made for others.

use crate::browser::window;
use crate::components::notice::Line;
use crate::keeping::Texts;
use crate::lessons::LessonAsk;
use crate::library::{beside, library};
use crate::rules::{Ask, Beside, Rules};
use crate::state::link::{Link, MAX_INFLATED, damaged, read, work_link};
use crate::state::portable::Portable;
use crate::streams::{Trouble, deflate, inflate};
use gloo_events::EventListener;
use wasm_bindgen_futures::spawn_local;
use yew::{Callback, hook, use_effect_with, use_mut_ref, use_state};

/// What a rule from a link is called that has no name.
const UNNAMED: &str = "Rule from a link";

/// Opens what the address leads to, now and whenever it changes; gives what there is to explain.
#[hook]
pub(crate) fn use_links(rules: &Rules, on_lesson: &Callback<LessonAsk>) -> Option<Line> {
    let problem = use_state(|| None::<String>);
    let newest = use_mut_ref(|| (rules.on_ask.clone(), on_lesson.clone()));
    *newest.borrow_mut() = (rules.on_ask.clone(), on_lesson.clone());
    {
        let problem = problem.setter();
        use_effect_with((), move |()| {
            let follow = move || {
                let Some(hash) = window().and_then(|window| window.location().hash().ok()) else { return };
                let Some(link) = read(&hash) else { return problem.set(None) };
                let (problem, newest) = (problem.clone(), newest.clone());
                spawn_local(async move {
                    let opened = match link {
                        Ok(link) => open(link, hash.trim_start_matches('#')).await,
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
            follow();
            let listener =
                window().map(|window| EventListener::new(&window, "hashchange", move |_| follow()));
            move || drop(listener)
        });
    }
    let text = problem.as_ref()?.clone();
    let problem = problem.setter();
    Some(Line { text: text.into(), action: None, on_read: Callback::from(move |()| problem.set(None)) })
}

/// What a link leads to.
enum Opened {
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

/// Finds what a link leads to.
async fn open(link: Link, address: &str) -> Result<Opened, String> {
    match link {
        Link::Work(bytes) => {
            let bytes = inflated(&bytes).await?;
            let json = serde_json::from_slice(&bytes).map_err(|_| damaged("it does not hold a rule"))?;
            let (mut rule, lost) = Portable::read(json).map_err(|why| damaged(&why))?;
            if rule.name.trim().is_empty() {
                UNNAMED.clone_into(&mut rule.name);
            }
            let (name, texts) = (rule.name.clone(), Texts::of_portable(rule));
            Ok(Opened::Rule(Box::new(Beside { name, texts, lost, address: address.to_owned() })))
        }
        Link::Example(id) => {
            let library =
                library().await.map_err(|why| format!("The examples could not be loaded: {why}."))?;
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
            Ok(Opened::Lesson(LessonAsk::Text(text, address.to_owned())))
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
