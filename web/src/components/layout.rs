//! The three panes: side by side, or one at a time behind tabs on a narrow screen.

use super::splitter::{Shares, Splitter};
use crate::browser::media;
use crate::state::Pane;
use gloo_events::EventListener;
use web_sys::HtmlElement;
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
pub(crate) fn ids(pane: Pane) -> (&'static str, &'static str) {
    match pane {
        Pane::Message => ("pane-message", "tab-message"),
        Pane::Rule => ("pane-rule", "tab-rule"),
        Pane::Result => ("pane-result", "tab-result"),
        Pane::Problems => ("pane-problems", "tab-problems"),
    }
}

/// The id of a pane's heading.
pub(crate) fn title_id(pane: Pane) -> String {
    format!("{}-title", ids(pane).0)
}

/// What a [`Layout`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct LayoutProps {
    /// Whether the window is narrow.
    pub(crate) narrow: bool,
    /// The pane that a narrow window shows.
    pub(crate) pane: Pane,
    /// The stages, above the result or above everything.
    pub(crate) strip: Html,
    /// What is in the panes, each with its heading.
    pub(crate) panes: [Html; 3],
    /// The problems, which a narrow window shows as a pane.
    pub(crate) problems: Html,
}

/// The panes with what separates them.
#[function_component]
pub(crate) fn Layout(props: &LayoutProps) -> Html {
    let LayoutProps { narrow, pane: active, strip, panes, problems } = props;
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
    let section = |pane: Pane, content: &Html| {
        let (id, tab) = ids(pane);
        html! {
            <section {id} class={classes!("pane", (pane == active).then_some("is-active"))}
                role={narrow.then_some("tabpanel")} aria-labelledby={if narrow { tab.to_owned() } else { title_id(pane) }}>
                { content.clone() }
            </section>
        }
    };
    let sections = Pane::SIDE_BY_SIDE.into_iter().zip(panes).enumerate().map(|(at, (pane, content))| {
        html! {
            <>
                { section(pane, content) }
                if at < 2 && !narrow { { splitter(at) } }
            </>
        }
    });
    html! {
        <main class="panes" ref={holder.clone()}>
            { strip.clone() }
            { for sections }
            if narrow && active == Pane::Problems { { section(Pane::Problems, problems) } }
        </main>
    }
}
