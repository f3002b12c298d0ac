//! The cases of the rule, each with what is not as it expects.

use super::result::ResultPaneProps;
use crate::browser::focus;
use crate::casing::CaseAsk;
use crate::components::icon::stage_icon;
use crate::components::menu::{Item, Menu};
use crate::components::open_file::OpenFile;
use crate::components::plain::visible;
use crate::components::tab_list::TabCount;
use crate::components::words::prose;
use crate::state::cases::{CaseCounts, CaseDifference, CaseOutcome, CaseRow, CasesChange};
use crate::state::rules::MAX_NAME;
use crate::state::{Change, ResultTab, State};
use gloo_timers::callback::Timeout;
use rulelens_wasm::StageState;
use web_sys::{HtmlElement, HtmlInputElement, InputEvent, KeyboardEvent, SubmitEvent};
use yew::{
    Callback, Html, Properties, TargetCast, classes, function_component, html, use_effect_with, use_mut_ref,
    use_node_ref, use_state,
};

/// How many cases there are, or how many fail.
pub(super) fn count(state: &State) -> Option<TabCount> {
    let CaseCounts { passed, failed, waiting } = state.cases.counts(&state.inputs.cases);
    let all = passed + failed + waiting;
    let number = if failed > 0 { failed } else { all };
    (all > 0).then_some(TabCount { number, is_error: failed > 0 })
}

pub(super) fn pane(props: &ResultPaneProps) -> Html {
    let dispatch = props.dispatch.clone();
    let on_change = Callback::from(move |change| dispatch.dispatch(Change::Cases(change)));
    html! { <CaseList state={props.state.clone()} {on_change} on_case={props.on_case.clone()} /> }
}

/// What a [`CaseList`] is given.
#[derive(Properties)]
pub(crate) struct CaseListProps {
    /// The page's state.
    pub(crate) state: State,
    /// Is told what the user changes.
    pub(crate) on_change: Callback<CasesChange>,
    /// Does what needs the engine.
    pub(crate) on_case: Callback<CaseAsk>,
}

impl PartialEq for CaseListProps {
    fn eq(&self, other: &Self) -> bool {
        self.state.cases == other.state.cases && self.state.inputs.cases == other.state.inputs.cases
    }
}

/// The list with what can be done.
#[function_component]
pub(crate) fn CaseList(props: &CaseListProps) -> Html {
    let CaseListProps { state, on_change, on_case } = props;
    let cases = &state.inputs.cases;
    // The first one that fails is open until the user says otherwise.
    let chosen = use_state(|| None::<(u32, bool)>);
    let failing = cases.rows().iter().find(|row| {
        matches!(state.cases.outcome(row.id), Some(CaseOutcome::Failed(_) | CaseOutcome::Malformed(_)))
    });
    let open = match *chosen {
        Some((id, open)) if cases.get(id).is_some() => open.then_some(id),
        _ => failing.map(|row| row.id),
    };
    let rows = cases.rows().iter().map(|row| {
        let is_open = open == Some(row.id);
        let on_open = {
            let (chosen, id) = (chosen.setter(), row.id);
            Callback::from(move |()| chosen.set(Some((id, !is_open))))
        };
        html! {
            <Line key={row.id} row={row.clone()} outcome={state.cases.outcome(row.id).cloned()} {is_open} {on_open}
                renaming={state.cases.renaming == Some(row.id)} on_case={on_case.clone()} on_change={on_change.clone()} />
        }
    });
    let ask = |ask: CaseAsk| on_case.reform(move |_| ask.clone());
    let summary = state.cases.counts(cases).words().unwrap_or_else(|| "No cases".to_owned());
    html! {
        <>
            <div class="toolbar cases-toolbar">
                <p class="summary">{ summary }</p>
                <button type="button" class="button" title="Save what came of the chosen message (Shift F7)"
                    onclick={ask(CaseAsk::Save)}>{ "Save as a case" }</button>
                if !cases.is_empty() {
                    <button type="button" class="button" title="As lines for rulelens test" onclick={ask(CaseAsk::Export)}>{ "Export" }</button>
                }
                <OpenFile label="Import cases" title="Import cases, as rulelens test reads them" on_file={on_case.reform(CaseAsk::Import)} />
            </div>
            <div class="scroll" tabindex="0" role="group" aria-label="Cases, scrolls">
                if let Some(trouble) = &state.cases.trouble {
                    <div class="callout is-error"><p class="lead">{ "The cases could not be run" }</p><p>{ prose(trouble) }</p></div>
                }
                if cases.is_empty() {
                    <p class="empty cases-empty">
                        { "A case is the chosen message with what came of it. All cases of this rule run again as you type, as " }
                        <code>{ "rulelens test" }</code>{ " runs them." }
                    </p>
                } else {
                    <ul class="cases" aria-label="Cases">{ for rows }</ul>
                }
            </div>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct LineProps {
    row: CaseRow,
    outcome: Option<CaseOutcome>,
    is_open: bool,
    on_open: Callback<()>,
    renaming: bool,
    on_case: Callback<CaseAsk>,
    on_change: Callback<CasesChange>,
}

/// A case.
#[function_component]
fn Line(props: &LineProps) -> Html {
    let LineProps { row, outcome, is_open, on_open, renaming, on_case, on_change } = props;
    let id = row.id;
    let button = use_node_ref();
    let was_renaming = use_mut_ref(|| false);
    {
        let button = button.clone();
        use_effect_with(*renaming, move |renaming| {
            // The field that had the focus is gone.
            let was_renaming = std::mem::replace(&mut *was_renaming.borrow_mut(), *renaming);
            if let Some(button) = button.cast::<HtmlElement>().filter(|_| was_renaming && !renaming) {
                let _ = button.focus();
            }
        });
    }
    let (class, state, words) = match outcome {
        None => ("is-waiting", StageState::NotReached, "not run yet".to_owned()),
        Some(CaseOutcome::Passed) => ("is-passed", StageState::Passed, "passes".to_owned()),
        Some(CaseOutcome::Failed(differences)) => {
            let more = match differences.len() {
                0 | 1 => String::new(),
                all => format!(" and {} more", all - 1),
            };
            let first = differences.first().map_or("", |difference| difference.what.as_str());
            ("is-failed", StageState::Stopped, format!("fails: {first}{more}"))
        }
        Some(CaseOutcome::Malformed(_)) => ("is-failed", StageState::Stopped, "is not a case".to_owned()),
    };
    let line = if *renaming {
        let on_name = on_change.reform(move |name| match name {
            Some(name) => CasesChange::Rename(id, name),
            None => CasesChange::Renaming(None),
        });
        html! { <Naming name={row.name.clone()} {on_name} /> }
    } else {
        html! {
            <button type="button" ref={button} class="case-open" aria-expanded={if *is_open { "true" } else { "false" }} onclick={on_open.reform(|_| ())}>
                <span class={classes!("mark", class)}>{ stage_icon(state, Some(rulelens_wasm::Severity::Info)) }</span>
                <span class="case-name">{ visible(row.title()) }</span>
                <span class="case-outcome">{ words }</span>
            </button>
        }
    };
    let item = |label: &'static str, disabled, on_choose: Callback<()>| Item {
        label: label.into(),
        key: "",
        disabled,
        on_choose,
    };
    let asks = |ask: CaseAsk| on_case.reform(move |()| ask.clone());
    let changes = |change: CasesChange| on_change.reform(move |()| change.clone());
    let failed = matches!(outcome, Some(CaseOutcome::Failed(_)));
    let on_delete = {
        let delete = changes(CasesChange::Delete(id));
        Callback::from(move |()| {
            delete.emit(());
            Timeout::new(0, || focus(ResultTab::Cases.id())).forget();
        })
    };
    let items = vec![
        item("Open its message", false, asks(CaseAsk::Open(id))),
        item("Expect what comes now", !failed, asks(CaseAsk::Update(id))),
        item("Rename", false, changes(CasesChange::Renaming(Some(id)))),
        item("Delete", false, on_delete),
    ];
    html! {
        <li class={classes!("case", class)}>
            <div class="case-line">
                { line }
                <Menu label={format!("More for {}", row.title())} {items} />
            </div>
            if *is_open {
                <div class="case-more">
                    { about(outcome.as_ref()) }
                    <p class="case-actions">
                        if failed {
                            <button type="button" class="button is-small" onclick={asks(CaseAsk::Update(id)).reform(|_| ())}>{ "Expect what comes now" }</button>
                        }
                        <button type="button" class="button is-small" onclick={asks(CaseAsk::Open(id)).reform(|_| ())}>{ "Open its message" }</button>
                    </p>
                </div>
            }
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct NamingProps {
    name: String,
    /// Is told the name, or that it stays as it is.
    on_name: Callback<Option<String>>,
}

/// The field for the name of a case.
#[function_component]
fn Naming(props: &NamingProps) -> Html {
    let NamingProps { name, on_name } = props;
    // What is typed stays while the cases run.
    let typed = use_state(|| name.clone());
    let field = use_node_ref();
    {
        let field = field.clone();
        use_effect_with((), move |()| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                let _ = field.focus();
                field.select();
            }
        });
    }
    let oninput = {
        let typed = typed.setter();
        move |event: InputEvent| typed.set(event.target_unchecked_into::<HtmlInputElement>().value())
    };
    let onsubmit = {
        let (on_name, field) = (on_name.clone(), field.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            on_name.emit(field.cast::<HtmlInputElement>().map(|field| field.value()));
        }
    };
    let onkeydown = {
        let on_name = on_name.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.prevent_default();
                on_name.emit(None);
            }
        }
    };
    html! {
        <form class="case-rename" {onsubmit} {onkeydown}>
            <input ref={field} class="input" aria-label="Name of the case" value={(*typed).clone()} maxlength={MAX_NAME.to_string()} {oninput} />
            <button type="submit" class="button is-small">{ "Name it" }</button>
        </form>
    }
}

/// What became of a case, in full.
fn about(outcome: Option<&CaseOutcome>) -> Html {
    match outcome {
        None => html! { <p class="hint">{ "It runs once the engine is there." }</p> },
        Some(CaseOutcome::Passed) => html! { <p class="hint">{ "All is as it expects." }</p> },
        Some(CaseOutcome::Malformed(why)) => html! { <p class="field-problem is-error">{ visible(why) }</p> },
        Some(CaseOutcome::Failed(differences)) => html! { <>{ for differences.iter().map(sides) }</> },
    }
}

/// Both sides of a difference, with what is not the same on them marked.
fn sides(difference: &CaseDifference) -> Html {
    let CaseDifference { what, expected, found, comparable } = difference;
    let middle = |text: &str, (start, end): (usize, usize)| {
        html! { <>{ visible(&text[..start]) }<mark>{ visible(&text[start..text.len() - end]) }</mark>{ visible(&text[text.len() - end..]) }</> }
    };
    let side = |text: &str| {
        if *comparable { middle(text, same_ends(expected, found)) } else { visible(text) }
    };
    html! {
        <dl class="case-difference">
            <dt class="case-what">{ visible(what) }</dt>
            <dt>{ "expected" }</dt><dd class="is-expected">{ side(expected) }</dd>
            <dt>{ "found" }</dt><dd class="is-found">{ side(found) }</dd>
        </dl>
    }
}

/// How many bytes two strings have in common at their start and at their end.
fn same_ends(one: &str, other: &str) -> (usize, usize) {
    let length = |same: &mut dyn Iterator<Item = (char, char)>| {
        same.take_while(|(a, b)| a == b).map(|(ch, _)| ch.len_utf8()).sum::<usize>()
    };
    let start = length(&mut one.chars().zip(other.chars()));
    let (one, other) = (&one[start..], &other[start..]);
    (start, length(&mut one.chars().rev().zip(other.chars().rev())))
}

#[cfg(test)]
mod tests {
    use super::same_ends;

    #[test]
    fn what_both_sides_have_in_common_is_not_marked() {
        for (one, other, same) in [
            (r#"{"a":1}"#, r#"{"a":2}"#, (5, 1)),
            ("é1é", "é2é", (2, 2)),
            ("aa", "aaa", (2, 0)),
            ("", "x", (0, 0)),
            ("x", "x", (1, 0)),
        ] {
            assert_eq!(same_ends(one, other), same, "{one} {other}");
        }
    }
}
