//! How what SELECT gives becomes an attribute.

use iot_sql::tree::{Expr, ExprKind, Item, Select};
use iot_sql::{Diagnostic, Edit, Input, Rule};

/// What to write, so that the outgoing payload is an object.
pub(crate) struct Advice {
    /// In words.
    pub(crate) help: String,
    /// As a change of the statement.
    pub(crate) edit: Option<Edit>,
}

impl Advice {
    /// The diagnostic with this advice after its help, at the place in SELECT that it changes.
    pub(crate) fn add_to(self, diagnostic: Diagnostic) -> Diagnostic {
        let help = diagnostic.help.clone().unwrap_or_default();
        let diagnostic = diagnostic.help(format!("{help} {}", self.help).trim_start().to_owned());
        match self.edit {
            Some(edit) => {
                let title = format!("Write {}", edit.text);
                let diagnostic = Diagnostic { labels: Vec::new(), ..diagnostic }.input(Input::Sql);
                diagnostic.at(edit.range.clone(), "returns no keys").fix_all(title, vec![edit])
            }
            None => diagnostic.input(Input::Request),
        }
    }
}

/// Makes an attribute of what SELECT gives, which is not an object.
pub(crate) fn make(rule: &Rule, is_binary: bool) -> Advice {
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
            Advice { help: format!("SELECT VALUE returns no keys: write `{text}` instead."), edit }
        }
    }
}
