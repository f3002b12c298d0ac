//! Where the message stopped and why: each stage with its reason, WHERE and SELECT with the values of what is in them.

use super::result::View;
use crate::components::icon::stage_icon;
use crate::components::plain::{plain, visible};
use crate::components::strip::stages;
use crate::components::words::{prose, severity_class};
use crate::state::{Part, PartKind, Shown, State, Step, decided, parts};
use gloo_timers::callback::Timeout;
use rulelens_wasm::{
    DiagnosticView, EditView, InputName, RangeView, Stage, StageName, StageState, TracedValueView,
};
use std::rc::Rc;
use yew::{Callback, Html, Properties, classes, function_component, html, use_effect_with};

/// How deep expressions are indented at most.
const DEEPEST: usize = 8;

pub(super) fn view(view: &View<'_>) -> Html {
    let (on_place, on_fix) = (view.props.on_place.clone(), view.props.on_fix.clone());
    html! { <Why state={view.props.state.clone()} shown={view.shown.clone()} {on_place} {on_fix} /> }
}

#[derive(Properties, PartialEq)]
struct WhyProps {
    state: State,
    shown: Rc<Shown>,
    /// Called with the place in the SQL to show.
    on_place: Callback<RangeView>,
    /// Called with the edits of a fix, and where.
    on_fix: Callback<(DiagnosticView, Vec<EditView>)>,
}

#[function_component]
fn Why(props: &WhyProps) -> Html {
    let WhyProps { state, shown, on_place, on_fix } = props;
    use_effect_with(state.open_stage, |stage| {
        if let Some(stage) = *stage {
            // The stage is there once it is drawn.
            Timeout::new(0, move || crate::browser::scroll_to(&stage_id(stage))).forget();
        }
    });
    let trace = shown.answer.response.trace.as_ref();
    let (parts, cause) = (trace.map(parts).unwrap_or_default(), trace.and_then(decided));
    let stages = stages(Some(shown));
    let ended = stages.iter().find(|stage| stage.state == StageState::Stopped);
    let blocks = stages.iter().map(|stage| {
        let kind = match stage.name {
            StageName::Where => Some(PartKind::Where),
            StageName::Select => Some(PartKind::Select),
            StageName::Topic | StageName::Actions => None,
        };
        let parts =
            parts.iter().filter(|part| Some(part.kind) == kind).map(|part| tree(part, cause, on_place));
        html! {
            <li class="stage-block" id={stage_id(stage.name)}>
                <div class={classes!("tree-stage", stage_class(stage))}>
                    { stage_icon(stage.state, stage.severity) }
                    <h3>{ &stage.title }</h3>
                    <span class="digest">{ prose(&stage.explanation) }</span>
                </div>
                <ul class="tree">{ for parts }</ul>
            </li>
        }
    });
    html! {
        <div class="scroll" tabindex="0" role="group" aria-label="Why, scrolls">
            if let Some(stage) = ended {
                <div class={classes!("callout", "why-lead", stage.severity.map(severity_class))}>
                    <p class="lead">{ format!("{} stopped the message: {}", stage.title, stage.summary) }</p>
                    <p>{ prose(&stage.explanation) }</p>
                    { fixes(shown, cause, on_fix) }
                </div>
            }
            <ol>{ for blocks }</ol>
        </div>
    }
}

/// What would let the message pass: the fixes at the place that decided.
fn fixes(
    shown: &Shown,
    cause: Option<RangeView>,
    on_fix: &Callback<(DiagnosticView, Vec<EditView>)>,
) -> Html {
    let Some(cause) = cause else { return Html::default() };
    let about = |diagnostic: &&DiagnosticView| {
        diagnostic.input == InputName::Sql
            && diagnostic
                .labels
                .first()
                .is_some_and(|label| label.start >= cause.start && label.end <= cause.end)
    };
    let buttons = shown.diagnostics().iter().filter(about).flat_map(|diagnostic| {
        diagnostic.fixes.iter().map(|fix| {
            let change = (diagnostic.clone(), fix.edits.clone());
            html! { <button type="button" class="button" onclick={on_fix.reform(move |_| change.clone())}>{ prose(&fix.title) }</button> }
        })
    });
    html! { <p class="row">{ for buttons }</p> }
}

/// The id of a stage's block.
fn stage_id(stage: StageName) -> String {
    format!("why-{}", stage.name())
}

fn stage_class(stage: &Stage) -> Option<&'static str> {
    match (stage.state, stage.severity) {
        (_, Some(severity)) => Some(severity_class(severity)),
        (StageState::Passed, None) => Some("is-passed"),
        (StageState::NotReached, None) => Some("is-not-reached"),
        (StageState::Absent | StageState::Stopped, None) => None,
    }
}

/// A part as a line, with the expressions inside it below.
fn tree(part: &Part<'_>, cause: Option<RangeView>, on_place: &Callback<RangeView>) -> Html {
    let pointers = part.pointers.iter().map(|pointer| {
        html! { <code>{ if pointer.is_empty() { html! { "the whole payload" } } else { plain(pointer) } }</code> }
    });
    let is_cause = cause == Some(part.range);
    html! {
        <li>
            <div class={classes!("tree-line", is_cause.then_some("is-cause"))}>
                { place(part.text, part.range, on_place) }
                if is_cause {
                    <span class="note">{ "decided" }</span>
                } else if !part.pointers.is_empty() {
                    <span class="note">{ "reads " }{ for pointers }</span>
                }
                { part.value.map(value) }
            </div>
            if !part.steps.is_empty() {
                { steps(&part.steps, 0, cause, on_place) }
            }
        </li>
    }
}

/// Expressions of one depth, each with those inside it.
fn steps(all: &[Step<'_>], depth: usize, cause: Option<RangeView>, on_place: &Callback<RangeView>) -> Html {
    let mut lines = Vec::new();
    let mut at = 0;
    while at < all.len() {
        let end =
            all[at + 1..].iter().position(|step| step.depth <= depth).map_or(all.len(), |next| at + 1 + next);
        let (step, inside) = (&all[at], &all[at + 1..end]);
        let below = match inside {
            [] => Html::default(),
            // Deeper ones stand as deep as there is room.
            _ if depth >= DEEPEST => inside
                .iter()
                .map(|step| html! { <ul>{ line(step, cause, on_place, Html::default()) }</ul> })
                .collect(),
            _ => steps(inside, depth + 1, cause, on_place),
        };
        lines.push(line(step, cause, on_place, below));
        at = end;
    }
    html! { <ul>{ for lines }</ul> }
}

fn line(step: &Step<'_>, cause: Option<RangeView>, on_place: &Callback<RangeView>, below: Html) -> Html {
    let expression = step.expression;
    let is_cause = cause == Some(expression.range);
    html! {
        <li>
            <div class={classes!("tree-line", is_cause.then_some("is-cause"))}>
                { place(&expression.text, expression.range, on_place) }
                if is_cause {
                    <span class="note">{ "the first cause" }</span>
                }
                if expression.count > 1 {
                    <span class="note">{ format!("the first of {}", expression.count) }</span>
                }
                { expression.values.first().map(value) }
            </div>
            { below }
        </li>
    }
}

/// A text of the SQL that leads to its place there.
fn place(text: &str, range: RangeView, on_place: &Callback<RangeView>) -> Html {
    let onclick = on_place.reform(move |_| range);
    html! { <button type="button" class="place expr" title="Show it in the SQL" {onclick}>{ visible(text) }</button> }
}

fn value(value: &TracedValueView) -> Html {
    let class = match value.type_name.as_str() {
        "Int" => "n",
        "Decimal" => "d",
        "Boolean" => "b",
        "String" => "s",
        _ => "",
    };
    html! {
        <span class="gives">
            <span class={classes!("given", class)}>{ plain(value.json.as_deref().unwrap_or("Undefined")) }</span>
            <span class="of">{ if value.json.is_some() { &value.type_name } else { "" } }</span>
        </span>
    }
}
