//! Terraform's expressions: what can be worked out is, the rest becomes placeholders.
//!
//! The parser is that of hcl-rs. Its evaluator knows no unknown values, does not bound its work, and panics where numbers
//! overflow, so that expressions are worked out here.

use super::functions;
use super::module::Module;
use super::operators;
use crate::documents::inputs::Unread;
use crate::documents::limits::{MAX_RESOLVING, STEP};
use crate::documents::node::{Kind, Node};
use crate::documents::places::{self, Quote};
use crate::documents::reader::Reader;
use crate::documents::text::Text;
use crate::documents::wording;
use hcl_edit::Span;
use hcl_edit::expr::{BinaryOperator, Expression, ForExpr, Object, ObjectKey, UnaryOperator};
use std::collections::BTreeMap;
use std::ops::Range;

/// Works out the expressions of a configuration.
pub(super) struct Evaluator<'d, 'r, 't> {
    pub(super) reader: &'r mut Reader<'t>,
    pub(super) module: &'d Module<'d>,
    /// The text that places in expressions count from.
    pub(super) source: &'d str,
    /// The place in the document that stands for all of them, where that text is not the document.
    pub(super) within: Option<Range<usize>>,
    /// That text as a string of the document, where it is one.
    pub(super) around: Option<Text>,
    /// The folder of the module below the document's, which is `path.module`.
    pub(super) folder: String,
    /// What `each`, `count` and the variables of loops are, the innermost last.
    pub(super) scopes: Vec<(String, Node)>,
    /// Locals and variables that were worked out; `None` of one that is being worked out.
    pub(super) known: BTreeMap<String, Option<Node>>,
    /// What placeholders are taken to be, so that conditions agree with each other.
    pub(super) assumed: BTreeMap<usize, Node>,
    pub(super) depth: usize,
    /// How many blanks begin a line of the heredoc around, which do not count.
    pub(super) indent: usize,
    /// How the literals of the template around are written.
    pub(super) quote: Quote,
    /// An expression in a string, by its place, and the place of its `${…}`.
    pub(super) interpolation: Option<(Range<usize>, Range<usize>)>,
    /// Why the file that an expression names was not read.
    pub(super) unread: Option<Unread>,
    /// Whether something that is looked for in a known value is not in it.
    pub(super) is_missing: bool,
}

impl<'d, 'r, 't> Evaluator<'d, 'r, 't> {
    pub(super) fn new(module: &'d Module<'d>, source: &'d str, reader: &'r mut Reader<'t>) -> Self {
        Self {
            reader,
            module,
            source,
            within: None,
            around: None,
            folder: String::new(),
            scopes: Vec::new(),
            known: BTreeMap::new(),
            assumed: BTreeMap::new(),
            depth: 0,
            indent: 0,
            quote: Quote::Double,
            interpolation: None,
            unread: None,
            is_missing: false,
        }
    }

    /// Calls `work` with expressions that stand in another text.
    pub(super) fn inside<R>(
        &mut self,
        source: &'d str,
        within: Option<Range<usize>>,
        work: impl FnOnce(&mut Self) -> R,
    ) -> R {
        let outer = (
            std::mem::replace(&mut self.source, source),
            std::mem::replace(&mut self.within, within),
            self.around.take(),
        );
        let result = work(self);
        (self.source, self.within, self.around) = outer;
        result
    }

    /// The value of an expression. Null is as if there were none.
    pub(super) fn value(&mut self, expr: &Expression) -> Node {
        if self.depth >= MAX_RESOLVING || !self.reader.spend(STEP) {
            return self.null(expr);
        }
        self.depth += 1;
        let value = self.value_of(expr);
        self.depth -= 1;
        value
    }

    /// The value of an expression in a string; `around` is the place of its `${…}`.
    pub(super) fn interpolated(&mut self, expr: &Expression, around: Option<Range<usize>>) -> Node {
        let outer = std::mem::replace(&mut self.interpolation, expr.span().zip(around));
        let value = self.value(expr);
        self.interpolation = outer;
        value
    }

    fn null(&self, expr: &Expression) -> Node {
        Node { kind: Kind::Null, span: self.place(expr.span()) }
    }

    fn value_of(&mut self, expr: &Expression) -> Node {
        let span = self.place(expr.span());
        let kind = match expr {
            Expression::Null(_) => Kind::Null,
            Expression::Bool(value) => Kind::Bool(*value.value()),
            Expression::Number(number) => Kind::Number(number.value().to_string()),
            Expression::String(text) if self.reader.spend(text.value().len()) => {
                Kind::Text(self.literal(text.value(), expr.span(), Quote::Double))
            }
            Expression::String(_) => Kind::Null,
            Expression::StringTemplate(template) => {
                return self.template(&template.iter().collect::<Vec<_>>(), span, Quote::Double);
            }
            Expression::HeredocTemplate(heredoc) => {
                let elements: Vec<_> = heredoc.template.iter().collect();
                Kind::Text(self.text_of(&elements, heredoc.indent().unwrap_or(0), Quote::None))
            }
            Expression::Parenthesis(inner) => return self.value(inner.inner()),
            Expression::Array(items) => Kind::List(items.iter().map(|item| self.value(item)).collect()),
            Expression::Object(object) => self.object(object),
            Expression::Conditional(conditional) => {
                let condition = self.test(&conditional.cond_expr);
                let (first, second) = (&conditional.true_expr, &conditional.false_expr);
                let [first_source, second_source] = [first, second].map(|branch| self.source_of(branch));
                if condition.is_guess && first_source != second_source {
                    let condition_source = self.source_of(&conditional.cond_expr).to_owned();
                    self.reader.warn(wording::conditional(&condition_source, condition.is_true, span));
                }
                return self.value(if condition.is_true { first } else { second });
            }
            Expression::FuncCall(call) => match self.call(call, &span) {
                Some(value) => return value.placed(&span),
                None => return self.unknown(expr),
            },
            Expression::Variable(name) => match self.in_scope(name.as_str()) {
                Some(value) => return value.placed(&span),
                None => return self.unknown(expr),
            },
            Expression::Traversal(traversal) => {
                return match self.traversal(traversal) {
                    Some(value) if self.reader.spend(value.size()) => value.placed(&span),
                    _ => self.unknown(expr),
                };
            }
            Expression::UnaryOp(op) => {
                let value = self.value(&op.expr);
                let kind = match op.operator.value() {
                    UnaryOperator::Not => operators::boolean(&value).map(|value| Kind::Bool(!value)),
                    UnaryOperator::Neg => operators::negated(&value),
                };
                match kind {
                    Some(kind) => kind,
                    None => return self.unknown(expr),
                }
            }
            Expression::BinaryOp(op) => {
                let is_choice = matches!(op.operator.value(), BinaryOperator::And | BinaryOperator::Or);
                let first = self.value(&op.lhs_expr);
                let kind = match (is_choice, operators::boolean(&first), op.operator.value()) {
                    (true, Some(true), BinaryOperator::Or) => Some(Kind::Bool(true)),
                    (true, Some(false), BinaryOperator::And) => Some(Kind::Bool(false)),
                    _ => {
                        let second = self.value(&op.rhs_expr);
                        operators::binary(&first, *op.operator.value(), &second)
                    }
                };
                match kind {
                    Some(kind) => kind,
                    None => return self.unknown(expr),
                }
            }
            Expression::ForExpr(each) => match self.for_each(each) {
                Some(kind) => kind,
                None => return self.unknown(expr),
            },
        };
        Node { kind, span }
    }

    fn object(&mut self, object: &Object) -> Kind {
        let mut entries = Vec::with_capacity(object.len());
        for (key, value) in object {
            let key = match key {
                ObjectKey::Ident(ident) => ident.as_str().to_owned(),
                ObjectKey::Expression(expr) => {
                    let key = match expr {
                        // A bare word is a key by itself, and in brackets a reference.
                        Expression::Variable(name) => Some(Text::from(name.as_str())),
                        _ => self.value(expr).parts(),
                    };
                    key.map(|key| self.reader.render(&key)).unwrap_or_default()
                }
            };
            entries.push((key, self.value(value.expr())));
        }
        Kind::Map(entries)
    }

    fn for_each(&mut self, each: &ForExpr) -> Option<Kind> {
        let collection = self.value(&each.intro.collection_expr);
        let items = functions::items_of(&collection)?;
        let value_name = each.intro.value_var.as_str();
        let key_name = each.intro.key_var.as_ref().map(|name| name.as_str());
        let (mut list, mut map): (Vec<Node>, Vec<(String, Node)>) = (Vec::new(), Vec::new());
        for (key, value) in items {
            if !self.reader.spend(STEP + value.size()) {
                return None;
            }
            let height = self.scopes.len();
            if let Some(name) = key_name {
                self.scopes.push((name.to_owned(), key));
            }
            self.scopes.push((value_name.to_owned(), value));
            let is_meant = match &each.cond {
                Some(condition) => operators::boolean(&self.value(&condition.expr)),
                None => Some(true),
            };
            if is_meant == Some(true) {
                let value = self.value(&each.value_expr);
                match &each.key_expr {
                    Some(key) => {
                        let key = self.value(key).parts().map(|key| self.reader.render(&key));
                        map.push((key.unwrap_or_default(), value));
                    }
                    None => list.push(value),
                }
            }
            self.scopes.truncate(height);
            is_meant?;
        }
        Some(match (&each.key_expr, each.grouping) {
            (None, _) => Kind::List(list),
            (Some(_), false) => Kind::Map(map),
            (Some(_), true) => Kind::Map(functions::grouped(map)),
        })
    }

    /// What a name is in the loops around.
    pub(super) fn in_scope(&self, name: &str) -> Option<Node> {
        self.scopes.iter().rev().find_map(|(scope, value)| (scope == name).then(|| value.clone()))
    }

    /// A literal, with which parts of it stand in the document.
    pub(super) fn literal(&self, value: &str, span: Option<Range<usize>>, quote: Quote) -> Text {
        let text = Text::from(value);
        if self.within.is_some() && self.around.is_none() {
            return text;
        }
        let Some((span, source)) = span.and_then(|span| Some((span.clone(), self.source.get(span)?))) else {
            return text;
        };
        let skipped = usize::from(quote == Quote::Double && source.starts_with('"'));
        let text = text.at(places::runs(&source[skipped..], span.start + skipped, value, quote));
        match &self.around {
            Some(around) => text.through(around),
            None => text,
        }
    }

    pub(super) fn source_of(&self, expr: &Expression) -> &'d str {
        expr.span().and_then(|span| self.source.get(span)).unwrap_or_default().trim()
    }

    pub(super) fn place(&self, span: Option<Range<usize>>) -> Range<usize> {
        match &self.within {
            Some(place) => place.clone(),
            None => span.unwrap_or(0..0),
        }
    }
}
