//! The lesson itself: task, prediction, what is said about the rule, hints, the solution, and what comes next.

use super::words::{blocks, inline};
use super::{LessonAsk, Lessons};
use crate::browser::element;
use crate::components::icon::{Glyph, glyph_icon};
use crate::components::layout::title_id;
use crate::components::open_file::OpenFile;
use crate::components::words::prose;
use crate::state::lessons::{
    ChangedLine, CheckedFile, Evidence, LessonChange, LessonState, Mark, PredictionView, Solution, Worth,
};
use crate::state::{Change, Pane, State};
use std::rc::Rc;
use yew::{
    Callback, Html, Properties, UseReducerDispatcher, classes, function_component, html, use_effect_with,
    use_mut_ref,
};

/// What a [`Rail`] is given.
#[derive(Clone, Properties, PartialEq)]
pub(crate) struct RailProps {
    /// The lesson.
    pub(crate) lesson: Rc<LessonState>,
    /// Is told what happens to it.
    pub(crate) dispatch: UseReducerDispatcher<State>,
    /// What else can be done.
    pub(crate) lessons: Lessons,
    /// Adds a message of one's own.
    pub(crate) on_message: Callback<()>,
}

/// The lesson that is open.
#[function_component]
pub(crate) fn Rail(props: &RailProps) -> Html {
    let RailProps { lesson, dispatch, lessons, on_message } = props;
    let view = &lesson.view;
    let ask = |ask: LessonAsk| {
        let on_ask = lessons.on_ask.clone();
        Callback::from(move |_| on_ask.emit(ask.clone()))
    };
    let change = |change: LessonChange| {
        let dispatch = dispatch.clone();
        Callback::from(move |()| dispatch.dispatch(Change::Lesson(change.clone())))
    };
    let on_file = lessons.on_ask.reform(LessonAsk::OpenFile);
    // What is read to those who do not see the page comes once a pause, not with each key.
    let read = use_mut_ref(String::new);
    if lesson.settled || lesson.judged.is_none() {
        *read.borrow_mut() = said(lesson);
    }
    let spoken = read.borrow().clone();
    let opened = view.id.clone();
    use_effect_with(opened, |_| {
        if let Some(body) = element("lesson-body") {
            body.set_scroll_top(0);
        }
    });
    let after = lesson.place.after.iter().map(|(id, title)| {
        html! { <button type="button" class="text-link" onclick={ask(LessonAsk::Open(id.clone(), None))}>{ title }</button> }
    });
    let (count, right) = (view.messages.len(), lesson.right());
    let share = (100 * right).checked_div(count).unwrap_or(0);
    let device = [Some(view.device.clone()), (view.minutes > 0).then(|| format!("{} min", view.minutes))];
    let facts: Vec<String> = device.into_iter().flatten().filter(|fact| !fact.is_empty()).collect();
    html! {
        <div class="pane-body lesson" id="lesson-body" tabindex="-1" role="group" aria-label="Lesson, scrolls">
            <div>
                <h2 id={title_id(Pane::Lesson)} class="lesson-title">{ &view.title }</h2>
                <p class="soft small">{ facts.join(" · ") }</p>
            </div>
            <svg class="lesson-bar" viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label={format!("{right} of {count} messages right")}>
                <rect width={share.to_string()} height="4" />
            </svg>
            <div class="lesson-text">
                if !view.symptom.is_empty() {
                    <blockquote>{ prose(&view.symptom) }</blockquote>
                }
                { blocks(&view.task, &on_file) }
                if !lesson.place.after.is_empty() {
                    <p class="soft small lesson-after">{ "Builds on " }{ for after.enumerate().map(|(at, link)| html! { <>if at > 0 { { ", " } }{ link }</> }) }</p>
                }
            </div>
            if let Some(prediction) = &view.prediction { { predict(prediction, lesson, dispatch, &on_file) } }
            <p class="sr-only" role="status">{ spoken }</p>
            <div class={classes!("callout", "lesson-says", lesson.is_solved().then_some("is-passed"))}>
                <p>{ prose(&said(lesson)) }</p>
            </div>
            if let Some((title, says)) = lesson.mistake() {
                <div class="callout is-warning lesson-mistake">
                    <p class="lead">{ prose(title) }</p>
                    { blocks(says, &on_file) }
                </div>
            }
            if view.is_case { { evidence(lesson, &change(LessonChange::UncoverAll)) } }
            if lesson.is_solved() || lesson.may_go_on && lesson.solution == Solution::Covered && !view.why.is_empty() && lesson.mark >= Mark::Shown {
                <section class="lesson-why" aria-label="Why">
                    <h3>{ if view.is_case { "What it was" } else { "Why" } }</h3>
                    if view.is_case { <p>{ prose(&view.aim) }</p> }
                    { blocks(&view.why, &on_file) }
                    if view.is_case && lesson.is_solved() {
                        <p class="soft small">{ score(lesson) }</p>
                    }
                </section>
            }
            { next(lesson, lessons) }
            { ladder(lesson, lessons, &on_file) }
            <div class="row lesson-foot">
                <button type="button" class="button is-link is-small flush" onclick={ask(LessonAsk::Reset)}>{ "Reset" }</button>
                <button type="button" class="button is-link is-small" onclick={on_message.reform(|_| ())}>{ glyph_icon(Glyph::Plus) }{ "Another message" }</button>
                <button type="button" class="button is-link is-small" onclick={ask(LessonAsk::Share)}>{ "Copy a link" }</button>
            </div>
            if let Some(checked) = &lesson.checked { { of_author(checked, &lesson.place.course, lessons) } }
        </div>
    }
}

/// What is said about the rule now.
fn said(lesson: &LessonState) -> String {
    if let Some(why) = &lesson.failing {
        return format!("The rule could not be judged: {why}");
    }
    match &lesson.judged {
        None => "The messages are being tried.".to_owned(),
        Some(judged) if !judged.changed && !lesson.view.is_case => {
            format!("The rule is not right yet, on purpose: change it. {}", judged.says)
        }
        // What did not come out right is evidence.
        Some(judged) if judged.worth == Worth::Wrong && lesson.covers(Evidence::Table) => {
            format!("{} of {} messages are right.", lesson.right(), lesson.view.messages.len())
        }
        Some(judged) => judged.says.clone(),
    }
}

/// A question that is answered before anything is tried.
fn predict(
    prediction: &PredictionView,
    lesson: &LessonState,
    dispatch: &UseReducerDispatcher<State>,
    on_file: &Callback<String>,
) -> Html {
    let choices = prediction.choices.iter().enumerate().map(|(at, choice)| {
        let dispatch = dispatch.clone();
        let oninput = move |_| dispatch.dispatch(Change::Lesson(LessonChange::Predict(at)));
        html! {
            <label class="radio">
                <input type="radio" name="prediction" checked={lesson.predicted == Some(at)} {oninput} />
                <span>{ inline(choice, on_file) }</span>
            </label>
        }
    });
    let told = lesson.predicted.map(|at| {
        let right = inline(prediction.choices.get(prediction.right).map_or(&[][..], Vec::as_slice), on_file);
        if at == prediction.right {
            html! { <p class="is-passed">{ "Yes." }</p> }
        } else {
            html! { <p>{ "No: it is " }<strong>{ right }</strong>{ ". Look at the result for why." }</p> }
        }
    });
    html! {
        <fieldset class="lesson-predict">
            <legend>{ "What do you expect?" }</legend>
            { blocks(&prediction.question, on_file) }
            { for choices }
            <div role="status">{ for told }</div>
        </fieldset>
    }
}

/// The way to what is next: loud once the lesson is solved.
fn next(lesson: &LessonState, lessons: &Lessons) -> Html {
    let Some((id, title)) = lesson.place.next.clone() else { return ended(lesson) };
    if !lesson.may_go_on {
        return Html::default();
    }
    let onclick = lessons.on_ask.reform(move |_| LessonAsk::Open(id.clone(), None));
    html! {
        <div class="lesson-next">
            if lesson.place.ends_chapter {
                <p class="soft">{ format!("That was the last one of “{}”.", lesson.place.chapter) }</p>
            }
            <button type="button" class="button is-primary" {onclick}>{ "Next: " }{ title }</button>
        </div>
    }
}

fn ended(lesson: &LessonState) -> Html {
    if lesson.may_go_on && lesson.place.number > 0 {
        html! { <p class="lesson-next">{ "That was the last one. The contents have the case files, and your record to save." }</p> }
    } else {
        Html::default()
    }
}

/// Hints one by one, and at last the solution.
fn ladder(lesson: &LessonState, lessons: &Lessons, on_file: &Callback<String>) -> Html {
    let all = lesson.view.hints.len();
    let given = lesson.hints.iter().enumerate().map(|(number, at)| {
        let hint = &lesson.view.hints[*at];
        html! {
            <li>
                <p class="rung"><strong>{ format!("Hint {} of {all}", number + 1) }</strong></p>
                if let Some(reported) = lesson.reported(*at) {
                    <p class="given soft">
                        { prose(reported) }
                        if let Some(code) = &hint.code {
                            { " " }<a href={format!("docs/diagnostics.html#{}", code.replace('.', ""))} target="_blank" rel="noopener"><code>{ code }</code></a>
                        }
                    </p>
                }
                <p class="given">{ inline(&hint.text, on_file) }</p>
            </li>
        }
    });
    let ask = |ask: LessonAsk| {
        let on_ask = lessons.on_ask.clone();
        Callback::from(move |_| on_ask.emit(ask.clone()))
    };
    let solution = match &lesson.solution {
        Solution::Covered => html! {
            <p class="rung">
                <span>{ "Solution" }</span>
                if !lesson.may_go_on { <span class="soft small">{ "marks the lesson" }</span> }
                <button type="button" class="button is-link is-small" onclick={ask(LessonAsk::Solution)}>{ "Show" }<span class="sr-only">{ " the solution" }</span></button>
            </p>
        },
        Solution::Warned => html! {
            <div class="rung" role="alert">
                <span>{ "This marks the lesson. Show it?" }</span>
                <button type="button" class="button is-link is-small" onclick={ask(LessonAsk::Solution)}>{ "Show it" }</button>
                <button type="button" class="button is-link is-small" onclick={ask(LessonAsk::KeepMine)}>{ "Not yet" }</button>
            </div>
        },
        Solution::Seen(solution) => {
            let parts = solution.parts.iter().map(|part| {
                html! {
                    <>
                        <dt>{ &part.title }</dt>
                        { for part.lines.iter().map(changed) }
                    </>
                }
            });
            html! {
                <div class="lesson-solution">
                    <p class="rung"><strong>{ "Solution" }</strong></p>
                    if solution.parts.is_empty() {
                        <p>{ "Your rule is the same." }</p>
                    } else {
                        <dl>{ for parts }</dl>
                    }
                    <div class="row">
                        if !solution.parts.is_empty() {
                            <button type="button" class="button is-small" onclick={ask(LessonAsk::TakeOver)}>{ "Take it over" }</button>
                        }
                        <button type="button" class="button is-link is-small" onclick={ask(LessonAsk::KeepMine)}>{ "Keep mine" }</button>
                    </div>
                </div>
            }
        }
    };
    html! {
        <ol class="ladder" aria-label="Help">
            { for given }
            if lesson.next_hint().is_some() {
                <li><p class="rung">
                    <span>{ format!("Hint {} of {all}", lesson.hints.len() + 1) }</span>
                    <button type="button" class="button is-link is-small" onclick={ask(LessonAsk::Hint)}>{ "Show" }<span class="sr-only">{ " the hint" }</span></button>
                </p></li>
            }
            <li>{ solution }</li>
        </ol>
    }
}

/// A line of the solution beside one's own.
fn changed(line: &ChangedLine) -> Html {
    let (class, word, sign, text) = match line {
        ChangedLine::Same(text) => ("is-same", "", "\u{a0}", text),
        ChangedLine::Removed(text) => ("is-removed", "yours: ", "−", text),
        ChangedLine::Added(text) => ("is-added", "solution: ", "+", text),
    };
    html! { <dd class={class}><span class="sr-only">{ word }</span><span aria-hidden="true">{ sign }</span><code>{ text }</code></dd> }
}

/// How much of a case's evidence is open.
fn evidence(lesson: &LessonState, on_all: &Callback<()>) -> Html {
    if lesson.may_go_on {
        return Html::default();
    }
    html! {
        <p class="soft small">
            { format!("{} of {} pieces of evidence uncovered. ", lesson.uncovered(), Evidence::ALL.len()) }
            if lesson.uncovered() < Evidence::ALL.len() {
                <button type="button" class="text-link" onclick={on_all.reform(|_| ())}>{ "Open everything" }</button>
            }
        </p>
    }
}

/// How a case was solved.
fn score(lesson: &LessonState) -> String {
    let tries = if lesson.tries == 1 { "1 try".to_owned() } else { format!("{} tries", lesson.tries) };
    format!(
        "Solved with {} of {} pieces of evidence, after {tries} that were not right.",
        lesson.uncovered(),
        Evidence::ALL.len()
    )
}

/// What holds of the lesson's file, for its author.
fn of_author(checked: &CheckedFile, course: &str, lessons: &Lessons) -> Html {
    let findings = checked.findings.iter().map(|(test, line, says)| {
        html! { <tr><td>{ test }</td><td class="number">{ line }</td><td>{ prose(says) }</td></tr> }
    });
    html! {
        <section class="lesson-author" aria-label="For the author">
            <h3>{ "For the author" }</h3>
            if checked.findings.is_empty() {
                <p>{ format!("{} rules were tried, and everything holds.", checked.rules) }</p>
            } else {
                <table>
                    <thead><tr><th scope="col">{ "Test" }</th><th scope="col">{ "Line" }</th><th scope="col">{ "What does not hold" }</th></tr></thead>
                    <tbody>{ for findings }</tbody>
                </table>
            }
            if !checked.outcomes.is_empty() {
                <details><summary>{ "What comes of each rule" }</summary><pre class="code">{ &checked.outcomes }</pre></details>
            }
            if course.is_empty() {
                <p class="soft small">{ "The browser gives the page what the file held when it was opened: after a change, open it again." }</p>
                <OpenFile label="Open the file again" title="Open a lesson: a Markdown file" labelled=true on_file={lessons.on_ask.reform(LessonAsk::Read)} />
            } else {
                <p class="soft small">{ "What you save in the file is shown here within seconds." }</p>
            }
        </section>
    }
}

/// What the [`bar`] is made of.
pub(crate) struct BarProps {
    /// The lesson.
    pub(crate) lesson: Rc<LessonState>,
    /// Is told what happens to the page.
    pub(crate) dispatch: UseReducerDispatcher<State>,
    /// What else can be done.
    pub(crate) lessons: Lessons,
}

/// What stays at the bottom of a narrow screen.
pub(super) fn bar(props: &BarProps) -> Html {
    let BarProps { lesson, dispatch, lessons } = props;
    let judged = lesson.judged.as_ref();
    let wrong = judged.and_then(|judged| judged.first_wrong);
    let on_message = {
        let dispatch = dispatch.clone();
        Callback::from(move |_| {
            let Some(at) = wrong else { return dispatch.dispatch(Change::Pane(Pane::Lesson)) };
            dispatch.dispatch(Change::Messages(crate::state::MessagesChange::Choose(at as u32 + 1)));
            dispatch.dispatch(Change::Pane(Pane::Result));
        })
    };
    let on_hint = {
        let (dispatch, on_ask) = (dispatch.clone(), lessons.on_ask.clone());
        Callback::from(move |_| {
            dispatch.dispatch(Change::Pane(Pane::Lesson));
            on_ask.emit(LessonAsk::Hint);
        })
    };
    let short = match judged {
        Some(judged) if judged.worth == Worth::Rejected => "Rejected".to_owned(),
        Some(_) => format!("{} of {} right", lesson.right(), lesson.view.messages.len()),
        None => "Trying".to_owned(),
    };
    let next = lesson.place.next.clone().filter(|_| lesson.may_go_on);
    html! {
        <section class="lesson-strip" aria-label="How the lesson goes">
            <button type="button" class="button is-quiet says" title="Show the message" onclick={on_message}>{ short }</button>
            if lesson.next_hint().is_some() && !lesson.is_solved() {
                <button type="button" class="button" onclick={on_hint}>{ "Hint" }</button>
            }
            if let Some((id, _)) = next {
                <button type="button" class="button is-primary" onclick={lessons.on_ask.reform(move |_| LessonAsk::Open(id.clone(), None))}>{ "Next" }</button>
            }
        </section>
    }
}
