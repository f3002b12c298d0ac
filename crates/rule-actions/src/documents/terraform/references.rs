//! What an expression refers to.

use crate::documents::node::Node;
use hcl_edit::expr::{Expression, Traversal};
use hcl_edit::visit::{Visit, visit_traversal};
use hcl_edit::{Decorated, Ident};
use std::collections::BTreeSet;

/// What references in Terraform start with, apart from the types of resources.
const ROOTS: &[&str] =
    &["var", "local", "each", "count", "data", "module", "path", "terraform", "self", "ephemeral"];

/// Whether something in an expression is one of Terraform's references.
pub(super) fn has_any(expr: &Expression, types: &BTreeSet<&str>) -> bool {
    let mut references = References { types, found: false };
    references.visit_expr(expr);
    references.found
}

/// Whether an expression means the same outside of the loops around it.
pub(super) fn is_free(expr: &Expression, scopes: &[(String, Node)]) -> bool {
    let mut bound = Bound { scopes, found: false };
    bound.visit_expr(expr);
    !bound.found
}

struct References<'t> {
    types: &'t BTreeSet<&'t str>,
    found: bool,
}

impl Visit for References<'_> {
    fn visit_traversal(&mut self, node: &Traversal) {
        if let Expression::Variable(root) = &node.expr {
            let root = root.as_str();
            self.found |= ROOTS.contains(&root)
                || self.types.contains(root)
                || ["aws_", "awscc_", "random_", "time_", "null_"]
                    .iter()
                    .any(|prefix| root.starts_with(prefix));
        }
        visit_traversal(self, node);
    }
}

struct Bound<'s> {
    scopes: &'s [(String, Node)],
    found: bool,
}

impl Visit for Bound<'_> {
    fn visit_ident(&mut self, node: &Decorated<Ident>) {
        self.found |= self.scopes.iter().any(|(name, _)| name == node.as_str());
    }
}
