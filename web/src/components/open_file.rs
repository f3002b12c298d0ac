//! A button that opens a file.

use super::icon::{Glyph, glyph_icon};
use web_sys::{Event, File, HtmlInputElement};
use yew::{Callback, Html, Properties, TargetCast, function_component, html, use_node_ref};

/// What an [`OpenFile`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct OpenFileProps {
    /// What the button is called.
    pub(crate) label: &'static str,
    /// What may be in the file.
    pub(crate) title: &'static str,
    /// Whether its label stands on it.
    #[prop_or_default]
    pub(crate) labelled: bool,
    /// Called with the file.
    pub(crate) on_file: Callback<File>,
}

/// A button with a folder that opens a file.
#[function_component]
pub(crate) fn OpenFile(props: &OpenFileProps) -> Html {
    let OpenFileProps { label, title, labelled, on_file } = props;
    let field = use_node_ref();
    let onchange = {
        let on_file = on_file.clone();
        move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                on_file.emit(file);
            }
            // The same file can be opened again.
            input.set_value("");
        }
    };
    let onclick = {
        let field = field.clone();
        move |_| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                field.click();
            }
        }
    };
    html! {
        <>
            if *labelled {
                <button type="button" class="button is-link" title={*title} {onclick}>{ *label }</button>
            } else {
                <button type="button" class="button is-quiet is-icon" aria-label={*label} title={*title} {onclick}>
                    { glyph_icon(Glyph::Folder) }
                </button>
            }
            <input type="file" ref={field} class="sr-only" tabindex="-1" aria-hidden="true" {onchange} />
        </>
    }
}
