//! The functions: one row each, in tables by subject.
//!
//! Evaluation, completion, hover, the reference page, `rulelens functions` and the docs all read these rows.

mod arguments;
mod collection;
mod context;
mod convert;
mod errors;
mod external;
mod fallback;
mod math;
mod presence;
mod properties;
mod protobuf;
mod random;
mod text;
pub(crate) mod time;

pub use arguments::Arguments;
pub use errors::FEATURE_DISABLED;
pub(crate) use errors::feature_disabled;

use crate::diagnostic::Code;
use crate::eval::{Evaluator, Failure};
use crate::evidence::Evidence;
use crate::syntax::tree::{Call, Expr, ExprKind};
use crate::value::Value;
use crate::version::SqlVersion;
use std::fmt;

/// The codes of everything that is reported about calls while a rule runs.
pub(crate) fn codes() -> impl Iterator<Item = &'static Code> {
    [errors::CODES, time::CODES, text::patterns::CODES].into_iter().flatten().copied()
}

/// A function of AWS IoT SQL (`iot-sql-functions`).
pub struct Function {
    /// The name as AWS writes it; rules may write it in any case.
    pub name: &'static str,
    /// What it takes.
    pub parameters: &'static [Parameter],
    /// What it gives, in one sentence.
    pub summary: &'static str,
    /// What Null and Undefined arguments, and arguments of other types, lead to.
    pub absent: &'static str,
    /// The first SQL version that has it.
    pub since: SqlVersion,
    /// How its behaviour is known.
    pub evidence: Evidence,
    /// What is uncertain about it, where `evidence` is `contradicted` or `assumed`; else empty. Empty without the feature
    /// `function-examples`.
    pub note: &'static str,
    /// Examples, each run as a test; none without the feature `function-examples`.
    pub examples: &'static [Example],
    /// What it does.
    pub(crate) body: Body,
}

/// The rows of a group; without their examples and notes in a build without the feature `function-examples`,
/// which then holds nothing of them.
const fn documented<const N: usize>(mut rows: [Function; N]) -> [Function; N] {
    if !cfg!(feature = "function-examples") {
        let mut at = 0;
        while at < N {
            rows[at].note = "";
            rows[at].examples = &[];
            at += 1;
        }
    }
    rows
}

/// A parameter of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name in the signature.
    pub name: &'static str,
    /// The types it takes, such as `String`.
    pub types: &'static str,
    /// What it is for, in one sentence.
    pub description: &'static str,
    /// How often it may be given.
    pub occurs: Occurs,
}

/// How often a parameter may be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occurs {
    /// Exactly once.
    Once,
    /// Once or not at all.
    Optional,
    /// Any number of times.
    Any,
}

/// An example of a call, which is run as a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// The call as a rule writes it.
    pub call: &'static str,
    /// The payload it reads; empty where it reads none.
    pub payload: &'static str,
    /// The result as JSON, `Undefined`, or empty where the result is different every time.
    pub result: &'static str,
}

/// What a function does.
pub(crate) enum Body {
    /// Computes from the arguments' values alone; `None` is Undefined.
    Pure(fn(&Arguments<'_>) -> Option<Value>),
    /// Also needs the message, the context or the arguments' expressions.
    Full(fn(&mut Evaluator<'_>, &[Expr]) -> Result<Value, Failure>),
    /// Also needs to know the call's place and name.
    Call(fn(&mut Evaluator<'_>, &Expr, &Call) -> Result<Value, Failure>),
    /// Fails: it is of a part of the engine, named here, that this build is without.
    LeftOut(&'static str),
}

/// A function of a part that a build may be without; code that nothing names is not in the program.
const fn of_part(part: &'static str, is_here: bool, body: fn(&Arguments<'_>) -> Option<Value>) -> Body {
    if is_here { Body::Pure(body) } else { Body::LeftOut(part) }
}

impl fmt::Debug for Function {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Function {
    /// Whether it is there to ask for what may be absent, so that absence is nothing to speak of.
    pub(crate) fn asks_presence(&self) -> bool {
        matches!(self.name, "isUndefined" | "isNull" | "get_or_default")
    }

    /// Whether it gives the message context, of which a part may be unknown or absent.
    pub(crate) fn asks_surroundings(&self) -> bool {
        matches!(
            self.name,
            "accountid" | "principal" | "traceid" | "sourceip" | "get_mqtt_property" | "get_user_properties"
        )
    }

    /// Whether it can be called with so many arguments.
    #[must_use]
    pub fn takes(&self, count: usize) -> bool {
        let least = self.parameters.iter().filter(|parameter| parameter.occurs == Occurs::Once).count();
        let most = if self.parameters.iter().any(|parameter| parameter.occurs == Occurs::Any) {
            usize::MAX
        } else {
            self.parameters.len()
        };
        // Parameters that are only given together.
        let apart = match self.name {
            "get_dynamodb" => count == 5,
            "decode" => (3..=5).contains(&count),
            _ => false,
        };
        (least..=most).contains(&count) && !apart
    }

    /// Whether it can be called with these arguments: with `decode`, whose scheme is nearly always written out, each
    /// scheme takes its own number of them.
    pub(crate) fn accepts(&self, arguments: &[Expr]) -> bool {
        let count = arguments.len();
        self.takes(count)
            && match self.written_scheme(arguments) {
                Some("base64") => count == 2,
                Some("proto") => count == 6,
                _ => true,
            }
    }

    /// The scheme of a call to `decode`, where it is written out.
    pub(crate) fn written_scheme<'e>(&self, arguments: &'e [Expr]) -> Option<&'e str> {
        match arguments.get(1).map(|argument| &argument.kind) {
            Some(ExprKind::Literal(Value::String(scheme))) if self.name == "decode" => Some(scheme),
            _ => None,
        }
    }

    /// The call's form, such as `substring(text, from[, to])`.
    #[must_use]
    pub fn signature(&self) -> String {
        use fmt::Write;
        if self.name == "cast" {
            return "cast(value AS type)".into();
        }
        let mut text = format!("{}(", self.name);
        let mut brackets = 0;
        for (index, parameter) in self.parameters.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            // Writing to a String cannot fail.
            let _ = match parameter.occurs {
                Occurs::Once => {
                    text.extend(std::iter::repeat_n(']', std::mem::take(&mut brackets)));
                    write!(text, "{comma}{}", parameter.name)
                }
                Occurs::Optional => {
                    brackets += 1;
                    write!(text, "[{comma}{}", parameter.name)
                }
                Occurs::Any => write!(text, "{comma}{}, …", parameter.name),
            };
        }
        text.extend(std::iter::repeat_n(']', brackets));
        text.push(')');
        text
    }
}

/// A parameter that must be given.
pub(crate) const fn one(name: &'static str, types: &'static str, description: &'static str) -> Parameter {
    Parameter { name, types, description, occurs: Occurs::Once }
}

/// A parameter that may be omitted.
pub(crate) const fn optional(
    name: &'static str,
    types: &'static str,
    description: &'static str,
) -> Parameter {
    Parameter { name, types, description, occurs: Occurs::Optional }
}

/// A parameter that may be given any number of times.
pub(crate) const fn any(name: &'static str, types: &'static str, description: &'static str) -> Parameter {
    Parameter { name, types, description, occurs: Occurs::Any }
}

/// An example without a payload.
pub(crate) const fn gives(call: &'static str, result: &'static str) -> Example {
    Example { call, payload: "", result }
}

/// An example that reads a payload.
pub(crate) const fn gives_for(call: &'static str, payload: &'static str, result: &'static str) -> Example {
    Example { call, payload, result }
}

/// All functions, by subject.
pub static ALL: &[&[Function]] = &[
    math::rounding::FUNCTIONS,
    math::arithmetic::FUNCTIONS,
    math::exponential::FUNCTIONS,
    math::trigonometry::FUNCTIONS,
    math::bits::FUNCTIONS,
    text::case::FUNCTIONS,
    text::parts::FUNCTIONS,
    text::padding::FUNCTIONS,
    text::patterns::FUNCTIONS,
    text::hashing::FUNCTIONS,
    presence::FUNCTIONS,
    fallback::FUNCTIONS,
    collection::FUNCTIONS,
    convert::FUNCTIONS,
    time::FUNCTIONS,
    context::FUNCTIONS,
    properties::FUNCTIONS,
    random::FUNCTIONS,
    external::FUNCTIONS,
];

/// The function of that name, whatever its letters' case.
#[must_use]
pub fn find(name: &str) -> Option<&'static Function> {
    ALL.iter().flat_map(|group| group.iter()).find(|function| function.name.eq_ignore_ascii_case(name))
}
