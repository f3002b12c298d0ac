//! The tabs of the result.

use super::tab_list::{Tab, tab_list};
use crate::panes::TABS;
use crate::state::{ResultTab, State};
use yew::{Callback, Html};

/// One tab for each question about the result. `on_tab` is called with the tab that the user turns to.
pub(crate) fn result_tabs(state: &State, on_tab: &Callback<ResultTab>) -> Html {
    let tabs = TABS
        .iter()
        .map(|row| Tab {
            id: row.tab.id(),
            panel: "result-panel",
            title: row.title.into(),
            count: (row.count)(state),
        })
        .collect();
    let active = TABS.iter().position(|row| row.tab == state.tab).unwrap_or(0);
    tab_list("tabs", "Result", tabs, active, &on_tab.reform(|at: usize| TABS[at].tab))
}
