//! What is wanted of the chosen message, and what came of it.

use crate::components::plain::visible;
use crate::components::words::prose;
use crate::state::lessons::{Evidence, LessonChange, LessonState, Told, Worth};
use crate::state::{Change, State};
use yew::{Callback, Html, UseReducerDispatcher, html};

/// What is wanted beside what came, above the result.
pub(crate) fn wanted(state: &State) -> Html {
    let Some(lesson) = &state.lesson else { return Html::default() };
    let row = state.inputs.messages.row();
    let Some((asked, got)) = lesson.fate(row.id) else { return Html::default() };
    if lesson.covers(Evidence::Table) {
        let short =
            |told: &Told| if told.short.is_empty() { told.lines.join(", ") } else { told.short.clone() };
        return html! {
            <section class="wanted" aria-label="Wanted and got">
                <dl>
                    <dt>{ "Wanted" }</dt><dd>{ short(&asked.wanted) }</dd>
                    <dt>{ "Got" }</dt><dd>{ got.map(|got| if got.right { "as wanted" } else { "not as wanted" }) }</dd>
                </dl>
            </section>
        };
    }
    let lines = |told: &Told, class: &'static str| {
        html! { <>{ for told.lines.iter().map(|line| html! { <code class={class}>{ visible(line) }</code> }) }</> }
    };
    let is_wrong = got.is_some_and(|got| !got.right);
    let class = if is_wrong { "differs" } else { "" };
    let rejected = lesson.judged.as_ref().is_some_and(|judged| judged.worth == Worth::Rejected);
    let differences = got.map_or(&[][..], |got| got.differences.as_slice()).iter().map(|(what, wanted, got)| {
        let side = |side: &Option<String>| match side {
            Some(text) => html! { <code>{ visible(text) }</code> },
            None => html! { <span class="soft">{ "nothing" }</span> },
        };
        html! { <tr><th scope="row">{ prose(what) }</th><td>{ side(wanted) }</td><td>{ side(got) }</td></tr> }
    });
    // What a check says of it, where nothing else does.
    let failures = got.filter(|got| got.differences.is_empty());
    let failures = failures.map_or(&[][..], |got| got.failures.as_slice()).iter();
    html! {
        <section class="wanted" aria-label="Wanted and got">
            <dl>
                <dt>{ "Wanted" }</dt><dd>{ lines(&asked.wanted, class) }</dd>
                <dt>{ "Got" }</dt>
                <dd>
                    if rejected {
                        <span class="differs">{ "nothing: the rule is rejected" }</span>
                    } else if let Some(got) = got {
                        { lines(&got.got, class) }
                    } else {
                        <span class="soft">{ "not tried yet" }</span>
                    }
                    { for failures.map(|failure| html! { <span class="differs">{ prose(failure) }</span> }) }
                </dd>
            </dl>
            if is_wrong && got.is_some_and(|got| got.differences.len() > 1) {
                <details>
                    <summary>{ "Every difference" }</summary>
                    <table>
                        <thead><tr><th scope="col">{ "Where" }</th><th scope="col">{ "Wanted" }</th><th scope="col">{ "Got" }</th></tr></thead>
                        <tbody>{ for differences }</tbody>
                    </table>
                </details>
            }
        </section>
    }
}

/// What stands in the place of evidence that a case covers.
pub(crate) fn cover(evidence: Evidence, dispatch: &UseReducerDispatcher<State>) -> Html {
    let dispatch = dispatch.clone();
    let onclick = Callback::from(move |_| dispatch.dispatch(Change::Lesson(LessonChange::Uncover(evidence))));
    html! {
        <div class="evidence-cover">
            <p class="soft small">{ "Evidence" }</p>
            <button type="button" class="button" {onclick}>{ evidence.question() }</button>
        </div>
    }
}

/// The evidence that is covered of a lesson.
pub(crate) fn covers(state: &State, evidence: Evidence) -> bool {
    state.lesson.as_ref().is_some_and(|lesson: &std::rc::Rc<LessonState>| lesson.covers(evidence))
}
