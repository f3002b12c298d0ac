//! The records of the result, or why there are none.

use super::result::View;
use crate::components::copy::CopyButton;
use crate::components::records::{Records, Series};
use crate::components::result_tabs::TabCount;
use crate::components::words::{count as grouped, counted, prose};
use crate::state::{Change, Shown, State};
use rulelens_wasm::{ContentView, RangeView, forms};
use std::rc::Rc;
use web_sys::{HtmlInputElement, InputEvent};
use yew::{Callback, Html, Properties, TargetCast, function_component, html, use_memo, use_state};

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
                <div class="toolbar"><p class="summary">{ prose(&summary(&shown)) }</p></div>
                <div class="scroll padded">{ view.nothing_written() }</div>
            </>
        };
    }
    html! {
        <RecordList {shown} inspected={view.props.state.inspected} on_inspect={view.change(Change::Inspect)}
            on_place={view.props.on_place.clone()} />
    }
}

/// The records in a few words.
pub(super) fn summary(shown: &Shown) -> String {
    if let Some(missing) = &shown.missing {
        return format!("Not evaluated: {}", missing.what);
    }
    let answer = &shown.answer;
    match (answer.record_count, answer.rejected_count) {
        (0, _) if shown.outgoing.is_some() && !has_timestream(shown) => {
            "Outgoing payload, no records".to_owned()
        }
        (0, _) => "No records".to_owned(),
        (records, 0) => counted(records, "record"),
        (records, rejected) => format!("{}, {} rejected", counted(records, "record"), grouped(rejected)),
    }
}

/// Whether a Timestream action received the message.
fn has_timestream(shown: &Shown) -> bool {
    shown.answer.response.timestream().is_some()
}

#[derive(Properties, PartialEq)]
struct RecordListProps {
    shown: Rc<Shown>,
    inspected: Option<usize>,
    on_inspect: Callback<Option<usize>>,
    on_place: Callback<RangeView>,
}

/// The records with what can be done with them.
#[function_component]
fn RecordList(props: &RecordListProps) -> Html {
    let RecordListProps { shown, inspected, on_inspect, on_place } = props;
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
                <p class="summary">{ prose(&summary(shown)) }</p>
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
