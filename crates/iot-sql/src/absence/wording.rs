//! What is reported about parts of the outgoing payload, or of a template, that are Undefined.

use crate::diagnostic::{Diagnostic, Example};
use crate::eval::{Holder, Missing};
use crate::evidence::Evidence;
use std::ops::Range;

crate::declare_codes! {
    pub(crate) CODES;
    MISSING_KEY = "run.missing-key", Warning, "SELECT or a template reads a key that the payload does not have.",
        [Example::sql("SELECT temperature, humidty FROM 'sensors/+'").payload(r#"{"temperature": 21.5, "humidity": 47}"#)],
        silent [
            Example::sql("SELECT temperature, get_or_default(humidity, 0) AS h FROM 'sensors/+'").payload(r#"{"temperature": 21.5}"#),
            Example::sql("SELECT temperature, humidity FROM 'sensors/+' WHERE isUndefined(humidity) = true")
                .payload(r#"{"temperature": 21.5}"#),
        ];
    UNDEFINED = "run.undefined", Warning, "A part of the outgoing payload or of a template is Undefined, though its keys are there.",
        [Example::sql("SELECT total / count AS mean FROM 'sensors/+'").payload(r#"{"total": 21.5, "count": 0}"#)],
        silent [Example::sql("SELECT CASE id WHEN 'a' THEN 1 END AS a FROM 'sensors/+'").payload(r#"{"id": "b"}"#)];
    MAY_BE_ABSENT = "run.may-be-absent", Info, "A part of the outgoing payload or of a template is Undefined, which may be intended.",
        [Example::sql("SELECT get((SELECT v FROM readings WHERE n = 'hum'), 0).v AS hum FROM 'sensors/+'")
            .payload(r#"{"readings": [{"n": "temp", "v": 21.5}]}"#)];
}

/// What becomes of Undefined.
fn effect(in_template: bool) -> &'static str {
    if in_template {
        "Undefined is empty in a template."
    } else {
        "Undefined is omitted from the outgoing payload."
    }
}

pub(super) fn missing_key(missing: &Missing, in_template: bool) -> Diagnostic {
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

pub(super) fn undefined(range: Range<usize>, why: &str, help: &str, in_template: bool) -> Diagnostic {
    let diagnostic = Diagnostic::new(&UNDEFINED, format!("{why}.")).at(range, "returns no value");
    let blank = if help.is_empty() { "" } else { " " };
    diagnostic.help(format!("{help}{blank}{}", effect(in_template))).evidence(Evidence::Documented)
}
