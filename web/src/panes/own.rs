//! What a message has of its own: how its payload is written, its client ID, its time.

use super::context::{read_utc, write_utc};
use super::{Fields, later_fields};
use crate::components::field::{Choice, Field};
use crate::state::{Change, MessagesChange, PayloadForm, State};
use js_sys::Date;
use web_sys::{HtmlInputElement, InputEvent};
use yew::{Callback, Html, Properties, TargetCast, UseReducerDispatcher, function_component, html};

/// The words for the forms of a payload, in the order of [`PayloadForm::ALL`].
const FORMS: [&str; 3] = ["Text", "Base64", "Hex"];

/// What [`Own`] is given.
#[derive(Clone, Properties, PartialEq)]
pub(crate) struct OwnProps {
    /// The page's state.
    pub(super) state: State,
    /// Is told what changes.
    pub(super) dispatch: UseReducerDispatcher<State>,
}

/// The fields of the chosen message alone, closed until they are needed.
#[function_component]
pub(super) fn Own(props: &OwnProps) -> Html {
    let state = &props.state;
    let fields = Fields::Own(Box::new(props.clone()));
    html! {
        <details class="disclosure own">
            <summary>{ "This message" }<span class="digest">{ digest(state) }</span></summary>
            { later_fields(fields) }
        </details>
    }
}

/// The fields themselves.
pub(super) fn fields(props: &OwnProps) -> Html {
    let OwnProps { state, dispatch } = props;
    let inputs = &state.inputs;
    let row = inputs.messages.row();
    let on_form = {
        let dispatch = dispatch.clone();
        Callback::from(move |title: String| {
            let form = PayloadForm::ALL.into_iter().find(|form| form.title() == title).unwrap_or_default();
            dispatch.dispatch(Change::Messages(MessagesChange::Form(form)));
        })
    };
    let on_client = {
        let dispatch = dispatch.clone();
        Callback::from(move |id| dispatch.dispatch(Change::Messages(MessagesChange::ClientId(id))))
    };
    let on_clock = {
        let dispatch = dispatch.clone();
        Callback::from(move |_| dispatch.dispatch(Change::Messages(MessagesChange::Time(None))))
    };
    let on_own_time = {
        let (dispatch, time) = (dispatch.clone(), inputs.time_of(inputs.messages.chosen(), Date::now()));
        Callback::from(move |_| dispatch.dispatch(Change::Messages(MessagesChange::Time(Some(time.floor())))))
    };
    let on_time = {
        let dispatch = dispatch.clone();
        move |event: InputEvent| {
            let text = event.target_unchecked_into::<HtmlInputElement>().value();
            if let Some(time) = read_utc(&text) {
                dispatch.dispatch(Change::Messages(MessagesChange::Time(Some(time))));
            }
        }
    };
    let on_forget = {
        let dispatch = dispatch.clone();
        Callback::from(move |_| dispatch.dispatch(Change::Messages(MessagesChange::ForgetMore)))
    };
    let common = match inputs.context.client_id.as_str() {
        "" => "none".to_owned(),
        id => format!("{id}, as in the context"),
    };
    html! {
        <>
        <div class="pairs">
            <Choice id="payload-form" label="Payload is written as" options={&FORMS[..]} value={row.form.title()} on_value={on_form} />
            <Field id="own-client-id" label="Its client" placeholder={common} value={row.client_id.clone()} on_value={on_client} />
        </div>
        <fieldset>
            <legend>{ "Its time" }</legend>
            <label class="radio">
                <input type="radio" name="own-time" checked={row.time.is_none()} onchange={on_clock} />
                { if inputs.messages.count() > 1 { "By the clock, a second after the message before" } else { "By the clock" } }
            </label>
            <label class="radio">
                <input type="radio" name="own-time" checked={row.time.is_some()} onchange={on_own_time} />
                { "Its own" }
            </label>
            if let Some(time) = row.time {
                <div class="field">
                    <label for="own-moment">{ "Time (UTC)" }</label>
                    <input type="datetime-local" id="own-moment" step="0.001" value={write_utc(time)} oninput={on_time} />
                    <p class="hint code">{ format!("{time:.0} milliseconds") }</p>
                </div>
            }
        </fieldset>
        if !row.more.is_empty() {
            <div class="field">
                <p class="label">{ "What else of the context came with it" }</p>
                <pre class="codeblock" tabindex="0" aria-label="What else of the context came with it">{ &row.more }</pre>
                <button type="button" class="quiet flush" onclick={on_forget}>{ "Remove" }</button>
            </div>
        }
        </>
    }
}

/// What is its own, in a few words.
fn digest(state: &State) -> String {
    let row = state.inputs.messages.row();
    let mut parts = Vec::new();
    if row.form != PayloadForm::Text {
        parts.push(row.form.title().to_lowercase());
    }
    if !row.client_id.is_empty() {
        parts.push(row.client_id.clone());
    }
    if let Some(time) = row.time {
        parts.push(format!("{} UTC", write_utc(time).trim_end_matches(".000").replace('T', " ")));
    }
    if !row.more.is_empty() {
        parts.push("own context".to_owned());
    }
    if parts.is_empty() { "text, as in the context".to_owned() } else { parts.join(", ") }
}
