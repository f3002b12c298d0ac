//! What other services would answer: mocks of calls, and protobuf descriptors.

use super::descriptors::{Descriptors, proto_id};
use super::mocks::{Mocks, answer_id};
use super::{Fields, later_fields, setter};
use crate::browser::{element, focus_when_drawn};
use crate::components::words::counted;
use crate::state::{ContextForm, DescriptorRow, Inputs, MockRow};
use rulelens_wasm::Needed;
use std::rc::Rc;
use yew::{Callback, Html, Properties, function_component, html};

/// The id of the fields for other services.
const SERVICES: &str = "services";

/// Adds what a call needs to the fields; the id of the field that is then to be filled in.
pub(crate) fn add_needed(inputs: &mut Inputs, needed: Needed) -> String {
    match needed {
        Needed::Mock { function, arguments } => {
            let arguments = arguments.unwrap_or_default();
            let mocks = &mut inputs.context.mocks;
            // One that was added and not filled in yet is not added again.
            let there = mocks.iter().position(|mock| {
                mock.function == function && mock.arguments == arguments && mock.answer.trim().is_empty()
            });
            let index = there.unwrap_or(mocks.len());
            if there.is_none() {
                mocks.push(MockRow { function, arguments, ..MockRow::default() });
            }
            answer_id(index)
        }
        Needed::Descriptor { bucket, key } => {
            let descriptors = &mut inputs.context.descriptors;
            let there = descriptors.iter().position(|row| row.bucket == bucket && row.key == key);
            let index = there.unwrap_or(descriptors.len());
            if there.is_none() {
                descriptors.push(DescriptorRow { bucket, key, ..DescriptorRow::default() });
            }
            proto_id(index)
        }
    }
}

/// Opens the fields for other services and puts the focus into one of them, as soon as it is there.
pub(crate) fn go_to_service(field: String) {
    if let Some(services) = element(SERVICES) {
        let _ = services.set_attribute("open", "");
    }
    focus_when_drawn(field);
}

/// What the [`Services`] are given.
#[derive(Clone, Properties, PartialEq)]
pub(crate) struct ServicesProps {
    /// What the fields hold.
    pub(super) inputs: Rc<Inputs>,
    /// Is told what the fields hold now.
    pub(super) on_inputs: Callback<Inputs>,
}

/// The fields for other services, closed until they are needed.
#[function_component]
pub(super) fn Services(props: &ServicesProps) -> Html {
    let inputs = &props.inputs;
    let fields = Fields::Services(props.clone());
    html! {
        <details class="disclosure context" id={SERVICES}>
            <summary>{ "Mocked services" }<span class="digest">{ digest(&inputs.context) }</span></summary>
            { later_fields(fields) }
        </details>
    }
}

/// The fields themselves.
pub(super) fn fields(props: &ServicesProps) -> Html {
    let ServicesProps { inputs, on_inputs } = props;
    let ContextForm { mocks, descriptors, .. } = &inputs.context;
    html! {
        <>
        <Mocks rows={mocks.clone()}
            on_rows={setter(inputs, on_inputs, |inputs, rows| inputs.context.mocks = rows)} />
        <Descriptors rows={descriptors.clone()}
            on_rows={setter(inputs, on_inputs, |inputs, rows| inputs.context.descriptors = rows)} />
        </>
    }
}

/// How much is filled in.
fn digest(context: &ContextForm) -> String {
    let parts = [(context.mocks.len(), "mock"), (context.descriptors.len(), "descriptor")];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, thing)| counted(count, thing))
        .collect();
    if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::add_needed;
    use crate::state::Inputs;
    use rulelens_wasm::Needed;

    #[test]
    fn what_a_call_needs_is_added_once() {
        let mut inputs = Inputs::default();
        let mock = |arguments: Option<&str>| Needed::Mock {
            function: "get_secret".to_owned(),
            arguments: arguments.map(str::to_owned),
        };
        assert_eq!(add_needed(&mut inputs, mock(Some("[1.50]"))), "mock-0-answer");
        assert_eq!(add_needed(&mut inputs, mock(Some("[1.50]"))), "mock-0-answer");
        assert_eq!(add_needed(&mut inputs, mock(None)), "mock-1-answer");
        let arguments: Vec<&str> = inputs.context.mocks.iter().map(|mock| &*mock.arguments).collect();
        assert_eq!(arguments, ["[1.50]", ""]);

        let descriptor = || Needed::Descriptor { bucket: "b".to_owned(), key: "k".to_owned() };
        assert_eq!(add_needed(&mut inputs, descriptor()), "descriptor-0-proto");
        assert_eq!(add_needed(&mut inputs, descriptor()), "descriptor-0-proto");
        assert_eq!(inputs.context.descriptors.len(), 1);
    }
}
