//! The settings of the simulated tables.

use super::pairs::{added, changed, removed};
use super::{Fields, focus_added, later_fields, row_button, setter};
use crate::components::field::Field;
use crate::state::{Inputs, PairRow, TableForm};
use rulelens_wasm::MeasureValueType;
use std::rc::Rc;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement, InputEvent};
use yew::{Callback, Html, Properties, TargetCast, function_component, html};

/// The hours that a memory store can keep records, and the days of a magnetic one.
const HOURS: std::ops::RangeInclusive<u32> = 1..=8_766;
const DAYS: std::ops::RangeInclusive<u32> = 1..=73_000;

/// The types of measures, the one first that a new row has.
const KINDS: [MeasureValueType; 4] = [
    MeasureValueType::Double,
    MeasureValueType::Bigint,
    MeasureValueType::Varchar,
    MeasureValueType::Boolean,
];

/// What the [`Table`] is given.
#[derive(Clone, Properties, PartialEq)]
pub(crate) struct TableProps {
    /// What the fields hold.
    pub(super) inputs: Rc<Inputs>,
    /// Is told what the fields hold now.
    pub(super) on_inputs: Callback<Inputs>,
}

/// The fields of the simulated tables, closed until they are needed.
#[function_component]
pub(super) fn Table(props: &TableProps) -> Html {
    let table = &props.inputs.table;
    let fields = Fields::Table(props.clone());
    html! {
        <details class="disclosure table-settings">
            <summary>{ "Simulated table" }<span class="digest">{ digest(table) }</span></summary>
            { later_fields(fields) }
        </details>
    }
}

/// The fields themselves.
pub(super) fn fields(props: &TableProps) -> Html {
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
    let on_rows = setter(inputs, on_inputs, |inputs, rows| inputs.table.measures = rows);
    let shown = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    html! {
        <>
        <p class="hint">{ "A table that keeps what the messages write. It is empty before the first one, unless you name measures that it already has." }</p>
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
        { measures(&table.measures, &on_rows) }
        </>
    }
}

/// The measures that the table already has, each with its type.
fn measures(rows: &[PairRow], on_rows: &Callback<Vec<PairRow>>) -> Html {
    let fields = rows.iter().enumerate().map(|(index, row)| {
        let number = index + 1;
        let on_kind = changed(rows, on_rows, index, |row: &mut PairRow, event: Event| {
            row.value = event.target_unchecked_into::<HtmlSelectElement>().value();
        });
        let options = KINDS.map(|kind| {
            let name = kind.name();
            // A row that names no type has the first one, as it is sent.
            let selected = if row.value.is_empty() { kind == KINDS[0] } else { row.value == name };
            html! { <option {selected}>{ name }</option> }
        });
        html! {
            <li key={index}>
                <Field id={format!("measure-{index}-name")} label={format!("Name of measure {number}")} label_hidden=true
                    placeholder="name" value={row.name.clone()}
                    on_value={changed(rows, on_rows, index, |row: &mut PairRow, name| row.name = name)} />
                <span class="select"><select aria-label={format!("Type of measure {number}")} onchange={on_kind}>{ for options }</select></span>
                { row_button(format!("Remove measure {number}"), removed(rows, on_rows, index)) }
            </li>
        }
    });
    html! {
        <fieldset>
            <legend>{ "Existing measures" }</legend>
            if rows.is_empty() {
                <p class="hint">{ "A measure keeps the type that it has in the table; records of another type are rejected." }</p>
            }
            <ul class="rows">{ for fields }</ul>
            <button type="button" class="quiet flush" onclick={focus_added(added(rows, on_rows), format!("measure-{}-name", rows.len()))}>{ "Add a measure" }</button>
        </fieldset>
    }
}

/// The settings in a few words.
fn digest(table: &TableForm) -> String {
    let writes = if table.magnetic_writes { ", magnetic writes" } else { "" };
    let has = table.has().map(|has| format!(", {has}")).unwrap_or_default();
    format!("retention {} h{writes}{has}", table.hours())
}

/// The number in a field, brought into its bounds; none where there is none.
fn number(event: &InputEvent, bounds: std::ops::RangeInclusive<u32>) -> Option<u32> {
    let value = event.target_unchecked_into::<HtmlInputElement>().value_as_number();
    value.is_finite().then(|| (value as u32).clamp(*bounds.start(), *bounds.end()))
}
