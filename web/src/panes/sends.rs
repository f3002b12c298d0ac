//! What each action of the rule receives: a card for each, with its request or its failure.

use super::result::View;
use crate::components::coloured::coloured;
use crate::components::copy::CopyButton;
use crate::components::icon::{severity_icon, stage_icon};
use crate::components::plain::plain;
use crate::components::tab_list::TabCount;
use crate::components::words::{counted, prose, severity_class};
use crate::state::actions::place;
use crate::state::{Change, ResultTab, Shown, Slot, State, formatted};
use rulelens_wasm::{ContentView, DeliveryView, Severity, StageState, WriteOutcome, forms};
use std::rc::Rc;
use yew::{Callback, Html, Properties, classes, function_component, html};

/// What the engine calls the request of an action of which it evaluates the templates and nothing else.
const PARAMETERS: &str = "parameters";

/// How many actions lose something of the message.
pub(super) fn count(state: &State) -> Option<TabCount> {
    let (shown, _) = state.shown()?;
    let number =
        shown.answer.response.deliveries.iter().filter(|delivery| !delivery.errors.is_empty()).count();
    (number > 0).then_some(TabCount { number, is_error: true })
}

pub(super) fn view(view: &View<'_>) -> Html {
    let (shown, state) = (view.shown.clone(), &view.props.state);
    let has_actions = state.inputs.actions.json().is_some();
    if shown.answer.response.deliveries.is_empty() {
        return html! {
            <>
                <div class="toolbar"><p class="summary">{ "No action receives anything" }</p></div>
                <div class="scroll padded">
                    if has_actions || shown.outgoing.is_none() {
                        { view.nothing_written() }
                    } else {
                        <p class="empty">{ "The rule has no action. Add one in the rule’s part of the page." }</p>
                    }
                </div>
            </>
        };
    }
    let on_records = view.change(Change::Tab).reform(|()| ResultTab::Records);
    let has_error_action = state.inputs.actions.error_action.is_some();
    html! { <Sends {shown} {has_error_action} {on_records} /> }
}

#[derive(Properties, PartialEq)]
struct SendsProps {
    shown: Rc<Shown>,
    has_error_action: bool,
    on_records: Callback<()>,
}

/// What the actions did.
#[function_component]
fn Sends(props: &SendsProps) -> Html {
    let SendsProps { shown, has_error_action, on_records } = props;
    let response = &shown.answer.response;
    let deliveries = &response.deliveries;
    let text = {
        let shown = shown.clone();
        Callback::from(move |()| {
            let all = shown.answer.response.deliveries.iter().filter_map(request);
            let all: Vec<String> = all.collect();
            (!all.is_empty()).then(|| all.join("\n\n").as_str().into())
        })
    };
    let failed: Vec<String> = deliveries
        .iter()
        .enumerate()
        .filter(|(_, delivery)| !delivery.errors.is_empty())
        .map(|(at, _)| (at + 1).to_string())
        .collect();
    html! {
        <>
            <div class="toolbar">
                <p class="summary">{ summary(deliveries.len(), failed.len()) }</p>
                <CopyButton label="Copy the requests" {text} />
            </div>
            <div class="scroll padded" tabindex="0" role="group" aria-label="Actions, scrolls">
                { for deliveries.iter().map(|delivery| card(delivery, on_records)) }
                if let Some(delivery) = &response.error_delivery {
                    <p class="leads">{ format!("{} {} failed, so the error action runs", if failed.len() == 1 { "Action" } else { "Actions" }, failed.join(", ")) }</p>
                    { card(delivery, on_records) }
                    <p class="hint">
                        { "The shape of the message is documented, the wording of " }<code>{ "errorMessage" }</code>
                        { " is not. The error action runs when an action fails, never when WHERE stops a message." }
                    </p>
                } else if *has_error_action {
                    <p class="leads">{ "No action failed, so the error action does not run" }</p>
                }
            </div>
        </>
    }
}

fn summary(actions: usize, failed: usize) -> String {
    match (actions, failed) {
        (1, 0) => "The action works".to_owned(),
        (1, _) => "The action fails".to_owned(),
        (2, 0) => "Both actions work".to_owned(),
        (all, 0) => format!("All {all} actions work"),
        (all, failed) if failed == all => format!("All {all} actions fail"),
        (all, failed) => {
            let works = all - failed;
            let (work, fail) =
                (if works == 1 { "works" } else { "work" }, if failed == 1 { "fails" } else { "fail" });
            format!("{works} of {all} actions {work}, {failed} {fail}")
        }
    }
}

fn card(delivery: &DeliveryView, on_records: &Callback<()>) -> Html {
    let fails = !delivery.errors.is_empty();
    let (number, title) = match place(&delivery.path) {
        Some((Slot::Error, _)) => ("!".to_owned(), format!("Error action: {}", delivery.title)),
        Some((Slot::Action(at), _)) => ((at + 1).to_string(), delivery.title.clone()),
        None => (String::new(), delivery.title.clone()),
    };
    let (words, class) = outcome(delivery);
    let state = if fails { StageState::Stopped } else { StageState::Passed };
    html! {
        <article class={classes!("result-card", fails.then_some("is-failed"))} aria-label={format!("{title}, {words}")}>
            <header>
                <span class="hint">{ number }</span>
                <h3>{ title }{ " " }<span class="destination">{ plain(&destination(delivery)) }</span></h3>
                <span class={classes!("outcome-word", class)}>
                    { stage_icon(state, fails.then_some(Severity::Error)) }{ words }
                </span>
            </header>
            <div class="body">
                { for delivery.errors.iter().map(|error| html! {
                    <p class={classes!("field-problem", severity_class(error.severity))}>
                        { severity_icon(error.severity) }
                        <span>{ prose(&error.message) }if let Some(help) = &error.help { { " " }{ prose(help) } }</span>
                    </p>
                }) }
                { content(delivery, on_records) }
            </div>
        </article>
    }
}

/// Where the message goes, in a few words.
fn destination(delivery: &DeliveryView) -> String {
    match &delivery.content {
        ContentView::Records { database, table, .. } => format!("{database} / {table}"),
        _ => delivery.destination.clone(),
    }
}

/// What came of an action, and its colour.
fn outcome(delivery: &DeliveryView) -> (String, &'static str) {
    if let ContentView::Records { records, .. } = &delivery.content {
        let rejected =
            records.iter().filter(|record| record.verdict.outcome == WriteOutcome::Rejected).count();
        return match (records.len(), rejected) {
            (0, 0) if delivery.errors.is_empty() => ("no records".to_owned(), "is-info"),
            (0, 0) => ("fails".to_owned(), "is-error"),
            (all, 0) if delivery.errors.is_empty() => (counted(all, "record"), "is-passed"),
            (all, rejected) => (format!("{rejected} of {} rejected", counted(all, "record")), "is-error"),
        };
    }
    if !delivery.errors.is_empty() {
        return ("fails".to_owned(), "is-error");
    }
    let words = match &delivery.content {
        ContentView::Nothing => return ("nothing to send".to_owned(), "is-info"),
        ContentView::Records { .. } => String::new(),
        ContentView::Points { points } => counted(points.len(), "point"),
        ContentView::Request { operation, .. } if operation == PARAMETERS => {
            return ("templates evaluated".to_owned(), "is-info");
        }
        ContentView::Request { operation, .. } => format!("{operation} sent"),
        ContentView::Text { format, .. } => format!("{format} sent"),
    };
    (words, "is-passed")
}

/// What arrives.
fn content(delivery: &DeliveryView, on_records: &Callback<()>) -> Html {
    let Some(text) = request(delivery) else { return Html::default() };
    let block = html! { <pre class="codeblock" tabindex="0" role="group" aria-label={format!("Request of {}", delivery.title)}>{ coloured(&text) }</pre> };
    match &delivery.content {
        ContentView::Records { records, .. } => {
            let first = records.first();
            let dimensions = first.into_iter().flat_map(|record| &record.dimensions);
            html! {
                <>
                    <p class="hint">
                        { for dimensions.map(|dimension| html! { <>{ plain(&dimension.name) }{ " " }<code>{ plain(&dimension.value) }</code>{ ", " }</> }) }
                        if let Some(time) = first.and_then(|record| record.time_utc.clone()) { { time }{ " UTC. " } }
                        <button type="button" class="button is-link is-small" onclick={on_records.reform(|_| ())}>{ "Records" }</button>
                    </p>
                    <details class="disclosure"><summary>{ "WriteRecords request" }</summary>{ block }</details>
                </>
            }
        }
        _ => block,
    }
}

/// The request as text, with a line for each member where it is JSON.
fn request(delivery: &DeliveryView) -> Option<String> {
    match &delivery.content {
        ContentView::Nothing => None,
        ContentView::Records { records, .. } if records.is_empty() => None,
        ContentView::Records { database, table, records } => {
            Some(forms::write_records(database, table, records).join("\n"))
        }
        ContentView::Points { points } => {
            Some(points.iter().map(|point| point.line.as_str()).collect::<Vec<_>>().join("\n"))
        }
        ContentView::Request { request, .. } => Some(formatted(request).unwrap_or_else(|| request.clone())),
        ContentView::Text { text, .. } => Some(text.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::summary;

    #[test]
    fn actions_are_told_in_a_few_words() {
        for (actions, failed, words) in [
            (1, 0, "The action works"),
            (2, 0, "Both actions work"),
            (3, 1, "2 of 3 actions work, 1 fails"),
            (3, 2, "1 of 3 actions works, 2 fail"),
            (3, 3, "All 3 actions fail"),
        ] {
            assert_eq!(summary(actions, failed), words);
        }
    }
}
