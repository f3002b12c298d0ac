//! The records that the Timestream action writes, as a table.

use super::copy::CopyButton;
use super::plain::plain;
use super::verdict::{VerdictMark, VerdictRow};
use super::words::{count, counted, evidence, prose};
use crate::state::Shown;
use rulelens_wasm::{ContentView, MeasureValueType, RecordView, TypeReasonView, forms};
use std::rc::Rc;
use yew::{Callback, Html, Properties, classes, function_component, html};

/// From how many bytes on a value scrolls in its own place.
const LONG: usize = 120;

/// What the [`Records`] are given.
#[derive(Properties, PartialEq)]
pub(crate) struct RecordsProps {
    /// The answer whose records are shown.
    pub(crate) shown: Rc<Shown>,
}

/// One row for each record.
#[function_component]
pub(crate) fn Records(props: &RecordsProps) -> Html {
    let (records, answer) = (props.shown.records(), &props.shown.answer);
    let fraction = records
        .iter()
        .filter(|record| is_number(record))
        .map(|record| fraction_length(&record.measure_value))
        .max();
    let rows = records.iter().enumerate().map(|(at, record)| row(at, record, fraction.unwrap_or(0)));
    let text = {
        let shown = props.shown.clone();
        Callback::from(move |()| Some(write_records(&shown)?.as_str().into()))
    };
    let all = records.len() == answer.record_count;
    html! {
        <>
            <table class="records" role="table">
                <caption class="sr-only">{ "Records for Timestream" }</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">{ "Measure name" }</th>
                        <th scope="col" role="columnheader">{ "Value" }</th>
                        <th scope="col" role="columnheader">{ "Type" }</th>
                        <th scope="col" role="columnheader">{ "Time" }</th>
                        <th scope="col" role="columnheader">{ "Dimensions" }</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{ for rows }</tbody>
            </table>
            <div class="below-table">
                if !all {
                    <p class="hint">
                        { format!("The first {} of {} are shown.", count(records.len()), counted(answer.record_count, "record")) }
                    </p>
                }
                if answer.text_cut {
                    <p class="hint">{ "A value that ends in … is longer than Timestream accepts, and is cut here." }</p>
                }
                <CopyButton label={if all { "Copy WriteRecords request".to_owned() } else { format!("Copy the first {} as WriteRecords requests", records.len()) }} {text} />
            </div>
        </>
    }
}

fn row(at: usize, record: &RecordView, fraction: usize) -> Html {
    let number = is_number(record);
    // Digits stand below digits of the same worth.
    let padding = number.then(|| "\u{2007}".repeat(fraction - fraction_length(&record.measure_value)));
    let dimensions = record.dimensions.iter().map(|dimension| {
        html! { <li><span class="dimension-name">{ plain(&dimension.name) }</span>{ " " }<span class="code">{ plain(&dimension.value) }</span></li> }
    });
    html! {
        <>
        <tr role="row">
            <th scope="row" role="rowheader" class="code" data-label="Measure name">
                <span class="measure-name">{ plain(&record.measure_name) }</span>{ " " }
                <VerdictMark verdict={record.verdict.clone()} />
            </th>
            <td role="cell" class={classes!("code", "value", number.then_some("is-number"))} data-label="Value">
                if record.measure_value.len() > LONG {
                    <div class="long">{ plain(&record.measure_value) }</div>
                } else {
                    { plain(&record.measure_value) }
                }
                if let Some(padding) = padding.filter(|padding| !padding.is_empty()) {
                    <span class="padding" aria-hidden="true">{ padding }</span>
                }
            </td>
            <td role="cell" data-label="Type">
                <TypeBadge kind={record.measure_value_type} reason={record.type_reason.clone()} id={format!("type-{at}")} />
            </td>
            <td role="cell" data-label="Time" class="time">
                if let Some(date) = &record.time_utc {
                    <span><span class="code">{ date }</span>{ " UTC" }</span>
                }
                <span class="epoch code">{ &record.time }{ " " }{ record.time_unit.name().to_lowercase() }</span>
                if record.processing_time {
                    <span class="processing" title="The action sets no time, so the records have the time at which the rule ran.">
                        { "processing time" }
                    </span>
                }
            </td>
            <td role="cell" data-label="Dimensions"><ul class="dimensions">{ for dimensions }</ul></td>
        </tr>
        <VerdictRow verdict={record.verdict.clone()} />
        </>
    }
}

fn is_number(record: &RecordView) -> bool {
    matches!(record.measure_value_type, MeasureValueType::Bigint | MeasureValueType::Double)
}

/// How many characters of a number stand from its decimal point on.
fn fraction_length(number: &str) -> usize {
    number.find('.').map_or(0, |point| number.len() - point).min(24)
}

#[derive(Properties, PartialEq)]
struct TypeBadgeProps {
    kind: MeasureValueType,
    reason: Option<TypeReasonView>,
    /// Names the reason in the page.
    id: String,
}

/// A type, told by letter, shape and colour; why it is that one is told under the pointer and on focus.
#[function_component]
fn TypeBadge(props: &TypeBadgeProps) -> Html {
    let TypeBadgeProps { kind, reason, id } = props;
    let (class, letter) = match kind {
        MeasureValueType::Bigint => ("is-bigint", "I"),
        MeasureValueType::Double => ("is-double", "D"),
        MeasureValueType::Boolean => ("is-boolean", "B"),
        MeasureValueType::Varchar => ("is-varchar", "V"),
    };
    let badge = html! {
        <><span class="type-letter" aria-hidden="true"><span>{ letter }</span></span>{ kind.name() }</>
    };
    let Some(reason) = reason else {
        return html! { <span class={classes!("type", class)}>{ badge }</span> };
    };
    let (word, sentence) = evidence(reason.evidence);
    html! {
        <span class="explained">
            <button type="button" class={classes!("type", class)} aria-describedby={id.clone()}>{ badge }</button>
            <span id={id.clone()} role="tooltip" class="tooltip">
                { prose(&reason.explanation) }{ " · " }<span class="hint" title={sentence}>{ word }</span>
            </span>
        </span>
    }
}

/// What is copied: the `WriteRecords` requests, of which there is one for each hundred records.
fn write_records(shown: &Shown) -> Option<String> {
    let ContentView::Records { database, table, records } = &shown.answer.response.timestream()?.content
    else {
        return None;
    };
    Some(forms::write_records(database, table, records).join("\n"))
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
}
