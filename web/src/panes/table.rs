//! The settings of the simulated tables.

use super::setter;
use crate::state::{Inputs, TableForm};
use std::rc::Rc;
use web_sys::{Event, HtmlInputElement, InputEvent};
use yew::{Callback, Html, Properties, TargetCast, function_component, html};

/// The hours that a memory store can keep records, and the days of a magnetic one.
const HOURS: std::ops::RangeInclusive<u32> = 1..=8_766;
const DAYS: std::ops::RangeInclusive<u32> = 1..=73_000;

/// What the [`Table`] is given.
#[derive(Properties, PartialEq)]
pub(super) struct TableProps {
    /// What the fields hold.
    pub(super) inputs: Rc<Inputs>,
    /// Is told what the fields hold now.
    pub(super) on_inputs: Callback<Inputs>,
}

/// The fields of the simulated tables, closed until they are needed.
#[function_component]
pub(super) fn Table(props: &TableProps) -> Html {
    let TableProps { inputs, on_inputs } = props;
    let table = &inputs.table;
    let on_hours = setter(inputs, on_inputs, |inputs, event: InputEvent| {
        inputs.table.memory_hours = number(&event, HOURS);
    });
    let on_days = setter(inputs, on_inputs, |inputs, event: InputEvent| {
        inputs.table.magnetic_days = number(&event, DAYS);
    });
    let on_writes = setter(inputs, on_inputs, |inputs, event: Event| {
        inputs.table.magnetic_writes = event.target_unchecked_into::<HtmlInputElement>().checked();
    });
    let shown = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    html! {
        <details class="disclosure table-settings">
            <summary>{ "Simulated table" }<span class="digest">{ digest(table) }</span></summary>
            <p class="hint">{ "A table that is empty before the first message and keeps what the messages write." }</p>
            <div class="pairs">
                <div class="field">
                    <label for="memory-hours">{ "Memory store, hours" }</label>
                    <input type="number" id="memory-hours" min="1" max="8766" placeholder={table.hours().to_string()} value={shown(table.memory_hours)} oninput={on_hours} />
                </div>
                <div class="field">
                    <label for="magnetic-days">{ "Magnetic store, days" }</label>
                    <input type="number" id="magnetic-days" min="1" max="73000" placeholder={table.days().to_string()} value={shown(table.magnetic_days)} oninput={on_days} />
                </div>
            </div>
            <label class="radio">
                <input type="checkbox" checked={table.magnetic_writes} onchange={on_writes} />
                { "Magnetic writes: records too old for the memory store are written" }
            </label>
        </details>
    }
}

/// The settings in a few words.
fn digest(table: &TableForm) -> String {
    let writes = if table.magnetic_writes { ", magnetic writes" } else { "" };
    format!("retention {} h{writes}", table.hours())
}

/// The number in a field, brought into its bounds; none where there is none.
fn number(event: &InputEvent, bounds: std::ops::RangeInclusive<u32>) -> Option<u32> {
    let value = event.target_unchecked_into::<HtmlInputElement>().value_as_number();
    value.is_finite().then(|| (value as u32).clamp(*bounds.start(), *bounds.end()))
}
