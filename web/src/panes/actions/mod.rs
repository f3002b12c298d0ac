//! The actions of the rule and its error action: cards that open to forms, or all of them as JSON.

mod card;
mod json;
mod map;
mod parameters;

use super::setter;
use crate::browser::{element, focus};
use crate::components::icon::{Glyph, glyph_icon};
use crate::components::parameter_field::problem;
use crate::components::segmented::Segmented;
use crate::state::actions::place;
use crate::state::forms::new_action;
use crate::state::{Inputs, Shown, Slot};
use card::{ActionCard, ErrorCard};
use gloo_timers::callback::Timeout;
use json::ActionsText;
use rulelens_wasm::{DiagnosticView, InputName, SPECS};
use std::rc::Rc;
use wasm_bindgen::prelude::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement, KeyboardEvent};
use yew::{
    Callback, Html, Properties, classes, function_component, html, use_node_ref, use_state, use_state_eq,
};

/// The id of the text of all actions.
const TEXT_ID: &str = "actions-json";

/// What [`Actions`] are given.
#[derive(Properties, PartialEq)]
pub(super) struct ActionsProps {
    pub(super) inputs: Rc<Inputs>,
    pub(super) newest: Option<Rc<Shown>>,
    pub(super) on_inputs: Callback<Inputs>,
}

/// The actions of the rule.
#[function_component]
pub(super) fn Actions(props: &ActionsProps) -> Html {
    let ActionsProps { inputs, newest, on_inputs } = props;
    let actions = &inputs.actions;
    let adding = use_state_eq(|| false);
    let opened = use_state(|| vec![actions.rows.len() == 1; actions.rows.len()]);
    let no_form = use_state_eq(|| None::<String>);
    let as_text = actions.text.is_some();

    let on_form = {
        let no_form = no_form.setter();
        setter(inputs, on_inputs, move |inputs, chosen: usize| {
            no_form.set(inputs.actions.as_text(chosen == 1).err());
        })
    };
    let on_add = {
        let (adding, opened, at) = (adding.setter(), opened.clone(), actions.rows.len());
        let add =
            setter(inputs, on_inputs, |inputs, kind: String| inputs.actions.rows.push(new_action(&kind)));
        Callback::from(move |kind: String| {
            adding.set(false);
            let mut now = (*opened).clone();
            now.resize(at + 1, false);
            now[at] = true;
            opened.set(now);
            add.emit(kind);
            Timeout::new(0, move || focus_card(Slot::Action(at))).forget();
        })
    };
    let on_leave = {
        let adding = adding.setter();
        Callback::from(move |()| {
            focus("add-action");
            adding.set(false);
        })
    };
    let onkeydown = {
        let (adding, on_leave) = (*adding, on_leave.clone());
        move |event: KeyboardEvent| {
            if adding && event.key() == "Escape" {
                event.prevent_default();
                on_leave.emit(());
            }
        }
    };
    let onclick = {
        let adding = adding.clone();
        move |_| adding.set(!*adding)
    };
    let rows = actions.rows.iter().enumerate().map(|(at, row)| {
        let is_open = opened.get(at).copied().unwrap_or(false);
        let on_open = {
            let opened = opened.clone();
            Callback::from(move |open| {
                let mut now = (*opened).clone();
                now.resize(now.len().max(at + 1), false);
                now[at] = open;
                opened.set(now);
            })
        };
        let on_move = {
            let opened = opened.clone();
            setter(inputs, on_inputs, move |inputs, to: usize| {
                let mut now = (*opened).clone();
                now.resize(inputs.actions.rows.len(), false);
                if at < now.len() && to < now.len() {
                    inputs.actions.rows.swap(at, to);
                    now.swap(at, to);
                    opened.set(now);
                    Timeout::new(0, move || focus_line(Slot::Action(to))).forget();
                }
            })
        };
        let on_remove = {
            let opened = opened.clone();
            setter(inputs, on_inputs, move |inputs, ()| {
                let mut now = (*opened).clone();
                if at < now.len() {
                    now.remove(at);
                    opened.set(now);
                }
                inputs.actions.remove(Slot::Action(at));
                Timeout::new(0, || focus("add-action")).forget();
            })
        };
        html! {
            <ActionCard key={at} slot={Slot::Action(at)} row={row.clone()} count={actions.rows.len()} {is_open} {on_open}
                {on_move} {on_remove} inputs={inputs.clone()} newest={newest.clone()} on_inputs={on_inputs.clone()} />
        }
    });
    html! {
        <section class="actions" aria-labelledby="actions-title">
            <div class="section-head">
                <h3 id="actions-title">{ "Actions" }</h3>
                if !as_text {
                    <button type="button" id="add-action" class="button is-link is-small" aria-label="Add an action"
                        aria-expanded={if *adding { "true" } else { "false" }} {onclick} onkeydown={onkeydown.clone()}>
                        { glyph_icon(Glyph::Plus) }<span>{ "Action" }</span>
                    </button>
                }
                <Segmented label="How actions are edited" options={vec!["Form".into(), "JSON".into()]}
                    chosen={usize::from(as_text)} on_choose={on_form} />
            </div>
            if let (true, Some(why)) = (as_text, &*no_form) {
                <p class="field-problem is-warning" role="status">{ format!("There is no form for this text yet. {why}") }</p>
            }
            { for about_all(newest.as_deref()).map(|found| problem(None, Some(found))) }
            if as_text {
                <ActionsText inputs={inputs.clone()} newest={newest.clone()} on_inputs={on_inputs.clone()} />
            } else {
                if *adding {
                    <div {onkeydown}><KindChooser id="new-action" label="Kind of action" on_kind={on_add} {on_leave} /></div>
                }
                { for rows }
                <ErrorCard inputs={inputs.clone()} newest={newest.clone()} on_inputs={on_inputs.clone()} />
            }
        </section>
    }
}

/// What is said about all actions together.
fn about_all(newest: Option<&Shown>) -> impl Iterator<Item = &DiagnosticView> {
    let found = newest.into_iter().flat_map(Shown::diagnostics);
    found.filter(|found| {
        found.input == InputName::Action && found.action_path.as_deref().and_then(place).is_none()
    })
}

/// What a [`KindChooser`] is given.
#[derive(Properties, PartialEq)]
struct KindChooserProps {
    id: &'static str,
    label: &'static str,
    on_kind: Callback<String>,
    #[prop_or_default]
    on_leave: Option<Callback<()>>,
}

/// Chooses the kind of a new action.
#[function_component]
fn KindChooser(props: &KindChooserProps) -> Html {
    let KindChooserProps { id, label, on_kind, on_leave } = props;
    let select = use_node_ref();
    let onclick = {
        let (select, on_kind) = (select.clone(), on_kind.clone());
        move |_| {
            if let Some(select) = select.cast::<HtmlSelectElement>() {
                on_kind.emit(select.value());
            }
        }
    };
    let options = |evaluated: bool| {
        let of = SPECS.iter().filter(move |spec| spec.evaluated == evaluated);
        of.map(|spec| html! { <option value={spec.key}>{ spec.title }</option> }).collect::<Html>()
    };
    html! {
        <div class={classes!("kind-chooser")}>
            <label for={*id} class="sr-only">{ *label }</label>
            <select ref={select} id={*id}>
                { options(true) }
                <optgroup label="Only their templates are evaluated">{ options(false) }</optgroup>
            </select>
            <button type="button" {onclick}>{ "Add" }</button>
            if let Some(on_leave) = on_leave {
                <button type="button" class="button is-link" onclick={on_leave.reform(|_| ())}>{ "Cancel" }</button>
            }
        </div>
    }
}

/// The id of an action's card.
fn card_id(slot: Slot) -> String {
    match slot {
        Slot::Action(at) => format!("action-card-{}", at + 1),
        Slot::Error => "action-card-error".to_owned(),
    }
}

/// The id of the field for a path such as `dimensions[0].value` of an action's parameters.
fn field_id(slot: Slot, path: &str) -> String {
    let path = path.replace("].", "-").replace(['[', '.'], "-").replace(']', "");
    match slot {
        Slot::Action(0) => format!("action-{path}"),
        Slot::Action(at) => format!("action-{}-{path}", at + 1),
        Slot::Error => format!("error-action-{path}"),
    }
}

/// Opens a card and puts the focus into its first field.
fn focus_card(slot: Slot) {
    let Some(card) = element(&card_id(slot)) else { return };
    let _ = card.set_attribute("open", "");
    let first = card.query_selector("input, select, textarea, .code-host").ok().flatten().unwrap_or(card);
    if let Ok(first) = first.dyn_into::<web_sys::HtmlElement>() {
        let _ = first.focus();
    }
}

/// Puts the focus on a card's line.
fn focus_line(slot: Slot) {
    let line = element(&card_id(slot)).and_then(|card| card.query_selector("summary").ok().flatten());
    if let Some(line) = line.and_then(|line| line.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = line.focus();
    }
}

/// Puts the focus into the field that a diagnostic about topic or actions names, and selects a range there.
pub(crate) fn go_to_field(diagnostic: &DiagnosticView, range: Option<(usize, usize)>) {
    let id = match (diagnostic.input, diagnostic.action_path.as_deref().and_then(place)) {
        (InputName::Topic, _) => "topic".to_owned(),
        (InputName::Action, Some((slot, path))) => {
            let found = parents(path).map(|path| field_id(slot, path)).find(|id| element(id).is_some());
            match found {
                Some(id) => id,
                None if element(&card_id(slot)).is_some() => return focus_card(slot),
                None => TEXT_ID.to_owned(),
            }
        }
        _ if element(TEXT_ID).is_some() => TEXT_ID.to_owned(),
        _ => return focus_card(Slot::Action(0)),
    };
    let Some(field) = element(&id) else { return };
    if let Some(details) = field.closest("details").ok().flatten() {
        let _ = details.set_attribute("open", "");
    }
    if let Some(field) = field.dyn_ref::<web_sys::HtmlElement>() {
        let _ = field.focus();
    }
    if let (Some(input), Some((start, end))) = (field.dyn_ref::<HtmlInputElement>(), range) {
        let _ = input.set_selection_range(start as u32, end as u32);
    }
}

/// A path and those that lead to it, innermost first: `timestamp.value`, `timestamp`.
fn parents(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors((!path.is_empty()).then_some(path), |path| {
        path.rfind(['.', '[']).map(|end| &path[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::{field_id, parents};
    use crate::state::Slot;

    #[test]
    fn a_path_of_an_action_names_one_field() {
        for (slot, path, id) in [
            (Slot::Action(0), "databaseName", "action-databaseName"),
            (Slot::Action(0), "dimensions[12].value", "action-dimensions-12-value"),
            (Slot::Action(0), "dimensions[0]", "action-dimensions-0"),
            (Slot::Action(2), "timestamp.value", "action-3-timestamp-value"),
            (Slot::Error, "topic", "error-action-topic"),
        ] {
            assert_eq!(field_id(slot, path), id);
        }
    }

    #[test]
    fn a_path_without_a_field_leads_to_what_is_around_it() {
        let found: Vec<_> = parents("dimensions[0].value").collect();
        assert_eq!(found, ["dimensions[0].value", "dimensions[0]", "dimensions"]);
        assert_eq!(parents("").count(), 0);
    }
}
