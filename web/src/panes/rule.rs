//! The rule: its SQL and its Timestream action.

use super::action::Action;
use super::{PaneProps, setter};
use crate::components::field::Choice;
use crate::documents::DocumentName;
use crate::editor::Editor;
use crate::state::SQL_VERSIONS;
use rulelens_wasm::InputName;
use yew::{Html, function_component, html};

/// The pane of the rule.
#[function_component]
pub(crate) fn RulePane(props: &PaneProps) -> Html {
    let PaneProps { inputs, newest, documents, generation, on_inputs, on_document } = props;
    let diagnostic = newest.as_ref().and_then(|shown| shown.first_in(InputName::Sql)).cloned();
    html! {
        <div class="pane-body">
            <Choice id="sql-version" label="SQL version" options={&SQL_VERSIONS[..]} value={inputs.sql_version.clone()}
                on_value={setter(inputs, on_inputs, |inputs, value| inputs.sql_version = value)} />
            <Editor name={DocumentName::Sql} label="SQL" documents={documents.clone()} generation={*generation} {diagnostic} on_document={on_document.clone()} />
            <Action {inputs} {newest} {on_inputs} />
        </div>
    }
}
