//! Terraform's expressions: what can be worked out is, the rest becomes placeholders.

use super::node::{Kind, Node};
use super::reader::Reader;
use super::wording;
use hcl_edit::Span;
use hcl_edit::expr::{Expression, FuncCall, ObjectKey, Traversal};
use hcl_edit::template::{Element, Template as HclTemplate};
use hcl_edit::visit::{Visit, visit_traversal};
use iot_sql::{SqlVersion, Template};
use std::collections::BTreeSet;
use std::ops::Range;

/// What references in Terraform start with, apart from the types of resources.
const ROOTS: &[&str] =
    &["var", "local", "each", "count", "data", "module", "path", "terraform", "self", "ephemeral"];

/// Where expressions stand.
pub(super) struct Values<'s> {
    /// The text that places in expressions count from.
    pub(super) source: &'s str,
    /// The place of that text in the document, where it is not the document itself.
    pub(super) within: Option<Range<usize>>,
    /// The types of resources that the document has.
    pub(super) types: &'s BTreeSet<String>,
}

impl Values<'_> {
    /// The value of an expression. `None` for null, which is as if the attribute were not there.
    pub(super) fn value(&self, expr: &Expression, reader: &mut Reader<'_>) -> Option<Node> {
        let span = self.place(expr.span());
        let kind = match expr {
            Expression::Null(_) => return None,
            Expression::Bool(value) => Kind::Bool(*value.value()),
            Expression::Number(number) => Kind::Number(number.value().to_string()),
            Expression::String(text) => Kind::Text(text.value().clone()),
            Expression::StringTemplate(template) => Kind::Text(self.elements(template.iter(), reader)),
            Expression::HeredocTemplate(heredoc) => Kind::Text(self.template(&heredoc.template, reader)),
            Expression::Parenthesis(inner) => return self.value(inner.inner(), reader),
            Expression::Array(items) => {
                Kind::List(items.iter().filter_map(|item| self.value(item, reader)).collect())
            }
            Expression::Object(object) => {
                let mut entries = Vec::with_capacity(object.len());
                for (key, value) in object {
                    if let Some(value) = self.value(value.expr(), reader) {
                        entries.push((self.key(key, reader), value));
                    }
                }
                Kind::Map(entries)
            }
            Expression::FuncCall(call) => match self.call(call, reader) {
                Some(text) => Kind::Text(text),
                None => Kind::Text(self.unknown(expr, None, reader)),
            },
            _ => Kind::Text(self.unknown(expr, None, reader)),
        };
        Some(Node { kind, span })
    }

    /// The text of a template.
    pub(super) fn template(&self, template: &HclTemplate, reader: &mut Reader<'_>) -> String {
        self.elements(template.iter(), reader)
    }

    fn elements<'e>(&self, elements: impl Iterator<Item = &'e Element>, reader: &mut Reader<'_>) -> String {
        let mut out = String::new();
        for element in elements {
            match element {
                Element::Literal(text) => out.push_str(text.value()),
                Element::Interpolation(interpolation) => {
                    let value = match &interpolation.expr {
                        Expression::Bool(_)
                        | Expression::Number(_)
                        | Expression::String(_)
                        | Expression::StringTemplate(_)
                        | Expression::HeredocTemplate(_) => self.value(&interpolation.expr, reader),
                        Expression::FuncCall(call) => {
                            let span = self.place(interpolation.expr.span());
                            self.call(call, reader).map(|text| Node { kind: Kind::Text(text), span })
                        }
                        _ => None,
                    };
                    match value.as_ref().and_then(Node::text) {
                        Some(text) => out.push_str(text),
                        None => {
                            out.push_str(&self.unknown(&interpolation.expr, element.span().as_ref(), reader));
                        }
                    }
                }
                Element::Directive(_) => {
                    let source = element.span().and_then(|span| self.source.get(span)).unwrap_or_default();
                    out.push_str(&reader.placeholder("directive", source, self.place(element.span())));
                }
            }
        }
        out
    }

    /// Functions that often stand around a statement.
    fn call(&self, call: &FuncCall, reader: &mut Reader<'_>) -> Option<String> {
        let mut arguments = call.args.iter();
        let first = self.literal(arguments.next()?, reader)?;
        let second = arguments.next();
        match (call.name.name.value().as_str(), second) {
            ("chomp", None) => Some(first.trim_end_matches(['\n', '\r']).to_owned()),
            ("trimspace", None) => Some(first.trim().to_owned()),
            ("join", Some(Expression::Array(items))) if arguments.next().is_none() => {
                let parts: Option<Vec<String>> =
                    items.iter().map(|item| self.literal(item, reader)).collect();
                parts.map(|parts| parts.join(&first))
            }
            _ => None,
        }
    }

    /// The text of an expression that is written out.
    fn literal(&self, expr: &Expression, reader: &mut Reader<'_>) -> Option<String> {
        match expr {
            Expression::String(_) | Expression::StringTemplate(_) | Expression::HeredocTemplate(_) => {
                self.value(expr, reader)?.text().map(str::to_owned)
            }
            _ => None,
        }
    }

    fn key(&self, key: &ObjectKey, reader: &mut Reader<'_>) -> String {
        match key {
            ObjectKey::Ident(ident) => ident.as_str().to_owned(),
            ObjectKey::Expression(expr) => match self.value(expr, reader) {
                Some(node) => node.text().unwrap_or_default().to_owned(),
                None => String::new(),
            },
        }
    }

    /// The placeholder of an expression. `around` is its `${…}`, where it stands in a string.
    fn unknown(&self, expr: &Expression, around: Option<&Range<usize>>, reader: &mut Reader<'_>) -> String {
        let source = expr.span().and_then(|span| self.source.get(span)).unwrap_or_default().trim();
        let place = self.place(around.cloned().or_else(|| expr.span()));
        if self.is_meant_for_the_rule(expr, source) {
            reader.warn(wording::taken_by_terraform(
                source,
                place.clone(),
                around.is_some(),
                self.within.is_none(),
            ));
        }
        reader.placeholder(source, source, place)
    }

    /// Whether an expression is none of Terraform's, and one of AWS IoT SQL.
    fn is_meant_for_the_rule(&self, expr: &Expression, source: &str) -> bool {
        let mut references = References { types: self.types, found: false };
        references.visit_expr(expr);
        !references.found && Template::parse(&format!("${{{source}}}"), SqlVersion::V2016_03_23).is_ok()
    }

    fn place(&self, span: Option<Range<usize>>) -> Range<usize> {
        match &self.within {
            Some(place) => place.clone(),
            None => span.unwrap_or(0..0),
        }
    }
}

/// Looks for what Terraform can refer to.
struct References<'t> {
    types: &'t BTreeSet<String>,
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
