//! What an evaluation did, for explanations. Built only when asked for.

use super::Evaluator;
use crate::syntax::tree::{Expr, ExprKind, Name};
use crate::value::Value;
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Values that are kept of an expression that is evaluated more than once, as in a nested query.
const MAX_VALUES: usize = 20;

/// Pointers that are kept for one attribute.
const MAX_POINTERS: usize = 100;

/// Reads that are kept of one evaluation.
const MAX_READS: usize = 1000;

/// What an evaluation did: every expression's values, and where each outgoing attribute came from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    nodes: BTreeMap<(usize, usize), TracedExpr>,
    /// The outgoing attributes in the order of their SELECT items.
    pub attributes: Vec<TracedAttribute>,
    reads: Vec<String>,
    /// All that was read, WHERE and variables included: where the path starts in the statement, and the JSON pointer.
    read_at: BTreeSet<(usize, String)>,
    /// Whether it is of a template, in whose text the places of SET variables mean nothing.
    pub(super) is_of_template: bool,
}

/// An expression that was evaluated.
#[derive(Clone, Debug, PartialEq)]
pub struct TracedExpr {
    /// Where it stands in the statement, in bytes.
    pub range: Range<usize>,
    /// Its values in order, at most 20; more than one inside nested queries.
    pub values: Vec<Value>,
    /// How often it was evaluated.
    pub count: usize,
    /// Whether it is a value that is written out, whose text says as much.
    pub is_literal: bool,
}

/// An outgoing attribute, or a group of them for `*`, and where it came from.
#[derive(Clone, Debug, PartialEq)]
pub struct TracedAttribute {
    /// Its key; a dotted alias has several parts. Empty for `*` and for SELECT VALUE.
    pub key: Vec<SmolStr>,
    /// The SELECT item, in bytes of the statement.
    pub item: Range<usize>,
    /// Its value; Undefined where it was omitted.
    pub value: Value,
    /// JSON pointers into the payload of what its item read, in order, each once; at most 100. What is not there is not
    /// among them.
    pub pointers: Vec<String>,
}

impl Trace {
    /// An empty one of a template.
    pub(super) fn of_template() -> Self {
        Self { is_of_template: true, ..Self::default() }
    }

    /// The expressions that were evaluated, by their place in the statement, outer ones before inner ones.
    pub fn expressions(&self) -> impl Iterator<Item = &TracedExpr> {
        self.nodes.values()
    }

    /// The expression at exactly these bytes.
    #[must_use]
    pub fn expression(&self, range: &Range<usize>) -> Option<&TracedExpr> {
        self.nodes.get(&order(range))
    }

    pub(super) fn record(&mut self, expr: &Expr, value: &Value) {
        let node = self.nodes.entry(order(&expr.range)).or_insert_with(|| TracedExpr {
            range: expr.range.clone(),
            values: Vec::new(),
            count: 0,
            is_literal: matches!(expr.kind, ExprKind::Literal(_) | ExprKind::TypeName(_)),
        });
        node.count += 1;
        if node.values.len() < MAX_VALUES {
            node.values.push(value.clone());
        }
    }

    /// What was read of the payload: where the path starts in the statement, and a JSON pointer into the payload.
    pub(crate) fn read_at(&self) -> impl Iterator<Item = (usize, &str)> {
        self.read_at.iter().map(|(at, pointer)| (*at, pointer.as_str()))
    }

    /// What the path that starts here read of the payload.
    pub fn read_from(&self, at: usize) -> impl Iterator<Item = &str> {
        let from = self.read_at.range((at, String::new())..);
        from.take_while(move |(start, _)| *start == at).map(|(_, pointer)| pointer.as_str())
    }

    /// `found` is whether the path led to something.
    fn read(&mut self, at: usize, pointer: String, found: bool) {
        if self.read_at.len() < MAX_READS {
            self.read_at.insert((at, pointer.clone()));
        }
        if found && self.reads.len() < MAX_POINTERS && !self.reads.contains(&pointer) {
            self.reads.push(pointer);
        }
    }

    pub(super) fn attribute(&mut self, key: Vec<SmolStr>, item: Range<usize>, value: Value) {
        let pointers = std::mem::take(&mut self.reads);
        self.attributes.push(TracedAttribute { key, item, value, pointers });
    }

    pub(super) fn forget_reads(&mut self) {
        self.reads.clear();
    }
}

impl Evaluator<'_> {
    /// Writes down from here on what is evaluated.
    pub(crate) fn start_trace(&mut self) {
        self.trace = Some(Box::default());
    }

    /// Writes down from here on what is evaluated of a template.
    pub(crate) fn start_template_trace(&mut self) {
        self.trace = Some(Box::new(Trace::of_template()));
    }

    /// Drops what WHERE has read, so that it is not taken for a source of what SELECT gives.
    pub(crate) fn forget_reads(&mut self) {
        if let Some(trace) = &mut self.trace {
            trace.forget_reads();
        }
    }

    /// What was written down.
    pub(crate) fn take_trace(&mut self) -> Option<Box<Trace>> {
        self.trace.take()
    }

    /// The JSON pointer of a path from a name, for tracing.
    pub(super) fn pointer(&self, base: &Expr, members: &[Name]) -> Option<String> {
        let mut pointer = match &base.kind {
            ExprKind::Star => match self.scopes.last() {
                Some(scope) => scope.pointer.clone()?,
                None => String::new(),
            },
            ExprKind::Attribute(name) => {
                let scope = self.scopes.iter().rev().find(|scope| {
                    scope.alias.as_ref() == Some(name) || !scope.element.member(name).is_undefined()
                });
                match scope {
                    Some(scope) if scope.alias.as_ref() == Some(name) => scope.pointer.clone()?,
                    Some(scope) => {
                        let mut pointer = scope.pointer.clone()?;
                        add_step(&mut pointer, name);
                        pointer
                    }
                    None => {
                        let mut pointer = String::new();
                        add_step(&mut pointer, name);
                        pointer
                    }
                }
            }
            _ => return None,
        };
        for member in members {
            add_step(&mut pointer, &member.text);
        }
        Some(pointer)
    }

    /// Writes down that a path was read, and whether it led to something.
    #[inline]
    pub(super) fn trace_read(&mut self, base: &Expr, members: &[Name], found: bool) {
        if self.trace.is_some() {
            self.trace_pointer(base, members, found);
        }
    }

    fn trace_pointer(&mut self, base: &Expr, members: &[Name], found: bool) {
        if let Some(pointer) = self.pointer(base, members)
            && let Some(trace) = &mut self.trace
        {
            trace.read(base.range.start, pointer, found);
        }
    }
}

/// By start, the longer one first.
fn order(range: &Range<usize>) -> (usize, usize) {
    (range.start, usize::MAX - range.end)
}

/// Adds a key as a step to a JSON pointer (RFC 6901).
pub(crate) fn add_step(pointer: &mut String, key: &str) {
    pointer.push('/');
    for ch in key.chars() {
        match ch {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}
