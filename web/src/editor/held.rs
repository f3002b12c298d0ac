//! A text too large to edit: evaluated as it is, with its beginning in view.

use crate::components::words::count;
use crate::documents::Document;
use yew::{Callback, Html, Properties, function_component, html};

/// How much of the text is in view, in UTF-16 code units.
const IN_VIEW: usize = 4_000;

#[derive(Properties)]
pub(super) struct HeldProps {
    pub(super) document: Document,
    pub(super) label: &'static str,
    pub(super) id: &'static str,
    pub(super) can_go_back: bool,
    pub(super) on_back: Callback<()>,
}

impl PartialEq for HeldProps {
    fn eq(&self, other: &Self) -> bool {
        self.document.revision == other.document.revision && self.can_go_back == other.can_go_back
    }
}

#[function_component]
pub(super) fn Held(props: &HeldProps) -> Html {
    let HeldProps { document, label, id, can_go_back, on_back } = props;
    let length = document.text.length();
    let on_back = on_back.reform(|_| ());
    html! {
        <>
            <span class="label">{ label }</span>
            <div class="held">
                <p>
                    { format!("{} characters. Too many to edit here; they are evaluated as they are.", count(length as usize)) }
                </p>
                <pre id={*id} class="code" tabindex="0" aria-label={format!("{label}, the beginning")}>
                    { document.slice(0, IN_VIEW) }{ "…" }
                </pre>
                <button type="button" onclick={on_back}>
                    { if *can_go_back { "Undo paste" } else { "Clear" } }
                </button>
            </div>
        </>
    }
}
