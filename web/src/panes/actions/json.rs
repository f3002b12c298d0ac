//! Actions as JSON text: all of them, or one that has no form.

use super::TEXT_ID;
use crate::components::parameter_field::problem;
use crate::panes::setter;
use crate::state::actions::place;
use crate::state::{Inputs, Shown, Slot};
use rulelens_wasm::{DiagnosticView, InputName};
use serde_json::Value as Json;
use std::rc::Rc;
use web_sys::{HtmlTextAreaElement, InputEvent};
use yew::{Callback, Html, Properties, TargetCast, function_component, html, use_state};

/// What [`ActionsText`] is given.
#[derive(Properties, PartialEq)]
pub(super) struct ActionsTextProps {
    pub(super) inputs: Rc<Inputs>,
    pub(super) newest: Option<Rc<Shown>>,
    pub(super) on_inputs: Callback<Inputs>,
}

/// All actions as one text, which holds whatever is typed.
#[function_component]
pub(super) fn ActionsText(props: &ActionsTextProps) -> Html {
    let ActionsTextProps { inputs, newest, on_inputs } = props;
    let put = setter(inputs, on_inputs, |inputs, text: String| inputs.actions.text = Some(text));
    let oninput =
        put.reform(|event: InputEvent| event.target_unchecked_into::<HtmlTextAreaElement>().value());
    let found: Vec<DiagnosticView> = newest
        .iter()
        .flat_map(|shown| shown.diagnostics())
        .filter(|found| {
            found.input == InputName::Action && found.action_path.as_deref().and_then(place).is_some()
        })
        .take(3)
        .cloned()
        .collect();
    html! {
        <div class="field actions-json">
            <label for={TEXT_ID} class="sr-only">{ "Actions as JSON" }</label>
            <textarea id={TEXT_ID} class="code" spellcheck="false" autocomplete="off" autocapitalize="off" {oninput}
                placeholder={r#"{"actions": [{"republish": {"topic": "copies/${topic()}", "roleArn": "…"}}], "errorAction": …}"#}
                value={inputs.actions.text.clone().unwrap_or_default()} />
            { for found.iter().map(|found| problem(None, Some(found))) }
        </div>
    }
}

/// What [`RowText`] is given.
#[derive(Properties, PartialEq)]
pub(super) struct RowTextProps {
    pub(super) id: String,
    pub(super) slot: Slot,
    pub(super) inputs: Rc<Inputs>,
    pub(super) on_inputs: Callback<Inputs>,
}

/// The parameters of one action as text; what is not JSON stays in the field and leaves the action as it was.
#[function_component]
pub(super) fn RowText(props: &RowTextProps) -> Html {
    let RowTextProps { id, slot, inputs, on_inputs } = props;
    let typed = use_state(|| None::<(String, Result<Json, String>)>);
    let present = inputs.actions.get(*slot).map(|row| row.value.clone()).unwrap_or_default();
    let oninput = {
        let (typed, slot) = (typed.setter(), *slot);
        let put = setter(inputs, on_inputs, move |inputs, value: Json| {
            if let Some(row) = inputs.actions.get_mut(slot) {
                row.value = value;
            }
        });
        move |event: InputEvent| {
            let text = event.target_unchecked_into::<HtmlTextAreaElement>().value();
            let read = serde_json::from_str::<Json>(&text).map_err(|error| error.to_string());
            if let Ok(value) = &read {
                put.emit(value.clone());
            }
            typed.set(Some((text, read)));
        }
    };
    let (text, why) = match &*typed {
        Some((text, Ok(value))) if *value == present => (text.clone(), None),
        Some((text, Err(why))) => (text.clone(), Some(why.clone())),
        _ => (format!("{present:#}"), None),
    };
    html! {
        <div class="field">
            <label for={id.clone()}>{ "Parameters as JSON" }</label>
            <textarea id={id.clone()} class="code" spellcheck="false" autocomplete="off" {oninput} value={text} rows="6" />
            if let Some(why) = why {
                <p class="field-problem is-error">{ format!("This is not JSON: {why}. The action is used as it was.") }</p>
            }
        </div>
    }
}
