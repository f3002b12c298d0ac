//! The tabs of the result.

use super::tab_list::{Tab, tab_list};
use crate::panes::tabs_of;
use crate::state::{ResultTab, State};
use yew::{Callback, Html, html};

/// One tab for each question about the result. `on_tab` is called with the tab that the user turns to, and `on_pin` when
/// the one that is shown is to stay beside the others, where there is room for that.
pub(crate) fn result_tabs(state: &State, on_tab: &Callback<ResultTab>, on_pin: Option<Callback<()>>) -> Html {
    let all = tabs_of(state);
    let tabs = all
        .iter()
        .map(|row| Tab {
            id: row.tab.id(),
            panel: "result-panel",
            title: row.title.into(),
            count: (row.count)(state),
        })
        .collect();
    let active = all.iter().position(|row| row.tab == state.tab).unwrap_or(0);
    let tabs = tab_list("tabs", "Result", tabs, active, &on_tab.reform(move |at: usize| all[at].tab));
    html! {
        <div class="tabs-line">
            { tabs }
            if let Some(on_pin) = on_pin {
                <button type="button" class="button is-link is-small pin" title="Show this tab beside the others" onclick={on_pin.reform(|_| ())}>{ "Pin" }</button>
            }
        </div>
    }
}
