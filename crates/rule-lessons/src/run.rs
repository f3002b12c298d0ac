//! A rule over all messages of a lesson, in order, through one set of simulated services.

use crate::check::Condition;
use crate::facts::Facts;
use crate::lesson::{Answer, Compare, Lesson, Message, Payload};
use crate::uses::uses;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use iot_sql::{Context, Diagnostic, Message as Published, Severity, Value};
use rule_actions::timestream::table::TableSettings;
use rule_actions::view::{ReplayLine, Viewer};
use rule_actions::{ContextDocument, Plan, Report, Simulation, StageName, TableKeys};
use std::collections::{BTreeMap, BTreeSet};

/// What the messages of a lesson meet, whatever the rule.
pub(crate) struct Setting {
    table: TableSettings,
    keys: BTreeMap<String, TableKeys>,
    messages: Vec<Prepared>,
}

/// A message with its context.
struct Prepared {
    payload: Vec<u8>,
    context: Context,
    keys: Option<BTreeMap<String, TableKeys>>,
}

impl Setting {
    /// The setting of a lesson; what its reader let through can be read again.
    pub(crate) fn new(lesson: &Lesson) -> Self {
        let front = &lesson.front;
        let document: ContextDocument = serde_json::from_str(&front.context).unwrap_or_default();
        let keys = document.dynamodb_tables.clone();
        let base = Context { client_id: front.client.clone(), ..Context::default() };
        let base = document.over(&base).unwrap_or(base);
        let prepare = |(at, message): (usize, &Message)| {
            let document: ContextDocument = serde_json::from_str(&message.context).unwrap_or_default();
            let keys = Some(document.dynamodb_tables.clone()).filter(|keys| !keys.is_empty());
            let (has_time, has_seed) = (document.timestamp.is_some(), document.random_seed.is_some());
            let mut context = document.over(&base).unwrap_or_else(|_| base.clone());
            if !has_time {
                context.timestamp_ms = message.time;
            }
            if !has_seed {
                // No two messages have the same random numbers, as on AWS.
                context.random_seed = context.random_seed.wrapping_add(at as u64);
            }
            context.client_id = message.client.clone().or(context.client_id);
            let payload = match &message.payload {
                Payload::Json(text) | Payload::Text(text) => text.clone().into_bytes(),
                Payload::Base64(text) => BASE64.decode(text).unwrap_or_default(),
            };
            Prepared { payload, context, keys }
        };
        Self {
            table: serde_json::from_str(&front.table).unwrap_or_default(),
            keys,
            messages: lesson.messages.iter().enumerate().map(prepare).collect(),
        }
    }

    /// Takes all messages through a rule.
    pub(crate) fn run(&self, lesson: &Lesson, answer: &Answer) -> Run {
        let plan = match Plan::new(&answer.sql, answer.version, answer.action.as_deref()) {
            Ok(plan) => plan,
            Err(rejected) => return Run { rejected, ..Run::default() },
        };
        let mut simulation = Simulation::new(self.table.clone());
        simulation.dynamodb_tables.clone_from(&self.keys);
        let mut run = Run::default();
        for (message, prepared) in lesson.messages.iter().zip(&self.messages) {
            let published = Published { topic: topic(lesson, answer, message), payload: &prepared.payload };
            let report = simulation.with_dynamodb_tables(prepared.keys.clone(), |simulation| {
                plan.deliver(published, &prepared.context, simulation)
            });
            run.work = run.work.saturating_add(report.steps);
            run.facts.push(Facts::of(&report, lesson.front.compare));
            run.reports.push(report);
        }
        run.plan = Some(plan);
        run
    }

    /// What an expression gives on a message; `None` where it cannot be read, or where its evaluation fails.
    pub(crate) fn value(
        &self,
        lesson: &Lesson,
        answer: &Answer,
        expression: &str,
        at: usize,
    ) -> Option<Value> {
        let plan = Plan::new(&format!("SELECT {expression} AS value"), answer.version, None).ok()?;
        let (message, prepared) = (lesson.messages.get(at)?, self.messages.get(at)?);
        let published = Published { topic: topic(lesson, answer, message), payload: &prepared.payload };
        let (_, trace) = plan.explain(published, &prepared.context, &mut Simulation::default());
        Some(trace.attributes.first()?.value.clone())
    }

    /// What became of the messages, as it is shown.
    pub(crate) fn view(&self, lesson: &Lesson, answer: &Answer, run: &Run) -> Vec<ReplayLine> {
        let messages = lesson.messages.iter().zip(&self.messages).zip(&run.reports).enumerate();
        let line = |(at, ((message, prepared), report)): (usize, ((&Message, &Prepared), &Report))| {
            let viewer = Viewer {
                sql: &answer.sql,
                topic: topic(lesson, answer, message),
                payload: &prepared.payload,
                action: answer.action.as_deref(),
                ..Viewer::default()
            };
            viewer.replay_line(at as u64 + 1, report)
        };
        messages.map(line).collect()
    }
}

/// The topic that a message is published on.
fn topic<'l>(lesson: &'l Lesson, answer: &'l Answer, message: &'l Message) -> &'l str {
    let named = message.topic.as_deref().or(answer.topic.as_deref());
    named.unwrap_or(&lesson.front.topic)
}

/// What became of all messages under a rule.
#[derive(Default)]
pub(crate) struct Run {
    /// The rule, where it was accepted.
    pub(crate) plan: Option<Plan>,
    /// Why it was rejected.
    pub(crate) rejected: Vec<Diagnostic>,
    /// What became of each message.
    pub(crate) reports: Vec<Report>,
    /// What is compared of each message.
    pub(crate) facts: Vec<Facts>,
    /// The work of all messages, in steps of the engine.
    pub(crate) work: u64,
}

/// What tells one mistake from another beside what is compared: where messages stopped and what was said, or how the rule
/// was rejected.
#[derive(PartialEq, Eq)]
pub(crate) struct Signs {
    rejected: Vec<(&'static str, String)>,
    messages: Vec<(Option<StageName>, BTreeSet<&'static str>)>,
}

impl Run {
    /// Whether the rule was rejected.
    pub(crate) fn is_rejected(&self) -> bool {
        self.plan.is_none()
    }

    /// Whether what is compared is the same for all messages.
    pub(crate) fn does_the_same(&self, other: &Self) -> bool {
        !self.is_rejected() && !other.is_rejected() && self.facts == other.facts
    }

    /// Where each message stopped.
    pub(crate) fn stopped_at(&self) -> impl Iterator<Item = Option<StageName>> {
        self.reports.iter().map(|report| report.stopped_at().map(|stage| stage.name))
    }

    /// Whether anything comes of some message.
    pub(crate) fn is_something(&self, compare: Compare) -> bool {
        self.facts.iter().any(|facts| facts.is_something(compare))
    }

    /// Its signs beside what is compared.
    pub(crate) fn signs(&self) -> Signs {
        let of_report = |report: &Report| {
            let codes = report.diagnostics.iter().filter(|found| found.severity() != Severity::Info);
            (report.stopped_at().map(|stage| stage.name), codes.map(|found| found.code.id).collect())
        };
        Signs {
            rejected: self.rejected.iter().map(|found| (found.code.id, shape(&found.message))).collect(),
            messages: self.reports.iter().map(of_report).collect(),
        }
    }

    /// The codes of everything that was said.
    pub(crate) fn codes(&self) -> BTreeSet<&'static str> {
        self.diagnostics().map(|found| found.code.id).collect()
    }

    /// Everything that was said.
    pub(crate) fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.rejected.iter().chain(self.reports.iter().flat_map(|report| &report.diagnostics))
    }

    /// Whether a rule that became this fulfils a condition.
    pub(crate) fn fulfils(&self, answer: &Answer, condition: &Condition) -> bool {
        let uses = |word: &str| self.plan.as_ref().is_some_and(|plan| uses(plan, word));
        match condition {
            Condition::Uses(word) => uses(word),
            Condition::No(word) => !uses(word),
            Condition::Text(text) => {
                answer.sql.contains(text)
                    || answer.action.as_deref().is_some_and(|action| action.contains(text))
            }
            Condition::Version(version) => answer.version.name() == version,
        }
    }
}

impl Signs {
    /// Whether anything was said.
    pub(crate) fn say_something(&self) -> bool {
        !self.rejected.is_empty() || self.messages.iter().any(|(_, codes)| !codes.is_empty())
    }
}

/// A message without what it quotes, so that the same mistake with other names has the same shape.
fn shape(message: &str) -> String {
    message.split('`').step_by(2).collect::<Vec<_>>().join("`")
}
