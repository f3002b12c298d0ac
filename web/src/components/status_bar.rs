//! The page's last line: how the rule stands, with the worst problem and its fix; the list of all opens over the panes.

use super::icon::{severity_icon, stage_icon};
use super::problem_list::{ProblemListProps, counts, later_problems};
use super::words::{prose, severity_class};
use crate::browser::focus;
use crate::state::{Level, Standing, State, standing};
use rulelens_wasm::{DiagnosticView, EditView, Needed, Severity, StageState};
use web_sys::KeyboardEvent;
use yew::{Callback, Html, Properties, classes, function_component, html};

/// The id of the button that opens the list.
const OPEN_ID: &str = "problems-open";

/// What the [`StatusBar`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct StatusBarProps {
    /// The page's state.
    pub(crate) state: State,
    /// Called with the problem whose place is to be shown.
    pub(crate) on_go: Callback<DiagnosticView>,
    /// Called with the edits to make, and where.
    pub(crate) on_fix: Callback<(DiagnosticView, Vec<EditView>)>,
    /// Is told what to add to the mocked services.
    pub(crate) on_needed: Callback<Needed>,
    /// Is told whether the list is to be open.
    pub(crate) on_open: Callback<bool>,
    /// What else there is to know, at the line's end.
    pub(crate) facts: Vec<String>,
}

/// The line, and the list above it while it is open.
#[function_component]
pub(crate) fn StatusBar(props: &StatusBarProps) -> Html {
    let StatusBarProps { state, on_go, on_fix, on_needed, on_open, facts } = props;
    let diagnostics = state.newest.as_ref().map_or(&[][..], |shown| shown.diagnostics());
    let open = state.problems_open && !diagnostics.is_empty();
    // The list takes the focus with it when it goes.
    let on_close = on_open.reform(|()| {
        focus(OPEN_ID);
        false
    });
    let onkeydown = {
        let on_close = on_close.clone();
        move |event: KeyboardEvent| {
            if open && event.key() == "Escape" {
                event.prevent_default();
                on_close.emit(());
            }
        }
    };
    let facts = facts.iter().map(|fact| html! { <span>{ fact }</span> });
    html! {
        <div class="status" {onkeydown}>
            if open {
                { later_problems(ProblemListProps {
                    state: state.clone(),
                    on_go: on_go.clone(),
                    on_fix: on_fix.clone(),
                    on_needed: on_needed.clone(),
                    on_close: Some(on_close),
                }) }
            }
            <footer class="statusbar">
                if !diagnostics.is_empty() {
                    <button type="button" id={OPEN_ID} class="button is-quiet problems-open" aria-expanded={if open { "true" } else { "false" }}
                        aria-controls="problems" title={if open { "Close the list" } else { "Show all problems" }} onclick={on_open.reform(move |_| !open)}>
                        { counts(diagnostics) }
                    </button>
                }
                { line(state, diagnostics.first(), on_go) }
                if let Some(change) = diagnostics.first().and_then(only_fix) {
                    <button type="button" class="button is-link" title={diagnostics[0].fixes[0].title.clone()} onclick={on_fix.reform(move |_| change.clone())}>{ "Fix" }</button>
                }
                <div class="facts">{ for facts }</div>
            </footer>
        </div>
    }
}

/// The edits of the worst problem, where there is one way to fix it.
fn only_fix(diagnostic: &DiagnosticView) -> Option<(DiagnosticView, Vec<EditView>)> {
    match &diagnostic.fixes[..] {
        [fix] => Some((diagnostic.clone(), fix.edits.clone())),
        _ => None,
    }
}

/// The worst problem, or how the rule stands where there is none or where nothing is known yet.
fn line(state: &State, worst: Option<&DiagnosticView>, on_go: &Callback<DiagnosticView>) -> Html {
    let Standing { level, why } = standing(state);
    match worst {
        Some(worst) if level != Level::Unknown => {
            let go = worst.clone();
            html! {
                <button type="button" class={classes!("standing", "problem-first", severity_class(worst.severity))} title="Show the place"
                    onclick={on_go.reform(move |_| go.clone())}>
                    { prose(&worst.message) }
                </button>
            }
        }
        _ => {
            let words = why.unwrap_or_else(|| "No problems".to_owned());
            html! { <p class={classes!("standing", level_class(level))}>{ level_icon(level) }<span>{ prose(&words) }</span></p> }
        }
    }
}

fn level_class(level: Level) -> &'static str {
    match level {
        Level::Good => "is-passed",
        Level::Unknown => "is-unknown",
        Level::Note => "is-info",
        Level::Warning => "is-warning",
        Level::Error => "is-error",
    }
}

/// How the rule stands as a drawing; nothing where that is not known.
fn level_icon(level: Level) -> Html {
    let severity = match level {
        Level::Good => return stage_icon(StageState::Passed, None),
        Level::Unknown => return Html::default(),
        Level::Note => Severity::Info,
        Level::Warning => Severity::Warning,
        Level::Error => Severity::Error,
    };
    severity_icon(severity)
}
