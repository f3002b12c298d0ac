//! All that there is to say about rule and message, a line each, of which one is open at a time.

use super::icon::{Glyph, glyph_icon, severity_icon};
use super::plain::visible;
use super::words::{counted, evidence, prose, severity_class, severity_word, short_place};
use crate::later::{Draw, Later, Loaded, Part, call};
use crate::state::State;
use crate::state::lessons::teaches;
use crate::state::link::lesson;
use rulelens_wasm::{DiagnosticView, EditView, Needed, Severity};
use yew::{Callback, Html, Properties, classes, function_component, html, use_state};

/// Fixes that one line offers; the others stand below it.
const IN_LINE: usize = 1;

/// What the [`ProblemList`] is given.
#[derive(Clone, Properties, PartialEq)]
pub(crate) struct ProblemListProps {
    /// The page's state.
    pub(crate) state: State,
    /// Called with the problem whose place is to be shown.
    pub(crate) on_go: Callback<DiagnosticView>,
    /// Called with the edits to make, and where.
    pub(crate) on_fix: Callback<(DiagnosticView, Vec<EditView>)>,
    /// Is told what to add to the mocked services.
    pub(crate) on_needed: Callback<Needed>,
    /// Is told that the list is to be closed; without it, it cannot be.
    #[prop_or_default]
    pub(crate) on_close: Option<Callback<()>>,
}

/// The list, which is open when somebody opens it.
#[cfg_attr(
    all(feature = "split", target_family = "wasm"),
    wasm_split_helpers::wasm_split(page, fallible, preload(load_problems))
)]
pub(crate) fn draw_problems(props: &ProblemListProps) -> Loaded<Html> {
    Ok(html! { <ProblemList ..props.clone() /> })
}

/// The list, once the part that draws it has come.
pub(crate) fn later_problems(props: ProblemListProps) -> Html {
    html! { <Later part={Part::Page} draw={Draw::new(move || call!(draw_problems(&props)))} /> }
}

/// The list of problems with its head.
#[function_component]
pub(crate) fn ProblemList(props: &ProblemListProps) -> Html {
    let ProblemListProps { state, on_go, on_fix, on_needed, on_close } = props;
    let open = use_state(|| None::<usize>);
    let diagnostics = state.newest.as_ref().map_or(&[][..], |shown| shown.diagnostics());
    let total = state.newest.as_ref().map_or(0, |shown| shown.answer.diagnostic_count);
    let waits = state.waiting().is_some();
    let items = diagnostics.iter().enumerate().map(|(at, diagnostic)| {
        let is_open = *open == Some(at);
        let on_open = {
            let open = open.setter();
            Callback::from(move |_| open.set((!is_open).then_some(at)))
        };
        let in_lesson = state.lesson.is_some();
        item(diagnostic, is_open, &Asked { on_open, on_go, on_fix, on_needed, in_lesson })
    });
    html! {
        <section class="problems" id="problems" aria-labelledby="problems-title">
            <div class="problems-head">
                <h2 id="problems-title">{ if total == 0 { "No problems".to_owned() } else { counted(total, "problem") } }</h2>
                { counts(diagnostics) }
                if let Some(on_close) = on_close {
                    <button type="button" class="button is-quiet is-icon" aria-label="Close the list" title="Close the list" onclick={on_close.reform(|_| ())}>
                        { glyph_icon(Glyph::Down) }
                    </button>
                }
            </div>
            <ul class={waits.then_some("is-stale")}>{ for items }</ul>
            if total > diagnostics.len() {
                <p class="hint">{ format!("The first {} are listed.", diagnostics.len()) }</p>
            }
        </section>
    }
}

/// How many problems of each severity there are, as drawings with numbers.
pub(crate) fn counts(diagnostics: &[DiagnosticView]) -> Html {
    let numbers = [Severity::Error, Severity::Warning, Severity::Info].into_iter().filter_map(|severity| {
        let number = diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        (number > 0).then(|| {
            html! {
                <span class={classes!("severity-count", severity_class(severity))}>
                    { severity_icon(severity) }{ number }
                    <span class="sr-only">{ format!(" {}", plural(severity, number)) }</span>
                </span>
            }
        })
    });
    html! { <>{ for numbers }</> }
}

/// `errors`, `warning`, `notes`.
fn plural(severity: Severity, number: usize) -> String {
    let word = severity_word(severity).to_lowercase();
    if number == 1 { word } else { format!("{word}s") }
}

/// What can be asked of a line.
struct Asked<'c> {
    on_open: Callback<web_sys::MouseEvent>,
    on_go: &'c Callback<DiagnosticView>,
    on_fix: &'c Callback<(DiagnosticView, Vec<EditView>)>,
    on_needed: &'c Callback<Needed>,
    /// Whether a lesson is open, from which no other one is to lead away.
    in_lesson: bool,
}

fn item(diagnostic: &DiagnosticView, is_open: bool, asked: &Asked<'_>) -> Html {
    let Asked { on_open, on_go, on_fix, on_needed, .. } = asked;
    let on_place = {
        let diagnostic = diagnostic.clone();
        on_go.reform(move |_| diagnostic.clone())
    };
    let known = diagnostic.evidence.map(evidence);
    let fixes: Vec<Html> = diagnostic
        .fixes
        .iter()
        .map(|fix| {
            let change = (diagnostic.clone(), fix.edits.clone());
            html! { <button type="button" class="button fix-button" onclick={on_fix.reform(move |_| change.clone())}>{ prose(&fix.title) }</button> }
        })
        .chain(diagnostic.needed.as_ref().map(|needed| add(needed, on_needed)))
        .collect();
    let (in_line, below) = fixes.split_at(fixes.len().min(IN_LINE));
    let (label, glyph) = if is_open { ("Less", Glyph::Up) } else { ("More", Glyph::Down) };
    html! {
        <li class={classes!("problem", severity_class(diagnostic.severity), is_open.then_some("is-open"))}>
            <div class="problem-line">
                <span class="severity" title={severity_word(diagnostic.severity)}>
                    { severity_icon(diagnostic.severity) }
                    <span class="sr-only">{ severity_word(diagnostic.severity) }</span>
                </span>
                <span class="place">{ visible(&short_place(diagnostic)) }</span>
                <button type="button" class="words" title="Show the place" onclick={on_place}>{ prose(&diagnostic.message) }</button>
                <span class="fixes">{ for in_line.iter().cloned() }</span>
                <button type="button" class="button is-quiet is-icon open" aria-label={label} title={label}
                    aria-expanded={if is_open { "true" } else { "false" }} onclick={on_open.clone()}>
                    { glyph_icon(glyph) }
                </button>
            </div>
            if is_open {
                <div class="problem-more">
                    if let Some(help) = more(diagnostic) {
                        <p class="help">{ prose(help) }</p>
                    }
                    { for below.iter().cloned() }
                    <p class="small">
                        <a href={format!("#v1.r.diagnostics.{}", diagnostic.code)}><code>{ &diagnostic.code }</code></a>
                        if let Some((word, sentence)) = known {
                            { " · " }{ word }{ ": " }{ sentence }
                        }
                    </p>
                    if let Some((id, title)) = teaches(&diagnostic.code).filter(|_| !asked.in_lesson) {
                        <p class="small">{ "A few minutes on this: " }<a href={format!("#{}", lesson(id))}>{ title }</a></p>
                    }
                </div>
            }
        </li>
    }
}

/// What to do about a problem, in words; the help of a call that has no mock tells of files, which the page has not.
fn more(diagnostic: &DiagnosticView) -> Option<&str> {
    match &diagnostic.needed {
        Some(Needed::Mock { .. }) => Some(
            "A mock is the service's response; it stands under Mocked services in the message pane. No service is called.",
        ),
        Some(Needed::Descriptor { .. }) => Some("A descriptor is a file, or the text of a .proto file."),
        None => diagnostic.help.as_deref(),
    }
}

/// Adds what a call needs to the mocked services.
fn add(needed: &Needed, on_needed: &Callback<Needed>) -> Html {
    let label = match needed {
        Needed::Mock { .. } => "Mock this call",
        Needed::Descriptor { .. } => "Add this descriptor",
    };
    let needed = needed.clone();
    let onclick = on_needed.reform(move |_| needed.clone());
    html! { <button type="button" class="button fix-button" {onclick}>{ label }</button> }
}
