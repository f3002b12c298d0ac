//! CloudFormation's functions: what can be worked out is, the rest becomes placeholders.

use super::scope::Resolver;
use crate::documents::limits::{MAX_RESOLVING, STEP};
use crate::documents::node::{Kind, Node};
use crate::documents::placeholders::Reference;
use crate::documents::text::Text;
use crate::documents::wording;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::ops::Range;

/// What a loop's key starts with.
pub(super) const FOR_EACH: &str = "Fn::ForEach::";

/// Members of a rule in which AWS IoT evaluates no templates.
const WITHOUT_TEMPLATES: &[&str] = &[
    "Sql",
    "sql",
    "RuleName",
    "name",
    "Description",
    "description",
    "AwsIotSqlVersion",
    "sqlVersion",
    "RuleDisabled",
    "enabled",
];

impl Resolver<'_, '_, '_> {
    /// The value without functions in it. `None` for `AWS::NoValue`.
    pub(in crate::documents) fn resolve(&mut self, node: &Node) -> Option<Node> {
        let size = match &node.kind {
            Kind::Text(text) | Kind::Plain(text) => text.size(),
            _ => 1,
        };
        if self.depth >= MAX_RESOLVING || !self.reader.spend(size + STEP / 4) {
            return Some(self.unknown("too deep", node));
        }
        self.depth += 1;
        let resolved = self.resolve_one(node);
        self.depth -= 1;
        resolved
    }

    fn resolve_one(&mut self, node: &Node) -> Option<Node> {
        let span = node.span.clone();
        let kind = match &node.kind {
            Kind::List(items) => Kind::List(items.iter().filter_map(|item| self.resolve(item)).collect()),
            Kind::Map(entries) => {
                if let [(name, argument)] = entries.as_slice()
                    && is_function(name)
                {
                    return self.call(name, argument, node);
                }
                Kind::Map(self.members(entries))
            }
            Kind::Text(text) | Kind::Plain(text) => {
                if let Some(value) = self.with_variables(text, &span) {
                    return match &value.kind {
                        // What a variable names can have functions in it again.
                        Kind::List(_) | Kind::Map(_) => self.resolve(&value),
                        _ => Some(value),
                    };
                }
                let replaced = self.literal(text, &span);
                match &node.kind {
                    Kind::Plain(_) if replaced == *text => Kind::Plain(replaced),
                    _ => Kind::Text(replaced),
                }
            }
            other => other.clone(),
        };
        Some(Node { kind, span })
    }

    fn members(&mut self, entries: &[(String, Node)]) -> Vec<(String, Node)> {
        let mut members = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            if key.starts_with(FOR_EACH) {
                self.each(value, &mut |resolver, key, value| {
                    members.extend(resolver.resolve(value).map(|value| (key, value)));
                });
                continue;
            }
            let outer = self.reader.in_action;
            self.reader.in_action &= !WITHOUT_TEMPLATES.contains(&key.as_str());
            members.extend(self.resolve(value).map(|value| (key.clone(), value)));
            self.reader.in_action = outer;
        }
        members
    }

    /// What `Fn::ForEach` makes: calls `take` with each key and the value that it then has.
    pub(super) fn each(&mut self, argument: &Node, take: &mut dyn FnMut(&mut Self, String, &Node)) {
        let [variable, list, body] = argument.items() else { return };
        let (Some(variable), Some(list)) = (variable.text(), self.resolve(list)) else { return };
        let items = match &list.kind {
            Kind::List(items) => items.clone(),
            _ => vec![list],
        };
        if self.depth >= MAX_RESOLVING {
            return;
        }
        for item in items {
            if !self.reader.spend(16) {
                return;
            }
            let text = item.parts().map(|text| self.reader.render(&text)).unwrap_or_default();
            self.loops.push((variable.to_owned(), item));
            self.depth += 1;
            for (key, value) in body.entries() {
                if key.starts_with(FOR_EACH) {
                    self.each(value, take);
                    continue;
                }
                let mut key = key.clone();
                for (open, close) in [("${", "}"), ("&{", "}")] {
                    key = key.replace(&format!("{open}{variable}{close}"), &text);
                }
                take(self, key, value);
            }
            self.depth -= 1;
            self.loops.pop();
        }
    }

    fn call(&mut self, name: &str, argument: &Node, whole: &Node) -> Option<Node> {
        let span = whole.span.clone();
        let found = match name {
            "Ref" if argument.text() == Some("AWS::NoValue") => return None,
            "Ref" => argument.text().map(|name| self.reference(name, &span)),
            "Fn::GetAtt" => self.name_of_attribute(argument).map(|name| self.attribute(&name, &span)),
            "Fn::Sub" => self.sub(argument, &span),
            "Fn::Join" => self.join(argument, &span),
            "Fn::Select" => return self.select(argument).or_else(|| Some(self.unknown(name, whole))),
            "Fn::Split" => self.split(argument, &span),
            "Fn::FindInMap" => self.find_in_map(argument),
            "Fn::If" => return self.choose(argument, whole),
            "Fn::Base64" => self.known_text(argument).map(|text| Node::of_text(STANDARD.encode(text), span)),
            "Fn::Length" => match self.resolve(argument)?.kind {
                Kind::List(items) => Some(Node { kind: Kind::Number(items.len().to_string()), span }),
                _ => None,
            },
            "Fn::ToJsonString" => {
                let json = self.resolve(argument).and_then(|value| value.to_json());
                json.map(|json| Node::of_text(json.to_string(), span))
            }
            _ => None,
        };
        let found = found.filter(|_| !self.reader.is_exhausted());
        Some(found.unwrap_or_else(|| self.unknown(name, whole)))
    }

    fn known_text(&mut self, node: &Node) -> Option<String> {
        self.resolve(node)?.text().map(str::to_owned)
    }

    fn name_of_attribute(&mut self, argument: &Node) -> Option<String> {
        match argument.items() {
            [] => argument.text().map(str::to_owned),
            [resource, attribute] => {
                Some(format!("{}.{}", self.known_text(resource)?, self.known_text(attribute)?))
            }
            _ => None,
        }
    }

    fn sub(&mut self, argument: &Node, span: &Range<usize>) -> Option<Node> {
        let (template, variables) = match argument.items() {
            [template, variables] => (template, variables.entries()),
            _ => (argument, &[][..]),
        };
        let text = template.parts()?;
        let text = match self.with_variables(&text, span) {
            Some(value) => value.parts()?,
            None => text,
        };
        Some(Node::of_text(self.substitute(&text, variables, &template.span), span.clone()))
    }

    fn join(&mut self, argument: &Node, span: &Range<usize>) -> Option<Node> {
        let [delimiter, list] = argument.items() else { return None };
        let delimiter = self.resolve(delimiter)?.parts()?;
        let list = self.resolve(list)?;
        let Kind::List(items) = &list.kind else { return None };
        let mut joined = Text::default();
        for (index, item) in items.iter().enumerate() {
            let item = item.parts()?;
            if !self.reader.spend(delimiter.size() + item.size()) {
                return None;
            }
            if index > 0 {
                joined.push(&delimiter);
            }
            joined.push(&item);
        }
        Some(Node::of_text(joined, span.clone()))
    }

    fn select(&mut self, argument: &Node) -> Option<Node> {
        let [index, list] = argument.items() else { return None };
        let index: usize = self.known_text(index)?.trim().parse().ok()?;
        if let Kind::List(items) = &list.kind {
            return self.resolve(items.get(index)?);
        }
        self.resolve(list)?.items().get(index).cloned()
    }

    fn split(&mut self, argument: &Node, span: &Range<usize>) -> Option<Node> {
        let [delimiter, text] = argument.items() else { return None };
        let (delimiter, text) = (self.known_text(delimiter)?, self.known_text(text)?);
        if delimiter.is_empty() || !self.reader.spend(text.len()) {
            return None;
        }
        let items = text.split(delimiter.as_str()).map(|item| Node::of_text(item, span.clone()));
        Some(Node { kind: Kind::List(items.collect()), span: span.clone() })
    }

    fn find_in_map(&mut self, argument: &Node) -> Option<Node> {
        let [map, first, second, rest @ ..] = argument.items() else { return None };
        let mut keys = || {
            let map = self.known_text(map)?;
            Some((map, self.known_text(first)?, self.known_text(second)?))
        };
        let (map, first, second) = keys()?;
        match self.in_map(&map, &first, &second) {
            Some(value) => self.resolve(value),
            None => {
                rest.first().and_then(|rest| rest.get("DefaultValue")).and_then(|value| self.resolve(value))
            }
        }
    }

    fn choose(&mut self, argument: &Node, whole: &Node) -> Option<Node> {
        let [condition, first, second] = argument.items() else {
            return Some(self.unknown("Fn::If", whole));
        };
        let name = condition.text().unwrap_or_default();
        let condition = self.condition(name);
        if condition.is_guess && !first.same(second) {
            self.reader.warn(wording::condition(name, condition.is_true, whole.span.clone()));
        }
        self.resolve(if condition.is_true { first } else { second })
    }

    /// The placeholder of a function that has no value yet.
    fn unknown(&mut self, name: &str, whole: &Node) -> Node {
        if !self.reader.spend(whole.span.len()) {
            return Node { kind: Kind::Null, span: whole.span.clone() };
        }
        let hint = hint(whole, 0);
        let json = whole.to_json();
        // What stands in another file or in a string has the place of that.
        let source = self.reader.source(&whole.span);
        let is_elsewhere = self.is_elsewhere || source.is_empty() || source.starts_with("${");
        let meaning = match &json {
            Some(json) if is_elsewhere => json.to_string(),
            None if is_elsewhere => name.to_owned(),
            _ => source.to_owned(),
        };
        let reference = json.map(Reference::CloudFormation);
        self.reader.unknown(&hint, &meaning, reference, whole.span.clone())
    }
}

/// Whether an object whose only key is this is a function, and no object.
pub(in crate::documents) fn is_function(name: &str) -> bool {
    name == "Ref" || name == "Condition" || (name.starts_with("Fn::") && !name.starts_with(FOR_EACH))
}

/// A short name for what a function gives.
fn hint(whole: &Node, depth: usize) -> String {
    let [(name, argument)] = whole.entries() else { return whole.text().unwrap_or_default().to_owned() };
    let of = |node: &Node| match node.kind {
        Kind::Map(_) if depth < 8 => hint(node, depth + 1),
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
