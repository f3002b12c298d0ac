//! Operators and conditions.

use super::expressions::Evaluator;
use crate::documents::hcl;
use crate::documents::node::{Kind, Node};
use hcl_edit::expr::{BinaryOperator, Expression, UnaryOperator};

/// What a condition was found to be.
#[derive(Clone, Copy)]
pub(super) struct Condition {
    pub(super) is_true: bool,
    /// Whether that is known only when the configuration is deployed.
    pub(super) is_guess: bool,
}

impl Condition {
    const GUESS: Self = Self { is_true: true, is_guess: true };

    fn known(is_true: bool) -> Self {
        Self { is_true, is_guess: false }
    }
}

impl Evaluator<'_, '_, '_> {
    /// What a condition is. What is known only when the configuration is deployed is taken as true where nothing speaks
    /// against it, the same throughout the document.
    pub(super) fn test(&mut self, expr: &Expression) -> Condition {
        let aside = std::mem::replace(&mut self.reader.is_aside, true);
        let found = self.test_aside(expr);
        self.reader.is_aside = aside;
        found
    }

    fn test_aside(&mut self, expr: &Expression) -> Condition {
        match expr {
            Expression::Parenthesis(inner) => self.test_aside(inner.inner()),
            Expression::UnaryOp(op) if *op.operator.value() == UnaryOperator::Not => {
                let inner = self.test_aside(&op.expr);
                Condition { is_true: !inner.is_true, ..inner }
            }
            Expression::BinaryOp(op) => match op.operator.value() {
                operator @ (BinaryOperator::And | BinaryOperator::Or) => {
                    let (first, second) = (self.test_aside(&op.lhs_expr), self.test_aside(&op.rhs_expr));
                    let is_and = *operator == BinaryOperator::And;
                    let decides = |one: &Condition| !one.is_guess && one.is_true != is_and;
                    if [first, second].iter().any(decides) {
                        return Condition::known(!is_and);
                    }
                    let is_true = if is_and {
                        first.is_true && second.is_true
                    } else {
                        first.is_true || second.is_true
                    };
                    Condition { is_true, is_guess: first.is_guess || second.is_guess }
                }
                operator @ (BinaryOperator::Eq | BinaryOperator::NotEq) => {
                    let (first, second) = (self.value(&op.lhs_expr), self.value(&op.rhs_expr));
                    let is_equal = self.equal(&first, &second, *operator == BinaryOperator::Eq);
                    let is_true = is_equal.is_true == (*operator == BinaryOperator::Eq);
                    Condition { is_true, ..is_equal }
                }
                _ => self.truth(expr),
            },
            _ => self.truth(expr),
        }
    }

    fn truth(&mut self, expr: &Expression) -> Condition {
        let value = self.value(expr);
        match (boolean(&value), value.unknown()) {
            (Some(known), _) => Condition::known(known),
            (None, Some(unknown)) => {
                let assumed = self.assumed.get(&unknown).and_then(boolean).unwrap_or(true);
                self.assumed.insert(unknown, Node { kind: Kind::Bool(assumed), span: 0..0 });
                Condition { is_true: assumed, is_guess: true }
            }
            (None, None) => Condition::GUESS,
        }
    }

    /// Whether two values are equal; `wanted` is what makes the condition true.
    fn equal(&mut self, first: &Node, second: &Node, wanted: bool) -> Condition {
        let (unknown, known) = match (first.unknown(), second.unknown()) {
            (None, None) => {
                return equal(first, second)
                    .map_or(Condition { is_true: wanted, is_guess: true }, Condition::known);
            }
            (Some(first), Some(second)) if first == second => return Condition::known(true),
            (Some(unknown), None) => (unknown, second),
            (None, Some(unknown)) => (unknown, first),
            (Some(_), Some(_)) => return Condition { is_true: wanted, is_guess: true },
        };
        let is_true = match self.assumed.get(&unknown) {
            Some(assumed) => equal(assumed, known).unwrap_or(wanted),
            // What is to be told from nothing is rarely nothing.
            None if known.kind == Kind::Null || known.text() == Some("") => false,
            None if wanted => {
                self.assumed.insert(unknown, known.clone());
                true
            }
            None => false,
        };
        Condition { is_true, is_guess: true }
    }
}

/// The boolean that a value is, or that Terraform makes of it.
pub(super) fn boolean(node: &Node) -> Option<bool> {
    match node.text()? {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

fn integer(node: &Node) -> Option<i128> {
    node.text()?.parse().ok()
}

pub(super) fn number(node: &Node) -> Option<f64> {
    node.text()?.parse::<f64>().ok().filter(|number| number.is_finite())
}

/// The number as Terraform writes it.
pub(super) fn written(number: f64) -> Option<Kind> {
    // Beyond that a double's digits are not all its own.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if !number.is_finite() {
        return None;
    }
    let text = if number.fract() == 0.0 && number.abs() < EXACT {
        format!("{}", number as i64)
    } else {
        serde_json::Number::from_f64(number)?.to_string()
    };
    Some(Kind::Number(text))
}

pub(super) fn negated(node: &Node) -> Option<Kind> {
    match integer(node) {
        Some(number) => Some(Kind::Number(number.checked_neg()?.to_string())),
        None => written(-number(node)?),
    }
}

/// Whether two values are equal; `None` where that is not known.
pub(super) fn equal(first: &Node, second: &Node) -> Option<bool> {
    match (&first.kind, &second.kind) {
        (Kind::Null, Kind::Null) => Some(true),
        (Kind::Null, _) | (_, Kind::Null) => (first.is_known() && second.is_known()).then_some(false),
        (Kind::Number(_), Kind::Number(_)) => Some(match (integer(first), integer(second)) {
            (Some(first), Some(second)) => first == second,
            _ => number(first)?.total_cmp(&number(second)?).is_eq(),
        }),
        _ => (first.is_known() && second.is_known()).then(|| first.same(second)),
    }
}

/// What an operator gives; `None` where that is not known, or where Terraform rejects it.
pub(super) fn binary(first: &Node, operator: BinaryOperator, second: &Node) -> Option<Kind> {
    use BinaryOperator::{And, Div, Eq, Greater, GreaterEq, Less, LessEq, Minus, Mod, Mul, NotEq, Or, Plus};
    match operator {
        Eq => equal(first, second).map(Kind::Bool),
        NotEq => equal(first, second).map(|equal| Kind::Bool(!equal)),
        And => Some(Kind::Bool(boolean(first)? && boolean(second)?)),
        Or => Some(Kind::Bool(boolean(first)? || boolean(second)?)),
        Less => Some(Kind::Bool(number(first)? < number(second)?)),
        LessEq => Some(Kind::Bool(number(first)? <= number(second)?)),
        Greater => Some(Kind::Bool(number(first)? > number(second)?)),
        GreaterEq => Some(Kind::Bool(number(first)? >= number(second)?)),
        Plus | Minus | Mul | Div | Mod => {
            let whole = integer(first).zip(integer(second)).and_then(|(first, second)| match operator {
                Plus => first.checked_add(second),
                Minus => first.checked_sub(second),
                Mul => first.checked_mul(second),
                Mod => first.checked_rem(second),
                _ => first.checked_rem(second).filter(|rest| *rest == 0).and(first.checked_div(second)),
            });
            if let Some(whole) = whole {
                return Some(Kind::Number(whole.to_string()));
            }
            let (first, second) = (number(first)?, number(second)?);
            written(match operator {
                Plus => first + second,
                Minus => first - second,
                Mul => first * second,
                Mod => first % second,
                _ => first / second,
            })
        }
    }
}

/// A value that was given as a string for a variable of another type.
pub(super) fn typed(value: Node) -> Node {
    let Some(text) = value.text().filter(|_| matches!(value.kind, Kind::Text(_))) else { return value };
    let body = hcl::parse(&format!("value = {text}\n")).ok();
    let parsed = body.and_then(|body| hcl::literal(&body.get_attribute("value")?.value));
    parsed.map_or(value.clone(), |parsed| parsed.placed(&value.span))
}
