//! What differs, message by message.

use crate::comparing::Differences;
use crate::components::icon::{Glyph, glyph_icon, severity_icon, stage_icon};
use crate::components::plain::plain;
use crate::components::type_badge::type_badge;
use crate::components::words::{count, prose};
use crate::state::Inputs;
use crate::state::compare::{heading, is_shown};
use rulelens_wasm::hidden;
use rulelens_wasm::{
    ComparedCell, ComparedMessage, ComparedRow, DifferenceKind, Severity, StageState, WriteOutcome,
};
use std::rc::Rc;
use yew::{AttrValue, Callback, Html, Properties, classes, function_component, html};

/// What [`Rows`] is given.
#[derive(Properties)]
pub(crate) struct RowsProps {
    /// What is known.
    pub(crate) found: Rc<Differences>,
    /// The fields, for the messages' names.
    pub(crate) inputs: Rc<Inputs>,
    /// What is shown alone.
    pub(crate) kind: Option<DifferenceKind>,
    /// Called with the id of the message to choose.
    pub(crate) on_message: Callback<u32>,
    /// Called with the id of the message to open.
    pub(crate) on_open: Callback<u32>,
}

impl PartialEq for RowsProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.found, &other.found)
            && Rc::ptr_eq(&self.inputs, &other.inputs)
            && self.kind == other.kind
    }
}

/// What differs side by side.
#[function_component]
pub(crate) fn Rows(props: &RowsProps) -> Html {
    let RowsProps { found, inputs, kind, on_message, on_open } = props;
    let view = &found.view;
    if view.differing_messages == 0 && *kind != Some(DifferenceKind::Same) {
        let words = if view.messages == 1 {
            "Both do the same with this message."
        } else {
            "Both do the same with every message."
        };
        return html! { <p class="empty">{ words }</p> };
    }
    let names = found.names.each_ref().map(|name| AttrValue::from(heading(name)));
    let messages = view.listed.iter().filter_map(|message| {
        let rows: Vec<&ComparedRow> = message.rows.iter().filter(|row| is_shown(row, *kind)).collect();
        if rows.is_empty() {
            return None;
        }
        Some(html! {
            <tbody key={message.at}>
                if view.messages > 1 {
                    { head(message, found, inputs, [on_message, on_open]) }
                }
                { for rows.into_iter().map(|row| line(row, &names)) }
            </tbody>
        })
    });
    let shown: usize =
        view.listed.iter().flat_map(|message| &message.rows).filter(|row| is_shown(row, *kind)).count();
    let there = kind
        .map_or(0, |kind| view.kinds.iter().find(|(one, _)| *one == kind).map_or(0, |(_, number)| *number));
    let what = match (view.records, view.fields) {
        (_, 0) => "Measure",
        (0, _) => "Field",
        _ => "Measure or field",
    };
    html! {
        <>
            <table class="differences">
                <caption class="sr-only">{ if *kind == Some(DifferenceKind::Same) { "What is the same" } else { "What differs" } }</caption>
                <colgroup><col /><col /><col /><col /></colgroup>
                <thead><tr>
                    <th scope="col">{ what }</th>
                    { for names.iter().map(|name| html! { <th scope="col" class="side" title={name}>{ name }</th> }) }
                    <th scope="col">{ "What differs" }</th>
                </tr></thead>
                { for messages }
            </table>
            if there > shown || (kind.is_none() && !view.complete) {
                <p class="hint">{ format!("The first {} are listed.", count(shown)) }</p>
            }
        </>
    }
}

/// A message, which can be chosen and opened.
fn head(
    message: &ComparedMessage,
    found: &Differences,
    inputs: &Inputs,
    [on_message, on_open]: [&Callback<u32>; 2],
) -> Html {
    let ComparedMessage { at, words, .. } = message;
    let Some((id, place)) =
        found.ids.get(*at).and_then(|id| inputs.messages.position(*id).map(|place| (*id, place)))
    else {
        return Html::default();
    };
    let chosen = inputs.messages.row().id == id;
    let differs = !words.is_empty();
    let tone = differs.then_some("is-warning");
    let icon = if differs { severity_icon(Severity::Warning) } else { stage_icon(StageState::Passed, None) };
    html! {
        <tr class="of-message"><th colspan="4" scope="rowgroup"><div class="head-line">
            <button type="button" class="message-line" aria-pressed={chosen.to_string()} onclick={on_message.reform(move |_| id)}>
                <span class="nr">{ count(place + 1) }</span>
                <span class={classes!("mark", tone)}>{ icon }</span>
                <span class="name">{ plain(inputs.name_of(place)) }</span>
                <span class={classes!("outcome", tone)}>{ if differs { words.as_str() } else { "same" } }</span>
            </button>
            <button type="button" class="button is-link is-small" aria-label={format!("Open message {}", count(place + 1))} onclick={on_open.reform(move |_| id)}>{ "Open" }</button>
        </div></th></tr>
    }
}

fn line(row: &ComparedRow, names: &[AttrValue; 2]) -> Html {
    let both = row.sides.iter().all(Option::is_some);
    let class = match (row.kinds.is_empty(), both) {
        (true, _) => None,
        (_, true) => Some("changed"),
        (_, false) => Some("here"),
    };
    let cells = row.sides.iter().zip(names).map(|(side, name)| match side {
        Some(side) => cell(side, name, class),
        None => html! { <td class="value there" data-side={name}><span>{ "absent" }</span></td> },
    });
    html! {
        <tr>
            <th scope="row" class={classes!((!row.record).then_some("is-words"))}>{ plain(&row.name) }</th>
            { for cells }
            <td class="kind">{ if row.kinds.is_empty() { html! { "The same." } } else { prose(&row.words) } }</td>
        </tr>
    }
}

fn cell(cell: &ComparedCell, name: &AttrValue, class: Option<&'static str>) -> Html {
    let written = cell.written.map(|(kind, outcome)| {
        let (tone, icon, word) = match outcome {
            WriteOutcome::Rejected => {
                ("is-error", stage_icon(StageState::Stopped, Some(Severity::Error)), "rejected")
            }
            WriteOutcome::Undocumented => {
                ("is-warning", severity_icon(Severity::Warning), "not documented by AWS")
            }
            WriteOutcome::Unchanged => ("is-passed", stage_icon(StageState::Passed, None), "unchanged"),
            WriteOutcome::Accepted => ("is-passed", stage_icon(StageState::Passed, None), "accepted"),
        };
        html! {
            <span class={classes!("row", "outcome-word", tone)}>
                { type_badge(kind) }{ icon }<span class="sr-only">{ word }</span>
            </span>
        }
    });
    html! {
        <td class={classes!("value", class)} data-side={name} title={hidden::visible(&cell.value).into_owned()}>
            <span class="cell-text">{ plain(&cell.value) }</span>
            { for written }
        </td>
    }
}

/// The drawing of a kind of difference.
pub(super) fn kind_icon(kind: DifferenceKind) -> Html {
    match kind {
        DifferenceKind::Same => {
            html! { <span class="is-passed">{ stage_icon(StageState::Passed, None) }</span> }
        }
        DifferenceKind::OnlyA | DifferenceKind::OnlyB => {
            html! { <span class="is-passed">{ glyph_icon(Glyph::Plus) }</span> }
        }
        DifferenceKind::RejectedA | DifferenceKind::RejectedB => {
            html! { <span class="is-error">{ stage_icon(StageState::Stopped, Some(Severity::Error)) }</span> }
        }
        _ => html! { <span class="is-warning">{ severity_icon(Severity::Warning) }</span> },
    }
}
