//! Paths that lead to nothing, and what may have been meant.

use super::Evaluator;
use crate::limits::{MAX_REASON_STEPS, Meter, SLOT_BYTES};
use crate::syntax::nearest;
use crate::syntax::tree::{BinaryOperator, Call, Case, Expr, ExprKind, Name, UnaryOperator};
use crate::value::{Value, compare};
use std::collections::VecDeque;
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
    /// Paths to keys of this name elsewhere in the payload, as a rule writes them, the likeliest first.
    pub elsewhere: Vec<String>,
    /// Whether it stands where a string may have been meant.
    pub(crate) text: AsText,
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

/// Whether a name may be a string without its quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AsText {
    /// Nothing speaks for it.
    No,
    /// It is compared with a string, or stands where a function takes one.
    Likely,
    /// It is compared with this very string.
    Same,
}

/// What may have been meant by a path that leads to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Meant<'m> {
    /// Another key in its place.
    Key(&'m str),
    /// Another path.
    Path(&'m str),
    /// The name as a string.
    Text(&'m str),
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
        /// Where the key is the value of a member of an element, as in `[{"n": "co2", "v": 812}]`: that member's name
        /// and that of the member with the value.
        row: Option<(String, String)>,
    },
    /// Anything else, in words such as `an Int, 47`.
    Single(String),
}

impl Holder {
    /// Whether the path is wrong there whatever the key: elements of an array are read otherwise, a single value has no
    /// keys.
    fn has_no_keys(&self) -> bool {
        matches!(self, Self::Array { .. } | Self::Single(_))
    }
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
        let fact = self.fact();
        match self.meant().first() {
            Some(Meant::Key(meant) | Meant::Path(meant)) => format!("{fact}; did you mean `{meant}`?"),
            Some(Meant::Text(text)) => format!("{fact}; a string is written in quotes, '{text}'."),
            None => format!("{fact}."),
        }
    }

    /// What may have been meant, the likeliest first.
    pub(crate) fn meant(&self) -> Vec<Meant<'_>> {
        let key = self.nearest.as_deref();
        let differs_in_case = key.is_some_and(|key| key.to_lowercase() == self.key.to_lowercase());
        let mut meant = Vec::new();
        if self.text == AsText::Same {
            meant.push(Meant::Text(&self.key));
        }
        meant.extend(key.filter(|_| differs_in_case).map(Meant::Key));
        meant.extend(self.elsewhere.iter().map(|path| Meant::Path(path)));
        meant.extend(key.filter(|_| !differs_in_case).map(Meant::Key));
        if self.text == AsText::Likely && meant.is_empty() {
            meant.push(Meant::Text(&self.key));
        }
        meant
    }

    /// The same, where the name stands as this operand or argument and `likely` says that it is where a string is.
    fn with_text(mut self, expr: &Expr, likely: AsText) -> Self {
        if matches!(expr.kind, ExprKind::Attribute(_)) && self.range == expr.range {
            self.text = likely;
        }
        self
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
    pub(super) fn taken<'e>(&mut self, case: &'e Case) -> Option<&'e Expr> {
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

/// Paths to what `rest` leads to from objects in a value, which `prefix` leads to; not from the object at `known`.
/// Those in what a shadow document holds beside the reported state come last.
/// They are looked for as long as there are steps for it.
fn elsewhere(
    value: &Value,
    prefix: &[String],
    rest: &[&str],
    known: &[String],
    meter: &Meter,
) -> Vec<String> {
    /// Values that are looked at.
    const MOST_VALUES: usize = 1000;
    /// Paths that are told.
    const MOST_PATHS: usize = 3;
    let mut found: Vec<Vec<String>> = Vec::new();
    let mut waiting = VecDeque::from([(prefix.to_vec(), value.clone())]);
    let mut seen = 0;
    while let Some((path, value)) = waiting.pop_front() {
        seen += 1;
        let Value::Object(object) = &value else { continue };
        if seen > MOST_VALUES || path.len() > prefix.len() + 6 {
            break;
        }
        // Each object below gets a path of its own.
        let bytes = path.iter().map(|name| SLOT_BYTES + name.len()).sum::<usize>() + SLOT_BYTES;
        if meter.left() < MAX_REASON_STEPS / 2 || !meter.read(bytes.saturating_mul(object.len())) {
            break;
        }
        let step = |value: Value, name: &&str| Some(value.member(name)).filter(|value| !value.is_undefined());
        let reached = rest.iter().try_fold(value.clone(), step).is_some();
        if path != known && reached {
            found.push(path.iter().cloned().chain(rest.first().map(|key| (*key).to_owned())).collect());
        }
        for (key, member) in object.iter() {
            let to_member = path.iter().cloned().chain([key.to_string()]);
            match member {
                _ if waiting.len() >= MOST_VALUES => {}
                Value::Object(_) => waiting.push_back((to_member.collect(), member.clone())),
                Value::Array(elements) => {
                    if let Some(first @ Value::Object(_)) = elements.first() {
                        let to_first = to_member.chain([FIRST_ELEMENT.to_owned()]);
                        waiting.push_back((to_first.collect(), first.clone()));
                    }
                }
                _ => {}
            }
        }
    }
    let rank = |path: &Vec<String>| {
        let has = |names: &[&str]| path.iter().any(|name| names.contains(&name.as_str()));
        if has(&[FIRST_ELEMENT]) {
            3
        } else if has(&["metadata", "previous"]) {
            2
        } else {
            u8::from(has(&["desired", "delta"]))
        }
    };
    found.sort_by_key(rank);
    found.iter().filter_map(|path| path_text(path)).take(MOST_PATHS).collect()
}

/// In a path, the first element of an array; no name has this character.
const FIRST_ELEMENT: &str = "\0";

/// A path as a rule writes it: names that are plain after dots, others in calls of `get`.
fn path_text(path: &[String]) -> Option<String> {
    let mut names = path.iter();
    let first = names.next()?;
    let quoted = |name: &str| (!name.contains(['\'', '\\'])).then(|| format!("'{name}'"));
    let mut text = if is_plain(first) { first.clone() } else { format!("get(*, {})", quoted(first)?) };
    for name in names {
        text = if name == FIRST_ELEMENT {
            format!("get({text}, 0)")
        } else if is_plain(name) {
            format!("{text}.{name}")
        } else {
            format!("get({text}, {})", quoted(name)?)
        };
    }
    Some(text)
}

/// Whether a key can be written as a name.
pub(crate) fn is_plain(key: &str) -> bool {
    key.starts_with(|ch: char| ch.is_ascii_alphabetic() || ch == '_')
        && key.chars().all(|ch| ch.is_ascii_alphanumeric() || ch == '_')
}

/// What the first name of a path was looked for in.
fn holder(value: &Value, path: &[&str]) -> Holder {
    let has = |element: &Value| {
        let step = |value: Value, name: &&str| Some(value.member(name)).filter(|value| !value.is_undefined());
        path.iter().try_fold(element.clone(), step).is_some()
    };
    match value {
        Value::Array(elements) => Holder::Array {
            first: elements.first().is_some_and(has),
            all: !elements.is_empty() && elements.iter().all(has),
            row: match path {
                [key] => elements.iter().find_map(|element| row(element, key)),
                _ => None,
            },
        },
        Value::Object(_) | Value::Undefined => Holder::Object,
        Value::Null => Holder::Single("null".to_owned()),
        other => Holder::Single(described(other)),
    }
}

/// In an element that names what it is about by this key, the members with name and value.
fn row(element: &Value, key: &str) -> Option<(String, String)> {
    let Value::Object(object) = element else { return None };
    let (name, _) = object.iter().find(|(_, value)| matches!(value, Value::String(text) if text == key))?;
    let others =
        || object.iter().filter(|(other, _)| *other != name).map(|(other, value)| (other.as_str(), value));
    let is_single = |value: &Value| !matches!(value, Value::Object(_) | Value::Array(_) | Value::Null);
    let mut single = others().filter(|(_, value)| is_single(value)).map(|(other, _)| other);
    let value = match (single.next(), single.next()) {
        (Some(only), None) => only,
        _ => others().map(|(other, _)| other).find(|other| ["v", "value", "val"].contains(other))?,
    };
    (is_plain(name) && is_plain(value)).then(|| (name.to_string(), value.to_owned()))
}

/// Characters of a value's JSON that a sentence shows.
const MAX_SHOWN: usize = 40;

/// A value with its type, in words.
pub(super) fn described(value: &Value) -> String {
    let kind = value.type_name();
    let article = if kind.starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
    let (json, all) = value.to_json_start(MAX_SHOWN * 4);
    match value {
        Value::Undefined | Value::Null => kind.to_owned(),
        _ if !all || json.chars().count() > MAX_SHOWN => format!("{article} {kind}"),
        _ => format!("{article} {kind}, {json}"),
    }
}

/// Steps that it takes to compare a key with another one.
const STEPS_PER_KEY: u64 = 10;

/// The key of an object that may have been meant by another one.
///
/// Among very many keys it is only looked for as long as there are steps for it.
fn near_key(key: &str, holder: &Value, meter: &Meter) -> Option<String> {
    let Value::Object(object) = holder else { return None };
    let steps = object.len() as u64 * STEPS_PER_KEY;
    if steps > meter.left() {
        return None;
    }
    meter.spend(steps);
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
        known.starts_with(&lower) || lower.starts_with(&known) && known.chars().count() >= 3
    };
    let long = keys().filter(|known| known.chars().count() > 1);
    nearest(key, long).or_else(|| keys().find(starting)).map(str::to_owned)
}
