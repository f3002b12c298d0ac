//! A row of tabs, of which one is chosen.

use crate::browser::focus;
use crate::components::words::count;
use web_sys::KeyboardEvent;
use yew::{Callback, Html, classes, html};

/// A number that a tab shows beside its title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TabCount {
    /// The number.
    pub(crate) number: usize,
    /// Whether it counts what fails.
    pub(crate) is_error: bool,
}

/// A tab.
pub(crate) struct Tab {
    /// Its id.
    pub(crate) id: &'static str,
    /// The id of what it shows.
    pub(crate) panel: &'static str,
    /// What it is called.
    pub(crate) title: Html,
    /// The number beside that.
    pub(crate) count: Option<TabCount>,
}

/// The tabs, with what they are as a class and what they are called together. `on_tab` is called with the place of the
/// tab that the user turns to.
pub(crate) fn tab_list(
    class: &'static str,
    label: &'static str,
    tabs: Vec<Tab>,
    active: usize,
    on_tab: &Callback<usize>,
) -> Html {
    let ids: Vec<&'static str> = tabs.iter().map(|tab| tab.id).collect();
    let turn = on_tab.clone();
    let onkeydown = move |event: KeyboardEvent| {
        let Some(to) = target(&event.key(), active, ids.len()) else { return };
        event.prevent_default();
        turn.emit(to);
        focus(ids[to]);
    };
    let tabs = tabs.into_iter().enumerate().map(|(at, Tab { id, panel, title, count: number })| {
        let selected = at == active;
        html! {
            <button type="button" {id} role="tab" aria-selected={if selected { "true" } else { "false" }}
                aria-controls={panel} tabindex={if selected { "0" } else { "-1" }} onclick={on_tab.reform(move |_| at)}>
                { title }
                if let Some(TabCount { number, is_error }) = number {
                    <span class={classes!("count", is_error.then_some("is-error"))}>{ count(number) }</span>
                }
            </button>
        }
    });
    html! { <div {class} role="tablist" aria-label={label} {onkeydown}>{ for tabs }</div> }
}

/// Where a key leads from a tab.
fn target(key: &str, at: usize, tabs: usize) -> Option<usize> {
    let last = tabs.checked_sub(1)?;
    match key {
        "ArrowRight" => Some(if at >= last { 0 } else { at + 1 }),
        "ArrowLeft" => Some(at.checked_sub(1).unwrap_or(last)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::target;

    #[test]
    fn arrows_go_around() {
        for (key, from, to) in [
            ("ArrowRight", 0, Some(1)),
            ("ArrowRight", 2, Some(0)),
            ("ArrowLeft", 2, Some(1)),
            ("ArrowLeft", 0, Some(2)),
            ("Home", 1, Some(0)),
            ("End", 1, Some(2)),
            ("a", 1, None),
        ] {
            assert_eq!(target(key, from, 3), to, "{key} from {from}");
        }
        assert_eq!(target("End", 0, 0), None);
    }
}
