//! The field for a rule that is pasted to be compared, and what was found in it.

use crate::browser::{document, element};
use crate::components::icon::severity_icon;
use crate::components::open_file::OpenFile;
use crate::components::words::prose;
use crate::panes::banner::{UnknownValues, document_line, notes};
use crate::panes::source::{source_of, text_of};
use crate::state::compare::{Paste, Pasted};
use crate::state::source::Source;
use crate::worker::side::{Question, SideResult, use_side};
use crate::worker::side_queue::Lane;
use rulelens_wasm::Severity;
use wasm_bindgen::prelude::JsCast;
use web_sys::{File, HtmlElement, HtmlTextAreaElement, InputEvent};
use yew::{Callback, Html, Properties, TargetCast, function_component, html, use_effect_with, use_mut_ref};

/// The ids of the fields.
const IDS: [&str; 2] = ["pasted-a", "pasted-b"];

/// The ids of the fields for what a document lacks begin so.
const UNKNOWN: [&str; 2] = ["unknown-a", "unknown-b"];

/// What a [`PastedRule`] is given.
#[derive(Properties, PartialEq)]
pub(super) struct PastedRuleProps {
    /// Which side it is on.
    pub(super) side: usize,
    /// What was pasted.
    pub(super) pasted: Paste,
    /// The version of SQL of the workbench.
    pub(super) sql_version: String,
    /// Is told what is pasted.
    pub(super) on_paste: Callback<(usize, Paste)>,
}

/// The field, or the rule that was found.
#[function_component]
pub(super) fn PastedRule(props: &PastedRuleProps) -> Html {
    let PastedRuleProps { side, pasted, sql_version, on_paste } = props;
    let at = *side;
    let worker = use_side();
    // What is read later counts only while nothing else was pasted.
    let newest = use_mut_ref(|| pasted.clone());
    newest.borrow_mut().clone_from(pasted);
    let emit = on_paste.reform(move |pasted: Pasted| (at, pasted.into()));
    let on_text = {
        let (on_paste, newest, worker, version) =
            (on_paste.clone(), newest.clone(), worker.clone(), sql_version.clone());
        Callback::from(move |(text, file): (String, Option<String>)| {
            worker.cancel(Lane::ReadContender(at));
            let asked = Paste::from(Pasted::of(text));
            newest.borrow_mut().clone_from(&asked);
            on_paste.emit((at, asked.clone()));
            let Pasted::Reading(text) = &*asked else { return };
            let question = Question::read_document(Lane::ReadContender(at), text.as_str().into());
            let (on_paste, newest, version) = (on_paste.clone(), newest.clone(), version.clone());
            let listener = Callback::from(move |result: SideResult| {
                if *newest.borrow() != asked {
                    return;
                }
                let text = asked.text();
                let read = match source_of(result, text.to_owned(), file.clone()) {
                    Ok(source) => Pasted::of_source(&source, &version),
                    Err(why) => Pasted::Failed(text.to_owned(), why),
                };
                on_paste.emit((at, read.into()));
            });
            worker.ask(question, listener);
        })
    };
    let on_file = {
        let (on_text, emit) = (on_text.clone(), emit.clone());
        Callback::from(move |file: File| {
            let (on_text, emit) = (on_text.clone(), emit.clone());
            yew::platform::spawn_local(async move {
                match text_of(&file).await {
                    Ok(text) => on_text.emit((text.into(), Some(file.name()))),
                    Err(why) => emit.emit(Pasted::Failed(String::new(), why)),
                }
            });
        })
    };
    // The field goes when its text was read; what comes in its place takes the focus.
    let is_rule = matches!(**pasted, Pasted::Rule(..));
    use_effect_with(is_rule, move |_| {
        let is_lost = document().is_some_and(|page| {
            page.active_element().is_none_or(|active| active.tag_name().eq_ignore_ascii_case("body"))
        });
        if is_lost {
            focus(at);
        }
    });
    if let Pasted::Rule(inputs, sql) = &**pasted
        && let Some(source) = &inputs.source
    {
        let unknown = source.unknown(&inputs.actions, sql);
        let on_use = {
            let (pasted, emit) = (pasted.clone(), emit.clone());
            Callback::from(move |(index, value): (usize, String)| {
                if let Pasted::Rule(inputs, sql) = &*pasted
                    && let Some(source) = &inputs.source
                {
                    let (inputs, changed) = source.fill(index, &value, inputs, sql);
                    emit.emit(Pasted::Rule(Box::new(inputs), changed.unwrap_or_else(|| sql.clone())));
                }
            })
        };
        let on_leave = {
            let (pasted, emit) = (pasted.clone(), emit.clone());
            Callback::from(move |asked: Vec<usize>| {
                let Pasted::Rule(inputs, sql) = &*pasted else { return };
                let mut inputs = inputs.clone();
                if let Some(source) = &mut inputs.source {
                    for index in asked {
                        source.placeholders[index].left_open = true;
                    }
                }
                emit.emit(Pasted::Rule(inputs, sql.clone()));
            })
        };
        return html! {
            <div class="pasted">
                { found(at, source, sql_version, &emit) }
                if !unknown.asked.is_empty() {
                    <UnknownValues of={UNKNOWN[at]} asked={unknown.asked} roles={unknown.roles} {on_use} {on_leave} />
                }
            </div>
        };
    }
    let oninput = move |event: InputEvent| {
        on_text.emit((event.target_unchecked_into::<HtmlTextAreaElement>().value(), None));
    };
    let told = match &**pasted {
        Pasted::Reading(_) => html! { <p class="hint" role="status">{ "Reading the document" }</p> },
        Pasted::Failed(_, why) => html! {
            <p class="field-problem is-error" role="alert">{ severity_icon(Severity::Error) }<span>{ "No rule was read. " }{ prose(why) }</span></p>
        },
        Pasted::Statement(_) => html! {
            <p class="hint">{ format!("A statement alone: actions and SQL version ({sql_version}) are those of this rule.") }</p>
        },
        Pasted::Nothing | Pasted::Rule(..) => html! {
            <p class="hint">{ "SQL, or a document with rules: JSON, YAML or Terraform." }</p>
        },
    };
    html! {
        <div class="pasted">
            <textarea id={IDS[at]} class="code" rows="4" spellcheck="false" autocomplete="off" aria-label={format!("Text of rule {}", ["A", "B"][at])}
                placeholder="Paste the rule here" value={pasted.text().to_owned()} {oninput} />
            <div class="banner-line">
                { told }
                <span class="spring"></span>
                <OpenFile label="Open a file" title="Open a file with the rule: SQL, JSON, YAML or Terraform" labelled=true {on_file} />
            </div>
        </div>
    }
}

/// The document, its rules to choose from, and the way back to the field.
fn found(at: usize, source: &Source, sql_version: &str, emit: &Callback<Pasted>) -> Html {
    let on_rule = {
        let (source, version, emit) = (source.clone(), sql_version.to_owned(), emit.clone());
        Callback::from(move |chosen| {
            emit.emit(Pasted::of_source(&Source { chosen, ..source.clone() }, &version));
        })
    };
    let end = html! {
        <button type="button" id={IDS[at]} class="button is-link is-small" onclick={emit.reform(|_| Pasted::Nothing)}>{ "Paste another" }</button>
    };
    html! {
        <div class="callout is-plain document-banner">
            { document_line(source, format!("Rule of the document, rule {}", ["A", "B"][at]), &on_rule, end) }
            { notes(source) }
        </div>
    }
}

/// Puts the focus on the field, or on what stands in its place.
fn focus(side: usize) {
    if let Some(field) = element(IDS[side]).and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        let _ = field.focus();
    }
}
