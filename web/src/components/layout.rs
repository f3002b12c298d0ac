//! The three panes: side by side, or one at a time behind tabs on a narrow screen.

use super::splitter::{Shares, Splitter};
use crate::browser::{element, media};
use crate::state::Pane;
use gloo_events::EventListener;
use wasm_bindgen::prelude::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};
use yew::{
    Callback, Html, Properties, classes, function_component, hook, html, use_effect_with, use_node_ref,
    use_state,
};

/// Up to this width the panes stand behind tabs; the styles know the same number.
const NARROW: &str = "(max-width: 700px)";

/// Whether the window is narrow, now and as it changes.
#[hook]
pub(crate) fn use_narrow() -> bool {
    let matches = || media(NARROW).is_some_and(|query| query.matches());
    let narrow = use_state(matches);
    let setter = narrow.setter();
    use_effect_with((), move |()| {
        let listener =
            media(NARROW).map(|query| EventListener::new(&query, "change", move |_| setter.set(matches())));
        move || drop(listener)
    });
    *narrow
}

/// The ids of a pane and of its tab.
fn ids(pane: Pane) -> (&'static str, &'static str) {
    match pane {
        Pane::Message => ("pane-message", "tab-message"),
        Pane::Rule => ("pane-rule", "tab-rule"),
        Pane::Result => ("pane-result", "tab-result"),
    }
}

/// What a [`Layout`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct LayoutProps {
    /// Whether the window is narrow.
    pub(crate) narrow: bool,
    /// The pane that a narrow window shows.
    pub(crate) pane: Pane,
    /// Called with the pane that the user turns to.
    pub(crate) on_pane: Callback<Pane>,
    /// What is in the panes.
    pub(crate) panes: [Html; 3],
}

/// The panes with what separates them.
#[function_component]
pub(crate) fn Layout(props: &LayoutProps) -> Html {
    let LayoutProps { narrow, pane: active, on_pane, panes } = props;
    let (narrow, active) = (*narrow, *active);
    let holder = use_node_ref();
    let shares = use_state(Shares::kept);
    {
        let holder = holder.clone();
        use_effect_with(*shares, move |shares| {
            if let Some(holder) = holder.cast::<HtmlElement>() {
                shares.show(&holder);
            }
        });
    }
    let on_move = {
        let setter = shares.setter();
        Callback::from(move |moved| setter.set(moved))
    };
    let splitter = |bar: usize| {
        let (label, controls) = if bar == 0 {
            ("Width of Message", ids(Pane::Message).0)
        } else {
            ("Width of Rule", ids(Pane::Rule).0)
        };
        html! { <Splitter {bar} {label} {controls} shares={*shares} panes={holder.clone()} on_move={on_move.clone()} /> }
    };
    let sections = Pane::ALL.into_iter().zip(panes).enumerate().map(|(at, (pane, content))| {
        let (id, tab) = ids(pane);
        html! {
            <>
                <section {id} class={classes!("pane", (pane == active).then_some("is-active"))}
                    role={narrow.then_some("tabpanel")} aria-labelledby={if narrow { tab.to_owned() } else { format!("{id}-title") }}>
                    <h2 id={format!("{id}-title")}>{ pane.title() }</h2>
                    { content.clone() }
                </section>
                if at < 2 && !narrow { { splitter(at) } }
            </>
        }
    });
    html! {
        <>
            if narrow { <Tabs {active} {on_pane} /> }
            <main class="panes" ref={holder.clone()}>{ for sections }</main>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct TabsProps {
    active: Pane,
    on_pane: Callback<Pane>,
}

#[function_component]
fn Tabs(props: &TabsProps) -> Html {
    let TabsProps { active, on_pane } = props;
    let active = *active;
    let onkeydown = {
        let on_pane = on_pane.clone();
        move |event: KeyboardEvent| {
            let at = Pane::ALL.iter().position(|pane| *pane == active).unwrap_or(0);
            let to = match event.key().as_str() {
                "ArrowRight" => (at + 1) % 3,
                "ArrowLeft" => (at + 2) % 3,
                "Home" => 0,
                "End" => 2,
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
    let tabs = Pane::ALL.into_iter().map(|pane| {
        let (panel, id) = ids(pane);
        let selected = pane == active;
        html! {
            <button type="button" {id} role="tab" aria-selected={if selected { "true" } else { "false" }}
                aria-controls={panel} tabindex={if selected { "0" } else { "-1" }}
                onclick={on_pane.reform(move |_| pane)}>
                { pane.title() }
            </button>
        }
    });
    html! { <div class="tabs" role="tablist" aria-label="Parts of the page" {onkeydown}>{ for tabs }</div> }
}
