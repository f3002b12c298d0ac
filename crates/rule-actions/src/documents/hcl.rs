//! HCL: Terraform's native syntax, and the templates that its JSON syntax has in strings.

use super::node::{Kind, Node};
use super::wording;
use hcl_edit::Span;
use hcl_edit::expr::{Expression, ObjectKey};
use hcl_edit::parser::{parse_body, parse_template};
use hcl_edit::structure::Body;
use hcl_edit::template::{Element, Template};
use iot_sql::Diagnostic;

/// Reads a configuration. The parser bounds how deep expressions and blocks are nested.
pub(super) fn parse(text: &str) -> Result<Body, Diagnostic> {
    parse_body(text).map_err(|error| {
        let at = error.location().offset().min(text.len());
        // What the parser says where something is nested too deep, or a chain of operators is too long.
        let words = ["nested levels", "chained binary operators"];
        if words.iter().any(|words| error.message().contains(words)) {
            return wording::too_deep(at..at);
        }
        wording::malformed("HCL", error.message(), text, at)
    })
}

/// Reads a string with `${…}` in it; `None` where it is not one.
pub(super) fn template(text: &str) -> Option<Template> {
    parse_template(text).ok()
}

/// The value of an expression in which everything is written out.
pub(super) fn literal(expr: &Expression) -> Option<Node> {
    let kind = match expr {
        Expression::Null(_) => Kind::Null,
        Expression::Bool(value) => Kind::Bool(*value.value()),
        Expression::Number(number) => Kind::Number(number.value().to_string()),
        Expression::String(text) => Kind::Text(text.value().as_str().into()),
        Expression::StringTemplate(template) => Kind::Text(literal_text(template.iter())?.into()),
        Expression::HeredocTemplate(heredoc) => Kind::Text(literal_text(heredoc.template.iter())?.into()),
        Expression::Parenthesis(inner) => return literal(inner.inner()),
        Expression::UnaryOp(op) => match literal(&op.expr)?.kind {
            Kind::Number(number) => Kind::Number(format!("-{number}")),
            _ => return None,
        },
        Expression::Array(items) => Kind::List(items.iter().map(literal).collect::<Option<_>>()?),
        Expression::Object(object) => {
            let entries = object.iter().map(|(key, value)| {
                let key = match key {
                    ObjectKey::Ident(ident) => ident.as_str().to_owned(),
                    ObjectKey::Expression(expr) => literal(expr)?.text()?.to_owned(),
                };
                Some((key, literal(value.expr())?))
            });
            Kind::Map(entries.collect::<Option<_>>()?)
        }
        _ => return None,
    };
    Some(Node { kind, span: expr.span().unwrap_or(0..0) })
}

fn literal_text<'e>(elements: impl Iterator<Item = &'e Element>) -> Option<String> {
    let texts = elements.map(|element| match element {
        Element::Literal(text) => Some(text.value().as_str()),
        _ => None,
    });
    texts.collect()
}
