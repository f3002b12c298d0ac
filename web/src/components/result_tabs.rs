//! The tabs of the result.

use crate::browser::element;
use crate::components::words::count;
use crate::panes::TABS;
use crate::state::{ResultTab, State};
use wasm_bindgen::prelude::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};
use yew::{Callback, Html, Properties, classes, function_component, html};

/// A number that a tab shows beside its title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TabCount {
    /// The number.
    pub(crate) number: usize,
    /// Whether it counts what fails.
    pub(crate) is_error: bool,
}

/// What [`ResultTabs`] are given.
#[derive(Properties, PartialEq)]
pub(crate) struct ResultTabsProps {
    /// The page's state.
    pub(crate) state: State,
    /// Called with the tab that the user turns to.
    pub(crate) on_tab: Callback<ResultTab>,
}

/// One tab for each question about the result.
#[function_component]
pub(crate) fn ResultTabs(props: &ResultTabsProps) -> Html {
    let ResultTabsProps { state, on_tab } = props;
    let active = state.tab;
    let onkeydown = {
        let on_tab = on_tab.clone();
        move |event: KeyboardEvent| {
            let (at, last) = (TABS.iter().position(|row| row.tab == active).unwrap_or(0), TABS.len() - 1);
            let to = match event.key().as_str() {
                "ArrowRight" if at == last => 0,
                "ArrowRight" => at + 1,
                "ArrowLeft" if at == 0 => last,
                "ArrowLeft" => at - 1,
                "Home" => 0,
                "End" => last,
                _ => return,
            };
            event.prevent_default();
            let tab = TABS[to].tab;
            on_tab.emit(tab);
            if let Some(tab) = element(tab.id()).and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
                let _ = tab.focus();
            }
        }
    };
    let tabs = TABS.iter().map(|row| {
        let (tab, selected) = (row.tab, row.tab == active);
        html! {
            <button type="button" role="tab" id={tab.id()} aria-selected={if selected { "true" } else { "false" }}
                aria-controls="result-panel" tabindex={if selected { "0" } else { "-1" }}
                onclick={on_tab.reform(move |_| tab)}>
                { row.title }
                if let Some(TabCount { number, is_error }) = (row.count)(state) {
                    <span class={classes!("count", is_error.then_some("is-error"))}>{ count(number) }</span>
                }
            </button>
        }
    });
    html! { <div class="tabs" role="tablist" aria-label="Result" {onkeydown}>{ for tabs }</div> }
}
