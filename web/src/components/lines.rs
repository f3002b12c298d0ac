//! Going along the lines of a list by keys.

use crate::browser::document;
use wasm_bindgen::prelude::JsCast;
use web_sys::HtmlElement;
use yew::NodeRef;

/// Puts the focus on the line of a list before or after the one that has it; whether there is one.
pub(super) fn focus(list: &NodeRef, lines: &str, step: i32) -> bool {
    let found = list.cast::<HtmlElement>().and_then(|list| list.query_selector_all(lines).ok());
    let Some(found) = found else { return false };
    let active = document().and_then(|page| page.active_element());
    let count = found.length() as i32;
    let at = (0..count).find(|at| found.get(*at as u32).as_ref() == active.as_ref().map(AsRef::as_ref));
    let to = match at {
        None if step > 0 => 0,
        None => return false,
        Some(at) => at + step,
    };
    let Some(element) = u32::try_from(to).ok().and_then(|to| found.get(to)) else { return false };
    element.dyn_into::<HtmlElement>().is_ok_and(|element| element.focus().is_ok())
}
