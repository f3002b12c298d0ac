//! The three parts of the page.

mod actions;
mod banner;
mod cases;
mod compare;
mod context;
mod descriptors;
mod export;
mod incoming;
mod message;
mod messages;
mod mocks;
mod own;
mod pairs;
mod payload;
mod records;
mod result;
mod rows;
mod rule;
mod schema;
mod sends;
mod services;
mod source;
mod table;
mod why;

pub(crate) use actions::go_to_field;
#[cfg(all(feature = "split", target_family = "wasm"))]
pub(crate) use banner::load_banner;
#[cfg(test)]
pub(crate) use cases::{CaseList, CaseListProps};
#[cfg(test)]
pub(crate) use compare::{Rows, RowsProps};
pub(crate) use message::MessagePane;
pub(crate) use records::go_to_record;
pub(crate) use result::{ResultPane, ResultPaneProps, pinned};
pub(crate) use rule::RulePane;
pub(crate) use services::{add_needed, go_to_service};

use crate::browser::focus_when_drawn;
use crate::components::tab_list::TabCount;
use crate::later::{Draw, Later, Loaded, Part, call};
use crate::state::lessons::Evidence;
use crate::state::{Inputs, ResultTab, Shown, State};
use gloo_timers::callback::Timeout;
use result::View;
use std::rc::Rc;
use wasm_bindgen::prelude::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent};
use yew::{Callback, Html, TargetCast, html};

/// A tab of the result.
#[expect(clippy::struct_field_names, reason = "its name is the tab")]
pub(crate) struct Tab {
    /// Which one.
    pub(crate) tab: ResultTab,
    /// Its title.
    pub(crate) title: &'static str,
    /// The number beside the title.
    pub(crate) count: fn(&State) -> Option<TabCount>,
}

/// Makes the tabs of the result of rows with which one, its title, the number beside it, and what it shows.
macro_rules! tabs {
    ($($tab:ident, $title:literal, $count:expr, $view:expr;)+) => {
        /// The tabs of the result, in their order.
        pub(crate) static TABS: &[Tab] = &[
            Tab { tab: ResultTab::Records, title: "Records", count: records::count },
            $(Tab { tab: ResultTab::$tab, title: $title, count: $count },)+
        ];

        /// What draws a tab; only code of the tabs' part may call this.
        fn view_of(tab: ResultTab) -> fn(&View<'_>) -> Html {
            match tab {
                ResultTab::Records => records::view,
                $(ResultTab::$tab => $view,)+
            }
        }
    };
}

tabs! {
    Rows, "Rows", rows::count, rows::view;
    Payload, "Payload", |_| None, payload::view;
    Actions, "Actions", sends::count, sends::view;
    Why, "Why", |_| None, why::view;
    Schema, "Schema", schema::count, schema::view;
    Compare, "Compare", |_| None, compare::view;
    Cases, "Cases", cases::count, |view| cases::pane(view.props);
    Export, "Export", |_| None, export::view;
}

/// Draws a tab other than the first. The cases of a rule are shown also where there is no answer yet.
#[cfg_attr(
    all(feature = "split", target_family = "wasm"),
    wasm_split_helpers::wasm_split(page, fallible, preload(load_tabs))
)]
pub(crate) fn later_tab(tab: ResultTab, props: &ResultPaneProps, shown: Option<&Rc<Shown>>) -> Loaded<Html> {
    Ok(match shown {
        Some(shown) => view_of(tab)(&View { props, shown }),
        None if tab == ResultTab::Cases => cases::pane(props),
        None => Html::default(),
    })
}

/// What a tab shows.
fn tab_view(tab: ResultTab, props: &ResultPaneProps, shown: Option<&Rc<Shown>>) -> Html {
    match (tab, shown) {
        (ResultTab::Records, Some(shown)) => records::view(&View { props, shown }),
        (ResultTab::Records, None) => Html::default(),
        _ => {
            let (props, shown) = (props.clone(), shown.cloned());
            let draw = Draw::new(move || call!(later_tab(tab, &props, shown.as_ref())));
            html! { <Later part={Part::Page} {draw} /> }
        }
    }
}

/// What is not there until it is needed.
pub(crate) enum Fields {
    Messages(Box<messages::MessageListProps>),
    Own(Box<own::OwnProps>),
    Context(context::ContextProps),
    Services(services::ServicesProps),
    Table(table::TableProps),
}

/// Draws fields that are closed at first.
#[cfg_attr(
    all(feature = "split", target_family = "wasm"),
    wasm_split_helpers::wasm_split(page, fallible, preload(load_fields))
)]
pub(crate) fn draw_fields(fields: &Fields) -> Loaded<Html> {
    Ok(match fields {
        Fields::Messages(props) => messages::list(props),
        Fields::Own(props) => own::fields(props),
        Fields::Context(props) => context::fields(props),
        Fields::Services(props) => services::fields(props),
        Fields::Table(props) => table::fields(props),
    })
}

/// Fields that are closed at first, once they have come.
fn later_fields(fields: Fields) -> Html {
    let draw = Draw::new(move || call!(draw_fields(&fields)));
    html! { <Later part={Part::Page} {draw} /> }
}

/// The tabs that are shown: of a lesson those that are about its messages, without what a case covers.
pub(crate) fn tabs_of(state: &State) -> Vec<&'static Tab> {
    let is_shown = |tab: ResultTab| match (&state.lesson, tab) {
        (None, _) => true,
        (Some(_), ResultTab::Compare | ResultTab::Cases | ResultTab::Export | ResultTab::Schema) => false,
        (Some(lesson), ResultTab::Why) => !lesson.covers(Evidence::Values),
        (Some(lesson), _) => !lesson.covers(Evidence::Table),
    };
    TABS.iter().filter(|row| is_shown(row.tab)).collect()
}

/// The button that takes a row out of a list. The focus goes to the button of the row that comes after it, to that of
/// the last one, or to the button that adds a row.
fn row_button(label: String, onclick: Callback<MouseEvent>) -> Html {
    let onclick = Callback::from(move |event: MouseEvent| {
        let button = event.target_dyn_into::<Element>();
        let list = button.and_then(|button| button.closest("ul").ok().flatten());
        let at = list.as_ref().and_then(|list| {
            let buttons = list.query_selector_all(REMOVE).ok()?;
            let pressed = event.target_dyn_into::<Element>()?.closest(REMOVE).ok()??;
            (0..buttons.length())
                .find(|&at| buttons.get(at).is_some_and(|button| button == *pressed.as_ref()))
        });
        onclick.emit(event);
        Timeout::new(0, move || {
            let Some(list) = list else { return };
            let Ok(buttons) = list.query_selector_all(REMOVE) else { return };
            let next = at.unwrap_or(0).min(buttons.length().saturating_sub(1));
            let add =
                list.parent_element().and_then(|parent| parent.query_selector(":scope > button").ok()?);
            let next = buttons.get(next).or_else(|| add.map(Into::into));
            if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
                let _ = next.focus();
            }
        })
        .forget();
    });
    html! {
        <button type="button" class="quiet remove" aria-label={label} title="Remove" {onclick}>
            <svg class="icon stroke" viewBox="0 0 16 16" aria-hidden="true"><path d="M4 4l8 8M12 4l-8 8" /></svg>
        </button>
    }
}

/// Finds the buttons of [`row_button`].
const REMOVE: &str = "button.remove";

/// A callback that adds a row and then puts the focus into its first field.
fn focus_added(add: Callback<MouseEvent>, field: String) -> Callback<MouseEvent> {
    Callback::from(move |event| {
        add.emit(event);
        focus_when_drawn(field.clone());
    })
}

/// A callback that puts a field's new value into the inputs.
fn setter<T: 'static>(
    inputs: &Rc<Inputs>,
    on_inputs: &Callback<Inputs>,
    put: impl Fn(&mut Inputs, T) + 'static,
) -> Callback<T> {
    let (inputs, on_inputs) = (inputs.clone(), on_inputs.clone());
    Callback::from(move |value| {
        let mut inputs = (*inputs).clone();
        put(&mut inputs, value);
        on_inputs.emit(inputs);
    })
}
