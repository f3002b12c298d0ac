//! A rule, and what it does with a message.

use crate::diagnostic::Diagnostic;
use crate::eval::{Evaluator, Failure, Selected, Trace, legacy_flatten, reads, too_many_steps};
use crate::lint::{self, Statement, key_twice, legacy_loss, whole_decimal};
use crate::message::{Context, Invocation, Message};
use crate::outcome::{Outcome, Outgoing};
use crate::payload;
use crate::syntax::tree::{Expr, Query, Select, TopicSource, Variable};
use crate::syntax::{Parsed, call_limit_with_templates, parse_statement, print};
use crate::template::Template;
use crate::topic::{self, TopicFilter};
use crate::value::{Demand, JsonError, Layout, Reading, Value, convert, read, read_keys, whole};
use crate::version::SqlVersion;
use smol_str::SmolStr;
use std::ops::Range;

/// A rule's SQL statement, parsed once and used for many messages.
///
/// ```
/// use iot_sql::{Context, Message, Outcome, Rule, SqlVersion};
///
/// let rule = Rule::parse("SELECT temperature AS temp FROM 'iot/topic'", SqlVersion::V2016_03_23)?;
/// let message = Message { topic: "iot/topic", payload: br#"{"temperature": 24.04}"# };
/// let Outcome::Output(outgoing) = rule.evaluate(message, &Context::default()) else { panic!() };
/// assert_eq!(outgoing.to_bytes(), br#"{"temp":24.04}"#);
/// # Ok::<(), iot_sql::Diagnostic>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    name: Option<String>,
    text: String,
    version: SqlVersion,
    variables: Vec<Variable>,
    query: Query,
    topic: Option<TopicSource>,
    demand: Demand,
    warnings: Vec<Diagnostic>,
}

impl Rule {
    /// Reads a statement.
    ///
    /// # Errors
    /// The first thing that makes AWS reject the statement, or that RuleLens cannot follow, with its place.
    pub fn parse(text: &str, version: SqlVersion) -> Result<Self, Diagnostic> {
        let Parsed { variables, query, topic, warnings } = parse_statement(text, version)?;
        let demand = reads(&variables, &query).demand();
        let text = text.to_owned();
        let mut rule = Self { name: None, text, version, variables, query, topic, demand, warnings };
        let lints = lint::statement(&rule.statement());
        rule.warnings.extend(lints);
        rule.warnings = Diagnostic::first_of_each(rule.warnings);
        Ok(rule)
    }

    /// The same rule under a name, by which Basic Ingest finds it.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Its name; `None` where only its statement is known.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The statement as written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The statement in one form: one space between its parts, keywords in capitals, brackets wherever operators meet.
    ///
    /// It reads back as the same tree, but for the keys of items without an alias that are named by their text. A
    /// statement close to [`MAX_NESTING`](crate::MAX_NESTING) may be rejected then, because brackets nest too.
    #[must_use]
    pub fn to_sql(&self) -> String {
        print::statement(&self.variables, &self.query, self.topic_filter().map(TopicFilter::as_str))
    }

    /// The SQL version it was read for.
    #[must_use]
    pub fn version(&self) -> SqlVersion {
        self.version
    }

    /// The SELECT and WHERE clauses.
    #[must_use]
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// The SET clause's variables.
    #[must_use]
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// The topic filter; `None` for a rule that is reached by Basic Ingest only.
    #[must_use]
    pub fn topic_filter(&self) -> Option<&TopicFilter> {
        self.topic.as_ref().map(|source| &source.filter)
    }

    /// Where FROM's topic filter stands in the statement, in bytes.
    #[must_use]
    pub fn topic_range(&self) -> Option<Range<usize>> {
        self.topic.as_ref().map(|source| source.range.clone())
    }

    /// What is accepted but odd.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    fn statement(&self) -> Statement<'_> {
        Statement {
            text: &self.text,
            variables: &self.variables,
            query: &self.query,
            filter: self.topic_filter(),
        }
    }

    /// What is accepted but odd in a template of one of the rule's actions; ranges are bytes of the template.
    #[must_use]
    pub fn template_warnings(&self, template: &Template) -> Vec<Diagnostic> {
        let statement = self.statement();
        let lints = template.expressions().flat_map(|expr| lint::template(expr, template.text(), &statement));
        template.warnings().iter().cloned().chain(lints).collect()
    }

    /// Where the statement and the templates of all its actions, the error action's too, together call a function more
    /// often than AWS allows: `get_registry_data`, once (`iot-sql-functions`).
    ///
    /// Returns the number of the template with the first call too many, counted from 0, and what to say there; the
    /// ranges are bytes of that template. What is wrong in the statement alone [`Rule::parse`] says.
    #[must_use]
    pub fn template_call_limit<'t>(
        &self,
        templates: impl IntoIterator<Item = &'t Template>,
    ) -> Option<(usize, Diagnostic)> {
        call_limit_with_templates(
            &self.variables,
            &self.query,
            templates.into_iter().map(Template::expressions),
        )
    }

    /// Lets the rule read at once what a template of one of its actions reads too, so that
    /// [`Run::template`] need not read the payload again. The results are the same with and without.
    pub fn read_also_for(&mut self, template: &Template) {
        self.demand.add(template.demand());
    }

    /// Whether this is the rule's name. `None` where that is not known: where it has none, or one that only its
    /// deployment completes, with characters that no rule's name has.
    #[must_use]
    pub fn is_called(&self, name: &str) -> Option<bool> {
        let own = self.name().filter(|own| own.chars().all(|ch| ch.is_ascii_alphanumeric() || ch == '_'))?;
        Some(own == name)
    }

    /// Whether the rule sees a message of this topic.
    ///
    /// A Basic Ingest message starts the rule that its topic names, whatever the rule's FROM says; where the rule's name
    /// is not known, it may be any. Without FROM the rule is reached by Basic Ingest only; so that it can be tried, any
    /// topic counts as such (assumed).
    #[must_use]
    pub fn sees(&self, topic: &str) -> bool {
        match topic::ingesting_rule(topic) {
            Some(rule) => self.is_called(rule) != Some(false),
            None => self.topic_filter().is_none_or(|filter| filter.matches(topic)),
        }
    }

    /// Evaluates the rule for a message.
    #[must_use]
    pub fn evaluate(&self, message: Message<'_>, context: &Context) -> Outcome {
        self.start(message, context).run()
    }

    /// Prepares the rule for a message, so that its templates can be evaluated too.
    #[must_use]
    pub fn start<'a>(&'a self, message: Message<'a>, context: &'a Context) -> Run<'a> {
        self.start_with(message, context, context.invocation(), Reading::default())
    }

    /// Reads a message's payload as far as the rule reads it, before there is a context: not at all where the rule does
    /// not see the topic. What earlier payloads looked like makes it faster, and changes nothing.
    #[must_use]
    pub fn read(&self, message: Message<'_>, layout: &mut Layout) -> Reading {
        if self.sees(message.topic) { self.read_seen(message.payload, layout) } else { Reading::default() }
    }

    /// The same for a message of a topic that the rule [sees](Rule::sees).
    #[must_use]
    pub fn read_seen(&self, payload: &[u8], layout: &mut Layout) -> Reading {
        match &self.demand {
            Demand::Everything => Reading::of(read(payload, self.version).map(whole)),
            Demand::Keys(keys) => read_keys(payload, keys, self.version, Some(layout)),
        }
    }

    /// [`Rule::start`] for a message whose payload this rule has [read](Rule::read), as an invocation of its own.
    #[must_use]
    pub fn start_with<'a>(
        &'a self,
        message: Message<'a>,
        context: &'a Context,
        invocation: Invocation,
        reading: Reading,
    ) -> Run<'a> {
        let read_for = (self.version, self.variables.as_slice());
        Run {
            rule: self,
            evaluator: Evaluator::with_reading(message, context, invocation, read_for, reading),
            remarked: Vec::new(),
            selected_steps: None,
        }
    }

    /// Whether SELECT can pass a payload on that is not JSON: `*` alone, or `SELECT VALUE *`.
    fn passes_bytes(&self) -> bool {
        use crate::syntax::tree::{ExprKind, Item};
        match &self.query.select {
            Select::Value(expr) => matches!(expr.kind, ExprKind::Star),
            Select::Items(items) => matches!(
                items.as_slice(),
                [Item { expr, spread: false, alias, .. }] if alias.is_empty() && matches!(expr.kind, ExprKind::Star)
            ),
        }
    }

    /// Whether SELECT reads this payload, which is not JSON, as JSON. An empty payload may have data added to it
    /// (`binary-payloads`), so there `*` reads nothing.
    fn selects_json(&self, payload: &[u8]) -> bool {
        let select = Query { condition: None, ..self.query.clone() };
        let reads = reads(&self.variables, &select);
        reads.names_payload || reads.everything && !payload.is_empty()
    }
}

/// A rule at work on one message.
pub struct Run<'a> {
    rule: &'a Rule,
    evaluator: Evaluator<'a>,
    /// Where the last remarks were made.
    remarked: Vec<Range<usize>>,
    /// The steps of writing out what SELECT gave, where they are known.
    selected_steps: Option<u64>,
}

/// How far a message gets.
pub(crate) enum Reached<'r> {
    /// The rule does not see its topic.
    Nothing,
    /// WHERE, which is this and gives this, and is not true.
    Where(&'r Expr, Value),
    /// The outgoing payload is the payload, unchanged.
    Bytes,
    /// SELECT says what the outgoing payload is.
    Select,
}

impl<'a> Run<'a> {
    /// Takes the message through topic, WHERE and SELECT.
    #[must_use]
    pub fn run(&mut self) -> Outcome {
        match self.outcome() {
            Ok(outcome) => outcome,
            Err(failure) => Outcome::Failed(failure.0),
        }
    }

    fn outcome(&mut self) -> Result<Outcome, Failure> {
        Ok(match self.reach()? {
            Reached::Nothing => Outcome::OtherTopic,
            Reached::Where(condition, value) => {
                let reason = self.evaluator.reason(condition, &self.rule.text);
                Outcome::NotTrue { value, reason: Box::new(reason) }
            }
            Reached::Bytes => Outcome::Output(Outgoing::Binary(self.evaluator.payload_bytes().to_vec())),
            Reached::Select => Outcome::Output(Outgoing::Json(self.select()?)),
        })
    }

    /// Takes the message up to SELECT.
    pub(crate) fn reach(&mut self) -> Result<Reached<'a>, Failure> {
        let rule = self.rule;
        // Only the payload of a message that the rule sees is read before.
        if !self.evaluator.has_read() {
            if !rule.sees(self.evaluator.topic()) {
                return Ok(Reached::Nothing);
            }
            self.evaluator.read_payload(&rule.demand);
        }
        if let Some(condition) = &rule.query.condition {
            let value = self.evaluator.evaluate(condition)?;
            if convert::to_boolean(&value) != Some(true) {
                return Ok(Reached::Where(condition, value));
            }
        }
        if let Some(error) = self.evaluator.payload_error() {
            if rule.passes_bytes() {
                return Ok(Reached::Bytes);
            }
            if rule.selects_json(self.evaluator.payload_bytes()) {
                return Err(payload::not_json(self.evaluator.payload_bytes(), error).into());
            }
        }
        self.evaluator.forget_reads();
        self.evaluator.forget_parts();
        Ok(Reached::Select)
    }

    /// What SELECT gives, for a message that [`Run::reach`]ed it.
    pub(crate) fn select(&mut self) -> Result<Value, Failure> {
        let rule = self.rule;
        let Selected { value, steps } = self.evaluator.select(&rule.query.select)?;
        if rule.version.keeps_nested_values() {
            self.selected_steps = steps;
            return Ok(value);
        }
        let (value, loss) = legacy_flatten(value, &rule.query.select);
        self.evaluator.remark(|| legacy_loss::check(&loss));
        Ok(value)
    }

    /// The rule.
    pub(crate) fn rule(&self) -> &'a Rule {
        self.rule
    }

    /// Where the remarks were made that were taken last.
    pub(crate) fn remarked(&self) -> &[Range<usize>] {
        &self.remarked
    }

    /// What reads the message.
    pub(crate) fn evaluator(&mut self) -> &mut Evaluator<'a> {
        &mut self.evaluator
    }

    /// Writes down, from here on, every expression's value and where each outgoing attribute came from.
    pub fn trace(&mut self) {
        self.evaluator.start_trace();
    }

    /// Writes down, from here on, the value of every expression in a template; ranges are bytes of its text.
    pub fn trace_template(&mut self) {
        self.evaluator.start_template_trace();
    }

    /// What was written down since [`Run::trace`]; `None` where it was not called.
    pub fn take_trace(&mut self) -> Option<Trace> {
        self.evaluator.take_trace().map(|trace| *trace)
    }

    /// Why the payload is not JSON, where it was read and is not.
    #[must_use]
    pub fn payload_error(&self) -> Option<&JsonError> {
        self.evaluator.payload_error()
    }

    /// Collects, from here on, what there is to say about values on the way, see [`Run::remarks`], and what is
    /// Undefined, see [`Run::take_undefined`].
    pub fn listen(&mut self) {
        self.evaluator.start_remarks();
        self.evaluator.start_parts();
    }

    /// What there is to say about a message once it was taken through: why the rule failed, that its payload is no
    /// JSON, that a number changed its type or a key stands in the payload twice, and what functions remarked since [`Run::listen`].
    #[must_use]
    pub fn remarks(&mut self, outcome: &Outcome) -> Vec<Diagnostic> {
        let mut remarks = self.take_remarks();
        let payload = self.evaluator.payload_bytes();
        if let Outcome::Failed(diagnostic) = outcome {
            remarks.push(diagnostic.as_ref().clone());
        } else if let Some(error) = self.payload_error() {
            remarks.push(payload::binary(payload, error));
        } else {
            let seen = self.evaluator.whole_decimal();
            if matches!(outcome, Outcome::Output(_)) {
                remarks.extend(whole_decimal::check(seen, self.rule.version));
            }
            remarks.extend(seen.again().and_then(|behind| key_twice::check(payload, behind)));
        }
        remarks
    }

    /// Whether there is nothing to say of a message that came to this: no [remark](Run::remarks), and what
    /// [`Run::is_quiet`] says.
    #[must_use]
    pub fn is_plain(&self, outcome: &Outcome) -> bool {
        let seen = self.evaluator.whole_decimal();
        self.is_quiet()
            && !matches!(outcome, Outcome::Failed(_))
            && self.payload_error().is_none()
            && seen.first().is_none()
            && seen.again().is_none()
    }

    /// Whether there is nothing to take: no remark, nothing Undefined, no default that was used, no trace.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.evaluator.is_quiet()
    }

    /// What functions remarked since the last call, as after [`Run::template`]; ranges are bytes of the template.
    #[must_use]
    pub fn take_remarks(&mut self) -> Vec<Diagnostic> {
        self.remarked.clear();
        let remarks = self.evaluator.take_remarks();
        if remarks.is_empty() {
            return remarks;
        }
        self.remarked.extend(remarks.iter().filter_map(|remark| Some(remark.primary()?.range.clone())));
        remarks
    }

    /// Counts an outgoing payload that an action sends, as much as is built of it.
    ///
    /// # Errors
    /// Where the message has cost more than it may, see [`MAX_STEPS`](crate::MAX_STEPS).
    pub fn hand_on(&self, outgoing: &Outgoing) -> Result<(), Diagnostic> {
        self.counted(match outgoing {
            Outgoing::Json(value) => self.evaluator.meter().write(value),
            Outgoing::Binary(bytes) => self.evaluator.meter().build(bytes.len()),
        })
    }

    /// Counts the outgoing payload that [`Run::run`] gave last, which costs what [`Run::hand_on`] counts for it; `false`,
    /// and nothing is counted, where that is not known without looking at it, or more than the message may still take.
    #[must_use]
    pub fn hand_on_selected(&self) -> bool {
        self.selected_steps.is_some_and(|steps| self.count_known(steps))
    }

    /// Counts bytes that an action builds beside what it sends.
    ///
    /// # Errors
    /// Where the message has cost more than it may, see [`MAX_STEPS`](crate::MAX_STEPS).
    pub fn build(&self, bytes: usize) -> Result<(), Diagnostic> {
        self.counted(self.evaluator.meter().build(bytes))
    }

    fn counted(&self, goes_on: bool) -> Result<(), Diagnostic> {
        if goes_on {
            return Ok(());
        }
        Err(too_many_steps(self.rule.query.range.clone(), self.evaluator.meter().limit()))
    }

    /// The steps that the message has taken so far, of [`MAX_STEPS`](crate::MAX_STEPS).
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.evaluator.meter().spent()
    }

    /// Whether the message was stopped, or a reason why something is Undefined left out, because of the limits of steps.
    #[must_use]
    pub fn is_short(&self) -> bool {
        self.evaluator.is_short()
    }

    /// Counts the steps of a template whose text is known from another message; `false`, and nothing is counted, where they
    /// are more than the message may still take.
    #[must_use]
    pub fn count_known(&self, steps: u64) -> bool {
        self.evaluator.meter().spend_known(steps)
    }

    /// Evaluates a template against the payload as it was published (`iot-substitution-templates`).
    ///
    /// Strings are inserted bare, Undefined as nothing, other values as JSON.
    ///
    /// # Errors
    /// Where a function in it fails.
    pub fn template(&mut self, template: &Template) -> Result<SmolStr, Diagnostic> {
        if let Some(constant) = template.constant() {
            return Ok(constant.clone());
        }
        // A member that was read is there whatever else the rule reads.
        if let Some(text) = template.render_member(&self.evaluator) {
            return text.map_err(|failure| *failure.0);
        }
        self.evaluator.read_for(&self.rule.demand, template.demand());
        template.render(&mut self.evaluator).map_err(|failure| *failure.0)
    }
}
