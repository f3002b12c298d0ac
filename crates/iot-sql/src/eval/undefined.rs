//! Parts of the outgoing payload, or of a template, that are Undefined, and why.

use super::missing::described;
use super::{Evaluator, Missing, Scope};
use crate::syntax::tree::{BinaryOperator, Call, Expr, ExprKind, Link, UnaryOperator};
use crate::value::{Number, Value, convert};
use std::ops::Range;

/// Parts that are kept for one message.
const MAX_PARTS: usize = 100;

/// Which parts were Undefined so far; most messages have none.
#[derive(Debug, Default)]
pub(super) struct Parts(Option<Box<Noted>>);

/// What there is to say of parts.
#[derive(Debug, Default)]
struct Noted {
    undefined: Vec<UndefinedPart>,
    /// Parts of nested queries that had a value for some element.
    defined: Vec<Range<usize>>,
    /// First arguments of `get_or_default` that had no value, and whether the evaluation is explained.
    defaulted: Vec<(UndefinedPart, bool)>,
}

impl Parts {
    /// Whether all was as it should be.
    pub(super) fn is_empty(&self) -> bool {
        self.0.as_ref().is_none_or(|noted| {
            noted.undefined.is_empty() && noted.defined.is_empty() && noted.defaulted.is_empty()
        })
    }

    /// Where parts are noted.
    fn note(&mut self) -> &mut Noted {
        self.0.get_or_insert_default()
    }
}

/// An item of SELECT, a member of an object literal, an element of an array literal or an expression of a template that
/// is Undefined, so that it is omitted.
#[derive(Clone, Debug)]
pub struct UndefinedPart {
    /// Where its expression stands, in bytes.
    pub range: Range<usize>,
    /// Whether it is an item of the rule's SELECT clause, and so an attribute of the outgoing payload.
    pub is_attribute: bool,
    /// Whether it is what `get_or_default` gave a default for.
    is_default: bool,
    /// What a nested query's expression sees there.
    scopes: Vec<Scope>,
}

/// Why a part is Undefined.
pub(crate) enum Cause {
    /// A path in it leads to nothing.
    Missing(Missing),
    /// Something else.
    Other {
        /// Where.
        range: Range<usize>,
        /// As a sentence without its full stop.
        why: String,
        /// What else there is to know.
        help: &'static str,
        /// Whether it may be just what is meant, as that a search finds nothing.
        may_be_meant: bool,
    },
    /// What is said already, or is meant.
    Said,
}

impl UndefinedPart {
    /// An expression that stands in no nested query.
    pub(crate) fn at_top(range: Range<usize>) -> Self {
        Self { range, is_attribute: false, is_default: false, scopes: Vec::new() }
    }
}

impl Evaluator<'_> {
    /// Writes down from here on which parts are Undefined.
    pub(crate) fn start_parts(&mut self) {
        self.parts = Some(Parts::default());
    }

    /// The parts, where there are any.
    fn noted(&mut self) -> Option<&mut Noted> {
        self.parts.as_mut()?.0.as_deref_mut()
    }

    /// Forgets the parts of what is not outgoing.
    pub(crate) fn forget_parts(&mut self) {
        if let Some(parts) = self.noted() {
            parts.undefined.clear();
            parts.defined.clear();
        }
    }

    /// The parts that were Undefined wherever they were asked since the last call.
    pub(crate) fn take_parts(&mut self) -> Vec<UndefinedPart> {
        let Some(parts) = self.noted() else { return Vec::new() };
        if parts.undefined.is_empty() {
            parts.defined.clear();
            return Vec::new();
        }
        let defined = std::mem::take(&mut parts.defined);
        let mut undefined = std::mem::take(&mut parts.undefined);
        undefined.retain(|part| !defined.contains(&part.range));
        undefined
    }

    /// Notes whether a part has a value.
    #[inline]
    pub(crate) fn part(&mut self, expr: &Expr, is_undefined: bool, is_item: bool) {
        if self.parts.is_some() && (is_undefined || !self.scopes.is_empty()) {
            self.note_part(expr, is_undefined, is_item);
        }
    }

    fn note_part(&mut self, expr: &Expr, is_undefined: bool, is_item: bool) {
        let Some(parts) = self.parts.as_mut().map(Parts::note) else { return };
        if !is_undefined {
            if parts.defined.len() < MAX_PARTS && !parts.defined.contains(&expr.range) {
                parts.defined.push(expr.range.clone());
            }
        } else if parts.undefined.len() < MAX_PARTS
            && parts.undefined.iter().all(|known| known.range != expr.range)
        {
            parts.undefined.push(UndefinedPart {
                range: expr.range.clone(),
                is_attribute: is_item && self.scopes.is_empty(),
                is_default: false,
                scopes: self.scopes.clone(),
            });
        }
    }

    /// Notes that `get_or_default` gave its default in place of this.
    pub(super) fn note_default(&mut self, expr: &Expr) {
        let (scopes, is_traced) = (self.scopes.clone(), self.trace.is_some());
        let Some(parts) = self.parts.as_mut().map(Parts::note) else { return };
        let is_known = parts.defaulted.iter().any(|(known, _)| known.range == expr.range);
        if parts.defaulted.len() < MAX_PARTS && !is_known {
            let part =
                UndefinedPart { range: expr.range.clone(), is_attribute: false, is_default: true, scopes };
            parts.defaulted.push((part, is_traced));
        }
    }

    /// What `get_or_default` gave its default for since the last call, and whether the evaluation is explained.
    pub(crate) fn take_defaulted(&mut self) -> Vec<(UndefinedPart, bool)> {
        self.noted().map(|parts| std::mem::take(&mut parts.defaulted)).unwrap_or_default()
    }

    /// Evaluates something whose absence is asked for, so that it is nothing to speak of.
    pub(super) fn without_parts<T>(&mut self, evaluate: impl FnOnce(&mut Self) -> T) -> T {
        let parts = self.parts.take();
        let result = evaluate(self);
        self.parts = parts;
        result
    }

    /// Why a part, which is `expr` in `text`, is Undefined; `None` where that would take too long to find out.
    ///
    /// `variables` says how many of the SET variables may be looked into: none where `text` is not the statement, in
    /// which they stand. Of a variable only those before it are, so that this ends.
    pub(crate) fn why_undefined(
        &mut self,
        part: &UndefinedPart,
        expr: &Expr,
        text: &str,
        variables: usize,
    ) -> Option<Cause> {
        // Keys that may have been meant are among those that the rule does not read.
        self.read_everything();
        let (trace, remarks, parts) = (self.trace.take(), self.remarks.take(), self.parts.take());
        let random = self.random.clone();
        let scopes = std::mem::replace(&mut self.scopes, part.scopes.clone());
        let cause = self.aside(|evaluator| match evaluator.evaluate(expr) {
            Ok(Value::Null) if part.is_default => {
                let why = format!("`{}` is null", text.get(expr.range.clone()).unwrap_or_default());
                Some(Cause::Other { range: expr.range.clone(), why, help: "", may_be_meant: false })
            }
            _ => evaluator.cause(expr, text, variables),
        });
        let in_time = !self.reasons.is_exceeded();
        self.scopes = scopes;
        self.random = random;
        (self.trace, self.remarks, self.parts) = (trace, remarks, parts);
        cause.filter(|_| in_time)
    }

    fn cause(&mut self, expr: &Expr, text: &str, variables: usize) -> Option<Cause> {
        let other =
            |why| Some(Cause::Other { range: expr.range.clone(), why, help: "", may_be_meant: false });
        let value = match self.evaluate(expr) {
            Ok(value) => value,
            Err(failure) => return other(failure.0.message.trim_end_matches('.').to_owned()),
        };
        let written = || text.get(expr.range.clone()).unwrap_or_default();
        if !value.is_undefined() {
            // `path.*` of what has no members.
            let written = written();
            return other(format!("`{written}.*` selects nothing: `{written}` is {}", described(&value)));
        }
        if let Some(missing) = self.missing(expr, text) {
            return Some(Cause::Missing(missing));
        }
        self.other_cause(expr, text, variables)
    }

    /// Whether a call looks for something that may or may not be there.
    fn finds_nothing(&mut self, call: &Call) -> bool {
        match (call.function.name, call.arguments.first()) {
            ("get", Some(rows)) if matches!(rows.kind, ExprKind::Query(_)) => {
                matches!(self.evaluate(rows), Ok(Value::Array(rows)) if rows.is_empty())
            }
            ("regexp_substr", Some(text)) => matches!(self.evaluate(text), Ok(Value::String(_))),
            _ => false,
        }
    }

    /// One operator of a chain, with the values of both its sides.
    fn step(&mut self, left: &Value, link: &Link, right: &Value) -> Value {
        let literal = |value: &Value, range: &Range<usize>| {
            let kind = ExprKind::Literal(value.clone());
            Expr { kind, range: range.clone() }
        };
        let first = Box::new(literal(left, &link.operator_range));
        let link = Link {
            operator: link.operator,
            operator_range: link.operator_range.clone(),
            right: literal(right, &link.right.range),
        };
        let range = link.operator_range.clone();
        let chain = Expr { kind: ExprKind::Chain(first, vec![link]), range };
        self.evaluate(&chain).unwrap_or_default()
    }

    /// Why an expression in which no path is missing is Undefined.
    fn other_cause(&mut self, expr: &Expr, text: &str, variables: usize) -> Option<Cause> {
        let written = |expr: &Expr| text.get(expr.range.clone()).unwrap_or_default().to_owned();
        let other = |why: String, help, may_be_meant| {
            Some(Cause::Other { range: expr.range.clone(), why, help, may_be_meant })
        };
        match &expr.kind {
            ExprKind::Variable(name) => {
                let definitions = self.definitions;
                let Some(index) = definitions.iter().position(|variable| variable.name.text == *name) else {
                    return Some(Cause::Said);
                };
                if index >= variables {
                    return other(format!("`{name}` is Undefined"), "", false);
                }
                // A variable sees the payload, not the element.
                self.scopes.clear();
                self.cause(&definitions[index].expr, text, index)
            }
            ExprKind::Members(base, _) => self.other_cause(base, text, variables),
            ExprKind::Unary(operator, operand) => {
                let value = self.evaluate(operand).unwrap_or_default();
                if value.is_undefined() {
                    return self.cause(operand, text, variables);
                }
                let wanted = match operator {
                    UnaryOperator::Minus => "number",
                    UnaryOperator::Not => "Boolean",
                };
                other(format!("`{}` is {}, not a {wanted}", written(operand), described(&value)), "", false)
            }
            ExprKind::Chain(first, links) => {
                let mut left = self.evaluate(first).unwrap_or_default();
                if left.is_undefined() {
                    return self.cause(first, text, variables);
                }
                for link in links {
                    let right = self.evaluate(&link.right).unwrap_or_default();
                    if right.is_undefined() {
                        return self.cause(&link.right, text, variables);
                    }
                    let result = self.step(&left, link, &right);
                    if result.is_undefined() {
                        let range = first.range.start..link.right.range.end;
                        let written = text.get(range.clone()).unwrap_or_default();
                        let why =
                            format!("`{written}` is Undefined: {}", operands(link.operator, &left, &right));
                        return Some(Cause::Other { range, why, help: "", may_be_meant: false });
                    }
                    left = result;
                }
                None
            }
            ExprKind::Case(case) => match self.taken(case) {
                Some(taken) => self.cause(taken, text, variables),
                // A CASE without ELSE is the way to leave something out.
                None => Some(Cause::Said),
            },
            ExprKind::In(needle, haystack) => {
                for side in [needle, haystack] {
                    if self.evaluate(side).unwrap_or_default().is_undefined() {
                        return self.cause(side, text, variables);
                    }
                }
                let found = self.evaluate(haystack).unwrap_or_default();
                other(format!("`{}` is {}, not an array", written(haystack), described(&found)), "", false)
            }
            ExprKind::Query(query) => {
                let source = &query.from.as_ref()?.expr;
                let value = self.evaluate(source).unwrap_or_default();
                if value.is_undefined() {
                    return self.cause(source, text, variables);
                }
                let why = format!("`{}` is {}, not an array", written(source), described(&value));
                other(format!("The nested query is Undefined: {why}"), "", false)
            }
            ExprKind::Call(call) if call.callable => {
                // The message context is stated or not; no rule is wrong because of that.
                if call.function.asks_surroundings() {
                    return Some(Cause::Said);
                }
                let last = call.arguments.last().filter(|_| call.function.name == "get_or_default");
                for argument in last.map_or(call.arguments.as_slice(), std::slice::from_ref) {
                    if self.evaluate(argument).unwrap_or_default().is_undefined() {
                        return self.cause(argument, text, variables);
                    }
                }
                let values: Vec<String> = call
                    .arguments
                    .iter()
                    .filter(|argument| !matches!(argument.kind, ExprKind::Literal(_) | ExprKind::TypeName(_)))
                    .map(|argument| {
                        let value = self.evaluate(argument).unwrap_or_default();
                        format!("`{}` is {}", written(argument), described(&value))
                    })
                    .collect();
                let why = format!("`{}` is Undefined", written(expr));
                let why =
                    if values.is_empty() { why } else { format!("{why}, where {}", values.join(" and ")) };
                let may_be_meant = self.finds_nothing(call);
                other(why, call.function.absent, may_be_meant)
            }
            _ => Some(Cause::Said),
        }
    }
}

/// Why an operator with these operands, which have values, is Undefined.
fn operands(operator: BinaryOperator, left: &Value, right: &Value) -> String {
    let is_division = matches!(operator, BinaryOperator::Divide | BinaryOperator::Modulo);
    let is_zero = |number: Number| number.compare(Number::Int(0)).is_eq();
    if is_division && convert::to_number(left).is_some() && convert::to_number(right).is_some_and(is_zero) {
        return "it divides by zero".to_owned();
    }
    format!("`{}` has no result for {} and {}", operator.symbol(), described(left), described(right))
}
