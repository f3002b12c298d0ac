//! One line in which a text with substitution templates is edited.

use super::editing::{self, Editing};
use super::plain::hide;
use super::rich::{self, Form, Mounted, Page};
use crate::history::{Direction, Typed};
use crate::undo::use_line_history;
use js_sys::JsString;
use rulelens_wasm::{DiagnosticView, Severity};
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::{
    AttrValue, Callback, Html, NodeRef, Properties, function_component, html, use_context, use_effect_with,
    use_mut_ref, use_node_ref, use_state_eq,
};

/// The longest text that is edited, in UTF-16 code units; a rule has less room for all of its actions.
const LIMIT: u32 = 64 * 1024;

/// What a [`TemplateLine`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct TemplateLineProps {
    /// Its id in the page.
    pub(crate) id: AttrValue,
    /// What it is called.
    pub(crate) label: AttrValue,
    /// What it holds.
    pub(crate) value: AttrValue,
    /// An example, where it is empty.
    pub(crate) placeholder: AttrValue,
    /// The most severe thing to say about it.
    pub(crate) diagnostic: Option<DiagnosticView>,
    /// The id of the words that say it.
    pub(crate) described_by: Option<String>,
    /// Whether templates are evaluated in it; otherwise it is the browser's own field.
    pub(crate) template: bool,
    /// The id of a list of usual words.
    pub(crate) list: Option<String>,
    /// Is told what it holds after each keystroke.
    pub(crate) on_value: Callback<String>,
}

/// A code editor of one line, or the browser's own field until that is loaded and where it is preferred.
#[function_component]
pub(crate) fn TemplateLine(props: &TemplateLineProps) -> Html {
    let TemplateLineProps { id, label, value, placeholder, diagnostic, described_by, template, list, .. } =
        props;
    let editing = use_context::<Editing>().unwrap_or_default();
    let wanted = *template && list.is_none() && editing.is_rich();
    let rich = rich::use_loaded(wanted) && wanted;
    let (field, host) = (use_node_ref(), use_node_ref());
    let history = use_line_history(&field, &rich, value, &props.on_value);
    let newest = use_mut_ref(|| None::<Newest>);
    *newest.borrow_mut() = Some(Newest {
        text: value.clone(),
        editing,
        problems: diagnostic.iter().cloned().collect(),
        on_typed: history.typed.clone(),
        on_undo: history.undo.clone(),
    });
    let mounted = use_mut_ref(|| None::<Mounted>);
    // The plain field stays until the code editor is there: between a drawing and its effects keys may be pressed.
    let ready = use_state_eq(|| false);
    {
        let (mounted, host, newest) = (mounted.clone(), host.clone(), newest.clone());
        let (field, ready) = (field.clone(), ready.setter());
        let (id, label, hint, value) = (id.clone(), label.clone(), placeholder.clone(), value.clone());
        use_effect_with((rich, id, label, hint), move |(rich, id, label, hint)| {
            if let Some(host) = host.cast::<HtmlElement>().filter(|_| *rich) {
                // What was typed since the last drawing is in the field alone.
                let typed = field.cast::<HtmlInputElement>().map(|field| field.value());
                let text = JsString::from(typed.as_deref().unwrap_or(value.as_str()));
                let form = Form { id: id.clone(), text: &text, label, limit: LIMIT, lines: false, hint };
                let focused = focused(&field);
                *mounted.borrow_mut() = Mounted::new(&host, page(&newest), &form);
                if let (Some(editor), Some((from, to))) = (rich::open(id), focused) {
                    editor.select(from, to);
                }
                if mounted.borrow().is_some() {
                    if let Some(field) = field.cast::<HtmlElement>() {
                        hide(&field);
                    }
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
        let mounted = mounted.clone();
        use_effect_with((value.clone(), rich), move |(value, _)| {
            if let Some(mounted) = &*mounted.borrow() {
                mounted.editor().replace(&JsString::from(value.as_str()), None);
            }
        });
    }
    let invalid = diagnostic.as_ref().is_some_and(|diagnostic| diagnostic.severity == Severity::Error);
    {
        let label = label.clone();
        use_effect_with((diagnostic.clone(), rich, label), move |(diagnostic, _, label)| {
            if let Some(mounted) = &*mounted.borrow() {
                let first = diagnostic.as_ref().map(|found| found.message.as_str());
                mounted.editor().judge(&rich::drawn(diagnostic.as_slice()), label, invalid, first);
            }
        });
    }
    html! {
        <>
            if !rich || !*ready {
                <input type="text" ref={field} id={id.clone()} class="code" spellcheck="false" autocomplete="off" autocapitalize="off"
                    value={value.clone()} placeholder={placeholder.clone()} oninput={history.input} list={list.clone()}
                    aria-invalid={invalid.then_some("true")} aria-describedby={described_by.clone()} />
            }
            if rich {
                <div id={id.clone()} ref={host} class="code-host is-line" aria-invalid={invalid.then_some("true")}></div>
            }
        </>
    }
}

/// The selection of a field that has the focus.
fn focused(field: &NodeRef) -> Option<(u32, u32)> {
    let field = field.cast::<HtmlInputElement>()?;
    let active = field.owner_document()?.active_element()?;
    if *active != ***field {
        return None;
    }
    Some((field.selection_start().ok()??, field.selection_end().ok()??))
}

/// What the calls of a mounted editor go to: it is told once, and all else changes with every drawing.
struct Newest {
    /// The text as it was typed last, which a question is about.
    text: AttrValue,
    editing: Editing,
    problems: Vec<DiagnosticView>,
    on_typed: Callback<(String, Typed)>,
    on_undo: Callback<Direction>,
}

fn page(newest: &Rc<RefCell<Option<Newest>>>) -> Page {
    let with = |newest: &Rc<RefCell<Option<Newest>>>| {
        let newest = newest.clone();
        move |act: &mut dyn FnMut(&mut Newest)| {
            if let Some(newest) = newest.borrow_mut().as_mut() {
                act(newest);
            }
        }
    };
    let (typed, undone, asked, fixed, lit) =
        (with(newest), with(newest), with(newest), with(newest), with(newest));
    Page {
        change: Box::new(move |text, kind| {
            let (text, mut on_typed) = (String::from(&text), None);
            typed(&mut |newest| {
                newest.text = text.clone().into();
                on_typed = Some(newest.on_typed.clone());
            });
            if let Some(on_typed) = on_typed {
                on_typed.emit((text, Typed::named(&kind)));
            }
        }),
        // It stays as it was.
        too_large: Box::new(|_| ()),
        undo: Box::new(move |back| {
            let mut on_undo = None;
            undone(&mut |newest| on_undo = Some(newest.on_undo.clone()));
            if let Some(on_undo) = on_undo {
                on_undo.emit(if back { Direction::Undo } else { Direction::Redo });
            }
        }),
        ask: Box::new(move |question| {
            let mut found = None;
            asked(&mut |newest| found = newest.editing.assistant.clone().map(|it| (it, newest.text.clone())));
            found.map_or_else(editing::nobody, |(assistant, text)| {
                assistant.ask_of_template(&JsString::from(text.as_str()), &question)
            })
        }),
        fix: Box::new(move |problem, fix| {
            let mut found = None;
            fixed(&mut |newest| found = Some((newest.editing.clone(), newest.problems.clone())));
            if let Some((editing, problems)) = found {
                editing.fix(&problems, problem, fix);
            }
        }),
        format: Box::new(|| ()),
        lit: Box::new(move |attributes| {
            let mut editing = None;
            lit(&mut |newest| editing = Some(newest.editing.clone()));
            if let Some(editing) = editing {
                editing.light(&attributes);
            }
        }),
    }
}
