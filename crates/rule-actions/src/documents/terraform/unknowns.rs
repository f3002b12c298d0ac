//! What is known only when the configuration is deployed.

use super::expressions::Evaluator;
use super::functions;
use super::references;
use crate::documents::node::{Kind, Node};
use crate::documents::placeholders::Reference;
use crate::documents::wording;
use hcl_edit::Span;
use hcl_edit::expr::Expression;
use iot_sql::{SqlVersion, Template};

impl Evaluator<'_, '_, '_> {
    /// The placeholder of an expression.
    pub(super) fn unknown(&mut self, expr: &Expression) -> Node {
        let source = self.source_of(expr).to_owned();
        let span = expr.span();
        let around = self.interpolation.as_ref().filter(|(inner, _)| Some(inner) == span.as_ref());
        let around = around.map(|(_, around)| around.clone());
        let place = self.place(around.clone().or(span));
        if !self.reader.spend(source.len()) {
            return Node { kind: Kind::Null, span: place };
        }
        if self.is_meant_for_the_rule(expr, &source) {
            let (in_text, has_place) = (around.is_some(), self.within.is_none());
            let in_action = self.reader.in_action;
            self.reader.warn(wording::taken_by_terraform(
                &source,
                place.clone(),
                in_text,
                has_place,
                in_action,
            ));
        }
        let reference = references::is_free(expr, &self.scopes).then(|| Reference::Terraform(source.clone()));
        let unread = self.unread.take();
        self.reader.unknown_because(&source, &source, reference, unread, place)
    }

    /// Whether an expression is none of Terraform's, and one of AWS IoT SQL.
    fn is_meant_for_the_rule(&self, expr: &Expression, source: &str) -> bool {
        let is_terraforms = match expr {
            // In a statement AWS evaluates no templates, so that what Terraform knows is Terraform's.
            Expression::FuncCall(call) if !self.reader.in_action => {
                functions::is_known(call.name.name.value().as_str())
            }
            _ => false,
        };
        !is_terraforms
            && self.scopes.iter().all(|(name, _)| name == "each" || name == "count")
            && !references::has_any(expr, &self.module.types)
            && Template::parse(&format!("${{{source}}}"), SqlVersion::V2016_03_23).is_ok()
    }
}
