//! Paths that lead to nothing, and what may have been meant.

use super::Evaluator;
use crate::syntax::nearest;
use crate::syntax::tree::{Case, Expr, ExprKind, Name, UnaryOperator};
use crate::value::{Value, compare};
use std::ops::Range;

/// A path that leads to nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Missing {
    /// The path as written.
    pub path: String,
    /// Where it stands in the statement, in bytes.
    pub range: Range<usize>,
    /// The key that is not there.
    pub key: String,
    /// A key beside it that may have been meant.
    pub nearest: Option<String>,
    /// What the key was looked for in.
    pub(crate) holder: Holder,
    /// The part of the path that leads to the holder, as written; empty for the payload and for an element.
    pub(crate) holder_text: String,
    /// Where the key stands in the statement, in bytes.
    pub(crate) key_range: Range<usize>,
    /// Whether the key is a string, as in `get(a, 'key')`.
    pub(crate) quoted: bool,
    /// The names of the path up to the key, where it begins with an attribute of the payload.
    pub(crate) names: Vec<String>,
}

/// What a key was looked for in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Holder {
    /// The payload, or an object in it.
    Object,
    /// An element of a nested query.
    Element,
    /// What a function or a variable gave.
    Computed,
    /// An array, whose elements may have the rest of the path.
    Array {
        /// Whether the first one has.
        first: bool,
        /// Whether all have.
        all: bool,
    },
    /// Anything else, in words such as `an Int, 47`.
    Single(String),
}

impl Missing {
    /// What there is to say about it, without what may have been meant and without a full stop.
    #[must_use]
    pub fn fact(&self) -> String {
        let Self { path, key, holder_text, .. } = self;
        let named =
            if holder_text.is_empty() { "the payload".to_owned() } else { format!("`{holder_text}`") };
        match &self.holder {
            Holder::Object if holder_text.is_empty() && (path == key || self.quoted) => {
                format!("`{key}` is not in the payload")
            }
            Holder::Object => format!("`{path}` is not in the payload: {named} has no key `{key}`"),
            Holder::Element => format!("`{path}` is not in the elements of the nested query"),
            Holder::Computed => format!("`{path}` is Undefined: {named} has no key `{key}`"),
            Holder::Array { .. } => {
                format!("`{path}` is Undefined: {named} is an array, and only its elements can have keys")
            }
            Holder::Single(what) => format!("`{path}` is Undefined: {named} is {what}, which has no keys"),
        }
    }

    /// What there is to say about it, with what may have been meant, as a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        match &self.nearest {
            Some(nearest) => format!("{}; did you mean `{nearest}`?", self.fact()),
            None => format!("{}.", self.fact()),
        }
    }
}

impl Evaluator<'_> {
    /// The first path in an expression, from the left, that leads to nothing and makes it Undefined.
    pub(super) fn missing(&mut self, expr: &Expr, text: &str) -> Option<Missing> {
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
                let mut found = self.missing(first, text);
                for link in links {
                    found = found.or_else(|| self.missing(&link.right, text));
                }
                found
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
                let argument = call.arguments.iter().find_map(|argument| self.missing(argument, text));
                argument.or_else(|| match call.arguments.as_slice() {
                    [holder, key] if call.function.name == "get" => self.missing_key(expr, holder, key, text),
                    _ => None,
                })
            }
            _ => None,
        }
    }

    /// The branch of CASE that is its result.
    pub(super) fn taken<'e>(&mut self, case: &'e Case) -> Option<&'e Expr> {
        let operand = self.evaluate(&case.operand).unwrap_or_default();
        for (test, result) in &case.branches {
            let test = self.evaluate(test).unwrap_or_default();
            if compare::equal(&operand, &test) == Some(true) {
                return Some(result);
            }
        }
        case.otherwise.as_ref()
    }

    fn missing_name(&self, expr: &Expr, name: &str) -> Missing {
        let payload = self.payload_value();
        let in_elements = self.scopes.iter().rev().find_map(|scope| near_key(name, &scope.element));
        let (holder, nearest) = if self.scopes.is_empty() {
            (holder(&payload, &[name]), near_key(name, &payload))
        } else {
            (Holder::Element, in_elements.or_else(|| near_key(name, &payload)))
        };
        Missing {
            path: name.to_owned(),
            range: expr.range.clone(),
            key: name.to_owned(),
            nearest,
            holder,
            holder_text: String::new(),
            key_range: expr.range.clone(),
            quoted: false,
            names: vec![name.to_owned()],
        }
    }

    fn missing_member(&mut self, expr: &Expr, base: &Expr, members: &[Name], text: &str) -> Option<Missing> {
        if let Some(missing) = self.missing(base, text) {
            return Some(missing);
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
                return Some(Missing {
                    path: written(expr.range.clone()),
                    range: expr.range.clone(),
                    key: member.text.to_string(),
                    nearest: near_key(&member.text, &value),
                    holder,
                    holder_text: if star { String::new() } else { written(base.range.start..holder_end) },
                    key_range: member.range.clone(),
                    quoted: false,
                    names,
                });
            }
            value = next;
            holder_end = member.range.end;
        }
        None
    }

    /// A key that `get` does not find.
    fn missing_key(&mut self, expr: &Expr, holder: &Expr, key: &Expr, text: &str) -> Option<Missing> {
        let value = self.evaluate(holder).unwrap_or_default();
        let (Value::Object(_), ExprKind::Literal(Value::String(name))) = (&value, &key.kind) else {
            return None;
        };
        let is_payload = matches!(holder.kind, ExprKind::Star) && self.scopes.is_empty();
        let written = |range: Range<usize>| text.get(range).unwrap_or_default().to_owned();
        value.member(name).is_undefined().then(|| Missing {
            path: written(expr.range.clone()),
            range: expr.range.clone(),
            key: name.to_string(),
            nearest: near_key(name, &value),
            holder: match holder.kind {
                ExprKind::Star | ExprKind::Attribute(_) | ExprKind::Members(..) => Holder::Object,
                _ => Holder::Computed,
            },
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

/// What the first name of a path was looked for in.
fn holder(value: &Value, path: &[&str]) -> Holder {
    let has =
        |element: &Value| !path.iter().fold(element.clone(), |value, name| value.member(name)).is_undefined();
    match value {
        Value::Array(elements) => Holder::Array {
            first: elements.first().is_some_and(has),
            all: !elements.is_empty() && elements.iter().all(has),
        },
        Value::Object(_) | Value::Undefined => Holder::Object,
        Value::Null => Holder::Single("null".to_owned()),
        other => Holder::Single(described(other)),
    }
}

/// A value with its type, in words.
pub(super) fn described(value: &Value) -> String {
    let kind = value.type_name();
    let article = if kind.starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
    let json = value.to_json();
    match value {
        Value::Undefined | Value::Null => kind.to_owned(),
        _ if json.chars().count() > 40 => format!("{article} {kind}"),
        _ => format!("{article} {kind}, {json}"),
    }
}

/// The key of an object that may have been meant by another one.
fn near_key(key: &str, holder: &Value) -> Option<String> {
    let Value::Object(object) = holder else { return None };
    let lower = key.to_lowercase();
    let digits = |key: &str| key.chars().filter(char::is_ascii_digit).collect::<String>();
    // `t1` and `t2` are two keys, not one and a misspelling of it.
    let keys = || object.iter().map(|(known, _)| known.as_str()).filter(|known| digits(known) == digits(key));
    if let Some(same) = keys().find(|known| known.to_lowercase() == lower) {
        return Some(same.to_owned());
    }
    if key.chars().count() < 3 {
        return None;
    }
    let starting = |known: &&str| {
        let known = known.to_lowercase();
        known.starts_with(&lower) || lower.starts_with(&known) && known.chars().count() >= 2
    };
    let long = keys().filter(|known| known.chars().count() > 1);
    nearest(key, long).or_else(|| keys().find(starting)).map(str::to_owned)
}
