//! What the rule does with the message: gates, records and outgoing payload.

use super::trace::TraceList;
use crate::components::copy::CopyButton;
use crate::components::records::Records;
use crate::components::words::{count, counted, gate_name};
use crate::evaluation::WholeOutgoing;
use crate::state::{Notice, Outgoing, Shown, State};
use rulelens_wasm::{GateName, GateState, InputName, OutcomeKind, RangeView, SeverityView};
use std::rc::Rc;
use yew::{Callback, Html, Properties, classes, function_component, html};

/// What the [`ResultPane`] is given.
#[derive(Properties)]
pub(crate) struct ResultPaneProps {
    /// The page's state.
    pub(crate) state: State,
    /// The strip of gates, where it stands in this pane.
    pub(crate) strip: Option<Html>,
    /// The outgoing payload's whole text.
    pub(crate) whole_outgoing: WholeOutgoing,
    /// Is told whether to trace evaluations.
    pub(crate) on_trace: Callback<bool>,
    /// Is told which place in the SQL to show.
    pub(crate) on_place: Callback<RangeView>,
}

impl PartialEq for ResultPaneProps {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state
            && self.strip == other.strip
            && Rc::ptr_eq(&self.whole_outgoing, &other.whole_outgoing)
    }
}

/// The pane of the result.
#[function_component]
pub(crate) fn ResultPane(props: &ResultPaneProps) -> Html {
    let ResultPaneProps { state, strip, whole_outgoing, on_trace, on_place } = props;
    let (shown, stale) = match state.shown() {
        Some((shown, stale)) => (Some(shown.clone()), stale),
        None => (None, false),
    };
    let text = {
        let whole = whole_outgoing.clone();
        Callback::from(move |()| whole.borrow().clone())
    };
    html! {
        <div class="pane-body">
            { strip.clone() }
            <p class="summary" role="status" aria-live="polite">{ summary(state) }</p>
            if let Some(shown) = shown {
                if stale {
                    <p class="stale-note">{ stale_note(state.newest.as_deref()) }</p>
                }
                <div class={classes!("outcome", stale.then_some("is-stale"))}>
                    { records(&shown) }
                    if let Some(outgoing) = &shown.outgoing {
                        <Payload outgoing={outgoing.clone()} {text} />
                    }
                    <TraceList {shown} open={state.tracing} on_open={on_trace.clone()} on_place={on_place.clone()} />
                </div>
            }
        </div>
    }
}

fn records(shown: &Rc<Shown>) -> Html {
    if !shown.records().is_empty() {
        return html! { <Records shown={shown.clone()} /> };
    }
    let words = match shown.answer.response.outcome {
        OutcomeKind::NotMatched => "The rule does not act on this message, so nothing is written.",
        OutcomeKind::Output => "The rule acts, but there is nothing in its output that Timestream would get.",
        OutcomeKind::Refused | OutcomeKind::Failed => {
            "Records appear here as soon as the problems below are mended."
        }
    };
    html! { <p class="empty">{ words }</p> }
}

/// The result in one line.
fn summary(state: &State) -> String {
    let Some(newest) = &state.newest else {
        let waits = state.paused || matches!(state.notice, Some(Notice::Unavailable(_)));
        return if waits { "Not evaluated yet" } else { "Loading the evaluator" }.to_owned();
    };
    match newest.answer.response.outcome {
        OutcomeKind::Output => {
            let timestream = newest.gates().iter().find(|gate| gate.name == GateName::Actions);
            if timestream.is_some_and(|gate| gate.state == GateState::Absent) {
                return "Outgoing payload, no records".to_owned();
            }
            let records = counted(newest.answer.record_count, "record");
            match newest.answer.refused_count {
                0 => records,
                refused => format!("{records}, {} refused", count(refused)),
            }
        }
        OutcomeKind::NotMatched => match newest.stopped_at() {
            Some(gate) => format!("No records: the message ends at {}", gate_name(gate)),
            None => "No records: the rule does not act".to_owned(),
        },
        OutcomeKind::Failed => "No records: the rule fails for this message".to_owned(),
        OutcomeKind::Refused => {
            let errors =
                newest.diagnostics().iter().filter(|diagnostic| diagnostic.severity == SeverityView::Error);
            format!("Not evaluated: {}", counted(errors.count(), "error"))
        }
    }
}

/// What the older result comes from, named by what is wrong with the newer one.
fn stale_note(newest: Option<&Shown>) -> &'static str {
    let errors = newest.map_or(&[][..], Shown::diagnostics).iter();
    let mut errors = errors.filter(|diagnostic| diagnostic.severity == SeverityView::Error).peekable();
    let only_message = errors.peek().is_some()
        && errors.all(|error| matches!(error.input, InputName::Payload | InputName::Topic));
    if only_message { "From your last valid message" } else { "From your last valid rule" }
}

#[derive(Properties, PartialEq)]
struct PayloadProps {
    outgoing: Outgoing,
    text: Callback<(), Option<js_sys::JsString>>,
}

/// The outgoing payload, exactly as it is published.
#[function_component]
fn Payload(props: &PayloadProps) -> Html {
    let PayloadProps { outgoing, text } = props;
    html! {
        <details class="disclosure outgoing" open=true>
            <summary>
                { "Outgoing payload" }
                <span class="digest">{ counted(outgoing.length, "character") }</span>
            </summary>
            if outgoing.base64 {
                <p class="hint">{ "The payload is binary; this is its base64." }</p>
            }
            <pre class="code" tabindex="0" aria-label="Outgoing payload">{ &*outgoing.text }{ if outgoing.whole { "" } else { "…" } }</pre>
            if !outgoing.whole {
                <p class="hint">{ format!("The first {} characters are shown.", count(outgoing.text.encode_utf16().count())) }</p>
            }
            <CopyButton label="Copy" {text} />
        </details>
    }
}
