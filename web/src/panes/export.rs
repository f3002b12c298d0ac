//! The rule as a document to deploy, and the conversion to InfluxDB.

use super::result::View;
use crate::browser::download;
use crate::components::copy::CopyButton;
use crate::components::icon::severity_icon;
use crate::components::plain::visible_block;
use crate::components::segmented::Segmented;
use crate::components::words::{prose, severity_class};
use crate::documents::{DocumentName, Documents};
use crate::state::{Change, Inputs, State};
use crate::worker::protocol::SideAnswer;
use crate::worker::side::{Question, SideResult, use_side};
use gloo_timers::callback::Timeout;
use rulelens_wasm::{DiagnosticView, NoteView, RuleView, Severity, ToInfluxdbRequest};
use std::rc::Rc;
use web_sys::{HtmlInputElement, InputEvent};
use yew::{
    Callback, Html, Properties, TargetCast, classes, function_component, html, use_effect_with, use_state_eq,
};

/// How long nothing changes before a document is written, in milliseconds.
const PAUSE: u32 = 150;

/// A format: its name in the engine, its title, and the end of a file's name.
struct Format {
    name: &'static str,
    title: &'static str,
    ending: &'static str,
}

/// The formats that the engine writes, and the conversion.
static FORMATS: &[Format] = &[
    Format { name: "cfn-yaml", title: "CloudFormation", ending: "yaml" },
    Format { name: "cfn", title: "CFN JSON", ending: "json" },
    Format { name: "terraform", title: "Terraform", ending: "tf" },
    Format { name: "terraform-json", title: "TF JSON", ending: "tf.json" },
    Format { name: "cdk", title: "CDK", ending: "ts" },
    Format { name: "json", title: "API", ending: "json" },
    Format { name: "cli", title: "CLI", ending: "sh" },
    Format { name: INFLUXDB, title: "InfluxDB", ending: "json" },
];

/// Not a format of its own: the rule with an action for Timestream's successor.
const INFLUXDB: &str = "influxdb";

pub(super) fn view(view: &View<'_>) -> Html {
    let State { revision, inputs, .. } = &view.props.state;
    let on_inputs = view.change(Change::Inputs);
    html! {
        <Export revision={*revision} inputs={inputs.clone()} documents={view.props.documents.clone()} {on_inputs} />
    }
}

/// A document that was written.
#[derive(Clone, Debug, Default, PartialEq)]
struct Written {
    revision: u64,
    format: usize,
    text: Option<String>,
    notes: Vec<NoteView>,
    found: Vec<DiagnosticView>,
    /// Why there is none.
    why: Option<String>,
}

#[derive(Properties, PartialEq)]
struct ExportProps {
    /// The revision of the rule.
    revision: u64,
    inputs: Rc<Inputs>,
    documents: Documents,
    on_inputs: Callback<Inputs>,
}

/// The rule in each format.
#[function_component]
fn Export(props: &ExportProps) -> Html {
    let ExportProps { revision, inputs, documents, on_inputs } = props;
    let side = use_side();
    let format = use_state_eq(|| 0_usize);
    let written = use_state_eq(|| None::<Written>);
    {
        let (inputs, documents, written) = (inputs.clone(), documents.clone(), written.setter());
        use_effect_with((*revision, *format), move |&(revision, format)| {
            let timer = Timeout::new(PAUSE, move || {
                let sql = String::from(documents.get(DocumentName::Sql).text);
                let question = question(FORMATS[format].name, &inputs, sql);
                let listener = Callback::from(move |result: SideResult| {
                    written.set(Some(Written { revision, format, ..read(result) }));
                });
                side.ask(question, listener);
            });
            move || drop(timer)
        });
    }
    let chosen = &FORMATS[*format];
    let on_choose = {
        let format = format.setter();
        Callback::from(move |at| format.set(at))
    };
    let on_name = {
        let (inputs, on_inputs) = (inputs.clone(), on_inputs.clone());
        move |event: InputEvent| {
            let name = event.target_unchecked_into::<HtmlInputElement>().value();
            let mut inputs = Inputs::clone(&inputs);
            inputs.rule.name = name;
            on_inputs.emit(inputs);
        }
    };
    let here = written.as_ref().filter(|written| written.format == *format);
    let text = here.and_then(|written| written.text.clone());
    let is_old = here.is_some_and(|written| written.revision != *revision);
    let on_copy = {
        let text = text.clone();
        Callback::from(move |()| text.as_deref().map(Into::into))
    };
    let on_download = {
        let (text, name) = (text.clone().unwrap_or_default(), file_name(&inputs.rule.name, chosen));
        move |_| download(&name, &text)
    };
    html! {
        <>
            <div class="toolbar">
                <div class="export-formats">
                    <Segmented label="Format" options={FORMATS.iter().map(|format| format.title.into()).collect::<Vec<_>>()}
                        chosen={*format} {on_choose} />
                </div>
            </div>
            <div class="toolbar">
                <div class="rule-name-field">
                    <label for="rule-name">{ "Rule name" }</label>
                    <input type="text" id="rule-name" class="code" spellcheck="false" autocomplete="off" placeholder={UNNAMED}
                        value={inputs.rule.name.clone()} oninput={on_name} />
                </div>
                if text.is_some() {
                    <CopyButton label="Copy" text={on_copy} />
                    <button type="button" class="button" onclick={on_download}>{ "Download" }</button>
                }
            </div>
            <div class={classes!("scroll", "padded", is_old.then_some("is-stale"))} tabindex="0" role="group" aria-label="Export, scrolls">
                if let Some(written) = here {
                    { shown(written, chosen) }
                } else {
                    <div class="loading"><progress aria-label="Loading"></progress><p class="hint">{ "A part of RuleLens is loading that writes documents." }</p></div>
                }
            </div>
        </>
    }
}

/// What a rule without a name is called in a document that needs one.
const UNNAMED: &str = "my_rule";

fn shown(written: &Written, format: &Format) -> Html {
    let found = written.found.iter().map(|found| {
        html! {
            <li class={severity_class(found.severity)}>
                { severity_icon(found.severity) }
                <span>{ prose(&found.message) }if let Some(help) = &found.help { { " " }{ prose(help) } }</span>
            </li>
        }
    });
    let notes = written.notes.iter().map(|note| {
        let severity = if note.lost { Severity::Warning } else { Severity::Info };
        html! {
            <li class={severity_class(severity)}>
                { severity_icon(severity) }
                <span>
                    if note.lost { <strong>{ "Not carried over: " }</strong> }
                    if !note.place.is_empty() { <code>{ &note.place }</code>{ ": " } }
                    { prose(&note.text) }
                </span>
            </li>
        }
    });
    html! {
        <div class="compared">
            if let Some(why) = &written.why {
                <div class="callout is-error"><p class="lead">{ "There is no document" }</p><p>{ why }</p></div>
            }
            if written.text.is_none() && !written.found.is_empty() {
                <p class="strong">{ format!("The rule cannot be written as {}", format.title) }</p>
            }
            if !written.found.is_empty() { <ul class="note-list">{ for found }</ul> }
            if let Some(text) = &written.text {
                <pre class="codeblock export-text" tabindex="0" role="group" aria-label={format!("The rule as {}", format.title)}>{ visible_block(text) }</pre>
            }
            if !written.notes.is_empty() {
                <section><h3>{ "What changes with InfluxDB" }</h3><ul class="note-list">{ for notes }</ul></section>
            }
        </div>
    }
}

fn question(format: &str, inputs: &Inputs, sql: String) -> Question {
    let (actions, form) = (&inputs.actions, &inputs.rule);
    let sql_version = Some(inputs.sql_version.clone());
    if format == INFLUXDB {
        let first = actions.rows.iter().find(|row| row.kind == "timestream").or(actions.rows.first());
        let action = match (&actions.text, first) {
            (Some(text), _) => text.clone(),
            (None, Some(row)) => row.json().to_string(),
            (None, None) => "{}".to_owned(),
        };
        return Question::to_influxdb(ToInfluxdbRequest { sql, sql_version, action });
    }
    let name = if form.name.trim().is_empty() { UNNAMED } else { form.name.trim() };
    let rule = RuleView {
        name: Some(name.to_owned()),
        id: None,
        sql,
        sql_version,
        description: (!form.description.is_empty()).then(|| form.description.clone()),
        disabled: form.disabled,
        action: actions.json().unwrap_or_else(|| "[]".to_owned()),
    };
    Question::write_document(rule, format)
}

fn read(result: SideResult) -> Written {
    match result {
        Ok(SideAnswer::WriteDocument(written)) => {
            Written { text: written.text, found: written.diagnostics, ..Written::default() }
        }
        Ok(SideAnswer::ToInfluxdb(converted)) => Written {
            text: converted.sql.zip(converted.action).map(|(sql, action)| format!("{sql}\n\n{action}\n")),
            notes: converted.notes,
            found: converted.diagnostics,
            ..Written::default()
        },
        Ok(_) => Written { why: Some("The answer is to another question.".to_owned()), ..Written::default() },
        Err(error) => Written { why: Some(error.words()), ..Written::default() },
    }
}

fn file_name(name: &str, format: &Format) -> String {
    let name = if name.trim().is_empty() { UNNAMED } else { name.trim() };
    let safe: String = name
        .chars()
        .map(|ch| if ch.is_ascii_alphanumeric() || "_-".contains(ch) { ch } else { '_' })
        .collect();
    match format.name {
        INFLUXDB => format!("{safe}-influxdb.txt"),
        _ => format!("{safe}.{}", format.ending),
    }
}

#[cfg(test)]
mod tests {
    use super::{FORMATS, file_name};

    #[test]
    fn a_file_is_named_after_the_rule() {
        assert_eq!(file_name("climate", &FORMATS[0]), "climate.yaml");
        assert_eq!(file_name(" ../a b ", &FORMATS[2]), "___a_b.tf");
        assert_eq!(file_name("", &FORMATS[7]), "my_rule-influxdb.txt");
    }
    #[test]
    #[cfg(not(target_family = "wasm"))]
    fn every_format_that_is_written_is_offered() {
        use rule_actions::documents::Format;
        use std::collections::BTreeSet;

        let offered: BTreeSet<&str> = FORMATS.iter().map(|format| format.name).collect();
        let written = Format::ALL.map(Format::name).into_iter().chain([super::INFLUXDB]);
        assert_eq!(offered, written.collect());
    }
}
