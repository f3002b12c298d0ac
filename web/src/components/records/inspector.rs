//! Where a record comes from, and why it is as it is.

use super::row_id;
use crate::browser::focus;
use crate::components::icon::{Glyph, glyph_icon};
use crate::components::plain::{plain, visible};
use crate::components::type_badge::type_badge;
use crate::components::verdict::verdict_in_full;
use crate::components::words::{count, evidence, prose};
use crate::later::{Draw, Later, Loaded, Part, call};
use crate::state::{Shown, origin_of};
use rulelens_wasm::RangeView;
use std::rc::Rc;
use yew::{Callback, Html, Properties, function_component, html};

/// From how many bytes on a value is repeated here in full.
const LONG: usize = 40;

/// What an [`Inspector`] is given.
#[derive(Clone, Properties, PartialEq)]
pub(crate) struct InspectorProps {
    /// The answer.
    pub(super) shown: Rc<Shown>,
    /// The record's place among those of the answer.
    pub(super) index: usize,
    /// Called with the place of the record to show instead; `None` closes.
    pub(super) on_inspect: Callback<Option<usize>>,
    /// Called with the place in the SQL to show.
    pub(super) on_place: Callback<RangeView>,
}

/// The chain from payload to record, the reason of the type, the time and the verdict.
#[function_component]
pub(super) fn Inspector(props: &InspectorProps) -> Html {
    let props = props.clone();
    let draw = Draw::new(move || call!(inspector(&props)));
    html! { <Later part={Part::Page} {draw} /> }
}

/// Draws the chain.
#[cfg_attr(
    all(feature = "split", target_family = "wasm"),
    wasm_split_helpers::wasm_split(page, fallible, preload(load_inspector))
)]
pub(crate) fn inspector(props: &InspectorProps) -> Loaded<Html> {
    let InspectorProps { shown, index, on_inspect, on_place } = props;
    let (index, records) = (*index, shown.records());
    let Some(record) = records.get(index) else { return Ok(Html::default()) };
    let to = |index: Option<usize>| on_inspect.reform(move |_| index);
    let close = on_inspect.reform(move |_| {
        focus(&row_id(index));
        None
    });
    let before = index.checked_sub(1);
    let after = Some(index + 1).filter(|after| *after < records.len());
    Ok(html! {
        <section class="inspector" aria-labelledby="inspector-title">
            <h3 id="inspector-title">
                <span class="code">{ plain(&record.measure_name) }</span>
                <span class="soft small">{ "where it comes from" }</span>
                <span class="push row is-tight">
                    { step("Previous record", Glyph::Left, before, to(before)) }
                    { step("Next record", Glyph::Right, after, to(after)) }
                    { step("Close", Glyph::Close, Some(0), close) }
                </span>
            </h3>
            { chain(shown, index, on_place) }
            <dl class="facts-list">
                if record.measure_value.len() > LONG {
                    <dt>{ "Value" }</dt>
                    <dd class="long code" tabindex="0">{ plain(&record.measure_value) }</dd>
                }
                if let Some(reason) = &record.type_reason {
                    <dt>{ "Type" }</dt>
                    <dd>{ prose(&reason.explanation) }{ " " }{ known(reason.evidence) }</dd>
                }
                <dt>{ "Time" }</dt>
                <dd>
                    <code>{ &record.time }</code>{ format!(" {}", record.time_unit.name().to_lowercase()) }
                    if let Some(date) = &record.time_utc {
                        { format!(", {date} UTC") }
                    }
                    if record.processing_time {
                        { ". The action sets no timestamp, so the record has the time at which the rule ran." }
                    }
                </dd>
                <dt>{ "Timestream" }</dt>
                <dd>{ verdict_in_full(&record.verdict) }</dd>
            </dl>
        </section>
    })
}

fn step(
    label: &'static str,
    glyph: Glyph,
    to: Option<usize>,
    onclick: Callback<web_sys::MouseEvent>,
) -> Html {
    html! {
        <button type="button" class="button is-quiet is-icon" aria-label={label} title={label} disabled={to.is_none()} {onclick}>
            { glyph_icon(glyph) }
        </button>
    }
}

/// How something is known, as a word that explains itself.
fn known(found: rulelens_wasm::Evidence) -> Html {
    let (word, sentence) = evidence(found);
    html! { <><span class="tag">{ word }</span>{ " " }<span class="soft small">{ sentence }</span></> }
}

/// Payload, SELECT item, record.
fn chain(shown: &Shown, index: usize, on_place: &Callback<RangeView>) -> Html {
    let Some(record) = shown.records().get(index) else { return Html::default() };
    let trace = shown.answer.response.trace.as_ref();
    let origin = trace.and_then(|trace| origin_of(trace, &record.measure_name));
    let number = format!("record {} of {}", count(index + 1), count(shown.answer.record_count));
    html! {
        <ol class="chain">
            if let Some(origin) = origin {
                if !origin.pointers.is_empty() {
                    <li><span class="step">
                        <small>{ "payload" }</small>
                        { for origin.pointers.iter().take(3).map(|pointer| pointer_words(pointer)) }
                        if origin.pointers.len() > 3 {
                            <span class="soft small">{ format!("and {} more", origin.pointers.len() - 3) }</span>
                        }
                    </span></li>
                }
                <li><span class="step">
                    <small>{ format!("SELECT, item {}", origin.number) }</small>
                    <button type="button" class="place code" title="Show it in the SQL" onclick={on_place.reform(move |_| origin.range)}>{ visible(origin.text) }</button>
                </span></li>
            }
            <li><span class="step">
                <small>{ number }</small>
                <code>{ plain(&record.measure_name) }</code>{ " " }{ type_badge(record.measure_value_type) }
            </span></li>
        </ol>
    }
}

fn pointer_words(pointer: &str) -> Html {
    html! { <code>{ if pointer.is_empty() { html! { "the whole payload" } } else { plain(pointer) } }{ " " }</code> }
}
