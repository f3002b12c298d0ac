//! What is reported about documents.

use super::node::Node;
use super::placeholders::Placeholder;
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
    DOCUMENT_NAME_UNKNOWN = "document.name-unknown", Warning, "A name in the document stands for nothing, and another one is like it.";
    DOCUMENT_VALUE_UNUSED = "document.value-unused", Warning, "A value is given for a name that the document does not ask for.";
    DOCUMENT_VALUE_NEEDED = "document.value-needed", Error, "The rule cannot be evaluated without a value that is known only after deployment.";
    DOCUMENT_NOT_CHECKED = "document.not-checked", Info, "A part of the rule is not checked, since it is known only after deployment.";
    DOCUMENT_VERSION_UNKNOWN = "document.version-unknown", Info, "The rule's SQL version is known only after deployment.";
    DOCUMENT_DEFAULT = "document.default", Info, "The defaults of parameters or variables are taken.";
    DOCUMENT_REPEATED = "document.repeated", Info, "The document makes several rules of one, of which one is read.";
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

pub(super) fn too_much_work() -> Diagnostic {
    about(
        &DOCUMENT_TOO_LARGE,
        "The document's functions, variables or repetitions make more than RuleLens follows.",
    )
    .help("A rule has at most 128 KB. Look for values that are put together of each other again and again.")
}

/// `tool` made the source; `command` what to run to have a document of it.
pub(super) fn program(tool: &str, command: &str) -> Diagnostic {
    about(&DOCUMENT_UNRECOGNISED, format!("This is a program for {tool}, which RuleLens does not run."))
        .help(command.to_owned())
}

pub(super) fn unrecognised(message: &str) -> Diagnostic {
    about(&DOCUMENT_UNRECOGNISED, message).help(
        "RuleLens reads topic rule payloads, CloudFormation and SAM templates (JSON or YAML), serverless.yml, Terraform (HCL or JSON) and what `terraform show -json` writes.",
    )
}

pub(super) fn no_rule(document: &str) -> Diagnostic {
    about(&DOCUMENT_NO_RULE, format!("There is no rule in this {document}.")).help(
        "A rule is an AWS::IoT::TopicRule, an IoTRule event of SAM, an iot event of Serverless, an aws_iot_topic_rule or an awscc_iot_topic_rule. Rules that modules make are in what `terraform show -json` writes.",
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

/// How to give a value on the command line.
fn set(name: &str) -> String {
    let name = name.strip_prefix("var.").unwrap_or(name);
    if name.contains(|ch: char| ch.is_whitespace() || "\"'$`<>&|;()*?!".contains(ch)) {
        format!("--set '{}=VALUE'", name.replace('\'', "'\\''"))
    } else {
        format!("--set {name}=VALUE")
    }
}

fn branch(is_true: bool) -> &'static str {
    if is_true { "true" } else { "false" }
}

pub(super) fn condition(condition: &str, is_true: bool, place: Range<usize>) -> Diagnostic {
    let branch = branch(is_true);
    about(
        &DOCUMENT_CONDITION,
        format!(
            "Whether {condition} is true is known only after deployment; it is taken as {branch} throughout."
        ),
    )
    .at(place, "depends on a condition")
    .help(format!(
        "Read the document with the other value, too: --set {condition}={}.",
        self::branch(!is_true)
    ))
}

pub(super) fn conditional(condition: &str, is_true: bool, place: Range<usize>) -> Diagnostic {
    let branch = branch(is_true);
    about(
        &DOCUMENT_CONDITION,
        format!("Whether `{condition}` is true is known only after deployment; it is taken as {branch} throughout."),
    )
    .at(place, "depends on a condition")
    .help("Give values to the variables in it to have the other value read.")
}

pub(super) fn dynamic_unknown(block: &str, source: &str, place: Range<usize>) -> Diagnostic {
    about(
        &DOCUMENT_CONDITION,
        format!("How many `{block}` blocks `{source}` makes is known only after deployment; one is read."),
    )
    .at(place, "as if there were one")
    .help("Give values to the variables in it, or read the plan that `terraform show -json` writes.")
}

/// `count` is how many there are, and `first` the key of the one that is read.
pub(super) fn repeated(
    name: &str,
    count: Option<usize>,
    first: Option<&str>,
    place: Range<usize>,
) -> Diagnostic {
    let message = match (count, first) {
        (Some(0), _) => format!("`{name}` makes no rule here; one is read all the same."),
        (Some(count), Some(first)) => {
            format!("`{name}` makes {}; the one of {first:?} is read.", iot_sql::text::counted(count, "rule"))
        }
        (Some(count), None) => {
            format!("`{name}` makes {}; the first is read.", iot_sql::text::counted(count, "rule"))
        }
        (None, _) => format!("How many rules `{name}` makes is known only after deployment; one is read."),
    };
    about(&DOCUMENT_REPEATED, message)
        .at(place, "")
        .help("Read the plan that `terraform show -json` writes to have all of them.")
}

pub(super) fn deployed_if(condition: &str, is_true: bool, place: Range<usize>) -> Diagnostic {
    let so_far = if is_true { "" } else { ", which is false here" };
    about(&DOCUMENT_LEFT_OUT, format!("There is such a rule only if {condition} is true{so_far}."))
        .at(place, "not read")
        .help("The rule is read as if it were deployed.")
}

pub(super) fn permission_only(function: &str, place: Range<usize>) -> Diagnostic {
    about(&DOCUMENT_LEFT_OUT, format!("This event only lets a rule that exists call `{function}`."))
        .at(place, "no rule of its own")
        .help("An iot event with an arn and without sql makes no rule.")
        .evidence(Evidence::Documented)
}

pub(super) fn stack_not_read(id: &str, path: &str, place: Range<usize>) -> Diagnostic {
    about(&DOCUMENT_LEFT_OUT, format!("The template of the stack `{id}`, {path:?}, is not read."))
        .at(place, "not read")
        .help("RuleLens reads it where it lies in the folder of this template, or below.")
}

pub(super) fn part_unknown(what: &str, placeholder: &Placeholder, place: Range<usize>) -> Diagnostic {
    let name = &placeholder.stands_for;
    about(&DOCUMENT_NOT_CHECKED, format!("{what} is not read: {name} is known only after deployment."))
        .at(place, "known only after deployment")
        .help(format!("Give it a value: {}.", set(name)))
}

/// `what` depends on placeholders and so is not checked.
pub(super) fn not_checked(what: &str, placeholders: &[&Placeholder]) -> Diagnostic {
    let (names, help) = names_and_help(placeholders);
    let diagnostic =
        about(&DOCUMENT_NOT_CHECKED, format!("{what} not checked: {names} known only after deployment."));
    match placeholders {
        [first, ..] => diagnostic.at(first.range.clone(), "known only after deployment"),
        [] => diagnostic,
    }
    .help(format!("To have it checked, give values: {help}."))
}

pub(super) fn value_needed(what: &str, placeholders: &[&Placeholder]) -> Diagnostic {
    let (names, help) = names_and_help(placeholders);
    let diagnostic = about(
        &DOCUMENT_VALUE_NEEDED,
        format!("{what} cannot be evaluated: {names} known only after deployment."),
    );
    match placeholders {
        [first, ..] => diagnostic.at(first.range.clone(), "known only after deployment"),
        [] => diagnostic,
    }
    .help(format!("Give values: {help}."))
}

/// At most a few placeholders by their meanings, with the verb, and how to give them values.
fn names_and_help(placeholders: &[&Placeholder]) -> (String, String) {
    const SHOWN: usize = 5;
    let names: Vec<&str> = placeholders.iter().take(SHOWN).map(|one| one.stands_for.as_str()).collect();
    let help = names.iter().map(|name| set(name)).collect::<Vec<_>>().join(" ");
    let more = placeholders.len().saturating_sub(SHOWN);
    let rest = if more == 0 { String::new() } else { format!(" and {more} more") };
    let verb = if placeholders.len() == 1 { "is" } else { "are" };
    (format!("{}{rest} {verb}", names.join(", ")), help)
}

pub(super) fn version_unknown(placeholders: &[&Placeholder]) -> Diagnostic {
    let (names, help) = names_and_help(placeholders);
    let version = SqlVersion::default().name();
    let diagnostic = about(
        &DOCUMENT_VERSION_UNKNOWN,
        format!("The SQL version, {names} known only after deployment; {version} is taken."),
    );
    match placeholders {
        [first, ..] => diagnostic.at(first.range.clone(), "known only after deployment"),
        [] => diagnostic,
    }
    .help(format!("Give it a value: {help}."))
}

pub(super) fn defaults(names: &[&str], place: Range<usize>) -> Diagnostic {
    const SHOWN: usize = 8;
    let shown = names.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    let more = names.len().saturating_sub(SHOWN);
    let rest = if more == 0 { String::new() } else { format!(" and {more} more") };
    about(&DOCUMENT_DEFAULT, format!("The defaults of {shown}{rest} are taken."))
        .at(place, "taken as long as no other value is given")
        .help(format!(
            "Give others to see what the rule then does: {}.",
            set(names.first().unwrap_or(&"NAME"))
        ))
}

pub(super) fn value_unused(name: &str, nearest: Option<&str>) -> Diagnostic {
    let diagnostic =
        about(&DOCUMENT_VALUE_UNUSED, format!("The document does not ask for a value of `{name}`."));
    diagnostic.help(match nearest {
        Some(nearest) => format!("It asks for `{nearest}`."),
        None => {
            "Look for a misspelt name: values go by the names of parameters, variables and conditions, or by \
                 what placeholders stand for."
                .to_owned()
        }
    })
}

pub(super) fn name_unknown(
    name: &str,
    nearest: &str,
    around: &Range<usize>,
    place: Option<Range<usize>>,
) -> Diagnostic {
    let diagnostic = about(
        &DOCUMENT_NAME_UNKNOWN,
        format!("The template has no parameter or resource `{name}`; it has `{nearest}`."),
    )
    .at(place.clone().unwrap_or_else(|| around.clone()), "stands for nothing")
    .help("Fn::Sub replaces the names of parameters, of resources and of its own variables.")
    .evidence(Evidence::Documented);
    match place {
        Some(place) => {
            diagnostic.fix(format!("Write {nearest}"), place.start + 2..place.end - 1, nearest.to_owned())
        }
        None => diagnostic,
    }
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
/// `is_template` tells what AWS IoT would evaluate from what stands where it evaluates nothing.
pub(super) fn taken_by_sub(
    shown: &str,
    around: &Range<usize>,
    place: Option<Range<usize>>,
    is_template: bool,
) -> Diagnostic {
    let diagnostic = about(
        &DOCUMENT_TEMPLATE_TAKEN,
        format!("Fn::Sub reads {shown} as a name in the template, and no such name exists."),
    )
    .at(place.clone().unwrap_or_else(|| around.clone()), "never reaches the rule")
    .help(if is_template {
        "Inside Fn::Sub a substitution template of the rule is written ${!…}."
    } else {
        "Declare a parameter of this name, or write what it should be. AWS IoT evaluates no ${…} here."
    })
    .evidence(Evidence::Documented);
    match place {
        Some(place) if is_template => {
            let at = place.start + 2;
            diagnostic.fix("Escape it for the rule", at..at, "!")
        }
        _ => diagnostic,
    }
}

/// `in_text` tells `"${…}"` from an expression by itself; `has_place` whether the place is that of the expression;
/// `in_action` whether AWS IoT evaluates templates there.
pub(super) fn taken_by_terraform(
    source: &str,
    place: Range<usize>,
    in_text: bool,
    has_place: bool,
    in_action: bool,
) -> Diagnostic {
    let diagnostic = about(
        &DOCUMENT_TEMPLATE_TAKEN,
        format!("Terraform evaluates `{source}` itself; it looks meant for the rule."),
    )
    .at(place.clone(), "never reaches the rule")
    .help(if in_action {
        "In Terraform a substitution template of the rule is written $${…}."
    } else {
        "A statement has no ${…}: write what it should select without it."
    })
    .evidence(Evidence::Documented);
    match (has_place && in_action, in_text) {
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
    has_fix: bool,
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
    match place.filter(|_| has_fix) {
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

/// A parameter of the API for which a form has no place.
pub(super) fn no_place(name: &str, format: &str) -> Diagnostic {
    about_rule(&DOCUMENT_UNDOCUMENTED, format!("{format} has no place for `{name}`; it is left out."))
        .help("The rule that is deployed from it is without it. Write the rule in another form, such as JSON, to keep it.")
        .evidence(Evidence::Documented)
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
