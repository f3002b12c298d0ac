//! Expressions, one kind each.

use super::{Evaluator, Failure, operators};
use crate::functions::{Arguments, Body, feature_disabled};
use crate::limits::Meter;
use crate::syntax::tree::{BinaryOperator, Call, Case, Expr, ExprKind, Link, Name, UnaryOperator};
use crate::value::{Object, Value, compare};
use smol_str::SmolStr;

/// Arguments of most calls, kept off the heap.
const INLINE_ARGUMENTS: usize = 4;

impl Evaluator<'_> {
    pub(super) fn expression(&mut self, expr: &Expr) -> Result<Value, Failure> {
        match &expr.kind {
            ExprKind::Literal(value) => Ok(value.clone()),
            ExprKind::Star => {
                self.trace_read(expr, &[], true);
                Ok(self.star())
            }
            ExprKind::Attribute(name) => {
                self.count_lookup(name, expr)?;
                let found = self.looked_up(name).cloned().unwrap_or_default();
                self.trace_read(expr, &[], !found.is_undefined());
                Ok(found)
            }
            ExprKind::Variable(name) => self.variable(name),
            ExprKind::Members(base, members) => {
                let mut rest = members.as_slice();
                // Not evaluated as an expression of its own: what is read is the whole path.
                let base_value = match &base.kind {
                    ExprKind::Attribute(name) => {
                        self.count_lookup(name, expr)?;
                        None
                    }
                    ExprKind::Star if self.at_top() => {
                        rest = rest.get(1..).unwrap_or_default();
                        None
                    }
                    ExprKind::Star => Some(self.star()),
                    _ => Some(self.evaluate(base)?),
                };
                self.spend(rest.len() as u64, expr)?;
                let start = match (&base_value, &base.kind, members.as_slice()) {
                    (Some(value), ..) => Some(value),
                    (None, ExprKind::Attribute(name), _) => self.looked_up(name),
                    (None, _, [first, ..]) => self.payload_member(&first.text),
                    // There is no path without a member.
                    (None, _, []) => None,
                };
                let found = start.and_then(|start| {
                    rest.iter().try_fold(start, |value, member| value.member_ref(&member.text))
                });
                let found = found.cloned().unwrap_or_default();
                self.trace_read(base, members, !found.is_undefined());
                Ok(found)
            }
            ExprKind::Call(call) => self.call(expr, call),
            ExprKind::TypeName(keyword) => Ok(Value::string(keyword.name)),
            ExprKind::Unary(operator, operand) => {
                let operand = self.evaluate(operand)?;
                self.counted(self.meter.calculate(&operand), expr)?;
                Ok(match operator {
                    UnaryOperator::Not => operators::not(&operand),
                    UnaryOperator::Minus => operators::negate(&operand, self.version()),
                })
            }
            ExprKind::Chain(first, links) => self.chain(first, links),
            ExprKind::Case(case) => self.case(case),
            ExprKind::In(needle, haystack) => {
                let needle = self.evaluate(needle)?;
                let haystack = self.evaluate(haystack)?;
                if let Value::Array(elements) = &haystack {
                    self.spend(elements.len() as u64, expr)?;
                }
                let found = operators::is_in(&needle, &haystack, &self.meter);
                self.counted(!self.meter.is_exceeded(), expr)?;
                Ok(found)
            }
            ExprKind::Exists(query) => Ok(Value::Boolean(self.exists(query)?)),
            ExprKind::Query(query) => self.nested_query(query),
            ExprKind::Array(elements) => {
                let mut values = Vec::with_capacity(elements.len());
                for element in elements {
                    let value = self.evaluate(element)?;
                    self.part(element, value.is_undefined(), false);
                    self.counted(self.meter.put(0, &value), element)?;
                    values.push(value);
                }
                Ok(Value::array(values))
            }
            ExprKind::Object(members) => {
                let mut object = Object::with_capacity(members.len());
                for (key, member) in members {
                    let value = self.evaluate(member)?;
                    self.part(member, value.is_undefined(), false);
                    self.counted(self.meter.put(key.text.len(), &value), member)?;
                    object.set(key.text.clone(), value);
                }
                Ok(Value::object(object))
            }
        }
    }

    /// `*`: the element of the nearest nested query, or the payload.
    fn star(&self) -> Value {
        self.scopes.last().map_or_else(|| self.payload_value(), |scope| scope.element.clone())
    }

    fn call(&mut self, expr: &Expr, call: &Call) -> Result<Value, Failure> {
        if !call.callable {
            return Ok(Value::Undefined);
        }
        if self.parts.is_some() && call.function.asks_presence() {
            self.defaulted = None;
            let value = self.without_parts(|evaluator| evaluator.call(expr, call));
            if let Some(first) = call.arguments.first()
                && self.defaulted.take().is_some_and(|range| range == first.range)
            {
                self.note_default(first);
            }
            return value;
        }
        let value = match &call.function.body {
            Body::Full(body) => body(self, &call.arguments)?,
            Body::Call(body) => body(self, expr, call)?,
            Body::LeftOut(part) => {
                return Err(feature_disabled(expr.range.clone(), call.function.name, part).into());
            }
            Body::Pure(body) => {
                let mut inline: [Value; INLINE_ARGUMENTS] = Default::default();
                let mut spilled = Vec::new();
                let values: &[Value] = if call.arguments.len() <= INLINE_ARGUMENTS {
                    for (slot, argument) in inline.iter_mut().zip(&call.arguments) {
                        *slot = self.evaluate(argument)?;
                    }
                    &inline[..call.arguments.len()]
                } else {
                    for argument in &call.arguments {
                        spilled.push(self.evaluate(argument)?);
                    }
                    &spilled
                };
                for text in values {
                    if let Value::String(text) = text {
                        self.counted(self.meter.read(text.len()), expr)?;
                    }
                }
                body(&Arguments::new(values, self.version(), &self.meter)).unwrap_or_default()
            }
        };
        self.spend_for(&value, expr)?;
        Ok(value)
    }

    /// The value of a literal, a name or a path from a name, where it stands; `None` for every other expression, and while
    /// it is traced.
    pub(crate) fn at_hand<'e>(&'e self, expr: &'e Expr) -> Option<&'e Value> {
        if self.trace.is_some() {
            return None;
        }
        match &expr.kind {
            ExprKind::Literal(value) => Some(value),
            ExprKind::Attribute(name) => Some(self.looked_up(name).unwrap_or(&Value::Undefined)),
            ExprKind::Members(base, members) => self.path_at_hand(base, members),
            _ => None,
        }
    }

    /// The same for a path; apart, so that names, which are asked for most, take the short way.
    #[inline(never)]
    fn path_at_hand(&self, base: &Expr, members: &[Name]) -> Option<&Value> {
        let ExprKind::Attribute(name) = &base.kind else { return None };
        let found = self
            .looked_up(name)
            .and_then(|start| members.iter().try_fold(start, |value, member| value.member_ref(&member.text)));
        Some(found.unwrap_or(&Value::Undefined))
    }

    /// Counts what evaluating such an expression costs.
    #[inline]
    pub(crate) fn count_at_hand(&self, expr: &Expr) -> Result<(), Failure> {
        if let ExprKind::Attribute(name) = &expr.kind {
            return self.count_name(name, expr);
        }
        self.spend(1, expr)?;
        match &expr.kind {
            ExprKind::Members(base, members) => self.count_path(base, members, expr),
            _ => Ok(()),
        }
    }

    /// The same for a name.
    #[inline]
    pub(super) fn count_name(&self, name: &SmolStr, at: &Expr) -> Result<(), Failure> {
        self.spend(1, at)?;
        // A short name adds nothing.
        let is_free = self.scopes.is_empty() && Meter::reads_free(name.len());
        if is_free { Ok(()) } else { self.count_lookup(name, at) }
    }

    #[inline(never)]
    fn count_path(&self, base: &Expr, members: &[Name], expr: &Expr) -> Result<(), Failure> {
        if let ExprKind::Attribute(name) = &base.kind {
            self.count_lookup(name, expr)?;
        }
        self.spend(members.len() as u64, expr)
    }

    /// What comparing two values by size gives that are at hand, as in most conditions; `None` for every other chain.
    #[inline]
    fn compared(&self, first: &Expr, links: &[Link]) -> Result<Option<Value>, Failure> {
        use BinaryOperator::{Greater, GreaterOrEqual, Less, LessOrEqual};
        let [Link { operator, right: second, .. }] = links else { return Ok(None) };
        if !matches!(operator, Less | LessOrEqual | Greater | GreaterOrEqual) {
            return Ok(None);
        }
        let (Some(left), Some(right)) = (self.at_hand(first), self.at_hand(second)) else { return Ok(None) };
        self.count_at_hand(first)?;
        self.count_at_hand(second)?;
        self.counted(self.meter.calculate(left) && self.meter.calculate(right), second)?;
        Ok(Some(operators::ordered(*operator, left, right)))
    }

    /// Operators of one precedence from left to right.
    fn chain(&mut self, first: &Expr, links: &[Link]) -> Result<Value, Failure> {
        if let Some(value) = self.compared(first, links)? {
            return Ok(value);
        }
        let mut left = self.evaluate(first)?;
        for link in links {
            let right = self.evaluate(&link.right)?;
            let meter = &self.meter;
            let goes_on = match link.operator {
                BinaryOperator::And
                | BinaryOperator::Or
                | BinaryOperator::Equal
                | BinaryOperator::NotEqual => true,
                // Joins them, which is paid for there.
                BinaryOperator::Plus
                    if matches!(left, Value::String(_)) || matches!(right, Value::String(_)) =>
                {
                    true
                }
                _ => meter.calculate(&left) && meter.calculate(&right),
            };
            self.counted(goes_on, &link.right)?;
            left = match link.operator {
                BinaryOperator::And => operators::and(&left, &right),
                BinaryOperator::Or => operators::or(&left, &right),
                BinaryOperator::Equal => operators::equal(&left, &right, meter),
                BinaryOperator::NotEqual => operators::not_equal(&left, &right, meter),
                BinaryOperator::Less
                | BinaryOperator::LessOrEqual
                | BinaryOperator::Greater
                | BinaryOperator::GreaterOrEqual => operators::ordered(link.operator, &left, &right),
                BinaryOperator::Plus => operators::plus(&left, &right, self.version(), meter),
                BinaryOperator::Minus
                | BinaryOperator::Times
                | BinaryOperator::Divide
                | BinaryOperator::Modulo => {
                    operators::arithmetic(link.operator, &left, &right, self.version())
                }
            };
            self.spend_for(&left, &link.right)?;
        }
        Ok(left)
    }

    /// CASE: the first branch whose value equals the operand; Undefined for an Undefined operand, whatever the ELSE
    /// (`iot-sql-case`).
    fn case(&mut self, case: &Case) -> Result<Value, Failure> {
        let operand = self.evaluate(&case.operand)?;
        if operand.is_undefined() {
            return Ok(Value::Undefined);
        }
        for (test, result) in &case.branches {
            let value = self.evaluate(test)?;
            if value.is_undefined() {
                self.part(test, true, false);
            }
            let is_it = compare::equal(&operand, &value, &self.meter) == Some(true);
            self.counted(!self.meter.is_exceeded(), &case.operand)?;
            if is_it {
                return self.evaluate(result);
            }
        }
        match &case.otherwise {
            Some(otherwise) => self.evaluate(otherwise),
            None => Ok(Value::Undefined),
        }
    }
}
