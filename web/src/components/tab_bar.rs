//! The panes of a narrow screen, as tabs at its bottom.

use super::icon::{Glyph, glyph_icon};
use super::layout::ids;
use super::tab_list::{Tab, TabCount, tab_list};
use crate::state::{Pane, Shown, State};
use rulelens_wasm::{InputName, Severity};
use yew::{Callback, Html, html};

/// One tab a pane, and one for the problems; it is there also while there are none, so that no tab moves. `on_pane` is
/// called with the pane that the user turns to.
pub(crate) fn tab_bar(state: &State, on_pane: &Callback<Pane>) -> Html {
    let tab = |pane: Pane| {
        let (panel, id) = ids(pane);
        let glyph = match pane {
            Pane::Message => Glyph::Message,
            Pane::Rule => Glyph::Rule,
            Pane::Result => Glyph::Result,
            Pane::Problems => Glyph::Problems,
            Pane::Lesson => Glyph::Book,
        };
        let title = html! { <>{ glyph_icon(glyph) }<span>{ pane.title() }</span></> };
        let failed = state.cases.counts(&state.inputs.cases).failed;
        let count = state.newest.as_deref().and_then(|shown| troubles(shown, pane, failed));
        Tab { id, panel, title, count }
    };
    let all = if state.lesson.is_some() { Pane::OF_LESSON } else { Pane::ALL };
    let tabs = all.into_iter().map(tab).collect();
    let active = all.iter().position(|pane| *pane == state.pane).unwrap_or(0);
    tab_list("tabbar", "Parts of the page", tabs, active, &on_pane.reform(move |at: usize| all[at]))
}

/// How many problems a pane has, and whether one of them is an error; so many cases have `failed`.
fn troubles(shown: &Shown, pane: Pane, failed: usize) -> Option<TabCount> {
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
        (number, is_error) = (shown.answer.rejected_count + failed, true);
    }
    (number > 0).then_some(TabCount { number, is_error })
}
