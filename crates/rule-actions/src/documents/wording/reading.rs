//! What cannot be read, or is not.

use super::{
    DOCUMENT_LEFT_OUT, DOCUMENT_MALFORMED, DOCUMENT_NO_RULE, DOCUMENT_NO_SQL, DOCUMENT_SQL_VERSION,
    DOCUMENT_TOO_DEEP, DOCUMENT_TOO_LARGE, DOCUMENT_UNKNOWN_PARAMETER, DOCUMENT_UNRECOGNISED,
    DOCUMENT_WRONG_TYPE, about,
};
use crate::documents::inputs::Unread;
use crate::documents::node::Node;
use iot_sql::{Diagnostic, Evidence, SqlVersion};
use std::ops::Range;

pub(in crate::documents) fn sql_version(name: &str) -> Diagnostic {
    let versions = SqlVersion::ALL.map(SqlVersion::name).join(", ");
    about(&DOCUMENT_SQL_VERSION, format!("AWS IoT SQL has no version `{name}`."))
        .help(format!("Use one of {versions}."))
        .evidence(Evidence::Documented)
}

pub(in crate::documents) fn too_large(bytes: usize) -> Diagnostic {
    let limit = crate::documents::limits::MAX_BYTES;
    about(&DOCUMENT_TOO_LARGE, format!("The document has {bytes} bytes; RuleLens reads up to {limit}."))
        .help("A rule has at most 128 KB. Cut out the part of the document that holds it.")
}

pub(in crate::documents) fn too_many(place: Range<usize>) -> Diagnostic {
    about(&DOCUMENT_TOO_LARGE, "The document holds more values than RuleLens reads.")
        .at(place, "too many by here")
        .help("Aliases count as often as they are used.")
}

pub(in crate::documents) fn too_deep(place: Range<usize>) -> Diagnostic {
    let limit = crate::documents::limits::MAX_DEPTH;
    about(&DOCUMENT_TOO_DEEP, format!("The document is nested deeper than about {limit} levels."))
        .at(place, "too deep here")
        .help("No rule needs so many levels. Look for a bracket that is never closed.")
}

pub(in crate::documents) fn malformed(language: &str, what: &str, text: &str, at: usize) -> Diagnostic {
    let start = text.floor_char_boundary(at.min(text.len()));
    let length = text[start..].chars().next().map_or(0, char::len_utf8);
    let what = what.trim_end_matches('.');
    about(&DOCUMENT_MALFORMED, format!("The document is not {language}: {what}."))
        .at(start..start + length, "")
        .help(format!("Everything up to this place could be read as {language}."))
}

pub(in crate::documents) fn key_not_text(place: Range<usize>) -> Diagnostic {
    about(&DOCUMENT_MALFORMED, "A key of the document is not a string.")
        .at(place, "expected a string before the colon")
        .help("Put the key in quotes.")
}

pub(in crate::documents) fn too_much_work() -> Diagnostic {
    about(
        &DOCUMENT_TOO_LARGE,
        "The document's functions, variables or repetitions make more than RuleLens follows.",
    )
    .help("A rule has at most 128 KB. Look for values that are put together of each other again and again.")
}

/// `what` the document is, as a sentence, and what to do to have a document of the rule.
pub(in crate::documents) fn no_document(what: String, advice: &str) -> Diagnostic {
    about(&DOCUMENT_UNRECOGNISED, what).help(advice.to_owned())
}

pub(in crate::documents) fn unrecognised(message: &str) -> Diagnostic {
    about(&DOCUMENT_UNRECOGNISED, message).help(
        "RuleLens reads topic rule payloads, CloudFormation and SAM templates (JSON or YAML), serverless.yml, Terraform (HCL or JSON) and what `terraform show -json` writes.",
    )
}

pub(in crate::documents) fn no_rule(document: &str) -> Diagnostic {
    about(&DOCUMENT_NO_RULE, format!("There is no rule in this {document}.")).help(
        "A rule is an AWS::IoT::TopicRule, an IoTRule event of SAM, an iot event of Serverless, an aws_iot_topic_rule or an awscc_iot_topic_rule. Rules that modules make are in what `terraform show -json` writes.",
    )
}

pub(in crate::documents) fn no_sql(name: &str, place: Range<usize>) -> Diagnostic {
    about(&DOCUMENT_NO_SQL, format!("The rule has no `{name}`."))
        .at(place, "this rule")
        .help("Every rule has a statement: SELECT … FROM 'topic/filter'.")
        .evidence(Evidence::Documented)
}

pub(in crate::documents) fn wrong_type(name: &str, expected: &str, found: &Node) -> Diagnostic {
    about(&DOCUMENT_WRONG_TYPE, format!("`{name}` must be {expected} and is {}.", found.describe()))
        .at(found.span.clone(), format!("{expected} is expected here"))
        .help("The rule cannot be checked until this is fixed.")
}

pub(in crate::documents) fn left_out(name: &str, place: Range<usize>) -> Diagnostic {
    about(&DOCUMENT_LEFT_OUT, format!("`{name}` is not read.")).at(place, "not read").help(
        "It does not change what the rule does with a message, or RuleLens does not know what it means.",
    )
}

pub(in crate::documents) fn permission_only(function: &str, place: Range<usize>) -> Diagnostic {
    about(&DOCUMENT_LEFT_OUT, format!("This event only lets a rule that exists call `{function}`."))
        .at(place, "no rule of its own")
        .help("An iot event with an arn and without sql makes no rule.")
        .evidence(Evidence::Documented)
}

/// `path` is where the template lies, or a description of that.
pub(in crate::documents) fn stack_not_read(
    id: &str,
    path: &str,
    why: Option<Unread>,
    place: Range<usize>,
) -> Diagnostic {
    let why = super::values::because(why);
    about(&DOCUMENT_LEFT_OUT, format!("The template of the stack `{id}`, {path}, is not read{why}."))
        .at(place, "not read")
        .help("Read it as a document of its own. RuleLens reads those that lie in the folder of this template, or below.")
}

/// `what` is an item of an array, or a document of several.
pub(in crate::documents) fn not_a_rule(what: &str, place: Range<usize>) -> Diagnostic {
    about(&DOCUMENT_LEFT_OUT, format!("{what} is not a document that RuleLens reads."))
        .at(place, "not read")
        .help("The others are read.")
}

/// `source` is where the module's files lie.
pub(in crate::documents) fn module_not_read(
    name: &str,
    source: &str,
    why: Option<Unread>,
    place: Range<usize>,
) -> Diagnostic {
    let why = super::values::because(why);
    about(&DOCUMENT_LEFT_OUT, format!("The module `{name}`, {source}, is not read{why}."))
        .at(place, "not read")
        .help("Rules that modules make are in what `terraform show -json` writes.")
}

pub(in crate::documents) fn unknown_action(name: &str, place: Range<usize>) -> Diagnostic {
    about(&DOCUMENT_UNKNOWN_PARAMETER, format!("RuleLens does not know the action `{name}`."))
        .at(place, "kept as it is")
        .help("Its parameters are renamed by the usual pattern.")
}

/// `nearest` is the name that is probably meant.
pub(in crate::documents) fn unknown_parameter(
    name: &str,
    nearest: Option<&str>,
    place: Range<usize>,
) -> Diagnostic {
    let help = match nearest {
        Some(nearest) => format!("Did you mean `{nearest}`? It is renamed by the usual pattern."),
        None => "It is renamed by the usual pattern. Look for a misspelt name.".to_owned(),
    };
    about(&DOCUMENT_UNKNOWN_PARAMETER, format!("The action has no parameter `{name}` that RuleLens knows."))
        .at(place, "kept as it is")
        .help(help)
}
