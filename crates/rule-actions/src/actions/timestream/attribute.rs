//! How what SELECT gives becomes an attribute.

use iot_sql::tree::{Expr, ExprKind, Item, Select};
use iot_sql::{Edit, Rule};

/// What to write, so that the outgoing payload is an object.
pub(super) struct Advice {
    /// In words.
    pub(super) help: String,
    /// As a change of the statement.
    pub(super) edit: Option<Edit>,
}

/// Makes an attribute of what SELECT gives, which is not an object.
pub(super) fn make(rule: &Rule, is_binary: bool) -> Advice {
    let is_star = |expr: &Expr| matches!(expr.kind, ExprKind::Star);
    match &rule.query().select {
        Select::Items(items) => {
            let star = items
                .iter()
                .find(|item: &&Item| is_star(&item.expr) && item.alias.is_empty() && !item.spread);
            let (text, help) = if is_binary {
                ("encode(*, 'base64') AS raw", "`encode(*, 'base64') AS raw` selects the bytes as a string.")
            } else {
                ("* AS payload", "`* AS payload` gives the whole payload a key.")
            };
            let edit = star.map(|star| Edit { range: star.range.clone(), text: text.into() });
            Advice { help: help.into(), edit }
        }
        Select::Value(expr) => {
            let written = rule.text().get(expr.range.clone()).unwrap_or_default();
            let text = match &expr.kind {
                ExprKind::Star if is_binary => "encode(*, 'base64') AS raw".to_owned(),
                ExprKind::Star => "* AS payload".to_owned(),
                ExprKind::Attribute(_) | ExprKind::Members(..) => written.to_owned(),
                _ => format!("{written} AS value"),
            };
            // From the word VALUE on, which stands before the expression.
            let before = rule.text().get(..expr.range.start).unwrap_or_default();
            let start = before.to_ascii_uppercase().rfind("VALUE");
            let edit = start.map(|start| Edit { range: start..expr.range.end, text: text.clone() });
            Advice { help: format!("SELECT VALUE gives no keys: write `{text}` instead."), edit }
        }
    }
}
