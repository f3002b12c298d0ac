//! Templates that stand in strings: those of Terraform's JSON and of other files.

use super::expressions::Evaluator;
use crate::documents::hcl;
use crate::documents::limits::MAX_RESOLVING;
use crate::documents::node::{Kind, Node};
use crate::documents::places::Quote;
use crate::documents::text::Text;
use crate::documents::wording;
use std::ops::Range;

impl<'t> Evaluator<'_, '_, 't> {
    /// A value of Terraform's JSON with the templates in its strings worked out.
    pub(super) fn json(&mut self, node: &Node) -> Node {
        let span = node.span.clone();
        if self.depth >= MAX_RESOLVING || !self.reader.spend(1) {
            return Node { kind: Kind::Null, span };
        }
        self.depth += 1;
        let kind = match &node.kind {
            Kind::Text(text) | Kind::Plain(text) => match text.known() {
                Some(known) if known.contains(['$', '%']) => {
                    let value = self.json_text(known, Some(text.clone()), &span);
                    self.depth -= 1;
                    return value;
                }
                _ => Kind::Text(text.clone()),
            },
            Kind::List(items) => Kind::List(items.iter().map(|item| self.json(item)).collect()),
            Kind::Map(entries) => {
                let mut members = Vec::with_capacity(entries.len());
                for (key, value) in entries {
                    let key = if key.contains('{') {
                        let key = self.json_text(key, None, &span).parts().unwrap_or_default();
                        self.reader.render(&key)
                    } else {
                        key.clone()
                    };
                    members.push((key, self.json(value)));
                }
                Kind::Map(members)
            }
            other => other.clone(),
        };
        self.depth -= 1;
        Node { kind, span }
    }

    fn json_text(&mut self, text: &str, around: Option<Text>, span: &Range<usize>) -> Node {
        if !self.reader.spend(text.len()) {
            return Node { kind: Kind::Null, span: span.clone() };
        }
        let Some(template) = hcl::template(text) else {
            self.reader.warn(wording::template_unreadable(text, span.clone()));
            return Node::of_text(around.unwrap_or_else(|| text.into()), span.clone());
        };
        self.foreign(text, around, span, |evaluator| {
            evaluator.template(&template.iter().collect::<Vec<_>>(), span.clone(), Quote::None)
        })
    }

    /// Calls `work` with the expressions of a string that does not live as long as the document; `around` is the string
    /// with its places, where it stands in the document.
    pub(super) fn foreign<R>(
        &mut self,
        text: &str,
        around: Option<Text>,
        span: &Range<usize>,
        work: impl FnOnce(&mut Evaluator<'_, '_, 't>) -> R,
    ) -> R {
        let mut inner = Evaluator {
            reader: &mut *self.reader,
            module: self.module,
            source: text,
            within: Some(span.clone()),
            around: around.filter(|_| self.within.is_none()),
            folder: self.folder.clone(),
            scopes: std::mem::take(&mut self.scopes),
            known: std::mem::take(&mut self.known),
            assumed: std::mem::take(&mut self.assumed),
            depth: self.depth,
            indent: 0,
            quote: Quote::None,
            interpolation: None,
            unread: None,
            is_missing: false,
        };
        let result = work(&mut inner);
        let Evaluator { scopes, known, assumed, is_missing, .. } = inner;
        (self.scopes, self.known, self.assumed) = (scopes, known, assumed);
        self.is_missing |= is_missing;
        result
    }
}
