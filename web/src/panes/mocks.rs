//! What functions that call other services are answered.

use super::pairs::{added, changed, removed};
use super::{focus_added, row_button};
use crate::components::field::{Choice, Field, fault};
use crate::state::MockRow;
use yew::{Callback, Html, Properties, function_component, html};

/// What a call can do.
const OUTCOMES: [&str; 2] = ["answers", "fails"];

/// What the [`Mocks`] are given.
#[derive(Properties, PartialEq)]
pub(super) struct MocksProps {
    /// The rows.
    pub(super) rows: Vec<MockRow>,
    /// Is told the rows as they are now.
    pub(super) on_rows: Callback<Vec<MockRow>>,
}

/// The id of the field for a mock's answer.
pub(super) fn answer_id(index: usize) -> String {
    format!("mock-{index}-answer")
}

/// The list of mocks.
#[function_component]
pub(super) fn Mocks(props: &MocksProps) -> Html {
    let MocksProps { rows, on_rows } = props;
    let fields = rows.iter().enumerate().map(|(index, row)| {
        let number = index + 1;
        let (label, placeholder) =
            if row.fails { ("Reason", "timed out") } else { ("Answer (JSON)", r#"{"room": "hall"}"#) };
        html! {
            <li key={index} class="card">
                <div class="card-line">
                    <Field id={format!("mock-{index}-function")} label="Function" placeholder="get_dynamodb"
                        value={row.function.clone()} diagnostic={row.function_fault().map(fault)}
                        on_value={changed(rows, on_rows, index, |row: &mut MockRow, name| row.function = name)} />
                    <Choice id={format!("mock-{index}-outcome")} label="The call" options={&OUTCOMES[..]}
                        value={OUTCOMES[usize::from(row.fails)]}
                        on_value={changed(rows, on_rows, index, |row: &mut MockRow, outcome: String| {
                            row.fails = outcome == OUTCOMES[1];
                        })} />
                    { row_button(format!("Remove mock {number}"), removed(rows, on_rows, index)) }
                </div>
                <Field id={format!("mock-{index}-arguments")} label="For these arguments (JSON array)"
                    placeholder="empty: any call" value={row.arguments.clone()}
                    diagnostic={row.arguments_fault().map(fault)}
                    on_value={changed(rows, on_rows, index, |row: &mut MockRow, text| row.arguments = text)} />
                <Field id={answer_id(index)} {label} {placeholder} value={row.answer.clone()}
                    diagnostic={row.answer_fault().map(fault)} on_value={answered(rows, on_rows, index)} />
            </li>
        }
    });
    let on_add = focus_added(added(rows, on_rows), format!("mock-{}-function", rows.len()));
    html! {
        <fieldset>
            <legend>{ "Mocks" }</legend>
            if rows.is_empty() {
                <p class="hint">
                    { "What aws_lambda, get_dynamodb, get_thing_shadow, get_secret and the like answer. No service is called." }
                </p>
            }
            <ul>{ for fields }</ul>
            <button type="button" class="quiet flush" onclick={on_add}>{ "Add a mock" }</button>
        </fieldset>
    }
}

/// A callback that takes an answer; where whole mocks were pasted, they take the row's place.
fn answered(rows: &[MockRow], on_rows: &Callback<Vec<MockRow>>, index: usize) -> Callback<String> {
    let rows = rows.to_vec();
    on_rows.reform(move |text| {
        let mut rows = rows.clone();
        if let Some(row) = rows.get_mut(index) {
            row.answer = text;
            if let Some(mocks) = row.pasted() {
                rows.splice(index..=index, mocks);
            }
        }
        rows
    })
}
