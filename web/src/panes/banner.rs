//! What stands above a rule that came from a document: its name, its other rules, its text, and what it lacks.

use super::source::filled;
use crate::components::icon::{Glyph, glyph_icon, severity_icon};
use crate::components::plain::{plain, visible_block};
use crate::components::words::{counted, prose, severity_class, severity_word};
use crate::documents::{DocumentName, Documents};
use crate::keeping::Texts;
use crate::later::{Draw, Later, Loaded, Part, call};
use crate::state::Inputs;
use crate::state::source::{Asked, Finding, Source};
use rulelens_wasm::Severity;
use std::rc::Rc;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement, InputEvent};
use yew::{Callback, Html, Properties, TargetCast, classes, function_component, html, use_state_eq};

/// The banner of a document, which few rules have.
#[cfg_attr(
    all(feature = "split", target_family = "wasm"),
    wasm_split_helpers::wasm_split(page, fallible, preload(load_banner))
)]
pub(crate) fn draw_banner(props: &SourceBannerProps) -> Loaded<Html> {
    Ok(html! { <SourceBanner ..props.clone() /> })
}

/// The banner, once the part that draws it has come.
pub(super) fn later_banner(props: SourceBannerProps) -> Html {
    html! { <Later part={Part::Page} draw={Draw::new(move || call!(draw_banner(&props)))} /> }
}

/// What the banner is given.
#[derive(Clone, Properties, PartialEq)]
pub(crate) struct SourceBannerProps {
    /// The document.
    pub(super) source: Source,
    /// The page's fields.
    pub(super) inputs: Rc<Inputs>,
    /// The texts.
    pub(super) documents: Documents,
    /// Changes with the statement.
    pub(super) sql: u32,
    /// Is told of new fields.
    pub(super) on_inputs: Callback<Inputs>,
    /// Is told that a text was replaced.
    pub(super) on_document: Callback<()>,
    /// Is told of other texts.
    pub(super) on_open: Callback<Texts>,
}

/// The document of the rule: its name, its other rules, its text, and what it lacks.
#[function_component]
fn SourceBanner(props: &SourceBannerProps) -> Html {
    let SourceBannerProps { source, inputs, documents, on_inputs, on_document, on_open, .. } = props;
    let is_open = use_state_eq(|| false);
    let on_source = {
        let is_open = is_open.clone();
        move |_| is_open.set(!*is_open)
    };
    let on_detach = {
        let (inputs, on_inputs) = (inputs.clone(), on_inputs.clone());
        move |_| on_inputs.emit(Inputs { source: None, ..Inputs::clone(&inputs) })
    };
    let on_rule = {
        let (source, inputs, documents, on_open) =
            (source.clone(), inputs.clone(), documents.clone(), on_open.clone());
        Callback::from(move |chosen| {
            on_open.emit(filled(&Source { chosen, ..source.clone() }, &inputs, &documents));
        })
    };
    let sql = String::from(documents.get(DocumentName::Sql).text);
    let unknown = source.unknown(&inputs.actions, &sql);
    let on_leave = {
        let (inputs, on_inputs) = (inputs.clone(), on_inputs.clone());
        Callback::from(move |asked: Vec<usize>| {
            let mut inputs = Inputs::clone(&inputs);
            if let Some(source) = &mut inputs.source {
                for index in asked {
                    source.placeholders[index].left_open = true;
                }
            }
            on_inputs.emit(inputs);
        })
    };
    let on_use = {
        let (inputs, documents, on_inputs, on_document) =
            (inputs.clone(), documents.clone(), on_inputs.clone(), on_document.clone());
        let sql = sql.clone();
        Callback::from(move |(index, value): (usize, String)| {
            let Some(source) = &inputs.source else { return };
            let (inputs, sql) = source.fill(index, &value, &inputs, &sql);
            if let Some(sql) = sql {
                documents.replace(DocumentName::Sql, sql.as_str().into(), None);
                on_document.emit(());
            }
            on_inputs.emit(inputs);
        })
    };
    let end = html! {
        <>
            if !source.text.is_empty() {
                <button type="button" class="button is-link is-small" aria-expanded={if *is_open { "true" } else { "false" }} onclick={on_source}>{ "Source" }</button>
            }
            <button type="button" class="button is-link is-small" onclick={on_detach}>{ "Detach" }</button>
        </>
    };
    html! {
        <>
            <div class="callout is-plain document-banner">
                { document_line(source, "Rule of the document".to_owned(), &on_rule, end) }
                if inputs.rule.disabled {
                    <p class="hint">{ "The rule is switched off in the document. Here it is evaluated all the same." }</p>
                }
                if let Some(lost) = source.not_kept() {
                    <p class="hint">{ lost }</p>
                }
                { notes(source) }
                if *is_open {
                    { source_text(source) }
                }
            </div>
            if !unknown.asked.is_empty() {
                <UnknownValues asked={unknown.asked} roles={unknown.roles} {on_use} {on_leave} />
            }
        </>
    }
}

/// The document's name and format, its rules to choose from by their places, and what can be done with it.
pub(super) fn document_line(source: &Source, label: String, on_rule: &Callback<usize>, end: Html) -> Html {
    let name = if source.file.is_empty() { "Document" } else { source.file.as_str() };
    // Its first word tells the formats apart; the line has no room for what it is a document of.
    let format = source.format.trim_end_matches(" configuration").trim_end_matches(" template").to_owned();
    let onchange = on_rule.reform(|event: Event| {
        event.target_unchecked_into::<HtmlSelectElement>().selected_index().max(0) as usize
    });
    html! {
        <div class="banner-line">
            { glyph_icon(Glyph::File) }
            <span class="banner-name"><b>{ plain(name) }</b>{ " " }<span class="hint">{ format }</span></span>
            if source.rules.len() > 1 {
                <span class="select is-quiet">
                    <select aria-label={label} {onchange}>
                        { for (0..source.rules.len()).map(|at| html! { <option selected={at == source.chosen}>{ source.rule_name(at) }</option> }) }
                    </select>
                </span>
            } else {
                <code class="hint">{ plain(&source.rule_name(0)) }</code>
            }
            <span class="banner-end">{ end }</span>
        </div>
    }
}

/// What is to be known of how the document was read.
pub(super) fn notes(source: &Source) -> Html {
    let note = |note: &String| {
        html! { <p class="field-problem is-warning">{ severity_icon(Severity::Warning) }<span>{ prose(note) }</span></p> }
    };
    html! { <>{ for source.notes.iter().map(note) }</> }
}

/// The document's text, with what was found in the chosen rule below the lines where that stands.
fn source_text(source: &Source) -> Html {
    let words = |finding: &Finding| {
        let severity = [Severity::Error, Severity::Warning, Severity::Info];
        let severity =
            severity.into_iter().find(|one| one.name() == finding.severity).unwrap_or(Severity::Info);
        html! {
            <span class={classes!("source-finding", severity_class(severity))}>
                { severity_icon(severity) }<span class="sr-only">{ severity_word(severity) }{ ": " }</span>
                <span>{ format!("Line {}: ", finding.line) }{ prose(&finding.message) }</span>
            </span>
        }
    };
    let parts = source.marked().into_iter().map(|(text, found)| {
        html! { <>{ visible_block(text) }{ for found.into_iter().map(words) }</> }
    });
    html! {
        <pre class="codeblock source-text" tabindex="0" role="group" aria-label="Text of the document">{ for parts }</pre>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct UnknownValuesProps {
    /// What the id of the field begins with.
    #[prop_or("unknown")]
    pub(super) of: &'static str,
    /// What is asked for.
    pub(super) asked: Vec<Asked>,
    /// How many values are only roles.
    pub(super) roles: usize,
    /// Is told a value.
    pub(super) on_use: Callback<(usize, String)>,
    /// Is told what is left open.
    pub(super) on_leave: Callback<Vec<usize>>,
}

/// Asks for the values that the document lacks.
#[function_component]
pub(super) fn UnknownValues(props: &UnknownValuesProps) -> Html {
    let UnknownValuesProps { of, asked, roles, on_use, on_leave } = props;
    let field = format!("{of}-value");
    // Of one at a time, because a value changes the places of the others.
    let value = use_state_eq(String::new);
    let Some(first) = asked.first() else { return Html::default() };
    let (index, all) = (first.index, asked.iter().map(|one| one.index).collect::<Vec<_>>());
    let onsubmit = {
        let (on_use, value) = (on_use.clone(), value.clone());
        move |event: yew::SubmitEvent| {
            event.prevent_default();
            if !value.is_empty() {
                on_use.emit((index, (*value).clone()));
                value.set(String::new());
            }
        }
    };
    let oninput = {
        let value = value.setter();
        move |event: InputEvent| value.set(event.target_unchecked_into::<HtmlInputElement>().value())
    };
    let lead = match asked.len() {
        1 => "1 value is not in the file".to_owned(),
        more => format!("{more} values are not in the file"),
    };
    let role_words = match roles {
        0 => String::new(),
        1 => " One role ARN is a placeholder; it changes nothing here.".to_owned(),
        more => format!(" {more} role ARNs are placeholders; they change nothing here."),
    };
    html! {
        <form class="ask" aria-label={lead.clone()} {onsubmit}>
            <p class="outcome-word is-warning">{ severity_icon(Severity::Warning) }{ lead }</p>
            <div class="parameters">
                <label for={field.clone()}><code>{ plain(&first.stands_for) }</code></label>
                <div class="parameter">
                    <div class="valued">
                        <input type="text" id={field} class="code" spellcheck="false" autocomplete="off" placeholder="value" value={(*value).clone()} {oninput} />
                    </div>
                    <p class="hint">{ "Used by " }{ prose(&first.uses.join(", ")) }{ "." }{ role_words }</p>
                    <div class="banner-line">
                        <button type="submit" class="button is-primary is-small" disabled={value.is_empty()}>{ "Use this value" }</button>
                        <button type="button" class="button is-link is-small" onclick={on_leave.reform(move |_| all.clone())}>
                            { if asked.len() == 1 { "Leave it open".to_owned() } else { format!("Leave {} open", counted(asked.len(), "value")) } }
                        </button>
                    </div>
                </div>
            </div>
        </form>
    }
}
