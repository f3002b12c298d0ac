//! The records that the Timestream action writes, as a table.

mod columns;
mod inspector;
mod row;
mod series;

pub(crate) use series::{Holder, Origin, Series};

use crate::browser::focus;
use crate::components::window::{LONG, use_sight};
use inspector::Inspector;
#[cfg(all(feature = "split", target_family = "wasm"))]
pub(crate) use inspector::load_inspector;
use row::{RecordRow, fraction_length, is_number, row_id};
use rulelens_wasm::RangeView;
use std::rc::Rc;
use web_sys::{HtmlElement, KeyboardEvent};
use yew::{
    Callback, Html, Properties, TargetCast, classes, function_component, html, use_callback, use_mut_ref,
    use_node_ref,
};

use crate::state::Shown;

/// How many columns the table has.
const COLUMNS: &str = "4";

/// What [`Records`] are given.
#[derive(Properties, PartialEq)]
pub(crate) struct RecordsProps {
    /// The series, in order.
    pub(crate) series: Rc<Vec<Series>>,
    /// The answer whose records can be asked about; those of other messages cannot.
    pub(crate) shown: Rc<Shown>,
    /// The record of the answer that is asked about.
    pub(crate) inspected: Option<usize>,
    /// The measures that come of what the caret is at.
    #[prop_or_default]
    pub(crate) lit: Rc<Vec<String>>,
    /// Called with the record to ask about.
    pub(crate) on_inspect: Callback<Option<usize>>,
    /// Called with the place in the SQL to show.
    pub(crate) on_place: Callback<RangeView>,
}

/// One line of the table.
enum Line<'s> {
    Head(&'s Series),
    /// One of the records of a series, by its place among them.
    Record(&'s Series, usize),
}

/// One line for each record, below what its series shares.
#[function_component]
pub(crate) fn Records(props: &RecordsProps) -> Html {
    let RecordsProps { series, shown, inspected, lit, on_inspect, on_place } = props;
    let holder = use_node_ref();
    let lines: Vec<Line<'_>> = series
        .iter()
        .flat_map(|series| {
            let records = (0..series.records().len()).map(|at| Line::Record(series, at));
            std::iter::once(Line::Head(series)).chain(records)
        })
        .collect();
    let is_long = lines.len() > LONG;
    let sight = use_sight(&holder, "tr.record", lines.len());
    let fraction = series.iter().flat_map(Series::records).filter(|record| is_number(record));
    let fraction = fraction.map(|record| fraction_length(&record.measure_value)).max().unwrap_or(0);
    // One callback for good, or each change would draw every row anew.
    let newest = use_mut_ref(|| (on_inspect.clone(), *inspected));
    *newest.borrow_mut() = (on_inspect.clone(), *inspected);
    let on_choose = use_callback((), move |index, ()| {
        let (on_inspect, inspected) = newest.borrow().clone();
        on_inspect.emit((inspected != Some(index)).then_some(index));
    });
    let count = series.iter().map(|series| series.first + series.records().len()).max().unwrap_or(0);
    let onkeydown = {
        let (on_inspect, inspected) = (on_inspect.clone(), *inspected);
        move |event: KeyboardEvent| move_focus(&event, count, inspected, &on_inspect)
    };
    let widths = if is_long { columns::widths(series, fraction) } else { [""; 2] };
    let drawn = sight.lines(lines.len());
    let in_order = inspected.unwrap_or(0);
    let space = |lines: usize| {
        let height = format!("{:.0}", lines as f64 * sight.line);
        html! { if lines > 0 { <tr class="space" aria-hidden="true"><td colspan={COLUMNS} {height}></td></tr> } }
    };
    let rows = lines[drawn.clone()].iter().map(|line| match line {
        Line::Head(series) => html! {
            <tr role="row" class={classes!("series-head", series.records().is_empty().then_some("is-none"))}>
                <th scope="rowgroup" role="rowheader" colspan={COLUMNS}>{ series::head(series) }</th>
            </tr>
        },
        Line::Record(series, at) => {
            let (held, index) = (series.held(*at), series.first + at);
            let lit = lit.iter().position(|name| *name == held.record().measure_name);
            html! {
                <RecordRow {held} {index} {fraction} chosen={*inspected == Some(index)} {lit}
                    in_order={in_order == index} on_choose={on_choose.clone()} />
            }
        }
    });
    html! {
        <>
            <div class="scroll" tabindex="-1" role="group" aria-label="Records, scrolls" ref={holder} {onkeydown}>
                <table role="table" class={classes!("records", is_long.then_some("is-long"))}>
                    <caption class="sr-only">{ "Records for Timestream" }</caption>
                    <thead role="rowgroup">
                        <tr role="row">
                            <th scope="col" role="columnheader" class={widths[0]}>{ "Measure" }</th>
                            <th scope="col" role="columnheader" class={classes!("num", widths[1])}>{ "Value" }</th>
                            <th scope="col" role="columnheader">{ "Type" }</th>
                            <th scope="col" role="columnheader">{ "Verdict" }</th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">
                        { space(drawn.start) }
                        { for rows }
                        { space(lines.len() - drawn.end) }
                    </tbody>
                </table>
            </div>
            if let Some(index) = *inspected {
                <Inspector shown={shown.clone()} {index} on_inspect={on_inspect.clone()} on_place={on_place.clone()} />
            }
        </>
    }
}

/// Goes through the records with the arrow keys; Escape closes what is shown of one.
fn move_focus(
    event: &KeyboardEvent,
    count: usize,
    inspected: Option<usize>,
    on_inspect: &Callback<Option<usize>>,
) {
    let focused = event
        .target_dyn_into::<HtmlElement>()
        .and_then(|target| target.id().strip_prefix("record-").and_then(|index| index.parse::<usize>().ok()));
    let Some(at) = focused else { return };
    let to = match event.key().as_str() {
        "ArrowDown" => (at + 1).min(count.saturating_sub(1)),
        "ArrowUp" => at.saturating_sub(1),
        "Home" => 0,
        "End" => count.saturating_sub(1),
        "Escape" if inspected.is_some() => {
            event.prevent_default();
            return on_inspect.emit(None);
        }
        _ => return,
    };
    event.prevent_default();
    if inspected.is_some() {
        on_inspect.emit(Some(to));
    }
    focus(&row_id(to));
}
