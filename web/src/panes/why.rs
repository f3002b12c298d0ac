//! Where the message stopped and why: each stage with its reason, the topic level by level, WHERE, SELECT and the
//! actions' templates with the values of what is in them, and what would let the message pass.

use super::result::View;
use crate::components::icon::stage_icon;
use crate::components::plain::{plain, visible, visible_block};
use crate::components::strip::stages;
use crate::components::words::{prose, severity_class};
use crate::documents::{DocumentName, Documents};
use crate::state::{
    Part, PartKind, Shown, State, Step, TemplatePart, changed_lines, decided, parts, templates,
};
use gloo_timers::callback::Timeout;
use rulelens_wasm::{
    DeliveryView, DiagnosticView, EditView, InputName, LevelFitView, RangeView, Stage, StageName, StageState,
    TopicLevelView, TracedValueView,
};
use std::rc::Rc;
use yew::{Callback, Html, Properties, classes, function_component, html, use_effect_with};

/// How deep expressions are indented at most.
const DEEPEST: usize = 8;

pub(super) fn view(view: &View<'_>) -> Html {
    let (on_place, on_fix) = (view.props.on_place.clone(), view.props.on_fix.clone());
    let documents = view.props.documents.clone();
    html! { <Why state={view.props.state.clone()} shown={view.shown.clone()} {documents} {on_place} {on_fix} /> }
}

#[derive(Properties, PartialEq)]
struct WhyProps {
    /// SQL and payload.
    documents: Documents,
    state: State,
    shown: Rc<Shown>,
    /// Called with the place in the SQL to show.
    on_place: Callback<RangeView>,
    /// Called with the edits of a fix, and where.
    on_fix: Callback<(DiagnosticView, Vec<EditView>)>,
}

#[function_component]
fn Why(props: &WhyProps) -> Html {
    let WhyProps { documents, state, shown, on_place, on_fix } = props;
    use_effect_with(state.open_stage, |stage| {
        if let Some(stage) = *stage {
            // The stage is there once it is drawn.
            Timeout::new(0, move || crate::browser::scroll_to(&stage_id(stage))).forget();
        }
    });
    let trace = shown.answer.response.trace.as_ref();
    let (parts, cause) = (trace.map(parts).unwrap_or_default(), trace.and_then(decided));
    let stages = stages(Some(shown));
    let ended = stages.iter().find(|stage| stage.state == StageState::Stopped);
    let blocks = stages.iter().map(|stage| {
        let kind = match stage.name {
            StageName::Where => Some(PartKind::Where),
            StageName::Select => Some(PartKind::Select),
            StageName::Topic | StageName::Actions => None,
        };
        let parts =
            parts.iter().filter(|part| Some(part.kind) == kind).map(|part| tree(part, cause, on_place));
        let is_end = ended.is_some_and(|ended| ended.name == stage.name);
        let levels = trace.filter(|_| stage.name == StageName::Topic).map(|trace| topic(&trace.topic));
        let actions = &shown.answer.response.deliveries;
        let actions = (stage.name == StageName::Actions).then(|| action_templates(actions));
        html! {
            <li class="stage-block" id={stage_id(stage.name)}>
                <div class={classes!("tree-stage", stage_class(stage))}>
                    { stage_icon(stage.state, stage.severity) }
                    <h3>{ &stage.title }</h3>
                    // Where the message ended stands above, in full.
                    <span class="digest">{ prose(if is_end { &stage.summary } else { &stage.explanation }) }</span>
                </div>
                { for levels }
                if kind.is_some() {
                    <ul class="tree">{ for parts }</ul>
                }
                { for actions }
            </li>
        }
    });
    html! {
        <div class="scroll" tabindex="0" role="group" aria-label="Why, scrolls">
            if let Some(stage) = ended {
                <div class={classes!("callout", "why-lead", stage.severity.map(severity_class))}>
                    <p class="lead">{ format!("{} stopped the message: {}", stage.title, stage.summary) }</p>
                    <p>{ prose(&stage.explanation) }</p>
                </div>
                { remedies(stage, &fixes(shown, cause, documents, on_fix)) }
            }
            <ol>{ for blocks }</ol>
        </div>
    }
}

/// What would let the message pass, in words and as fixes.
fn remedies(stage: &Stage, fixes: &[Html]) -> Html {
    if stage.needs.is_empty() && fixes.is_empty() {
        return Html::default();
    }
    let needs = stage.needs.iter().map(|need| html! { <li>{ prose(need) }</li> });
    html! {
        <section class="remedies" aria-labelledby="remedies-title">
            <h3 id="remedies-title">{ "What would let it pass" }</h3>
            if !stage.needs.is_empty() {
                <ul class="needs">{ for needs }</ul>
            }
            { for fixes.iter().cloned() }
        </section>
    }
}

/// The fixes at the place that decided, each with the lines that it changes.
fn fixes(
    shown: &Shown,
    cause: Option<RangeView>,
    documents: &Documents,
    on_fix: &Callback<(DiagnosticView, Vec<EditView>)>,
) -> Vec<Html> {
    let Some(cause) = cause else { return Vec::new() };
    let about = |diagnostic: &&DiagnosticView| {
        diagnostic.input == InputName::Sql
            && diagnostic
                .labels
                .first()
                .is_some_and(|label| label.start >= cause.start && label.end <= cause.end)
    };
    let sql = String::from(&documents.get(DocumentName::Sql).text);
    let fixes = shown.diagnostics().iter().filter(about).flat_map(|diagnostic| {
        diagnostic.fixes.iter().map(|fix| {
            let change = (diagnostic.clone(), fix.edits.clone());
            let lines = changed_lines(&sql, &fix.edits);
            html! {
                <div class="fix">
                    <p>{ prose(&fix.title) }</p>
                    <button type="button" class="button is-small" onclick={on_fix.reform(move |_| change.clone())}>{ "Apply" }</button>
                    if let Some((before, after)) = lines {
                        <div class="diff">
                            <div class="removed"><span class="sr-only">{ "instead of " }</span>{ visible_block(&before) }</div>
                            <div class="added"><span class="sr-only">{ "write " }</span>{ visible_block(&after) }</div>
                        </div>
                    }
                </div>
            }
        })
    });
    fixes.collect()
}

/// The levels of the topic beside those of the filter, one in a line.
fn topic(levels: &[TopicLevelView]) -> Html {
    let lines = levels.iter().map(|level| {
        let (class, words) = match (level.fit, &level.filter, &level.topic) {
            (LevelFitView::Same, ..) => ("", "the same"),
            (LevelFitView::Wildcard, Some(_), _) => ("is-wildcard", "any level"),
            (LevelFitView::Wildcard, None, _) => ("is-wildcard", "any further level"),
            (LevelFitView::Differs, None, _) => ("is-cause", "one level too many"),
            (LevelFitView::Differs, _, None) => ("is-cause", "the topic has no such level"),
            (LevelFitView::Differs, Some(filter), _) if filter == "+" || filter == "#" => {
                ("is-cause", "takes no topic that starts with $")
            }
            (LevelFitView::Differs, ..) => ("is-cause", "differs"),
            (LevelFitView::NotCompared, ..) => ("is-free", "not compared"),
        };
        let text = |text: &Option<String>| match text.as_deref() {
            Some("") => html! { <i class="soft">{ "empty" }</i> },
            Some(text) => html! { <code>{ visible(text) }</code> },
            None => html! { <span class="soft">{ "–" }</span> },
        };
        html! {
            <tr {class}>
                <th scope="row">{ level.number.map(|number| html! { <code>{ format!("topic({number})") }</code> }) }</th>
                <td>{ text(&level.filter) }</td>
                <td>{ text(&level.topic) }</td>
                <td class="soft">{ words }</td>
            </tr>
        }
    });
    html! {
        <table class="levels">
            <caption class="sr-only">{ "The topic, level by level" }</caption>
            <thead><tr><th scope="col">{ "Level" }</th><th scope="col">{ "FROM" }</th><th scope="col">{ "Topic" }</th><th scope="col"><span class="sr-only">{ "How they fit" }</span></th></tr></thead>
            <tbody>{ for lines }</tbody>
        </table>
    }
}

/// The templates of the actions with what they gave; opened where they failed, or something in them is Undefined.
fn action_templates(deliveries: &[DeliveryView]) -> Html {
    let several = deliveries.len() > 1;
    let of_action = |(at, delivery): (usize, &DeliveryView)| {
        let lines: Vec<Html> = templates(delivery).map(|part| template(&part)).collect();
        if lines.is_empty() {
            return Html::default();
        }
        html! {
            <>
                if several {
                    <p class="small soft template-of">{ format!("Action {}, {}", at + 1, delivery.title) }</p>
                }
                <ul class="tree">{ for lines }</ul>
            </>
        }
    };
    deliveries.iter().enumerate().map(of_action).collect()
}

fn template(part: &TemplatePart<'_>) -> Html {
    let absent = part.failure.is_none() && !part.steps.is_empty();
    html! {
        <li>
            <div class={classes!("tree-line", part.failure.is_some().then_some("is-cause"))}>
                <span class="expr">{ visible(part.written) }</span>
                <span class="note">{ plain(&part.view.path) }</span>
                <span class="gives">
                    <span class="given">
                        { match (part.failure, part.view.text.as_str()) {
                            (Some(_), _) => html! { "fails" },
                            (None, "") => html! { "empty" },
                            (None, text) => plain(text),
                        } }
                    </span>
                    <span class="of"></span>
                </span>
            </div>
            if let Some(failure) = part.failure {
                <p class="template-why">{ prose(failure) }</p>
            } else if absent {
                <p class="template-why soft">{ "What is Undefined in a template is empty." }</p>
            }
            if !part.steps.is_empty() {
                { steps(&part.steps, 0, None, None) }
            }
        </li>
    }
}

/// The id of a stage's block.
fn stage_id(stage: StageName) -> String {
    format!("why-{}", stage.name())
}

fn stage_class(stage: &Stage) -> Option<&'static str> {
    match (stage.state, stage.severity) {
        (_, Some(severity)) => Some(severity_class(severity)),
        (StageState::Passed, None) => Some("is-passed"),
        (StageState::NotReached, None) => Some("is-not-reached"),
        (StageState::Absent | StageState::Stopped, None) => None,
    }
}

/// A part as a line, with the expressions inside it below.
fn tree(part: &Part<'_>, cause: Option<RangeView>, on_place: &Callback<RangeView>) -> Html {
    let is_cause = cause == Some(part.range);
    html! {
        <li>
            <div class={classes!("tree-line", is_cause.then_some("is-cause"))}>
                { place(part.text, part.range, on_place) }
                if is_cause {
                    <span class="note">{ "decided" }</span>
                } else {
                    { reads(part.pointers) }
                }
                { part.value.map(value) }
            </div>
            if !part.steps.is_empty() {
                { steps(&part.steps, 0, cause, Some(on_place)) }
            }
        </li>
    }
}

/// What of the payload is read.
fn reads(pointers: &[String]) -> Html {
    if pointers.is_empty() {
        return Html::default();
    }
    let pointers = pointers.iter().map(|pointer| {
        html! { <code>{ if pointer.is_empty() { html! { "the whole payload" } } else { plain(pointer) } }</code> }
    });
    html! { <span class="note">{ "reads " }{ for pointers }</span> }
}

/// Expressions of one depth, each with those inside it.
fn steps(
    all: &[Step<'_>],
    depth: usize,
    cause: Option<RangeView>,
    on_place: Option<&Callback<RangeView>>,
) -> Html {
    let mut lines = Vec::new();
    let mut at = 0;
    while at < all.len() {
        let end =
            all[at + 1..].iter().position(|step| step.depth <= depth).map_or(all.len(), |next| at + 1 + next);
        let (step, inside) = (&all[at], &all[at + 1..end]);
        let below = match inside {
            [] => Html::default(),
            // Deeper ones stand as deep as there is room.
            _ if depth >= DEEPEST => inside
                .iter()
                .map(|step| html! { <ul>{ line(step, cause, on_place, Html::default()) }</ul> })
                .collect(),
            _ => steps(inside, depth + 1, cause, on_place),
        };
        lines.push(line(step, cause, on_place, below));
        at = end;
    }
    html! { <ul>{ for lines }</ul> }
}

fn line(
    step: &Step<'_>,
    cause: Option<RangeView>,
    on_place: Option<&Callback<RangeView>>,
    below: Html,
) -> Html {
    let expression = step.expression;
    let is_cause = cause == Some(expression.range);
    html! {
        <li>
            <div class={classes!("tree-line", is_cause.then_some("is-cause"))}>
                { match on_place {
                    Some(on_place) => place(&expression.text, expression.range, on_place),
                    None => html! { <span class="expr">{ visible(&expression.text) }</span> },
                } }
                if is_cause {
                    <span class="note">{ "the first cause" }</span>
                } else {
                    { reads(&expression.pointers) }
                }
                if expression.count > 1 {
                    <span class="note">{ format!("the first of {}", expression.count) }</span>
                }
                { expression.values.first().map(value) }
            </div>
            { below }
        </li>
    }
}

/// A text of the SQL that leads to its place there.
fn place(text: &str, range: RangeView, on_place: &Callback<RangeView>) -> Html {
    let onclick = on_place.reform(move |_| range);
    html! { <button type="button" class="place expr" title="Show it in the SQL" {onclick}>{ visible(text) }</button> }
}

fn value(value: &TracedValueView) -> Html {
    let class = match value.type_name.as_str() {
        "Int" => "n",
        "Decimal" => "d",
        "Boolean" => "b",
        "String" => "s",
        _ => "",
    };
    html! {
        <span class="gives">
            <span class={classes!("given", class)}>{ plain(value.json.as_deref().unwrap_or("Undefined")) }</span>
            <span class="of">{ if value.json.is_some() { &value.type_name } else { "" } }</span>
        </span>
    }
}
