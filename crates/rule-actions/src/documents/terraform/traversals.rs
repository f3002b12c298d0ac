//! References, such as `var.rules["a"].sql` and `local.names[*].id`.

use super::expressions::Evaluator;
use crate::documents::node::{Kind, Node};
use hcl_edit::expr::{Expression, Traversal, TraversalOperator};
use hcl_edit::{Decorated, Span};
use std::ops::Range;

impl Evaluator<'_, '_, '_> {
    /// The value of a reference; `None` where it is known only when the configuration is deployed.
    pub(super) fn traversal(&mut self, traversal: &Traversal) -> Option<Node> {
        let operators = traversal.operators.as_slice();
        let Expression::Variable(root) = &traversal.expr else {
            let value = self.value(&traversal.expr);
            return self.follow(value, operators);
        };
        let attribute = |at: usize| match operators.get(at).map(Decorated::value) {
            Some(TraversalOperator::GetAttr(name)) => Some(name.as_str()),
            _ => None,
        };
        if let Some(value) = self.in_scope(root.as_str()) {
            return self.follow(value, operators);
        }
        match (root.as_str(), attribute(0), attribute(1)) {
            (kind @ ("var" | "local"), Some(name), _) => {
                let place = self.place(traversal.span());
                let value = self.named(kind, name, &place)?;
                self.follow(value, &operators[1..])
            }
            ("path", Some("module"), _) if !self.folder.is_empty() => {
                Some(Node::of_text(self.folder.as_str(), self.place(None)))
            }
            ("path", Some("module" | "root" | "cwd"), _) => Some(Node::of_text(".", self.place(None))),
            (kind, Some(label), Some(argument)) => {
                let place = self.place(traversal.span());
                let value = self.argument(kind, label, argument, place)?;
                self.follow(value, &operators[2..])
            }
            _ => None,
        }
    }

    /// An argument of a resource in this configuration, which is what is written there. What the resource gets only
    /// when it is made, such as its ARN, is not.
    fn argument(&mut self, kind: &str, label: &str, argument: &str, place: Range<usize>) -> Option<Node> {
        let (body, text, is_document) = *self.module.resources.get(&(kind, label))?;
        let is_one = body.get_attribute("count").is_none() && body.get_attribute("for_each").is_none();
        let expr = body.get_attribute(argument).filter(|_| is_one).map(|attribute| &attribute.value)?;
        let scopes = std::mem::take(&mut self.scopes);
        let outer = std::mem::replace(&mut self.reader.in_action, false);
        let within = (!is_document).then_some(place);
        let value = self.inside(text, within, |evaluator| evaluator.value(expr));
        self.reader.in_action = outer;
        self.scopes = scopes;
        Some(value).filter(Node::is_known)
    }

    fn follow(&mut self, value: Node, operators: &[Decorated<TraversalOperator>]) -> Option<Node> {
        let mut value = value;
        for (at, operator) in operators.iter().enumerate() {
            if !self.reader.spend(1) {
                return None;
            }
            let index = match operator.value() {
                TraversalOperator::GetAttr(name) => {
                    let found = value.get(name.as_str()).cloned();
                    self.is_missing |= found.is_none() && value.unknown().is_none();
                    value = found?;
                    continue;
                }
                TraversalOperator::Index(expr) => self.value(expr).text()?.to_owned(),
                TraversalOperator::LegacyIndex(index) => index.value().to_string(),
                TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => {
                    let items = match value.kind {
                        Kind::List(items) => items,
                        Kind::Null => Vec::new(),
                        Kind::Map(_) => vec![value],
                        _ if value.unknown().is_some() => return None,
                        _ => vec![value],
                    };
                    let rest = &operators[at + 1..];
                    let items: Option<Vec<Node>> =
                        items.into_iter().map(|item| self.follow(item, rest)).collect();
                    return Some(Node { kind: Kind::List(items?), span: 0..0 });
                }
            };
            let found = match &value.kind {
                Kind::List(items) => items.get(index.parse::<usize>().ok()?).cloned(),
                _ => value.get(&index).cloned(),
            };
            self.is_missing |= found.is_none() && value.unknown().is_none();
            value = found?;
        }
        Some(value)
    }
}
