//! The message that an editor's answers are about.

use crate::eval::Evaluator;
use crate::hidden::visible;
use crate::message::{Context, Message};
use crate::syntax::parse_expression;
use crate::syntax::tree::{Name, Variable};
use crate::text::{counted, shortened};
use crate::value::Value;
use crate::version::SqlVersion;
use std::ops::Range;

/// A message, and the rule around a template.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sample<'a> {
    /// The message's topic; may be empty.
    pub topic: &'a str,
    /// Its payload; may be empty, or no JSON.
    pub payload: &'a [u8],
    /// The rule's SQL version.
    pub version: SqlVersion,
    /// The rule's statement, whose SET variables templates see; only of interest for them.
    pub statement: &'a str,
}

/// What expressions give for the message.
pub(super) struct Values<'a> {
    evaluator: Evaluator<'a>,
    version: SqlVersion,
}

impl<'a> Values<'a> {
    pub(super) fn of(sample: Sample<'a>, context: &'a Context, variables: &'a [Variable]) -> Self {
        let message = Message { topic: sample.topic, payload: sample.payload };
        let mut evaluator = Evaluator::new(message, context, context.invocation(), sample.version, variables);
        evaluator.limit();
        evaluator.read_everything();
        Self { evaluator, version: sample.version }
    }

    /// The value of an expression; Undefined where it cannot be read, or fails.
    pub(super) fn get(&mut self, expression: &str) -> Value {
        match parse_expression(expression, 0..expression.len(), self.version) {
            Ok((expr, _)) => self.evaluator.evaluate(&expr).unwrap_or_default(),
            Err(_) => Value::Undefined,
        }
    }
}

/// The variables whose expressions can be read: name and expression are places in the text.
pub(super) fn variables(
    text: &str,
    places: &[(Range<usize>, Range<usize>)],
    version: SqlVersion,
) -> Vec<Variable> {
    let read = |(name, expression): &(Range<usize>, Range<usize>)| {
        let (expr, _) = parse_expression(text, expression.clone(), version).ok()?;
        Some(Variable { name: Name { text: text[name.clone()].into(), range: name.clone() }, expr })
    };
    places.iter().filter_map(read).collect()
}

/// Characters of a value that are shown.
const MOST_SHOWN: usize = 40;

/// A value in few words: as JSON where that is short, else what it is.
pub(super) fn shown(value: &Value) -> String {
    let (json, all) = value.to_json_start(MOST_SHOWN * 4);
    let is_short = all && json.chars().count() <= MOST_SHOWN;
    match value {
        Value::Undefined => value.type_name().to_owned(),
        Value::Array(elements) if !is_short => format!("array of {}", elements.len()),
        Value::Object(object) if !is_short => format!("object of {}", counted(object.len(), "key")),
        _ => shortened(&visible(&json), MOST_SHOWN),
    }
}
