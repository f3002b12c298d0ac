//! A keyword that is read as a name, because nothing else can be meant.

use super::{Check, Lint, Statement};
use crate::diagnostic::{Diagnostic, Example};
use crate::evidence::Evidence;
use crate::syntax::is_reserved;
use crate::syntax::tree::{Expr, ExprKind, Name, Query, Select};
use std::ops::Range;

crate::declare_codes! {
    pub(super) CODES;
    KEYWORD_AS_NAME = "lint.keyword-as-name", Warning, "A keyword of AWS IoT SQL is used as a name.",
        [
            Example::sql("SELECT end FROM 'sensors/+'"),
            Example::sql("SELECT value FROM 'sensors/+'"),
            Example::sql("SELECT state.reported.when AS w FROM 'sensors/+'"),
            Example::sql("SELECT start AS from FROM 'sensors/+'"),
            Example::sql("SELECT a FROM 'sensors/+' WHERE end > 3"),
            Example::sql("SELECT CASE when WHEN 1 THEN 2 END AS a FROM 'sensors/+'"),
            Example::sql("SET @a = in SELECT @a AS a FROM 'sensors/+'"),
            Example::sql("SELECT set FROM 'sensors/+'"),
        ],
        silent [
            Example::sql("SELECT a, value, b.value AS value FROM 'sensors/+'"),
            Example::sql("SELECT VALUE a FROM 'sensors/+'"),
            Example::sql("SELECT get(*, 'end') AS ended FROM 'sensors/+'"),
            Example::sql("SELECT {'end': ended} AS a FROM 'sensors/+'"),
            Example::sql("SET @end = 1 SELECT @end AS a, ending, settings FROM 'sensors/+'"),
        ];
}

/// Names in expressions.
pub(super) static LINT: Lint = Lint { codes: CODES, check: Check::Expression(expression) };

/// Names in the statement's clauses.
pub(super) static CLAUSES: Lint = Lint { codes: &[], check: Check::Statement(clauses) };

fn is_keyword(name: &str) -> bool {
    is_reserved(name) || name.eq_ignore_ascii_case("SET")
}

fn expression(expr: &Expr, statement: &Statement<'_>, found: &mut Vec<Diagnostic>) {
    match &expr.kind {
        ExprKind::Attribute(name) if is_keyword(name) => {
            let diagnostic = diagnostic(&expr.range, name);
            found.push(if is_operand(expr, statement) {
                diagnostic.fix("Use get()", expr.range.clone(), format!("get(*, '{name}')"))
            } else {
                diagnostic
            });
        }
        ExprKind::Members(_, names) => of_names(names, found),
        ExprKind::Query(query) | ExprKind::Exists(query) => of_query(query, found),
        _ => {}
    }
}

fn clauses(statement: &Statement<'_>, found: &mut Vec<Diagnostic>) {
    of_query(statement.query, found);
    // Directly after SELECT the keyword VALUE may stand; elsewhere the word is a name like others.
    if let [first, ..] = statement.items() {
        let start = first.range.start;
        first.expr.walk(&mut |expr| {
            if let ExprKind::Attribute(name) = &expr.kind
                && expr.range.start == start
                && name.eq_ignore_ascii_case("VALUE")
            {
                found.push(diagnostic(&expr.range, name));
            }
        });
    }
}

fn of_query(query: &Query, found: &mut Vec<Diagnostic>) {
    if let Select::Items(items) = &query.select {
        for item in items {
            of_names(&item.alias, found);
        }
    }
    found.extend(query.from.iter().filter_map(|source| source.alias.as_ref()).filter_map(of_name));
}

fn of_names(names: &[Name], found: &mut Vec<Diagnostic>) {
    found.extend(names.iter().filter_map(of_name));
}

fn of_name(name: &Name) -> Option<Diagnostic> {
    is_keyword(&name.text).then(|| diagnostic(&name.range, &name.text))
}

/// Whether `get(*, …)` can take the attribute's place: not where its name is the item's key, nor in a nested query,
/// where `*` is the element.
fn is_operand(expr: &Expr, statement: &Statement<'_>) -> bool {
    let is_item = statement.items().iter().any(|item| item.expr.range == expr.range && item.alias.is_empty());
    let mut nested = false;
    statement.walk(&mut |outer| {
        nested |= matches!(&outer.kind, ExprKind::Query(query) | ExprKind::Exists(query)
            if query.range.start <= expr.range.start && expr.range.end <= query.range.end);
    });
    !is_item && !nested
}

fn diagnostic(range: &Range<usize>, name: &str) -> Diagnostic {
    Diagnostic::new(&KEYWORD_AS_NAME, format!("`{name}` is a keyword, which is read as a name here."))
        .at(range.clone(), "read as a name")
        .help(format!(
            "AWS does not list its reserved words, so it may reject this. `get(*, '{name}')` reads such a key, `{{\"{name}\": x}}` writes one."
        ))
        .evidence(Evidence::Assumed)
}
