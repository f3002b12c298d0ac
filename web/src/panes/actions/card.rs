//! One action: a line, which opens to its form.

use super::json::RowText;
use super::parameters::Form;
use super::{KindChooser, card_id, field_id, focus_card};
use crate::browser::focus;
use crate::components::icon::severity_icon;
use crate::components::parameter_field::problem;
use crate::components::words::severity_class;
use crate::panes::setter;
use crate::state::actions::place;
use crate::state::forms::{digest, new_action, spec, title};
use crate::state::{ActionRow, Inputs, Shown, Slot};
use gloo_timers::callback::Timeout;
use rulelens_wasm::{DiagnosticView, InputName, Severity};
use std::rc::Rc;
use web_sys::Event;
use yew::{Callback, Html, Properties, TargetCast, classes, function_component, html, use_state_eq};

/// What an [`ActionCard`] is given.
#[derive(Properties, PartialEq)]
pub(super) struct ActionCardProps {
    pub(super) slot: Slot,
    pub(super) row: ActionRow,
    /// How many actions there are.
    pub(super) count: usize,
    pub(super) is_open: bool,
    pub(super) on_open: Callback<bool>,
    /// Is told the place to change with.
    pub(super) on_move: Callback<usize>,
    pub(super) on_remove: Callback<()>,
    pub(super) inputs: Rc<Inputs>,
    pub(super) newest: Option<Rc<Shown>>,
    pub(super) on_inputs: Callback<Inputs>,
}

/// An action of the rule.
#[function_component]
pub(super) fn ActionCard(props: &ActionCardProps) -> Html {
    let ActionCardProps { slot, row, count, is_open, on_open, on_move, on_remove, .. } = props;
    let (number, name) = match slot {
        Slot::Action(at) => ((at + 1).to_string(), title(&row.kind).to_owned()),
        Slot::Error => ("!".to_owned(), format!("Error action: {}", title(&row.kind))),
    };
    let found = found(props.newest.as_deref(), *slot);
    let worst = found.iter().map(|found| found.severity).min();
    let ontoggle = {
        let on_open = on_open.clone();
        Callback::from(move |event: Event| {
            let details = event.target_dyn_into::<web_sys::Element>();
            on_open.emit(details.is_some_and(|details| details.has_attribute("open")));
        })
    };
    let at = if let Slot::Action(at) = slot { Some(*at) } else { None };
    let mover = |words: &'static str, to: Option<usize>| {
        let onclick = on_move.reform(move |_| to.unwrap_or_default());
        html! {
            if to.is_some() {
                <button type="button" class="button is-link is-small" aria-label={format!("{words} action {number}")} {onclick}>{ words }</button>
            }
        }
    };
    html! {
        <details class="action-card disclosure" id={card_id(*slot)} open={*is_open} {ontoggle}>
            <summary>
                <span class="nr">{ &number }</span>
                <span class="kind">{ name }</span>
                if let Some(severity) = worst.filter(|severity| *severity != Severity::Info) {
                    <span class={classes!("outcome-word", severity_class(severity))}>
                        { severity_icon(severity) }<span class="sr-only">{ "has problems" }</span>
                    </span>
                }
                <span class="digest">{ digest(row) }</span>
            </summary>
            { form(props, &found) }
            <div class="card-foot">
                { mover("Move up", at.and_then(|at| at.checked_sub(1))) }
                { mover("Move down", at.map(|at| at + 1).filter(|to| to < count)) }
                <button type="button" class="button is-link is-small" onclick={on_remove.reform(|_| ())}>
                    { match at { Some(at) => format!("Remove action {}", at + 1), None => "Remove the error action".to_owned() } }
                </button>
            </div>
        </details>
    }
}

/// What is said about an action.
fn found(newest: Option<&Shown>, slot: Slot) -> Vec<DiagnosticView> {
    let all = newest.into_iter().flat_map(Shown::diagnostics);
    let here = all.filter(|found| {
        found.input == InputName::Action
            && found.action_path.as_deref().and_then(place).is_some_and(|(at, _)| at == slot)
    });
    here.cloned().collect()
}

fn form(props: &ActionCardProps, found: &[DiagnosticView]) -> Html {
    let ActionCardProps { slot, row, inputs, newest, on_inputs, .. } = props;
    let as_text = || {
        html! {
            <div class="parameters is-text">
                <RowText id={field_id(*slot, "json")} slot={*slot} inputs={inputs.clone()} on_inputs={on_inputs.clone()} />
            </div>
        }
    };
    let whole = found.iter().filter(|found| {
        found.action_path.as_deref().and_then(place).is_some_and(|(_, path)| path.is_empty())
    });
    let whole: Html = whole.map(|found| problem(None, Some(found))).collect();
    match spec(&row.kind) {
        None => html! {
            <>
                <p class="hint card-note">{ "RuleLens does not know this kind of action. It evaluates its templates and nothing else." }</p>
                { whole }{ as_text() }
            </>
        },
        Some(_) if !row.value.is_object() => html! { <>{ whole }{ as_text() }</> },
        Some(spec) => html! {
            <>
                if !spec.evaluated {
                    <p class="hint card-note">{ "RuleLens evaluates the templates of this action and nothing else." }</p>
                }
                { whole }
                { Form { slot: *slot, row, found, newest, inputs, on_inputs }.view(spec) }
            </>
        },
    }
}

/// What the [`ErrorCard`] is given.
#[derive(Properties, PartialEq)]
pub(super) struct ErrorCardProps {
    pub(super) inputs: Rc<Inputs>,
    pub(super) newest: Option<Rc<Shown>>,
    pub(super) on_inputs: Callback<Inputs>,
}

/// The error action, or the offer to have one.
#[function_component]
pub(super) fn ErrorCard(props: &ErrorCardProps) -> Html {
    let ErrorCardProps { inputs, newest, on_inputs } = props;
    let is_open = use_state_eq(|| false);
    let on_open = {
        let is_open = is_open.setter();
        Callback::from(move |open| is_open.set(open))
    };
    let on_remove = setter(inputs, on_inputs, |inputs, ()| {
        inputs.actions.remove(Slot::Error);
        Timeout::new(0, || focus("add-action")).forget();
    });
    if let Some(row) = &inputs.actions.error_action {
        return html! {
            <ActionCard slot={Slot::Error} row={row.clone()} count=1 is_open={*is_open} {on_open} on_move={Callback::noop()}
                {on_remove} inputs={inputs.clone()} newest={newest.clone()} on_inputs={on_inputs.clone()} />
        };
    }
    let on_kind = setter(inputs, on_inputs, |inputs, kind: String| {
        inputs.actions.error_action = Some(new_action(&kind));
        Timeout::new(0, || focus_card(Slot::Error)).forget();
    });
    html! {
        <details class="action-card disclosure" id={card_id(Slot::Error)}>
            <summary><span class="nr">{ "!" }</span><span class="kind">{ "Error action" }</span><span class="digest">{ "none" }</span></summary>
            <p class="hint card-note">{ "It receives a message when an action fails, never when WHERE stops the message." }</p>
            <KindChooser id="new-error-action" label="Kind of error action" {on_kind} />
        </details>
    }
}
