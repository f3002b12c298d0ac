//! The rule: where it came from, its SQL and its actions.

use super::actions::Actions;
use super::banner::{SourceBannerProps, later_banner};
use super::setter;
use super::source::{offer, reading, use_import};
use crate::components::field::Choice;
use crate::components::layout::title_id;
use crate::components::menu::{Item, Menu};
use crate::components::open_file::OpenFile;
use crate::documents::{DocumentName, Documents};
use crate::editor::Editor;
use crate::keeping::Texts;
use crate::lessons::given::{given_actions, locked};
use crate::state::lessons::{LessonState, Part, Worth};
use crate::state::{Inputs, Pane, SQL_VERSIONS, Shown};
use rulelens_wasm::{InputName, Severity};
use std::rc::Rc;
use yew::{Callback, Html, Properties, function_component, html, use_node_ref};

/// What the [`RulePane`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct RulePaneProps {
    /// What the fields hold.
    pub(crate) inputs: Rc<Inputs>,
    /// The newest answer, for what it says about the fields.
    pub(crate) newest: Option<Rc<Shown>>,
    /// SQL and payload.
    pub(crate) documents: Documents,
    /// Changes when the page replaced SQL and payload.
    pub(crate) generation: u32,
    /// Is told what the fields hold now.
    pub(crate) on_inputs: Callback<Inputs>,
    /// Is told that SQL or payload changed.
    pub(crate) on_document: Callback<()>,
    /// Puts texts into all fields, with a way back.
    pub(crate) on_open: Callback<Texts>,
    /// Whether values are shown behind the code.
    pub(crate) values: bool,
    /// Shows them, or not.
    pub(crate) on_values: Callback<bool>,
    /// Whether fields with code are the browser's own.
    pub(crate) plain: bool,
    /// Makes them so, or not.
    pub(crate) on_plain: Callback<bool>,
    /// The lesson that is open, which locks parts of the rule.
    pub(crate) lesson: Option<Rc<LessonState>>,
}

/// The pane of the rule.
#[function_component]
pub(crate) fn RulePane(props: &RulePaneProps) -> Html {
    let RulePaneProps {
        inputs,
        newest,
        documents,
        generation,
        on_inputs,
        on_document,
        on_open,
        values,
        on_values,
        plain,
        on_plain,
        lesson,
    } = props;
    let problems = newest.as_ref().map_or_else(Vec::new, |shown| shown.all_in(InputName::Sql));
    let area = use_node_ref();
    let import = use_import(&area, inputs, documents, on_open, on_document);
    let may = |part| lesson.as_ref().is_none_or(|lesson| lesson.may_edit(part));
    let is_free = lesson.is_none();
    let is_invalid = problems.first().is_some_and(|problem| problem.severity == Severity::Error);
    let offer = (is_free && is_invalid).then(|| offer(&import, documents)).flatten();
    let on_purpose = lesson.as_ref().is_some_and(|lesson| {
        lesson.judged.as_ref().is_some_and(|judged| !judged.changed && judged.worth != Worth::Solved)
    });
    html! {
        <>
            <div class="pane-head">
                <h2 id={title_id(Pane::Rule)}>{ "Rule" }</h2>
                if may(Part::Version) {
                    <Choice id="sql-version" label="SQL version" quiet=true options={&SQL_VERSIONS[..]} value={inputs.sql_version.clone()}
                        on_value={setter(inputs, on_inputs, |inputs, value| inputs.sql_version = value)} />
                } else {
                    <span class="soft small" title="The SQL version is given in this lesson">{ &inputs.sql_version }</span>
                }
                <button type="button" class="button is-toggle" aria-pressed={values.to_string()} title="Values of the chosen message behind the code"
                    onclick={on_values.reform({ let values = *values; move |_| !values })}>{ "Values" }</button>
                if is_free {
                <OpenFile label="Open a rule document" title="Open a rule document: CloudFormation, SAM, Serverless, Terraform, JSON" on_file={import.on_file.clone()} />
                }
                <Menu label="Rule menu" items={vec![Item {
                    label: if *plain { "Edit in the code editor" } else { "Edit in plain fields" }.into(),
                    key: "",
                    disabled: false,
                    on_choose: on_plain.reform({ let plain = *plain; move |()| !plain }),
                }]} />
            </div>
            <div class="pane-body" tabindex="-1" role="group" aria-label="Rule, scrolls">
                if on_purpose {
                    <p class="soft small on-purpose">{ "Broken on purpose" }</p>
                }
                <div class="rule-text" ref={area}>
                    if is_free {
                        { reading(&import) }
                        if let Some(source) = &inputs.source {
                            { later_banner(SourceBannerProps {
                                source: source.clone(),
                                inputs: inputs.clone(),
                                documents: documents.clone(),
                                sql: documents.get(DocumentName::Sql).revision,
                                on_inputs: on_inputs.clone(),
                                on_document: on_document.clone(),
                                on_open: on_open.clone(),
                            }) }
                        }
                    }
                    if may(Part::Sql) {
                    <Editor name={DocumentName::Sql} label="SQL" documents={documents.clone()} generation={*generation} {problems} {offer}
                        on_document={on_document.clone()} />
                    } else {
                        { locked("SQL", &String::from(documents.get(DocumentName::Sql).text)) }
                    }
                </div>
                if may(Part::Action) {
                    <Actions inputs={inputs.clone()} newest={newest.clone()} on_inputs={on_inputs.clone()} />
                } else if let Some(lesson) = lesson {
                    { given_actions(inputs, lesson) }
                }
            </div>
        </>
    }
}
