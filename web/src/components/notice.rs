//! What there is to tell about the page itself, with what can be done about it.

use super::words::prose;
use crate::browser::document;
use crate::state::{Missing, Notice};
use gloo_timers::callback::Timeout;
use wasm_bindgen::prelude::JsCast;
use web_sys::HtmlElement;
use yew::{AttrValue, Callback, Html, Properties, function_component, html};

/// One line of a [`NoticeBar`].
#[derive(Clone, PartialEq)]
pub(crate) struct Line {
    /// What is told.
    pub(crate) text: AttrValue,
    /// What can be done, as a button.
    pub(crate) action: Option<(&'static str, Callback<()>)>,
    /// Is told that it has been read.
    pub(crate) on_read: Callback<()>,
}

/// The line of a notice; `again` evaluates.
pub(crate) fn line(notice: &Notice, again: Callback<()>, on_read: Callback<()>) -> Line {
    let (text, action) = match notice {
        Notice::Restarted(reason) => {
            (format!("The evaluator was restarted: {reason}. Your text is as you left it."), "Evaluate again")
        }
        Notice::Unavailable(reason) => {
            (format!("The evaluator could not be started: {reason}."), "Try again")
        }
        Notice::PartMissing(Missing { what, why }) => (
            format!(
                "{what}, a part of RuleLens that could not be loaded: {why}. Rules without it go on working."
            ),
            "Try again",
        ),
        Notice::Recovered => (
            "This page closed during an evaluation. Your text is back, and nothing has been evaluated yet."
                .to_owned(),
            "Evaluate now",
        ),
    };
    Line { text: text.into(), action: Some((action, again)), on_read }
}

/// What a [`NoticeBar`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct NoticeBarProps {
    /// What to tell.
    pub(crate) lines: Vec<Line>,
}

/// Lines below the header, there only while there is something to tell.
#[function_component]
pub(crate) fn NoticeBar(props: &NoticeBarProps) -> Html {
    let lines = props.lines.iter().map(|Line { text, action, on_read }| {
        html! {
            <div class="notice-line">
                <p>{ prose(text) }</p>
                if let Some((label, then)) = action {
                    <button type="button" onclick={then.reform(|_| go_on())}>{ *label }</button>
                }
                <button type="button" class="quiet" onclick={on_read.reform(|_| go_on())}>{ "Dismiss" }</button>
            </div>
        }
    });
    html! {
        <div class="notice" role="status" aria-live="polite">{ for lines }</div>
    }
}

/// Puts the focus, which would be lost with the button that has it, on the next line, or before the panes.
fn go_on() {
    Timeout::new(0, || {
        let Some(page) = document() else { return };
        let focused = page.active_element().is_some_and(|element| element.tag_name() != "BODY");
        let button = page.query_selector(".notice button").ok().flatten();
        let panes = || {
            let panes = page.query_selector("main").ok().flatten()?;
            panes.set_attribute("tabindex", "-1").ok()?;
            Some(panes)
        };
        let next = if focused { None } else { button.or_else(panes) };
        if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
            let _ = next.focus();
        }
    })
    .forget();
}
