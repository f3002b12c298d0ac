//! The same message and rule under both versions of SQL, and what differs.

use super::result::View;
use crate::components::icon::{severity_icon, stage_icon};
use crate::components::plain::{plain, visible_block};
use crate::components::type_badge::type_badge;
use crate::components::words::{counted, prose, severity_class};
use crate::documents::{DocumentName, Documents};
use crate::state::compare::{Cell, Comparison, Difference, Side};
use crate::state::{Change, Inputs, Member, State};
use crate::worker::protocol::SideAnswer;
use crate::worker::side::{Question, SideResult, use_side};
use gloo_timers::callback::Timeout;
use js_sys::Date;
use rulelens_wasm::{EvaluateRequest, Severity, StageState, WriteOutcome};
use std::rc::Rc;
use yew::{
    Callback, Html, Properties, classes, function_component, html, use_effect_with, use_memo, use_mut_ref,
    use_state,
};

/// The versions that are compared.
const VERSIONS: [&str; 2] = ["2015-10-08", "2016-03-23"];

/// How long nothing changes before versions are compared, in milliseconds.
const PAUSE: u32 = 150;

pub(super) fn view(view: &View<'_>) -> Html {
    let State { revision, inputs, .. } = &view.props.state;
    let on_inputs = view.change(Change::Inputs);
    html! {
        <Versions revision={*revision} inputs={inputs.clone()} documents={view.props.documents.clone()} {on_inputs} />
    }
}

#[derive(Properties, PartialEq)]
struct VersionsProps {
    /// The revision of what is compared.
    revision: u64,
    inputs: Rc<Inputs>,
    documents: Documents,
    on_inputs: Callback<Inputs>,
}

/// Both versions side by side.
#[function_component]
fn Versions(props: &VersionsProps) -> Html {
    let VersionsProps { revision, inputs, documents, on_inputs } = props;
    let side = use_side();
    let answer = use_state(|| None::<(u64, Rc<Result<[Side; 2], String>>)>);
    let newest = use_mut_ref(|| 0);
    *newest.borrow_mut() = *revision;
    {
        let (inputs, documents, answer) = (inputs.clone(), documents.clone(), answer.setter());
        use_effect_with(*revision, move |&revision| {
            let timer = Timeout::new(PAUSE, move || {
                let request = inputs.request(Date::now());
                let requests = VERSIONS.map(|version| EvaluateRequest {
                    sql_version: Some(version.to_owned()),
                    ..request.clone()
                });
                let [sql, payload] =
                    [DocumentName::Sql, DocumentName::Payload].map(|name| documents.get(name).text);
                let listener = Callback::from(move |result: SideResult| {
                    answer.set(Some((revision, Rc::new(sides(result)))));
                });
                side.ask(Question::evaluate(requests.to_vec(), sql, payload), listener);
            });
            move || drop(timer)
        });
    }
    let compared = use_memo(answer.as_ref().map(|(_, found)| found.clone()), |found| {
        found.as_ref().and_then(|found| found.as_ref().as_ref().ok().map(Comparison::of))
    });
    let is_old = answer.as_ref().is_some_and(|(of, _)| of != revision);
    let switches = VERSIONS.map(|version| {
        let is_used = inputs.sql_version == version;
        let onclick = {
            let (inputs, on_inputs) = (inputs.clone(), on_inputs.clone());
            move |_| on_inputs.emit(Inputs { sql_version: version.to_owned(), ..Inputs::clone(&inputs) })
        };
        html! {
            if is_used {
                <span class="used">{ format!("{version} is used") }</span>
            } else {
                <button type="button" class="button is-small" {onclick}>{ format!("Use {version}") }</button>
            }
        }
    });
    let summary = match (&answer.as_ref().map(|(_, found)| found.clone()), &*compared) {
        (None, _) => "Comparing 2015-10-08 and 2016-03-23".to_owned(),
        (Some(_), None) => "Not compared".to_owned(),
        (_, Some(compared)) if compared.is_same() => "No difference".to_owned(),
        (_, Some(compared)) => told(compared),
    };
    html! {
        <>
            <div class="toolbar">
                <p class="summary" role="status">{ summary }</p>
                { for switches }
            </div>
            <div class={classes!("scroll", "padded", is_old.then_some("is-stale"))} tabindex="0" role="group" aria-label="Versions, scrolls">
                if answer.is_none() {
                    <div class="loading"><progress aria-label="Loading"></progress></div>
                }
                if let Some((_, found)) = &*answer {
                    if let Err(why) = &**found {
                        <div class="callout is-error"><p class="lead">{ "The versions could not be compared" }</p><p>{ why }</p></div>
                    }
                }
                if let Some(compared) = &*compared {
                    if compared.is_same() {
                        <p class="empty">{ "Both versions do the same with this message and rule." }</p>
                    } else {
                        { differences(compared) }
                    }
                }
            </div>
        </>
    }
}

/// The answer as two sides.
fn sides(result: SideResult) -> Result<[Side; 2], String> {
    match result {
        Ok(SideAnswer::Evaluate(found)) => {
            let sides = VERSIONS.iter().zip(found).map(|(name, evaluated)| Side { name, evaluated });
            sides.collect::<Vec<_>>().try_into().map_err(|_| "The answer is incomplete.".to_owned())
        }
        Ok(_) => Err("The answer is to another question.".to_owned()),
        Err(error) => Err(error.words()),
    }
}

/// What differs, in a few words.
fn told(compared: &Comparison) -> String {
    let mut parts = Vec::new();
    if !compared.outcome.is_empty() {
        parts.push("the outcome differs".to_owned());
    }
    if !compared.records.is_empty() {
        let verb = if compared.records.len() == 1 { "differs" } else { "differ" };
        parts.push(format!("{} {verb}", counted(compared.records.len(), "record")));
    } else if compared.payload_differs {
        parts.push("the outgoing payload differs".to_owned());
    }
    if !compared.requests.is_empty() {
        parts.push(format!("{} sent differently", counted(compared.requests.len(), "request")));
    }
    if parts.is_empty() {
        parts.push("what is reported differs".to_owned());
    }
    let words = parts.join(", ");
    words[..1].to_uppercase() + &words[1..]
}

fn differences(compared: &Comparison) -> Html {
    let said = compared.said.iter().map(|(at, found)| {
        html! {
            <li class={severity_class(found.severity)}>
                { severity_icon(found.severity) }
                <span>{ format!("Only under {}: ", VERSIONS[*at]) }{ prose(&found.message) }</span>
            </li>
        }
    });
    let requests = compared.requests.iter().map(|(title, texts)| {
        html! {
            <section>
                <h3>{ title }</h3>
                <div class="sides">{ for texts.iter().zip(VERSIONS).map(|(text, version)| block(version, visible_block(text))) }</div>
            </section>
        }
    });
    html! {
        <div class="compared">
            if !compared.outcome.is_empty() {
                <div class="callout is-warning">{ for compared.outcome.iter().map(|sentence| html! { <p>{ prose(sentence) }</p> }) }</div>
            }
            if !compared.records.is_empty() {
                <table class="differences">
                    <caption class="sr-only">{ "Records that differ" }</caption>
                    <colgroup><col /><col /><col /><col /></colgroup>
                    <thead><tr>
                        <th scope="col">{ "Measure" }</th>
                        { for VERSIONS.map(|version| html! { <th scope="col" class="side">{ version }</th> }) }
                        <th scope="col">{ "What differs" }</th>
                    </tr></thead>
                    <tbody>{ for compared.records.iter().map(row) }</tbody>
                </table>
                if compared.same_records > 0 {
                    <p class="hint">{ format!("{} the same under both versions", match compared.same_records { 1 => "1 record is".to_owned(), more => format!("{more} records are") }) }</p>
                }
            }
            if let Some(payloads) = &compared.payloads {
                <section>
                    <h3>{ "Outgoing payload" }</h3>
                    <div class="sides">{ for payloads.iter().zip(VERSIONS).map(|(members, version)| block(version, object(members))) }</div>
                </section>
            }
            { for requests }
            if !compared.said.is_empty() {
                <section>
                    <h3>{ "Reported under one version only" }</h3>
                    <ul class="note-list">{ for said }</ul>
                </section>
            }
        </div>
    }
}

fn block(version: &'static str, text: Html) -> Html {
    html! { <div><p class="hint">{ version }</p><pre class="codeblock">{ text }</pre></div> }
}

/// An object with what differs marked.
fn object(members: &[(Member, bool)]) -> Html {
    let last = members.len().saturating_sub(1);
    let lines = members.iter().enumerate().map(|(at, (member, differs))| {
        let text = html! { <>{ plain(&member.key) }{ ": " }{ visible_block(&member.value) }</> };
        html! {
            <>
                { "  " }
                if *differs { <span class="differs">{ text }</span> } else { { text } }
                { if at == last { "\n" } else { ",\n" } }
            </>
        }
    });
    html! { <>{ "{\n" }{ for lines }{ "}" }</> }
}

fn row(difference: &Difference) -> Html {
    let both = difference.cells.iter().all(Option::is_some);
    let cells = difference.cells.iter().zip(VERSIONS).map(|(cell, version)| match cell {
        Some(cell) => written(cell, version, if both { "changed" } else { "here" }),
        None => html! { <td class="value there" data-side={version}>{ "not there" }</td> },
    });
    html! {
        <tr>
            <th scope="row">{ plain(&difference.measure) }</th>
            { for cells }
            <td class="kind">{ prose(&difference.words) }</td>
        </tr>
    }
}

fn written(cell: &Cell, version: &'static str, class: &'static str) -> Html {
    let rejected = cell.outcome == WriteOutcome::Rejected;
    let state = if rejected { StageState::Stopped } else { StageState::Passed };
    html! {
        <td class={classes!("value", class)} data-side={version} title={cell.value.clone()}>
            { plain(&cell.value) }
            <span class={classes!("row", "outcome-word", if rejected { "is-error" } else { "is-passed" })}>
                { type_badge(cell.kind) }
                { stage_icon(state, rejected.then_some(Severity::Error)) }
                <span class="sr-only">{ if rejected { "rejected" } else { "accepted" } }</span>
            </span>
        </td>
    }
}
