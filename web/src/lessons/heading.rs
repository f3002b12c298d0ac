//! The page's first line while a lesson is open.

use super::{LessonAsk, Lessons};
use crate::components::icon::{Glyph, glyph_icon};
use crate::components::theme::ThemeMenu;
use crate::embed::is_embedded;
use crate::links::page_address;
use crate::state::lessons::LessonState;
use std::rc::Rc;
use yew::{Callback, Html, html};

/// What the [`heading`] is made of.
pub(crate) struct HeadingProps {
    /// The lesson.
    pub(crate) lesson: Rc<LessonState>,
    /// What can be done with it.
    pub(crate) lessons: Lessons,
    /// Opens the contents.
    pub(crate) on_contents: Callback<()>,
    /// Opens the palette.
    pub(crate) on_find: Callback<()>,
}

/// Where the lesson stands, the ways to those beside it, and the way back.
pub(super) fn heading(props: &HeadingProps) -> Html {
    let HeadingProps { lesson, lessons, on_contents, on_find } = props;
    let place = &lesson.place;
    let step = |label: &'static str, glyph: Glyph, to: &Option<(String, String)>| {
        let id = to.as_ref().map(|(id, _)| id.clone());
        let title = to.as_ref().map_or_else(|| label.to_owned(), |(_, title)| format!("{label}: {title}"));
        let disabled = id.is_none();
        let onclick = lessons.on_ask.reform(move |_| LessonAsk::Open(id.clone().unwrap_or_default(), None));
        html! {
            <button type="button" class="button is-quiet is-icon" aria-label={title.clone()} {title} {disabled} {onclick}>{ glyph_icon(glyph) }</button>
        }
    };
    let what = if lesson.view.is_case { "case" } else { "lesson" };
    html! {
        <header class="page-header is-lesson">
            <h1 class="brand">{ "RuleLens" }</h1>
            if !is_embedded() {
                <button type="button" class="button is-quiet" aria-haspopup="dialog" title="All lessons" onclick={on_contents.reform(|_| ())}>
                    { "Lessons" }{ glyph_icon(Glyph::Down) }
                </button>
            }
            <p class="where">
                if !place.chapter.is_empty() { <span class="soft chapter">{ format!("{} / ", place.chapter) }</span> }
                <strong>{ &lesson.view.title }</strong>
            </p>
            if place.number > 0 {
                <nav class="row is-tight" aria-label="Lessons">
                    { step(if lesson.view.is_case { "Previous case" } else { "Previous lesson" }, Glyph::Left, &place.previous) }
                    <span class="soft small nowrap"><span class="sr-only">{ format!("{what} ") }</span>{ format!("{} of {}", place.number, place.of) }</span>
                    { step(if lesson.view.is_case { "Next case" } else { "Next lesson" }, Glyph::Right, &place.next) }
                </nav>
            }
            <span class="spring"></span>
            if is_embedded() {
                <a class="button is-quiet" href={format!("{}{}#{}", page_address(), course(), crate::browser::hash())} target="_blank" rel="noopener">{ "Open in RuleLens" }</a>
            } else {
                <button type="button" class="button find" aria-haspopup="dialog" title="Find anything" onclick={on_find.reform(|_| ())}>
                    { glyph_icon(Glyph::Find) }<span>{ "Find" }</span><kbd>{ "Ctrl K" }</kbd>
                </button>
                <button type="button" class="button" title="Back to what you had before" onclick={lessons.on_ask.reform(|_| LessonAsk::Leave)}>{ "Leave" }</button>
                <span class="divider"></span>
                <ThemeMenu />
            }
        </header>
    }
}

/// The course as the address names it.
pub(crate) fn course() -> String {
    let course = crate::browser::query().into_iter().find(|(name, _)| name == "lessons");
    course.map(|(_, path)| format!("?lessons={path}")).unwrap_or_default()
}
