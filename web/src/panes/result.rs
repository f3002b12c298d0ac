//! What the rule does with the message: stages, records and outgoing payload.

use super::SECTIONS;
use crate::components::words::{count, counted, prose, stage_name};
use crate::evaluation::WholeOutgoing;
use crate::state::{Notice, Shown, State, Waiting};
use rulelens_wasm::{InputName, OutcomeKind, RangeView, Severity, StageName, StageState};
use std::rc::Rc;
use yew::{Callback, Html, Properties, classes, function_component, html};

/// What the [`ResultPane`] is given.
#[derive(Properties)]
pub(crate) struct ResultPaneProps {
    /// The page's state.
    pub(crate) state: State,
    /// The strip of stages, where it stands in this pane.
    pub(crate) strip: Option<Html>,
    /// The outgoing payload's whole text.
    pub(crate) whole_outgoing: WholeOutgoing,
    /// Is told whether to trace evaluations.
    pub(crate) on_trace: Callback<bool>,
    /// Called with the place in the SQL to show.
    pub(crate) on_place: Callback<RangeView>,
}

impl PartialEq for ResultPaneProps {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state
            && self.strip == other.strip
            && Rc::ptr_eq(&self.whole_outgoing, &other.whole_outgoing)
    }
}

/// What a section of the result is made from.
pub(super) struct Section<'p> {
    pub(super) props: &'p ResultPaneProps,
    pub(super) shown: &'p Rc<Shown>,
}

/// The pane of the result.
#[function_component]
pub(crate) fn ResultPane(props: &ResultPaneProps) -> Html {
    let ResultPaneProps { state, strip, .. } = props;
    let (shown, stale) = match state.shown() {
        Some((shown, stale)) => (Some(shown.clone()), stale),
        None => (None, false),
    };
    html! {
        <div class="pane-body">
            { strip.clone() }
            <p class="summary" role="status" aria-live="polite">{ prose(&summary(state)) }</p>
            { progress(state) }
            if shown.is_none() && is_loading(state) {
                <div class="skeleton" aria-hidden="true"><span /><span /><span /><span /></div>
            }
            if let Some(shown) = shown {
                if let Some(note) = note(state, &shown, stale) {
                    <p class="stale-note">{ note }</p>
                }
                <div class={classes!("outcome", (stale || shown.is_hypothetical()).then_some("is-stale"))}>
                    { for SECTIONS.iter().map(|section| section(&Section { props, shown: &shown })) }
                </div>
            }
        </div>
    }
}

/// Whether the page waits for its evaluator for the first time.
fn is_loading(state: &State) -> bool {
    state.newest.is_none() && !state.paused && !matches!(state.notice, Some(Notice::Unavailable(_)))
}

/// That something is loading, and what.
fn progress(state: &State) -> Html {
    let what = match state.waiting() {
        Some(Waiting::Loading(what)) => html! {
            <>{ "Loading a part of RuleLens, because " }{ prose(what) }{ ". On a slow line this takes some seconds; other rules are evaluated meanwhile." }</>
        },
        _ if is_loading(state) => html! { { "The engine is loading. You can type meanwhile." } },
        _ => return Html::default(),
    };
    html! {
        <div class="loading">
            <progress aria-label="Loading"></progress>
            <p class="hint">{ what }</p>
        </div>
    }
}

/// Where the result that is shown comes from, where it is not that of what is in the fields.
fn note(state: &State, answer: &Shown, outdated: bool) -> Option<&'static str> {
    if outdated && state.waiting().is_some() {
        return Some("From before your last change");
    }
    if outdated {
        return Some(stale_note(state.newest.as_deref()));
    }
    let hypothetical = answer.is_hypothetical() && answer.outgoing.is_some();
    hypothetical.then_some("What the rule would do if AWS IoT accepted the message")
}

/// The result in one line.
fn summary(state: &State) -> String {
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
        OutcomeKind::Output => {
            let timestream = newest.stages().iter().find(|stage| stage.name == StageName::Actions);
            if timestream.is_some_and(|stage| stage.state == StageState::Absent) {
                return "Outgoing payload, no records".to_owned();
            }
            let records = counted(newest.answer.record_count, "record");
            match newest.answer.rejected_count {
                0 => records,
                rejected => format!("{records}, {} rejected", count(rejected)),
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

/// What the older result comes from, named by what is wrong with the newer one.
fn stale_note(newest: Option<&Shown>) -> &'static str {
    if newest.is_some_and(|newest| newest.missing.is_some()) {
        return "From your last rule that could be evaluated";
    }
    let errors = newest.map_or(&[][..], Shown::diagnostics).iter();
    let mut errors = errors.filter(|diagnostic| diagnostic.severity == Severity::Error).peekable();
    let only_message = errors.peek().is_some()
        && errors.all(|error| matches!(error.input, InputName::Payload | InputName::Topic));
    if only_message { "From your last valid message" } else { "From your last valid rule" }
}
