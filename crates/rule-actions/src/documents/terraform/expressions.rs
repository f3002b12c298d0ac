//! Terraform's expressions: what can be worked out is, the rest becomes placeholders.
//!
//! The parser is that of hcl-rs. Its evaluator knows no unknown values, does not bound its work, and panics where numbers
//! overflow, so that expressions are worked out here.

use super::functions;
use super::module::{Module, Written};
use super::operators;
use super::references;
use crate::documents::hcl;
use crate::documents::limits::MAX_RESOLVING;
use crate::documents::limits::STEP;
use crate::documents::node::{Kind, Node};
use crate::documents::placeholders::Reference;
use crate::documents::reader::Reader;
use crate::documents::text::Text;
use crate::documents::wording;
use hcl_edit::Span;
use hcl_edit::expr::{BinaryOperator, Expression, ForExpr, FuncCall, Object, ObjectKey, UnaryOperator};
use iot_sql::{SqlVersion, Template};
use std::collections::BTreeMap;
use std::ops::Range;

/// Works out the expressions of a configuration.
pub(super) struct Evaluator<'d, 'r, 't> {
    pub(super) reader: &'r mut Reader<'t>,
    pub(super) module: &'d Module<'d>,
    /// The text that places in expressions count from.
    source: &'d str,
    /// The place in the document that stands for all of them, where that text is not the document.
    within: Option<Range<usize>>,
    /// What `each`, `count` and the variables of loops are, the innermost last.
    pub(super) scopes: Vec<(String, Node)>,
    /// Locals and variables that were worked out; `None` of one that is being worked out.
    known: BTreeMap<String, Option<Node>>,
    /// What placeholders are taken to be, so that conditions agree with each other.
    pub(super) assumed: BTreeMap<usize, Node>,
    pub(super) depth: usize,
    /// How many blanks begin a line of the heredoc around, which do not count.
    pub(super) indent: usize,
    /// An expression in a string, by its place, and the place of its `${…}`.
    interpolation: Option<(Range<usize>, Range<usize>)>,
}

impl<'d, 'r, 't> Evaluator<'d, 'r, 't> {
    pub(super) fn new(module: &'d Module<'d>, source: &'d str, reader: &'r mut Reader<'t>) -> Self {
        Self {
            reader,
            module,
            source,
            within: None,
            scopes: Vec::new(),
            known: BTreeMap::new(),
            assumed: BTreeMap::new(),
            depth: 0,
            indent: 0,
            interpolation: None,
        }
    }

    /// Calls `work` with expressions that stand in another text.
    pub(super) fn inside<R>(
        &mut self,
        source: &'d str,
        within: Option<Range<usize>>,
        work: impl FnOnce(&mut Self) -> R,
    ) -> R {
        let outer =
            (std::mem::replace(&mut self.source, source), std::mem::replace(&mut self.within, within));
        let result = work(self);
        (self.source, self.within) = outer;
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
                Kind::Text(text.value().as_str().into())
            }
            Expression::String(_) => Kind::Null,
            Expression::StringTemplate(template) => {
                return self.template(&template.iter().collect::<Vec<_>>(), span);
            }
            Expression::HeredocTemplate(heredoc) => {
                let elements: Vec<_> = heredoc.template.iter().collect();
                Kind::Text(self.text_of(&elements, heredoc.indent().unwrap_or(0)))
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
            if !self.reader.spend(1 + value.size()) {
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

    /// A value of Terraform's JSON with the templates in its strings worked out.
    pub(super) fn json(&mut self, node: &Node) -> Node {
        let span = node.span.clone();
        if self.depth >= MAX_RESOLVING || !self.reader.spend(1) {
            return Node { kind: Kind::Null, span };
        }
        self.depth += 1;
        let kind = match &node.kind {
            Kind::Text(text) | Kind::Plain(text) => match text.known() {
                Some(text) if text.contains(['$', '%']) => {
                    let value = self.json_text(text, &span);
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
                        let key = self.json_text(key, &span).parts().unwrap_or_default();
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

    fn json_text(&mut self, text: &str, span: &Range<usize>) -> Node {
        if !self.reader.spend(text.len()) {
            return Node { kind: Kind::Null, span: span.clone() };
        }
        let Some(template) = hcl::template(text) else {
            self.reader.warn(wording::template_unreadable(text, span.clone()));
            return Node::of_text(text, span.clone());
        };
        self.foreign(text, span, |evaluator| {
            evaluator.template(&template.iter().collect::<Vec<_>>(), span.clone())
        })
    }

    /// Calls `work` with the expressions of a string that does not live as long as the document.
    pub(super) fn foreign<R>(
        &mut self,
        text: &str,
        span: &Range<usize>,
        work: impl FnOnce(&mut Evaluator<'_, '_, 't>) -> R,
    ) -> R {
        let mut inner = Evaluator {
            reader: &mut *self.reader,
            module: self.module,
            source: text,
            within: Some(span.clone()),
            scopes: std::mem::take(&mut self.scopes),
            known: std::mem::take(&mut self.known),
            assumed: std::mem::take(&mut self.assumed),
            depth: self.depth,
            indent: 0,
            interpolation: None,
        };
        let result = work(&mut inner);
        let Evaluator { scopes, known, assumed, .. } = inner;
        (self.scopes, self.known, self.assumed) = (scopes, known, assumed);
        result
    }

    fn call(&mut self, call: &FuncCall, span: &Range<usize>) -> Option<Node> {
        let name = call.name.name.value().as_str();
        if !call.name.namespace.is_empty() {
            return None;
        }
        if let "try" | "can" = name {
            // What cannot be worked out here could be when it is deployed.
            let value = self.value(call.args.iter().next()?);
            return (name == "try" && value.is_known()).then_some(value);
        }
        let mut arguments = Vec::with_capacity(call.args.len());
        for argument in &call.args {
            arguments.push(self.value(argument));
        }
        if call.args.expand_final() {
            let last = arguments.pop()?;
            arguments.extend(functions::items_of(&last)?.into_iter().map(|(_, value)| value));
        }
        match name {
            "file" | "templatefile" | "filebase64" => self.file(name, &arguments, span),
            _ => functions::call(name, &arguments, self.reader).filter(|_| !self.reader.is_exhausted()),
        }
    }

    /// What a file holds, which is never shown by itself.
    fn file(&mut self, name: &str, arguments: &[Node], span: &Range<usize>) -> Option<Node> {
        let path = arguments.first()?.text()?.to_owned();
        let text = self.reader.file(path.trim_start_matches("./"))?;
        match (name, arguments) {
            ("file", [_]) => Some(Node::of_text(text, span.clone())),
            ("filebase64", [_]) => functions::call("base64encode", &[Node::of_text(text, 0..0)], self.reader),
            ("templatefile", [_, variables]) => {
                let template = hcl::template(&text)?;
                let height = self.scopes.len();
                self.scopes.extend(variables.entries().iter().cloned());
                let value = self.foreign(&text, span, |inner| {
                    inner.template(&template.iter().collect::<Vec<_>>(), span.clone())
                });
                self.scopes.truncate(height);
                value.parts().map(|text| Node::of_text(text, span.clone()))
            }
            _ => None,
        }
    }

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
        self.reader.unknown(&source, &source, reference, place)
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
