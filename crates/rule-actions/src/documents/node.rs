//! What JSON, YAML and HCL have in common: values that know their place in the document.

use super::places::{self, Quote};
use super::text::Text;
use std::ops::Range;

/// A value and its place, in bytes of the document.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Null,
    Bool(bool),
    /// A number, as it is written in JSON.
    Number(String),
    /// A string without quotes in YAML, whose type depends on what it is for.
    Plain(Text),
    /// A string. One that is unknown as a whole may stand for a value of any type.
    Text(Text),
    List(Vec<Node>),
    /// Members in the order written. A key may stand there twice: the blocks of HCL do.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// The member of this key; the last one where there are several, as in JSON.
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().rev().find_map(|(name, value)| (name == key).then_some(value))
    }

    /// The members of a map; none of anything else.
    pub(super) fn entries(&self) -> &[(String, Node)] {
        match &self.kind {
            Kind::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none of anything else.
    pub(super) fn items(&self) -> &[Node] {
        match &self.kind {
            Kind::List(items) => items,
            _ => &[],
        }
    }

    pub(super) fn is_map(&self) -> bool {
        matches!(self.kind, Kind::Map(_))
    }

    /// The value as a string that is known as a whole, also where a number or a boolean stands for one.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) | Kind::Plain(text) => text.known(),
            Kind::Number(text) => Some(text),
            Kind::Bool(true) => Some("true"),
            Kind::Bool(false) => Some("false"),
            Kind::Null | Kind::List(_) | Kind::Map(_) => None,
        }
    }

    /// The value as a string with holes in it, also where a number or a boolean stands for one.
    pub(super) fn parts(&self) -> Option<Text> {
        match &self.kind {
            Kind::Text(text) | Kind::Plain(text) => Some(text.clone()),
            _ => self.text().map(Text::from),
        }
    }

    /// The placeholder, where nothing is known of the value.
    pub(super) fn unknown(&self) -> Option<usize> {
        match &self.kind {
            Kind::Text(text) | Kind::Plain(text) => text.placeholder(),
            _ => None,
        }
    }

    /// Whether nothing in the value is unknown.
    pub(super) fn is_known(&self) -> bool {
        match &self.kind {
            Kind::Text(text) | Kind::Plain(text) => text.known().is_some(),
            Kind::List(items) => items.iter().all(Node::is_known),
            Kind::Map(entries) => entries.iter().all(|(_, value)| value.is_known()),
            Kind::Null | Kind::Bool(_) | Kind::Number(_) => true,
        }
    }

    /// What it takes to hold the value: the bytes of its strings, and something for each value in it.
    pub(super) fn size(&self) -> usize {
        const EACH: usize = 8;
        EACH + match &self.kind {
            Kind::Null | Kind::Bool(_) => 0,
            Kind::Number(text) => text.len(),
            Kind::Text(text) | Kind::Plain(text) => text.size(),
            Kind::List(items) => items.iter().map(Node::size).sum(),
            Kind::Map(entries) => entries.iter().map(|(key, value)| key.len() + value.size()).sum(),
        }
    }

    /// Whether two values are the same, wherever they stand.
    pub(super) fn same(&self, other: &Node) -> bool {
        match (&self.kind, &other.kind) {
            (Kind::List(one), Kind::List(two)) => {
                one.len() == two.len() && one.iter().zip(two).all(|(one, two)| one.same(two))
            }
            (Kind::Map(one), Kind::Map(two)) => {
                one.len() == two.len()
                    && one.iter().zip(two).all(|((key, one), (other, two))| key == other && one.same(two))
            }
            (one, two) => one == two,
        }
    }

    /// How many levels the value has below it.
    pub(super) fn height(&self) -> usize {
        let below = self.items().iter().chain(self.entries().iter().map(|(_, value)| value));
        below.map(|child| 1 + child.height()).max().unwrap_or(0)
    }

    /// The value with which parts of its strings stand in the document, whose text is `source`.
    pub(super) fn located(mut self, source: &str) -> Node {
        self.each_text(&mut |text, span| {
            let (Some(written), Some(known)) = (source.get(span.clone()), text.known()) else { return };
            // The tag before it belongs to a scalar of YAML.
            let bare = match written.strip_prefix('!') {
                Some(tagged) if !known.starts_with('!') => {
                    tagged.trim_start_matches(|ch: char| !ch.is_whitespace()).trim_start()
                }
                _ => written,
            };
            let (skipped, quote) = match bare.chars().next() {
                Some('"') => (1, Quote::Double),
                Some('\'') => (1, Quote::Single),
                Some('|' | '>') => (bare.find('\n').map_or(0, |at| at + 1), Quote::None),
                _ => (0, Quote::None),
            };
            let inner = &bare[skipped..];
            let runs = places::runs(inner, span.end - inner.len(), known, quote);
            *text = std::mem::take(text).at(runs);
        });
        self
    }

    /// The value with places in the document, where its own are those in a string of it.
    pub(super) fn through(mut self, around: &Text) -> Node {
        self.each_text(&mut |text, _| *text = std::mem::take(text).through(around));
        self
    }

    fn each_text(&mut self, change: &mut impl FnMut(&mut Text, &Range<usize>)) {
        match &mut self.kind {
            Kind::Text(text) | Kind::Plain(text) => change(text, &self.span),
            Kind::List(items) => items.iter_mut().for_each(|item| item.each_text(change)),
            Kind::Map(entries) => entries.iter_mut().for_each(|(_, value)| value.each_text(change)),
            Kind::Null | Kind::Bool(_) | Kind::Number(_) => {}
        }
    }

    /// The value as if all of it stood at a place.
    pub(super) fn placed(&self, span: &Range<usize>) -> Node {
        let kind = match &self.kind {
            Kind::List(items) => Kind::List(items.iter().map(|item| item.placed(span)).collect()),
            Kind::Map(entries) => {
                Kind::Map(entries.iter().map(|(key, value)| (key.clone(), value.placed(span))).collect())
            }
            other => other.clone(),
        };
        Node { kind, span: span.clone() }
    }

    /// The value of another text, for which a place in the document stands.
    pub(super) fn foreign(&self, span: &Range<usize>) -> Node {
        let bare = |text: &Text| text.known().map_or_else(|| text.clone(), Text::from);
        let kind = match &self.kind {
            Kind::Text(text) => Kind::Text(bare(text)),
            Kind::Plain(text) => Kind::Plain(bare(text)),
            Kind::List(items) => Kind::List(items.iter().map(|item| item.foreign(span)).collect()),
            Kind::Map(entries) => {
                Kind::Map(entries.iter().map(|(key, value)| (key.clone(), value.foreign(span))).collect())
            }
            other => other.clone(),
        };
        Node { kind, span: span.clone() }
    }

    /// A string at a place.
    pub(super) fn of_text(text: impl Into<Text>, span: Range<usize>) -> Node {
        Node { kind: Kind::Text(text.into()), span }
    }

    /// The value as JSON, where all of it is known. Plain scalars of YAML are what YAML takes them for.
    pub(super) fn to_json(&self) -> Option<serde_json::Value> {
        use serde_json::Value as Json;
        Some(match &self.kind {
            Kind::Null => Json::Null,
            Kind::Bool(value) => (*value).into(),
            Kind::Number(text) => serde_json::from_str(text).ok()?,
            Kind::Text(text) => text.known()?.into(),
            Kind::Plain(text) => match text.known()? {
                "true" => true.into(),
                "false" => false.into(),
                text => serde_json::from_str::<Json>(text)
                    .ok()
                    .filter(Json::is_number)
                    .unwrap_or_else(|| text.into()),
            },
            Kind::List(items) => items.iter().map(Node::to_json).collect::<Option<Vec<_>>>()?.into(),
            Kind::Map(entries) => {
                let members = entries.iter().map(|(key, value)| Some((key.clone(), value.to_json()?)));
                Json::Object(members.collect::<Option<_>>()?)
            }
        })
    }

    /// What the value is, in words.
    pub(super) fn describe(&self) -> &'static str {
        match self.kind {
            Kind::Null => "null",
            Kind::Bool(_) => "a boolean",
            Kind::Number(_) => "a number",
            Kind::Plain(_) | Kind::Text(_) => "a string",
            Kind::List(_) => "a list",
            Kind::Map(_) => "an object",
        }
    }
}
