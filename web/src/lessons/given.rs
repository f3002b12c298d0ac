//! The messages of a lesson: how each fared, and topic and payload of the chosen one, which are given.

use crate::components::field::Field;
use crate::components::icon::{Glyph, glyph_icon, stage_icon};
use crate::components::layout::title_id;
use crate::components::plain::visible;
use crate::documents::{DocumentName, Documents};
use crate::editor::Editor;
use crate::state::lessons::{LessonState, Part};
use crate::state::{Change, Inputs, MessageRow, MessagesChange, Pane, State};
use js_sys::Date;
use rulelens_wasm::{InputName, StageState};
use std::rc::Rc;
use yew::{Callback, Html, Properties, UseReducerDispatcher, classes, function_component, html};

/// What [`Given`] is given.
#[derive(Clone, Properties, PartialEq)]
pub(crate) struct GivenProps {
    /// The page's state.
    pub(crate) state: State,
    /// The lesson.
    pub(crate) lesson: Rc<LessonState>,
    /// Is told what happens.
    pub(crate) dispatch: UseReducerDispatcher<State>,
    /// SQL and payloads.
    pub(crate) documents: Documents,
    /// Changes when the page replaced SQL or payload.
    pub(crate) generation: u32,
    /// Is told what the fields hold now.
    pub(crate) on_inputs: Callback<Inputs>,
    /// Is told that SQL or payload changed.
    pub(crate) on_document: Callback<()>,
}

/// The pane of the messages while a lesson is open.
#[function_component]
pub(crate) fn Given(props: &GivenProps) -> Html {
    let GivenProps { state, lesson, dispatch, documents, generation, on_inputs, on_document } = props;
    let inputs = &state.inputs;
    let rows = inputs.messages.rows();
    let chosen = inputs.messages.row();
    let is_own = chosen.id as usize > lesson.view.messages.len();
    let lines = rows.iter().enumerate().map(|(at, row)| {
        let on_choose = {
            let (dispatch, id) = (dispatch.clone(), row.id);
            Callback::from(move |_| dispatch.dispatch(Change::Messages(MessagesChange::Choose(id))))
        };
        line(lesson, at, row, inputs.name_of(at), row.id == chosen.id, on_choose)
    });
    let is_unseen = |at: &usize| inputs.messages.position(*at as u32 + 1).is_none();
    let unseen = (0..lesson.view.messages.len()).filter(is_unseen).enumerate().map(|(number, _)| {
        html! {
            <li class="message-line is-unseen">
                <span class="nr">{ rows.len() + number + 1 }</span><span class="mark">{ stage_icon(StageState::NotReached, None) }</span>
                <span class="name">{ "Unseen" }</span><span class="outcome"></span>
            </li>
        }
    });
    let edits_topic = is_own || lesson.may_edit(Part::Topic) && lesson.view.follows_topic(chosen.id);
    let on_topic = {
        let (inputs, on_inputs, lesson, id) = (inputs.clone(), on_inputs.clone(), lesson.clone(), chosen.id);
        Callback::from(move |topic: String| {
            on_inputs.emit(
                inputs.with_topic(&topic, |other| other == id || !is_own && lesson.view.follows_topic(other)),
            );
        })
    };
    let problems = state.newest.as_ref().map_or_else(Vec::new, |shown| shown.all_in(InputName::Payload));
    let about = state.newest.as_ref().and_then(|shown| shown.first_in(InputName::Topic)).cloned();
    html! {
        <div class="message-area">
            <div class="pane-head">
                <h2 id={title_id(Pane::Message)}>{ "Messages " }<span class="count">{ lesson.view.messages.len() }</span></h2>
            </div>
            <div class="message-scroll"><ol class="message-list" aria-label="Messages">{ for lines }{ for unseen }</ol></div>
            <div class="pane-body" tabindex="-1" role="group" aria-label="Message, scrolls">
                if edits_topic {
                    <Field id="topic" label="Topic" value={inputs.topic.clone()} diagnostic={about} on_value={on_topic} />
                } else {
                    { locked("Topic", &inputs.topic) }
                }
                if is_own {
                    <Editor name={DocumentName::Payload} label="Payload" documents={documents.clone()} generation={*generation}
                        {problems} on_document={on_document.clone()} />
                    <p class="soft small">{ "A message of your own: the lesson does not count it." }</p>
                } else {
                    { locked(&format!("Payload{}", form(chosen)), &String::from(documents.get(DocumentName::Payload).text)) }
                    { facts(chosen) }
                    <p class="soft small locked-note">{ glyph_icon(Glyph::Lock) }<span>{ "Messages are given in this lesson." }</span></p>
                }
            </div>
        </div>
    }
}

/// A message in the list.
fn line(
    lesson: &LessonState,
    at: usize,
    row: &MessageRow,
    name: &str,
    is_chosen: bool,
    on_choose: Callback<yew::MouseEvent>,
) -> Html {
    let (icon, class, word, outcome) = match lesson.fate(row.id) {
        None => (stage_icon(StageState::Absent, None), "", "your own", "yours".to_owned()),
        Some((asked, None)) => {
            (stage_icon(StageState::NotReached, None), "", "not tried", asked.wanted.short.clone())
        }
        Some((_, Some(got))) if got.right => {
            (stage_icon(StageState::Passed, None), "is-passed", "right", got.got.short.clone())
        }
        Some((asked, Some(got))) => {
            let outcome = match (asked.wanted.short.as_str(), got.got.short.as_str()) {
                ("silent", "acts") => "should not act".to_owned(),
                ("silent", got) => format!("{got}, not silent"),
                (_, "silent") => "silent, should act".to_owned(),
                (wanted, got) if wanted == got || wanted.is_empty() => "not as wanted".to_owned(),
                (wanted, got) => format!("{got}, not {wanted}"),
            };
            (
                stage_icon(StageState::Stopped, Some(rulelens_wasm::Severity::Error)),
                "is-error",
                "wrong",
                outcome,
            )
        }
    };
    html! {
        <li key={row.id}>
            <button type="button" class="message-line" id={format!("message-{}", row.id)} aria-pressed={is_chosen.to_string()} onclick={on_choose}>
                <span class="nr">{ at + 1 }</span><span class={classes!("mark", class)}>{ icon }<span class="sr-only">{ word }</span></span>
                <span class="name">{ visible(name) }</span><span class={classes!("outcome", class)}>{ outcome }</span>
            </button>
        </li>
    }
}

fn form(row: &MessageRow) -> &'static str {
    if row.form == crate::state::PayloadForm::Text { "" } else { " in base64" }
}

/// Something that is given, as text.
pub(crate) fn locked(label: &str, text: &str) -> Html {
    html! {
        <div class="field is-locked">
            <span class="label">{ label }</span>
            <pre class="code locked" tabindex="0" role="group" aria-label={format!("{label}, given")}>{ visible(text) }</pre>
        </div>
    }
}

/// Who published the message, when, and what else a rule can read.
fn facts(row: &MessageRow) -> Html {
    let time = row.time.map(|time| {
        let text = String::from(Date::new(&time.into()).to_iso_string());
        text.replace('T', " ").trim_end_matches(".000Z").trim_end_matches('Z').to_owned() + " UTC"
    });
    let more = serde_json::from_str::<serde_json::Value>(&row.more);
    let more = more.map(|more| format!("{more:#}")).ok();
    html! {
        <>
            <dl class="facts-list">
                if let Some(time) = time { <dt>{ "Published" }</dt><dd>{ time }</dd> }
                if !row.client_id.is_empty() { <dt>{ "Client ID" }</dt><dd>{ visible(&row.client_id) }</dd> }
            </dl>
            if let Some(more) = more { { locked("What else the rule can read", &more) } }
        </>
    }
}

/// Actions that a lesson locks, and why.
pub(crate) fn given_actions(inputs: &Inputs, lesson: &LessonState) -> Html {
    let about = if lesson.may_edit(Part::Sql) { "the SQL" } else { "something else" };
    let words = format!("Actions: this lesson is about {about}");
    let text = inputs.actions.pretty();
    if text.is_empty() {
        return html! { <p class="locked-note is-line">{ glyph_icon(Glyph::Lock) }<span>{ words }</span></p> };
    }
    html! {
        <details class="locked-actions">
            <summary class="locked-note is-line">{ glyph_icon(Glyph::Lock) }<span>{ words }</span></summary>
            <pre class="code locked" tabindex="0" role="group" aria-label="Actions, given">{ visible(&text) }</pre>
        </details>
    }
}
