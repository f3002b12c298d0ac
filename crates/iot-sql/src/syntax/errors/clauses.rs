//! SET, SELECT, FROM and the statement's end.

use crate::diagnostic::{Diagnostic, Edit, Example};
use crate::evidence::Evidence;
use crate::text::sentence;
use crate::version::SqlVersion;
use std::ops::Range;

crate::declare_codes! {
    pub(super) CODES;
    BAD_VARIABLE = "sql.bad-variable", Error, "A SET variable breaks one of its rules.",
        [
            Example::sql("SET @a = 1, @a = 2 SELECT @a AS b FROM 'sensors/+'"),
            Example::sql("SET @a = 1 SET @b = 2 SELECT @a AS b FROM 'sensors/+'"),
            Example::built("A statement with 11 variables.", || set(11)),
        ],
        silent [
            Example::sql("SET @a = 1, @b = 2 SELECT @a AS b FROM 'sensors/+'"),
            Example::built("A statement with 10 variables.", || set(10)),
        ];
    VALUE_ITEMS = "sql.value-items", Error, "SELECT VALUE takes one expression.",
        [Example::sql("SELECT VALUE a, b FROM 'sensors/+'")],
        silent [Example::sql("SELECT VALUE [a, b] FROM 'sensors/+'")];
    BAD_TOPIC_FILTER = "sql.bad-topic-filter", Error, "The topic filter in FROM is invalid.",
        [
            Example::sql("SELECT a FROM 'sensors/#/t'"),
            Example::sql("SELECT a FROM 'sensors/a+'"),
        ],
        silent [Example::sql("SELECT a FROM 'sensors/+/#'"), Example::sql("SELECT a FROM '#'")];
    NEEDS_NEWER_VERSION = "sql.needs-newer-version", Error, "The construct does not exist in the rule's SQL version.",
        [
            Example::sql("SELECT [1, 2] AS a FROM 'sensors/+'").version(Some(SqlVersion::V2015_10_08)),
            Example::sql("SELECT {'a': 1} FROM 'sensors/+'").version(Some(SqlVersion::V2015_10_08)),
            Example::sql("SELECT (SELECT VALUE b FROM c) AS a FROM 'sensors/+'").version(Some(SqlVersion::V2015_10_08)),
            Example::sql("SELECT isUndefined(a) AS b FROM 'sensors/+'").version(Some(SqlVersion::V2015_10_08)),
            Example::sql("SELECT cast(a AS Decimal) AS b FROM 'sensors/+'").version(Some(SqlVersion::V2015_10_08)),
        ],
        silent [
            Example::sql("SELECT [1, 2] AS a FROM 'sensors/+'"),
            Example::sql("SELECT abs(a) AS b FROM 'sensors/+'").version(Some(SqlVersion::V2015_10_08)),
        ];
    TRAILING_COMMA = "sql.trailing-comma", Warning, "There is a comma before FROM, or before the `}` of an object literal.",
        [Example::sql("SELECT a, b, FROM 'sensors/+'"), Example::sql("SELECT {\"a\": a,} AS b FROM 'sensors/+'")],
        silent [Example::sql("SELECT a, b FROM 'sensors/+'"), Example::sql("SELECT {\"a\": a} AS b FROM 'sensors/+'")];
    CLAUSE_IN_FILTER = "sql.clause-in-filter", Warning, "The topic filter goes on where another clause begins, so that hardly a topic matches it.",
        [
            Example::sql("SELECT a FROM 'sensors/+/t WHERE b = 1'"),
            Example::sql("SELECT a FROM 'sensors WHERE b > 1 AND c > 2'"),
        ],
        silent [
            Example::sql("SELECT a FROM 'sensors/where'"),
            Example::sql("SELECT a FROM 'sensors/kitchen and hall'"),
            Example::sql("SELECT a FROM 'sensors/+' WHERE b = 'x WHERE y'"),
        ];
    TOPIC_QUOTES = "sql.topic-quotes", Warning, "The topic filter is not in single quotes.",
        [Example::sql("SELECT a FROM \"sensors/+\""), Example::sql("SELECT a FROM sensors/#")],
        silent [Example::sql("SELECT \"a\" AS a FROM 'sensors/+'")];
    NOT_EQUAL_SIGN = "sql.not-equal-sign", Warning, "`!=` is not documented, and AWS was seen to reject it; `<>` is documented.",
        [Example::sql("SELECT a FROM 'sensors/+' WHERE b != 1")],
        silent [
            Example::sql("SELECT a FROM 'sensors/+' WHERE b <> 1 AND c = '!='"),
            Example::sql("SELECT a FROM 'sensors/+' WHERE b <> 1").version(Some(SqlVersion::V2015_10_08)),
        ];
    NOT_EQUAL_REJECTED = "sql.not-equal-rejected", Error, "SQL version 2015-10-08 has no `!=`.",
        [Example::sql("SELECT a FROM 'sensors/+' WHERE b != 1").version(Some(SqlVersion::V2015_10_08))],
        silent [
            Example::sql("SELECT a FROM 'sensors/+' WHERE b != 1"),
            Example::sql("SELECT a FROM 'sensors/+' WHERE c = '!='").version(Some(SqlVersion::V2015_10_08)),
        ];
    ALIASED_SPREAD = "sql.aliased-spread", Warning, "An alias on `path.*` is not documented.",
        [Example::sql("SELECT a.* AS b FROM 'sensors/+'")],
        silent [Example::sql("SELECT a.* FROM 'sensors/+'"), Example::sql("SELECT a AS b FROM 'sensors/+'")];
    TRAILING_SEMICOLON = "sql.trailing-semicolon", Warning, "A semicolon after the statement is not documented.",
        [Example::sql("SELECT a FROM 'sensors/+';")],
        silent [Example::sql("SELECT a FROM 'sensors/+' WHERE b = ';'")];
    VALUE_ALIAS = "sql.value-alias", Warning, "An alias after SELECT VALUE has nothing to name.",
        [Example::sql("SELECT VALUE a AS b FROM 'sensors/+'")],
        silent [Example::sql("SELECT a AS b FROM 'sensors/+'"), Example::sql("SELECT VALUE a FROM 'sensors/+'")];
}

/// A statement that sets so many variables.
fn set(count: usize) -> String {
    let variables: Vec<String> = (0..count).map(|index| format!("@v{index} = {index}")).collect();
    format!("SET {} SELECT @v0 AS a FROM 'sensors/+'", variables.join(", "))
}

/// `range`: the filter with its quotes; it probably ends at `end`.
pub(in crate::syntax) fn clause_in_filter(range: Range<usize>, end: usize) -> Diagnostic {
    let closing = range.end - 1..range.end;
    let edits =
        vec![Edit { range: end..end, text: "'".into() }, Edit { range: closing, text: String::new() }];
    Diagnostic::new(&CLAUSE_IN_FILTER, "The topic filter holds a clause of the statement.")
        .at(range.start..end, "ends here?")
        .help("The closing quote stands right after the filter. Topics may have spaces, so the statement can be read, and hardly a message matches it.")
        .evidence(Evidence::Documented)
        .fix_all("Move the quote", edits)
}

pub(in crate::syntax) fn bad_variable(range: Range<usize>, why: &str) -> Diagnostic {
    Diagnostic::new(&BAD_VARIABLE, sentence(why))
        .at(range, "this variable")
        .help("`SET @a = expression, @b = expression SELECT …`: up to 10 variables, each set once.")
        .evidence(Evidence::Documented)
}

pub(in crate::syntax) fn second_set(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&BAD_VARIABLE, "A statement has one SET clause.")
        .at(range.clone(), "a second SET")
        .help("Separate the variables by commas.")
        .evidence(Evidence::Documented)
        .fix("Use a comma", range, ",")
}

pub(in crate::syntax) fn value_items(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&VALUE_ITEMS, "SELECT VALUE takes one expression.")
        .at(range, "a second item")
        .help("Remove VALUE to select several items.")
        .evidence(Evidence::Documented)
}

pub(in crate::syntax) fn value_alias(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&VALUE_ALIAS, "The alias after SELECT VALUE has nothing to name.")
        .at(range, "no effect")
        .help("SELECT VALUE makes the value itself the outgoing payload. Remove VALUE to give it a key.")
        .evidence(Evidence::Assumed)
}

pub(in crate::syntax) fn needs_newer_version(
    range: Range<usize>,
    what: &str,
    version: SqlVersion,
) -> Diagnostic {
    Diagnostic::new(&NEEDS_NEWER_VERSION, format!("SQL version {version} has no {what}."))
        .at(range, "needs SQL version 2016-03-23")
        .help("Set the rule's SQL version to 2016-03-23. A rule made through the API, CloudFormation or Terraform without a version has 2015-10-08.")
        .evidence(Evidence::Documented)
}

/// The words of AWS are from a rule whose version is not known; one that names none has 2015-10-08.
pub(in crate::syntax) fn exists_needs_newer_version(range: Range<usize>, version: SqlVersion) -> Diagnostic {
    Diagnostic::new(
        &NEEDS_NEWER_VERSION,
        format!("SQL version {version} has no EXISTS. AWS answers: Unexpected token, 'SELECT'."),
    )
    .at(range, "needs SQL version 2016-03-23")
    .help("Nested queries need SQL version 2016-03-23, and EXISTS has one. A rule made through the API, CloudFormation or Terraform without a version has 2015-10-08.")
    .evidence(Evidence::Reported)
}

pub(in crate::syntax) fn trailing_comma(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&TRAILING_COMMA, "The comma before FROM has no item after it.")
        .at(range.clone(), "no effect")
        .help("AWS does not document it, but deployed rules have it.")
        .evidence(Evidence::Assumed)
        .fix("Remove the comma", range, "")
}

pub(in crate::syntax) fn trailing_comma_in_object(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&TRAILING_COMMA, "The comma before `}` has no member after it.")
        .at(range.clone(), "no effect")
        .help("No AWS page mentions it, but AWS accepts a rule that has it.")
        .evidence(Evidence::Reported)
        .fix("Remove the comma", range, "")
}

pub(in crate::syntax) fn trailing_semicolon(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&TRAILING_SEMICOLON, "AWS documents no semicolon after the statement.")
        .at(range.clone(), "may be rejected")
        .evidence(Evidence::Assumed)
        .fix("Remove the semicolon", range, "")
}

pub(in crate::syntax) fn double_quoted_topic(range: Range<usize>, filter: &str) -> Diagnostic {
    Diagnostic::new(&TOPIC_QUOTES, "The topic filter is in double quotes.")
        .at(range.clone(), "AWS documents single quotes")
        .help("Deployed rules use double quotes; the documented form is single quotes.")
        .evidence(Evidence::Assumed)
        .fix("Use single quotes", range, format!("'{filter}'"))
}

pub(in crate::syntax) fn unquoted_topic(range: Range<usize>, filter: &str) -> Diagnostic {
    Diagnostic::new(&TOPIC_QUOTES, "The topic filter is not in quotes.")
        .at(range.clone(), "AWS documents single quotes")
        .help("AWS's own pages write it both ways; quotes are the documented form.")
        .evidence(Evidence::Contradicted)
        .fix("Use single quotes", range, format!("'{filter}'"))
}

pub(in crate::syntax) fn not_equal_sign(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&NOT_EQUAL_SIGN, "`!=` is read as `<>`; AWS may reject it: Unexpected character '!'.")
        .at(range.clone(), "not documented")
        .help("AWS documents `<>` only. A published rule has `!=`, but AWS was seen to reject one, in a rule whose SQL version is not known.")
        .evidence(Evidence::Contradicted)
        .fix("Use `<>`", range, "<>")
}

pub(in crate::syntax) fn not_equal_rejected(range: Range<usize>, version: SqlVersion) -> Diagnostic {
    Diagnostic::new(
        &NOT_EQUAL_REJECTED,
        format!("SQL version {version} has no `!=`. AWS answers: Unexpected character '!'."),
    )
    .at(range.clone(), "write `<>`")
    .help("AWS documents `<>` only, and was seen to reject `!=`. A rule made through the API, CloudFormation or Terraform without a version has 2015-10-08.")
    .evidence(Evidence::Reported)
    .fix("Use `<>`", range, "<>")
}

pub(in crate::syntax) fn aliased_spread(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&ALIASED_SPREAD, "`path.*` with an alias puts the members under the alias.")
        .at(range, "not documented")
        .help("Write `path AS name`, which has the same result.")
        .evidence(Evidence::Assumed)
}

pub(in crate::syntax) fn bad_topic_filter(range: Range<usize>, problem: &str) -> Diagnostic {
    Diagnostic::new(&BAD_TOPIC_FILTER, format!("Invalid topic filter: {problem}."))
        .at(range, problem)
        .help("`+` stands for exactly one level and `#`, at the end, for all further levels: `sensors/+/data`, `sensors/#`.")
        .evidence(Evidence::Documented)
}
