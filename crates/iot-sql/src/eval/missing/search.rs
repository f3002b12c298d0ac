//! Finding the path in an expression that leads to nothing.

use super::elsewhere::{elsewhere, near_key};
use super::holder::holder;
use super::{AsText, Holder, Missing};
use crate::eval::Evaluator;
use crate::syntax::tree::{BinaryOperator, Call, Case, Expr, ExprKind, Name, UnaryOperator};
use crate::value::{Value, compare};
use std::ops::Range;

impl Evaluator<'_> {
    /// The first path in an expression, from the left, that leads to nothing and makes it Undefined.
    pub(in crate::eval) fn missing(&mut self, expr: &Expr, text: &str) -> Option<Missing> {
        // What has a value all the same, such as isUndefined(a), or an OR that its other side decides, is not why.
        if !self.evaluate(expr).unwrap_or_default().is_undefined() {
            return None;
        }
        match &expr.kind {
            ExprKind::Attribute(name) => Some(self.missing_name(expr, name)),
            ExprKind::Members(base, members) => self.missing_member(expr, base, members, text),
            ExprKind::Unary(UnaryOperator::Not | UnaryOperator::Minus, operand) => {
                self.missing(operand, text)
            }
            ExprKind::Chain(first, links) => {
                let mut left = first.as_ref();
                for link in links {
                    for (operand, beside) in [(left, &link.right), (&link.right, left)] {
                        if let Some(missing) = self.missing(operand, text) {
                            let likely = self.text_beside(&missing.key, link.operator, beside);
                            return Some(missing.with_text(operand, likely));
                        }
                    }
                    left = &link.right;
                }
                None
            }
            ExprKind::In(needle, haystack) => {
                self.missing(needle, text).or_else(|| self.missing(haystack, text))
            }
            ExprKind::Case(case) => {
                if let Some(missing) = self.missing(&case.operand, text) {
                    return Some(missing);
                }
                let taken = self.taken(case)?;
                self.missing(taken, text)
            }
            ExprKind::Query(query) => self.missing(&query.from.as_ref()?.expr, text),
            // What is given where the first argument is absent is what is absent then.
            ExprKind::Call(call) if call.function.name == "get_or_default" => {
                call.arguments.last().and_then(|argument| self.missing(argument, text))
            }
            ExprKind::Call(call) => {
                let argument = call.arguments.iter().enumerate().find_map(|(index, argument)| {
                    Some(self.missing(argument, text)?.with_text(argument, takes_text(call, index)))
                });
                argument.or_else(|| match call.arguments.as_slice() {
                    [holder, key] if call.function.name == "get" => self.missing_key(expr, holder, key, text),
                    _ => None,
                })
            }
            _ => None,
        }
    }

    /// Whether what stands on the other side of a comparison is a string, or this one.
    fn text_beside(&mut self, key: &str, operator: BinaryOperator, beside: &Expr) -> AsText {
        if !operator.is_comparison() {
            return AsText::No;
        }
        match self.evaluate(beside).unwrap_or_default() {
            Value::String(text) if text == key => AsText::Same,
            Value::String(_) => AsText::Likely,
            _ => AsText::No,
        }
    }

    /// The branch of CASE that is its result.
    pub(in crate::eval) fn taken<'e>(&mut self, case: &'e Case) -> Option<&'e Expr> {
        let operand = self.evaluate(&case.operand).unwrap_or_default();
        for (test, result) in &case.branches {
            let test = self.evaluate(test).unwrap_or_default();
            if compare::equal(&operand, &test, &self.meter) == Some(true) {
                return Some(result);
            }
        }
        case.otherwise.as_ref()
    }

    fn missing_name(&self, expr: &Expr, name: &str) -> Missing {
        let payload = self.payload_value();
        let in_elements =
            self.scopes.iter().rev().find_map(|scope| near_key(name, &scope.element, &self.meter));
        let (holder, nearest, inside) = match self.scopes.last() {
            None => (holder(&payload, &[name]), near_key(name, &payload, &self.meter), &payload),
            Some(scope) => (
                Holder::Element,
                in_elements.or_else(|| near_key(name, &payload, &self.meter)),
                &scope.element,
            ),
        };
        let elsewhere = elsewhere(inside, &[], &[name], &[], &self.meter);
        Missing {
            path: name.to_owned(),
            range: expr.range.clone(),
            key: name.to_owned(),
            nearest,
            elsewhere,
            text: AsText::No,
            holder,
            holder_text: String::new(),
            key_range: expr.range.clone(),
            quoted: false,
            names: vec![name.to_owned()],
        }
    }

    fn missing_member(&mut self, expr: &Expr, base: &Expr, members: &[Name], text: &str) -> Option<Missing> {
        if let Some(missing) = self.missing(base, text) {
            let last = members.last().filter(|_| matches!(base.kind, ExprKind::Attribute(_)));
            return Some(self.or_last(missing, expr, last));
        }
        let written = |range: Range<usize>| text.get(range).unwrap_or_default().to_owned();
        let mut value = self.evaluate(base).unwrap_or_default();
        let mut holder_end = base.range.end;
        let mut names: Vec<String> = match &base.kind {
            ExprKind::Attribute(name) => vec![name.to_string()],
            _ => Vec::new(),
        };
        for (index, member) in members.iter().enumerate() {
            names.push(member.text.to_string());
            let next = value.member(&member.text);
            if next.is_undefined() {
                let rest: Vec<&str> = members[index..].iter().map(|name| name.text.as_str()).collect();
                let star = index == 0 && matches!(base.kind, ExprKind::Star) && self.scopes.is_empty();
                let holder = match (&base.kind, &value) {
                    (_, Value::Undefined) => return None,
                    (ExprKind::Attribute(_) | ExprKind::Star, _) => holder(&value, &rest),
                    (_, Value::Object(_)) => Holder::Computed,
                    _ => holder(&value, &rest),
                };
                let to_holder = match &base.kind {
                    ExprKind::Attribute(_) => Some(&names[..=index]),
                    ExprKind::Star => Some(&names[..index]),
                    _ => None,
                };
                let to_holder = to_holder.filter(|_| !holder.has_no_keys());
                let elsewhere = to_holder.map(|path| self.elsewhere(&value, path, &rest)).unwrap_or_default();
                let last = members.last().filter(|_| to_holder.is_some() && rest.len() > 1);
                let missing = Missing {
                    path: written(expr.range.clone()),
                    range: expr.range.clone(),
                    key: member.text.to_string(),
                    nearest: near_key(&member.text, &value, &self.meter),
                    elsewhere,
                    text: AsText::No,
                    holder,
                    holder_text: if star { String::new() } else { written(base.range.start..holder_end) },
                    key_range: member.range.clone(),
                    quoted: false,
                    names,
                };
                return Some(self.or_last(missing, expr, last));
            }
            value = next;
            holder_end = member.range.end;
        }
        None
    }

    /// The same, with the place where the payload has the path's last name, where nothing else may have been meant.
    fn or_last(&self, mut missing: Missing, path: &Expr, last: Option<&Name>) -> Missing {
        let Some(last) = last.filter(|last| last.text.len() > 1) else { return missing };
        // Which keys AWS's own messages have depends on what happened.
        if self.topic().starts_with("$aws/") {
            return missing;
        }
        if !missing.meant().is_empty() || missing.holder.has_no_keys() || !self.scopes.is_empty() {
            return missing;
        }
        // Of several it is a guess which one is meant.
        if let [only] =
            elsewhere(&self.payload_value(), &[], &[&last.text], &missing.names, &self.meter).as_slice()
        {
            missing.elsewhere = vec![only.clone()];
            missing.range = path.range.clone();
            missing.key_range = missing.key_range.start..path.range.end;
        }
        missing
    }

    /// A name in an array or after WHEN that has no value, where strings are compared.
    pub(crate) fn missing_text(&mut self, expr: &Expr, text: &str) -> Option<Missing> {
        let (compared, names): (&Expr, Vec<&Expr>) = match &expr.kind {
            ExprKind::In(needle, haystack) => match &haystack.kind {
                ExprKind::Array(elements) => (needle, elements.iter().collect()),
                _ => return None,
            },
            ExprKind::Case(case) => (&case.operand, case.branches.iter().map(|(test, _)| test).collect()),
            ExprKind::Unary(UnaryOperator::Not, operand) => return self.missing_text(operand, text),
            ExprKind::Chain(first, links) => {
                let mut operands =
                    std::iter::once(first.as_ref()).chain(links.iter().map(|link| &link.right));
                return operands.find_map(|operand| self.missing_text(operand, text));
            }
            _ => return None,
        };
        names.into_iter().find_map(|name| {
            if !matches!(name.kind, ExprKind::Attribute(_)) {
                return None;
            }
            let missing = self.missing(name, text)?;
            let likely = self.text_beside(&missing.key, BinaryOperator::Equal, compared);
            (likely != AsText::No).then(|| missing.with_text(name, likely))
        })
    }

    /// A key that `get` does not find.
    fn missing_key(&mut self, expr: &Expr, holder: &Expr, key: &Expr, text: &str) -> Option<Missing> {
        let value = self.evaluate(holder).unwrap_or_default();
        let ExprKind::Literal(Value::String(name)) = &key.kind else { return None };
        if !matches!(value, Value::Object(_) | Value::Array(_)) {
            return None;
        }
        let is_path = matches!(holder.kind, ExprKind::Star) || holder.path().is_some();
        let to_holder: Vec<String> =
            holder.path().unwrap_or_default().into_iter().map(str::to_owned).collect();
        let found_in = match (&value, &holder.kind) {
            (Value::Array(_), _) => self::holder(&value, &[name.as_str()]),
            (_, ExprKind::Star | ExprKind::Attribute(_) | ExprKind::Members(..)) => Holder::Object,
            _ => Holder::Computed,
        };
        let elsewhere = if is_path && !found_in.has_no_keys() {
            self.elsewhere(&value, &to_holder, &[name.as_str()])
        } else {
            Vec::new()
        };
        let is_payload = matches!(holder.kind, ExprKind::Star) && self.scopes.is_empty();
        let written = |range: Range<usize>| text.get(range).unwrap_or_default().to_owned();
        value.member(name).is_undefined().then(|| Missing {
            path: written(expr.range.clone()),
            range: expr.range.clone(),
            key: name.to_string(),
            nearest: near_key(name, &value, &self.meter),
            elsewhere,
            text: AsText::No,
            holder: found_in,
            holder_text: if is_payload { String::new() } else { written(holder.range.clone()) },
            key_range: key.range.clone(),
            quoted: true,
            names: holder
                .path()
                .unwrap_or_default()
                .into_iter()
                .chain([name.as_str()])
                .map(str::to_owned)
                .collect(),
        })
    }
}

impl Evaluator<'_> {
    /// Paths to a key that is not in an object, which `path` leads to: deeper in the object, or in the payload.
    fn elsewhere(&self, holder: &Value, path: &[String], rest: &[&str]) -> Vec<String> {
        let deeper = elsewhere(holder, path, rest, path, &self.meter);
        if !deeper.is_empty() || !self.scopes.is_empty() {
            return deeper;
        }
        elsewhere(&self.payload_value(), &[], rest, path, &self.meter)
    }
}

/// Whether a function takes a string as this argument, which is not the one that it works on.
fn takes_text(call: &Call, index: usize) -> AsText {
    let types = call.function.parameters.get(index).map_or("", |parameter| parameter.types);
    let is_text = types == "String" || types.starts_with('\'');
    if index > 0 && is_text { AsText::Likely } else { AsText::No }
}
