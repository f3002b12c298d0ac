//! The records of the result, or why there are none.

use super::result::{View, is_loading};
use crate::components::copy::CopyButton;
use crate::components::records::{Records, Series};
use crate::components::result_tabs::TabCount;
use crate::components::words::{count as grouped, counted, prose, stage_name};
use crate::state::{Change, Shown, State, Waiting};
use rulelens_wasm::{ContentView, OutcomeKind, RangeView, Severity, forms};
use std::rc::Rc;
use web_sys::{HtmlInputElement, InputEvent};
use yew::{AttrValue, Callback, Html, Properties, TargetCast, function_component, html, use_memo, use_state};

/// From how many records on they can be filtered.
const MANY: usize = 20;

/// How many records there are, and whether some are rejected.
pub(super) fn count(state: &State) -> Option<TabCount> {
    let (shown, _) = state.shown()?;
    let number = shown.answer.record_count;
    (number > 0).then_some(TabCount { number, is_error: false })
}

pub(super) fn view(view: &View<'_>) -> Html {
    let shown = view.shown.clone();
    if shown.records().is_empty() {
        return html! {
            <>
                <div class="toolbar"><p class="summary">{ prose(&summary(&view.props.state)) }</p></div>
                <div class="scroll padded">{ view.nothing_written() }</div>
            </>
        };
    }
    html! {
        <RecordList {shown} summary={summary(&view.props.state)} inspected={view.props.state.inspected} on_inspect={view.change(Change::Inspect)}
            on_place={view.props.on_place.clone()} />
    }
}

/// The result in one line.
pub(super) fn summary(state: &State) -> String {
    match state.waiting() {
        Some(Waiting::Loading(what)) => return format!("Not evaluated yet: {what}"),
        Some(Waiting::Evaluating) if state.newest.is_some() => return "Evaluating".to_owned(),
        Some(Waiting::Nothing) => return "Not evaluated yet".to_owned(),
        _ => {}
    }
    let Some(newest) = &state.newest else {
        return if is_loading(state) { "Loading the engine" } else { "Not evaluated yet" }.to_owned();
    };
    if let Some(missing) = &newest.missing {
        return format!("Not evaluated: {}", missing.what);
    }
    match newest.answer.response.outcome {
        OutcomeKind::Output if newest.answer.response.timestream().is_none() => {
            "Outgoing payload, no records".to_owned()
        }
        OutcomeKind::Output => {
            let records = counted(newest.answer.record_count, "record");
            match newest.answer.rejected_count {
                0 => records,
                rejected => format!("{records}, {} rejected", grouped(rejected)),
            }
        }
        OutcomeKind::NotPublished => "No records: AWS IoT rejects the message".to_owned(),
        OutcomeKind::NotMatched => match newest.stopped_at() {
            Some(name) => format!("No records: {} stopped the message", stage_name(name)),
            None => "No records: the rule does not act".to_owned(),
        },
        OutcomeKind::Failed => "No records: the rule fails for this message".to_owned(),
        OutcomeKind::Rejected => {
            let errors =
                newest.diagnostics().iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
            format!("Not evaluated: {}", counted(errors.count(), "error"))
        }
    }
}

#[derive(Properties, PartialEq)]
struct RecordListProps {
    shown: Rc<Shown>,
    summary: AttrValue,
    inspected: Option<usize>,
    on_inspect: Callback<Option<usize>>,
    on_place: Callback<RangeView>,
}

/// The records with what can be done with them.
#[function_component]
fn RecordList(props: &RecordListProps) -> Html {
    let RecordListProps { shown, summary, inspected, on_inspect, on_place } = props;
    let wanted = use_state(String::new);
    let many = shown.records().len() > MANY;
    let filter = if many { wanted.trim().to_lowercase() } else { String::new() };
    let series = use_memo((shown.clone(), filter.clone()), |(shown, filter)| {
        let mut series = Series::of(shown.records(), None);
        if !filter.is_empty() {
            series = series.into_iter().flat_map(|series| series.only(filter)).collect();
        }
        series
    });
    let found = filter
        .is_empty()
        .then_some(0)
        .unwrap_or_else(|| series.iter().map(|series| series.records.len()).sum());
    let on_filter = {
        let wanted = wanted.setter();
        move |event: InputEvent| wanted.set(event.target_unchecked_into::<HtmlInputElement>().value())
    };
    let answer = &shown.answer;
    let all = shown.records().len() == answer.record_count;
    let text = {
        let shown = shown.clone();
        Callback::from(move |()| Some(write_records(&shown)?.as_str().into()))
    };
    let label = if all {
        "Copy WriteRecords request".to_owned()
    } else {
        format!("Copy the first {} as WriteRecords requests", shown.records().len())
    };
    html! {
        <>
            <div class="toolbar">
                <p class="summary">{ prose(summary) }</p>
                if many {
                    <input type="search" class="input filter" aria-label="Filter records" placeholder="Filter" value={(*wanted).clone()} oninput={on_filter} />
                }
                <CopyButton {label} {text} />
                if !filter.is_empty() {
                    <p class="hint" role="status">{ format!("{} of {} contain “{}”", grouped(found), counted(shown.records().len(), "record"), wanted.trim()) }</p>
                }
                if !all {
                    <p class="hint">
                        { format!("The first {} of {} are shown.", grouped(shown.records().len()), counted(answer.record_count, "record")) }
                    </p>
                }
                if answer.text_cut {
                    <p class="hint">{ "A value that ends in … is longer than Timestream accepts, and is cut here." }</p>
                }
            </div>
            <Records {series} shown={shown.clone()} inspected={*inspected} on_inspect={on_inspect.clone()} on_place={on_place.clone()} />
        </>
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
