//! What is reported about documents.

use super::node::Node;
use super::rule::DEFAULT_SQL_VERSION;
use iot_sql::{Code, Diagnostic, Edit, Evidence, Input, SqlVersion};
use std::ops::Range;

iot_sql::declare_codes! {
    pub CODES;
    DOCUMENT_TOO_LARGE = "document.too-large", Error, "The document is larger than RuleLens reads.";
    DOCUMENT_TOO_DEEP = "document.too-deep", Error, "The document is nested deeper than RuleLens reads.";
    DOCUMENT_MALFORMED = "document.malformed", Error, "The document is not JSON, YAML or HCL.";
    DOCUMENT_UNRECOGNISED = "document.unrecognised", Error, "RuleLens does not read this kind of document.";
    DOCUMENT_NO_RULE = "document.no-rule", Error, "There is no rule in the document.";
    DOCUMENT_NO_SQL = "document.no-sql", Error, "A rule of the document has no statement.";
    DOCUMENT_WRONG_TYPE = "document.wrong-type", Error, "A member of a rule has the wrong type.";
    DOCUMENT_SQL_VERSION = "document.sql-version", Error, "A rule names an SQL version that does not exist.";
    DOCUMENT_RULE_NAME = "document.rule-name", Error, "A rule cannot have this name, or has none where one is needed.";
    DOCUMENT_NOT_WRITABLE = "document.not-writable", Error, "The document format cannot express a part of the rule.";
    DOCUMENT_TEMPLATE_TAKEN = "document.template-taken", Warning, "The deployment tool replaces a substitution template of the rule.";
    DOCUMENT_NOT_SUBSTITUTED = "document.not-substituted", Warning, "A placeholder meant for the deployment tool reaches the rule.";
    DOCUMENT_UNKNOWN_PARAMETER = "document.unknown-parameter", Warning, "An action or a parameter of the document has an unknown name.";
    DOCUMENT_UNDOCUMENTED = "document.undocumented", Warning, "The document format does not document a part of the rule.";
    DOCUMENT_VERSION_WRITTEN = "document.version-written", Warning, "A rule without an SQL version is written with the API's default.";
    DOCUMENT_CONDITION = "document.condition", Warning, "A part of the rule depends on a condition.";
    DOCUMENT_LEFT_OUT = "document.left-out", Info, "A part of the document is not read.";
    DOCUMENT_PLACEHOLDER = "document.placeholder", Info, "A string of the rule is known only after deployment.";
}

fn about(code: &'static Code, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, message).input(Input::Document)
}

/// A diagnostic about a rule that is to be written, which has no string yet.
fn about_rule(code: &'static Code, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, message).input(Input::Request)
}

pub(super) fn sql_version(name: &str) -> Diagnostic {
    let versions = SqlVersion::ALL.map(SqlVersion::name).join(", ");
    about(&DOCUMENT_SQL_VERSION, format!("AWS IoT SQL has no version `{name}`."))
        .help(format!("Use one of {versions}."))
        .evidence(Evidence::Documented)
}

pub(super) fn too_large(bytes: usize) -> Diagnostic {
    let limit = super::limits::MAX_BYTES;
    about(&DOCUMENT_TOO_LARGE, format!("The document has {bytes} bytes; RuleLens reads up to {limit}."))
        .help("A rule has at most 128 KB. Cut out the part of the document that holds it.")
}

pub(super) fn too_many(place: Range<usize>) -> Diagnostic {
    about(&DOCUMENT_TOO_LARGE, "The document holds more values than RuleLens reads.")
        .at(place, "too many by here")
        .help("Aliases count as often as they are used.")
}

pub(super) fn too_deep(place: Range<usize>) -> Diagnostic {
    let limit = super::limits::MAX_DEPTH;
    about(&DOCUMENT_TOO_DEEP, format!("The document is nested deeper than about {limit} levels."))
        .at(place, "too deep here")
        .help("No rule needs so many levels. Look for a bracket that is never closed.")
}

pub(super) fn malformed(language: &str, what: &str, text: &str, at: usize) -> Diagnostic {
    let start = text.floor_char_boundary(at.min(text.len()));
    let length = text[start..].chars().next().map_or(0, char::len_utf8);
    let what = what.trim_end_matches('.');
    about(&DOCUMENT_MALFORMED, format!("The document is not {language}: {what}."))
        .at(start..start + length, "")
        .help(format!("Everything up to this place could be read as {language}."))
}

pub(super) fn key_not_text(place: Range<usize>) -> Diagnostic {
    about(&DOCUMENT_MALFORMED, "A key of the document is not a string.")
        .at(place, "expected a string before the colon")
        .help("Put the key in quotes.")
}

pub(super) fn unrecognised(message: &str) -> Diagnostic {
    about(&DOCUMENT_UNRECOGNISED, message).help(
        "RuleLens reads topic rule payloads, CloudFormation and SAM templates (JSON or YAML), serverless.yml and Terraform (HCL or JSON).",
    )
}

pub(super) fn no_rule(document: &str) -> Diagnostic {
    about(&DOCUMENT_NO_RULE, format!("There is no rule in this {document}.")).help(
        "A rule is an AWS::IoT::TopicRule, an IoTRule event of SAM, an iot event of Serverless or an aws_iot_topic_rule.",
    )
}

pub(super) fn no_sql(name: &str, place: Range<usize>) -> Diagnostic {
    about(&DOCUMENT_NO_SQL, format!("The rule has no `{name}`."))
        .at(place, "this rule")
        .help("Every rule has a statement: SELECT … FROM 'topic/filter'.")
        .evidence(Evidence::Documented)
}

pub(super) fn wrong_type(name: &str, expected: &str, found: &Node) -> Diagnostic {
    about(&DOCUMENT_WRONG_TYPE, format!("`{name}` must be {expected} and is {}.", found.describe()))
        .at(found.span.clone(), format!("{expected} is expected here"))
        .help("The rule cannot be checked until this is fixed.")
}

pub(super) fn placeholder(text: &str, meaning: &str, place: Range<usize>) -> Diagnostic {
    about(&DOCUMENT_PLACEHOLDER, format!("`{text}` stands for {meaning}."))
        .at(place, "known only after deployment")
        .help("Everything that depends on it is shown with this placeholder.")
}

pub(super) fn left_out(name: &str, place: Range<usize>) -> Diagnostic {
    about(&DOCUMENT_LEFT_OUT, format!("`{name}` is not read.")).at(place, "not read").help(
        "It does not change what the rule does with a message, or RuleLens does not know what it means.",
    )
}

pub(super) fn condition(condition: &str, place: Range<usize>) -> Diagnostic {
    about(&DOCUMENT_CONDITION, format!("The first value of Fn::If is taken, as if {condition} were true."))
        .at(place, "depends on a condition")
        .help("Read the document a second time with the other value in its place.")
}

pub(super) fn unknown_action(name: &str, place: Range<usize>) -> Diagnostic {
    about(&DOCUMENT_UNKNOWN_PARAMETER, format!("RuleLens does not know the action `{name}`."))
        .at(place, "kept as it is")
        .help("Its parameters are renamed by the usual pattern.")
}

pub(super) fn unknown_parameter(name: &str, place: Range<usize>) -> Diagnostic {
    about(&DOCUMENT_UNKNOWN_PARAMETER, format!("The action has no parameter `{name}` that RuleLens knows."))
        .at(place, "kept as it is")
        .help("It is renamed by the usual pattern. Look for a misspelt name.")
}

/// `shown` is the whole `${…}`, `around` the text that it is in, `place` its own place where that is known.
pub(super) fn taken_by_sub(shown: &str, around: &Range<usize>, place: Option<Range<usize>>) -> Diagnostic {
    let diagnostic = about(
        &DOCUMENT_TEMPLATE_TAKEN,
        format!("Fn::Sub reads {shown} as a name in the template, and no such name exists."),
    )
    .at(place.clone().unwrap_or_else(|| around.clone()), "never reaches the rule")
    .help("Inside Fn::Sub a substitution template of the rule is written ${!…}.")
    .evidence(Evidence::Documented);
    match place {
        Some(place) => {
            let at = place.start + 2;
            diagnostic.fix("Escape it for the rule", at..at, "!")
        }
        None => diagnostic,
    }
}

/// `in_text` tells `"${…}"` from an expression by itself; `has_place` whether the place is that of the expression.
pub(super) fn taken_by_terraform(
    source: &str,
    place: Range<usize>,
    in_text: bool,
    has_place: bool,
) -> Diagnostic {
    let diagnostic = about(
        &DOCUMENT_TEMPLATE_TAKEN,
        format!("Terraform evaluates `{source}` itself; it looks meant for the rule."),
    )
    .at(place.clone(), "never reaches the rule")
    .help("In Terraform a substitution template of the rule is written $${…}.")
    .evidence(Evidence::Documented);
    match (has_place, in_text) {
        (false, _) => diagnostic,
        (true, true) => diagnostic.fix("Escape it for the rule", place.start..place.start, "$"),
        (true, false) => {
            let quoted = source.replace('\\', "\\\\").replace('"', "\\\"");
            diagnostic.fix("Escape it for the rule", place, format!("\"$${{{quoted}}}\""))
        }
    }
}

pub(super) fn template_unreadable(text: &str, place: Range<usize>) -> Diagnostic {
    let start: String = text.chars().take(40).collect();
    about(&DOCUMENT_NOT_SUBSTITUTED, format!("Terraform cannot read the template in {start:?}."))
        .at(place, "kept as it is")
        .help("Write $${ for a ${ that is the rule's, and %%{ for a %{.")
        .evidence(Evidence::Documented)
}

/// `rest` follows the `${`.
pub(super) fn not_substituted(
    rest: &str,
    is_doubled: bool,
    around: &Range<usize>,
    place: Option<Range<usize>>,
) -> Diagnostic {
    let (message, help) = if is_doubled {
        ("`$${` is Terraform's way to write `${`; here both signs reach the rule.", "Remove one sign.")
    } else if rest.starts_with('!') {
        (
            "`${!` is written inside Fn::Sub; here the rule sees the exclamation mark.",
            "Remove the exclamation mark, or put the string into Fn::Sub.",
        )
    } else {
        (
            "CloudFormation replaces `${AWS::…}` only inside Fn::Sub; here the rule sees it.",
            "Put the string into Fn::Sub, and write the rule's own templates as ${!…}.",
        )
    };
    let diagnostic = about(&DOCUMENT_NOT_SUBSTITUTED, message)
        .at(place.clone().unwrap_or_else(|| around.clone()), "")
        .help(help)
        .evidence(Evidence::Documented);
    let remove = |edit: Range<usize>| vec![Edit { range: edit, text: String::new() }];
    match place {
        Some(place) if is_doubled => {
            diagnostic.fix_all("Remove one `$`", remove(place.start..place.start + 1))
        }
        Some(place) if rest.starts_with('!') => {
            diagnostic.fix_all("Remove the `!`", remove(place.start + 2..place.start + 3))
        }
        _ => diagnostic,
    }
}

/// `place` is that of the name in the document, where it is known.
pub(super) fn rule_name(name: &str, place: Option<Range<usize>>) -> Diagnostic {
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
pub(super) fn fit_name(name: &str) -> String {
    let word = |ch: char| if ch.is_ascii_alphanumeric() { ch } else { '_' };
    let fit: String = name.chars().map(word).take(128).collect();
    if fit.is_empty() { "rule".to_owned() } else { fit }
}

pub(super) fn name_missing(format: &str) -> Diagnostic {
    about_rule(&DOCUMENT_RULE_NAME, format!("{format} needs the rule's name, and the document gives none."))
        .help("Give the rule a name: letters, digits and underscores, at most 128.")
        .evidence(Evidence::Documented)
}

pub(super) fn version_written() -> Diagnostic {
    about_rule(
        &DOCUMENT_VERSION_WRITTEN,
        format!("The rule names no SQL version; {DEFAULT_SQL_VERSION} is written out."),
    )
    .help("That is what the API takes for a rule without one, though the console takes 2016-03-23.")
    .evidence(Evidence::Documented)
}

pub(super) fn undocumented(name: &str, format: &str) -> Diagnostic {
    about_rule(&DOCUMENT_UNDOCUMENTED, format!("{format} documents no `{name}` here."))
        .help("It is written by the usual pattern of names, and may be rejected.")
}

pub(super) fn name_not_writable(name: &str, format: &str) -> Diagnostic {
    about_rule(&DOCUMENT_NOT_WRITABLE, format!("{format} has no way to write a parameter called `{name}`."))
        .help("Parameters are called like tableName. Look for a misspelt name.")
}

pub(super) fn cannot_write_action(action: &serde_json::Value) -> Diagnostic {
    let mut shown = action.to_string();
    if let Some((at, _)) = shown.char_indices().nth(60) {
        shown.truncate(at);
    }
    about_rule(&DOCUMENT_NOT_WRITABLE, format!("`{shown}` is not an action."))
        .help("An action is an object with one key, its kind: {\"timestream\": {…}}.")
}

pub(super) fn value_not_writable(what: &str, format: &str) -> Diagnostic {
    about_rule(&DOCUMENT_NOT_WRITABLE, format!("{format} has no way to write {what}."))
        .help("Write the rule in another form, such as JSON.")
}
