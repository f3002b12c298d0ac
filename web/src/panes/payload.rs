//! The outgoing payload of the result: formatted, as it is sent, and beside the incoming one.

use super::result::View;
use crate::components::copy::CopyButton;
use crate::components::plain::visible_block;
use crate::components::segmented::Segmented;
use crate::components::words::{count, counted};
use crate::documents::{Document, DocumentName};
use crate::state::{Member, MemberChange, Outgoing, difference, formatted};
use yew::{Callback, Html, Properties, function_component, html, use_memo, use_state};

pub(super) fn view(view: &View<'_>) -> Html {
    let Some(outgoing) = &view.shown.outgoing else {
        return html! {
            <>
                <div class="toolbar"><p class="summary">{ "No outgoing payload" }</p></div>
                <div class="scroll padded">{ view.nothing_written() }</div>
            </>
        };
    };
    let whole = view.props.whole_outgoing.clone();
    let text = Callback::from(move |()| whole.borrow().clone());
    let incoming = view.props.documents.get(DocumentName::Payload);
    html! { <Payload outgoing={outgoing.clone()} {text} {incoming} /> }
}

/// How the payload is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// One member a line.
    Formatted,
    /// As it is sent.
    Sent,
    /// Beside the incoming payload.
    Difference,
}

/// How long an incoming payload may be to be compared, in UTF-16 code units.
const COMPARED: u32 = 200_000;

#[derive(Properties)]
struct PayloadProps {
    outgoing: Outgoing,
    text: Callback<(), Option<js_sys::JsString>>,
    incoming: Document,
}

impl PartialEq for PayloadProps {
    fn eq(&self, other: &Self) -> bool {
        self.outgoing == other.outgoing && self.incoming.revision == other.incoming.revision
    }
}

/// The outgoing payload.
#[function_component]
fn Payload(props: &PayloadProps) -> Html {
    let PayloadProps { outgoing, text, incoming } = props;
    let form = use_state(|| Form::Formatted);
    // Text that is cut or binary has no other form.
    let pretty = use_memo(outgoing.clone(), |outgoing| {
        if outgoing.whole && !outgoing.base64 { formatted(&outgoing.text) } else { None }
    });
    let members = if *form == Form::Difference { compared(incoming, outgoing) } else { None };
    let shown = match (&*pretty, *form) {
        (Some(pretty), Form::Formatted) => visible_block(pretty),
        _ => visible_block(&outgoing.text),
    };
    let on_form = {
        let form = form.setter();
        Callback::from(move |chosen: usize| form.set([Form::Formatted, Form::Sent, Form::Difference][chosen]))
    };
    html! {
        <>
            <div class="toolbar">
                <p class="summary">{ counted(outgoing.length, "character") }</p>
                if pretty.is_some() {
                    <Segmented label="How the payload is shown" options={vec!["Formatted".into(), "As sent".into(), "Difference".into()]}
                        chosen={*form as usize} on_choose={on_form} />
                }
                <CopyButton label="Copy" {text} />
                if outgoing.base64 {
                    <p class="hint">{ "The payload is binary; this is its base64." }</p>
                }
                if !outgoing.whole {
                    <p class="hint">{ format!("The first {} characters are shown.", count(outgoing.text.encode_utf16().count())) }</p>
                }
            </div>
            <div class="scroll padded">
                if *form == Form::Difference {
                    { members.map_or_else(
                        || html! { <p class="hint">{ "The two can be compared only where both are JSON objects of at most 200,000 characters." }</p> },
                        |members| html! { <ul class="diff" aria-label="Difference to the incoming payload">{ for members.iter().map(member) }</ul> },
                    ) }
                } else {
                <pre class="codeblock" tabindex="0" role="group" aria-label="Outgoing payload">{ shown }{ if outgoing.whole { "" } else { "…" } }</pre>
                }
            </div>
        </>
    }
}

/// The members of both payloads, where they can be compared.
fn compared(incoming: &Document, outgoing: &Outgoing) -> Option<Vec<Member>> {
    let fits = outgoing.whole && !outgoing.base64 && incoming.text.length() <= COMPARED;
    if fits { difference(&String::from(&incoming.text), &outgoing.text) } else { None }
}

/// A member in its line, with a sign for what became of it.
fn member(member: &Member) -> Html {
    let (class, word) = match member.change {
        MemberChange::Same => ("same", "the same: "),
        MemberChange::Removed => ("removed", "only in the incoming payload: "),
        MemberChange::Added => ("added", "only in the outgoing payload: "),
    };
    html! {
        <li {class}><span class="sr-only">{ word }</span>{ visible_block(&member.key) }{ ": " }{ visible_block(&member.value) }</li>
    }
}
