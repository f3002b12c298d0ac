//! Where everything came from: the values of WHERE and of each SELECT item, and of the expressions in them.

use super::result::Section;
use crate::components::plain::{plain, visible};
use crate::state::{Part, PartKind, Shown, Step, parts};
use rulelens_wasm::{RangeView, TracedValueView};
use std::rc::Rc;
use web_sys::{Event, HtmlElement};
use yew::{Callback, Html, Properties, TargetCast, function_component, html};

pub(super) fn section(section: &Section<'_>) -> Html {
    let Section { props, shown } = section;
    let (on_open, on_place) = (props.on_trace.clone(), props.on_place.clone());
    html! { <TraceList shown={(*shown).clone()} open={props.state.tracing} {on_open} {on_place} /> }
}

/// What the [`TraceList`] is given.
#[derive(Properties, PartialEq)]
struct TraceListProps {
    /// The answer whose trace is shown.
    shown: Rc<Shown>,
    /// Whether evaluations are traced.
    open: bool,
    /// Is told whether to trace them.
    on_open: Callback<bool>,
    /// Called with the place in the SQL to show.
    on_place: Callback<RangeView>,
}

/// The list, closed until it is asked for; nothing is traced before.
#[function_component]
fn TraceList(props: &TraceListProps) -> Html {
    let TraceListProps { shown, open, on_open, on_place } = props;
    let ontoggle =
        on_open.reform(|event: Event| event.target_unchecked_into::<HtmlElement>().has_attribute("open"));
    let parts = shown.answer.response.trace.as_ref().map(parts);
    html! {
        <details class="disclosure trace" open={*open} {ontoggle}>
            <summary>{ "Why" }<span class="digest">{ "where each value came from" }</span></summary>
            if let Some(parts) = parts.filter(|_| *open) {
                if parts.is_empty() {
                    <p class="hint">{ "Nothing was evaluated: the message ended before WHERE." }</p>
                }
                <ul class="trace-parts">{ for parts.iter().map(|part| part_row(part, on_place)) }</ul>
            }
        </details>
    }
}

fn part_row(part: &Part<'_>, on_place: &Callback<RangeView>) -> Html {
    let clause = match part.kind {
        PartKind::Where => "WHERE",
        PartKind::Select => "SELECT",
    };
    let pointers = part.pointers.iter().map(|pointer| {
        html! { <li><code>{ if pointer.is_empty() { html! { "the whole payload" } } else { plain(pointer) } }</code></li> }
    });
    html! {
        <li>
            <div class="trace-part">
                <span class="trace-clause">{ clause }</span>
                { place(part.text, part.range, on_place) }
                { part.value.map(value) }
            </div>
            if !part.pointers.is_empty() {
                <ul class="trace-pointers" aria-label="Read from the payload">{ for pointers }</ul>
            }
            if !part.steps.is_empty() {
                <ul class="trace-steps">{ for part.steps.iter().map(|step| step_row(step, on_place)) }</ul>
            }
        </li>
    }
}

fn step_row(step: &Step<'_>, on_place: &Callback<RangeView>) -> Html {
    let Step { depth, expression } = step;
    // Deeper ones stand as deep as there is room.
    let depth = (*depth).min(4);
    let count = expression.count;
    html! {
        <li class={format!("trace-part depth-{depth}")}>
            { place(&expression.text, expression.range, on_place) }
            { expression.values.first().map(value) }
            if count > 1 {
                <span class="hint">{ format!("the first of {count}") }</span>
            }
        </li>
    }
}

/// A text of the SQL that leads to its place there.
fn place(text: &str, range: RangeView, on_place: &Callback<RangeView>) -> Html {
    let onclick = on_place.reform(move |_| range);
    html! { <button type="button" class="trace-place code" title="Show the place" {onclick}>{ visible(text) }</button> }
}

fn value(value: &TracedValueView) -> Html {
    let text = value.json.as_deref().unwrap_or("Undefined");
    html! {
        <span class="trace-value">
            <span class="code">{ plain(text) }</span>
            if value.json.is_some() {
                <span class="hint">{ &value.type_name }</span>
            }
        </span>
    }
}
