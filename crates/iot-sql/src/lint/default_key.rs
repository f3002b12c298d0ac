//! Items without an alias whose key AWS does not document.

use super::Statement;
use crate::diagnostic::{Diagnostic, wording};
use crate::syntax::tree::ExprKind;

/// Calls, arithmetic, literals, CASE and nested queries without an alias.
pub(super) fn unnamed(statement: &Statement<'_>) -> Vec<Diagnostic> {
    let named = |kind: &ExprKind| matches!(kind, ExprKind::Attribute(_) | ExprKind::Members(..));
    statement
        .items()
        .iter()
        .filter(|item| item.alias.is_empty() && !named(&item.expr.kind))
        .filter_map(|item| {
            let key = item.default_key.as_ref()?;
            Some(wording::unnamed_item(item.range.clone(), key))
        })
        .collect()
}
