//! Tokens that are not what must follow.

use crate::diagnostic::{Diagnostic, Example};
use crate::text::brief;
use std::ops::Range;

crate::declare_codes! {
    pub(super) CODES;
    EXPECTED = "sql.expected", Error, "Unexpected token: something else is required at this place.",
        [
            Example::sql("SELECT a b FROM 'sensors/+'"),
            Example::sql("SELECT a, FROM WHERE"),
            Example::sql("SELECT a + FROM 'sensors/+'"),
            Example::sql("SELECT FROM 'sensors/+'"),
            Example::sql("SELECT (a, b) AS c FROM 'sensors/+'"),
            Example::sql("SELECT {a: 1} AS b FROM 'sensors/+'"),
            Example::sql("SELECT 1 2 FROM 'sensors/+'"),
        ],
        silent [
            Example::sql("SELECT a AS b FROM 'sensors/+'"),
            Example::sql("SELECT a, b FROM 'sensors/+'"),
            Example::sql("SELECT fromage FROM 'sensors/+'"),
        ];
    UNEXPECTED = "sql.unexpected", Error, "The statement continues where it must end.",
        [Example::sql("SELECT a FROM 'sensors/+' WHERE b = 1 )")],
        silent [Example::sql("SELECT a FROM 'sensors/+' WHERE (b = 1)")];
    MISSPELT_KEYWORD = "sql.misspelt-keyword", Error, "A word looks like a misspelt keyword.",
        [Example::sql("SELECT a FORM 'sensors/+'"), Example::sql("SEECT a FROM 'sensors/+'")],
        silent [Example::sql("SELECT form FROM 'sensors/+'"), Example::sql("select a from 'sensors/+'")];
}

pub(in crate::syntax) fn expected(range: Range<usize>, what: &str) -> Diagnostic {
    Diagnostic::new(&EXPECTED, format!("Expected {what}.")).at(range, format!("expected {what}"))
}

pub(in crate::syntax) fn expected_at_end(range: Range<usize>, what: &str) -> Diagnostic {
    Diagnostic::new(&EXPECTED, format!("The statement ends where {what} must follow."))
        .at(range, format!("expected {what}"))
}

pub(in crate::syntax) fn expected_but_found(range: Range<usize>, what: &str, found: &str) -> Diagnostic {
    Diagnostic::new(&EXPECTED, format!("Expected {what}, found `{}`.", brief(found)))
        .at(range, format!("expected {what}"))
}

pub(in crate::syntax) fn alias_without_as(range: Range<usize>, found: &str, after: usize) -> Diagnostic {
    Diagnostic::new(&EXPECTED, format!("`{}` follows an expression without AS or a comma.", brief(found)))
        .at(range, "expected a comma, AS, FROM or WHERE before this")
        .help("An alias needs AS; a further item needs a comma.")
        .fix("Insert AS", after..after, " AS")
        .fix("Insert a comma", after..after, ",")
}

pub(in crate::syntax) fn missing_comma(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&EXPECTED, "A comma is missing between two items.")
        .at(range.clone(), "a comma is missing")
        .fix("Insert a comma", range.start..range.start, ",")
}

pub(in crate::syntax) fn list_in_parentheses(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&EXPECTED, "Parentheses hold one expression.")
        .at(range, "a comma inside parentheses")
        .help("Write an array as `[a, b]`.")
}

pub(in crate::syntax) fn unquoted_key(range: Range<usize>, text: &str) -> Diagnostic {
    Diagnostic::new(&EXPECTED, format!("The key `{}` must be in quotes.", brief(text)))
        .at(range.clone(), "a key is a string")
        .fix("Put the key in quotes", range, format!("\"{text}\""))
}

pub(in crate::syntax) fn unexpected(range: Range<usize>, found: &str) -> Diagnostic {
    Diagnostic::new(&UNEXPECTED, format!("`{}` cannot follow here.", brief(found)))
        .at(range, "the statement must end before this")
        .help("A statement is SET, SELECT, FROM and WHERE, in this order.")
}

pub(in crate::syntax) fn misspelt_keyword(range: Range<usize>, found: &str, keyword: &str) -> Diagnostic {
    Diagnostic::new(&MISSPELT_KEYWORD, format!("`{}` looks like a misspelt {keyword}.", brief(found)))
        .at(range.clone(), format!("did you mean {keyword}?"))
        .help("AWS answers CreateTopicRule with a SqlParseException.")
        .fix(format!("Use {keyword}"), range, keyword)
}
