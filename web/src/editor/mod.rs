//! The fields in which SQL and payload are edited.
//!
//! The text belongs to the browser's own `<textarea>`, which is written only when the page replaces the text; what is
//! typed goes to the [`Documents`] as it is, and undo comes from their history. A text too large for a `<textarea>` to
//! stay responsive is held beside it.

mod edit;
mod excerpt;
mod held;

pub(crate) use edit::{apply, document_of, reveal};

use crate::documents::{DocumentName, Documents, as_js_string};
use crate::history::{Direction, Typed};
use crate::undo::use_undo;
use excerpt::Excerpt;
use gloo_events::{EventListener, EventListenerOptions};
use held::Held;
use js_sys::{JsString, Reflect};
use rulelens_wasm::DiagnosticView;
use web_sys::{HtmlTextAreaElement, InputEvent};
use yew::{
    Callback, Html, NodeRef, Properties, TargetCast, classes, function_component, hook, html,
    use_effect_with, use_mut_ref, use_node_ref,
};

/// The largest text that is edited in place, in UTF-16 code units.
///
/// AWS IoT takes messages of up to 128 KB. Browsers slow down at a few hundred thousand characters, and hang for
/// a minute when ten million are pasted.
const EDITABLE_LIMIT: u32 = 256 * 1024;

/// What an [`Editor`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct EditorProps {
    /// The text that is edited.
    pub(crate) name: DocumentName,
    /// Where it is kept.
    pub(crate) documents: Documents,
    /// What the field is called.
    pub(crate) label: &'static str,
    /// Changes when the page, not the user, replaced the text.
    pub(crate) generation: u32,
    /// The most severe thing to say about the text.
    pub(crate) diagnostic: Option<DiagnosticView>,
    /// Is told after each change.
    pub(crate) on_document: Callback<()>,
}

/// A field for SQL or payload, with the place of a mistake below it.
#[function_component]
pub(crate) fn Editor(props: &EditorProps) -> Html {
    let EditorProps { name, documents, label, generation, diagnostic, on_document } = props;
    let (name, id) = (*name, edit::id(*name));
    let area = use_node_ref();
    let is_large = |text: &JsString| text.length() > EDITABLE_LIMIT;
    let held = is_large(&documents.get(name).text);

    {
        let (documents, area) = (documents.clone(), area.clone());
        use_effect_with((*generation, held), move |_| {
            let caret = documents.take_caret(name);
            if let Some(area) = area.cast::<HtmlTextAreaElement>() {
                edit::write(&area, &documents.get(name).text);
                if let Some(caret) = caret {
                    let _ = area.set_selection_range(caret, caret);
                }
            }
        });
    }
    let on_insertion = {
        let (documents, on_document) = (documents.clone(), on_document.clone());
        Callback::from(move |text| {
            documents.replace(name, text, None);
            on_document.emit(());
        })
    };
    use_large_insertions(&area, held, on_insertion.clone());
    let on_input = {
        let (documents, on_document) = (documents.clone(), on_document.clone());
        move |event: InputEvent| {
            let target: HtmlTextAreaElement = event.target_unchecked_into();
            let text = edit::read(&target);
            if is_large(&text) {
                edit::write(&target, &JsString::from(""));
                on_insertion.emit(text);
            } else {
                documents.typed(name, text, Typed::of(&event.input_type()));
                on_document.emit(());
            }
        }
    };
    let on_undo = {
        let (documents, on_document) = (documents.clone(), on_document.clone());
        Callback::from(move |direction| {
            if documents.go(name, direction, EDITABLE_LIMIT) {
                on_document.emit(());
            }
        })
    };
    use_undo(&area, held, on_undo.clone());
    let can_go_back = documents.can_undo(name);
    let on_back = {
        let (documents, on_document) = (documents.clone(), on_document.clone());
        Callback::from(move |()| {
            if can_go_back {
                on_undo.emit(Direction::Undo);
            } else {
                documents.replace(name, "".into(), None);
                on_document.emit(());
            }
        })
    };
    let excerpt_id = format!("{id}-problem");
    let described_by = diagnostic.is_some().then(|| excerpt_id.clone());
    let invalid = diagnostic.as_ref().is_some_and(|d| d.severity == rulelens_wasm::Severity::Error);
    html! {
        <div class={classes!("editor", id)}>
            if held {
                <Held document={documents.get(name)} {label} {id} {can_go_back} {on_back} />
            } else {
                <label for={id}>{ label }</label>
                <textarea {id} ref={area} class="code" spellcheck="false" autocomplete="off" autocapitalize="off"
                    aria-invalid={invalid.then_some("true")} aria-describedby={described_by}
                    oninput={on_input} />
            }
            <div id={excerpt_id} class="at-field">
                if let Some(diagnostic) = diagnostic {
                    <Excerpt diagnostic={diagnostic.clone()} document={documents.get(name)} />
                }
            </div>
        </div>
    }
}

/// Catches an insertion that makes the text too large to edit, before the browser starts on it: it would hang the page.
/// `on_insertion` is told the text with it.
#[hook]
fn use_large_insertions(area: &NodeRef, held: bool, on_insertion: Callback<JsString>) {
    let newest = use_mut_ref(|| on_insertion.clone());
    *newest.borrow_mut() = on_insertion;
    let area = area.clone();
    use_effect_with(held, move |_| {
        let options = EventListenerOptions::enable_prevent_default();
        let listener = area.cast::<HtmlTextAreaElement>().map(|area| {
            EventListener::new_with_options(&area.clone(), "beforeinput", options, move |event| {
                let Some(inserted) = Reflect::get(event, &"data".into()).ok().and_then(as_js_string) else {
                    return;
                };
                let text = edit::read(&area);
                if text.length() + inserted.length() <= EDITABLE_LIMIT {
                    return;
                }
                event.prevent_default();
                let (start, end) = edit::selection(&area);
                let whole = text.slice(0, start).concat(&inserted).concat(&text.slice(end, text.length()));
                newest.borrow().emit(whole);
            })
        });
        move || drop(listener)
    });
}
