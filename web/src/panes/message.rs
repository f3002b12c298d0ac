//! What is published: topic, payload, and the context of them.

use super::context::Context;
use super::services::Services;
use super::{PaneProps, setter};
use crate::components::field::Field;
use crate::components::layout::title_id;
use crate::documents::DocumentName;
use crate::editor::Editor;
use crate::state::Pane;
use rulelens_wasm::InputName;
use yew::{Html, function_component, html};

/// The pane of the message.
#[function_component]
pub(crate) fn MessagePane(props: &PaneProps) -> Html {
    let PaneProps { inputs, newest, documents, generation, on_inputs, on_document } = props;
    let about = |input| newest.as_ref().and_then(|shown| shown.first_in(input)).cloned();
    html! {
        <>
            <div class="pane-head"><h2 id={title_id(Pane::Message)}>{ "Message" }</h2></div>
            <div class="pane-body" tabindex="-1" role="group" aria-label="Message, scrolls">
                <Field id="topic" label="Topic" value={inputs.topic.clone()} diagnostic={about(InputName::Topic)}
                    on_value={setter(inputs, on_inputs, |inputs, value| inputs.topic = value)} />
                <Editor name={DocumentName::Payload} label="Payload" documents={documents.clone()} generation={*generation}
                    diagnostic={about(InputName::Payload)} on_document={on_document.clone()} />
                <Context {inputs} {on_inputs} />
                <Services {inputs} {on_inputs} />
            </div>
        </>
    }
}
