//! A message on its way through a rule and its actions.

use crate::absence::Absences;
use crate::action::error_action::{Failure, error_message};
use crate::action::{Delivering, Delivery, TopicTexts};
use crate::actions::dynamodb::TableKeys;
use crate::actions::influxdb::schema::Schema;
use crate::actions::timestream::LastDimensions;
use crate::plan::Plan;
use crate::report::{OutcomeKind, Report};
use crate::simulation::{Asked, Services, Simulation, StageWords};
use crate::stages::{LeftOut, Told, stages, stopped};
use crate::totals::Totals;
use iot_sql::{Context, Diagnostic, Invocation, Message, Outcome, Run, Severity, Trace};
use std::collections::BTreeMap;

/// A message that was evaluated, and that the services have not taken yet; [`Plan::begin`] makes it.
pub struct Begun<'a> {
    plan: &'a Plan,
    /// The rule at work, where there is an error action that may need it once more.
    run: Option<Box<Run<'a>>>,
    /// The work that it was before the error action.
    steps: u64,
    /// Whether something was left out until then because of the limits of steps.
    is_short: bool,
    message: Message<'a>,
    context: &'a Context,
    invocation: Invocation,
    /// The message's ordinal, from 1.
    ordinal: u64,
    outcome: Outcome,
    deliveries: Vec<Delivery>,
    /// What else there is, which for most of many messages is nothing.
    more: Option<Box<More>>,
}

/// What there is of a message beside what the rule and its actions made of it.
#[derive(Default)]
struct More {
    /// What the broker has to say.
    checked: Vec<Diagnostic>,
    /// Why the broker rejects it, where it does.
    rejection: Option<Diagnostic>,
    trace: Option<Trace>,
    explains: bool,
    remarks: Vec<Diagnostic>,
    needs: Vec<String>,
    left_out: LeftOut,
    /// What was Undefined, where the message counts for nothing because the broker rejects it.
    own_absences: Option<Box<Absences>>,
    /// What there is to say of a delivery, by its place, after what the services say.
    afterwards: Vec<(usize, Vec<Diagnostic>)>,
    error_delivery: Option<Delivery>,
}

impl More {
    /// What the broker has to say, where it has.
    fn checked(checked: Vec<Diagnostic>) -> Option<Box<Self>> {
        if checked.is_empty() {
            return None;
        }
        let rejection = checked.iter().find(|diagnostic| diagnostic.severity() == Severity::Error).cloned();
        Some(Box::new(Self { checked, rejection, ..Self::default() }))
    }

    /// Adds what there is to say of a rule at work that came to this.
    fn tell(&mut self, run: &mut Run<'_>, outcome: &Outcome, absences: &Absences) {
        self.trace = run.take_trace();
        self.explains = self.trace.is_some();
        self.remarks = run.remarks(outcome);
        // Of a thousand messages it would be told a thousand times.
        if !absences.counts_only {
            self.remarks.extend(run.why_not_true(outcome));
            self.remarks.extend(run.take_defaults(None));
            self.needs = run.needs(outcome);
        }
    }
}

impl<'a> Begun<'a> {
    /// Takes a message through rule and actions.
    pub(crate) fn new(
        plan: &'a Plan,
        run: &mut Run<'a>,
        message: Message<'a>,
        (context, invocation): (&'a Context, Invocation),
        asked: &mut Asked<'_>,
    ) -> Self {
        let mut more = More::checked(if asked.absences.counts_only {
            asked.topic_texts.comes(message, plan.rule().version())
        } else {
            message.check()
        });
        // What the services would do with a message that the broker rejects leaves nothing behind in them.
        let is_rejected = more.as_ref().is_some_and(|more| more.rejection.is_some());
        let mut own_absences = is_rejected.then(Box::<Absences>::default);
        let absences = own_absences.as_deref_mut().unwrap_or(&mut *asked.absences);
        absences.comes(asked.message);
        run.listen();
        let outcome = run.run();
        let may_be_told_why = !absences.counts_only && !matches!(outcome, Outcome::Output(_));
        if may_be_told_why || !run.is_plain(&outcome) {
            more.get_or_insert_default().tell(run, &outcome, absences);
        }
        let (mut deliveries, mut afterwards) = (Vec::new(), Vec::new());
        if let Outcome::Output(outgoing) = &outcome {
            if let Some((parts, said)) = absences.select(run) {
                let more = more.get_or_insert_default();
                more.left_out = LeftOut::new(plan.rule(), &parts, &said);
                more.remarks.extend(said);
            }
            let mut delivering = Delivering {
                run: &mut *run,
                rule: plan.rule(),
                message,
                context,
                invocation,
                outgoing,
                is_selected: true,
                absences,
                topic_texts: &mut *asked.topic_texts,
                last_dimensions: &mut *asked.last_dimensions,
                brief: asked.brief,
                dynamodb_tables: asked.dynamodb_tables,
                place: "",
                left_out: more.as_ref().map_or(&[], |more| &more.left_out.why),
                explains: more.as_ref().is_some_and(|more| more.explains),
                templates: Vec::new(),
                diagnostics: Vec::new(),
                afterwards: Vec::new(),
            };
            deliveries = Vec::with_capacity(plan.list().actions.len());
            for (at, action) in plan.list().actions.iter().enumerate() {
                deliveries.push(action.deliver(&mut delivering));
                if !delivering.afterwards.is_empty() {
                    afterwards.push((at, std::mem::take(&mut delivering.afterwards)));
                }
            }
        }
        if let Some(more) = &mut more {
            more.own_absences = own_absences;
        }
        if !afterwards.is_empty() {
            more.get_or_insert_default().afterwards = afterwards;
        }
        let (steps, is_short, ordinal) = (run.steps(), run.is_short(), asked.message);
        Self {
            plan,
            run: None,
            steps,
            is_short,
            message,
            context,
            invocation,
            ordinal,
            outcome,
            deliveries,
            more,
        }
    }

    /// Whether the broker rejects the message.
    fn is_rejected(&self) -> bool {
        self.more.as_ref().is_some_and(|more| more.rejection.is_some())
    }

    /// Keeps the rule at work for an error action.
    pub(crate) fn keep(&mut self, run: Box<Run<'a>>) {
        self.run = Some(run);
    }

    /// Lets the services of a simulation take the message; `own` is the simulation that it was begun with.
    pub fn write(&mut self, own: &mut Simulation, shared: &mut Simulation) {
        let (asked, _) = own.split();
        let (_, services) = shared.split();
        self.write_to(asked.absences, asked.brief, asked.dynamodb_tables, services);
    }

    /// Lets the services take the message, and the error action run where something of it failed.
    pub(crate) fn write_to(
        &mut self,
        absences: &mut Absences,
        brief: bool,
        dynamodb_tables: &BTreeMap<String, TableKeys>,
        services: Services<'_>,
    ) {
        let (mut tables, mut influxdb);
        let mut services = if self.is_rejected() {
            (tables, influxdb) = (services.tables.without_data(), Schema::default());
            Services { tables: &mut tables, influxdb: &mut influxdb }
        } else {
            services
        };
        let list = self.plan.list();
        let now_ms = self.invocation.timestamp_ms;
        let mut failures = Vec::new();
        let mut afterwards =
            self.more.as_mut().map(|more| std::mem::take(&mut more.afterwards)).unwrap_or_default();
        for (at, delivery) in self.deliveries.iter_mut().enumerate() {
            // There is a delivery for each action.
            let Some(action) = list.actions.get(at) else { break };
            let later = match afterwards.first() {
                Some((of, _)) if *of == at => afterwards.remove(0).1,
                _ => Vec::new(),
            };
            action.write(delivery, later, services.again(), now_ms, self.ordinal);
            if !delivery.diagnostics.is_empty() {
                failures.extend(Failure::of(delivery, action.failed_action));
            }
        }
        let Some(action) = list.error_action.as_ref().filter(|_| !failures.is_empty()) else { return };
        let Some(run) = self.run.as_deref_mut() else { return };
        let more = self.more.get_or_insert_default();
        let (rule, message, context) = (self.plan.rule(), self.message, self.context);
        let told = error_message(rule.name(), message, context, &failures, list.batching());
        let (mut topic_texts, mut last_dimensions) = (TopicTexts::default(), LastDimensions::default());
        let mut delivering = Delivering {
            run,
            rule,
            message,
            context,
            invocation: self.invocation,
            outgoing: &told,
            is_selected: false,
            absences: more.own_absences.as_deref_mut().unwrap_or(absences),
            topic_texts: &mut topic_texts,
            last_dimensions: &mut last_dimensions,
            brief,
            dynamodb_tables,
            place: "",
            left_out: &[],
            explains: more.explains,
            templates: Vec::new(),
            diagnostics: Vec::new(),
            afterwards: Vec::new(),
        };
        let mut delivery = action.deliver(&mut delivering);
        let afterwards = delivering.afterwards;
        action.write(&mut delivery, afterwards, services, now_ms, self.ordinal);
        more.error_delivery = Some(delivery);
    }

    /// Adds what became of the message to what many came to, without a report.
    pub fn count(&self, totals: &mut Totals) {
        let Self { plan, outcome, deliveries, more, .. } = self;
        let is_rejected = self.is_rejected();
        totals.add(
            OutcomeKind::of(!is_rejected, outcome),
            stopped(is_rejected, outcome, deliveries),
            deliveries,
        );
        let is_told = |delivery: &Delivery| !delivery.diagnostics.is_empty();
        if more.is_none() && plan.warnings().is_empty() && !deliveries.iter().any(is_told) {
            return;
        }
        let more = more.iter();
        let of_message = more.clone().flat_map(|more| more.checked.iter().chain(&more.remarks));
        let of_deliveries = deliveries.iter().chain(more.filter_map(|more| more.error_delivery.as_ref()));
        let of_deliveries = of_deliveries.flat_map(|delivery| &delivery.diagnostics);
        totals.add_diagnostics(of_message.chain(of_deliveries).chain(plan.warnings()));
    }

    /// How the rule came to what it gives, where that was asked for.
    pub(crate) fn take_trace(&mut self) -> Option<Trace> {
        self.more.as_mut()?.trace.take()
    }

    /// What became of the message.
    #[must_use]
    pub fn report(self, words: StageWords) -> Report {
        let Self { plan, message, outcome, deliveries, more, .. } = self;
        let More { checked, rejection, remarks, needs, left_out, error_delivery, .. } =
            more.map(|more| *more).unwrap_or_default();
        let stopped = stopped(rejection.is_some(), &outcome, &deliveries);
        let mut told = Vec::new();
        if words == StageWords::All || words == StageWords::OfStop && stopped.is_some() {
            let titles: Vec<&str> = plan.list().actions.iter().map(|action| action.title).collect();
            told = stages(&Told {
                rule: plan.rule(),
                topic: message.topic,
                rejection: rejection.as_ref(),
                outcome: &outcome,
                remarks: &remarks,
                left_out: &left_out,
                needs,
                warnings: plan.warnings(),
                titles: &titles,
                deliveries: &deliveries,
            });
            if words == StageWords::OfStop {
                told.retain(|stage| Some(stage.name) == stopped);
            }
        }
        let mut diagnostics = checked;
        diagnostics.extend(remarks);
        for delivery in deliveries.iter().chain(&error_delivery) {
            diagnostics.extend(delivery.diagnostics.iter().cloned());
        }
        diagnostics.extend(plan.warnings().iter().cloned());
        let mut diagnostics = Diagnostic::first_of_each(diagnostics);
        Diagnostic::sort_by_severity(&mut diagnostics);
        let is_published = rejection.is_none();
        Report {
            is_published,
            outcome,
            stopped,
            stages: told,
            deliveries,
            error_delivery,
            diagnostics,
            steps: self.run.as_ref().map_or(self.steps, |run| run.steps()),
            is_short: self.run.map_or(self.is_short, |run| run.is_short()),
        }
    }
}
