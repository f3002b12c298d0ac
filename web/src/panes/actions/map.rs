//! Pairs of keys and values, such as the tags of an InfluxDB action.

use super::field_id;
use crate::components::parameter_field::{ParameterField, problem};
use crate::panes::{focus_added, row_button, setter};
use crate::state::forms::{label, put, shown, singular};
use crate::state::{Inputs, Shown, Slot, actions, forms};
use rulelens_wasm::DiagnosticView;
use serde_json::{Map, Value as Json};
use std::rc::Rc;
use yew::{AttrValue, Callback, Html, Properties, function_component, html, use_state};

/// What [`Pairs`] are given.
#[derive(Properties, PartialEq)]
pub(super) struct PairsProps {
    pub(super) slot: Slot,
    /// Where the object stands in the action's parameters.
    pub(super) path: String,
    /// The parameter's name.
    pub(super) name: &'static str,
    /// What templates give, by their paths.
    pub(super) gives: Vec<(String, AttrValue)>,
    pub(super) diagnostics: Vec<DiagnosticView>,
    pub(super) inputs: Rc<Inputs>,
    pub(super) newest: Option<Rc<Shown>>,
    pub(super) on_inputs: Callback<Inputs>,
}

type Rows = Vec<(String, Json)>;

/// The members of an object as rows; a row whose key is there twice, or still empty, stays a row.
#[function_component]
pub(super) fn Pairs(props: &PairsProps) -> Html {
    let PairsProps { slot, path, name, gives, diagnostics, inputs, on_inputs, .. } = props;
    let (slot, one) = (*slot, singular(name));
    let present =
        inputs.actions.get(slot).and_then(|row| forms::at(&row.value, path)).and_then(Json::as_object);
    let typed = use_state(Rows::new);
    let rows: Rows = match present {
        present if object(&typed).as_ref() == present => (*typed).clone(),
        Some(present) => present.iter().map(|(key, value)| (key.clone(), value.clone())).collect(),
        None => Rows::new(),
    };
    let change = |change: Callback<(Rows, String), Rows>| {
        let (rows, typed, path) = (rows.clone(), typed.setter(), path.clone());
        setter(inputs, on_inputs, move |inputs: &mut Inputs, value: String| {
            let rows = change.emit((rows.clone(), value));
            if let Some(row) = inputs.actions.get_mut(slot) {
                put(&mut row.value, &path, object(&rows).map(Json::Object));
            }
            typed.set(rows);
        })
    };
    let items = rows.iter().enumerate().map(|(at, (key, value))| {
        let number = at + 1;
        let id = |part: &str| field_id(slot, &format!("{path}[{at}].{part}"));
        let on_key = change(Callback::from(move |(mut rows, key): (Rows, String)| {
            rows[at].0 = key;
            rows
        }));
        let on_value = change(Callback::from(move |(mut rows, value): (Rows, String)| {
            rows[at].1 = value.into();
            rows
        }));
        let on_remove = change(Callback::from(move |(mut rows, _): (Rows, String)| {
            rows.remove(at);
            rows
        }));
        let twice = rows[..at].iter().any(|(before, _)| before == key).then(|| {
            crate::components::field::fault(format!("`{key}` is there twice; this one counts."))
        });
        let place = forms::join(path, key);
        let given = gives.iter().find(|(path, _)| *path == place).map(|(_, text)| text.clone());
        let said = diagnostics.iter().find(|found| {
            found.action_path.as_deref().and_then(actions::place).is_some_and(|(at, path)| at == slot && path == place)
        });
        html! {
            <li key={at}>
                <ParameterField id={id("key")} label={format!("Name of {one} {number}")} label_hidden=true placeholder="name"
                    value={key.clone()} diagnostic={twice} on_value={on_key} />
                <ParameterField id={id("value")} label={format!("Value of {one} {number}")} label_hidden=true placeholder="${…}"
                    template=true value={shown(Some(value))} gives={given} diagnostic={said.cloned()} {on_value} />
                { row_button(format!("Remove {one} {number}"), on_remove.reform(|_| String::new())) }
            </li>
        }
    });
    let add = change(Callback::from(|(mut rows, _): (Rows, String)| {
        rows.push((String::new(), "".into()));
        rows
    }));
    let on_add =
        focus_added(add.reform(|_| String::new()), field_id(slot, &format!("{path}[{}].key", rows.len())));
    let whole = diagnostics.iter().find(|found| {
        found
            .action_path
            .as_deref()
            .and_then(actions::place)
            .is_some_and(|(at, found)| at == slot && found == path)
    });
    html! {
        <>
            <span class="label is-top">{ label(name) }</span>
            <div class="dimensions" role="group" aria-label={label(name)} id={field_id(slot, path)} tabindex="-1">
                { problem(None, whole) }
                <ul class="rows">{ for items }</ul>
                <button type="button" class="button is-link is-small" onclick={on_add}>{ format!("Add {} {one}", article(&one)) }</button>
            </div>
        </>
    }
}

/// The object of rows; none where there are none.
fn object(rows: &Rows) -> Option<Map<String, Json>> {
    (!rows.is_empty()).then(|| rows.iter().cloned().collect())
}

/// `a`, or `an` before a vowel.
pub(super) fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" }
}
