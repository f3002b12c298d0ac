//! What the rule does with the message, in tabs.

use super::{Tab, tab_view, tabs_of};
use crate::browser::{focus, scroll_row_to};
use crate::casing::CaseAsk;
use crate::components::layout::title_id;
use crate::components::result_tabs::result_tabs;
use crate::components::stopped::Stopped;
use crate::components::words::prose;
use crate::documents::Documents;
use crate::evaluation::WholeOutgoing;
use crate::gathering::Gathering;
use crate::keeping::Keeper;
use crate::lessons::wanted::{cover, covers, wanted};
use crate::rules::Rules;
use crate::state::lessons::Evidence;
use crate::state::{Change, Notice, Pane, ResultTab, Shown, State, Waiting};
use rulelens_wasm::{DiagnosticView, EditView, InputName, RangeView, Severity};
use std::rc::Rc;
use yew::{
    Callback, Html, Properties, UseReducerDispatcher, classes, function_component, html, use_effect_with,
};

/// What the [`ResultPane`] is given.
#[derive(Clone, Properties)]
pub(crate) struct ResultPaneProps {
    /// The page's state.
    pub(crate) state: State,
    /// Is told what the user wants to see.
    pub(crate) dispatch: UseReducerDispatcher<State>,
    /// The outgoing payload's whole text.
    pub(crate) whole_outgoing: WholeOutgoing,
    /// SQL and payload.
    pub(crate) documents: Documents,
    /// All messages as the side worker gets them.
    pub(crate) gathering: Gathering,
    /// Called with the place in the SQL to show.
    pub(crate) on_place: Callback<RangeView>,
    /// Called with the edits of a fix, and where.
    pub(crate) on_fix: Callback<(DiagnosticView, Vec<EditView>)>,
    /// Whether there is room for a second tab.
    pub(crate) roomy: bool,
    /// Ends a replay of all messages.
    pub(crate) on_cancel: Callback<()>,
    /// Keeps the rules with which this one is compared.
    pub(crate) keeper: Keeper,
    /// What can be done with them.
    pub(crate) rules: Rules,
    /// Does something with the rule's cases.
    pub(crate) on_case: Callback<CaseAsk>,
}

impl PartialEq for ResultPaneProps {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state
            && self.roomy == other.roomy
            && self.rules == other.rules
            && Rc::ptr_eq(&self.whole_outgoing, &other.whole_outgoing)
    }
}

/// What a tab of the result is made from.
pub(super) struct View<'p> {
    pub(super) props: &'p ResultPaneProps,
    /// The answer that is shown.
    pub(super) shown: &'p Rc<Shown>,
}

impl View<'_> {
    /// A callback that changes the state.
    pub(super) fn change<T: 'static>(&self, change: fn(T) -> Change) -> Callback<T> {
        let dispatch = self.props.dispatch.clone();
        Callback::from(move |value| dispatch.dispatch(change(value)))
    }

    /// Where the message ended and why, in the place of what it would have led to.
    pub(super) fn nothing_written(&self) -> Html {
        let on_why = self.change(Change::Tab).reform(|()| ResultTab::Why);
        // Where the answer that is shown is an older one with records, the newest one says why there are none.
        let newest = self.props.state.newest.as_ref().filter(|_| !self.shown.records().is_empty());
        html! { <Stopped shown={newest.unwrap_or(self.shown).clone()} {on_why} /> }
    }
}

/// A second tab of the result, which the user pinned, with its head.
pub(crate) fn pinned(props: &ResultPaneProps) -> Option<Html> {
    let state = &props.state;
    let pinned = state.pinned?;
    let tab = tabs_of(state).into_iter().find(|row| row.tab == pinned)?;
    let dispatch = props.dispatch.clone();
    // The button goes away with what it is about.
    let tab_id = state.tab.id();
    let on_unpin = Callback::from(move |_| {
        focus(tab_id);
        dispatch.dispatch(Change::Pin(false));
    });
    Some(html! {
        <>
            <div class="pane-head">
                <h2 id="pane-pinned-title">{ tab.title }</h2>
                <button type="button" class="button is-link is-small" onclick={on_unpin}>{ "Unpin" }</button>
            </div>
            { outcome(props, tab) }
        </>
    })
}

/// What a tab shows, and where that comes from.
fn outcome(props: &ResultPaneProps, tab: &Tab) -> Html {
    if tab.tab == ResultTab::Cases {
        return tab_view(tab.tab, props, None);
    }
    let Some((shown, stale)) = props.state.shown() else { return nothing(&props.state) };
    html! {
        <>
            if let Some(note) = note(&props.state, shown, stale) {
                <p class="stale-note">{ note }</p>
            }
            <div class={classes!("outcome", (stale || shown.is_hypothetical()).then_some("is-stale"))}>
                { tab_view(tab.tab, props, Some(shown)) }
            </div>
        </>
    }
}

/// The pane of the result.
#[function_component]
pub(crate) fn ResultPane(props: &ResultPaneProps) -> Html {
    let ResultPaneProps { state, dispatch, roomy, .. } = props;
    let on_tab = {
        let dispatch = dispatch.clone();
        Callback::from(move |tab| dispatch.dispatch(Change::Tab(tab)))
    };
    let on_pin = {
        let dispatch = dispatch.clone();
        (*roomy).then(|| Callback::from(move |()| dispatch.dispatch(Change::Pin(true))))
    };
    let tabs = tabs_of(state);
    let tab = tabs.iter().copied().find(|row| row.tab == state.tab).or_else(|| tabs.first().copied());
    // A key or the palette may turn to a tab that is out of sight, also while another part of the page is shown.
    use_effect_with((state.tab, state.pane), |(tab, _)| scroll_row_to(tab.id()));
    html! {
        <>
            <h2 id={title_id(Pane::Result)} class="sr-only">{ "Result" }</h2>
            { wanted(state) }
            if state.lesson.is_some() {
                { for [Evidence::Values, Evidence::Table].into_iter().filter(|one| covers(state, *one)).map(|one| cover(one, dispatch)) }
            }
            if let Some(tab) = tab {
                { result_tabs(state, &on_tab, on_pin) }
                <div class="tab-panel" role="tabpanel" id="result-panel" aria-labelledby={tab.tab.id()}>
                    { progress(state) }
                    { outcome(props, tab) }
                </div>
            }
        </>
    }
}

/// What stands in the place of a result before there is one.
fn nothing(state: &State) -> Html {
    if is_loading(state) {
        html! {
            <>
                <div class="toolbar"><p class="summary">{ super::records::summary(state) }</p></div>
                <div class="skeleton" aria-hidden="true"><span /><span /><span /><span /></div>
            </>
        }
    } else {
        html! { <div class="toolbar"><p class="summary">{ prose(&super::records::summary(state)) }</p></div> }
    }
}

/// Whether the page waits for its evaluator for the first time.
pub(super) fn is_loading(state: &State) -> bool {
    state.newest.is_none() && !state.paused && !matches!(state.notice, Some(Notice::Unavailable(_)))
}

/// That something is loading, and what.
fn progress(state: &State) -> Html {
    let what = match state.waiting() {
        Some(Waiting::Loading(what)) => html! {
            <>{ "Loading a part of RuleLens, because " }{ prose(what) }{ ". On a slow line this takes some seconds; other rules are evaluated meanwhile." }</>
        },
        _ if is_loading(state) => html! { { "The engine is loading. You can type meanwhile." } },
        _ => return Html::default(),
    };
    html! {
        <div class="loading">
            <progress aria-label="Loading"></progress>
            <p class="hint">{ what }</p>
        </div>
    }
}

/// Where the result that is shown comes from, where it is not that of what is in the fields.
fn note(state: &State, answer: &Shown, outdated: bool) -> Option<String> {
    if outdated && state.waiting().is_some() {
        return Some("From before your last change".to_owned());
    }
    if outdated {
        return Some(stale_note(state.newest.as_deref()));
    }
    let hypothetical = answer.is_hypothetical() && answer.outgoing.is_some();
    hypothetical.then(|| "What the rule would do if AWS IoT accepted the message".to_owned())
}

/// What the older result comes from, named by what is wrong with the newer one.
fn stale_note(newest: Option<&Shown>) -> String {
    if newest.is_some_and(|newest| newest.missing.is_some() || newest.needed_value().is_some()) {
        return "From your last rule that could be evaluated".to_owned();
    }
    let errors = newest.map_or(&[][..], Shown::diagnostics).iter();
    let errors: Vec<_> = errors.filter(|diagnostic| diagnostic.severity == Severity::Error).collect();
    let only_message = !errors.is_empty()
        && errors.iter().all(|error| matches!(error.input, InputName::Payload | InputName::Topic));
    let valid = if only_message { "From your last valid message" } else { "From your last valid rule" };
    let place = errors.iter().find_map(|error| {
        let label = error.labels.first()?;
        match error.input {
            InputName::Sql => Some(format!("line {} of this one", label.line)),
            InputName::Payload => Some(format!("line {} of this payload", label.line)),
            _ => None,
        }
    });
    match place {
        Some(place) => format!("{valid}: {place} has an error"),
        _ => valid.to_owned(),
    }
}
