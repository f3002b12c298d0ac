//! Templates that the deployment tool takes for its own, or leaves alone.

use super::{DOCUMENT_NAME_UNKNOWN, DOCUMENT_NOT_SUBSTITUTED, DOCUMENT_TEMPLATE_TAKEN, about};
use iot_sql::{Diagnostic, Edit, Evidence};
use std::ops::Range;

pub(in crate::documents) fn name_unknown(
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

/// `shown` is the whole `${…}`, `around` the text that it is in, `place` its own place where that is known.
/// `is_template` tells what AWS IoT would evaluate from what stands where it evaluates nothing.
pub(in crate::documents) fn taken_by_sub(
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
pub(in crate::documents) fn taken_by_terraform(
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

pub(in crate::documents) fn template_unreadable(text: &str, place: Range<usize>) -> Diagnostic {
    let start: String = text.chars().take(40).collect();
    about(&DOCUMENT_NOT_SUBSTITUTED, format!("Terraform cannot read the template in {start:?}."))
        .at(place, "kept as it is")
        .help("Write $${ for a ${ that is the rule's, and %%{ for a %{.")
        .evidence(Evidence::Documented)
}

/// `rest` follows the `${`.
pub(in crate::documents) fn not_substituted(
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
