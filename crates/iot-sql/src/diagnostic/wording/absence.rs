//! What is said about parts of the outgoing payload, or of a template, that are Undefined.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::code::{MISSING_KEY, UNDEFINED};
use crate::eval::{Holder, Missing};
use crate::evidence::Evidence;
use std::ops::Range;

/// What becomes of Undefined.
fn effect(in_template: bool) -> &'static str {
    if in_template {
        "Undefined is empty in a template."
    } else {
        "Undefined is omitted from the outgoing payload."
    }
}

pub(crate) fn missing_key(missing: &Missing, in_template: bool) -> Diagnostic {
    let label = match (&missing.nearest, &missing.holder) {
        (Some(nearest), _) => format!("did you mean `{nearest}`?"),
        (None, Holder::Array { .. }) => "a path into an array".to_owned(),
        (None, Holder::Single(_)) => "a path into a single value".to_owned(),
        (None, _) => "no such key".to_owned(),
    };
    let help = match &missing.holder {
        Holder::Array { .. } => {
            "`get(array, 0).key` reads the first element, `(SELECT VALUE key FROM array)` all of them."
        }
        Holder::Single(_) => "A path goes through objects only.",
        Holder::Object | Holder::Element | Holder::Computed => "Keys are compared exactly, with case.",
    };
    let help = format!("{help} {}", effect(in_template));
    Diagnostic::new(&MISSING_KEY, missing.sentence())
        .at(missing.key_range.clone(), label)
        .help(help)
        .evidence(Evidence::Documented)
}

pub(crate) fn undefined(range: Range<usize>, why: &str, help: &str, in_template: bool) -> Diagnostic {
    let diagnostic = Diagnostic::new(&UNDEFINED, format!("{why}.")).at(range, "gives no value");
    let blank = if help.is_empty() { "" } else { " " };
    diagnostic.help(format!("{help}{blank}{}", effect(in_template))).evidence(Evidence::Documented)
}
