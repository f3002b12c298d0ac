//! Regular expressions, in Java's syntax.

use crate::diagnostic::{Diagnostic, Example};
use crate::eval::{Evaluator, Failure};
use crate::evidence::Evidence::{self, Assumed};
use crate::functions::{Body, Function, documented, errors, gives, one};
use crate::syntax::tree::Expr;
use crate::text_pattern::{Fault, Patterns};
use crate::value::Value;
use crate::version::SqlVersion::V2015_10_08;
use smol_str::SmolStr;
use std::ops::Range;

const ABSENT: &str = "Other types are converted to strings first; a Null or Undefined argument, and an invalid pattern, return Undefined.";

crate::declare_codes! {
    pub(in crate::functions) CODES;
    INVALID_REGEX = "run.invalid-regex", Warning, "A regular expression is invalid, so the result is Undefined.",
        [Example::sql("SELECT regexp_matches(a, '(') AS b FROM 'sensors/+'").payload(r#"{"a": "x"}"#)],
        silent [
            Example::sql("SELECT regexp_matches(a, '\\(') AS b FROM 'sensors/+'").payload(r#"{"a": "x"}"#),
            Example::sql("SELECT regexp_matches(a, '()') AS b FROM 'sensors/+'").payload(r#"{"a": "x"}"#),
        ];
}

/// What one of the evaluation's steps pays for, in bytes read by a slow matcher.
const COST_PER_STEP: u64 = 64;

pub(in crate::functions) static FUNCTIONS: &[Function] = &documented([
    Function {
        name: "regexp_matches",
        parameters: &[
            one("text", "String", "The string to search."),
            one("pattern", "String", "The regular expression; a match anywhere in the string counts."),
        ],
        summary: "Returns true if a string contains a match of a regular expression.",
        absent: ABSENT,
        since: V2015_10_08,
        evidence: Assumed,
        note: "The syntax is Java's (assumed). A pattern that takes too long for its text, that grows too large, or that uses \\X, \\N, \\b{g}, a Unicode block or canonical equivalence returns Undefined here. AWS says to put alternatives with | in parentheses; without them AWS may find something else. The page names no SQL version, so that all are taken to have the function.",
        examples: &[
            gives("regexp_matches('aaaa', 'a{2,}')", "true"),
            gives("regexp_matches('aaaa', 'b')", "false"),
            gives("regexp_matches('aaa', '(aaa|bbb)')", "true"),
            gives("regexp_matches('bbb', '(aaa|bbb)')", "true"),
            gives("regexp_matches('ccc', '(aaa|bbb)')", "false"),
            gives("regexp_matches('a', '(')", "Undefined"),
            gives("regexp_matches(NULL, 'a')", "Undefined"),
        ],
        body: Body::Full(regexp_matches),
    },
    Function {
        name: "regexp_replace",
        parameters: &[
            one("text", "String", "The string to change."),
            one("pattern", "String", "The regular expression whose matches are replaced."),
            one(
                "replacement",
                "String",
                "What takes the place of each match; $1 is what the first group matched.",
            ),
        ],
        summary: "Replaces every match of a regular expression; $1 stands for what its first group has matched.",
        absent: "Other types are converted to strings first; a Null or Undefined argument, and an invalid pattern or replacement, return Undefined.",
        since: V2015_10_08,
        evidence: Assumed,
        note: "The syntax of patterns and replacements is Java's (assumed): \\$ is the sign itself, ${name} a named group, and a group that the pattern does not have makes the result Undefined. For the limits see regexp_matches.",
        examples: &[
            gives("regexp_replace('abcd', 'bc', 'x')", "\"axd\""),
            gives("regexp_replace('abcd', 'b(.*)d', '$1')", "\"ac\""),
            gives("regexp_replace('2024-05-06', '(?<y>\\d+)-(\\d+)', '$2/${y}')", "\"05/2024-06\""),
            gives("regexp_replace(101, '0', '')", "\"11\""),
            gives("regexp_replace('abcd', 'b', '$1')", "Undefined"),
            gives("regexp_replace('abcd', 'b', NULL)", "Undefined"),
        ],
        body: Body::Full(regexp_replace),
    },
    Function {
        name: "regexp_substr",
        parameters: &[
            one("text", "String", "The string to search."),
            one("pattern", "String", "The regular expression whose first match is returned."),
        ],
        summary: "Returns the first match of a regular expression in a string.",
        absent: "Other types are converted to strings first; a Null or Undefined argument, and an invalid pattern or one without a match, return Undefined.",
        since: V2015_10_08,
        evidence: Assumed,
        note: "AWS does not document the result for a string without a match; RuleLens returns Undefined. For the syntax and its limits see regexp_matches.",
        examples: &[
            gives("regexp_substr('hihihello', 'hi')", "\"hi\""),
            gives("regexp_substr('hihihello', '(hi)*')", "\"hihi\""),
            gives("regexp_substr('room-12', '(?<=-)\\d+')", "\"12\""),
            gives("regexp_substr('hello', 'x')", "Undefined"),
            gives("regexp_substr(missing, 'x')", "Undefined"),
        ],
        body: Body::Full(regexp_substr),
    },
]);

fn regexp_matches(evaluator: &mut Evaluator<'_>, arguments: &[Expr]) -> Result<Value, Failure> {
    let Some([text, pattern]) = texts(evaluator, arguments)? else { return Ok(Value::Undefined) };
    let found =
        searched(evaluator, "regexp_matches", arguments, |patterns| patterns.contains(&pattern, &text))?;
    Ok(found.map(Value::Boolean).unwrap_or_default())
}

fn regexp_replace(evaluator: &mut Evaluator<'_>, arguments: &[Expr]) -> Result<Value, Failure> {
    let Some([text, pattern, replacement]) = texts(evaluator, arguments)? else {
        return Ok(Value::Undefined);
    };
    let longest = evaluator.meter().left_to_build();
    let replace = |patterns: &mut Patterns| patterns.replace(&pattern, &text, &replacement, longest);
    Ok(searched(evaluator, "regexp_replace", arguments, replace)?.map(Value::string).unwrap_or_default())
}

fn regexp_substr(evaluator: &mut Evaluator<'_>, arguments: &[Expr]) -> Result<Value, Failure> {
    let Some([text, pattern]) = texts(evaluator, arguments)? else { return Ok(Value::Undefined) };
    let found = searched(evaluator, "regexp_substr", arguments, |patterns| patterns.first(&pattern, &text))?
        .flatten();
    Ok(found.and_then(|range| text.get(range)).map(Value::string).unwrap_or_default())
}

/// The arguments as strings; `None` where one has none.
fn texts<const COUNT: usize>(
    evaluator: &mut Evaluator<'_>,
    arguments: &[Expr],
) -> Result<Option<[SmolStr; COUNT]>, Failure> {
    let mut texts: [SmolStr; COUNT] = std::array::from_fn(|_| SmolStr::default());
    let mut complete = arguments.len() == COUNT;
    for (slot, argument) in texts.iter_mut().zip(arguments) {
        let value = evaluator.evaluate(argument)?;
        match evaluator.text_of(&value, argument)? {
            Some(text) => *slot = text,
            None => complete = false,
        }
    }
    Ok(complete.then_some(texts))
}

/// Searches, pays for it, and says why where there is no result.
fn searched<T>(
    evaluator: &mut Evaluator<'_>,
    function: &str,
    arguments: &[Expr],
    search: impl FnOnce(&mut Patterns) -> Result<T, Fault>,
) -> Result<Option<T>, Failure> {
    let Some(pattern) = arguments.get(1) else { return Ok(None) };
    if !cfg!(feature = "regex") {
        return Err(errors::feature_disabled(pattern.range.clone(), function, "regular expressions").into());
    }
    let patterns = evaluator.patterns();
    let result = search(patterns);
    let cost = patterns.take_cost();
    evaluator.spend(cost / COST_PER_STEP, pattern)?;
    match result {
        Ok(found) => Ok(Some(found)),
        Err(fault) => {
            evaluator.remark(|| invalid_regex(pattern.range.clone(), fault.words()));
            Ok(None)
        }
    }
}

fn invalid_regex(range: Range<usize>, words: &str) -> Diagnostic {
    Diagnostic::new(&INVALID_REGEX, format!("The result is Undefined: {words}."))
        .at(range, "this pattern")
        .help("Patterns use Java's syntax; a backslash is written once in the rule.")
        .evidence(Evidence::Assumed)
}
