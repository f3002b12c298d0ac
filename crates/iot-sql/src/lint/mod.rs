//! Lints: what is accepted but probably not what was meant. One file a lint, with its codes, check, words, and examples
//! of what it must and must not be reported for.

mod alias_in_template;
mod alias_in_where;
mod case_when_condition;
mod case_when_null;
mod compared_with_null;
pub(crate) mod date_pattern;
mod exists_contradicted;
mod hyphen_as_minus;
pub(crate) mod key_twice;
mod keyword_as_name;
pub(crate) mod legacy_loss;
pub(crate) mod looks_like_seconds;
pub(crate) mod no_version;
mod topic_level;
mod unnamed_item;
mod variable_never_set;
pub(crate) mod whole_decimal;

use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::tree::{Expr, ExprKind, Item, Query, Select, Variable};
use crate::topic::TopicFilter;
use smol_str::SmolStr;

/// A lint.
struct Lint {
    /// Its codes, which tests and documentation take the examples from.
    codes: &'static [&'static Code],
    check: Check,
}

/// What a lint looks at.
enum Check {
    /// A whole statement.
    Statement(fn(&Statement<'_>, &mut Vec<Diagnostic>)),
    /// Each expression of statements and templates.
    Expression(fn(&Expr, &Statement<'_>, &mut Vec<Diagnostic>)),
    /// Each expression of templates.
    Template(fn(&Expr, &Statement<'_>, &mut Vec<Diagnostic>)),
    /// Something that is not in the statement, such as a value; whoever has it calls the lint.
    Called,
}

/// All lints.
static LINTS: &[&Lint] = &[
    &hyphen_as_minus::LINT,
    &compared_with_null::LINT,
    &case_when_null::LINT,
    &case_when_condition::LINT,
    &topic_level::LINT,
    &variable_never_set::LINT,
    &alias_in_where::LINT,
    &alias_in_template::LINT,
    &unnamed_item::LINT,
    &exists_contradicted::LINT,
    &keyword_as_name::LINT,
    &keyword_as_name::CLAUSES,
    &date_pattern::LINT,
    &looks_like_seconds::LINT,
    &whole_decimal::LINT,
    &key_twice::LINT,
    &legacy_loss::LINT,
    &no_version::LINT,
];

/// The codes of all lints.
pub(crate) fn codes() -> impl Iterator<Item = &'static Code> {
    LINTS.iter().flat_map(|lint| lint.codes).copied()
}

/// A statement as lints see it.
#[derive(Clone, Copy)]
pub(crate) struct Statement<'s> {
    pub(crate) text: &'s str,
    pub(crate) variables: &'s [Variable],
    pub(crate) query: &'s Query,
    pub(crate) filter: Option<&'s TopicFilter>,
}

impl<'s> Statement<'s> {
    /// The SELECT clause's items; none for SELECT VALUE.
    fn items(&self) -> &'s [Item] {
        match &self.query.select {
            Select::Items(items) => items,
            Select::Value(_) => &[],
        }
    }

    /// The item whose alias is this name, unless the name is also read as an attribute by an item, so that the payload
    /// is known to have it.
    fn aliased(&self, name: &SmolStr) -> Option<&'s Item> {
        let items = self.items();
        let item = items.iter().find(|item| matches!(item.alias.as_slice(), [only] if only.text == *name))?;
        let mut read = false;
        for item in items {
            item.expr
                .walk(&mut |expr| read |= matches!(&expr.kind, ExprKind::Attribute(read) if read == name));
        }
        (!read).then_some(item)
    }

    /// The text of an expression as written.
    fn written(&self, expr: &Expr) -> &'s str {
        self.text.get(expr.range.clone()).unwrap_or_default()
    }

    /// The text of an expression, in parentheses where something else than a comma may stand beside it.
    fn operand(&self, expr: &Expr) -> String {
        let written = self.written(expr);
        match expr.kind {
            ExprKind::Chain(..) | ExprKind::Unary(..) | ExprKind::In(..) => format!("({written})"),
            _ => written.to_owned(),
        }
    }

    /// Every expression of the statement.
    fn walk(&self, visit: &mut impl FnMut(&'s Expr)) {
        for variable in self.variables {
            variable.expr.walk(visit);
        }
        self.query.walk(visit);
    }
}

/// Everything that lints report about a statement, in the order of the places.
pub(crate) fn statement(statement: &Statement<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for lint in LINTS {
        if let Check::Statement(check) = lint.check {
            check(statement, &mut found);
        }
    }
    statement.walk(&mut |expr| {
        for lint in LINTS {
            if let Check::Expression(check) = lint.check {
                check(expr, statement, &mut found);
            }
        }
    });
    Diagnostic::sort(&mut found, |diagnostic| diagnostic.primary().map_or(0, |label| label.range.start));
    found
}

/// Everything that lints report about a template's expression. `template` is the template's text, `rule` the statement
/// that it belongs to.
pub(crate) fn template(expr: &Expr, template: &str, rule: &Statement<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let seen = Statement { text: template, ..*rule };
    expr.walk(&mut |expr| {
        for lint in LINTS {
            match lint.check {
                Check::Template(check) => check(expr, rule, &mut found),
                Check::Expression(check) => check(expr, &seen, &mut found),
                Check::Statement(_) | Check::Called => {}
            }
        }
    });
    found
}
