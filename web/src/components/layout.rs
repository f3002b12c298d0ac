//! The three panes: side by side, or one at a time behind tabs on a narrow screen.

use super::splitter::{Columns, Shares, Splitter};
use crate::browser::{media, window};
use crate::pointers::pointer;
use crate::state::Pane;
use gloo_events::EventListener;
use web_sys::HtmlElement;
use yew::{
    Callback, Html, Properties, classes, function_component, hook, html, use_effect_with, use_mut_ref,
    use_node_ref, use_state, use_state_eq,
};

/// Up to this width the panes stand behind tabs; the styles know the same number.
const NARROW: &str = "(max-width: 700px)";

/// Up to this width message and rule stand above each other; the styles know the same number.
const MIDDLING: &str = "(max-width: 1199px)";

/// From this width on there is room for a second tab of the result; the styles know the same number.
const ROOMY: &str = "(min-width: 1800px)";

/// Whether the window is narrow, now and as it changes.
#[hook]
pub(crate) fn use_narrow() -> bool {
    use_media(NARROW)
}

/// Whether the window has room for a second tab of the result, now and as it changes.
#[hook]
pub(crate) fn use_roomy() -> bool {
    use_media(ROOMY)
}

#[hook]
fn use_media(media_query: &'static str) -> bool {
    let matches = move || media(media_query).is_some_and(|query| query.matches());
    let holds = use_state(matches);
    let setter = holds.setter();
    use_effect_with((), move |()| {
        let query = media(media_query);
        let listener =
            query.map(|query| EventListener::new(&query, "change", move |_| setter.set(matches())));
        move || drop(listener)
    });
    *holds
}

/// The ids of a pane and of its tab.
pub(crate) fn ids(pane: Pane) -> (&'static str, &'static str) {
    match pane {
        Pane::Message => ("pane-message", "tab-message"),
        Pane::Rule => ("pane-rule", "tab-rule"),
        Pane::Result => ("pane-result", "tab-result"),
        Pane::Problems => ("pane-problems", "tab-problems"),
        Pane::Lesson => ("pane-lesson", "tab-lesson"),
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
    /// A second tab of the result, where one is pinned and there is room.
    pub(crate) pinned: Option<Html>,
    /// Whether the result needs the width of the rule, which then stands below the message.
    pub(crate) wide: bool,
    /// What does without the pointers of the first visit, while they are shown.
    pub(crate) pointers: Option<Callback<()>>,
    /// The problems, which a narrow window shows as a pane.
    pub(crate) problems: Html,
    /// The lesson, while one is open.
    pub(crate) lesson: Option<Html>,
}

/// The panes with what separates them.
#[function_component]
pub(crate) fn Layout(props: &LayoutProps) -> Html {
    let LayoutProps { narrow, pane: active, strip, panes, pinned, wide, pointers, problems, lesson } = props;
    let (narrow, active) = (*narrow, *active);
    let holder = use_node_ref();
    let columns = match (use_media(MIDDLING), pinned) {
        (true, _) => Columns::Two,
        (false, None) if *wide => Columns::Wide,
        (false, None) => Columns::Three,
        (false, Some(_)) => Columns::Four,
    };
    let arrangement = match columns {
        Columns::Wide => Some("is-wide"),
        Columns::Four => Some("has-pinned"),
        Columns::Two | Columns::Three => None,
    };
    let kept = use_state(|| Shares::kept(columns));
    let shares = if kept.columns() == columns { *kept } else { Shares::kept(columns) };
    {
        let holder = holder.clone();
        use_effect_with(shares, move |shares| {
            if let Some(holder) = holder.cast::<HtmlElement>() {
                shares.show(&holder);
            }
        });
    }
    let on_move = {
        let setter = kept.setter();
        Callback::from(move |moved| setter.set(moved))
    };
    let splitter = |bar: usize| {
        let (label, pane) = match (columns, bar) {
            (Columns::Two | Columns::Wide, _) => ("Width of Message and Rule", Pane::Message),
            (_, 0) => ("Width of Message", Pane::Message),
            (_, 1) => ("Width of Rule", Pane::Rule),
            _ => ("Width of Result", Pane::Result),
        };
        html! { <Splitter {bar} {label} controls={ids(pane).0} {shares} panes={holder.clone()} on_move={on_move.clone()} /> }
    };
    // A narrow window makes a pane when it is first turned to: a phone takes long to make those that it does not show.
    let made = use_mut_ref(|| [false; 3]);
    let all = use_state_eq(|| false);
    {
        let all = all.setter();
        use_effect_with((), move |()| {
            // On paper they are all seen.
            let listener =
                window().map(|window| EventListener::new(&window, "beforeprint", move |_| all.set(true)));
            move || drop(listener)
        });
    }
    let is_made = |at: usize, pane: Pane| {
        let made = &mut made.borrow_mut()[at];
        *made |= !narrow || *all || pane == active;
        *made
    };
    let section = |pane: Pane, content: &Html| {
        let (id, tab) = ids(pane);
        html! {
            <section {id} class={classes!("pane", (pane == active).then_some("is-active"))}
                role={narrow.then_some("tabpanel")} aria-labelledby={if narrow { tab.to_owned() } else { title_id(pane) }}>
                { content.clone() }
                if let Some(on_leave) = pointers { { pointer(pane, on_leave) } }
            </section>
        }
    };
    let sections = Pane::SIDE_BY_SIDE.into_iter().zip(panes).enumerate().map(|(at, (pane, content))| {
        html! {
            <>
                { if is_made(at, pane) { section(pane, content) } else { section(pane, &Html::default()) } }
                if !narrow && at + 1 < columns.count() { { splitter(at) } }
            </>
        }
    });
    let panes = html! {
        <main class={classes!("panes", arrangement)} ref={holder.clone()}>
            { strip.clone() }
            { for sections }
            if let Some(pinned) = pinned {
                <section id="pane-pinned" class="pane" aria-labelledby="pane-pinned-title">{ pinned.clone() }</section>
            }
            if narrow && active == Pane::Problems { { section(Pane::Problems, problems) } }
        </main>
    };
    let Some(lesson) = lesson else { return panes };
    html! {
        <div class={classes!("lesson-frame", (active == Pane::Lesson).then_some("shows-lesson"))}>
            <aside aria-label="Lesson">{ section(Pane::Lesson, lesson) }</aside>
            { panes }
        </div>
    }
}
