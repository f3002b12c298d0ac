//! What each part of a rule reads of the payload, and what nothing reads.

use super::Explained;
use super::json::Outline;
use crate::eval::{Trace, add_step};
use crate::syntax::tree::{Expr, ExprKind, Select};
use crate::template::Template;
use crate::value::Value;
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// A SET variable.
    Set,
    /// The condition.
    Where,
    /// An item of SELECT.
    Select,
    /// A template, by its place among those that were asked about.
    Template(usize),
}

/// A part of a rule, and what it reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineagePart {
    /// What it is.
    pub kind: PartKind,
    /// Where it stands in the statement, or in the template.
    pub range: Range<usize>,
    /// The keys of the outgoing attributes that come of it; one that is empty stands for all that `*` gives.
    pub attributes: Vec<Vec<SmolStr>>,
    /// JSON pointers into the payload of what it reads, by way of variables too; also what another message would let it
    /// read, such as a branch of CASE that was not taken.
    pub pointers: Vec<String>,
    /// The same as places in the payload, from the key to the value's end, as far as they are there.
    pub reads: Vec<Range<usize>>,
}

/// What a rule reads of a payload.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lineage {
    /// The parts: SET, SELECT, WHERE, templates, each in order.
    pub parts: Vec<LineagePart>,
    /// What no part reads, as places in the payload; what is in one of them is not listed again.
    pub unread: Vec<Range<usize>>,
    /// How many keys the payload has whose values have no keys themselves.
    pub keys: usize,
    /// How many of them no part reads.
    pub unread_keys: usize,
}

impl Lineage {
    /// The parts, by their numbers, that read what stands at an offset of the payload: what is around it, or the
    /// innermost value there with all in it.
    #[must_use]
    pub fn readers_at(&self, offset: usize) -> Vec<usize> {
        let reads = |part: &LineagePart| {
            part.reads.iter().any(|range| range.contains(&offset) || range.end == offset)
        };
        (0..self.parts.len()).filter(|index| reads(&self.parts[*index])).collect()
    }

    /// The part of this kind at an offset of its text.
    #[must_use]
    pub fn part_at(&self, is_template: Option<usize>, offset: usize) -> Option<usize> {
        self.parts.iter().position(|part| {
            let is_text = match part.kind {
                PartKind::Template(index) => is_template == Some(index),
                _ => is_template.is_none(),
            };
            is_text && part.range.start <= offset && offset <= part.range.end
        })
    }
}

impl Explained<'_> {
    /// What the rule and these templates of its actions read of the message's payload.
    #[must_use]
    pub fn lineage(&mut self, templates: &[&Template]) -> Lineage {
        let rule = self.rule;
        let payload = std::str::from_utf8(self.message.payload).unwrap_or_default();
        let outline = Outline::of(super::within_limit(payload));
        let marks = vec![false; outline.nodes.len()];
        let seen = Reads::seen(&self.trace);
        let variables =
            rule.variables().iter().map(|variable| (variable.name.text.clone(), seen.of(&variable.expr)));
        let variables = variables.collect();
        let mut gathered =
            Gathered { payload, outline, marks, variables, parts: Vec::new(), known: BTreeMap::new() };
        for variable in rule.variables() {
            let range = variable.name.range.start..variable.expr.range.end;
            gathered.add(PartKind::Set, range, Vec::new(), seen.of(&variable.expr));
        }
        let query = rule.query();
        let items: Vec<(&Expr, &Range<usize>)> = match &query.select {
            Select::Value(expr) => vec![(expr, &expr.range)],
            Select::Items(items) => items.iter().map(|item| (&item.expr, &item.range)).collect(),
        };
        let mut of_items: BTreeMap<usize, Vec<Vec<SmolStr>>> = BTreeMap::new();
        for attribute in &self.trace.attributes {
            of_items.entry(attribute.item.start).or_default().push(attribute.key.clone());
        }
        for (expr, range) in items {
            let attributes = of_items.remove(&range.start).unwrap_or_default();
            gathered.add(PartKind::Select, range.clone(), attributes, seen.of(expr));
        }
        if let Some(condition) = &query.condition {
            gathered.add(PartKind::Where, condition.range.clone(), Vec::new(), seen.of(condition));
        }
        for (index, template) in templates.iter().enumerate() {
            let seen = Reads::seen(&self.render(template).1);
            let mut found = Found::default();
            template.expressions().for_each(|expr| found.join(seen.of(expr)));
            gathered.add(PartKind::Template(index), 0..template.text().len(), Vec::new(), found);
        }
        gathered.finish()
    }
}

/// What was read while a rule was evaluated, by the place in the text where the path starts.
struct Reads(BTreeMap<usize, BTreeSet<String>>);

/// What an expression reads.
#[derive(Clone, Debug, Default)]
struct Found {
    /// JSON pointers, each with whether only what is in it is read, and that is listed too.
    pointers: BTreeMap<String, bool>,
    /// The variables that it asks.
    variables: BTreeSet<SmolStr>,
}

impl Found {
    fn add(&mut self, pointer: String, is_through: bool) {
        let known = self.pointers.entry(pointer).or_insert(is_through);
        *known &= is_through;
    }

    fn join(&mut self, other: Self) {
        other.pointers.into_iter().for_each(|(pointer, is_through)| self.add(pointer, is_through));
        self.variables.extend(other.variables);
    }
}

impl Reads {
    fn seen(trace: &Trace) -> Self {
        let mut reads: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for (at, pointer) in trace.read_at() {
            reads.entry(at).or_default().insert(pointer.to_owned());
        }
        Self(reads)
    }

    /// What an expression was seen to read, and what its paths may read where it was not evaluated.
    fn of(&self, expr: &Expr) -> Found {
        let mut found = Found::default();
        self.gather(expr, None, false, false, &mut found);
        found
    }

    /// `step` is the member of it that alone is read, `is_source` says that it is what a nested query goes through, and
    /// `is_nested` that it stands in one.
    fn gather(&self, expr: &Expr, step: Option<&str>, is_source: bool, is_nested: bool, found: &mut Found) {
        let mut path = |base: &Expr, members: &[crate::syntax::tree::Name]| {
            let mut pointers: BTreeSet<String> = self.0.get(&base.range.start).cloned().unwrap_or_default();
            if pointers.is_empty() && !(is_nested && matches!(base.kind, ExprKind::Star)) {
                let mut pointer = String::new();
                if let ExprKind::Attribute(name) = &base.kind {
                    add_step(&mut pointer, name);
                }
                for member in members {
                    add_step(&mut pointer, &member.text);
                }
                pointers.insert(pointer);
            }
            for mut pointer in pointers {
                if let Some(step) = step {
                    add_step(&mut pointer, step);
                }
                found.add(pointer, is_source);
            }
        };
        match &expr.kind {
            ExprKind::Attribute(_) | ExprKind::Star => path(expr, &[]),
            ExprKind::Members(base, members) => match &base.kind {
                ExprKind::Attribute(_) | ExprKind::Star => path(base, members),
                _ => self.gather(
                    base,
                    members.first().map(|member| member.text.as_str()),
                    false,
                    is_nested,
                    found,
                ),
            },
            ExprKind::Variable(name) => {
                found.variables.insert(name.clone());
            }
            // Of `get(a, 'key')` the key alone is read.
            ExprKind::Call(call) if call.function.name == "get" && call.arguments.len() == 2 => {
                let step = match &call.arguments[1].kind {
                    ExprKind::Literal(Value::String(key)) => Some(key.to_string()),
                    ExprKind::Literal(Value::Int(index)) => Some(index.get().to_string()),
                    _ => None,
                };
                self.gather(&call.arguments[0], step.as_deref(), false, is_nested, found);
                self.gather(&call.arguments[1], None, false, is_nested, found);
            }
            ExprKind::Query(query) | ExprKind::Exists(query) => {
                query.from.iter().for_each(|source| self.gather(&source.expr, None, true, is_nested, found));
                match &query.select {
                    Select::Value(expr) => self.gather(expr, None, false, true, found),
                    Select::Items(items) => {
                        for item in items {
                            self.gather(&item.expr, None, false, true, found);
                        }
                    }
                }
                query.condition.iter().for_each(|expr| self.gather(expr, None, false, true, found));
            }
            _ => expr.children(&mut |child| self.gather(child, None, false, is_nested, found)),
        }
    }
}

/// The parts so far, and what they have read.
struct Gathered<'p> {
    payload: &'p str,
    outline: Outline,
    /// Which values of the outline are read.
    marks: Vec<bool>,
    variables: Vec<(SmolStr, Found)>,
    parts: Vec<LineagePart>,
    /// Where pointers lead to that were followed already, and whether all in it is marked.
    known: BTreeMap<String, (Option<usize>, bool)>,
}

impl Gathered<'_> {
    fn add(&mut self, kind: PartKind, range: Range<usize>, attributes: Vec<Vec<SmolStr>>, mut found: Found) {
        // Variables ask others in turn.
        let mut known: BTreeSet<SmolStr> = BTreeSet::new();
        while let Some(name) = found.variables.pop_first() {
            if known.insert(name.clone())
                && let Some((_, asked)) = self.variables.iter().find(|(other, _)| *other == name)
            {
                found.join(asked.clone());
            }
        }
        let (mut pointers, mut reads) = (Vec::new(), Vec::new());
        for (pointer, is_through) in found.pointers {
            let found = self.known.entry(pointer.clone());
            let (node, is_marked) =
                found.or_insert_with(|| (self.outline.find(self.payload, &pointer), false));
            if let Some(node) = *node {
                let end = if is_through { node + 1 } else { self.outline.nodes[node].after };
                if !*is_marked {
                    self.marks[node..end].fill(true);
                    *is_marked = !is_through;
                }
                reads.push(self.outline.nodes[node].range());
            }
            pointers.push(pointer);
        }
        self.parts.push(LineagePart { kind, range, attributes, pointers, reads });
    }

    fn finish(self) -> Lineage {
        let nodes = &self.outline.nodes;
        // How many before each are read, and have a key.
        let sums = |is: &dyn Fn(usize) -> bool| {
            let mut sum = 0;
            let mut sums = vec![0];
            sums.extend((0..nodes.len()).map(|node| {
                sum += usize::from(is(node));
                sum
            }));
            sums
        };
        let (read, keyed) = (sums(&|node| self.marks[node]), sums(&|node| nodes[node].key.is_some()));
        let mut lineage = Lineage { parts: self.parts, ..Lineage::default() };
        for (index, node) in nodes.iter().enumerate() {
            let is_leaf = node.key.is_some() && keyed[node.after] == keyed[index + 1];
            lineage.keys += usize::from(is_leaf);
            lineage.unread_keys += usize::from(is_leaf && read[node.after] == read[index]);
        }
        let mut index = 1;
        while let Some(node) = nodes.get(index) {
            let has_keys = keyed[node.after] > keyed[index];
            if has_keys && read[node.after] == read[index] {
                lineage.unread.push(node.range());
                index = node.after;
            } else {
                index += 1;
            }
        }
        lineage
    }
}
