//! The answers of functions that ask other services.

use super::pairs::{added, changed, removed};
use super::row_button;
use crate::components::field::{Choice, Field, fault};
use crate::state::StandInRow;
use yew::{Callback, Html, Properties, function_component, html};

/// What a call can do.
const OUTCOMES: [&str; 2] = ["answers", "fails"];

/// What the [`StandIns`] are given.
#[derive(Properties, PartialEq)]
pub(super) struct StandInsProps {
    /// The rows.
    pub(super) rows: Vec<StandInRow>,
    /// Is told the rows as they are now.
    pub(super) on_rows: Callback<Vec<StandInRow>>,
}

/// The list of stand-ins.
#[function_component]
pub(super) fn StandIns(props: &StandInsProps) -> Html {
    let StandInsProps { rows, on_rows } = props;
    let fields = rows.iter().enumerate().map(|(index, row)| {
        let number = index + 1;
        let (label, placeholder) =
            if row.fails { ("Reason", "timed out") } else { ("Answer (JSON)", r#"{"room": "hall"}"#) };
        html! {
            <li key={index} class="card">
                <div class="card-line">
                    <Field id={format!("stand-in-{index}-function")} label="Function" placeholder="get_dynamodb"
                        value={row.function.clone()}
                        on_value={changed(rows, on_rows, index, |row: &mut StandInRow, name| row.function = name)} />
                    <Choice id={format!("stand-in-{index}-outcome")} label="The call" options={&OUTCOMES[..]}
                        value={OUTCOMES[usize::from(row.fails)]}
                        on_value={changed(rows, on_rows, index, |row: &mut StandInRow, outcome: String| {
                            row.fails = outcome == OUTCOMES[1];
                        })} />
                    { row_button(format!("Remove stand-in {number}"), removed(rows, on_rows, index)) }
                </div>
                <Field id={format!("stand-in-{index}-arguments")} label="For these arguments (JSON array)"
                    placeholder="empty: any call" value={row.arguments.clone()}
                    diagnostic={row.arguments_fault().map(fault)}
                    on_value={changed(rows, on_rows, index, |row: &mut StandInRow, text| row.arguments = text)} />
                <Field id={format!("stand-in-{index}-answer")} {label} {placeholder} value={row.answer.clone()}
                    diagnostic={row.answer_fault().map(fault)}
                    on_value={changed(rows, on_rows, index, |row: &mut StandInRow, text| row.answer = text)} />
            </li>
        }
    });
    html! {
        <fieldset>
            <legend>{ "Stand-ins" }</legend>
            if rows.is_empty() {
                <p class="hint">
                    { "What aws_lambda, get_dynamodb, get_thing_shadow, get_secret and the like would answer. Nothing is asked for real." }
                </p>
            }
            <ul>{ for fields }</ul>
            <button type="button" class="quiet flush" onclick={added(rows, on_rows)}>{ "Add a stand-in" }</button>
        </fieldset>
    }
}
