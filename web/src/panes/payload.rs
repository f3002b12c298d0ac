//! The outgoing payload of the result: formatted, as it is sent, and beside the incoming one.

use super::result::View;
use crate::components::copy::CopyButton;
use crate::components::plain::visible_block;
use crate::components::segmented::Segmented;
use crate::components::words::{count, counted};
use crate::state::{Outgoing, formatted};
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
    html! { <Payload outgoing={outgoing.clone()} {text} /> }
}

/// How the payload is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// One member a line.
    Formatted,
    /// As it is sent.
    Sent,
}

#[derive(Properties, PartialEq)]
struct PayloadProps {
    outgoing: Outgoing,
    text: Callback<(), Option<js_sys::JsString>>,
}

/// The outgoing payload.
#[function_component]
fn Payload(props: &PayloadProps) -> Html {
    let PayloadProps { outgoing, text } = props;
    let form = use_state(|| Form::Formatted);
    // Text that is cut or binary has no other form.
    let pretty = use_memo(outgoing.clone(), |outgoing| {
        if outgoing.whole && !outgoing.base64 { formatted(&outgoing.text) } else { None }
    });
    let shown = match (&*pretty, *form) {
        (Some(pretty), Form::Formatted) => visible_block(pretty),
        _ => visible_block(&outgoing.text),
    };
    let on_form = {
        let form = form.setter();
        Callback::from(move |chosen: usize| form.set([Form::Formatted, Form::Sent][chosen]))
    };
    html! {
        <>
            <div class="toolbar">
                <p class="summary">{ counted(outgoing.length, "character") }</p>
                if pretty.is_some() {
                    <Segmented label="How the payload is shown" options={vec!["Formatted".into(), "As sent".into()]}
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
                <pre class="codeblock" tabindex="0" role="group" aria-label="Outgoing payload">{ shown }{ if outgoing.whole { "" } else { "…" } }</pre>
            </div>
        </>
    }
}
