//! Aliases of SELECT where they cannot be seen.

use super::Statement;
use crate::diagnostic::{Diagnostic, wording};
use crate::syntax::tree::{Expr, ExprKind, Item};
use smol_str::SmolStr;

/// The item whose alias is this name, unless the name is also read as an attribute by an item, so that the payload
/// is known to have it.
fn aliased<'s>(name: &SmolStr, statement: &Statement<'s>) -> Option<&'s Item> {
    let items = statement.items();
    let item = items.iter().find(|item| matches!(item.alias.as_slice(), [only] if only.text == *name))?;
    let mut read = false;
    for item in items {
        item.expr.walk(&mut |expr| read |= matches!(&expr.kind, ExprKind::Attribute(read) if read == name));
    }
    (!read).then_some(item)
}

/// An alias in WHERE, which is evaluated before SELECT.
pub(super) fn in_where(statement: &Statement<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if let Some(condition) = &statement.query.condition {
        condition.walk(&mut |expr| {
            if let ExprKind::Attribute(name) = &expr.kind
                && let Some(item) = aliased(name, statement)
            {
                let meant = statement.written(&item.expr);
                let alias = item.alias[0].range.clone();
                found.push(wording::alias_in_where(expr.range.clone(), name, meant, alias));
            }
        });
    }
    found
}

/// An alias in a template, which sees the payload as it was published.
pub(super) fn in_template(expr: &Expr, _template: &str, rule: &Statement<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    expr.walk(&mut |expr| {
        if let ExprKind::Attribute(name) = &expr.kind
            && let Some(item) = aliased(name, rule)
        {
            found.push(wording::alias_in_template(expr.range.clone(), name, rule.written(&item.expr)));
        }
    });
    found
}
