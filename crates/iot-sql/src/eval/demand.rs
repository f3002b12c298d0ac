//! How much of the payload a rule reads.

use crate::functions::Body;
use crate::syntax::tree::{Expr, ExprKind, Query, Select, Variable};
use crate::value::Demand;
use foldhash::fast::RandomState;
use hashbrown::HashSet;
use smol_str::SmolStr;

/// Keys up to which only these are read of a payload; to look for more in every member costs more than to read it.
const MAX_KEYS: usize = 200;

/// What a rule's clauses read of the payload.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Reads {
    /// `*` stands where it is a value.
    pub(crate) everything: bool,
    /// Whether a name stands where it can only be one of the payload. In a nested query it is one of the element first.
    pub(crate) names_payload: bool,
    /// Names that may be top-level keys; one inside a nested query may be the element's or the payload's.
    pub(crate) keys: Vec<SmolStr>,
    /// The keys once more, to find them quickly.
    known: HashSet<SmolStr, RandomState>,
}

/// What these clauses read.
pub(crate) fn reads(variables: &[Variable], query: &Query) -> Reads {
    let mut reads = Reads::default();
    for variable in variables {
        reads.expr(&variable.expr, true);
    }
    reads.query(query, true);
    reads
}

/// What these expressions of a template read, beside the rule's variables.
pub(crate) fn template_reads<'e>(expressions: impl Iterator<Item = &'e Expr>) -> Reads {
    let mut reads = Reads::default();
    for expr in expressions {
        reads.expr(expr, true);
    }
    reads
}

/// Whether an expression depends on nothing but the topic, as far as that is plain: calls of `topic` and of what computes
/// from its arguments alone.
pub(crate) fn reads_topic_only(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Literal(_) => true,
        ExprKind::Call(call) => {
            (call.function.name == "topic" || matches!(call.function.body, Body::Pure(_)))
                && call.arguments.iter().all(reads_topic_only)
        }
        ExprKind::Unary(_, operand) => reads_topic_only(operand),
        ExprKind::Chain(first, links) => {
            reads_topic_only(first) && links.iter().all(|link| reads_topic_only(&link.right))
        }
        _ => false,
    }
}

impl Reads {
    /// What has to be kept of the payload.
    pub(crate) fn demand(self) -> Demand {
        if self.everything || self.keys.len() > MAX_KEYS {
            Demand::Everything
        } else {
            Demand::Keys(self.keys)
        }
    }

    fn query(&mut self, query: &Query, top: bool) {
        // Inside a nested query `*` is the element; that is the whole payload only where FROM is `*` itself, which
        // was counted when FROM was read.
        let inside = top && query.from.is_none();
        if let Some(source) = &query.from {
            self.expr(&source.expr, top);
        }
        match &query.select {
            Select::Value(expr) => self.expr(expr, inside),
            Select::Items(items) => {
                for item in items {
                    self.expr(&item.expr, inside);
                }
            }
        }
        if let Some(condition) = &query.condition {
            self.expr(condition, inside);
        }
    }

    fn key(&mut self, name: &SmolStr) {
        if self.known.insert(name.clone()) {
            self.keys.push(name.clone());
        }
    }

    /// `top` says whether `*` is the payload.
    fn expr(&mut self, expr: &Expr, top: bool) {
        match &expr.kind {
            ExprKind::Star => self.everything |= top,
            ExprKind::Attribute(name) => {
                self.key(name);
                self.names_payload |= top;
            }
            ExprKind::Literal(_) | ExprKind::Variable(_) | ExprKind::TypeName(_) => {}
            ExprKind::Members(base, members) => match (&base.kind, members.first()) {
                // `*.a` reads one key.
                (ExprKind::Star, Some(first)) if top => {
                    self.key(&first.text);
                    self.names_payload = true;
                }
                _ => self.expr(base, top),
            },
            ExprKind::Call(call) => {
                // These take `*` as the payload's bytes, JSON or not.
                let takes_bytes = top && matches!(call.function.name, "encode" | "decode");
                for (index, argument) in call.arguments.iter().enumerate() {
                    if !(takes_bytes && index == 0 && matches!(argument.kind, ExprKind::Star)) {
                        self.expr(argument, top);
                    }
                }
            }
            ExprKind::Unary(_, operand) => self.expr(operand, top),
            ExprKind::Chain(first, links) => {
                self.expr(first, top);
                for link in links {
                    self.expr(&link.right, top);
                }
            }
            ExprKind::Case(case) => {
                self.expr(&case.operand, top);
                for (test, result) in &case.branches {
                    self.expr(test, top);
                    self.expr(result, top);
                }
                if let Some(otherwise) = &case.otherwise {
                    self.expr(otherwise, top);
                }
            }
            ExprKind::In(needle, haystack) => {
                self.expr(needle, top);
                self.expr(haystack, top);
            }
            ExprKind::Exists(query) | ExprKind::Query(query) => self.query(query, top),
            ExprKind::Array(elements) => elements.iter().for_each(|element| self.expr(element, top)),
            ExprKind::Object(members) => members.iter().for_each(|(_, member)| self.expr(member, top)),
        }
    }
}
