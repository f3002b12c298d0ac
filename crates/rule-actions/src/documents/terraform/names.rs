//! Locals and variables.

use super::expressions::Evaluator;
use super::module::Written;
use super::operators;
use crate::documents::limits::MAX_RESOLVING;
use crate::documents::node::Node;
use std::ops::Range;

impl<'d> Evaluator<'d, '_, '_> {
    /// The value of a local or of a variable, by the name `local.x` or `var.x`.
    pub(super) fn named(&mut self, kind: &str, name: &str, place: &Range<usize>) -> Option<Node> {
        let full = format!("{kind}.{name}");
        match self.known.get(&full) {
            Some(Some(value)) => {
                let value = value.clone();
                return self.reader.spend(value.size()).then_some(value);
            }
            // It depends on itself.
            Some(None) => return None,
            None => {}
        }
        self.known.insert(full.clone(), None);
        let value = match kind {
            "local" => self.module.locals.get(name).map(|written| self.written(*written, place)),
            _ => self.variable(name, place),
        };
        // Values of values could be nested deeper than anybody can follow.
        let value = value.filter(|value| value.height() <= MAX_RESOLVING && self.reader.spend(value.size()));
        match &value {
            Some(value) => self.known.insert(full, Some(value.clone())),
            None => self.known.remove(&full),
        };
        value
    }

    fn variable(&mut self, name: &str, place: &Range<usize>) -> Option<Node> {
        let variable = self.module.variables.get(name);
        let full = format!("var.{name}");
        if let Some(value) = self.reader.given(&full).or_else(|| self.reader.given(name)) {
            let is_string = variable.is_none_or(|variable| variable.is_string);
            return Some(if is_string { value } else { operators::typed(value) });
        }
        if let Some(value) = self.module.values.get(name) {
            return Some(value.clone());
        }
        let variable = variable.filter(|variable| !variable.is_secret)?;
        let value = self.written(variable.default?, place);
        self.reader.took_default(&full, &value.span);
        Some(value)
    }

    /// `place` stands for all places in another file.
    fn written(&mut self, written: Written<'d>, place: &Range<usize>) -> Node {
        let scopes = std::mem::take(&mut self.scopes);
        let value = match written {
            Written::Expression { expr, text, is_document } => {
                let within = (!is_document).then(|| place.clone());
                self.inside(text, within, |evaluator| evaluator.value(expr))
            }
            Written::Json(node) => self.json(node),
        };
        self.scopes = scopes;
        value
    }
}
