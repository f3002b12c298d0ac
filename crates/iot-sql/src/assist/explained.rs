//! One evaluation of a rule for a message, with everything that an editor asks of it.

use crate::diagnostic::{Diagnostic, Fix};
use crate::eval::{Cause, Trace, UndefinedPart};
use crate::message::{Context, Message};
use crate::outcome::Outcome;
use crate::rule::{Rule, Run};
use crate::syntax::tree::Expr;
use crate::template::Template;
use crate::value::Value;
use std::ops::Range;

/// A rule that was evaluated for a message, to be asked what its parts give and read.
pub struct Explained<'a> {
    pub(super) rule: &'a Rule,
    pub(super) message: Message<'a>,
    run: Run<'a>,
    pub(super) trace: Trace,
    pub(super) outcome: Outcome,
    /// How many more of the values that are shown get a reason.
    pub(super) reasons: usize,
}

/// Undefined values that are shown with a reason; each looks through the whole statement.
pub(super) const MOST_REASONS: usize = 50;

/// Why something is Undefined.
pub(super) struct Why {
    /// As words without a full stop; empty where there is no more to say than that it is Undefined.
    pub(super) fact: String,
    /// What may have been meant.
    pub(super) nearest: Option<String>,
    pub(super) fix: Option<Fix>,
}

impl<'a> Explained<'a> {
    /// Evaluates the rule for the message. Where WHERE is not true, SELECT is evaluated all the same, to say what it
    /// would give.
    #[must_use]
    pub fn new(rule: &'a Rule, message: Message<'a>, context: &'a Context) -> Self {
        let mut run = rule.start(message, context);
        run.trace();
        run.listen();
        let outcome = run.run();
        if matches!(outcome, Outcome::NotTrue { .. }) {
            run.evaluator().forget_reads();
            // What fails here would fail only if it were reached.
            let _ = run.select();
        }
        let trace = run.take_trace().unwrap_or_default();
        Self { rule, message, run, trace, outcome, reasons: 0 }
    }

    /// Whether SELECT was reached.
    pub(super) fn reached_select(&self) -> bool {
        matches!(self.outcome, Outcome::Output(_) | Outcome::Failed(_))
    }

    /// The value of the expression at exactly these bytes of the statement, the first one of several.
    pub(super) fn value(&self, range: &Range<usize>) -> Option<&Value> {
        self.trace.expression(range)?.values.first()
    }

    /// Why the evaluation failed, and where.
    pub(super) fn failure(&self) -> Option<&Diagnostic> {
        match &self.outcome {
            Outcome::Failed(diagnostic) => Some(diagnostic),
            _ => None,
        }
    }

    /// Why an expression of the statement, or of a template, is Undefined.
    pub(super) fn why(&mut self, expr: &Expr, template: Option<&Template>) -> Option<Why> {
        let rule = self.rule;
        let text = template.map_or(rule.text(), Template::text);
        let variables = if template.is_none() { rule.variables().len() } else { 0 };
        let part = UndefinedPart::at_top(expr.range.clone());
        let cause = self.run.evaluator().why_undefined(&part, expr, text, variables)?;
        // Its fixes are those that are told of what is outgoing.
        let told = self.run.why_undefined(&part, template);
        let fix = told.and_then(|told| told.diagnostic.fixes.into_iter().next());
        let (why, nearest) = match cause {
            Cause::Missing(missing) => {
                (missing.fact(), missing.nearest.clone().or_else(|| missing.elsewhere.first().cloned()))
            }
            Cause::Other { why, .. } => (why, None),
            Cause::Said => return None,
        };
        let itself = format!("`{}` is Undefined", &text[expr.range.clone()]);
        let more = why.strip_prefix(&itself).map(|more| more.trim_start_matches(": ").to_owned());
        Some(Why { fact: more.unwrap_or(why), nearest, fix })
    }

    /// Evaluates a template of one of the rule's actions; what it gives, and what its expressions do.
    pub(super) fn render(&mut self, template: &Template) -> (Result<String, Diagnostic>, Trace) {
        self.run.trace();
        let rendered = self.run.template(template);
        (rendered.map(String::from), self.run.take_trace().unwrap_or_default())
    }

    /// Whether the value counts as true or false.
    pub(super) fn truth(value: &Value) -> Option<bool> {
        crate::value::convert::to_boolean(value)
    }
}
