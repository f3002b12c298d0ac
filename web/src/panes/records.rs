//! The records of the result, or why there are none.

use super::result::{View, is_loading};
use crate::browser::document;
use crate::components::copy::CopyButton;
use crate::components::records::{Holder, Origin, Records, Series};
use crate::components::replay_progress::{ReplayBarProps, later_replay_bar};
use crate::components::segmented::Segmented;
use crate::components::tab_list::TabCount;
use crate::components::words::{count as grouped, counted, counted_or_no, prose, stage_name};
use crate::state::{Change, Inputs, MessagesChange, ReplayShown, Shown, State, Waiting, Whose};
use rulelens_wasm::{ContentView, OutcomeKind, RangeView, Severity, forms};
use std::rc::Rc;
use wasm_bindgen::prelude::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, InputEvent};
use yew::{
    AttrValue, Callback, Html, Properties, TargetCast, UseReducerDispatcher, classes, function_component,
    html, use_memo, use_state,
};

/// From how many records on they can be filtered.
const MANY: usize = 20;

/// How many records there are, and whether some are rejected.
pub(super) fn count(state: &State) -> Option<TabCount> {
    if let (Some(replay), true) = (&state.replay, state.whose == Whose::All) {
        let (_, number) = replay.record_counts();
        return (number > 0).then_some(TabCount { number, is_error: false });
    }
    let (shown, _) = state.shown()?;
    let number = shown.answer.record_count;
    (number > 0).then_some(TabCount { number, is_error: false })
}

pub(super) fn view(view: &View<'_>) -> Html {
    let state = &view.props.state;
    let (several, of_all) = (state.inputs.messages.count() > 1, state.whose == Whose::All);
    html! {
        <>
            if several && of_all {
                { all(view) }
            } else {
                { one(view) }
            }
        </>
    }
}

/// Puts the focus on the first record that is rejected, or where there is none, on the first one or on the chosen tab.
pub(crate) fn go_to_record() {
    let found = |selector| document()?.query_selector(selector).ok()?;
    let places =
        [".record.is-rejected button", ".record button", "#pane-result [role=tab][aria-selected=true]"];
    if let Some(place) =
        places.into_iter().find_map(found).and_then(|place| place.dyn_into::<HtmlElement>().ok())
    {
        let _ = place.focus();
    }
}

/// The choice between the records of the chosen message and those of all.
fn choice(view: &View<'_>) -> Html {
    let state = &view.props.state;
    let count = state.inputs.messages.count();
    if count == 1 {
        return Html::default();
    }
    let options = vec!["This message".into(), format!("All {}", grouped(count)).into()];
    let on_choose = view.change(Change::Whose).reform(|at| if at == 1 { Whose::All } else { Whose::Chosen });
    html! { <Segmented label="Whose records" {options} chosen={usize::from(state.whose == Whose::All)} {on_choose} /> }
}

/// The records of all messages.
fn all(view: &View<'_>) -> Html {
    let props = view.props;
    let bar = html! {
        { later_replay_bar(ReplayBarProps {
            state: props.state.clone(), dispatch: props.dispatch.clone(), on_cancel: props.on_cancel.clone(),
        }) }
    };
    let Some((replay, stale)) = props.state.replayed() else {
        return html! { <>{ bar }<div class="toolbar"><p class="summary">{ "Not replayed yet" }</p>{ choice(view) }</div></> };
    };
    let (listed, records) = replay.record_counts();
    let [accepted, rejected] = ["accepted", "rejected"].map(|name| grouped(replay.verdicts(name) as usize));
    html! {
        <>
            { bar }
            <div class="toolbar">
                <p class="summary">{ format!("{accepted} accepted, {rejected} rejected") }</p>
                { choice(view) }
                if listed < records {
                    <p class="hint">{ format!("The first {} of {} are shown.", grouped(listed), counted(records, "record")) }</p>
                }
            </div>
            <div class={classes!("outcome", stale.then_some("is-stale"))}>
                <AllRecords replay={replay.clone()} inputs={props.state.inputs.clone()} shown={view.shown.clone()}
                    dispatch={props.dispatch.clone()} on_place={props.on_place.clone()} />
            </div>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct AllRecordsProps {
    replay: Rc<ReplayShown>,
    inputs: Rc<Inputs>,
    shown: Rc<Shown>,
    dispatch: UseReducerDispatcher<State>,
    on_place: Callback<RangeView>,
}

/// One series for each message, or why it has none; a record leads to its message.
#[function_component]
fn AllRecords(props: &AllRecordsProps) -> Html {
    let AllRecordsProps { replay, inputs, shown, dispatch, on_place } = props;
    let series = use_memo((replay.clone(), inputs.clone()), |(replay, inputs)| series_of_all(replay, inputs));
    let on_inspect = {
        let (replay, dispatch) = (replay.clone(), dispatch.clone());
        Callback::from(move |at: Option<usize>| {
            let Some((id, place)) = at.and_then(|at| record_at(&replay, at)) else { return };
            dispatch.dispatch(Change::Messages(MessagesChange::Choose(id)));
            dispatch.dispatch(Change::Whose(Whose::Chosen));
            dispatch.dispatch(Change::Inspect(Some(place)));
        })
    };
    html! { <Records {series} shown={shown.clone()} inspected={None::<usize>} {on_inspect} on_place={on_place.clone()} /> }
}

/// The records of all messages; their places count on from message to message.
fn series_of_all(replay: &Rc<ReplayShown>, inputs: &Inputs) -> Vec<Series> {
    let mut first = 0;
    let mut all = Vec::new();
    for (at, row) in replay.messages.iter().enumerate() {
        let name =
            inputs.messages.position(row.id).map_or_else(String::new, |at| inputs.name_of(at).to_owned());
        let origin = Origin { number: at + 1, name };
        let holder = Holder::Replay(replay.clone(), at);
        if row.records.is_empty() {
            // Beyond what is listed there is nothing to tell.
            if row.record_count == 0 {
                let reason = Some(format!("no records: {}", row.fate.words));
                all.push(Series { origin: Some(origin), first, holder, places: 0..0, reason });
            }
            continue;
        }
        for mut series in Series::of(&holder, Some(&origin)) {
            series.first += first;
            all.push(series);
        }
        first += row.records.len();
    }
    all
}

/// The message that has the record at a place among all, and the record's place among those of the message.
fn record_at(replay: &ReplayShown, at: usize) -> Option<(u32, usize)> {
    let mut first = 0;
    for row in &replay.messages {
        if at < first + row.records.len() {
            return Some((row.id, at - first));
        }
        first += row.records.len();
    }
    None
}

/// The records of the chosen message.
fn one(view: &View<'_>) -> Html {
    let shown = view.shown.clone();
    if shown.records().is_empty() {
        return html! {
            <>
                <div class="toolbar"><p class="summary">{ prose(&summary(&view.props.state)) }</p>{ choice(view) }</div>
                <div class="scroll padded">{ view.nothing_written() }</div>
            </>
        };
    }
    html! {
        <RecordList {shown} choice={choice(view)} several={view.props.state.inputs.messages.count() > 1} summary={summary(&view.props.state)} inspected={view.props.state.inspected} lit={view.props.state.lit.clone()} on_inspect={view.change(Change::Inspect)}
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
            let records = counted_or_no(newest.answer.record_count, "record");
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
        OutcomeKind::Rejected if newest.needed_value().is_some() => {
            "Not evaluated: a value is needed".to_owned()
        }
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
    choice: Html,
    several: bool,
    summary: AttrValue,
    inspected: Option<usize>,
    lit: Rc<Vec<String>>,
    on_inspect: Callback<Option<usize>>,
    on_place: Callback<RangeView>,
}

/// The records with what can be done with them.
#[function_component]
fn RecordList(props: &RecordListProps) -> Html {
    let RecordListProps { shown, choice, several, summary, inspected, lit, on_inspect, on_place } = props;
    let wanted = use_state(String::new);
    let many = shown.records().len() > MANY;
    let filter = if many { wanted.trim().to_lowercase() } else { String::new() };
    let series = use_memo((shown.clone(), filter.clone()), |(shown, filter)| {
        let mut series = Series::of(&Holder::Answer(shown.clone()), None);
        if !filter.is_empty() {
            series = series.into_iter().flat_map(|series| series.only(filter)).collect();
        }
        series
    });
    let found: usize = series.iter().map(|series| series.records().len()).sum();
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
    let label = if all && *several {
        "Copy".to_owned()
    } else if all {
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
                { choice.clone() }
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
            <Records {series} shown={shown.clone()} inspected={*inspected} lit={lit.clone()} on_inspect={on_inspect.clone()} on_place={on_place.clone()} />
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
