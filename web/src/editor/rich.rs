//! The code editor in JavaScript (`web/editor`), which the page loads once it has something to say about a text.
//!
//! It draws, and knows keys and positions. What it says about a text it asks for, and the evaluator answers.

use gloo_timers::callback::Timeout;
use js_sys::{Array, Function, JsString, Object, Promise, Reflect};
use rulelens_wasm::DiagnosticView;
use std::cell::RefCell;
use std::collections::VecDeque;
use wasm_bindgen::prelude::{Closure, JsCast, JsValue, wasm_bindgen};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlElement;
use yew::{AttrValue, hook, use_effect_with, use_state_eq};

/// The version of `TextEditor` that this program uses; a cache may serve the two files from different releases.
const VERSION: u32 = 3;

/// The function of `start.mjs` that loads the module.
const LOADER: &str = "rulelensEditor";

/// The class that it exports.
const CLASS: &str = "TextEditor";

#[wasm_bindgen]
extern "C" {
    /// One editor; the positions are UTF-16 code units.
    #[derive(Clone)]
    pub(crate) type TextEditor;

    /// Puts another text in its place, with the caret where it belongs.
    #[wasm_bindgen(method)]
    pub(super) fn replace(this: &TextEditor, text: &JsString, caret: Option<u32>);

    /// Selects a range, brings it into view and takes the focus.
    #[wasm_bindgen(method)]
    pub(super) fn select(this: &TextEditor, from: u32, to: u32);

    /// Start and end of the selection.
    #[wasm_bindgen(method)]
    pub(super) fn selection(this: &TextEditor) -> Array;

    /// Draws problems, with their fixes' titles; tells assistive technology its name, whether its text is invalid, and what
    /// is wrong; and asks anew for what it got no answer to.
    #[wasm_bindgen(method)]
    pub(super) fn judge(
        this: &TextEditor,
        problems: &Array,
        label: &str,
        invalid: bool,
        description: Option<&str>,
    );

    /// Ends it.
    #[wasm_bindgen(method)]
    fn destroy(this: &TextEditor);
}

thread_local! {
    /// The class, once it is loaded.
    static LOADED: RefCell<Option<Function>> = const { RefCell::new(None) };
    /// What the editors were told last, and whether values are drawn: one that comes later is told, too.
    static EXPLAINED: RefCell<Option<(JsValue, bool)>> = const { RefCell::new(None) };
    /// What makes editors, in the order in which they were wanted.
    static TURNS: RefCell<VecDeque<Turn>> = const { RefCell::new(VecDeque::new()) };
    /// The editors on the page, by the ids of their fields.
    static OPEN: RefCell<Vec<(AttrValue, TextEditor)>> = const { RefCell::new(Vec::new()) };
}

/// Whether the class is there, which is loaded once it is `wanted`.
#[hook]
pub(super) fn use_loaded(wanted: bool) -> bool {
    let loaded = use_state_eq(is_loaded);
    {
        let loaded = loaded.clone();
        use_effect_with(wanted, move |&wanted| {
            if wanted && !*loaded {
                load(move || loaded.set(true));
            }
        });
    }
    *loaded
}

fn is_loaded() -> bool {
    LOADED.with_borrow(Option::is_some)
}

/// Loads the class and then calls `then`. Where it cannot be had, plain fields do.
fn load(then: impl FnOnce() + 'static) {
    let loader =
        Reflect::get(&js_sys::global(), &LOADER.into()).ok().and_then(|it| it.dyn_into::<Function>().ok());
    let Some(loading) = loader.and_then(|loader| loader.call0(&JsValue::NULL).ok()) else { return };
    spawn_local(async move {
        let Ok(module) = JsFuture::from(Promise::resolve(&loading)).await else { return };
        let class = Reflect::get(&module, &CLASS.into()).ok().and_then(|it| it.dyn_into::<Function>().ok());
        let Some(class) = class else { return };
        let version = Reflect::get(&class, &"version".into()).ok().and_then(|version| version.as_f64());
        if version == Some(f64::from(VERSION)) {
            LOADED.set(Some(class));
            if let Some((explained, values)) = EXPLAINED.take() {
                explain(&explained, values);
            }
            in_turn(then);
        }
    });
}

/// What makes an editor; nothing once it has begun.
type Turn = Option<Box<dyn FnOnce()>>;

/// Makes an editor in a task of its own, after those that came before: the page answers in between.
fn in_turn(then: impl FnOnce() + 'static) {
    let is_first = TURNS.with_borrow_mut(|turns| {
        turns.push_back(Some(Box::new(then)));
        turns.len() == 1
    });
    if is_first {
        Timeout::new(0, take_turn).forget();
    }
}

fn take_turn() {
    // It stays until it is done, so that nobody who comes meanwhile takes itself for the first.
    let Some(then) = TURNS.with_borrow_mut(|turns| turns.front_mut().and_then(Option::take)) else { return };
    then();
    let more = TURNS.with_borrow_mut(|turns| {
        turns.pop_front();
        !turns.is_empty()
    });
    if more {
        Timeout::new(0, take_turn).forget();
    }
}

/// The editor of a field, where there is one.
pub(crate) fn open(id: &str) -> Option<TextEditor> {
    OPEN.with_borrow(|open| open.iter().find(|(it, _)| it == id).map(|(_, editor)| editor.clone()))
}

/// Tells the editors what the parts of the rule give and read, and whether the values are to be drawn. Which outgoing
/// attributes come of what they mark, as far as they are loaded.
pub(crate) fn explain(explained: &JsValue, values: bool) -> Vec<String> {
    if !is_loaded() {
        EXPLAINED.set(Some((explained.clone(), values)));
        return Vec::new();
    }
    let lit = call("explain", &[explained, &values.into()]).and_then(|lit| lit.dyn_into::<Array>().ok());
    lit.unwrap_or_default().iter().filter_map(|one| one.as_string()).collect()
}

/// Marks in the editors what an outgoing attribute comes from, which is chosen.
pub(crate) fn light(attribute: Option<&str>) {
    call("light", &[&attribute.map_or(JsValue::NULL, JsValue::from), &false.into()]);
}

/// The same of one that the pointer is at, until it is at none.
pub(crate) fn point(attribute: Option<&str>) {
    call("light", &[&attribute.map_or(JsValue::NULL, JsValue::from), &true.into()]);
}

fn call(function: &str, arguments: &[&JsValue]) -> Option<JsValue> {
    let class = LOADED.with_borrow(Clone::clone)?;
    let function = Reflect::get(&class, &function.into()).ok()?.dyn_into::<Function>().ok()?;
    function.apply(&JsValue::NULL, &arguments.iter().copied().collect::<Array>()).ok()
}

/// The range that is selected in an editor.
pub(crate) fn selected(id: &str) -> Option<(u32, u32)> {
    let range = open(id)?.selection();
    Some((range.get(0).as_f64()? as u32, range.get(1).as_f64()? as u32))
}

/// What an editor tells the page and asks of it.
pub(super) struct Page {
    /// The text was changed, with a word for how.
    pub(super) change: Box<dyn Fn(JsString, String)>,
    /// The text would be too large to edit.
    pub(super) too_large: Box<dyn Fn(JsString)>,
    /// A step back, or forth again.
    pub(super) undo: Box<dyn Fn(bool)>,
    /// A question about the text; the promise is rejected where nobody can answer now.
    pub(super) ask: Box<dyn Fn(JsValue) -> Promise>,
    /// A fix of a problem was chosen: which, of which.
    pub(super) fix: Box<dyn Fn(usize, usize)>,
    /// The text is to be formatted.
    pub(super) format: Box<dyn Fn()>,
    /// These outgoing attributes come of what is at the caret.
    pub(super) lit: Box<dyn Fn(Array)>,
}

/// What an editor is made with.
pub(super) struct Form<'f> {
    /// The id of its field.
    pub(super) id: AttrValue,
    /// The text.
    pub(super) text: &'f JsString,
    /// The field's name.
    pub(super) label: &'f str,
    /// How long a text can be edited, in UTF-16 code units.
    pub(super) limit: u32,
    /// Whether it has lines, with numbers; it is one line otherwise.
    pub(super) lines: bool,
    /// What stands in it while it is empty.
    pub(super) hint: &'f str,
}

/// An editor on the page, until it is dropped.
pub(super) struct Mounted {
    id: AttrValue,
    editor: TextEditor,
}

impl Drop for Mounted {
    fn drop(&mut self) {
        OPEN.with_borrow_mut(|open| open.retain(|(id, _)| *id != self.id));
        self.editor.destroy();
    }
}

impl Mounted {
    /// Puts an editor into `host`.
    pub(super) fn new(host: &HtmlElement, page: Page, form: &Form<'_>) -> Option<Self> {
        let Form { id, text, label, limit, lines, hint } = form;
        let class = LOADED.with_borrow(Clone::clone)?;
        let Page { change, too_large, undo, ask, fix, format, lit } = page;
        let calls = [
            Closure::<dyn Fn(JsString, String)>::new(change).into_js_value(),
            Closure::<dyn Fn(JsString)>::new(too_large).into_js_value(),
            Closure::<dyn Fn(bool)>::new(undo).into_js_value(),
            Closure::<dyn Fn(JsValue) -> Promise>::new(ask).into_js_value(),
            Closure::<dyn Fn(usize, usize)>::new(fix).into_js_value(),
            Closure::<dyn Fn()>::new(format).into_js_value(),
            Closure::<dyn Fn(Array)>::new(lit).into_js_value(),
        ];
        let callbacks =
            object(["change", "tooLarge", "undo", "ask", "fix", "format", "lit"].into_iter().zip(calls));
        let options = object([
            ("name", id.as_str().into()),
            ("text", JsValue::from(JsString::clone(text))),
            ("label", (*label).into()),
            ("limit", (*limit).into()),
            ("lines", (*lines).into()),
            ("hint", (*hint).into()),
        ]);
        let editor = Reflect::construct(&class, &Array::of3(host, &callbacks, &options)).ok()?;
        let editor: TextEditor = editor.unchecked_into();
        OPEN.with_borrow_mut(|open| open.push((id.clone(), editor.clone())));
        Some(Self { id: id.clone(), editor })
    }

    pub(super) fn editor(&self) -> &TextEditor {
        &self.editor
    }
}

/// A JavaScript object.
fn object<'k>(members: impl IntoIterator<Item = (&'k str, JsValue)>) -> Object {
    let object = Object::new();
    for (key, value) in members {
        let _ = Reflect::set(&object, &key.into(), &value);
    }
    object
}

/// Problems as an editor draws them.
pub(super) fn drawn(problems: &[DiagnosticView]) -> Array {
    let one = |problem: &DiagnosticView| {
        let (from, to) = problem.labels.first().map_or((0, 0), |label| (label.start, label.end));
        let fixes: Array = problem.fixes.iter().map(|fix| JsValue::from(fix.title.as_str())).collect();
        object([
            ("from", (from as u32).into()),
            ("to", (to as u32).into()),
            ("severity", problem.severity.name().into()),
            ("message", problem.message.as_str().into()),
            ("code", problem.code.as_str().into()),
            ("fixes", fixes.into()),
        ])
    };
    problems.iter().filter(|problem| !problem.labels.is_empty()).map(one).collect()
}
