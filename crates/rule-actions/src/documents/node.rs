//! What JSON, YAML and HCL have in common: values that know their place in the document.

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
    Plain(String),
    Text(String),
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

    /// The value as a string, also where a number or a boolean stands for one.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) | Kind::Plain(text) | Kind::Number(text) => Some(text),
            Kind::Bool(true) => Some("true"),
            Kind::Bool(false) => Some("false"),
            Kind::Null | Kind::List(_) | Kind::Map(_) => None,
        }
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
