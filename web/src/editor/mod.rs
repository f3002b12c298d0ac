//! The fields in which SQL and payload are edited.
//!
//! A text stands in the browser's own `<textarea>` until the code editor is loaded, and where somebody prefers it. Both
//! are written only when the page replaces the text; what is typed goes to the [`Documents`] as it is, and undo comes
//! from their history. A text too large for a field to stay responsive is held beside it.

mod edit;
mod editing;
mod excerpt;
mod held;
mod line;
mod plain;
pub(crate) mod rich;

pub(crate) use edit::{apply, document_of, reveal, selection};
pub(crate) use editing::{Editing, use_plain_fields};
pub(crate) use excerpt::Offer;
pub(crate) use line::TemplateLine;

use crate::documents::{DocumentName, Documents, as_js_string};
use crate::history::{Direction, Typed};
use excerpt::Excerpt;
use held::Held;
use js_sys::{JsString, Reflect};
use plain::Plain;
use rich::{Form, Mounted, Page};
use rulelens_wasm::DiagnosticView;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlElement;
use yew::{
    AttrValue, Callback, Html, Properties, classes, function_component, html, use_context, use_effect_with,
    use_mut_ref, use_node_ref, use_state_eq,
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
    /// What there is to say about the text, the most severe first.
    pub(crate) problems: Vec<DiagnosticView>,
    /// Is told after each change.
    pub(crate) on_document: Callback<()>,
    /// A few words beside the field's name.
    #[prop_or_default]
    pub(crate) note: Option<AttrValue>,
    /// What invalid text can be taken as instead.
    #[prop_or_default]
    pub(crate) offer: Option<Offer>,
}

/// What happens to a text in its field.
#[derive(Clone)]
enum Changed {
    /// Something was typed.
    Typed(JsString, Typed),
    /// It became too large to edit.
    TooLarge(JsString),
    /// A step of its history.
    Undo(Direction),
    /// What was there before it became too large; nothing, if there was nothing.
    Back,
}

/// A field for SQL or payload, with what is wrong below it.
#[function_component]
pub(crate) fn Editor(props: &EditorProps) -> Html {
    let EditorProps { name, documents, label, generation, problems, on_document, note, offer } = props;
    let name = *name;
    let editing = use_context::<Editing>().unwrap_or_default();
    let held = is_large(&documents.get(name).text);
    let rich = rich::use_loaded(editing.is_rich()) && editing.is_rich() && !held;
    // The plain field stays until the code editor is there: between a drawing and its effects keys may be pressed.
    let ready = use_state_eq(|| false);

    let on_change = {
        let (documents, on_document) = (documents.clone(), on_document.clone());
        Callback::from(move |changed: Changed| {
            let changed = match changed {
                Changed::Typed(text, typed) => {
                    documents.typed(name, text, typed);
                    true
                }
                Changed::TooLarge(text) => {
                    documents.replace(name, text, None);
                    true
                }
                Changed::Undo(direction) => documents.go(name, direction, EDITABLE_LIMIT),
                Changed::Back if documents.can_undo(name) => {
                    documents.go(name, Direction::Undo, EDITABLE_LIMIT)
                }
                Changed::Back => {
                    documents.replace(name, "".into(), None);
                    true
                }
            };
            if changed {
                on_document.emit(());
            }
        })
    };
    let on_format = {
        let (documents, editing, on_document) = (documents.clone(), editing.clone(), on_document.clone());
        Callback::from(move |()| {
            let Some(assistant) = editing.assistant.clone() else { return };
            let (documents, on_document) = (documents.clone(), on_document.clone());
            let before = documents.get(name).revision;
            let asked = assistant.ask(Some(name), &"format".into());
            spawn_local(async move {
                let answer = JsFuture::from(asked).await.unwrap_or_default();
                let text = Reflect::get(&answer, &"text".into()).ok().and_then(as_js_string);
                // What was typed meanwhile is not taken away.
                if let Some(text) = text.filter(|_| documents.get(name).revision == before) {
                    documents.replace(name, text, None);
                    on_document.emit(());
                }
            });
        })
    };
    let diagnostic = problems.first();
    let invalid = diagnostic.is_some_and(|d| d.severity == rulelens_wasm::Severity::Error);
    let host = use_node_ref();
    let newest = use_mut_ref(|| None::<Newest>);
    *newest.borrow_mut() = Some(Newest {
        problems: problems.clone(),
        editing: editing.clone(),
        on_change: on_change.clone(),
        on_format: on_format.clone(),
    });
    let mounted = use_mut_ref(|| None::<Mounted>);
    {
        let (documents, host, mounted, label) = (documents.clone(), host.clone(), mounted.clone(), *label);
        let ready = ready.setter();
        use_effect_with(rich, move |&rich| {
            if let Some(host) = host.cast::<HtmlElement>().filter(|_| rich) {
                let text = documents.get(name).text;
                let form = Form {
                    id: edit::id(name).into(),
                    text: &text,
                    label,
                    limit: EDITABLE_LIMIT,
                    lines: true,
                    hint: "",
                };
                let focused = plain::focused(name);
                *mounted.borrow_mut() = Mounted::new(&host, page(name, newest), &form);
                if let (Some(editor), Some((from, to))) = (rich::open(edit::id(name)), focused) {
                    editor.select(from, to);
                }
                if mounted.borrow().is_some() {
                    plain::give_way(name);
                    ready.set(true);
                }
            }
            let mounted = mounted.clone();
            move || {
                drop(mounted.take());
                ready.set(false);
            }
        });
    }
    {
        let (documents, mounted) = (documents.clone(), mounted.clone());
        use_effect_with((*generation, rich), move |_| {
            if let Some(mounted) = &*mounted.borrow() {
                mounted.editor().replace(&documents.get(name).text, documents.take_caret(name));
            }
        });
    }
    {
        let (mounted, label) = (mounted.clone(), *label);
        use_effect_with((problems.clone(), rich), move |(problems, _)| {
            if let Some(mounted) = &*mounted.borrow() {
                let first = problems.first().map(|problem| problem.message.as_str());
                mounted.editor().judge(&rich::drawn(problems), label, invalid, first);
            }
        });
    }
    let is_ready = rich && *ready;
    // The code editor marks the place, and tells the values of SQL that is valid.
    let is_told = is_ready && !invalid && name == DocumentName::Sql;
    let id = edit::id(name);
    let excerpt_id = format!("{id}-problem");
    html! {
        <div class={classes!("editor", id, is_ready.then_some("is-rich"))}>
            if held {
                <Held document={documents.get(name)} {label} {id} can_go_back={documents.can_undo(name)}
                    on_back={on_change.reform(|()| Changed::Back)} />
            } else {
                <>
                    if is_ready {
                        <div class="field-head">
                            <span class="label" aria-hidden="true">{ label }</span>
                            if let Some(note) = note {
                                <span class="soft small push">{ note }</span>
                            }
                            <button type="button" class="button is-link is-small" title={format!("Format {label} (Shift Alt F)")} disabled={invalid}
                                onclick={on_format.reform(|_| ())}>{ "Format" }</button>
                        </div>
                    } else {
                        <Plain {name} {label} documents={documents.clone()} generation={*generation} {invalid} {on_change}
                            described_by={diagnostic.is_some().then(|| excerpt_id.clone())} />
                    }
                    if rich {
                        <div {id} ref={host} class="code-host"></div>
                    }
                </>
            }
            <div id={excerpt_id} class="at-field">
                if let Some(diagnostic) = diagnostic.filter(|_| !is_told) {
                    <Excerpt diagnostic={diagnostic.clone()} document={documents.get(name)} marked={!is_ready} offer={offer.clone()} />
                }
            </div>
        </div>
    }
}

fn is_large(text: &JsString) -> bool {
    text.length() > EDITABLE_LIMIT
}

/// What the calls of a mounted editor go to: it is told once, and all else changes with every drawing.
struct Newest {
    problems: Vec<DiagnosticView>,
    editing: Editing,
    on_change: Callback<Changed>,
    on_format: Callback<()>,
}

fn page(name: DocumentName, newest: std::rc::Rc<std::cell::RefCell<Option<Newest>>>) -> Page {
    let change = {
        let newest = newest.clone();
        move |changed| {
            let on_change = newest.borrow().as_ref().map(|newest| newest.on_change.clone());
            if let Some(on_change) = on_change {
                on_change.emit(changed);
            }
        }
    };
    let (typed, too_large, undone) = (change.clone(), change.clone(), change);
    let (asked, formatted, lit) = (newest.clone(), newest.clone(), newest.clone());
    Page {
        change: Box::new(move |text, kind| typed(Changed::Typed(text, Typed::named(&kind)))),
        too_large: Box::new(move |text| too_large(Changed::TooLarge(text))),
        undo: Box::new(move |back| {
            undone(Changed::Undo(if back { Direction::Undo } else { Direction::Redo }));
        }),
        ask: Box::new(move |question| {
            let assistant = asked.borrow().as_ref().and_then(|newest| newest.editing.assistant.clone());
            assistant.map_or_else(editing::nobody, |assistant| assistant.ask(Some(name), &question))
        }),
        fix: Box::new(move |problem, fix| {
            let chosen =
                newest.borrow().as_ref().map(|newest| (newest.editing.clone(), newest.problems.clone()));
            if let Some((editing, problems)) = chosen {
                editing.fix(&problems, problem, fix);
            }
        }),
        format: Box::new(move || {
            let on_format = formatted.borrow().as_ref().map(|newest| newest.on_format.clone());
            if let Some(on_format) = on_format {
                on_format.emit(());
            }
        }),
        lit: Box::new(move |attributes| {
            let editing = lit.borrow().as_ref().map(|newest| newest.editing.clone());
            if let Some(editing) = editing {
                editing.light(&attributes);
            }
        }),
    }
}
