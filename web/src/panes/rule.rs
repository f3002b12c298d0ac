//! The rule: where it came from, its SQL and its actions.

use super::actions::Actions;
use super::setter;
use super::source::{DocumentBanner, use_import};
use crate::components::field::Choice;
use crate::components::layout::title_id;
use crate::components::open_file::OpenFile;
use crate::documents::{DocumentName, Documents};
use crate::editor::Editor;
use crate::keeping::Texts;
use crate::state::{Inputs, Pane, SQL_VERSIONS, Shown};
use rulelens_wasm::InputName;
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
}

/// The pane of the rule.
#[function_component]
pub(crate) fn RulePane(props: &RulePaneProps) -> Html {
    let RulePaneProps { inputs, newest, documents, generation, on_inputs, on_document, on_open } = props;
    let diagnostic = newest.as_ref().and_then(|shown| shown.first_in(InputName::Sql)).cloned();
    let area = use_node_ref();
    let import = use_import(&area, inputs, documents, on_open, on_document);
    html! {
        <>
            <div class="pane-head">
                <h2 id={title_id(Pane::Rule)}>{ "Rule" }</h2>
                <Choice id="sql-version" label="SQL version" quiet=true options={&SQL_VERSIONS[..]} value={inputs.sql_version.clone()}
                    on_value={setter(inputs, on_inputs, |inputs, value| inputs.sql_version = value)} />
                <OpenFile label="Open a rule document" title="Open a rule document: CloudFormation, SAM, Serverless, Terraform, JSON" on_file={import.on_file.clone()} />
            </div>
            <div class="pane-body" tabindex="-1" role="group" aria-label="Rule, scrolls">
                <div class="rule-text" ref={area}>
                    <DocumentBanner {import} inputs={inputs.clone()} documents={documents.clone()} sql={documents.get(DocumentName::Sql).revision}
                        on_inputs={on_inputs.clone()} on_document={on_document.clone()} on_open={on_open.clone()} />
                    <Editor name={DocumentName::Sql} label="SQL" documents={documents.clone()} generation={*generation} {diagnostic} on_document={on_document.clone()} />
                </div>
                <Actions inputs={inputs.clone()} newest={newest.clone()} on_inputs={on_inputs.clone()} />
            </div>
        </>
    }
}
