//! All that there is to say about rule and message, at the bottom of the page.

use super::icon::{SeverityIcon, StageIcon};
use super::plain::visible;
use super::words::{counted, evidence, place, prose, severity_class, severity_word};
use crate::state::{Level, Standing, State, standing};
use rulelens_wasm::{DiagnosticView, EditView, InputName, Needed, Severity, StageState};
use yew::{Callback, Html, Properties, classes, function_component, html};

/// What the [`Problems`] are given.
#[derive(Properties, PartialEq)]
pub(crate) struct ProblemsProps {
    /// The page's state.
    pub(crate) state: State,
    /// Called with the problem whose place is to be shown.
    pub(crate) on_go: Callback<DiagnosticView>,
    /// Called with the edits to make, and where.
    pub(crate) on_fix: Callback<(InputName, Vec<EditView>)>,
    /// Is told what to add to the mocked services.
    pub(crate) on_needed: Callback<Needed>,
}

/// The list of problems, below a line that counts them.
#[function_component]
pub(crate) fn Problems(props: &ProblemsProps) -> Html {
    let ProblemsProps { state, on_go, on_fix, on_needed } = props;
    let newest = state.newest.as_ref();
    let diagnostics = newest.map_or(&[][..], |shown| shown.diagnostics());
    let total = newest.map_or(0, |shown| shown.answer.diagnostic_count);
    let Standing { level, why } = standing(state);
    let waits = state.waiting().is_some();
    let items = diagnostics.iter().map(|diagnostic| item(diagnostic, on_go, on_fix, on_needed));
    html! {
        <section class="problems" aria-labelledby="problems-title">
            <h2 id="problems-title" class="sr-only">{ "Problems" }</h2>
            <p class={classes!("standing", level_class(level))} role="status">
                <LevelIcon {level} />
                <span>{ words(why.as_deref(), diagnostics, total) }</span>
            </p>
            if !diagnostics.is_empty() {
                <ul class={waits.then_some("is-stale")}>{ for items }</ul>
            }
            if total > diagnostics.len() {
                <p class="hint">{ format!("The first {} are listed.", diagnostics.len()) }</p>
            }
        </section>
    }
}

fn item(
    diagnostic: &DiagnosticView,
    on_go: &Callback<DiagnosticView>,
    on_fix: &Callback<(InputName, Vec<EditView>)>,
    on_needed: &Callback<Needed>,
) -> Html {
    let onclick = {
        let diagnostic = diagnostic.clone();
        on_go.reform(move |_| diagnostic.clone())
    };
    let known = diagnostic.evidence.map(evidence);
    let fixes = diagnostic.fixes.iter().map(|fix| {
        let change = (diagnostic.input, fix.edits.clone());
        html! { <button type="button" class="fix" onclick={on_fix.reform(move |_| change.clone())}>{ prose(&fix.title) }</button> }
    });
    html! {
        <li class={classes!("problem", severity_class(diagnostic.severity))}>
            <button type="button" class="problem-go" {onclick} title="Show the place">
                <span class="severity">
                    <SeverityIcon severity={diagnostic.severity} />{ severity_word(diagnostic.severity) }
                </span>
                <span class="problem-place">{ visible(&place(diagnostic)) }</span>
                <span class="problem-message">{ prose(&diagnostic.message) }</span>
            </button>
            <div class="problem-more">
                if let Some(needed) = &diagnostic.needed {
                    { add(needed, on_needed) }
                } else if let Some(help) = &diagnostic.help {
                    <p class="help">{ prose(help) }</p>
                }
                { for fixes }
                <p class="hint">
                    <code>{ &diagnostic.code }</code>
                    if let Some((word, sentence)) = known {
                        { " · " }<span title={sentence}>{ word }</span>
                    }
                </p>
            </div>
        </li>
    }
}

/// Adds what a call needs to the mocked services; the help of other places tells of files instead.
fn add(needed: &Needed, on_needed: &Callback<Needed>) -> Html {
    let (help, label) = match needed {
        Needed::Mock { .. } => (
            "A mock is the service's response; it stands under Mocked services in the message pane. No service is called.",
            "Mock this call",
        ),
        Needed::Descriptor { .. } => {
            ("A descriptor is a file, or the text of a .proto file.", "Add this descriptor")
        }
    };
    let needed = needed.clone();
    let onclick = on_needed.reform(move |_| needed.clone());
    html! {
        <>
            <p class="help">{ help }</p>
            <button type="button" class="fix" {onclick}>{ label }</button>
        </>
    }
}

/// The status line: why the rule does not act, where it does not, and how many problems there are.
fn words(why: Option<&str>, diagnostics: &[DiagnosticView], total: usize) -> Html {
    match why {
        Some(why) if diagnostics.is_empty() => prose(why),
        Some(why) => html! { <>{ prose(why) }{ " · " }{ headline(diagnostics, total) }</> },
        None => html! { { headline(diagnostics, total) } },
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

#[derive(Properties, PartialEq)]
struct LevelIconProps {
    level: Level,
}

/// How the rule stands as a drawing; nothing where that is not known.
#[function_component]
fn LevelIcon(props: &LevelIconProps) -> Html {
    let severity = match props.level {
        Level::Good => return html! { <StageIcon state={StageState::Passed} /> },
        Level::Unknown => return Html::default(),
        Level::Note => Severity::Info,
        Level::Warning => Severity::Warning,
        Level::Error => Severity::Error,
    };
    html! { <SeverityIcon {severity} /> }
}

/// How many problems there are, and of which kind: `2 errors, 1 warning`.
fn headline(diagnostics: &[DiagnosticView], total: usize) -> String {
    if diagnostics.is_empty() {
        return "No problems".to_owned();
    }
    if total > diagnostics.len() {
        return counted(total, "problem");
    }
    [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .map(|severity| {
            (severity, diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count())
        })
        .filter(|&(_, number)| number > 0)
        .map(|(severity, number)| counted(number, &severity_word(severity).to_lowercase()))
        .collect::<Vec<_>>()
        .join(", ")
}
