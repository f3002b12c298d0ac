//! The contents of a course: chapters and lessons with how far one got, to search and to open.

use super::words::{blocks, mark};
use super::{LessonAsk, Lessons};
use crate::components::dialog::Dialog;
use crate::components::open_file::OpenFile;
use crate::components::words::prose;
use crate::state::lessons::{ListedChapter, ListedLesson};
use web_sys::{HtmlInputElement, InputEvent};
use yew::{
    Callback, Html, Properties, TargetCast, classes, function_component, html, use_effect_with, use_state,
};

/// What [`ContentsDialog`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct ContentsProps {
    /// The lessons.
    pub(crate) lessons: Lessons,
    /// The id of the one that is open.
    pub(crate) open: Option<String>,
    /// Is told that it was closed.
    pub(crate) on_close: Callback<()>,
}

/// The dialog with the contents.
#[function_component]
pub(crate) fn ContentsDialog(props: &ContentsProps) -> Html {
    let ContentsProps { lessons, open, on_close } = props;
    let looked_for = use_state(String::new);
    let is_sure = use_state(|| false);
    let on_ask = lessons.on_ask.clone();
    {
        let on_ask = on_ask.clone();
        use_effect_with((), move |()| on_ask.emit(LessonAsk::Contents));
    }
    let oninput = {
        let looked_for = looked_for.setter();
        move |event: InputEvent| {
            looked_for.set(event.target_unchecked_into::<HtmlInputElement>().value().to_lowercase());
        }
    };
    let on_open = {
        let (on_ask, on_close) = (on_ask.clone(), on_close.clone());
        Callback::from(move |file: String| {
            on_close.emit(());
            on_ask.emit(LessonAsk::OpenFile(file));
        })
    };
    let on_file = {
        let (on_ask, on_close) = (on_ask.clone(), on_close.clone());
        Callback::from(move |file| {
            on_close.emit(());
            on_ask.emit(LessonAsk::Read(file));
        })
    };
    let content = match &lessons.contents {
        None => html! { <p class="hint">{ "The lessons are loading." }</p> },
        Some(Err(why)) => {
            let again = on_ask.reform(|_| LessonAsk::Contents);
            html! {
                <p class="field-problem is-error" role="alert">
                    { prose(&format!("The lessons could not be loaded: {why}. ")) }
                    <button type="button" class="quiet" onclick={again}>{ "Try again" }</button>
                </p>
            }
        }
        Some(Ok(contents)) => {
            let has = |lesson: &&ListedLesson| lesson.has(&looked_for);
            let chapter = |(at, chapter): (usize, &ListedChapter)| {
                let found: Vec<&ListedLesson> = chapter.lessons.iter().filter(has).collect();
                if found.is_empty() {
                    return Html::default();
                }
                let items = found.iter().map(|lesson| item(lesson, lessons, open.as_deref(), &on_open));
                html! {
                    <li>
                        <h3 id={format!("chapter-{at}")}>{ &chapter.title }</h3>
                        if looked_for.trim().is_empty() { { blocks(&chapter.introduction, &on_open) } }
                        <ul aria-labelledby={format!("chapter-{at}")}>{ for items }</ul>
                    </li>
                }
            };
            let none = !contents.lessons().any(|lesson| has(&lesson));
            html! {
                <nav class="contents" aria-label="Contents">
                    if none { <p class="hint">{ "No lesson has all of these words." }</p> }
                    <ol>{ for contents.chapters.iter().enumerate().map(chapter) }</ol>
                </nav>
            }
        }
    };
    let title = match &lessons.contents {
        Some(Ok(contents)) => contents.title.clone(),
        _ => "Lessons".to_owned(),
    };
    let (solved, shown) = lessons.progress.solved();
    let all = lessons.contents.as_ref().and_then(|contents| contents.as_ref().ok());
    let all = all.map_or(0, |contents| contents.lessons().count());
    let save = on_ask.reform(|_| LessonAsk::SaveRecord);
    let on_record = on_ask.reform(LessonAsk::OpenRecord);
    let forget = {
        let is_sure = is_sure.clone();
        let on_ask = on_ask.clone();
        Callback::from(move |_| {
            if *is_sure {
                on_ask.emit(LessonAsk::Forget);
            }
            is_sure.set(!*is_sure);
        })
    };
    html! {
        <Dialog id="lessons" {title} on_close={on_close.clone()}>
            <div class="lessons">
                <div class="searchline">
                    <input type="search" aria-label="Search lessons" placeholder="Words, devices, diagnostics" autofocus=true value={(*looked_for).clone()} {oninput} />
                    <p class="hint">{ "What you have in the workbench comes back when you leave a lesson." }</p>
                </div>
                { content }
                <div class="lessons-foot">
                    <p class="soft" role="status">
                        if let Some(said) = &lessons.said {
                            { said }
                        } else if all > 0 {
                            { format!("{solved} of {all} solved{}.", if shown > 0 { format!(", {shown} after the solution was shown") } else { String::new() }) }
                        }
                    </p>
                    <div class="row">
                        <OpenFile label="Open a lesson" title="Open a lesson: a Markdown file" labelled=true {on_file} />
                        <OpenFile label="Open a record" title="Open a record of what was done" labelled=true on_file={on_record} />
                        if !lessons.progress.is_empty() {
                            <button type="button" class="button is-link" onclick={save}>{ "Save my record" }</button>
                            <button type="button" class="button is-link" onclick={forget}>{ if *is_sure { "Forget it: sure?" } else { "Forget my progress" } }</button>
                        }
                        <a class="button is-link" href="docs/lessons.html" target="_blank" rel="noopener">{ "For teachers" }</a>
                    </div>
                </div>
            </div>
        </Dialog>
    }
}

/// A lesson in the list.
fn item(lesson: &ListedLesson, lessons: &Lessons, open: Option<&str>, on_open: &Callback<String>) -> Html {
    let ListedLesson { id, title, file, aim, minutes, .. } = lesson;
    let is_open = !id.is_empty() && open == Some(id.as_str());
    let onclick = {
        let file = file.clone();
        on_open.reform(move |_| file.clone())
    };
    html! {
        <li class={classes!(is_open.then_some("is-open"))}>
            { mark(lessons.progress.mark(id)) }
            <button type="button" class="lesson-open" aria-current={is_open.then_some("page")} {onclick}>{ title }</button>
            <span class="aim">{ if id.is_empty() { "cannot be read; open it to see why".into() } else { prose(aim) } }</span>
            <span class="soft small nowrap">{ if *minutes > 0 { format!("{minutes} min") } else { String::new() } }</span>
        </li>
    }
}
