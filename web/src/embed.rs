//! The page inside another one, asked for by `?embed`: it keeps nothing, follows the system's theme, tells the page
//! around it how high it would like to be and what the outcome is, and listens to nothing.

use crate::browser::{document, window};
use crate::links::page_address;
use crate::state::State;
use gloo_timers::callback::Timeout;
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::JsCast;
use web_sys::{Element, HtmlElement};
use yew::{Html, UseReducerHandle, hook, html, use_effect_with};

/// Whether the page is inside another one.
pub(crate) fn is_embedded() -> bool {
    thread_local! {
        static EMBEDDED: bool = asks_for_embed(
            &window().and_then(|window| window.location().search().ok()).unwrap_or_default(),
        );
    }
    EMBEDDED.with(|embedded| *embedded)
}

fn asks_for_embed(search: &str) -> bool {
    let parameters = search.strip_prefix('?').unwrap_or(search).split('&');
    parameters.into_iter().any(|one| one == "embed" || one.starts_with("embed="))
}

/// The first line of an embedded page.
pub(crate) fn embed_header(name: &str) -> Html {
    let hash = window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    html! {
        <header class="page-header is-embedded">
            <h1 class="brand">{ "RuleLens" }</h1>
            <span class="tagline">{ name }</span>
            <a class="button is-quiet" href={format!("{}{hash}", page_address())} target="_blank" rel="noopener">{ "Open in RuleLens" }</a>
        </header>
    }
}

/// Tells the page around this one its height and outcome whenever they change.
#[hook]
pub(crate) fn use_telling(state: &UseReducerHandle<State>) {
    let shown = (state.answered, state.pane, state.tab, state.problems_open);
    let newest = state.newest.clone();
    use_effect_with(shown, move |_| {
        // What is drawn after this has its height.
        let timer = is_embedded().then(|| {
            Timeout::new(0, move || {
                let answer = newest.as_ref().map(|newest| &newest.answer);
                let outcome = answer.map_or("", |answer| answer.response.outcome.name());
                let count = |count: fn(&crate::worker::protocol::Answer) -> usize| {
                    answer.map_or(0, |answer| count(answer))
                };
                tell(outcome, count(|answer| answer.record_count), count(|answer| answer.rejected_count));
            })
        });
        move || drop(timer)
    });
}

fn tell(outcome: &str, records: usize, rejected: usize) {
    let Some(parent) = parent() else { return };
    let message = Object::new();
    let height = wanted_height().unwrap_or(0);
    for (name, value) in [
        ("source", "rulelens".into()),
        ("height", height.into()),
        ("outcome", outcome.into()),
        ("records", (records as u32).into()),
        ("rejected", (rejected as u32).into()),
    ] {
        let _ = Reflect::set(&message, &name.into(), &value);
    }
    // Whoever shows this page may know: nothing of what is in it is told.
    let _ = parent.post_message(&message, "*");
}

/// Tells the page around this one how far the learner got with a lesson.
pub(crate) fn tell_lesson(id: &str, state: &str) {
    let Some(parent) = parent().filter(|_| is_embedded()) else { return };
    let message = Object::new();
    for (name, value) in [("source", "rulelens"), ("lesson", id), ("state", state)] {
        let _ = Reflect::set(&message, &name.into(), &value.into());
    }
    let _ = parent.post_message(&message, "*");
}

/// The page around this one.
fn parent() -> Option<web_sys::Window> {
    let window = window()?;
    window.parent().ok().flatten().filter(|parent| *parent != window)
}

/// The height at which nothing would scroll, in CSS pixels.
fn wanted_height() -> Option<i32> {
    let page = document()?;
    let all = page.document_element()?.client_height();
    let panes = page.query_selector_all(".panes > .pane").ok()?;
    let missing = (0..panes.length())
        .filter_map(|at| panes.get(at)?.dyn_into::<HtmlElement>().ok())
        .filter(|pane| pane.offset_height() > 0)
        .map(|pane| content_height(&pane) - pane.client_height());
    Some(all + missing.max()?)
}

/// How high what is in an element is.
fn content_height(element: &Element) -> i32 {
    let children = element.children();
    let top = element.get_bounding_client_rect().top() - f64::from(element.scroll_top());
    let bottoms = (0..children.length()).filter_map(|at| {
        let child = children.item(at)?;
        let box_of = child.get_bounding_client_rect();
        let hidden = child.scroll_height() - child.client_height();
        Some(box_of.bottom() - top + f64::from(hidden.max(0)))
    });
    bottoms.fold(0.0, f64::max).ceil() as i32
}

#[cfg(test)]
mod tests {
    use super::asks_for_embed;

    #[test]
    fn only_the_parameter_itself_asks() {
        for search in ["?embed", "?embed=1", "?a=b&embed"] {
            assert!(asks_for_embed(search), "{search}");
        }
        for search in ["", "?", "?embedded", "?x=embed", "?a=b"] {
            assert!(!asks_for_embed(search), "{search}");
        }
    }
}
