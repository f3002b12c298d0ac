//! Reading, selecting and changing the text of an editor.

use super::rich;
use crate::browser::element;
use crate::documents::{DocumentName, Documents, as_js_string};
use crate::state::actions::in_order;
use js_sys::{JsString, Reflect};
use rulelens_wasm::{EditView, InputName};
use wasm_bindgen::prelude::JsCast;
use web_sys::{HtmlElement, HtmlTextAreaElement};

/// The id of a text's field.
pub(crate) fn id(name: DocumentName) -> &'static str {
    match name {
        DocumentName::Sql => "sql",
        DocumentName::Payload => "payload",
    }
}

/// The text that an input of the evaluator is, where it is one of the two.
pub(crate) fn document_of(input: InputName) -> Option<DocumentName> {
    match input {
        InputName::Sql => Some(DocumentName::Sql),
        InputName::Payload => Some(DocumentName::Payload),
        InputName::Topic | InputName::Action | InputName::Document | InputName::Request => None,
    }
}

/// A field's text, without a copy into the program's memory.
pub(super) fn read(area: &HtmlTextAreaElement) -> JsString {
    Reflect::get(area, &"value".into()).ok().and_then(as_js_string).unwrap_or_else(|| "".into())
}

/// Replaces a field's text.
pub(super) fn write(area: &HtmlTextAreaElement, text: &JsString) {
    if read(area) != *text {
        let _ = Reflect::set(area, &"value".into(), text);
    }
}

/// The selected range, in UTF-16 code units; the end of the text where there is none.
pub(super) fn selected_in(area: &HtmlTextAreaElement) -> (u32, u32) {
    let end = read(area).length();
    let at = |position: Result<Option<u32>, _>| position.ok().flatten().unwrap_or(end);
    (at(area.selection_start()), at(area.selection_end()))
}

/// The selected range of a text, in UTF-16 code units, where its field is there.
pub(crate) fn selection(name: DocumentName) -> Option<(u32, u32)> {
    rich::selected(id(name))
        .or_else(|| Some(selected_in(&element(id(name))?.dyn_into::<HtmlTextAreaElement>().ok()?)))
}

/// Puts the focus into a text's field and selects a range there.
pub(crate) fn reveal(name: DocumentName, range: Option<(usize, usize)>) {
    if let Some(editor) = rich::open(id(name)) {
        let (from, to) = range
            .map(|(start, end)| (start as u32, end as u32))
            .or_else(|| rich::selected(id(name)))
            .unwrap_or_default();
        return editor.select(from, to);
    }
    let Some(field) = element(id(name)) else { return };
    if let (Some(area), Some((start, end))) = (field.dyn_ref::<HtmlTextAreaElement>(), range) {
        // Browsers scroll to the selection of a field that receives the focus, not of one that has it.
        let _ = area.blur();
        let _ = area.set_selection_range(start as u32, end as u32);
    }
    if let Ok(field) = field.dyn_into::<HtmlElement>() {
        let _ = field.focus();
    }
}

/// Makes edits to a text, all of whose ranges count in the text before the first one. They are one step of its
/// history; the caret goes behind the last one, which is returned.
pub(crate) fn apply(documents: &Documents, name: DocumentName, edits: &[EditView]) -> usize {
    let old = documents.get(name).text;
    let (mut text, mut at, mut caret) = (JsString::from(""), 0, 0);
    for edit in in_order(edits) {
        text = text.concat(&old.slice(at, edit.start as u32)).concat(&edit.text.as_str().into());
        (at, caret) = (edit.end as u32, text.length());
    }
    text = text.concat(&old.slice(at, old.length()));
    documents.replace(name, text, Some(caret));
    caret as usize
}
