//! Which types the table gets, over all messages.

use super::result::View;
use crate::components::chart::{Chart, Plot, Sparkline};
use crate::components::icon::{Glyph, glyph_icon};
use crate::components::plain::{plain, visible};
use crate::components::replay_progress::ReplayBar;
use crate::components::tab_list::TabCount;
use crate::components::type_badge::type_badge;
use crate::components::words::{count as grouped, counted};
use crate::state::sorted;
use crate::state::{Change, Filter, Inputs, Pane, ReplayShown, State};
use js_sys::Date;
use rulelens_wasm::{Measure, SeriesView, WrittenValue};
use std::collections::HashSet;
use std::rc::Rc;
use wasm_bindgen::prelude::JsValue;
use yew::{
    AttrValue, Callback, Html, Properties, UseReducerDispatcher, classes, function_component, html, use_state,
};

/// How many measures are listed.
const MAX_SHOWN: usize = 200;

/// How many columns the table has.
const COLUMNS: &str = "6";

/// How many measures change their type, where some do.
pub(super) fn count(state: &State) -> Option<TabCount> {
    let number = state.replay.as_ref()?.conflicts().count();
    (number > 0).then_some(TabCount { number, is_error: true })
}

pub(super) fn view(view: &View<'_>) -> Html {
    let props = view.props;
    let bar = html! {
        <ReplayBar state={props.state.clone()} dispatch={props.dispatch.clone()} on_cancel={props.on_cancel.clone()} />
    };
    let Some((replay, stale)) = props.state.replayed() else { return bar };
    if replay.response.series.is_empty() {
        return html! {
            <>
                { bar }
                <div class="toolbar"><p class="summary">{ "No measures" }</p></div>
                <div class="scroll padded">{ view.nothing_written() }</div>
            </>
        };
    }
    html! {
        <>
            { bar }
            <Schema replay={replay.clone()} {stale} inputs={props.state.inputs.clone()} dispatch={props.dispatch.clone()} />
        </>
    }
}

#[derive(Properties, PartialEq)]
struct SchemaProps {
    replay: Rc<ReplayShown>,
    stale: bool,
    inputs: Rc<Inputs>,
    dispatch: UseReducerDispatcher<State>,
}

/// The measures, of which one is opened.
#[function_component]
fn Schema(props: &SchemaProps) -> Html {
    let SchemaProps { replay, stale, inputs, dispatch } = props;
    let open = use_state(|| None::<usize>);
    let series = &replay.response.series;
    let conflicts = replay.conflicts().count();
    let summary = match conflicts {
        0 => counted(series.len(), "measure"),
        conflicts => format!("{}, {} with conflicts", counted(series.len(), "measure"), grouped(conflicts)),
    };
    let several = several_tables(series);
    let rows = series.iter().take(MAX_SHOWN).enumerate().map(|(at, one)| {
        let is_open = *open == Some(at);
        let on_toggle = {
            let open = open.setter();
            Callback::from(move |_| open.set((!is_open).then_some(at)))
        };
        let measure = measure_of(replay, one);
        html! {
            <>
                { row(one, measure, is_open, several, &on_toggle) }
                if is_open {
                    <tr class="detail"><td colspan={COLUMNS}>{ detail(one, measure, replay, inputs, dispatch) }</td></tr>
                }
            </>
        }
    });
    let complete = replay.response.summary.as_ref().is_none_or(|summary| summary.complete);
    html! {
        <>
            <div class="toolbar">
                <p class="summary">{ summary }</p>
                <span class="soft small">{ tally(replay) }</span>
            </div>
            <div class={classes!("scroll", stale.then_some("is-stale"))} tabindex="0" role="group" aria-label="Schema, scrolls">
                <table class="schema">
                    <caption class="sr-only">{ "Measures of the table" }</caption>
                    <thead>
                        <tr>
                            <th scope="col">{ "Measure" }</th>
                            <th scope="col">{ "Type" }</th>
                            <th scope="col" class="num">{ "Accepted" }</th>
                            <th scope="col" class="num">{ "Rejected" }</th>
                            <th scope="col" class="first">{ "Type set by" }</th>
                            <th scope="col">{ "Values" }</th>
                        </tr>
                    </thead>
                    <tbody>{ for rows }</tbody>
                </table>
                <p class="soft small schema-foot">
                    if series.len() > MAX_SHOWN {
                        { format!("The first {} of {} are shown. ", grouped(MAX_SHOWN), counted(series.len(), "measure")) }
                    }
                    if !complete {
                        { "There is more than RuleLens keeps, so conflicts may be missing. " }
                    }
                    { for dimensions(replay).as_deref().map(visible) }{ inputs.table.sentence() }
                </p>
            </div>
        </>
    }
}

/// What becomes of all records, in numbers; those of which AWS does not say it, only where there are some.
fn tally(replay: &ReplayShown) -> String {
    let number = |name| replay.verdicts(name) as usize;
    let (accepted, rejected) = (number("accepted") + number("unchanged"), number("rejected"));
    let mut words = format!("{} accepted, {} rejected", grouped(accepted), grouped(rejected));
    match number("undocumented") {
        0 => {}
        unknown => words += &format!(", {} unknown", grouped(unknown)),
    }
    words
}

/// Whether the measures are of more than one table.
fn several_tables(series: &[SeriesView]) -> bool {
    let is_other = |one: &SeriesView| one.table != series[0].table || one.database != series[0].database;
    series.iter().any(is_other)
}

/// What the table keeps of a measure; nothing where every record was rejected.
fn measure_of<'r>(replay: &'r ReplayShown, series: &SeriesView) -> Option<&'r Measure> {
    let tables = &replay.response.summary.as_ref()?.tables;
    let table =
        tables.iter().find(|table| table.table == series.table && table.database == series.database)?;
    table.measures.iter().find(|measure| measure.name == series.measure)
}

fn row(
    series: &SeriesView,
    measure: Option<&Measure>,
    is_open: bool,
    several: bool,
    on_toggle: &Callback<web_sys::MouseEvent>,
) -> Html {
    let rejected = series.rejected > 0;
    html! {
        <tr class={is_open.then_some("is-open")}>
            <th scope="row">
                <button type="button" class="expander" aria-expanded={if is_open { "true" } else { "false" }} onclick={on_toggle}>
                    { glyph_icon(if is_open { Glyph::Down } else { Glyph::Right }) }
                    <span class="name">
                        { plain(&series.measure) }
                        if several {
                            <small class="soft">{ " " }{ plain(&series.table) }</small>
                        }
                    </span>
                </button>
            </th>
            <td>{ type_badge(measure.map_or(series.kind, |measure| measure.first.kind)) }</td>
            <td class="num" title={(series.unknown > 0).then_some("AWS does not document whether these are accepted")}>
                { grouped((series.accepted + series.unknown) as usize) }
                if series.unknown > 0 {
                    <span class="soft">{ "?" }<span class="sr-only">{ "unknown" }</span></span>
                }
            </td>
            <td class={classes!("num", rejected.then_some("bad"))}>{ grouped(series.rejected as usize) }</td>
            <td class="first">
                { measure.map_or_else(|| "no record".to_owned(), |measure| match measure.first.message {
                    0 => "already there".to_owned(),
                    message => format!("message {}", grouped(message as usize)),
                }) }
            </td>
            <td class="values"><Sparkline series={series.clone()} /></td>
        </tr>
    }
}

/// Both messages of a conflict, the values over time, and the same as numbers.
fn detail(
    series: &SeriesView,
    measure: Option<&Measure>,
    replay: &ReplayShown,
    inputs: &Inputs,
    dispatch: &UseReducerDispatcher<State>,
) -> Html {
    let side = |title: String, value: &WrittenValue, is_error: bool| {
        html! {
            <div class={is_error.then_some("is-error")}>
                <p class="small soft">{ title }</p>
                if value.message == 0 {
                    <p>{ "The table already has it" }</p>
                    <p class="row">{ type_badge(value.kind) }</p>
                } else {
                    <p>{ format!("Message {}", grouped(value.message as usize)) }{ for name(value.message, replay, inputs) }</p>
                    <p class="row"><code>{ plain(&value.value) }</code>{ type_badge(value.kind) }</p>
                }
            </div>
        }
    };
    let conflict = measure.and_then(|measure| Some((measure, measure.conflicts.first()?)));
    let on_messages = {
        let (dispatch, measure) = (dispatch.clone(), series.measure.clone());
        Callback::from(move |_| {
            dispatch.dispatch(Change::Filter(Filter::Rejecting(measure.clone())));
            dispatch.dispatch(Change::Pane(Pane::Message));
        })
    };
    let several = inputs.messages.count() > 1;
    html! {
        <>
            if let Some((measure, first)) = conflict {
                <div class="conflict">
                    { side("Sets the type".to_owned(), &measure.first, false) }
                    { side(match measure.conflict_count {
                        1 => "Rejected".to_owned(),
                        count => format!("First rejected of {}", grouped(count as usize)),
                    }, first, true) }
                </div>
            }
            { chart(series) }
            <div class="row detail-foot">
                if conflict.is_some() {
                    <span class="soft">{ "A table keeps the type of a measure’s first record." }</span>
                }
                if series.rejected > 0 && several {
                    <button type="button" class="button is-small push" onclick={on_messages}>
                        { if series.rejected == 1 { "Show the message".to_owned() } else { format!("Show the {} messages", grouped(series.rejected as usize)) } }
                    </button>
                }
            </div>
            { numbers(series) }
        </>
    }
}

/// What a message is called, where the user named it.
fn name(message: u64, replay: &ReplayShown, inputs: &Inputs) -> Option<Html> {
    let row = replay.messages.get((message as usize).checked_sub(1)?)?;
    let at = inputs.messages.position(row.id)?;
    Some(html! { <>{ ", " }<b>{ plain(inputs.name_of(at)) }</b></> })
}

fn chart(series: &SeriesView) -> Html {
    let Some(plot) = Plot::of(series, 1.0, 1.0) else { return Html::default() };
    let ends = match plot.times {
        Some((first, last)) => [clock(first, last - first), clock(last, last - first)],
        None => ["first message".to_owned(), "last message".to_owned()],
    };
    let (low, high) = plot.values;
    let label = format!(
        "{} in {}, between {low} and {high}; {} rejected",
        series.measure,
        counted((series.accepted + series.unknown + series.rejected) as usize, "record"),
        grouped(series.rejected as usize),
    );
    html! { <Chart series={series.clone()} {label} ends={ends.map(AttrValue::from)} /> }
}

/// A time as short as the span in which it lies allows.
fn clock(time: f64, span: f64) -> String {
    let date = Date::new(&JsValue::from_f64(time));
    if !date.get_time().is_finite() {
        return String::new();
    }
    let text = String::from(date.to_iso_string());
    let day = 86_400_000.0;
    let part = if span < 60_000.0 {
        text.get(11..23)
    } else if span < day {
        text.get(11..19)
    } else {
        text.get(0..16)
    };
    format!("{} UTC", part.unwrap_or(&text).replace('T', " "))
}

/// The values of a chart as a table.
fn numbers(series: &SeriesView) -> Html {
    let written = series.written.iter().map(|point| (point, false));
    let lost = series.lost.iter().map(|point| (point, true));
    let points = sorted(written.chain(lost), |(point, _)| point.message as f64);
    let all = series.accepted + series.unknown + series.rejected;
    let rows = points.iter().map(|(point, lost)| {
        html! {
            <tr>
                <td class="num">{ grouped(point.message as usize) }</td>
                <td>{ point.time.map(|time| clock(time, f64::INFINITY)).unwrap_or_default() }</td>
                <td class="num code">{ plain(&point.value) }</td>
                <td>{ point.kind.name() }</td>
                <td class={lost.then_some("bad")}>{ if *lost { "rejected" } else { "written" } }</td>
            </tr>
        }
    });
    html! {
        <details class="disclosure numbers">
            <summary>{ "Values as a table" }<span class="digest">
                { if points.len() as u64 == all { counted(points.len(), "value") } else { format!("{} of {}", grouped(points.len()), counted(all as usize, "value")) } }
            </span></summary>
            <table class="numbers-table">
                <thead><tr><th scope="col" class="num">{ "Message" }</th><th scope="col">{ "Time" }</th><th scope="col" class="num">{ "Value" }</th><th scope="col">{ "Type" }</th><th scope="col">{ "Verdict" }</th></tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </details>
    }
}

/// How many series there are by their dimensions, where the rows tell.
fn dimensions(replay: &ReplayShown) -> Option<String> {
    let rows = &replay.response.rows;
    let width = rows.columns.iter().position(|column| column == "measure_name").filter(|width| *width > 0)?;
    let series: HashSet<&[Option<String>]> = rows.rows.iter().filter_map(|row| row.get(..width)).collect();
    let each = (0..width).map(|at| {
        let values: HashSet<&Option<String>> = rows.rows.iter().filter_map(|row| row.get(at)).collect();
        format!("{} of {}", counted(values.len(), "value"), rows.columns[at])
    });
    let each: Vec<String> = each.take(4).collect();
    (!series.is_empty()).then(|| format!("{} series: {}. ", grouped(series.len()), each.join(", ")))
}
