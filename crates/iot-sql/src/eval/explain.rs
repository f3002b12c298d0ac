//! Why WHERE is not true.

use super::{Evaluator, Missing};
use crate::rest;
use crate::syntax::tree::{BinaryOperator, Expr, ExprKind, UnaryOperator};
use crate::value::{Value, convert};
use std::ops::Range;

/// The part of WHERE that decided against the message.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// Where the deciding operand stands in the statement, in bytes.
    pub range: Range<usize>,
    /// Its value.
    pub value: Value,
    /// The paths that it reads, as written, with their values; at most three.
    pub operands: Vec<(String, Value)>,
    /// The path in it that is Undefined, where that is why.
    pub missing: Option<Missing>,
    /// A string in it that the payload has as a key, and where it stands.
    pub(crate) quoted: Option<(String, Range<usize>)>,
}

impl Evaluator<'_> {
    /// Finds the first operand of WHERE that made it false or Undefined; `text` is the statement.
    pub(crate) fn reason(&mut self, condition: &Expr, text: &str) -> Reason {
        let found = self.aside(|evaluator| rest::reason(evaluator, condition, text));
        found.unwrap_or_else(|| Reason {
            range: condition.range.clone(),
            value: Value::Undefined,
            operands: Vec::new(),
            missing: None,
            quoted: None,
        })
    }

    pub(crate) fn find_reason(&mut self, condition: &Expr, text: &str) -> Reason {
        let trace = self.trace.take();
        let remarks = self.remarks.take();
        let decisive = self.decisive(condition);
        let value = self.evaluate(decisive).unwrap_or_default();
        let missing = if convert::to_boolean(&value).is_none() {
            // Keys that may have been meant are among those that the rule does not read.
            self.read_everything();
            self.missing(decisive, text)
        } else {
            self.read_everything();
            // A NOT that is false has an operand that is true, whatever is missing in it.
            let is_negated = matches!(decisive.kind, ExprKind::Unary(UnaryOperator::Not, _));
            if is_negated { None } else { self.missing_text(decisive, text) }
        };
        let quoted = if missing.is_none() { self.quoted_key(decisive) } else { None };
        let mut operands = Vec::new();
        self.operands(decisive, text, &mut operands);
        self.trace = trace;
        self.remarks = remarks;
        Reason { range: decisive.range.clone(), value, operands, missing, quoted }
    }

    /// A string that is compared with what is not a string, and that the payload has as a key.
    fn quoted_key(&mut self, expr: &Expr) -> Option<(String, Range<usize>)> {
        let ExprKind::Chain(first, links) = &expr.kind else { return None };
        let [link] = links.as_slice() else { return None };
        if !link.operator.is_comparison() {
            return None;
        }
        for (side, beside) in [(first.as_ref(), &link.right), (&link.right, first.as_ref())] {
            let ExprKind::Literal(Value::String(name)) = &side.kind else { continue };
            let beside = self.evaluate(beside).unwrap_or_default();
            self.read_everything();
            if !matches!(beside, Value::String(_) | Value::Undefined)
                && !self.payload_value().member(name).is_undefined()
            {
                return Some((name.to_string(), side.range.clone()));
            }
        }
        None
    }

    /// The attributes, variables and calls that an expression compares.
    pub(super) fn operands(&mut self, expr: &Expr, text: &str, found: &mut Vec<(String, Value)>) {
        if found.len() >= 3 {
            return;
        }
        match &expr.kind {
            ExprKind::Attribute(_) | ExprKind::Members(..) | ExprKind::Variable(_) | ExprKind::Call(_) => {
                let path = text.get(expr.range.clone()).unwrap_or_default().to_owned();
                if found.iter().all(|(known, _)| *known != path) {
                    let value = self.evaluate(expr).unwrap_or_default();
                    found.push((path, value));
                }
            }
            ExprKind::Unary(_, operand) => self.operands(operand, text, found),
            ExprKind::Chain(first, links) => {
                self.operands(first, text, found);
                for link in links {
                    self.operands(&link.right, text, found);
                }
            }
            ExprKind::In(needle, haystack) => {
                self.operands(needle, text, found);
                self.operands(haystack, text, found);
            }
            _ => {}
        }
    }

    /// Goes down AND and OR to the operand that decides: of AND the first that is false, else the first that is not a truth
    /// value; of OR, none of whose operands is true then, the first that is not a Boolean, or all of them.
    fn decisive<'e>(&mut self, expr: &'e Expr) -> &'e Expr {
        let ExprKind::Chain(first, links) = &expr.kind else { return expr };
        let operands = || std::iter::once(first.as_ref()).chain(links.iter().map(|link| &link.right));
        let conjunction = links.iter().all(|link| link.operator == BinaryOperator::And);
        let disjunction = links.iter().all(|link| link.operator == BinaryOperator::Or);
        if !(conjunction || disjunction) {
            return expr;
        }
        let mut open = None;
        for operand in operands() {
            let value = self.evaluate(operand).unwrap_or_default();
            match convert::to_boolean(&value) {
                Some(false) if conjunction => return self.decisive(operand),
                Some(_) => {}
                None => open = open.or(Some(operand)),
            }
        }
        open.map_or(expr, |operand| self.decisive(operand))
    }
}
