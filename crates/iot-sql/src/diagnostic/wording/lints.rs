//! What is said about statements, payloads and templates that are accepted, but probably not as they were meant.

use super::{capitalised, shortened};
use crate::diagnostic::code::{
    ALIAS_IN_TEMPLATE, ALIAS_IN_WHERE, CASE_WHEN_CONDITION, CASE_WHEN_NULL, COMPARED_WITH_NULL, DATE_PATTERN,
    DATE_PATTERN_NOTE, HYPHEN_AS_MINUS, LEGACY_LOSS, LOOKS_LIKE_SECONDS, NO_VERSION, TIME_FAULT, TOPIC_LEVEL,
    UNNAMED_ITEM, VARIABLE_NEVER_SET, WHOLE_DECIMAL,
};
use crate::diagnostic::{Diagnostic, Input};
use crate::evidence::Evidence;
use std::ops::Range;

pub(crate) fn hyphen_read_as_minus(
    range: Range<usize>,
    left: &str,
    right: &str,
    parent: &str,
    key: &str,
) -> Diagnostic {
    let call = format!("get({parent}, '{key}')");
    Diagnostic::new(&HYPHEN_AS_MINUS, format!("The hyphen is a minus: this is `{left}` minus `{right}`."))
        .at(range.clone(), "read as a subtraction")
        .help(format!("AWS accepts the rule, and the difference is Undefined. A key with a hyphen is reached by `{call}`."))
        .evidence(Evidence::Documented)
        .fix(format!("Write {call}"), range, call)
}

pub(crate) fn compared_with_null(range: Range<usize>, path: &str, unequal: bool) -> Diagnostic {
    let test = if unequal { "<>" } else { "=" };
    let diagnostic = Diagnostic::new(
        &COMPARED_WITH_NULL,
        format!("Where the payload has no `{path}`, `{path} {test} NULL` is Undefined, which is not true."),
    )
    .at(range.clone(), "tells nothing about a missing key")
    .evidence(Evidence::Documented);
    if unequal {
        diagnostic.help("A missing key is Undefined, not Null. isUndefined() asks whether it is there.").fix(
            "Ask with isUndefined()",
            range,
            format!("isUndefined({path}) = False"),
        )
    } else {
        diagnostic
            .help("A missing key is Undefined, not Null: isUndefined() asks for a missing key, isNull() for a null.")
            .fix("Ask with isUndefined()", range, format!("isUndefined({path}) = True"))
    }
}

pub(crate) fn case_when_null(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&CASE_WHEN_NULL, "WHEN NULL matches a null, not a missing key.")
        .at(range, "a missing key never gets here")
        .help("CASE on a missing key is Undefined, whatever its ELSE. `get_or_default(CASE … END, 'default')` gives a value all the same.")
        .evidence(Evidence::Documented)
}

pub(crate) fn case_when_condition(range: Range<usize>, condition: &str) -> Diagnostic {
    Diagnostic::new(
        &CASE_WHEN_CONDITION,
        format!("CASE compares its operand with the result of `{}`, true or false.", shortened(condition)),
    )
    .at(range, "a condition, not a value to compare with")
    .help("Put the condition between CASE and WHEN: `CASE x > 1 WHEN true THEN a ELSE b END`.")
    .evidence(Evidence::Documented)
}

pub(crate) fn topic_level(range: Range<usize>, level: i128, levels: Option<usize>) -> Diagnostic {
    let message = match levels {
        Some(levels) => format!("topic({level}) is Undefined: the filter's topics have {levels} levels."),
        None => format!("topic({level}) is Undefined: levels count from 1."),
    };
    Diagnostic::new(&TOPIC_LEVEL, message)
        .at(range, "no such level")
        .help("Levels are counted from 1; a leading slash makes the first one empty.")
        .evidence(Evidence::Assumed)
}

pub(crate) fn alias_in_where(
    range: Range<usize>,
    name: &str,
    meant: &str,
    alias: Range<usize>,
) -> Diagnostic {
    Diagnostic::new(
        &ALIAS_IN_WHERE,
        format!("WHERE does not see the alias `{name}`; it reads the payload's key `{name}`."),
    )
    .at(range.clone(), "the payload's key, if it has one")
    .at(alias, "the alias")
    .help("WHERE is evaluated before SELECT. Repeat the expression, or set a variable with SET.")
    .evidence(Evidence::Documented)
    .fix(format!("Write {}", shortened(meant)), range, meant)
}

pub(crate) fn alias_in_template(range: Range<usize>, name: &str, meant: &str) -> Diagnostic {
    Diagnostic::new(
        &ALIAS_IN_TEMPLATE,
        format!("A template does not see the alias `{name}`; it reads the payload's key `{name}`."),
    )
    .at(range.clone(), "the payload's key, if it has one")
    .help("Templates are evaluated for the payload as it was published, not for the outgoing payload.")
    .evidence(Evidence::Documented)
    .fix(format!("Write {}", shortened(meant)), range, meant)
}

pub(crate) fn unnamed_item(range: Range<usize>, key: &str) -> Diagnostic {
    let end = range.end;
    Diagnostic::new(&UNNAMED_ITEM, format!("Without an alias this item gets the key `{}`.", shortened(key)))
        .at(range, "no alias")
        .help("AWS documents no key for it. RuleLens takes a variable's or call's name, and the text as written for all else. Give it a name with AS.")
        .evidence(Evidence::Assumed)
        .fix("Add AS", end..end, " AS name")
}

pub(crate) fn date_pattern(range: Range<usize>, words: &str, note: bool, fix: Option<String>) -> Diagnostic {
    let code = if note { &DATE_PATTERN_NOTE } else { &DATE_PATTERN };
    let diagnostic = Diagnostic::new(code, capitalised(words))
        .at(range.clone(), "in this pattern")
        .evidence(Evidence::Documented);
    match fix {
        Some(text) => diagnostic.fix(format!("Write {text}"), range, text),
        None => diagnostic,
    }
}

pub(crate) fn looks_like_seconds(range: Range<usize>, moment: i64) -> Diagnostic {
    Diagnostic::new(
        &LOOKS_LIKE_SECONDS,
        format!("{moment} milliseconds are in early 1970; as seconds it would be a date of today."),
    )
    .at(range.clone(), "probably seconds")
    .help("parse_time takes milliseconds. Multiply seconds by 1000.")
    .evidence(Evidence::Documented)
    .fix("Multiply by 1000", range.end..range.end, " * 1000")
}

pub(crate) fn time_fault(range: Range<usize>, words: &str) -> Diagnostic {
    Diagnostic::new(&TIME_FAULT, format!("The result is Undefined: {words}."))
        .at(range, "does not work out")
        .help("parse_time takes Joda-Time patterns and zones, time_to_epoch patterns of the JDK; both read case exactly.")
        .evidence(Evidence::Assumed)
}

pub(crate) fn pattern_fault(range: Range<usize>, words: &str) -> Diagnostic {
    Diagnostic::new(&crate::diagnostic::code::PATTERN_FAULT, format!("The result is Undefined: {words}."))
        .at(range, "does not work out")
        .help("Patterns are read in Java's syntax, where a backslash in the rule's text is a single one.")
        .evidence(Evidence::Assumed)
}

pub(crate) fn whole_decimal(key: &str, written: &str, becomes: &str) -> Diagnostic {
    Diagnostic::new(&WHOLE_DECIMAL, format!("`{key}` is {written} in the payload and {becomes}, an Int, in the rule."))
        .input(Input::Payload)
        .help("Since SQL version 2016-03-23 a Decimal without fraction is an Int, and a cast to Decimal does not change that. Where a database fixes the type by the first value, 5.5 in the next message is refused; version 2015-10-08 keeps the Decimal.")
        .evidence(Evidence::Verified)
}

pub(crate) fn legacy_loss(what: &str) -> Diagnostic {
    Diagnostic::new(&LEGACY_LOSS, format!("SQL version 2015-10-08 changes the outgoing payload: {what}."))
        .input(Input::Request)
        .help("Set the SQL version 2016-03-23 to keep arrays and nested objects; AWS says only that it fixes selecting them. encode(*, 'base64') is not touched.")
        .evidence(Evidence::Assumed)
}

/// Says that a rule names no SQL version, which makes it one of 2015-10-08 (`iot-rule-sql-version`).
#[must_use]
pub fn no_version() -> Diagnostic {
    Diagnostic::new(&NO_VERSION, "The rule names no SQL version, so AWS takes 2015-10-08.")
        .input(Input::Request)
        .help("The console sets 2016-03-23; the API, CloudFormation and Terraform do not. Set awsIotSqlVersion.")
        .evidence(Evidence::Documented)
}

pub(crate) fn variable_never_set(range: Range<usize>, name: &str, nearest: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::new(&VARIABLE_NEVER_SET, format!("`{name}` is never set, so it is Undefined."))
        .help("A variable is set before SELECT: `SET @name = expression SELECT …`. Whether AWS refuses such a rule is not documented.")
        .evidence(Evidence::Assumed);
    match nearest {
        Some(nearest) => diagnostic.at(range.clone(), format!("did you mean {nearest}?")).fix(
            format!("Write {nearest}"),
            range,
            nearest,
        ),
        None => diagnostic.at(range, "no SET assigns it"),
    }
}
