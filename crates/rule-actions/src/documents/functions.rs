//! CloudFormation's functions: what can be worked out is, the rest becomes placeholders.

use super::node::{Kind, Node};
use super::reader::Reader;
use super::wording;
use std::collections::BTreeSet;
use std::ops::Range;

/// How the strings of a document are read.
pub(super) struct Scope {
    /// The names that `Ref`, `Fn::GetAtt` and `Fn::Sub` can use; `None` where a macro may add others.
    pub(super) declared: Option<BTreeSet<String>>,
    /// Whether `${self:…}` and the like are variables of the Serverless Framework.
    pub(super) is_serverless: bool,
}

impl Scope {
    /// The value without functions in it. `None` for `AWS::NoValue`.
    pub(super) fn resolve(&self, node: &Node, reader: &mut Reader<'_>) -> Option<Node> {
        let span = node.span.clone();
        let kind = match &node.kind {
            Kind::List(items) => {
                Kind::List(items.iter().filter_map(|item| self.resolve(item, reader)).collect())
            }
            Kind::Map(entries) => {
                if let [(name, argument)] = entries.as_slice()
                    && is_function(name)
                {
                    return self.call(name, argument, node, reader);
                }
                let entries = entries.iter();
                let member =
                    |(key, value): &(String, Node)| Some((key.clone(), self.resolve(value, reader)?));
                Kind::Map(entries.filter_map(member).collect())
            }
            Kind::Text(text) | Kind::Plain(text) => {
                let replaced = self.literal(text, &span, reader);
                match &node.kind {
                    Kind::Plain(_) if replaced == *text => Kind::Plain(replaced),
                    _ => Kind::Text(replaced),
                }
            }
            other => other.clone(),
        };
        Some(Node { kind, span })
    }

    fn call(&self, name: &str, argument: &Node, whole: &Node, reader: &mut Reader<'_>) -> Option<Node> {
        let span = whole.span.clone();
        let text = |text: String| Some(Node { kind: Kind::Text(text), span: span.clone() });
        match name {
            "Ref" if argument.text() == Some("AWS::NoValue") => None,
            "Fn::Sub" => {
                let (template, variables) = match argument.items() {
                    [template, variables] => (template, variables.entries()),
                    _ => (argument, &[][..]),
                };
                match template.text() {
                    Some(template) => text(self.substitute(template, variables, &span, reader)),
                    None => text(unknown(name, argument, &span, reader)),
                }
            }
            "Fn::Join" => match argument.items() {
                [delimiter, list] if matches!(list.kind, Kind::List(_)) => {
                    let delimiter = delimiter.text().unwrap_or_default().to_owned();
                    let parts: Vec<Node> =
                        list.items().iter().filter_map(|part| self.resolve(part, reader)).collect();
                    match parts.iter().map(Node::text).collect::<Option<Vec<_>>>() {
                        Some(parts) => text(parts.join(&delimiter)),
                        None => text(unknown(name, argument, &span, reader)),
                    }
                }
                _ => text(unknown(name, argument, &span, reader)),
            },
            "Fn::Select" => match argument.items() {
                [index, list] if matches!(list.kind, Kind::List(_)) => {
                    let index = index.text().and_then(|text| text.trim().parse::<usize>().ok());
                    match index.and_then(|index| list.items().get(index)) {
                        Some(item) => self.resolve(item, reader),
                        None => text(unknown(name, argument, &span, reader)),
                    }
                }
                _ => text(unknown(name, argument, &span, reader)),
            },
            "Fn::If" => match argument.items() {
                [condition, first, second] if is_structure(first) || is_structure(second) => {
                    let condition = condition.text().unwrap_or_default();
                    reader.warn(wording::condition(condition, span));
                    self.resolve(first, reader).or_else(|| self.resolve(second, reader))
                }
                _ => text(unknown(name, argument, &span, reader)),
            },
            _ => text(unknown(name, argument, &span, reader)),
        }
    }

    /// The text of `Fn::Sub`: `${Name}` is CloudFormation's, `${!text}` is the rule's `${text}`.
    fn substitute(
        &self,
        template: &str,
        variables: &[(String, Node)],
        span: &Range<usize>,
        reader: &mut Reader<'_>,
    ) -> String {
        let mut out = String::with_capacity(template.len());
        let mut search = Search { span: span.clone() };
        let mut rest = template;
        while let Some(at) = rest.find("${") {
            out.push_str(&rest[..at]);
            let inner = &rest[at + 2..];
            if let Some(literal) = inner.strip_prefix('!') {
                out.push_str("${");
                rest = literal;
                continue;
            }
            let Some(end) = inner.find('}') else {
                rest = &rest[at..];
                break;
            };
            let name = &inner[..end];
            rest = &inner[end + 1..];
            if self.is_serverless && is_serverless_variable(name) {
                out.push_str(&reader.placeholder(name, &format!("${{{name}}}"), span.clone()));
                continue;
            }
            if let Some((_, value)) = variables.iter().rev().find(|(variable, _)| variable == name.trim()) {
                let value = self.resolve(value, reader);
                if let Some(text) = value.as_ref().and_then(Node::text) {
                    out.push_str(text);
                    continue;
                }
            }
            let place = search.next(&format!("${{{name}}}"), reader.text);
            if !self.is_reference(name.trim()) {
                reader.warn(wording::taken_by_sub(&format!("${{{name}}}"), span, place.clone()));
            }
            let range = place.unwrap_or_else(|| span.clone());
            out.push_str(&reader.placeholder(name, name.trim(), range));
        }
        out + rest
    }

    /// A string outside of `Fn::Sub`, which CloudFormation leaves alone.
    fn literal(&self, text: &str, span: &Range<usize>, reader: &mut Reader<'_>) -> String {
        if !text.contains("${") {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        let mut search = Search { span: span.clone() };
        let mut rest = text;
        while let Some(at) = rest.find("${") {
            let inner = &rest[at + 2..];
            if self.is_serverless
                && let Some(end) = inner.find('}')
                && is_serverless_variable(&inner[..end])
            {
                out.push_str(&rest[..at]);
                let name = &inner[..end];
                out.push_str(&reader.placeholder(name, &format!("${{{name}}}"), span.clone()));
                rest = &inner[end + 1..];
                continue;
            }
            let is_doubled = rest[..at].ends_with('$');
            if inner.starts_with("AWS::") || inner.starts_with('!') || is_doubled {
                let found = inner.chars().next().filter(|ch| *ch == '!').map_or("${", |_| "${!");
                let place = search.next(if is_doubled { "$${" } else { found }, reader.text);
                reader.warn(wording::not_substituted(inner, is_doubled, span, place));
            }
            out.push_str(&rest[..at + 2]);
            rest = inner;
        }
        out + rest
    }

    /// Whether `Fn::Sub` can put something in the place of a name.
    fn is_reference(&self, name: &str) -> bool {
        if name.starts_with("AWS::") {
            return true;
        }
        let is_word = |part: &str| !part.is_empty() && part.chars().all(|ch| ch.is_ascii_alphanumeric());
        let mut parts = name.split('.');
        let first = parts.next().unwrap_or_default();
        let has_good_parts =
            parts.all(|part| part.chars().all(|ch| ch.is_ascii_alphanumeric() || "_-:".contains(ch)));
        let is_declared = self.declared.as_ref().is_none_or(|declared| declared.contains(first));
        is_word(first) && has_good_parts && is_declared
    }
}

/// Finds strings in the document's source, one after the other. A string with escapes in it is not found.
struct Search {
    span: Range<usize>,
}

impl Search {
    fn next(&mut self, text: &str, source: &str) -> Option<Range<usize>> {
        let Some(at) = source.get(self.span.clone()).and_then(|source| source.find(text)) else {
            // Nor are the strings after it looked for: their places would be a guess.
            self.span.start = self.span.end;
            return None;
        };
        let start = self.span.start + at;
        self.span.start = start + text.len();
        Some(start..start + text.len())
    }
}

/// Whether an object whose only key is this is a function, and no object.
pub(super) fn is_function(name: &str) -> bool {
    name == "Ref" || name == "Condition" || name.starts_with("Fn::")
}

/// Whether a value is more than a string: an object that is not a function, or a list of such.
fn is_structure(node: &Node) -> bool {
    match &node.kind {
        Kind::Map(entries) => !matches!(entries.as_slice(), [(name, _)] if is_function(name)),
        Kind::List(_) => true,
        _ => false,
    }
}

/// Whether `${name}` is one of the Serverless Framework's variables: `self:…`, `opt:…`, `file(…):…`.
fn is_serverless_variable(name: &str) -> bool {
    let source: &str = name.trim_start().split([':', '(']).next().unwrap_or_default();
    let is_source = !source.is_empty() && source.chars().all(|ch| ch.is_ascii_alphanumeric());
    is_source && name.contains(':') && !name.starts_with("AWS::")
}

/// The placeholder of a function that has no value yet.
fn unknown(name: &str, argument: &Node, span: &Range<usize>, reader: &mut Reader<'_>) -> String {
    let hint = hint(name, argument, 0);
    let meaning = match name {
        "Ref" => argument.text().unwrap_or_default().to_owned(),
        "Fn::GetAtt" => hint.clone(),
        _ => reader.source(span).to_owned(),
    };
    reader.placeholder(&hint, &meaning, span.clone())
}

/// A short name for what a function gives.
fn hint(name: &str, argument: &Node, depth: usize) -> String {
    let of = |node: &Node| match (&node.kind, node.entries()) {
        (Kind::Map(_), [(name, argument)]) if depth < 8 => hint(name, argument, depth + 1),
        _ => node.text().unwrap_or_default().to_owned(),
    };
    let short = name.strip_prefix("Fn::").unwrap_or(name);
    match (short, argument.items()) {
        ("Ref", _) => of(argument),
        ("GetAtt" | "FindInMap", items @ [_, ..]) => items.iter().map(of).collect::<Vec<_>>().join("."),
        ("GetAtt", _) => of(argument),
        ("Select", [index, list]) => format!("{}[{}]", of(list), of(index)),
        ("Split", [_, text]) => of(text),
        ("If", [condition, ..]) => format!("If {}", of(condition)),
        ("ImportValue" | "Base64", _) => format!("{short} {}", of(argument)),
        _ => short.to_owned(),
    }
}
