//! The form of the Timestream action.

use super::{focus_added, row_button, setter};
use crate::browser::element;
use crate::components::field::{Choice, Field};
use crate::components::icon::SeverityIcon;
use crate::components::words::{prose, severity_class};
use crate::state::{DimensionRow, Inputs, Shown, TIME_UNITS};
use rulelens_wasm::{DiagnosticView, InputName};
use std::rc::Rc;
use wasm_bindgen::prelude::JsCast;
use web_sys::HtmlInputElement;
use yew::{Callback, Html, Properties, classes, function_component, html};

/// What the [`Action`] is given.
#[derive(Properties, PartialEq)]
pub(super) struct ActionProps {
    /// What the fields hold.
    pub(super) inputs: Rc<Inputs>,
    /// The newest answer, for what it says about the fields.
    pub(super) newest: Option<Rc<Shown>>,
    /// Is told what the fields hold now.
    pub(super) on_inputs: Callback<Inputs>,
}

/// The form of the Timestream action.
#[function_component]
pub(super) fn Action(props: &ActionProps) -> Html {
    let ActionProps { inputs, newest, on_inputs } = props;
    let action = &inputs.action;
    let at = |path: &str| newest.as_ref().and_then(|shown| shown.at_action_field(path).next()).cloned();
    let dimensions = action.dimensions.iter().enumerate().map(|(index, dimension)| {
        let number = index + 1;
        html! {
            <li key={index}>
                <Field id={field_id(&format!("dimensions[{index}].name"))} label={format!("Name of dimension {number}")}
                    label_hidden=true placeholder="name" value={dimension.name.clone()}
                    diagnostic={at(&format!("dimensions[{index}].name"))}
                    on_value={setter(inputs, on_inputs, move |inputs, value| {
                        if let Some(row) = inputs.action.dimensions.get_mut(index) { row.name = value; }
                    })} />
                <Field id={field_id(&format!("dimensions[{index}].value"))} label={format!("Value of dimension {number}")}
                    label_hidden=true placeholder="${…}" value={dimension.value.clone()}
                    diagnostic={at(&format!("dimensions[{index}].value"))
                        .or_else(|| at(&format!("dimensions[{index}]")))}
                    on_value={setter(inputs, on_inputs, move |inputs, value| {
                        if let Some(row) = inputs.action.dimensions.get_mut(index) { row.value = value; }
                    })} />
                { row_button(format!("Remove dimension {number}"), setter(inputs, on_inputs, move |inputs, _| {
                    if index < inputs.action.dimensions.len() { inputs.action.dimensions.remove(index); }
                })) }
            </li>
        }
    });
    let add = setter(inputs, on_inputs, |inputs, _| inputs.action.dimensions.push(DimensionRow::default()));
    let on_add = focus_added(add, field_id(&format!("dimensions[{}].name", action.dimensions.len())));
    html! {
        <details class="disclosure action" open=true>
            <summary>{ "Timestream action" }</summary>
            { problem(at("").or_else(|| about_whole(newest.as_deref()))) }
            <div class="pair">
                <Field id={field_id("databaseName")} label="Database" value={action.database.clone()}
                    diagnostic={at("databaseName")}
                    on_value={setter(inputs, on_inputs, |inputs, value| inputs.action.database = value)} />
                <Field id={field_id("tableName")} label="Table" value={action.table.clone()} diagnostic={at("tableName")}
                    on_value={setter(inputs, on_inputs, |inputs, value| inputs.action.table = value)} />
            </div>
            <fieldset id={field_id("dimensions")} tabindex="-1">
                <legend>{ "Dimensions" }</legend>
                { problem(at("dimensions")) }
                <ul class="rows">{ for dimensions }</ul>
                <button type="button" class="quiet flush" onclick={on_add}>{ "Add a dimension" }</button>
            </fieldset>
            <div class="pair">
                <Field id={field_id("timestamp.value")} label="Timestamp" value={action.timestamp.clone()}
                    placeholder="empty: processing time" diagnostic={at("timestamp.value").or_else(|| at("timestamp"))}
                    on_value={setter(inputs, on_inputs, |inputs, value| inputs.action.timestamp = value)} />
                <div>
                    <Choice id={field_id("timestamp.unit")} label="Unit" options={&TIME_UNITS[..]} value={action.unit.clone()}
                        on_value={setter(inputs, on_inputs, |inputs, value| inputs.action.unit = value)} />
                    { problem(at("timestamp.unit")) }
                </div>
            </div>
        </details>
    }
}

/// What is said about the action as a whole.
fn about_whole(newest: Option<&Shown>) -> Option<DiagnosticView> {
    newest?.first_in(InputName::Action).filter(|diagnostic| diagnostic.action_path.is_none()).cloned()
}

fn problem(diagnostic: Option<DiagnosticView>) -> Html {
    diagnostic.map_or_else(Html::default, |diagnostic| {
        html! {
            <p class={classes!("field-problem", severity_class(diagnostic.severity))}>
                <SeverityIcon severity={diagnostic.severity} /><span>{ prose(&diagnostic.message) }</span>
            </p>
        }
    })
}

/// The id of the field for a path such as `dimensions[0].value`.
fn field_id(path: &str) -> String {
    let path = path.strip_prefix("timestream.").unwrap_or(path);
    format!("action-{}", path.replace("].", "-").replace(['[', '.'], "-").replace(']', ""))
}

/// Puts the focus into the field that a diagnostic about topic or action names, and selects a range there.
pub(crate) fn go_to_field(diagnostic: &DiagnosticView, range: Option<(usize, usize)>) {
    let id = match (diagnostic.input, diagnostic.action_path.as_deref()) {
        (InputName::Topic, _) => "topic".to_owned(),
        (InputName::Action, Some(path)) => field_id(path),
        _ => field_id("databaseName"),
    };
    let Some(field) = element(&id).or_else(|| element(&field_id("dimensions"))) else { return };
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

#[cfg(test)]
mod tests {
    use super::field_id;

    #[test]
    fn a_path_of_the_action_names_one_field() {
        for (path, id) in [
            ("databaseName", "action-databaseName"),
            ("timestream.databaseName", "action-databaseName"),
            ("dimensions[12].value", "action-dimensions-12-value"),
            ("dimensions[0]", "action-dimensions-0"),
            ("timestamp.value", "action-timestamp-value"),
        ] {
            assert_eq!(field_id(path), id);
        }
    }
}
