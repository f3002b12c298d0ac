//! Evaluation of a rule for one message.

mod demand;
mod errors;
mod explain;
mod expression;
mod legacy;
mod missing;
mod needs;
mod operators;
mod query;
mod trace;
mod undefined;

pub(crate) use demand::{reads, reads_topic_only, template_reads};
pub(crate) use errors::{CODES, TOO_MANY_STEPS, too_many_steps};
pub use explain::Reason;
pub(crate) use legacy::{Loss, flatten as legacy_flatten};
pub use missing::Missing;
pub(crate) use missing::{Holder, Meant, is_plain};
pub(crate) use query::{Selected, whole_result};
pub(crate) use trace::add_step;
pub use trace::{Trace, TracedAttribute, TracedExpr};
pub(crate) use undefined::Cause;
pub use undefined::UndefinedPart;

use crate::diagnostic::Diagnostic;
use crate::limits::Meter;
use crate::message::{Context, Invocation, Message};
use crate::syntax::tree::{Expr, ExprKind, Variable};
use crate::text_pattern::Patterns;
use crate::value::{
    Demand, JsonError, Layout, Payload, Reading, Value, WholeDecimal, convert, read, read_keys, whole,
};
use crate::version::SqlVersion;
use smol_str::SmolStr;
use std::ops::Range;

/// Why a rule that was started did not finish.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Failure(pub(crate) Box<Diagnostic>);

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(Box::new(diagnostic))
    }
}

impl From<Failure> for Diagnostic {
    fn from(failure: Failure) -> Self {
        *failure.0
    }
}

/// What a nested query's expressions see first.
#[derive(Clone, Debug)]
struct Scope {
    element: Value,
    alias: Option<SmolStr>,
    /// Where the element stands in the payload, known only while tracing and for elements that stand there.
    pointer: Option<String>,
}

/// A SET variable's value, computed when it is first asked for.
enum Variables {
    Unset,
    /// Being computed; asking for it again means that it refers to itself.
    Busy,
    Set(Value),
}

/// The state of evaluating a rule for one message.
pub(crate) struct Evaluator<'a> {
    message: Message<'a>,
    /// The context, but for what stands in `invocation`.
    context: &'a Context,
    invocation: Invocation,
    version: SqlVersion,
    definitions: &'a [Variable],
    variables: Vec<Variables>,
    /// What the variables that are set have together, in bytes of compact JSON.
    variable_bytes: usize,
    /// The payload as far as it was read, or why it is not JSON; `None` before it is read.
    payload: Option<Result<Payload, JsonError>>,
    /// What earlier payloads looked like, where there were any.
    layout: Option<&'a mut Layout>,
    /// What the first reading noticed.
    whole_decimal: WholeDecimal,
    scopes: Vec<Scope>,
    /// What the message has cost.
    meter: Meter,
    /// What it has cost to find reasons; not the meter of that time.
    reasons: Meter,
    trace: Option<Box<Trace>>,
    /// What there is to say about values on the way; `None` where nobody listens.
    remarks: Option<Vec<Diagnostic>>,
    /// Which parts of what is outgoing are Undefined; `None` where nobody listens.
    parts: Option<undefined::Parts>,
    /// The first argument of the call of `get_or_default` that gave its default last.
    defaulted: Option<Range<usize>>,
    /// The regular expressions that were compiled; most rules have none.
    patterns: Option<Box<Patterns>>,
    /// Where random numbers come from, once one was asked for.
    random: Option<fastrand::Rng>,
}

impl<'a> Evaluator<'a> {
    pub(crate) fn new(
        message: Message<'a>,
        context: &'a Context,
        invocation: Invocation,
        version: SqlVersion,
        definitions: &'a [Variable],
    ) -> Self {
        Self::with_reading(message, context, invocation, (version, definitions), Reading::default())
    }

    /// The same where the payload was read before. Made in one piece, as it is large to be moved.
    #[inline]
    pub(crate) fn with_reading(
        message: Message<'a>,
        context: &'a Context,
        invocation: Invocation,
        (version, definitions): (SqlVersion, &'a [Variable]),
        Reading { payload, whole_decimal }: Reading,
    ) -> Self {
        let variables = definitions.iter().map(|_| Variables::Unset).collect();
        Self {
            message,
            context,
            invocation,
            version,
            definitions,
            variables,
            variable_bytes: 0,
            payload,
            layout: None,
            whole_decimal,
            scopes: Vec::new(),
            meter: Meter::with(context.step_limit()),
            reasons: Meter::for_reasons(context.step_limit()),
            trace: None,
            remarks: None,
            parts: None,
            defaulted: None,
            patterns: None,
            random: None,
        }
    }

    /// Lets all that is asked from here on cost no more than finding a reason may.
    pub(crate) fn limit(&mut self) {
        self.meter = Meter::for_reasons(self.context.step_limit());
    }

    pub(crate) fn version(&self) -> SqlVersion {
        self.version
    }

    /// The context, of which time and random seed stand in [`Evaluator::invocation`].
    pub(crate) fn context(&self) -> &'a Context {
        self.context
    }

    pub(crate) fn invocation(&self) -> Invocation {
        self.invocation
    }

    pub(crate) fn topic(&self) -> &'a str {
        self.message.topic
    }

    pub(crate) fn payload_bytes(&self) -> &'a [u8] {
        self.message.payload
    }

    /// Whether no nested query surrounds the expression, so that `*` is the payload.
    pub(crate) fn at_top(&self) -> bool {
        self.scopes.is_empty()
    }

    /// Lets what earlier payloads looked like help to read this one.
    pub(crate) fn expect_layout(&mut self, layout: &'a mut Layout) {
        self.layout = Some(layout);
    }

    /// Reads the payload as far as a rule wants it.
    pub(crate) fn read_payload(&mut self, demand: &Demand) {
        let Reading { payload, whole_decimal } = match demand {
            Demand::Everything => Reading::of(self.read_whole()),
            Demand::Keys(keys) => {
                read_keys(self.message.payload, keys, self.version, self.layout.as_deref_mut())
            }
        };
        (self.payload, self.whole_decimal) = (payload, whole_decimal);
    }

    /// Whether the payload was read.
    pub(crate) fn has_read(&self) -> bool {
        self.payload.is_some()
    }

    fn read_whole(&self) -> Result<(Payload, WholeDecimal), JsonError> {
        read(self.message.payload, self.version).map(whole)
    }

    /// Makes sure that all of the payload is there.
    pub(crate) fn read_everything(&mut self) {
        if matches!(self.payload, None | Some(Ok(Payload::Members(_)))) {
            self.payload = Some(self.read_whole().map(|(payload, _)| payload));
        }
    }

    /// Makes sure that the payload is there as far as something wants it that stands beside the rule; `read` is what
    /// the rule wants of it.
    pub(crate) fn read_for(&mut self, read: &Demand, wanted: &Demand) {
        if self.payload.is_none() || !read.covers(wanted) {
            self.read_everything();
        }
    }

    /// Why the payload is not JSON, where it was read and is not.
    pub(crate) fn payload_error(&self) -> Option<&JsonError> {
        self.payload.as_ref()?.as_ref().err()
    }

    /// Which Decimal that the rule reads became an Int.
    pub(crate) fn whole_decimal(&self) -> &WholeDecimal {
        &self.whole_decimal
    }

    /// The payload as a value, as far as it was read; Undefined where it is not JSON.
    pub(crate) fn payload_value(&self) -> Value {
        match &self.payload {
            Some(Ok(Payload::Whole(value))) => value.clone(),
            Some(Ok(Payload::Members(object))) => Value::object(object.clone()),
            None | Some(Err(_)) => Value::Undefined,
        }
    }

    /// A member of the payload; `None` for Undefined.
    fn payload_member(&self, key: &SmolStr) -> Option<&Value> {
        match &self.payload {
            Some(Ok(Payload::Members(object))) => object.get_name(key),
            Some(Ok(Payload::Whole(value))) => value.member_ref(key),
            None | Some(Err(_)) => None,
        }
    }

    /// Counts work, so that no rule and payload run away.
    #[inline]
    pub(crate) fn spend(&self, steps: u64, at: &Expr) -> Result<(), Failure> {
        // Counting has looked at the limit.
        if self.meter.spend(steps) { Ok(()) } else { Err(self.exceeded(at)) }
    }

    /// What the message has cost so far.
    pub(crate) fn meter(&self) -> &Meter {
        &self.meter
    }

    /// Whether something was left out because of the limits of steps.
    pub(crate) fn is_short(&self) -> bool {
        self.meter.is_short() || self.reasons.is_short()
    }

    /// Stops where the meter says that the message has cost more than it may.
    #[inline]
    pub(crate) fn counted(&self, goes_on: bool, at: &Expr) -> Result<(), Failure> {
        if goes_on && !self.meter.is_exceeded() { Ok(()) } else { Err(self.exceeded(at)) }
    }

    #[cold]
    fn exceeded(&self, at: &Expr) -> Failure {
        errors::too_many_steps(at.range.clone(), self.meter.limit()).into()
    }

    /// The value as text, which is paid for; Null and Undefined have none.
    pub(crate) fn text_of(&self, value: &Value, at: &Expr) -> Result<Option<SmolStr>, Failure> {
        self.counted(self.meter.read_text(value), at)?;
        Ok(convert::to_text(value))
    }

    /// Does something that is not the message's own work, such as finding a reason, on a separate meter.
    fn aside<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        std::mem::swap(&mut self.meter, &mut self.reasons);
        let result = work(self);
        std::mem::swap(&mut self.meter, &mut self.reasons);
        result
    }

    /// Counts a string that an operator or function has built.
    fn spend_for(&self, built: &Value, at: &Expr) -> Result<(), Failure> {
        match built {
            Value::String(text) => self.counted(self.meter.build(text.len()), at),
            _ => self.counted(!self.meter.is_exceeded(), at),
        }
    }

    /// Evaluates an expression; Undefined is a value here.
    #[inline]
    pub(crate) fn evaluate(&mut self, expr: &Expr) -> Result<Value, Failure> {
        // Names are evaluated most.
        if let ExprKind::Attribute(name) = &expr.kind
            && self.trace.is_none()
        {
            let value = self.looked_up(name).cloned().unwrap_or_default();
            self.count_name(name, expr)?;
            return Ok(value);
        }
        if let Some(value) = self.at_hand(expr) {
            let value = value.clone();
            self.count_at_hand(expr)?;
            return Ok(value);
        }
        self.evaluate_any(expr)
    }

    fn evaluate_any(&mut self, expr: &Expr) -> Result<Value, Failure> {
        self.spend(1, expr)?;
        let value = self.expression(expr)?;
        if let Some(trace) = &mut self.trace {
            trace.record(expr, &value);
        }
        Ok(value)
    }

    /// The regular expressions that were compiled.
    pub(crate) fn patterns(&mut self) -> &mut Patterns {
        self.patterns.get_or_insert_default()
    }

    /// Where random numbers come from: the same seed gives the same ones in the same order.
    pub(crate) fn random(&mut self) -> &mut fastrand::Rng {
        let seed = self.invocation.random_seed;
        self.random.get_or_insert_with(|| fastrand::Rng::with_seed(seed))
    }

    /// Notes that `get_or_default` gives its default in place of this.
    pub(crate) fn gives_default_for(&mut self, expression: &Expr) {
        self.defaulted = Some(expression.range.clone());
    }

    /// Listens to remarks from here on.
    pub(crate) fn start_remarks(&mut self) {
        self.remarks.get_or_insert_default();
    }

    /// The remarks since the last call.
    #[inline]
    pub(crate) fn take_remarks(&mut self) -> Vec<Diagnostic> {
        self.remarks.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Whether nothing was remarked, left out, replaced by a default or written down since all of that was taken.
    pub(crate) fn is_quiet(&self) -> bool {
        self.remarks.as_ref().is_none_or(Vec::is_empty)
            && self.parts.as_ref().is_none_or(undefined::Parts::is_empty)
            && self.trace.is_none()
    }

    /// Says something about a value on the way, once for each place and kind.
    pub(crate) fn remark<D: Into<Option<Diagnostic>>>(&mut self, remark: impl FnOnce() -> D) {
        const MOST: usize = 100;
        if let Some(remarks) = &mut self.remarks
            && remarks.len() < MOST
        {
            let Some(remark) = remark().into() else { return };
            let known = |known: &Diagnostic| known.code == remark.code && known.primary() == remark.primary();
            if !remarks.iter().any(known) {
                remarks.push(remark);
            }
        }
    }

    /// Counts looking for a name: it is hashed and compared wherever it is looked for.
    #[inline]
    fn count_lookup(&self, name: &str, at: &Expr) -> Result<(), Failure> {
        self.counted(self.meter.read(name.len() * (self.scopes.len() + 1)), at)
    }

    /// A name's value: in nested queries the element's alias, then its members, then what lies outside. `None` for
    /// Undefined.
    #[inline]
    fn looked_up(&self, name: &SmolStr) -> Option<&Value> {
        if self.scopes.is_empty() { self.payload_member(name) } else { self.looked_up_in_scopes(name) }
    }

    #[inline(never)]
    fn looked_up_in_scopes(&self, name: &SmolStr) -> Option<&Value> {
        for scope in self.scopes.iter().rev() {
            if scope.alias.as_ref() == Some(name) {
                return Some(&scope.element);
            }
            if let Some(value) = scope.element.member_ref(name) {
                return Some(value);
            }
        }
        self.payload_member(name)
    }

    fn variable(&mut self, name: &str) -> Result<Value, Failure> {
        let definitions = self.definitions;
        let Some(index) = definitions.iter().position(|variable| variable.name.text == name) else {
            return Ok(Value::Undefined);
        };
        match &self.variables[index] {
            Variables::Set(value) => return Ok(value.clone()),
            Variables::Busy => return Ok(Value::Undefined),
            Variables::Unset => {}
        }
        self.variables[index] = Variables::Busy;
        // A variable sees the payload, not the element of the query that asks for it.
        let scopes = std::mem::take(&mut self.scopes);
        let trace = self.trace.take_if(|trace| trace.is_of_template);
        let result = self.evaluate(&definitions[index].expr);
        self.trace = trace.or_else(|| self.trace.take());
        self.scopes = scopes;
        let value = match result {
            Ok(value) => value,
            Err(failure) => {
                // Whoever asks again, past a get_or_default, gets the failure again.
                self.variables[index] = Variables::Unset;
                return Err(failure);
            }
        };
        self.counted(self.meter.write(&value), &definitions[index].expr)?;
        self.variable_bytes += value.to_json().len();
        if self.variable_bytes > MAX_VARIABLE_BYTES {
            let place = definitions[index].name.range.clone();
            return Err(errors::variable_too_large(place, self.variable_bytes).into());
        }
        self.variables[index] = Variables::Set(value.clone());
        Ok(value)
    }
}

/// Bytes of compact JSON that a SET variable, and all of them together, may have (`iot-sql-set`).
const MAX_VARIABLE_BYTES: usize = 128 * 1024;
