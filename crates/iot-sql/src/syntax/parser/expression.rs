//! Operators: the Pratt loop.

use super::super::dialect::IotDialect;
use super::super::errors;
use super::super::tree::{BinaryOperator, Expr, ExprKind, Link, UnaryOperator};
use super::Parser;
use crate::diagnostic::Diagnostic;
use crate::value::{Number, Value};
use crate::version::SqlVersion;
use sqlparser::dialect::{Dialect, Precedence};
use sqlparser::tokenizer::Token;

/// What joins two operands.
enum Infix {
    Binary(BinaryOperator),
    In,
}

/// A unary minus binds closer than any operator with two operands.
const UNARY_MINUS: u8 = 60;

impl Parser<'_> {
    /// A whole expression.
    pub(super) fn expression(&mut self) -> Result<Expr, Diagnostic> {
        self.expression_above(0)
    }

    /// An expression whose operators all bind closer than `floor`.
    fn expression_above(&mut self, floor: u8) -> Result<Expr, Diagnostic> {
        let mut left = self.nested(Self::prefix)?;
        // The precedence of `left` while further operators of the same one may still be appended to it.
        let mut open_chain = None;
        while let Some((infix, precedence)) = self.infix(&left)? {
            if precedence <= floor {
                break;
            }
            let operator_range = self.advance();
            let right = self.expression_above(precedence)?;
            let range = left.range.start..right.range.end;
            left = match infix {
                Infix::In => {
                    open_chain = None;
                    Expr { kind: ExprKind::In(Box::new(left), Box::new(right)), range }
                }
                Infix::Binary(operator) => {
                    let link = Link { operator, operator_range, right };
                    match left.kind {
                        ExprKind::Chain(first, mut links) if open_chain == Some(precedence) => {
                            links.push(link);
                            Expr { kind: ExprKind::Chain(first, links), range }
                        }
                        kind => {
                            open_chain = Some(precedence);
                            let first = Box::new(Expr { kind, range: left.range });
                            Expr { kind: ExprKind::Chain(first, vec![link]), range }
                        }
                    }
                }
            };
        }
        Ok(left)
    }

    fn prefix(&mut self) -> Result<Expr, Diagnostic> {
        if self.next_is_word("NOT") && !self.keyword_is_name(0) {
            let start = self.advance().start;
            if self.next_is_word("EXISTS") || !self.at_end() {
                let operand = self.expression_above(IotDialect.prec_value(Precedence::UnaryNot))?;
                let range = start..operand.range.end;
                return Ok(Expr { kind: ExprKind::Unary(UnaryOperator::Not, Box::new(operand)), range });
            }
            return Err(self.expected_here("a condition after NOT"));
        }
        if let Some(minus) = self.take(&Token::Minus) {
            let directly = self.here().start == minus.end && matches!(self.peek(), Token::Number(..));
            let operand = self.expression_above(UNARY_MINUS)?;
            let range = minus.start..operand.range.end;
            let kind = match operand.kind {
                // `-5` is a literal; `-(5)` and `- a` are negations.
                ExprKind::Literal(Value::Int(int)) if directly => {
                    ExprKind::Literal(Value::Int((-int.get()).into()))
                }
                ExprKind::Literal(Value::Decimal(decimal)) if directly => {
                    ExprKind::Literal(Number::Decimal(decimal).negated().into())
                }
                kind => ExprKind::Unary(UnaryOperator::Minus, Box::new(Expr { kind, range: operand.range })),
            };
            return Ok(Expr { kind, range });
        }
        self.operand()
    }

    /// The operator at the next token and how close it binds; `None` where the expression ends.
    fn infix(&mut self, left: &Expr) -> Result<Option<(Infix, u8)>, Diagnostic> {
        use BinaryOperator as Op;
        let (operator, precedence) = match self.peek() {
            Token::Plus => (Op::Plus, Precedence::PlusMinus),
            Token::Minus => (Op::Minus, Precedence::PlusMinus),
            Token::Mul => (Op::Times, Precedence::MulDivModOp),
            Token::Div => (Op::Divide, Precedence::MulDivModOp),
            Token::Mod => (Op::Modulo, Precedence::MulDivModOp),
            Token::Eq => (Op::Equal, Precedence::Eq),
            Token::Neq => (Op::NotEqual, Precedence::Eq),
            Token::Lt => (Op::Less, Precedence::Eq),
            Token::LtEq => (Op::LessOrEqual, Precedence::Eq),
            Token::Gt => (Op::Greater, Precedence::Eq),
            Token::GtEq => (Op::GreaterOrEqual, Precedence::Eq),
            Token::Word(word) if word.value.eq_ignore_ascii_case("AND") => (Op::And, Precedence::And),
            Token::Word(word) if word.value.eq_ignore_ascii_case("OR") => (Op::Or, Precedence::Or),
            Token::Word(word) if word.value.eq_ignore_ascii_case("IN") => {
                if let Some(diagnostic) = self.foreign_in_list() {
                    return Err(diagnostic);
                }
                return Ok(Some((Infix::In, IotDialect.prec_value(Precedence::Eq))));
            }
            _ => {
                return match self.foreign_operator(left) {
                    Some(diagnostic) => Err(diagnostic),
                    None => Ok(None),
                };
            }
        };
        if operator == Op::NotEqual {
            let range = self.here();
            let is_foreign = self.slice(&range) == "!=";
            if is_foreign && self.version == SqlVersion::V2015_10_08 {
                return Err(errors::not_equal_rejected(range, self.version));
            }
            if is_foreign && !self.warnings.iter().any(|known| known.labels[0].range == range) {
                self.warn(errors::not_equal_sign(range));
            }
        }
        if operator == Op::Times && self.star_ends_list() {
            return Ok(None);
        }
        Ok(Some((Infix::Binary(operator), IotDialect.prec_value(precedence))))
    }

    /// Whether a `*` here has no right side, so that it cannot be a multiplication: `SELECT a * FROM` is a mistake
    /// that is told better as a missing comma.
    fn star_ends_list(&self) -> bool {
        (self.word_at(1, "FROM") && !self.keyword_is_name(1))
            || matches!(self.peek_nth(1), Token::Comma | Token::RParen | Token::EOF)
    }
}
