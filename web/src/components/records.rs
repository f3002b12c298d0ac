//! The records that the Timestream action writes, as a table.

use super::copy::CopyButton;
use super::words::{count, counted};
use crate::state::Shown;
use rulelens_wasm::RecordView;
use serde::Serialize;
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
    let rows = records.iter().map(|record| row(record, fraction.unwrap_or(0)));
    let text = {
        let shown = props.shown.clone();
        Callback::from(move |()| Some(write_records(shown.records()).as_str().into()))
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
                    <p class="hint">{ "A text that ends in … is longer than Timestream takes, and is cut here." }</p>
                }
                <CopyButton label={if all { "Copy as JSON".to_owned() } else { format!("Copy the first {} as JSON", records.len()) }} {text} />
            </div>
        </>
    }
}

fn row(record: &RecordView, fraction: usize) -> Html {
    let number = is_number(record);
    // Digits stand below digits of the same worth.
    let padding = number.then(|| "\u{2007}".repeat(fraction - fraction_length(&record.measure_value)));
    let dimensions = record.dimensions.iter().map(|dimension| {
        html! { <li><span class="dimension-name">{ &dimension.name }</span>{ " " }<span class="code">{ &dimension.value }</span></li> }
    });
    html! {
        <tr role="row">
            <th scope="row" role="rowheader" class="code" data-label="Measure name">{ &record.measure_name }</th>
            <td role="cell" class={classes!("code", "value", number.then_some("is-number"))} data-label="Value">
                if record.measure_value.len() > LONG {
                    <div class="long">{ &record.measure_value }</div>
                } else {
                    { &record.measure_value }
                }
                if let Some(padding) = padding.filter(|padding| !padding.is_empty()) {
                    <span class="padding" aria-hidden="true">{ padding }</span>
                }
            </td>
            <td role="cell" data-label="Type"><TypeBadge name={record.measure_value_type.clone()} /></td>
            <td role="cell" data-label="Time" class="time">
                if let Some(date) = &record.time_utc {
                    <span><span class="code">{ date }</span>{ " UTC" }</span>
                }
                <span class="epoch code">{ &record.time }{ " " }{ record.time_unit.to_lowercase() }</span>
                if record.processing_time {
                    <span class="processing" title="The action names no time, so the records carry the moment at which the rule ran.">
                        { "processing time" }
                    </span>
                }
            </td>
            <td role="cell" data-label="Dimensions"><ul class="dimensions">{ for dimensions }</ul></td>
        </tr>
    }
}

fn is_number(record: &RecordView) -> bool {
    matches!(record.measure_value_type.as_str(), "BIGINT" | "DOUBLE")
}

/// How many characters of a number stand from its decimal point on.
fn fraction_length(number: &str) -> usize {
    number.find('.').map_or(0, |point| number.len() - point).min(24)
}

#[derive(Properties, PartialEq)]
struct TypeBadgeProps {
    name: String,
}

/// A type, told by letter, shape and colour.
#[function_component]
fn TypeBadge(props: &TypeBadgeProps) -> Html {
    let (class, letter) = match props.name.as_str() {
        "BIGINT" => ("is-bigint", "I"),
        "DOUBLE" => ("is-double", "D"),
        "BOOLEAN" => ("is-boolean", "B"),
        "VARCHAR" => ("is-varchar", "V"),
        _ => ("", "?"),
    };
    html! {
        <span class={classes!("type", class)}>
            <span class="type-letter" aria-hidden="true"><span>{ letter }</span></span>{ &props.name }
        </span>
    }
}

/// The records as a `WriteRecords` request holds them.
fn write_records(records: &[RecordView]) -> String {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Request<'a> {
        records: Vec<Record<'a>>,
    }
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Record<'a> {
        dimensions: Vec<Dimension<'a>>,
        measure_name: &'a str,
        measure_value: &'a str,
        measure_value_type: &'a str,
        time: &'a str,
        time_unit: &'a str,
    }
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Dimension<'a> {
        name: &'a str,
        value: &'a str,
    }
    let records = records
        .iter()
        .map(|record| Record {
            dimensions: record
                .dimensions
                .iter()
                .map(|dimension| Dimension { name: &dimension.name, value: &dimension.value })
                .collect(),
            measure_name: &record.measure_name,
            measure_value: &record.measure_value,
            measure_value_type: &record.measure_value_type,
            time: &record.time,
            time_unit: &record.time_unit,
        })
        .collect();
    serde_json::to_string_pretty(&Request { records }).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rulelens_wasm::DimensionView;

    #[test]
    fn copied_records_are_a_write_records_request() {
        let record = RecordView {
            measure_name: "temperature".to_owned(),
            measure_value: "24.04".to_owned(),
            measure_value_type: "DOUBLE".to_owned(),
            time: "1769847300000".to_owned(),
            time_unit: "MILLISECONDS".to_owned(),
            time_utc: None,
            processing_time: true,
            dimensions: vec![DimensionView { name: "device".to_owned(), value: "ruuvi-01".to_owned() }],
        };
        let copied: serde_json::Value = serde_json::from_str(&write_records(&[record])).unwrap();
        let expected = serde_json::json!({"Records": [{
            "Dimensions": [{"Name": "device", "Value": "ruuvi-01"}],
            "MeasureName": "temperature",
            "MeasureValue": "24.04",
            "MeasureValueType": "DOUBLE",
            "Time": "1769847300000",
            "TimeUnit": "MILLISECONDS",
        }]});
        assert_eq!(copied, expected);
    }

    #[test]
    fn the_fraction_counts_from_the_decimal_point() {
        for (number, length) in [("24.04", 3), ("43.605", 4), ("-7", 0), ("", 0)] {
            assert_eq!(fraction_length(number), length, "{number}");
        }
    }
}
