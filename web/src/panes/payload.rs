//! The outgoing payload of the result.

use super::result::Section;
use crate::components::copy::CopyButton;
use crate::components::plain::visible_block;
use crate::components::words::{count, counted};
use crate::state::Outgoing;
use yew::{Callback, Html, Properties, function_component, html};

pub(super) fn section(section: &Section<'_>) -> Html {
    let Some(outgoing) = &section.shown.outgoing else { return Html::default() };
    let whole = section.props.whole_outgoing.clone();
    let text = Callback::from(move |()| whole.borrow().clone());
    html! { <Payload outgoing={outgoing.clone()} {text} /> }
}

#[derive(Properties, PartialEq)]
struct PayloadProps {
    outgoing: Outgoing,
    text: Callback<(), Option<js_sys::JsString>>,
}

/// The outgoing payload, exactly as it is published.
#[function_component]
fn Payload(props: &PayloadProps) -> Html {
    let PayloadProps { outgoing, text } = props;
    html! {
        <details class="disclosure outgoing" open=true>
            <summary>
                { "Outgoing payload" }
                <span class="digest">{ counted(outgoing.length, "character") }</span>
            </summary>
            if outgoing.base64 {
                <p class="hint">{ "The payload is binary; this is its base64." }</p>
            }
            <pre class="code" tabindex="0" aria-label="Outgoing payload">{ visible_block(&outgoing.text) }{ if outgoing.whole { "" } else { "…" } }</pre>
            if !outgoing.whole {
                <p class="hint">{ format!("The first {} characters are shown.", count(outgoing.text.encode_utf16().count())) }</p>
            }
            <CopyButton label="Copy" {text} />
        </details>
    }
}
