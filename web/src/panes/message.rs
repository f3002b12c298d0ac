//! What is published: the messages, and topic, payload and context of the chosen one.

use super::context::Context;
use super::incoming::{line, use_incoming};
use super::messages::{MessageListProps, focus_line};
use super::own::Own;
use super::services::Services;
use super::table::Table;
use super::{Fields, later_fields, setter};
use crate::components::field::Field;
use crate::components::icon::{Glyph, glyph_icon};
use crate::components::layout::title_id;
use crate::components::menu::{Item, Menu};
use crate::components::open_file::OpenFile;
use crate::components::stepper::step_button;
use crate::components::words::{count, counted};
use crate::documents::{DocumentName, Documents};
use crate::editor::{Editor, reveal};
use crate::explaining::KeysRead;
use crate::importing::use_import;
use crate::state::{Change, Inputs, MAX_LISTED, MessagesChange, Pane, State};
use gloo_timers::callback::Timeout;
use rulelens_wasm::InputName;
use yew::{
    AttrValue, Callback, Html, Properties, UseReducerDispatcher, function_component, html, use_node_ref,
    use_state,
};

/// What the [`MessagePane`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct MessagePaneProps {
    /// The page's state.
    pub(crate) state: State,
    /// Is told what happens to the messages.
    pub(crate) dispatch: UseReducerDispatcher<State>,
    /// SQL and payloads.
    pub(crate) documents: Documents,
    /// Changes when the page replaced SQL or payload.
    pub(crate) generation: u32,
    /// Is told what the fields hold now.
    pub(crate) on_inputs: Callback<Inputs>,
    /// Is told that SQL or payload changed.
    pub(crate) on_document: Callback<()>,
    /// How much of the payload the rule reads.
    pub(crate) keys: Option<KeysRead>,
}

/// The pane of the messages.
#[function_component]
pub(crate) fn MessagePane(props: &MessagePaneProps) -> Html {
    let MessagePaneProps { state, dispatch, documents, generation, on_inputs, on_document, keys } = props;
    let problems = state.newest.as_ref().map_or_else(Vec::new, |shown| shown.all_in(InputName::Payload));
    let renaming = use_state(|| None::<u32>);
    let inputs = &state.inputs;
    let messages = &inputs.messages;
    let all = messages.count();
    let about = |input| state.newest.as_ref().and_then(|shown| shown.first_in(input)).cloned();
    let on_rename = {
        let renaming = renaming.setter();
        Callback::from(move |id| renaming.set(id))
    };
    let on_add = {
        let (dispatch, documents) = (dispatch.clone(), documents.clone());
        Callback::from(move |_| {
            let id = documents.new_id();
            documents.put(id, "{}".into());
            dispatch.dispatch(Change::Messages(MessagesChange::Add(id)));
            focus_payload();
        })
    };
    let area = use_node_ref();
    let import = use_import(state, documents, dispatch);
    use_incoming(&area, &import);
    html! {
        <div class="message-area" ref={area}>
            <div class="pane-head">
                <h2 id={title_id(Pane::Message)}>
                    if all > 1 {
                        { "Messages " }<span class="count">{ count(all) }</span>
                    } else {
                        { "Message" }
                    }
                </h2>
                <button type="button" class="button is-quiet is-icon" aria-label="Add a message" title="Add a message" disabled={all >= MAX_LISTED} onclick={on_add}>
                    { glyph_icon(Glyph::Plus) }
                </button>
                <OpenFile label="Open messages from a file" title="Open messages from a file: lines of JSON, a JSON array, a capture of mosquitto_sub" on_file={import.on_file.clone()} />
                <Menu label="Message menu" items={items(state, dispatch, documents, &on_rename)} />
            </div>
            { line(&import) }
            if all > 1 {
                { later_fields(Fields::Messages(Box::new(MessageListProps {
                    state: state.clone(),
                    dispatch: dispatch.clone(),
                    renaming: *renaming,
                    on_rename,
                }))) }
            }
            <div class="pane-body" tabindex="-1" role="group" aria-label="Message, scrolls">
                <Field id="topic" label="Topic" value={inputs.topic.clone()} diagnostic={about(InputName::Topic)}
                    on_value={setter(inputs, on_inputs, |inputs, value| inputs.topic = value)} />
                <Editor name={DocumentName::Payload} label="Payload" documents={documents.clone()} generation={*generation}
                    {problems} note={keys.map(note)} on_document={on_document.clone()} />
                <Own state={state.clone()} dispatch={dispatch.clone()} />
                <Context {inputs} {on_inputs} />
                <Services {inputs} {on_inputs} />
                <Table {inputs} {on_inputs} />
            </div>
            if all > 1 {
                { foot(state, dispatch) }
            }
        </div>
    }
}

/// How much of the payload the rule reads, in words.
fn note(KeysRead { read, all }: KeysRead) -> AttrValue {
    format!("{} of {} read", count(read as usize), counted(all as usize, "key")).into()
}

/// Steps through the messages, and tells how the table grows.
fn foot(state: &State, dispatch: &UseReducerDispatcher<State>) -> Html {
    let messages = &state.inputs.messages;
    let (at, all) = (messages.chosen(), messages.count());
    let grown = state.replayed().filter(|(_, stale)| !stale);
    let grown = grown.and_then(|(replay, _)| replay.written_up_to(messages.row().id));
    html! {
        <div class="pane-foot row is-tight">
            <span class="soft small">{ "Step" }</span>
            { step_button("Previous message", Glyph::Left, -1, at == 0, dispatch) }
            <span class="nowrap">{ format!("{} of {}", count(at + 1), count(all)) }</span>
            { step_button("Next message", Glyph::Right, 1, at + 1 == all, dispatch) }
            if let Some(grown) = grown {
                <span class="push soft small nowrap">{ format!("table: {}", counted(grown, "record")) }</span>
            }
        </div>
    }
}

/// What can be done with the chosen message.
fn items(
    state: &State,
    dispatch: &UseReducerDispatcher<State>,
    documents: &Documents,
    on_rename: &Callback<Option<u32>>,
) -> Vec<Item> {
    let messages = &state.inputs.messages;
    let (at, all, id) = (messages.chosen(), messages.count(), messages.row().id);
    let item = |label: &'static str, key, disabled, on_choose: Callback<()>| Item {
        label: label.into(),
        key,
        disabled,
        on_choose,
    };
    let change = |change: MessagesChange| {
        let dispatch = dispatch.clone();
        Callback::from(move |()| {
            dispatch.dispatch(Change::Messages(change.clone()));
            focus_line(id);
        })
    };
    let duplicate = {
        let (dispatch, documents) = (dispatch.clone(), documents.clone());
        Callback::from(move |()| {
            let copy = documents.new_id();
            documents.put(copy, documents.payload_of(id));
            dispatch.dispatch(Change::Messages(MessagesChange::Duplicate(id, copy)));
            focus_line(copy);
        })
    };
    vec![
        item("Duplicate", "", all >= MAX_LISTED, duplicate),
        item("Rename", "F2", all == 1, on_rename.reform(move |()| Some(id))),
        item("Move up", "Alt ↑", at == 0, change(MessagesChange::Move(id, at.saturating_sub(1)))),
        item("Move down", "Alt ↓", at + 1 == all, change(MessagesChange::Move(id, at + 1))),
        item("Remove", "Del", all == 1, change(MessagesChange::Remove(id))),
        item("Remove all others", "", all == 1, change(MessagesChange::RemoveOthers(id))),
    ]
}

/// Puts the focus into the payload, once it is drawn.
pub(super) fn focus_payload() {
    Timeout::new(0, || {
        reveal(DocumentName::Payload, None);
    })
    .forget();
}
