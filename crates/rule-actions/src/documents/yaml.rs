//! YAML documents, with the short forms of CloudFormation's functions as their long ones.

use super::limits::{MAX_DEPTH, MAX_NODES, MAX_TEXT};
use super::node::{Kind, Node};
use super::wording;
use iot_sql::Diagnostic;
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, StrInput, Tag};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Reads the YAML documents of a string.
pub(super) fn parse(text: &str) -> Result<Vec<Node>, Diagnostic> {
    let mut reader = Reader {
        text,
        parser: Parser::new_from_str(text),
        offsets: Offsets { text, chars: 0, bytes: 0 },
        anchors: BTreeMap::new(),
        nodes: 0,
        bytes: 0,
    };
    let mut documents = Vec::new();
    while let Some((event, span)) = reader.next()? {
        if matches!(event, Event::DocumentStart(_)) {
            let (event, span) = reader.expect(span.end)?;
            documents.push(reader.node(event, span, 0)?);
        }
    }
    Ok(documents)
}

struct Reader<'t> {
    text: &'t str,
    parser: Parser<'t, StrInput<'t>>,
    offsets: Offsets<'t>,
    anchors: BTreeMap<usize, Measured>,
    /// How many values there are so far.
    nodes: usize,
    /// How many bytes the strings have so far.
    bytes: usize,
}

/// A value that aliases can name, and what a copy of it costs.
#[derive(Clone)]
struct Measured {
    node: Node,
    nodes: usize,
    bytes: usize,
    depth: usize,
}

impl<'t> Reader<'t> {
    /// The next event, with its place in bytes.
    fn next(&mut self) -> Result<Option<(Event<'t>, Range<usize>)>, Diagnostic> {
        match self.parser.next_event() {
            None => Ok(None),
            Some(Ok((event, span))) => {
                let range = self.range(span);
                Ok(Some((event, range)))
            }
            Some(Err(error)) => Err(self.fault(&error)),
        }
    }

    fn expect(&mut self, at: usize) -> Result<(Event<'t>, Range<usize>), Diagnostic> {
        self.next()?.ok_or_else(|| wording::malformed("YAML", "the document ends too early", self.text, at))
    }

    fn node(&mut self, event: Event<'t>, span: Range<usize>, depth: usize) -> Result<Node, Diagnostic> {
        if depth > MAX_DEPTH {
            return Err(wording::too_deep(span));
        }
        let before = (self.nodes, self.bytes);
        self.nodes += 1;
        let (node, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.bytes += text.len();
                let kind = scalar(text.into_owned(), style, tag.as_deref());
                (tagged(Node { kind, span }, tag.as_deref()), anchor)
            }
            Event::SequenceStart(anchor, tag) => {
                let mut items = Vec::new();
                let end = loop {
                    let (event, span) = self.expect(span.end)?;
                    if event == Event::SequenceEnd {
                        break span.end;
                    }
                    items.push(self.node(event, span, depth + 1)?);
                };
                let node =
                    Node { kind: Kind::List(items), span: self.trimmed(span.start..end.max(span.end)) };
                (tagged(node, tag.as_deref()), anchor)
            }
            Event::MappingStart(anchor, tag) => {
                let (mut entries, mut merges) = (Vec::new(), Vec::new());
                let end = loop {
                    let (event, place) = self.expect(span.end)?;
                    if event == Event::MappingEnd {
                        break place.end;
                    }
                    let key = self.node(event, place, depth + 1)?;
                    let (event, place) = self.expect(span.end)?;
                    let value = self.node(event, place, depth + 1)?;
                    let Some(name) = key.text() else { return Err(wording::key_not_text(key.span)) };
                    match (&key.kind, name) {
                        (Kind::Plain(_), "<<") => merges.push(value),
                        _ => entries.push((name.to_owned(), value)),
                    }
                };
                merge(&mut entries, merges);
                let node =
                    Node { kind: Kind::Map(entries), span: self.trimmed(span.start..end.max(span.end)) };
                (tagged(node, tag.as_deref()), anchor)
            }
            Event::Alias(anchor) => (self.alias(anchor, &span, depth)?, 0),
            _ => {
                return Err(wording::malformed("YAML", "a value was expected", self.text, span.start));
            }
        };
        if self.nodes > MAX_NODES || self.bytes > MAX_TEXT {
            return Err(wording::too_many(node.span));
        }
        if anchor > 0 {
            let (nodes, bytes) = (self.nodes - before.0, self.bytes - before.1);
            let depth = node.height();
            self.anchors.insert(anchor, Measured { node: node.clone(), nodes, bytes, depth });
            // The anchor keeps a copy.
            self.nodes += nodes;
            self.bytes += bytes;
        }
        Ok(node)
    }

    /// A copy of what an anchor names. What the copies cost counts before they are made.
    fn alias(&mut self, anchor: usize, span: &Range<usize>, depth: usize) -> Result<Node, Diagnostic> {
        let Some(known) = self.anchors.get(&anchor) else {
            return Err(wording::malformed(
                "YAML",
                "an alias names a value that is not complete",
                self.text,
                span.start,
            ));
        };
        self.nodes += known.nodes;
        self.bytes += known.bytes;
        if self.nodes > MAX_NODES || self.bytes > MAX_TEXT {
            return Err(wording::too_many(span.clone()));
        }
        if depth + known.depth > MAX_DEPTH {
            return Err(wording::too_deep(span.clone()));
        }
        Ok(known.node.clone())
    }

    /// A place without the blanks at its end: what has no bracket ends where the next thing begins.
    fn trimmed(&self, span: Range<usize>) -> Range<usize> {
        let length = self.text.get(span.clone()).map_or(0, |text| text.trim_end().len());
        span.start..span.start + length
    }

    fn range(&mut self, span: Span) -> Range<usize> {
        let start = self.offsets.byte(span.start.index());
        start..self.offsets.byte(span.end.index()).max(start)
    }

    fn fault(&mut self, error: &ScanError) -> Diagnostic {
        let at = self.offsets.byte(error.marker().index());
        if error.info().contains("recursion limit") {
            return wording::too_deep(at..at);
        }
        wording::malformed("YAML", error.info(), self.text, at)
    }
}

/// Adds the members of the values of `<<` keys, where a mapping has none of its own by their names.
fn merge(entries: &mut Vec<(String, Node)>, merges: Vec<Node>) {
    if merges.is_empty() {
        return;
    }
    let mut names: BTreeSet<String> = entries.iter().map(|(name, _)| name.clone()).collect();
    let mut add = |node: Node| {
        if let Kind::Map(members) = node.kind {
            entries.extend(members.into_iter().filter(|(name, _)| names.insert(name.clone())));
        }
    };
    for node in merges {
        match node.kind {
            Kind::List(items) => items.into_iter().for_each(&mut add),
            kind => add(Node { kind, span: node.span }),
        }
    }
}

fn scalar(text: String, style: ScalarStyle, tag: Option<&Tag>) -> Kind {
    match tag {
        Some(tag) if tag.is_yaml_core_schema() && tag.suffix == "str" => Kind::Text(text.into()),
        Some(tag) if tag.is_yaml_core_schema() => Kind::Plain(text.into()),
        // The short form of a function takes a string.
        Some(_) => Kind::Text(text.into()),
        None if style == ScalarStyle::Plain => match text.as_str() {
            "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
            _ => Kind::Plain(text.into()),
        },
        None => Kind::Text(text.into()),
    }
}

/// `!Sub x` as `{"Fn::Sub": x}`.
fn tagged(node: Node, tag: Option<&Tag>) -> Node {
    let Some(tag) = tag.filter(|tag| tag.handle == "!" && !tag.suffix.is_empty()) else { return node };
    let name = match tag.suffix.as_str() {
        "Ref" | "Condition" => tag.suffix.clone(),
        other => format!("Fn::{other}"),
    };
    let span = node.span.clone();
    Node { kind: Kind::Map(vec![(name, node)]), span }
}

/// Turns places in characters into places in bytes. Places mostly grow, so that each starts from the one before.
struct Offsets<'t> {
    text: &'t str,
    chars: usize,
    bytes: usize,
}

impl Offsets<'_> {
    fn byte(&mut self, chars: usize) -> usize {
        while self.chars < chars {
            let Some(next) = self.text[self.bytes..].chars().next() else { break };
            self.bytes += next.len_utf8();
            self.chars += 1;
        }
        while self.chars > chars {
            let Some(last) = self.text[..self.bytes].chars().next_back() else { break };
            self.bytes -= last.len_utf8();
            self.chars -= 1;
        }
        self.bytes
    }
}
