//! What WHERE needs to be true, in words.

use super::missing::described;
use super::{Evaluator, Meant};
use crate::outcome::Outcome;
use crate::rest;
use crate::rule::Run;
use crate::syntax::parse_expression;
use crate::syntax::tree::{BinaryOperator, Expr, ExprKind, UnaryOperator};
use crate::text::shortened;
use crate::value::{Value, convert};

/// Needs that are told, and alternatives of one of them.
const MOST: usize = 5;

/// Characters of an expression or of a value that are shown.
const SHOWN: usize = 60;

impl Run<'_> {
    /// What would have to hold for the message to pass a WHERE that is not true, in sentences, all of which count; none
    /// for every other outcome.
    ///
    /// ```
    /// use iot_sql::{Context, Message, Rule, SqlVersion};
    ///
    /// let rule = Rule::parse("SELECT * FROM 'a' WHERE t > 30", SqlVersion::V2016_03_23)?;
    /// let context = Context::default();
    /// let mut run = rule.start(Message { topic: "a", payload: br#"{"t": 24.04}"# }, &context);
    /// let outcome = run.run();
    /// assert_eq!(run.needs(&outcome), ["`t > 30` needs `t` above 30; it is 24.04."]);
    /// # Ok::<(), iot_sql::Diagnostic>(())
    /// ```
    #[must_use]
    pub fn needs(&mut self, outcome: &Outcome) -> Vec<String> {
        let (Outcome::NotTrue { .. }, Some(condition)) = (outcome, &self.rule().query().condition) else {
            return Vec::new();
        };
        if self.payload_error().is_some() {
            return vec!["WHERE needs a payload that is JSON.".to_owned()];
        }
        let text = self.rule().text();
        rest::needs(self.evaluator(), condition, text)
    }
}

/// What is lacking, and what there is in its place.
struct Lack {
    /// `temperature` above 30
    need: String,
    /// it is 24.04; empty where nothing is.
    found: String,
}

impl Lack {
    fn new(need: String, found: impl Into<String>) -> Self {
        Self { need, found: found.into() }
    }

    /// `temperature` above 30 (it is 24.04)
    fn among_others(self) -> String {
        if self.found.is_empty() { self.need } else { format!("{} ({})", self.need, self.found) }
    }
}

impl Evaluator<'_> {
    pub(crate) fn find_needs(&mut self, condition: &Expr, text: &str) -> Vec<String> {
        self.aside(|evaluator| {
            let (trace, remarks) = (evaluator.trace.take(), evaluator.remarks.take());
            evaluator.read_everything();
            let mut found = Vec::new();
            evaluator.collect_needs(condition, text, &mut found);
            (evaluator.trace, evaluator.remarks) = (trace, remarks);
            found
        })
    }

    /// One sentence for each operand of AND that is not true.
    fn collect_needs(&mut self, expr: &Expr, text: &str, found: &mut Vec<String>) {
        if found.len() >= MOST || self.is_truth(expr, true) {
            return;
        }
        if let Some(operands) = operands(expr, BinaryOperator::And) {
            for operand in operands {
                self.collect_needs(operand, text, found);
            }
        } else if let Some(operands) = operands(expr, BinaryOperator::Or) {
            let lacks =
                operands.iter().take(MOST).map(|operand| self.lack(operand, text, true).among_others());
            let either: Vec<String> = lacks.collect();
            let more = if operands.len() > MOST { ", or another operand of OR" } else { "" };
            found.push(format!("One of these is enough: {}{more}.", either.join(", or ")));
        } else {
            let Lack { need, found: instead } = self.lack(expr, text, true);
            let semicolon = if instead.is_empty() { "" } else { "; " };
            let own = format!("`{}`", written(expr, text));
            // Not `on` needs `on` to be true.
            let need =
                need.strip_prefix(&format!("{own} to")).map_or(need.clone(), |rest| format!("to{rest}"));
            found.push(format!("{own} needs {need}{semicolon}{instead}."));
        }
    }

    fn is_truth(&mut self, expr: &Expr, wanted: bool) -> bool {
        convert::to_boolean(&self.evaluate(expr).unwrap_or_default()) == Some(wanted)
    }

    /// What an expression lacks to be true, or false.
    fn lack(&mut self, expr: &Expr, text: &str, wanted: bool) -> Lack {
        let conjunction = if wanted { BinaryOperator::And } else { BinaryOperator::Or };
        if let Some(operands) = operands(expr, conjunction) {
            let open: Vec<&Expr> =
                operands.into_iter().filter(|operand| !self.is_truth(operand, wanted)).take(MOST).collect();
            let lacks = open.into_iter().map(|operand| self.lack(operand, text, wanted).among_others());
            return Lack::new(lacks.collect::<Vec<_>>().join(" and "), "");
        }
        match &expr.kind {
            ExprKind::Unary(UnaryOperator::Not, operand) => self.lack(operand, text, !wanted),
            ExprKind::Chain(first, links) => match links.as_slice() {
                [link] if link.operator.is_comparison() => {
                    let operator = if wanted { link.operator } else { negated(link.operator) };
                    self.lack_of_comparison((first, operator, &link.right), text)
                }
                _ => self.lack_of_truth(expr, text, wanted),
            },
            ExprKind::In(needle, haystack) => {
                let value = self.evaluate(needle).unwrap_or_default();
                if let Some(lack) = self.absent(needle, text) {
                    return lack;
                }
                let one = if wanted { "one of" } else { "none of" };
                let need = format!("`{}` to be {one} {}", written(needle, text), written(haystack, text));
                Lack::new(need, is(&value))
            }
            ExprKind::Call(call) if call.function.name == "isUndefined" => match call.arguments.as_slice() {
                [argument] if wanted => {
                    let value = self.evaluate(argument).unwrap_or_default();
                    Lack::new(format!("`{}` to be Undefined", written(argument, text)), is(&value))
                }
                [argument] => self.absent(argument, text).unwrap_or_else(|| {
                    Lack::new(format!("`{}` to have a value", written(argument, text)), "it is Undefined")
                }),
                _ => self.lack_of_truth(expr, text, wanted),
            },
            _ => self.lack_of_truth(expr, text, wanted),
        }
    }

    fn lack_of_comparison(
        &mut self,
        (left, operator, right): (&Expr, BinaryOperator, &Expr),
        text: &str,
    ) -> Lack {
        // What is written out is what the other side is measured by.
        let turned = is_literal(left) && !is_literal(right);
        let (subject, operator, measure) = match operator.reversed() {
            Some(reversed) if turned => (right, reversed, left),
            _ => (left, operator, right),
        };
        let [value, bound] = [subject, measure].map(|side| self.evaluate(side).unwrap_or_default());
        let (name, other) = (written(subject, text), written(measure, text));
        if bound.is_undefined() {
            let absent = self.absent(measure, text);
            return absent
                .unwrap_or_else(|| Lack::new(format!("`{other}` to have a value"), "it is Undefined"));
        }
        let bounded =
            if is_literal(measure) { other } else { format!("`{other}`, which is {}", shown(&bound)) };
        let relation = relation(operator);
        if value.is_undefined()
            && let Some(absent) = self.absent(subject, text)
        {
            return Lack::new(format!("{}, {relation} {bounded}", absent.need), absent.found);
        }
        let same_sort = is_number(&value) && is_number(&bound)
            || std::mem::discriminant(&value) == std::mem::discriminant(&bound);
        let sort = if is_order(operator) && is_number(&bound) && !same_sort { "a number " } else { "" };
        let found = if same_sort || value.is_undefined() {
            is(&value)
        } else {
            format!("it is {}", described(&value))
        };
        let only_case = matches!((&value, &bound), (Value::String(one), Value::String(other))
            if one != other && one.to_lowercase() == other.to_lowercase());
        let case = if only_case { ", and case counts" } else { "" };
        Lack::new(
            format!("`{name}` {sort}{relation} {bounded}").replace("` a number", "` to be a number"),
            found + case,
        )
    }

    /// Of anything that is to be a Boolean, with the values that it reads.
    fn lack_of_truth(&mut self, expr: &Expr, text: &str, wanted: bool) -> Lack {
        if let Some(absent) = self.absent(expr, text) {
            return absent;
        }
        let value = self.evaluate(expr).unwrap_or_default();
        let mut operands = Vec::new();
        match &expr.kind {
            ExprKind::Call(call) => {
                for argument in &call.arguments {
                    self.operands(argument, text, &mut operands);
                }
            }
            _ => self.operands(expr, text, &mut operands),
        }
        let own = written(expr, text);
        let read: Vec<String> = operands
            .iter()
            .filter(|(path, _)| *path != own)
            .map(|(path, value)| format!("`{path}` is {}", shown(value)))
            .collect();
        let read = if read.is_empty() { String::new() } else { format!(", where {}", read.join(" and ")) };
        let found = match value {
            Value::Boolean(_) | Value::Undefined => is(&value),
            _ => format!("it is {}", described(&value)),
        };
        Lack::new(format!("`{own}` to be {wanted}"), found + &read)
    }

    /// What is not there and makes an expression Undefined, with what may have been meant by it.
    fn absent(&mut self, expr: &Expr, text: &str) -> Option<Lack> {
        let missing = self.missing(expr, text)?;
        let need = format!("`{}` in the payload", missing.path);
        let meant = missing.meant().into_iter().find_map(|meant| match meant {
            Meant::Key(key) if missing.holder_text.is_empty() => Some(key.to_owned()),
            Meant::Key(key) => Some(format!("{}.{key}", missing.holder_text)),
            Meant::Path(path) => Some(path.to_owned()),
            Meant::Text(_) => None,
        });
        let Some(meant) = meant else { return Some(Lack::new(need, "")) };
        let path = parse_expression(&meant, 0..meant.len(), self.version).ok();
        let value = path.map(|(path, _)| self.evaluate(&path).unwrap_or_default()).unwrap_or_default();
        let which =
            if value.is_undefined() { String::new() } else { format!(", which is {}", shown(&value)) };
        Some(Lack::new(need, format!("it has `{meant}`{which}")))
    }
}

/// The operands of a chain of this operator.
fn operands(expr: &Expr, operator: BinaryOperator) -> Option<Vec<&Expr>> {
    let ExprKind::Chain(first, links) = &expr.kind else { return None };
    if links.iter().any(|link| link.operator != operator) {
        return None;
    }
    Some(std::iter::once(first.as_ref()).chain(links.iter().map(|link| &link.right)).collect())
}

/// The comparison that holds where this one does not.
fn negated(operator: BinaryOperator) -> BinaryOperator {
    use BinaryOperator as Op;
    match operator {
        Op::Equal => Op::NotEqual,
        Op::NotEqual => Op::Equal,
        Op::Less => Op::GreaterOrEqual,
        Op::LessOrEqual => Op::Greater,
        Op::Greater => Op::LessOrEqual,
        Op::GreaterOrEqual => Op::Less,
        other => other,
    }
}

fn is_order(operator: BinaryOperator) -> bool {
    operator.is_comparison() && !matches!(operator, BinaryOperator::Equal | BinaryOperator::NotEqual)
}

fn relation(operator: BinaryOperator) -> &'static str {
    use BinaryOperator as Op;
    match operator {
        Op::NotEqual => "other than",
        Op::Less => "below",
        Op::LessOrEqual => "of at most",
        Op::Greater => "above",
        Op::GreaterOrEqual => "of at least",
        _ => "equal to",
    }
}

fn is_literal(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Literal(_))
}

fn is(value: &Value) -> String {
    format!("it is {}", shown(value))
}

fn is_number(value: &Value) -> bool {
    matches!(value, Value::Int(_) | Value::Decimal(_))
}

fn written(expr: &Expr, text: &str) -> String {
    let text = text.get(expr.range.clone()).unwrap_or_default();
    shortened(&text.split_whitespace().collect::<Vec<_>>().join(" "), SHOWN)
}

fn shown(value: &Value) -> String {
    if value.is_undefined() {
        "Undefined".to_owned()
    } else {
        shortened(&value.to_json_start(SHOWN * 4).0, SHOWN)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Context, Message, Rule, SqlVersion};

    fn needs(condition: &str, payload: &str) -> Vec<String> {
        let sql = format!("SELECT * FROM 'a' WHERE {condition}");
        let rule = Rule::parse(&sql, SqlVersion::V2016_03_23).expect(condition);
        let context = Context::default();
        let mut run = rule.start(Message { topic: "a", payload: payload.as_bytes() }, &context);
        run.listen();
        let outcome = run.run();
        run.needs(&outcome)
    }

    #[test]
    fn what_where_needs_is_told_with_the_values_that_it_has() {
        let payload =
            r#"{"t": 24.04, "h": 82, "s": "Open", "on": false, "probe": {"tempC": 6.9}, "list": [1]}"#;
        for (condition, expected) in [
            ("t > 30", &["`t > 30` needs `t` above 30; it is 24.04."][..]),
            ("30 < t", &["`30 < t` needs `t` above 30; it is 24.04."]),
            ("t > h", &["`t > h` needs `t` above `h`, which is 82; it is 24.04."]),
            ("t <= 5 AND h = 82", &["`t <= 5` needs `t` of at most 5; it is 24.04."]),
            (
                "t > 30 AND h > 90 AND on",
                &[
                    "`t > 30` needs `t` above 30; it is 24.04.",
                    "`h > 90` needs `h` above 90; it is 82.",
                    "`on` needs to be true; it is false.",
                ],
            ),
            (
                "t > 30 OR h > 90",
                &["One of these is enough: `t` above 30 (it is 24.04), or `h` above 90 (it is 82)."],
            ),
            (
                "t > 90 OR (h > 90 AND on)",
                &[
                    "One of these is enough: `t` above 90 (it is 24.04), or `h` above 90 (it is 82) and `on` to be true (it is false).",
                ],
            ),
            ("NOT (h > 80)", &["`NOT (h > 80)` needs `h` of at most 80; it is 82."]),
            ("s = 'open'", &["`s = 'open'` needs `s` equal to 'open'; it is \"Open\", and case counts."]),
            ("h <> 82", &["`h <> 82` needs `h` other than 82; it is 82."]),
            ("h IN [1, 2]", &["`h IN [1, 2]` needs `h` to be one of [1, 2]; it is 82."]),
            ("isUndefined(h)", &["`isUndefined(h)` needs `h` to be Undefined; it is 82."]),
            (
                "startswith(s, 'x')",
                &["`startswith(s, 'x')` needs to be true; it is false, where `s` is \"Open\"."],
            ),
            (
                "probe.temp > 2",
                &[
                    "`probe.temp > 2` needs `probe.temp` in the payload, above 2; it has `probe.tempC`, which is 6.9.",
                ],
            ),
            ("nothing > 2", &["`nothing > 2` needs `nothing` in the payload, above 2."]),
            ("nothing", &["`nothing` needs `nothing` in the payload."]),
            ("s > 30", &["`s > 30` needs `s` to be a number above 30; it is a String, \"Open\"."]),
            ("s = 30", &["`s = 30` needs `s` equal to 30; it is a String, \"Open\"."]),
            ("s <> 'Open'", &["`s <> 'Open'` needs `s` other than 'Open'; it is \"Open\"."]),
            ("h", &["`h` needs to be true; it is an Int, 82."]),
            ("t < 30", &[]),
        ] {
            assert_eq!(needs(condition, payload), expected, "{condition}");
        }
        assert_eq!(needs("t > 5", "no JSON"), ["WHERE needs a payload that is JSON."]);
    }

    #[test]
    fn long_values_are_shortened_to_characters() {
        for (letters, shown) in
            [(58, format!("\"{}\"", "😀".repeat(58))), (59, format!("\"{}…", "😀".repeat(59)))]
        {
            let payload = format!(r#"{{"s": "{}"}}"#, "😀".repeat(letters));
            let expected = format!("`s = 'x'` needs `s` equal to 'x'; it is {shown}.");
            assert_eq!(needs("s = 'x'", &payload), [expected], "{letters} letters");
        }
    }

    #[test]
    fn needs_are_bounded() {
        let many: Vec<String> = (0..50).map(|at| format!("t > {at}")).collect();
        assert_eq!(needs(&many.join(" AND "), r#"{"t": -1}"#).len(), 5);
        let [one] = needs(&many.join(" OR "), r#"{"t": -1}"#).try_into().expect("one need");
        assert!(one.ends_with("or another operand of OR."), "{one}");
    }
}
