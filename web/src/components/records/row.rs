//! One record in one line.

use super::series::Held;
use crate::components::plain::plain;
use crate::components::type_badge::type_badge;
use crate::components::verdict::verdict_line;
use crate::components::words::lit_class;
use crate::editor::rich;
use rulelens_wasm::{MeasureValueType, RecordView, WriteOutcome};
use web_sys::PointerEvent;
use yew::{Callback, Html, Properties, classes, function_component, html};

/// How many bytes of a value stand in its line; the whole value is shown where the record is.
const SHOWN: usize = 200;

/// What a [`RecordRow`] is given.
#[derive(Properties, PartialEq)]
pub(super) struct RecordRowProps {
    /// The record.
    pub(super) held: Held,
    /// Its place among all that are shown.
    pub(super) index: usize,
    /// How many characters the longest fraction of the table has, from its decimal point on.
    pub(super) fraction: usize,
    /// Whether it is the one whose origin is shown.
    pub(super) chosen: bool,
    /// Its place among the attributes that come of what the caret or the pointer is at.
    pub(super) lit: Option<usize>,
    /// Whether the tab key stops here.
    pub(super) in_order: bool,
    /// Called when the user wants to know more.
    pub(super) on_choose: Callback<usize>,
}

/// The id of the button of a record.
pub(super) fn row_id(index: usize) -> String {
    format!("record-{index}")
}

/// Name, value, type and verdict.
#[function_component]
pub(super) fn RecordRow(props: &RecordRowProps) -> Html {
    let RecordRowProps { held, index, fraction, chosen, lit, in_order, on_choose } = props;
    let (record, index) = (held.record(), *index);
    let number = is_number(record);
    // Digits stand below digits of the same worth.
    let padding = number.then(|| "\u{2007}".repeat(padding_of(&record.measure_value, *fraction)));
    let at_right = number || record.measure_value_type == MeasureValueType::Boolean;
    let pointed = held.clone();
    let rejected = record.verdict.outcome == WriteOutcome::Rejected;
    html! {
        <tr role="row" class={classes!("record", rejected.then_some("is-rejected"), chosen.then_some("is-chosen"), lit.map(lit_class))} onclick={on_choose.reform(move |_| index)}
            onpointerenter={move |event: PointerEvent| if event.pointer_type() == "mouse" { rich::point(Some(&pointed.record().measure_name)) }}
            onpointerleave={|_| rich::point(None)}>
            <th scope="row" role="rowheader" class="measure">
                <button type="button" id={row_id(index)} class="measure-name" aria-expanded={if *chosen { "true" } else { "false" }}
                    tabindex={if *in_order { "0" } else { "-1" }}>
                    { plain(&record.measure_name) }
                </button>
            </th>
            <td role="cell" class={classes!("value", at_right.then_some("is-number"))}>
                { plain(beginning(&record.measure_value)) }
                if let Some(padding) = padding.filter(|padding| !padding.is_empty()) {
                    <span class="pad" aria-hidden="true">{ padding }</span>
                }
            </td>
            <td role="cell">{ type_badge(record.measure_value_type) }</td>
            <td role="cell" class="verdict">{ verdict_line(&record.verdict, &record.measure_name) }</td>
        </tr>
    }
}

/// How many digits' room stands behind a number where the longest fraction of the table has so many characters: no more
/// than leaves the number itself in sight.
pub(super) fn padding_of(number: &str, fraction: usize) -> usize {
    /// Characters that a line has room for.
    const ROOM: usize = 22;
    fraction.saturating_sub(fraction_length(number)).min(ROOM.saturating_sub(number.len()))
}

/// As much of a value as stands in a line.
fn beginning(value: &str) -> &str {
    let end = (0..=SHOWN.min(value.len())).rev().find(|&at| value.is_char_boundary(at)).unwrap_or(0);
    &value[..end]
}

pub(super) fn is_number(record: &RecordView) -> bool {
    matches!(record.measure_value_type, MeasureValueType::Bigint | MeasureValueType::Double)
}

/// How many characters of a number stand from its decimal point on.
pub(super) fn fraction_length(number: &str) -> usize {
    number.find('.').map_or(0, |point| number.len() - point).min(12)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fraction_counts_from_the_decimal_point() {
        for (number, length) in [("24.04", 3), ("43.605", 4), ("-7", 0), ("", 0)] {
            assert_eq!(fraction_length(number), length, "{number}");
        }
    }

    #[test]
    fn room_behind_a_number_does_not_push_it_out_of_sight() {
        for (number, fraction, room) in [
            ("7", 4, 4),
            ("24.04", 4, 1),
            ("43.605", 4, 0),
            ("123456789012345678", 12, 4),
            ("-1797693134862315700000000", 12, 0),
        ] {
            assert_eq!(padding_of(number, fraction), room, "{number}");
        }
    }

    #[test]
    fn a_long_value_is_cut_between_characters() {
        assert_eq!(beginning("24.04"), "24.04");
        assert_eq!(beginning(&"é".repeat(150)).chars().count(), 100);
        assert_eq!(beginning(&"€".repeat(150)).chars().count(), 66);
    }
}
