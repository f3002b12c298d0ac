//! Constructs of other SQLs.

use crate::diagnostic::{Diagnostic, Example};
use crate::evidence::Evidence;
use crate::text::sentence;
use std::ops::Range;

crate::declare_codes! {
    pub(super) CODES;
    OTHER_DIALECT = "sql.other-dialect", Error, "The construct belongs to another SQL.",
        [
            Example::sql("SELECT a FROM 'sensors/+' WHERE b LIKE 'x%'"),
            Example::sql("SELECT a FROM 'sensors/+' WHERE b IS NULL"),
            Example::sql("SELECT a FROM 'sensors/+' WHERE b IS NOT NULL"),
            Example::sql("SELECT a FROM 'sensors/+' WHERE b BETWEEN 1 AND 5"),
            Example::sql("SELECT a FROM 'sensors/+' WHERE b IN ('x', 'y')"),
            Example::sql("SELECT a FROM 'sensors/+' WHERE b NOT IN c"),
            Example::sql("SELECT a FROM 'sensors/+' WHERE b == 1"),
            Example::sql("SELECT a FROM 'sensors/+' WHERE b === 1"),
            Example::sql("SELECT a FROM 'sensors/+' WHERE b => 1"),
            Example::sql("SELECT a FROM 'sensors/+' WHERE b =< 1"),
            Example::sql("SELECT a || b AS c FROM 'sensors/+'"),
            Example::sql("SELECT a FROM 'sensors/+' WHERE b > 1 && c > 2 && d > 3"),
            Example::sql("SELECT a FROM 'sensors/+' WHERE b > 1 || c > 2"),
            Example::sql("SELECT a FROM 'sensors/+' WHERE !isUndefined(b)"),
            Example::sql("SELECT a[0] AS b FROM 'sensors/+'"),
            Example::sql("SELECT count(a) AS n FROM 'sensors/+'"),
            Example::sql("SELECT a FROM 'sensors/+' GROUP BY b"),
            Example::sql("SELECT DISTINCT a FROM 'sensors/+'"),
            Example::sql("SELECT `a` FROM 'sensors/+'"),
            Example::sql("SELECT ${a} AS b FROM 'sensors/+'"),
            Example::sql("SELECT CASE WHEN a > 1 THEN 2 END AS b FROM 'sensors/+'"),
            Example::sql("SELECT a FROM 'sensors/+', 'lamps/+'"),
            Example::sql("DELETE FROM 'sensors/+'"),
        ],
        silent [
            Example::sql("SELECT a FROM 'sensors/+' WHERE b IN ['x', 'y']"),
            Example::sql("SELECT a FROM 'sensors/+' WHERE NOT b IN c"),
            Example::sql("SELECT like, count FROM 'sensors/+'"),
            Example::sql("SELECT '&&' AS a FROM 'sensors/+' WHERE b = '||'"),
            Example::sql("SELECT CASE a > 1 WHEN true THEN 2 END AS b FROM 'sensors/+'"),
            Example::sql("SELECT '${a}' AS b FROM 'sensors/+'"),
        ];
}

pub(in crate::syntax) fn foreign(range: Range<usize>, what: &str, instead: &str) -> Diagnostic {
    Diagnostic::new(&OTHER_DIALECT, format!("AWS IoT SQL has no {what}."))
        .at(range, "from another SQL")
        .help(sentence(instead))
}

pub(in crate::syntax) fn foreign_function(range: Range<usize>, name: &str, instead: &str) -> Diagnostic {
    Diagnostic::new(&OTHER_DIALECT, format!("AWS IoT SQL has no function `{name}`."))
        .at(range, "from another SQL")
        .help(format!("{} AWS answers: The provided function {name} does not exist.", sentence(instead)))
}

pub(in crate::syntax) fn in_list(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&OTHER_DIALECT, "IN takes an array, not a list in parentheses.")
        .at(range, "write an array: `['a', 'b']`")
        .help("The right side of IN is one expression that returns an array.")
        .evidence(Evidence::Documented)
}

pub(in crate::syntax) fn searched_case(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&OTHER_DIALECT, "CASE compares one expression with the values after WHEN.")
        .at(range, "expected an expression between CASE and WHEN")
        .help("To test a condition, compare it with true: `CASE a > 10 WHEN true THEN x ELSE y END`.")
        .evidence(Evidence::Documented)
}

pub(in crate::syntax) fn template_in_sql(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&OTHER_DIALECT, "`$` starts a substitution template, which belongs in actions.")
        .at(range, "not part of the SQL statement")
        .help("In the statement write the expression itself, without `${` and `}`.")
}

pub(in crate::syntax) fn index_brackets(range: Range<usize>, target: &str, index: &str) -> Diagnostic {
    Diagnostic::new(&OTHER_DIALECT, "AWS IoT SQL has no `[…]` after a value.")
        .at(range.clone(), "read elements with get()")
        .help("`get(array, 0)` is the first element, `get(object, 'key')` a member.")
        .evidence(Evidence::Assumed)
        .fix(format!("Use get({target}, {index})"), range, format!("get({target}, {index})"))
}

pub(in crate::syntax) fn second_topic(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&OTHER_DIALECT, "FROM takes one topic filter.")
        .at(range, "a second source")
        .help("Widen the filter with `+` or `#`, or make a second rule.")
        .evidence(Evidence::Documented)
}
