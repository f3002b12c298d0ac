//! The framework's variables: `${self:custom.topic}`, `${opt:stage, 'dev'}`, `${file(./rules.yml):sql}`.

use crate::documents::cloudformation::Resolver;
use crate::documents::inputs::Unread;
use crate::documents::limits::{MAX_RESOLVING, STEP};
use crate::documents::node::{Kind, Node};
use crate::documents::text::Text;
use crate::documents::{json, yaml};
use std::borrow::Cow;
use std::ops::Range;

/// Where variables look for values.
#[derive(Clone, Copy)]
pub(in crate::documents) struct Variables<'d> {
    pub(in crate::documents) root: &'d Node,
}

/// What one of a variable's sources gives.
enum Source {
    Value(Node),
    /// It has no value, so that the next source counts.
    Absent,
    /// It has a value only when the service is deployed.
    Later,
    /// It stands in a file that is not read.
    Unread(Unread),
}

impl Resolver<'_, '_, '_> {
    /// A value with what a variable stands for in its place, where it is one.
    pub(super) fn expanded(&mut self, node: &Node) -> Option<Node> {
        match node.parts() {
            Some(text) => self.with_variables(&text, &node.span).or_else(|| Some(node.clone())),
            None => Some(node.clone()),
        }
    }

    /// The value of a string with variables in it; `None` where it has none.
    pub(in crate::documents) fn with_variables(&mut self, text: &Text, span: &Range<usize>) -> Option<Node> {
        let root = self.variables?.root;
        let known = text.known()?;
        find(known)?;
        if self.depth >= MAX_RESOLVING || !self.reader.spend(known.len() + STEP) {
            return None;
        }
        self.depth += 1;
        let value = self.expand(text, known, root, span);
        self.depth -= 1;
        Some(value)
    }

    fn expand(&mut self, whole: &Text, text: &str, root: &Node, span: &Range<usize>) -> Node {
        let mut out = Text::default();
        let mut rest = text;
        let offset = |rest: &str| text.len() - rest.len();
        while let Some(place) = find(rest) {
            let inner = &rest[place.start + 2..place.end - 1];
            let value = self.variable(inner, root, span);
            if place == (0..text.len()) && rest.len() == text.len() {
                return value;
            }
            out.push_slice(whole, offset(rest)..offset(rest) + place.start);
            let value = match value.parts() {
                Some(value) => value,
                None => {
                    let unknown = self.unknown_variable(inner, None, span);
                    unknown.parts().unwrap_or_default()
                }
            };
            if !self.reader.spend(value.size()) {
                break;
            }
            out.push(&value);
            rest = &rest[place.end..];
        }
        out.push_slice(whole, offset(rest)..text.len());
        Node::of_text(out, span.clone())
    }

    fn unknown_variable(&mut self, inner: &str, unread: Option<Unread>, span: &Range<usize>) -> Node {
        self.reader.unknown_because(inner, &format!("${{{inner}}}"), None, unread, span.clone())
    }

    fn variable(&mut self, inner: &str, root: &Node, span: &Range<usize>) -> Node {
        // Variables within the variable come first.
        let address = match self.with_variables(&inner.into(), span) {
            Some(value) => match value.text() {
                Some(text) => text.to_owned(),
                None => return self.unknown_variable(inner, None, span),
            },
            None => inner.to_owned(),
        };
        let sources = alternatives(&address);
        let mut unread = None;
        for (index, source) in sources.iter().enumerate() {
            match self.source(source, root, span) {
                Source::Value(value) => {
                    if index > 0 {
                        self.reader.took_default(sources[0], span);
                    }
                    return value;
                }
                Source::Absent => {}
                Source::Later => break,
                Source::Unread(why) => {
                    unread = Some(why);
                    // What is not there has no value, so that the next source counts.
                    if why != Unread::Absent {
                        break;
                    }
                }
            }
        }
        self.unknown_variable(inner, unread, span)
    }

    fn source(&mut self, source: &str, root: &Node, span: &Range<usize>) -> Source {
        let quoted = ['\'', '"'].iter().find_map(|quote| source.strip_prefix(*quote)?.strip_suffix(*quote));
        if let Some(text) = quoted {
            return Source::Value(Node::of_text(text, span.clone()));
        }
        let short = source.strip_prefix("opt:").unwrap_or(source);
        for name in [source, short] {
            if let Some(value) = self.reader.given(name) {
                return Source::Value(value.placed(span));
            }
        }
        if let Some(call) = source.strip_prefix("file(") {
            return self.file(call, span);
        }
        let Some((kind, address)) = source.split_once(':') else {
            // A number, a boolean, or a word.
            return Source::Value(Node { kind: Kind::Plain(source.into()), span: span.clone() });
        };
        match kind {
            "self" => match self.member(root, address, span) {
                Source::Absent if address == "provider.stage" => self.stage(root, span),
                found => found,
            },
            "sls" if address == "stage" => self.stage(root, span),
            "param" => self.parameter(root, address, span),
            "opt" | "env" => Source::Absent,
            _ => Source::Later,
        }
    }

    /// The stage of a deployment for which none is given.
    fn stage(&mut self, root: &Node, span: &Range<usize>) -> Source {
        for name in ["opt:stage", "stage"] {
            if let Some(value) = self.reader.given(name) {
                return Source::Value(value.placed(span));
            }
        }
        match self.member(root, "provider.stage", span) {
            Source::Absent => {
                self.reader.took_default("opt:stage", span);
                Source::Value(Node::of_text("dev", span.clone()))
            }
            found => found,
        }
    }

    /// A parameter of the stage, or of all stages.
    fn parameter(&mut self, root: &Node, name: &str, span: &Range<usize>) -> Source {
        let stage = match self.stage(root, span) {
            Source::Value(stage) => stage.text().map(str::to_owned),
            _ => return Source::Later,
        };
        for section in stage.iter().map(String::as_str).chain(["default"]) {
            for root_path in ["params", "stages"] {
                let path = match root_path {
                    "params" => format!("params.{section}.{name}"),
                    _ => format!("stages.{section}.params.{name}"),
                };
                match self.member(root, &path, span) {
                    Source::Absent => {}
                    found => return found,
                }
            }
        }
        Source::Absent
    }

    /// What stands at a path, such as `custom.topics.0`, with its own variables worked out.
    fn member(&mut self, root: &Node, path: &str, span: &Range<usize>) -> Source {
        if path.is_empty() {
            return Source::Later;
        }
        let mut node = Cow::Borrowed(root);
        for step in path.split('.') {
            let step = step.trim();
            let next = match &node {
                Cow::Borrowed(node) => below(node, step).map(Cow::Borrowed),
                Cow::Owned(node) => below(node, step).cloned().map(Cow::Owned),
            };
            let Some(next) = next else { return Source::Absent };
            if !self.reader.spend(STEP) || self.depth >= MAX_RESOLVING {
                return Source::Later;
            }
            // What stands there can be a variable itself.
            node = match next.parts().and_then(|text| self.with_variables(&text, &next.span)) {
                Some(value) => Cow::Owned(value),
                None => next,
            };
        }
        match &node.kind {
            Kind::Null => Source::Absent,
            _ if self.reader.spend(node.size()) => Source::Value(node.placed(span)),
            _ => Source::Later,
        }
    }

    /// What a file holds: `./rules.yml)` and, behind it, `:path.in.it`.
    fn file(&mut self, call: &str, span: &Range<usize>) -> Source {
        let Some((path, rest)) = call.split_once(')') else { return Source::Later };
        let ending = path.trim().rsplit('.').next().unwrap_or_default();
        // A program is not run.
        if ["js", "cjs", "mjs", "ts"].contains(&ending) {
            return Source::Unread(Unread::Program);
        }
        let text = match self.reader.file(path.trim()) {
            Ok(text) => text,
            Err(why) => return Source::Unread(why),
        };
        let root = match ending {
            _ if text.trim_start().starts_with(['{', '[']) => json::parse(&text).ok(),
            "yml" | "yaml" => yaml::parse(&text).ok().and_then(|documents| documents.into_iter().next()),
            _ => Some(Node::of_text(text, span.clone())),
        };
        let Some(root) = root.map(|root| root.placed(span)) else { return Source::Later };
        match rest.trim().strip_prefix(':') {
            Some(address) => self.member(&root, address, span),
            None => Source::Value(root),
        }
    }
}

/// The member of a map, or the item of a list.
fn below<'n>(node: &'n Node, step: &str) -> Option<&'n Node> {
    match &node.kind {
        Kind::List(items) => items.get(step.parse::<usize>().ok()?),
        _ => node.get(step),
    }
}

/// The place of the first variable of a string, with its `${` and `}`.
fn find(text: &str) -> Option<Range<usize>> {
    let mut from = 0;
    loop {
        let start = from + text[from..].find("${")?;
        let (mut depth, mut end) = (0_usize, None);
        for (at, ch) in text[start + 2..].char_indices() {
            match ch {
                '{' => depth += 1,
                '}' if depth == 0 => {
                    end = Some(start + 2 + at);
                    break;
                }
                '}' => depth -= 1,
                _ => {}
            }
        }
        let end = end?;
        if is_variable(&text[start + 2..end]) {
            return Some(start..end + 1);
        }
        from = start + 2;
    }
}

/// Whether `${name}` is one of the framework's: `self:…`, `opt:…`, `file(…):…`.
fn is_variable(name: &str) -> bool {
    let source: &str = name.trim_start().split([':', '(']).next().unwrap_or_default();
    let is_source = !source.is_empty() && source.chars().all(|ch| ch.is_ascii_alphanumeric());
    let is_call = source == "file" && name.trim_start()[source.len()..].starts_with('(');
    is_source && (name.contains(':') || is_call) && !name.trim_start().starts_with("AWS::")
}

/// The sources of a variable, between commas that stand outside of quotes and brackets.
fn alternatives(address: &str) -> Vec<&str> {
    let mut sources = Vec::new();
    let (mut from, mut depth, mut quote) = (0, 0_usize, None);
    for (at, ch) in address.char_indices() {
        match (ch, quote) {
            ('\'' | '"', None) => quote = Some(ch),
            (ch, Some(open)) if ch == open => quote = None,
            ('(', None) => depth += 1,
            (')', None) => depth = depth.saturating_sub(1),
            (',', None) if depth == 0 => {
                sources.push(address[from..at].trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    sources.push(address[from..].trim());
    sources
}
