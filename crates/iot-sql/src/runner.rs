//! One rule for many messages, of which only the outgoing payloads are asked.

use crate::diagnostic::Diagnostic;
use crate::eval::whole_result;
use crate::message::{Context, Message};
use crate::rule::{Reached, Rule};
use crate::syntax::tree::{ExprKind, Select};
use crate::value::{Layout, Value, write_compact};

/// A rule at work on one message after another: what [`Rule::evaluate`] gives, only faster.
///
/// It keeps memory from one message to the next, and remembers what payloads looked like, because those of one sender
/// mostly look the same. Results do not depend on what came before.
///
/// ```
/// use iot_sql::{Context, Message, Rule, Runner, SqlVersion};
///
/// let rule = Rule::parse("SELECT t FROM 'sensors/+' WHERE t > 20", SqlVersion::V2016_03_23)?;
/// let (mut runner, context) = (Runner::new(rule), Context::default());
/// let mut outgoing = |payload: &str| {
///     let message = Message { topic: "sensors/a", payload: payload.as_bytes() };
///     runner.run(message, &context).map(|outgoing| outgoing.map(<[u8]>::to_vec))
/// };
/// assert_eq!(outgoing(r#"{"t": 21.5}"#)?.as_deref(), Some(&br#"{"t":21.5}"#[..]));
/// assert_eq!(outgoing(r#"{"t": 19.0}"#)?, None);
/// # Ok::<(), iot_sql::Diagnostic>(())
/// ```
#[derive(Clone, Debug)]
pub struct Runner {
    rule: Rule,
    /// For a SELECT whose items are put one after the other: their keys as JSON, with the colon.
    keys: Option<Vec<String>>,
    /// Whether the outgoing payload is all of the payload.
    passes_on: bool,
    layout: Layout,
    text: String,
}

impl Runner {
    /// Puts a rule to work.
    #[must_use]
    pub fn new(rule: Rule) -> Self {
        let keys = keys(&rule);
        let passes_on = passes_on(&rule);
        Self { rule, keys, passes_on, layout: Layout::default(), text: String::new() }
    }

    /// The rule.
    #[must_use]
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    /// The outgoing payload for a message; `None` where the rule does not act, because of the topic or of WHERE.
    ///
    /// # Errors
    /// Where the rule was started and failed.
    pub fn run<'s>(
        &'s mut self,
        message: Message<'s>,
        context: &Context,
    ) -> Result<Option<&'s [u8]>, Diagnostic> {
        let Self { rule, keys, passes_on, layout, text } = self;
        text.clear();
        if *passes_on && rule.sees(message.topic) {
            let payload = std::str::from_utf8(message.payload).ok();
            let version = rule.version();
            if payload.and_then(|payload| write_compact(payload, version, text)).is_some() {
                return Ok(Some(text.as_bytes()));
            }
            text.clear();
        }
        let mut run = rule.start(message, context);
        run.evaluator().expect_layout(layout);
        match run.reach()? {
            Reached::Nothing | Reached::Where(..) => return Ok(None),
            Reached::Bytes => return Ok(Some(message.payload)),
            Reached::Select => {}
        }
        match (keys, &rule.query().select) {
            (Some(keys), Select::Items(items)) => run.evaluator().write_items(items, keys, text)?,
            _ => run.select()?.write_json(text),
        }
        Ok(Some(text.as_bytes()))
    }
}

/// Whether a rule is `SELECT *` alone, for any payload, so that no value is asked for.
fn passes_on(rule: &Rule) -> bool {
    let Select::Items(items) = &rule.query().select else { return false };
    let is_star = whole_result(items).is_some_and(|expr| matches!(expr.kind, ExprKind::Star));
    is_star && rule.query().condition.is_none() && rule.version().keeps_nested_values()
}

/// The keys of a SELECT of which each item has one of its own, as JSON with the colon; `None` for any other SELECT.
fn keys(rule: &Rule) -> Option<Vec<String>> {
    let Select::Items(items) = &rule.query().select else { return None };
    if !rule.version().keeps_nested_values() || whole_result(items).is_some() {
        return None;
    }
    let mut keys = Vec::with_capacity(items.len());
    for item in items {
        let key = match item.alias.as_slice() {
            [] => item.default_key.as_ref()?,
            [name] => &name.text,
            _ => return None,
        };
        let key = Value::String(key.clone()).to_json() + ":";
        if item.spread || keys.contains(&key) {
            return None;
        }
        keys.push(key);
    }
    Some(keys)
}
