//! A rule with its actions, and what they do with a message.

use crate::action::{ActionList, Delivering, Delivery, Failure, error_message};
use crate::gates::gates;
use crate::report::Report;
use crate::simulation::Simulation;
use iot_sql::{Context, Diagnostic, Message, Outcome, Outgoing, Rule, Run, SqlVersion, Trace};
use serde_json::Value as Json;

/// A rule with its actions, read once and used for any number of messages.
#[derive(Clone, Debug)]
pub struct Plan {
    name: Option<String>,
    rule: Rule,
    list: ActionList,
    warnings: Vec<Diagnostic>,
}

impl Plan {
    /// Reads a rule's statement and, where there are any, its actions: JSON text with one action as in a rule,
    /// `{"timestream": {…}}`, with an array of such, or with an object of `actions` and `errorAction`.
    ///
    /// # Errors
    /// Everything that makes AWS refuse the statement or the actions.
    pub fn new(sql: &str, version: SqlVersion, actions: Option<&str>) -> Result<Self, Vec<Diagnostic>> {
        let mut warnings = Vec::new();
        let list = actions.map(|text| ActionList::from_text(text, version, &mut warnings));
        Self::combine(sql, version, list.unwrap_or_else(|| Ok(ActionList::default())), warnings)
    }

    /// Reads a rule's statement and its actions, each `{"timestream": {…}}`. Paths in diagnostics count from an object
    /// with `actions` and `errorAction`.
    ///
    /// # Errors
    /// Everything that makes AWS refuse the statement or the actions.
    pub fn from_parts(
        sql: &str,
        version: SqlVersion,
        actions: &[Json],
        error_action: Option<&Json>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut warnings = Vec::new();
        let list = ActionList::from_parts(actions, "actions", error_action, version, &mut warnings);
        Self::combine(sql, version, list, warnings)
    }

    fn combine(
        sql: &str,
        version: SqlVersion,
        list: Result<ActionList, Vec<Diagnostic>>,
        warnings: Vec<Diagnostic>,
    ) -> Result<Self, Vec<Diagnostic>> {
        match (Rule::parse(sql, version), list) {
            (Ok(rule), Ok(list)) => {
                let mut warnings: Vec<Diagnostic> = rule.warnings().iter().cloned().chain(warnings).collect();
                warnings.extend(list.warnings(&rule));
                Ok(Self { name: None, rule, list, warnings })
            }
            (Ok(_), Err(errors)) => Err(errors),
            (Err(error), Ok(_)) => Err(vec![error]),
            (Err(error), Err(errors)) => Err(std::iter::once(error).chain(errors).collect()),
        }
    }

    /// The same plan for a rule of this name, which the error action is told.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The rule.
    #[must_use]
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    /// What is accepted but odd about the rule and its actions.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// Takes a message through the rule and its actions, as the first one that the services see.
    #[must_use]
    pub fn evaluate(&self, message: Message<'_>, context: &Context) -> Report {
        self.deliver(message, context, &mut Simulation::default())
    }

    /// Takes a message through the rule and its actions, after those that the services saw before.
    pub fn deliver(&self, message: Message<'_>, context: &Context, simulation: &mut Simulation) -> Report {
        self.take(message, context, simulation, self.rule.start(message, context)).0
    }

    /// Takes a message through the rule and its actions, and tells every expression's value and where each outgoing
    /// attribute came from. The trace is of the rule, not of the actions' templates.
    #[must_use]
    pub fn explain(
        &self,
        message: Message<'_>,
        context: &Context,
        simulation: &mut Simulation,
    ) -> (Report, Trace) {
        let mut run = self.rule.start(message, context);
        run.trace();
        let (report, trace) = self.take(message, context, simulation, run);
        (report, trace.unwrap_or_default())
    }

    fn take(
        &self,
        message: Message<'_>,
        context: &Context,
        simulation: &mut Simulation,
        mut run: Run<'_>,
    ) -> (Report, Option<Trace>) {
        let mut diagnostics = message.check();
        simulation.messages += 1;
        run.listen();
        let outcome = run.run();
        let trace = run.take_trace();
        diagnostics.extend(run.remarks(&outcome));
        let (mut deliveries, mut error_delivery) = (Vec::new(), None);
        if let Outcome::Output(outgoing) = &outcome {
            let delivering = Delivering {
                rule_name: self.name.as_deref(),
                run: &mut run,
                rule: &self.rule,
                message,
                context,
                outgoing,
                simulation,
                diagnostics: Vec::new(),
            };
            (deliveries, error_delivery) = self.deliveries(delivering);
        }
        let titles: Vec<&str> = self.list.actions.iter().map(|action| action.title).collect();
        let gates = gates(&self.rule, message.topic, &outcome, &titles, &deliveries);
        for delivery in deliveries.iter().chain(&error_delivery) {
            diagnostics.extend(delivery.diagnostics.iter().cloned());
        }
        diagnostics.extend(self.warnings.iter().cloned());
        diagnostics.sort_by_key(Diagnostic::severity);
        (Report { outcome, gates, deliveries, error_delivery, diagnostics }, trace)
    }

    fn deliveries(&self, mut delivering: Delivering<'_, '_>) -> (Vec<Delivery>, Option<Delivery>) {
        let (mut deliveries, mut failures) = (Vec::with_capacity(self.list.actions.len()), Vec::new());
        for action in &self.list.actions {
            let delivery = action.deliver(&mut delivering);
            failures.extend(Failure::of(&delivery, action.failed_action));
            deliveries.push(delivery);
        }
        let error_action = self.list.error_action.as_ref().filter(|_| !failures.is_empty());
        let error_delivery = error_action.map(|action| {
            let Delivering { rule_name, run, rule, message, context, simulation, .. } = delivering;
            let told: Outgoing = error_message(rule_name, message, context, &failures);
            let diagnostics = Vec::new();
            let mut delivering = Delivering {
                rule_name,
                run,
                rule,
                message,
                context,
                simulation,
                outgoing: &told,
                diagnostics,
            };
            action.deliver(&mut delivering)
        });
        (deliveries, error_delivery)
    }
}
