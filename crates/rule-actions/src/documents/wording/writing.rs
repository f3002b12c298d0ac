//! What cannot be written, or is written otherwise.

use super::{
    DOCUMENT_NOT_WRITABLE, DOCUMENT_PLACEHOLDER_WRITTEN, DOCUMENT_RULE_NAME, DOCUMENT_UNDOCUMENTED,
    DOCUMENT_VERSION_WRITTEN, about_rule,
};
use crate::documents::placeholders::Placeholder;
use crate::documents::rule::DEFAULT_SQL_VERSION;
use iot_sql::{Diagnostic, Evidence, Input};
use std::ops::Range;

/// `place` is that of the name in the document, where it is known.
pub(in crate::documents) fn rule_name(name: &str, place: Option<Range<usize>>) -> Diagnostic {
    let fit = fit_name(name);
    let diagnostic = about_rule(&DOCUMENT_RULE_NAME, format!("A rule cannot be called `{name}`."))
        .help(format!("A rule's name has 1 to 128 letters, digits and underscores. Call it `{fit}`."))
        .evidence(Evidence::Documented);
    match place {
        Some(place) => diagnostic.input(Input::Document).at(place.clone(), "the rule's name").fix(
            format!("Call it {fit}"),
            place,
            fit,
        ),
        None => diagnostic,
    }
}

/// The nearest name that a rule can have.
pub(in crate::documents) fn fit_name(name: &str) -> String {
    let word = |ch: char| if ch.is_ascii_alphanumeric() { ch } else { '_' };
    let fit: String = name.chars().map(word).take(128).collect();
    if fit.is_empty() { "rule".to_owned() } else { fit }
}

pub(in crate::documents) fn name_missing(format: &str) -> Diagnostic {
    about_rule(&DOCUMENT_RULE_NAME, format!("{format} needs the rule's name, and the document has none."))
        .help("Give the rule a name: letters, digits and underscores, at most 128.")
        .evidence(Evidence::Documented)
}

pub(in crate::documents) fn version_written() -> Diagnostic {
    about_rule(
        &DOCUMENT_VERSION_WRITTEN,
        format!("The rule names no SQL version; {DEFAULT_SQL_VERSION} is written out."),
    )
    .help("That is what the API takes for a rule without one, though the console takes 2016-03-23.")
    .evidence(Evidence::Documented)
}

/// `format` has no references, so that a placeholder is written as it is.
pub(in crate::documents) fn placeholder_written(placeholder: &Placeholder, format: &str) -> Diagnostic {
    let Placeholder { text, stands_for, .. } = placeholder;
    about_rule(
        &DOCUMENT_PLACEHOLDER_WRITTEN,
        format!(
            "`{text}`, which stands for {stands_for}, is written as it is: {format} has no reference to it."
        ),
    )
    .help("Replace it before the rule is deployed, or give it a value with --set.")
}

pub(in crate::documents) fn undocumented(name: &str, format: &str) -> Diagnostic {
    about_rule(&DOCUMENT_UNDOCUMENTED, format!("{format} documents no `{name}` here."))
        .help("It is written by the usual pattern of names, and may be rejected.")
}

/// A parameter of the API for which a form has no place.
pub(in crate::documents) fn no_place(name: &str, format: &str) -> Diagnostic {
    about_rule(&DOCUMENT_UNDOCUMENTED, format!("{format} has no place for `{name}`; it is omitted."))
        .help("The rule that is deployed from it is without it. Write the rule in another form, such as JSON, to keep it.")
        .evidence(Evidence::Documented)
}

pub(in crate::documents) fn name_not_writable(name: &str, format: &str) -> Diagnostic {
    about_rule(&DOCUMENT_NOT_WRITABLE, format!("{format} has no way to write a parameter called `{name}`."))
        .help("Parameters are called like tableName. Look for a misspelt name.")
}

pub(in crate::documents) fn cannot_write_action(action: &serde_json::Value) -> Diagnostic {
    let mut shown = action.to_string();
    if let Some((at, _)) = shown.char_indices().nth(60) {
        shown.truncate(at);
    }
    about_rule(&DOCUMENT_NOT_WRITABLE, format!("`{shown}` is not an action."))
        .help("An action is an object with one key, its kind: {\"timestream\": {…}}.")
}

pub(in crate::documents) fn value_not_writable(what: &str, format: &str) -> Diagnostic {
    about_rule(&DOCUMENT_NOT_WRITABLE, format!("{format} has no way to write {what}."))
        .help("Write the rule in another form, such as JSON.")
}
