//! What is known only after deployment, and what is taken in its place.

use super::{
    DOCUMENT_CONDITION, DOCUMENT_DEFAULT, DOCUMENT_LEFT_OUT, DOCUMENT_NOT_CHECKED, DOCUMENT_PLACEHOLDER,
    DOCUMENT_REPEATED, DOCUMENT_VALUE_UNUSED, DOCUMENT_VERSION_UNKNOWN, about,
};
use crate::documents::inputs::{MAX_FILE_BYTES, Unread};
use crate::documents::placeholders::Placeholder;
use crate::placeholder::{self, SHOWN};
use iot_sql::{Diagnostic, Input, SqlVersion};
use std::ops::Range;

/// Why a file is not read, behind "is not read"; nothing where that is not known.
pub(super) fn because(why: Option<Unread>) -> String {
    why.map(|why| format!(", because {}", reason(why))).unwrap_or_default()
}

/// Why a file is not read, after "not read, because".
fn reason(why: Unread) -> String {
    match why {
        Unread::Outside => "it lies outside the document's folder".to_owned(),
        Unread::Absent => "there is no such file below the document's folder".to_owned(),
        Unread::TooLarge => format!("it has more than {MAX_FILE_BYTES} bytes, or too many files are named"),
        Unread::NotText => "it is not UTF-8".to_owned(),
        Unread::Program => "it is a program".to_owned(),
        Unread::NoFolder => "the document is read without its folder".to_owned(),
    }
}

/// What stands at the place of something unknown.
fn label(placeholder: &Placeholder) -> &'static str {
    if placeholder.unread.is_some() { "not read" } else { "known only after deployment" }
}

pub(in crate::documents) fn placeholder(placeholder: &Placeholder) -> Diagnostic {
    let Placeholder { text, stands_for, .. } = placeholder;
    let why = placeholder.unread.map(|why| format!(", which is not read, because {}", reason(why)));
    let why = why.unwrap_or_default();
    about(&DOCUMENT_PLACEHOLDER, format!("`{text}` stands for {stands_for}{why}."))
        .at(placeholder.range.clone(), label(placeholder))
        .help("Everything that depends on it is shown with this placeholder.")
}

/// How to give a value on the command line.
fn set(name: &str) -> String {
    let name = name.strip_prefix("var.").unwrap_or(name);
    // A variable of the Serverless Framework goes by what is between its brackets.
    let inner = name.strip_prefix("${").and_then(|name| name.strip_suffix('}'));
    let name = inner.filter(|inner| !inner.contains(['{', '(', ','])).unwrap_or(name);
    if name.contains(|ch: char| ch.is_whitespace() || "\"'$`<>&|;()*?!".contains(ch)) {
        format!("--set '{}=VALUE'", name.replace('\'', "'\\''"))
    } else {
        format!("--set {name}=VALUE")
    }
}

fn branch(is_true: bool) -> &'static str {
    if is_true { "true" } else { "false" }
}

pub(in crate::documents) fn condition(condition: &str, is_true: bool, place: Range<usize>) -> Diagnostic {
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

pub(in crate::documents) fn conditional(condition: &str, is_true: bool, place: Range<usize>) -> Diagnostic {
    let branch = branch(is_true);
    about(
        &DOCUMENT_CONDITION,
        format!("Whether `{condition}` is true is known only after deployment; it is taken as {branch} throughout."),
    )
    .at(place, "depends on a condition")
    .help("Give values to the variables in it to have the other value read.")
}

pub(in crate::documents) fn dynamic_unknown(block: &str, source: &str, place: Range<usize>) -> Diagnostic {
    about(
        &DOCUMENT_CONDITION,
        format!("How many `{block}` blocks `{source}` makes is known only after deployment; one is read."),
    )
    .at(place, "as if there were one")
    .help("Give values to the variables in it, or read the plan that `terraform show -json` writes.")
}

/// `count` is how many there are, and `first` the key of the one that is read.
pub(in crate::documents) fn repeated(
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

pub(in crate::documents) fn deployed_if(condition: &str, is_true: bool, place: Range<usize>) -> Diagnostic {
    let so_far = if is_true { "" } else { ", which is false here" };
    about(&DOCUMENT_LEFT_OUT, format!("There is such a rule only if {condition} is true{so_far}."))
        .at(place, "its condition")
        .help("The rule is read as if it were deployed.")
}

pub(in crate::documents) fn part_unknown(
    what: &str,
    placeholder: &Placeholder,
    place: Range<usize>,
) -> Diagnostic {
    let why = clause(&[placeholder]);
    about(&DOCUMENT_NOT_CHECKED, format!("{what} is not read: {why}."))
        .at(place, label(placeholder))
        .help(format!("Give it a value: {}.", sets(&[placeholder])))
}

/// `what` depends on placeholders and so is not checked.
pub(in crate::documents) fn not_checked(what: &str, placeholders: &[&Placeholder]) -> Diagnostic {
    let why = clause(placeholders);
    let diagnostic = about(&DOCUMENT_NOT_CHECKED, format!("{what} not checked: {why}."));
    at_first(diagnostic, placeholders)
        .help(format!("To have it checked, give values: {}.", sets(placeholders)))
}

pub(in crate::documents) fn value_needed(what: &str, placeholders: &[&Placeholder]) -> Diagnostic {
    let why = clause(placeholders);
    let diagnostic = placeholder::value_needed(what, &why).input(Input::Document);
    at_first(diagnostic, placeholders).help(format!("Give values: {}.", sets(placeholders)))
}

pub(in crate::documents) fn version_unknown(placeholders: &[&Placeholder]) -> Diagnostic {
    let (why, version) = (clause(placeholders), SqlVersion::default().name());
    let message = format!("The SQL version is unknown, so {version} is taken: {why}.");
    at_first(about(&DOCUMENT_VERSION_UNKNOWN, message), placeholders)
        .help(format!("Give it a value: {}.", sets(placeholders)))
}

fn at_first(diagnostic: Diagnostic, placeholders: &[&Placeholder]) -> Diagnostic {
    match placeholders {
        // Of a rule without its document the place is not known.
        [first, ..] if !first.range.is_empty() => diagnostic.at(first.range.clone(), label(first)),
        _ => diagnostic,
    }
}

/// How to give values to a few placeholders.
fn sets(placeholders: &[&Placeholder]) -> String {
    placeholders.iter().take(SHOWN).map(|one| set(&one.stands_for)).collect::<Vec<_>>().join(" ")
}

/// Why a few placeholders are not known.
fn clause(placeholders: &[&Placeholder]) -> String {
    let shown = &placeholders[..placeholders.len().min(SHOWN)];
    let more = placeholders.len() - shown.len();
    let later: Vec<&str> =
        shown.iter().filter(|one| one.unread.is_none()).map(|one| one.stands_for.as_str()).collect();
    let mut clauses: Vec<String> = shown
        .iter()
        .filter_map(|one| Some(format!("{} is not read, because {}", one.stands_for, reason(one.unread?))))
        .collect();
    if !later.is_empty() {
        clauses.push(placeholder::known_only_later(&later, more));
    } else if more > 0 {
        clauses.push(format!("{more} more are not read"));
    }
    clauses.join("; ")
}

pub(in crate::documents) fn defaults(names: &[&str], place: Range<usize>) -> Diagnostic {
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

pub(in crate::documents) fn value_unused(name: &str, nearest: Option<&str>) -> Diagnostic {
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
