//! The rule: its SQL and its actions.

use super::actions::Actions;
use super::{PaneProps, setter};
use crate::components::field::Choice;
use crate::components::layout::title_id;
use crate::documents::DocumentName;
use crate::editor::Editor;
use crate::state::{Pane, SQL_VERSIONS};
use rulelens_wasm::InputName;
use yew::{Html, function_component, html};

/// The pane of the rule.
#[function_component]
pub(crate) fn RulePane(props: &PaneProps) -> Html {
    let PaneProps { inputs, newest, documents, generation, on_inputs, on_document } = props;
    let diagnostic = newest.as_ref().and_then(|shown| shown.first_in(InputName::Sql)).cloned();
    html! {
        <>
            <div class="pane-head">
                <h2 id={title_id(Pane::Rule)}>{ "Rule" }</h2>
                <Choice id="sql-version" label="SQL version" quiet=true options={&SQL_VERSIONS[..]} value={inputs.sql_version.clone()}
                    on_value={setter(inputs, on_inputs, |inputs, value| inputs.sql_version = value)} />
            </div>
            <div class="pane-body" tabindex="-1" role="group" aria-label="Rule, scrolls">
                <Editor name={DocumentName::Sql} label="SQL" documents={documents.clone()} generation={*generation} {diagnostic} on_document={on_document.clone()} />
                <Actions {inputs} {newest} documents={documents.clone()} {generation} {on_inputs} {on_document} />
            </div>
        </>
    }
}
