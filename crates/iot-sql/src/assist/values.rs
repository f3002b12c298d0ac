//! What stands behind the parts of a rule: their values for a message.

use super::explained::{Explained, MOST_REASONS};
use super::sample::shown;
use crate::diagnostic::{Diagnostic, Fix};
use crate::hidden;
use crate::syntax::tree::{BinaryOperator, Expr, ExprKind, Select};
use crate::template::Template;
use crate::topic::{ingesting_rule, seen_by_rule};
use crate::value::Value;
use std::borrow::Cow;
use std::ops::Range;

/// What a value says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueState {
    /// It is a value.
    Value,
    /// It is Undefined, or where a condition stands, neither true nor false.
    Undefined,
    /// A condition that is not fulfilled.
    False,
    /// A condition that is.
    True,
    /// The evaluation failed here.
    Error,
}

/// The value of a part of a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct InlineValue {
    /// The part, in bytes: an item with its alias, a part of WHERE, a variable's expression, the filter of FROM.
    pub range: Range<usize>,
    /// The attribute's key where it is an item with one, else empty.
    pub key: String,
    /// What to show, with its sign: `→ 75.27`, `✗ 24.04 > 30`, `? Undefined: …`.
    pub text: String,
    /// The value's type; empty where the text says enough.
    pub type_name: &'static str,
    /// What it says.
    pub state: ValueState,
    /// A key or path that may have been meant by one that leads to nothing.
    pub nearest: Option<String>,
    /// What puts it right.
    pub fix: Option<Fix>,
    /// Whether the message gets as far as this; where not, it is what it would be.
    pub reached: bool,
}

impl InlineValue {
    fn new(range: &Range<usize>, text: String, state: ValueState) -> Self {
        let (key, type_name, range) = (String::new(), "", range.clone());
        Self { range, key, text, type_name, state, nearest: None, fix: None, reached: true }
    }

    /// The same with escapes for what does not show or turns the direction of the text around it.
    fn visible(mut self) -> Self {
        if let Cow::Owned(text) = hidden::visible(&self.text) {
            self.text = text;
        }
        self
    }
}

impl Explained<'_> {
    /// The values of the parts of FROM, SELECT and WHERE and, where asked for, SET, in the order of the text.
    #[must_use]
    pub fn values(&mut self, set_too: bool) -> Vec<InlineValue> {
        let rule = self.rule;
        self.reasons = MOST_REASONS;
        let mut values = Vec::new();
        if set_too {
            for variable in rule.variables() {
                values.extend(self.value_of(&variable.expr, &variable.expr.range, true));
            }
        }
        let reached = self.reached_select();
        match &rule.query().select {
            Select::Value(expr) => values.extend(self.value_of(expr, &expr.range, reached)),
            Select::Items(items) => {
                for item in items {
                    let Some(value) = self.value_of(&item.expr, &item.range, reached) else { continue };
                    let alias: Vec<&str> = item.alias.iter().map(|name| name.text.as_str()).collect();
                    let own = item.default_key.as_deref().filter(|_| alias.is_empty());
                    values.push(InlineValue { key: own.map_or(alias.join("."), str::to_owned), ..value });
                }
            }
        }
        values.extend(self.topic());
        let mut parts = Vec::new();
        rule.query().condition.iter().for_each(|condition| conditions(condition, &mut parts));
        for part in parts {
            values.extend(self.condition(part));
        }
        values.into_iter().map(InlineValue::visible).collect()
    }

    /// The values of a template's expressions.
    #[must_use]
    pub fn template_values(&mut self, template: &Template) -> Vec<InlineValue> {
        self.reasons = MOST_REASONS;
        let (rendered, trace) = self.render(template);
        let mut values = Vec::new();
        for expr in template.expressions() {
            let value = trace.expression(&expr.range).and_then(|traced| traced.values.first());
            match value {
                Some(value) => {
                    let value = value.clone();
                    values.push(self.shown(expr, &expr.range, &value, Some(template)));
                }
                None => {
                    values.extend(rendered.as_ref().err().and_then(|failure| failed(failure, &expr.range)));
                }
            }
        }
        values.into_iter().map(InlineValue::visible).collect()
    }

    /// What an expression gives; `None` where it was not evaluated.
    fn value_of(&mut self, expr: &Expr, range: &Range<usize>, reached: bool) -> Option<InlineValue> {
        let Some(value) = self.value(&expr.range).cloned() else {
            return failed(self.failure()?, range);
        };
        Some(InlineValue { reached, ..self.shown(expr, range, &value, None) })
    }

    fn shown(
        &mut self,
        expr: &Expr,
        range: &Range<usize>,
        value: &Value,
        template: Option<&Template>,
    ) -> InlineValue {
        if !value.is_undefined() {
            let shown = InlineValue::new(range, format!("→ {}", shown(value)), ValueState::Value);
            return InlineValue { type_name: value.type_name(), ..shown };
        }
        self.undefined(expr, range, "→", template)
    }

    fn undefined(
        &mut self,
        expr: &Expr,
        range: &Range<usize>,
        sign: &str,
        template: Option<&Template>,
    ) -> InlineValue {
        let plain = format!("{sign} Undefined");
        let left = self.reasons;
        self.reasons = left.saturating_sub(1);
        let Some(why) = (left > 0).then(|| self.why(expr, template)).flatten() else {
            return InlineValue::new(range, plain, ValueState::Undefined);
        };
        // As the sentence in the list of problems has it, without the marks of code.
        let fact = why.fact.replace('`', "");
        let text = if fact.is_empty() { plain } else { format!("{plain}: {fact}") };
        let undefined = InlineValue::new(range, text, ValueState::Undefined);
        InlineValue { nearest: why.nearest, fix: why.fix, ..undefined }
    }

    /// Whether the topic matches, and what its wildcards stand for.
    fn topic(&self) -> Option<InlineValue> {
        let range = self.rule.topic_range()?;
        let filter = self.rule.topic_filter()?;
        let topic = self.message.topic;
        if !self.rule.sees(topic) {
            return Some(InlineValue::new(
                &range,
                "✗ does not match the topic".to_owned(),
                ValueState::False,
            ));
        }
        let mut text = "✓ matches".to_owned();
        if ingesting_rule(topic).is_none() {
            let mut levels = seen_by_rule(topic).split('/');
            for level in filter.as_str().split('/') {
                let here = levels.next().unwrap_or_default();
                match level {
                    "+" => text += &format!("; + is {here}"),
                    "#" => {
                        let rest: Vec<&str> = std::iter::once(here).chain(levels.by_ref()).collect();
                        text += &format!("; # is {}", rest.join("/"));
                    }
                    _ => {}
                }
            }
        }
        Some(InlineValue::new(&range, crate::text::shortened(&text, 80), ValueState::True))
    }

    /// A part of WHERE: whether it is true, and what is compared in it.
    fn condition(&mut self, expr: &Expr) -> Option<InlineValue> {
        let range = &expr.range;
        let Some(value) = self.value(range).cloned() else { return failed(self.failure()?, range) };
        if value.is_undefined() {
            return Some(self.undefined(expr, range, "?", None));
        }
        let Some(truth) = Self::truth(&value) else {
            let text = format!("? {} is not a Boolean", shown(&value));
            return Some(InlineValue::new(range, text, ValueState::Undefined));
        };
        let (sign, state) = if truth { ("✓", ValueState::True) } else { ("✗", ValueState::False) };
        let compared = self.comparison(expr).unwrap_or_else(|| shown(&value));
        Some(InlineValue::new(range, format!("{sign} {compared}"), state))
    }

    /// A comparison with the values of both its sides.
    fn comparison(&self, expr: &Expr) -> Option<String> {
        let (left, operator, right) = match &expr.kind {
            ExprKind::Chain(first, links) => match links.as_slice() {
                [link] if link.operator.is_comparison() => {
                    (first.as_ref(), link.operator.symbol(), &link.right)
                }
                _ => return None,
            },
            ExprKind::In(needle, haystack) => (needle.as_ref(), "IN", haystack.as_ref()),
            _ => return None,
        };
        let side = |side: &Expr| self.value(&side.range).map(shown);
        Some(format!("{} {operator} {}", side(left)?, side(right)?))
    }
}

/// The parts that AND and OR join.
fn conditions<'e>(expr: &'e Expr, parts: &mut Vec<&'e Expr>) {
    if let ExprKind::Chain(first, links) = &expr.kind
        && links.iter().all(|link| matches!(link.operator, BinaryOperator::And | BinaryOperator::Or))
    {
        conditions(first, parts);
        for link in links {
            conditions(&link.right, parts);
        }
    } else {
        parts.push(expr);
    }
}

/// What is said of a part in which the evaluation failed.
fn failed(failure: &Diagnostic, range: &Range<usize>) -> Option<InlineValue> {
    let place = &failure.primary()?.range;
    let is_inside = range.start <= place.start && place.end <= range.end;
    // Without the marks of code.
    let text = format!("! {}", failure.message.replace('`', ""));
    is_inside.then(|| InlineValue {
        fix: failure.fixes.first().cloned(),
        ..InlineValue::new(range, text, ValueState::Error)
    })
}
