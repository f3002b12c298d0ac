//! What a query of the table will show, over all messages.

use super::result::View;
use crate::components::copy::CopyButton;
use crate::components::plain::plain;
use crate::components::replay_progress::ReplayBar;
use crate::components::tab_list::TabCount;
use crate::components::window::use_sight;
use crate::components::words::{count as grouped, counted};
use crate::state::{ReplayShown, State};
use std::rc::Rc;
use yew::{Callback, Html, Properties, classes, function_component, html, use_node_ref};

/// How many rows there are, where that is known.
pub(super) fn count(state: &State) -> Option<TabCount> {
    let number = state.replay.as_ref()?.response.row_count;
    (number > 0).then_some(TabCount { number, is_error: false })
}

pub(super) fn view(view: &View<'_>) -> Html {
    let props = view.props;
    let bar = html! {
        <ReplayBar state={props.state.clone()} dispatch={props.dispatch.clone()} on_cancel={props.on_cancel.clone()} />
    };
    let Some((replay, stale)) = props.state.replayed() else { return bar };
    if replay.response.rows.rows.is_empty() {
        return html! {
            <>
                { bar }
                <div class="toolbar"><p class="summary">{ "No rows" }</p></div>
                <div class="scroll padded">{ view.nothing_written() }</div>
            </>
        };
    }
    html! {
        <>
            { bar }
            <Rows replay={replay.clone()} {stale} />
        </>
    }
}

#[derive(Properties, PartialEq)]
struct RowsProps {
    replay: Rc<ReplayShown>,
    stale: bool,
}

/// The rows with what can be done with them.
#[function_component]
fn Rows(props: &RowsProps) -> Html {
    let RowsProps { replay, stale } = props;
    let response = &replay.response;
    let (rows, all) = (&response.rows.rows, response.row_count);
    let holder = use_node_ref();
    let sight = use_sight(&holder, "tr.row-line", rows.len());
    let text = {
        let replay = replay.clone();
        Callback::from(move |()| Some(replay.response.csv.as_str().into()))
    };
    let label = if rows.len() == all {
        "Copy as CSV".to_owned()
    } else {
        format!("Copy the first {} as CSV", grouped(rows.len()))
    };
    let columns = &response.rows.columns;
    let span = columns.len().to_string();
    let drawn = sight.lines(rows.len());
    let space = |lines: usize| {
        let height = format!("{:.0}", lines as f64 * sight.line);
        html! { if lines > 0 { <tr class="space" aria-hidden="true"><td colspan={span.clone()} {height}></td></tr> } }
    };
    let lines = rows[drawn.clone()].iter().enumerate().map(|(at, row)| {
        let cells = row.iter().map(|cell| match cell {
            Some(cell) => html! { <td>{ plain(cell) }</td> },
            None => html! { <td class="is-null"><span aria-hidden="true">{ "-" }</span><span class="sr-only">{ "null" }</span></td> },
        });
        html! { <tr key={drawn.start + at} class="row-line">{ for cells }</tr> }
    });
    let tables = response.summary.as_ref().map_or(0, |summary| summary.tables.len());
    html! {
        <>
            <div class="toolbar">
                <p class="summary">{ counted(all, "row") }</p>
                <CopyButton {label} {text} />
                if rows.len() < all {
                    <p class="hint">{ format!("The first {} of {} are shown.", grouped(rows.len()), counted(all, "row")) }</p>
                }
                if tables > 1 {
                    <p class="hint">{ format!("These are the rows of {} together.", counted(tables, "table")) }</p>
                }
            </div>
            <div class={classes!("scroll", stale.then_some("is-stale"))} tabindex="0" role="group" aria-label="Rows, scrolls" ref={holder}>
                <table class="schema query-rows">
                    <caption class="sr-only">{ "What SELECT * shows of the table" }</caption>
                    <thead><tr>{ for columns.iter().map(|column| html! { <th scope="col">{ plain(column) }</th> }) }</tr></thead>
                    <tbody>
                        { space(drawn.start) }
                        { for lines }
                        { space(rows.len() - drawn.end) }
                    </tbody>
                </table>
            </div>
        </>
    }
}
