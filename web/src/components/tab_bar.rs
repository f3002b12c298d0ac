//! The panes of a narrow screen, as tabs at its bottom.

use super::icon::{Glyph, glyph_icon};
use super::layout::ids;
use super::words::count;
use crate::browser::element;
use crate::state::{Pane, Shown, State};
use rulelens_wasm::{InputName, Severity};
use wasm_bindgen::prelude::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};
use yew::{Callback, Html, Properties, classes, function_component, html};

/// What the [`TabBar`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct TabBarProps {
    /// The page's state.
    pub(crate) state: State,
    /// Called with the pane that the user turns to.
    pub(crate) on_pane: Callback<Pane>,
}

/// One tab a pane, and one for the problems; it is there also while there are none, so that no tab moves.
#[function_component]
pub(crate) fn TabBar(props: &TabBarProps) -> Html {
    let TabBarProps { state, on_pane } = props;
    let active = state.pane;
    let onkeydown = {
        let on_pane = on_pane.clone();
        move |event: KeyboardEvent| {
            let (at, last) =
                (Pane::ALL.iter().position(|pane| *pane == active).unwrap_or(0), Pane::ALL.len() - 1);
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
            let pane = Pane::ALL[to];
            on_pane.emit(pane);
            if let Some(tab) = element(ids(pane).1).and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
                let _ = tab.focus();
            }
        }
    };
    let tabs = Pane::ALL.iter().map(|pane| {
        let pane = *pane;
        let ((panel, id), selected) = (ids(pane), pane == active);
        let glyph = match pane {
            Pane::Message => Glyph::Message,
            Pane::Rule => Glyph::Rule,
            Pane::Result => Glyph::Result,
            Pane::Problems => Glyph::Problems,
        };
        html! {
            <button type="button" {id} role="tab" aria-selected={if selected { "true" } else { "false" }}
                aria-controls={panel} tabindex={if selected { "0" } else { "-1" }} onclick={on_pane.reform(move |_| pane)}>
                { glyph_icon(glyph) }
                <span>{ pane.title() }</span>
                if let Some((number, is_error)) = state.newest.as_deref().and_then(|shown| troubles(shown, pane)) {
                    <span class={classes!("count", is_error.then_some("is-error"))}>{ count(number) }</span>
                }
            </button>
        }
    });
    html! { <div class="tabbar" role="tablist" aria-label="Parts of the page" {onkeydown}>{ for tabs }</div> }
}

/// How many problems a pane has, and whether one of them is an error.
fn troubles(shown: &Shown, pane: Pane) -> Option<(usize, bool)> {
    let diagnostics = shown.diagnostics().iter().filter(|diagnostic| match diagnostic.input {
        _ if pane == Pane::Problems => true,
        _ if diagnostic.severity == Severity::Info => false,
        InputName::Payload | InputName::Topic => pane == Pane::Message,
        InputName::Sql | InputName::Action | InputName::Document => pane == Pane::Rule,
        InputName::Request => false,
    });
    let (mut number, mut is_error) = (0, false);
    for diagnostic in diagnostics {
        number += 1;
        is_error |= diagnostic.severity == Severity::Error;
    }
    if pane == Pane::Result {
        (number, is_error) = (shown.answer.rejected_count, true);
    }
    (number > 0).then_some((number, is_error))
}
