//! Reading, selecting and changing the text of an editor.

use crate::browser::{document, element};
use crate::documents::{DocumentName, Documents, as_js_string};
use js_sys::{JsString, Reflect};
use rulelens_wasm::{EditView, InputName};
use wasm_bindgen::prelude::JsCast;
use web_sys::{HtmlDocument, HtmlElement, HtmlTextAreaElement};

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
pub(super) fn selection(area: &HtmlTextAreaElement) -> (u32, u32) {
    let end = read(area).length();
    let at = |position: Result<Option<u32>, _>| position.ok().flatten().unwrap_or(end);
    (at(area.selection_start()), at(area.selection_end()))
}

/// Puts the focus into a text's field and selects a range there.
pub(crate) fn reveal(name: DocumentName, range: Option<(usize, usize)>) {
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

/// Makes edits to a text, all of whose ranges count in the text before the first one. `true` where the field's own
/// `input` event has told of the change.
pub(crate) fn apply(documents: &Documents, name: DocumentName, edits: &[EditView]) -> bool {
    let mut edits: Vec<_> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.start);
    let old = documents.get(name).text;
    let (mut text, mut at) = (JsString::from(""), 0);
    for edit in &edits {
        text = text.concat(&old.slice(at, edit.start as u32)).concat(&edit.text.as_str().into());
        at = edit.end as u32;
    }
    text = text.concat(&old.slice(at, old.length()));

    let field = element(id(name)).and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok());
    let Some(area) = field else {
        documents.set(name, text);
        return false;
    };
    reveal(name, Some((0, old.length() as usize)));
    // Not for new designs, but the only way to change a field that its own "undo" takes back.
    let page: Option<HtmlDocument> = document().and_then(|document| document.dyn_into().ok());
    let typed = page.is_some_and(|page| {
        page.exec_command_with_show_ui_and_value("insertText", false, &String::from(text.clone())) == Ok(true)
    });
    if !typed {
        write(&area, &text);
        documents.set(name, text);
    }
    if let Some(last) = edits.last() {
        let grown: i64 = edits
            .iter()
            .map(|edit| edit.text.encode_utf16().count() as i64 - (edit.end - edit.start) as i64)
            .sum();
        let caret = (last.end as i64 + grown).max(0) as u32;
        let _ = area.set_selection_range(caret, caret);
    }
    typed
}
