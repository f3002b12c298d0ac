//! Rows of names with values.

use super::{focus_added, row_button};
use crate::components::field::Field;
use crate::state::PairRow;
use yew::{Callback, Html, Properties, function_component, html};

/// What the [`Pairs`] are given.
#[derive(Properties, PartialEq)]
pub(super) struct PairsProps {
    /// What the ids of the fields begin with.
    pub(super) id: &'static str,
    /// The heading.
    pub(super) legend: &'static str,
    /// What one row is called.
    pub(super) thing: &'static str,
    /// What the rows are for.
    pub(super) hint: &'static str,
    /// The rows.
    pub(super) rows: Vec<PairRow>,
    /// Is told the rows as they are now.
    pub(super) on_rows: Callback<Vec<PairRow>>,
}

/// A list of names with values, to which rows can be added.
#[function_component]
pub(super) fn Pairs(props: &PairsProps) -> Html {
    let PairsProps { id, legend, thing, hint, rows, on_rows } = props;
    let fields = rows.iter().enumerate().map(|(index, row)| {
        let number = index + 1;
        html! {
            <li key={index}>
                <Field id={format!("{id}-{index}-name")} label={format!("Name of {thing} {number}")} label_hidden=true
                    placeholder="name" value={row.name.clone()}
                    on_value={changed(rows, on_rows, index, |row: &mut PairRow, name| row.name = name)} />
                <Field id={format!("{id}-{index}-value")} label={format!("Value of {thing} {number}")} label_hidden=true
                    placeholder="value" value={row.value.clone()}
                    on_value={changed(rows, on_rows, index, |row: &mut PairRow, value| row.value = value)} />
                { row_button(format!("Remove {thing} {number}"), removed(rows, on_rows, index)) }
            </li>
        }
    });
    html! {
        <fieldset>
            <legend>{ legend }</legend>
            if rows.is_empty() {
                <p class="hint">{ hint }</p>
            }
            <ul class="rows">{ for fields }</ul>
            <button type="button" class="quiet flush" onclick={focus_added(added(rows, on_rows), format!("{id}-{}-name", rows.len()))}>{ format!("Add a {thing}") }</button>
        </fieldset>
    }
}

/// A callback that puts a field's new value into a row.
pub(super) fn changed<R: Clone + 'static, T: 'static>(
    rows: &[R],
    on_rows: &Callback<Vec<R>>,
    index: usize,
    put: impl Fn(&mut R, T) + 'static,
) -> Callback<T> {
    let rows = rows.to_vec();
    on_rows.reform(move |value| {
        let mut rows = rows.clone();
        if let Some(row) = rows.get_mut(index) {
            put(row, value);
        }
        rows
    })
}

/// A callback that takes a row out.
pub(super) fn removed<R: Clone + 'static, E>(
    rows: &[R],
    on_rows: &Callback<Vec<R>>,
    index: usize,
) -> Callback<E> {
    let mut rest = rows.to_vec();
    if index < rest.len() {
        rest.remove(index);
    }
    on_rows.reform(move |_| rest.clone())
}

/// A callback that adds an empty row.
pub(super) fn added<R: Clone + Default + 'static, E>(rows: &[R], on_rows: &Callback<Vec<R>>) -> Callback<E> {
    let mut more = rows.to_vec();
    more.push(R::default());
    on_rows.reform(move |_| more.clone())
}
