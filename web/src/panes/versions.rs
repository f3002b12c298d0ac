//! The same message and rule under both versions of SQL, what differs, and for which of all messages.

use super::result::View;
use crate::components::icon::{severity_icon, stage_icon};
use crate::components::plain::{plain, visible_block};
use crate::components::type_badge::type_badge;
use crate::components::words::{count, counted, prose, severity_class};
use crate::documents::Documents;
use crate::gathering::Gathering;
use crate::replaying::common_request;
use crate::state::compare::{Cell, Comparison, Difference, Side};
use crate::state::{Change, Inputs, Member, MessagesChange, State};
use crate::worker::protocol::{ComparedView, SideAnswer};
use crate::worker::side::{Question, SideResult, use_side};
use gloo_timers::callback::Timeout;
use js_sys::Date;
use rulelens_wasm::{EvaluateRequest, ReplayRequest, Severity, StageState, WriteOutcome};
use std::rc::Rc;
use yew::{
    Callback, Html, Properties, UseReducerDispatcher, classes, function_component, html, use_effect_with,
    use_memo, use_mut_ref, use_state,
};

/// The versions that are compared.
const VERSIONS: [&str; 2] = ["2015-10-08", "2016-03-23"];

/// How long nothing changes before versions are compared, in milliseconds.
const PAUSE: u32 = 150;

pub(super) fn view(view: &View<'_>) -> Html {
    let State { revision, inputs, .. } = &view.props.state;
    let on_inputs = view.change(Change::Inputs);
    let messages = html! {
        if inputs.messages.count() > 1 {
            <Messages state={view.props.state.clone()} dispatch={view.props.dispatch.clone()}
                documents={view.props.documents.clone()} gathering={view.props.gathering.clone()} />
        }
    };
    html! {
        <Versions revision={*revision} state={view.props.state.clone()} documents={view.props.documents.clone()}
            gathering={view.props.gathering.clone()} {on_inputs} {messages} />
    }
}

#[derive(Properties)]
struct MessagesProps {
    state: State,
    dispatch: UseReducerDispatcher<State>,
    documents: Documents,
    gathering: Gathering,
}

impl PartialEq for MessagesProps {
    fn eq(&self, other: &Self) -> bool {
        self.state.batch == other.state.batch && self.state.inputs == other.state.inputs
    }
}

/// What is known of all messages: the revision that it is about, with the ids of the messages.
type OfAll = (u64, Rc<[u32]>, Rc<Result<ComparedView, String>>);

/// Which of all messages come to something else, of which one can be chosen.
#[function_component]
fn Messages(props: &MessagesProps) -> Html {
    let MessagesProps { state, dispatch, documents, gathering } = props;
    let side = use_side();
    let answer = use_state(|| None::<OfAll>);
    let done = use_state(|| None::<(u64, u64)>);
    {
        let (answer, done) = (answer.setter(), done.setter());
        let (now, documents, gathering) = (state.clone(), documents.clone(), gathering.clone());
        use_effect_with(state.batch, move |&batch| {
            let timer = Timeout::new(PAUSE, move || {
                let inputs = &now.inputs;
                let at = inputs.messages.chosen();
                let Some(chosen) = inputs.message_requests(at..at + 1).next() else { return };
                let ids: Rc<[u32]> = inputs.messages.ids().collect();
                let listener = Callback::from(move |result: SideResult| {
                    let found = match result {
                        Ok(SideAnswer::Replaying(view)) => return done.set(Some((view.done, view.of))),
                        Ok(SideAnswer::Compare(found)) => found,
                        Ok(_) => Err("The answer is to another question.".to_owned()),
                        Err(error) => Err(error.words()),
                    };
                    done.set(None);
                    answer.set(Some((batch, ids.clone(), Rc::new(found))));
                });
                let request =
                    ReplayRequest { record_limit: 0, point_limit: 0, ..common_request(inputs, Date::now()) };
                let messages = gathering.all(&now, &documents);
                side.ask(
                    Question::compare(request, VERSIONS, (at, chosen), documents.texts(), messages),
                    listener,
                );
            });
            move || drop(timer)
        });
    }
    let Some((of, ids, found)) = &*answer else {
        let words = match *done {
            Some((done, of)) => {
                format!("Comparing {} of {} messages", count(done as usize), count(of as usize))
            }
            None => "Comparing all messages".to_owned(),
        };
        return html! { <p class="hint compared-messages" role="status">{ words }</p> };
    };
    let compared = match &**found {
        Ok(compared) => compared,
        Err(why) => return html! { <p class="hint compared-messages" role="status">{ prose(why) }</p> },
    };
    let ComparedView { of: all, differing, listed } = compared;
    let chosen = state.inputs.messages.row().id;
    let lines = listed.iter().filter_map(|(at, words)| {
        let id = *ids.get(*at)?;
        let place = state.inputs.messages.position(id)?;
        let dispatch = dispatch.clone();
        let onclick = move |_| dispatch.dispatch(Change::Messages(MessagesChange::Choose(id)));
        Some(html! {
            <li key={id}>
                <button type="button" class="message-line" aria-pressed={if id == chosen { "true" } else { "false" }} {onclick}>
                    <span class="nr">{ count(place + 1) }</span>
                    <span class="mark is-warning">{ severity_icon(Severity::Warning) }</span>
                    <span class="name">{ plain(state.inputs.name_of(place)) }</span>
                    <span class="outcome is-warning">{ words }</span>
                </button>
            </li>
        })
    });
    html! {
        <div class={classes!("compared-messages", (*of != state.batch).then_some("is-stale"))}>
            <p class="hint" role="status">
                { match differing {
                    0 => format!("None of {} differs", counted(*all, "message")),
                    1 => format!("1 of {} differs", counted(*all, "message")),
                    more => format!("{} of {} differ", count(*more), counted(*all, "message")),
                } }
            </p>
            if !listed.is_empty() {
                <ol class="message-list" aria-label="Messages that differ">{ for lines }</ol>
            }
            if *differing > listed.len() {
                <p class="hint">{ format!("The first {} are listed.", count(listed.len())) }</p>
            }
        </div>
    }
}

#[derive(Properties)]
struct VersionsProps {
    /// The revision of what is compared.
    revision: u64,
    state: State,
    documents: Documents,
    gathering: Gathering,
    on_inputs: Callback<Inputs>,
    /// What differs of all messages, where there are several.
    messages: Html,
}

impl PartialEq for VersionsProps {
    fn eq(&self, other: &Self) -> bool {
        self.revision == other.revision && self.messages == other.messages
    }
}

/// Both versions side by side.
#[function_component]
fn Versions(props: &VersionsProps) -> Html {
    let VersionsProps { revision, state, documents, gathering, on_inputs, messages } = props;
    let inputs = &state.inputs;
    let side = use_side();
    let answer = use_state(|| None::<(u64, Rc<Result<[Side; 2], String>>)>);
    let newest = use_mut_ref(|| 0);
    *newest.borrow_mut() = *revision;
    {
        let (now, documents, gathering) = (state.clone(), documents.clone(), gathering.clone());
        let answer = answer.setter();
        use_effect_with(*revision, move |&revision| {
            let timer = Timeout::new(PAUSE, move || {
                let request = now.inputs.request(Date::now());
                let requests = VERSIONS.map(|version| EvaluateRequest {
                    sql_version: Some(version.to_owned()),
                    ..request.clone()
                });
                let place = now.inputs.messages.chosen();
                let among = (place > 0).then(|| (place, gathering.all(&now, &documents)));
                let listener = Callback::from(move |result: SideResult| {
                    answer.set(Some((revision, Rc::new(sides(result)))));
                });
                side.ask(Question::evaluate(requests.to_vec(), documents.texts(), among), listener);
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
            { messages.clone() }
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
