//! What one thread does with batches: evaluating, letting the services take the messages, and writing lines.

use super::ReplayFormat;
use super::batch::Batch;
use super::turns::Turns;
use iot_sql::{Context, Invocation, Layout, Message, Reading};
use rule_actions::capture::{BOM, Envelope, MAX_LINE};
use rule_actions::view::{LineWriter, ReplayProblem};
use rule_actions::{Begun, ContextDocument, Plan, Simulation, StageWords, TableKeys, Totals};
use std::collections::BTreeMap;
use std::io;

/// What all threads have in common.
pub(super) struct Work<'w> {
    pub(super) plan: &'w Plan,
    /// The topic of messages that name none.
    pub(super) topic: Option<&'w str>,
    /// Whether the rule sees that topic.
    pub(super) sees_topic: bool,
    /// Whether each line is an envelope.
    pub(super) envelope: bool,
    /// Milliseconds between messages whose context names no time.
    pub(super) interval: u32,
    pub(super) format: ReplayFormat,
    /// The context of the first message.
    pub(super) base: &'w Context,
    /// How many messages came before a batch.
    pub(super) counted: Turns<u64>,
    /// What the services remember.
    pub(super) services: Turns<Simulation>,
}

/// What a thread keeps from one batch to the next.
pub(super) struct Worker<'w> {
    work: &'w Work<'w>,
    layout: Layout,
    /// What was Undefined for the thread's messages; the services are the common ones.
    own: Simulation,
    totals: Totals,
    writer: LineWriter,
}

/// What became of a batch.
pub(super) struct Done {
    /// The batch's number.
    pub(super) index: u64,
    /// The number of its last line.
    pub(super) last_line: u64,
    /// Bytes of the input up to its end.
    pub(super) read: u64,
    /// The lines to write.
    pub(super) out: String,
    /// Lines that are no messages, by their numbers.
    pub(super) faults: Vec<(u64, String)>,
    /// Why nothing can be read after it, where that is so.
    pub(super) error: Option<io::Error>,
}

/// A message's envelope.
struct Taken {
    envelope: Envelope,
    /// Its own context, and what of it is named there.
    own: Option<OwnContext>,
}

/// The context that stands in a message's envelope.
struct OwnContext {
    context: Context,
    has_time: bool,
    has_seed: bool,
    dynamodb_tables: Option<BTreeMap<String, TableKeys>>,
}

impl<'w> Worker<'w> {
    /// A thread's beginning; `own` counts what was Undefined.
    pub(super) fn new(work: &'w Work<'w>, own: Simulation) -> Self {
        Self {
            work,
            layout: Layout::default(),
            own,
            totals: Totals::default(),
            writer: LineWriter::default(),
        }
    }

    /// What the thread's messages came to.
    pub(super) fn finish(self) -> (Totals, Simulation) {
        (self.totals, self.own)
    }

    /// Takes a batch through; `None` where another thread gave up.
    pub(super) fn take(&mut self, batch: &mut Batch) -> Option<Done> {
        let error = batch.error.take();
        let batch = &*batch;
        let mut faults = Vec::new();
        let (mut messages, mut readings) = (Vec::with_capacity(batch.len()), Vec::with_capacity(batch.len()));
        for (number, line) in batch.lines() {
            let Some(line) = line else {
                faults.push((number, format!("the line has more than {MAX_LINE} bytes")));
                continue;
            };
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            match self.line(line) {
                Ok((taken, reading)) => {
                    messages.push((number, line, taken));
                    readings.push(reading);
                }
                Err(fault) => faults.push((number, fault)),
            }
        }
        let before = self.work.counted.take(batch.index, |count| {
            let before = *count;
            *count += messages.len() as u64;
            before
        })?;
        let mut begun = Vec::with_capacity(messages.len());
        let plan = self.work.plan;
        self.own.messages = before;
        for (((_, line, taken), reading), at) in messages.iter().zip(readings).zip(before..) {
            let taken = taken.as_deref();
            let Some(message) = message(self.work, taken, line) else { continue };
            let (context, invocation) = self.context(at, taken);
            begun.push(self.own.with_dynamodb_tables(tables(taken), |own| {
                plan.begin(message, context, invocation, reading, own)
            }));
        }
        self.work.services.take(batch.index, |services| {
            for (begun, (_, _, taken)) in begun.iter_mut().zip(&messages) {
                let tables = tables(taken.as_deref());
                self.own.with_dynamodb_tables(tables, |own| begun.write(own, services));
            }
            services.messages += begun.len() as u64;
        })?;
        let out = self.written(begun, messages.iter().map(|(number, ..)| *number), &faults);
        let last_line = batch.first_line + (batch.len() as u64).saturating_sub(1);
        Some(Done { index: batch.index, last_line, read: batch.read, out, faults, error })
    }

    /// Counts the messages, and writes the lines of messages and faults in their order.
    fn written(
        &mut self,
        begun: Vec<Begun<'_>>,
        numbers: impl Iterator<Item = u64>,
        faults: &[(u64, String)],
    ) -> String {
        let mut out = String::new();
        if self.work.format != ReplayFormat::Json {
            for begun in &begun {
                begun.count(&mut self.totals);
            }
            return out;
        }
        let mut faults = faults.iter().peekable();
        for (begun, number) in begun.into_iter().zip(numbers) {
            let report = begun.report(StageWords::OfStop);
            self.totals.count(&report);
            while let Some((line, fault)) = faults.next_if(|(line, _)| *line < number) {
                write_fault(*line, fault, &mut out);
            }
            self.writer.write(number, &report, &mut out);
            out.push('\n');
        }
        for (line, fault) in faults {
            write_fault(*line, fault, &mut out);
        }
        out
    }

    /// Reads a line; says what is wrong with one that is no message.
    fn line(&mut self, line: &[u8]) -> Result<(Option<Box<Taken>>, Reading), String> {
        let work = self.work;
        let mut taken = None;
        let mut sees = work.sees_topic;
        if work.envelope {
            let mut envelope = Envelope::read(line)?;
            let own = envelope.context.take();
            let own = own.map(|own| self.own_context(own, &envelope.named)).transpose()?;
            if let Some(topic) = &envelope.topic {
                sees = work.plan.rule().sees(topic);
            }
            taken = Some(Box::new(Taken { envelope, own }));
        }
        let Some(message) = message(work, taken.as_deref(), line) else {
            return Err("there is no `topic`, and --topic names none".to_owned());
        };
        let reading = if sees {
            work.plan.rule().read_seen(message.payload, &mut self.layout)
        } else {
            Reading::default()
        };
        if !work.envelope {
            check_json(line, &reading)?;
        }
        Ok((taken, reading))
    }

    fn own_context(&self, own: ContextDocument, named: &[String]) -> Result<OwnContext, String> {
        let (has_time, has_seed) = (own.timestamp.is_some(), own.random_seed.is_some());
        let names_tables = named.iter().any(|name| name == "dynamodbTables");
        let dynamodb_tables = names_tables.then(|| own.dynamodb_tables.clone());
        let context =
            own.over(&without(self.work.base, named)).map_err(|error| format!("context: {error}"))?;
        Ok(OwnContext { context, has_time, has_seed, dynamodb_tables })
    }

    /// The context of a message that comes after so many others, and its invocation.
    fn context<'t>(&self, before: u64, taken: Option<&'t Taken>) -> (&'t Context, Invocation)
    where
        'w: 't,
    {
        let base = self.work.base;
        let later = i128::from(before) * i128::from(self.work.interval);
        let time = i128::from(base.timestamp_ms).saturating_add(later);
        let timestamp_ms = i64::try_from(time).unwrap_or(i64::MAX);
        let mut invocation = Invocation { timestamp_ms, random_seed: base.random_seed.wrapping_add(before) };
        let Some(own) = taken.and_then(|taken| taken.own.as_ref()) else { return (base, invocation) };
        if own.has_time {
            invocation.timestamp_ms = own.context.timestamp_ms;
        }
        if own.has_seed {
            invocation.random_seed = own.context.random_seed;
        }
        (&own.context, invocation)
    }
}

/// The keys of DynamoDB tables that a message's own context states.
fn tables(taken: Option<&Taken>) -> Option<BTreeMap<String, TableKeys>> {
    taken?.own.as_ref()?.dynamodb_tables.clone()
}

fn write_fault(line: u64, fault: &str, out: &mut String) {
    let problem = ReplayProblem { line, error: fault.to_owned() };
    // It is plain data, of which serde can always make JSON.
    out.push_str(&serde_json::to_string(&problem).unwrap_or_default());
    out.push('\n');
}

/// The message of a line; `None` where it has no topic.
fn message<'m>(work: &Work<'m>, taken: Option<&'m Taken>, line: &'m [u8]) -> Option<Message<'m>> {
    Some(match taken {
        None => Message { topic: work.topic?, payload: line },
        Some(Taken { envelope, .. }) => {
            Message { topic: envelope.topic.as_deref().or(work.topic)?, payload: &envelope.payload }
        }
    })
}

/// A context without what a line's own context names, so that a name with null or with nothing in it counts too.
fn without(base: &Context, named: &[String]) -> Context {
    let mut context = base.clone();
    for name in named {
        match name.as_str() {
            "clientId" => context.client_id = None,
            "principal" => context.principal = None,
            "accountId" => context.account_id = None,
            "traceId" => context.trace_id = None,
            "sourceIp" => context.source_ip = None,
            "mqttProperties" => context.mqtt_properties.clear(),
            "userProperties" => context.user_properties.clear(),
            "mocks" => context.mocks.clear(),
            "descriptors" => context.descriptors.clear(),
            // A message always has a time and a random seed.
            _ => {}
        }
    }
    context
}

/// Says what is wrong with a line that is not JSON.
///
/// What the rule has read as JSON is JSON, but for a byte order mark, which the rule passes over.
fn check_json(line: &[u8], reading: &Reading) -> Result<(), String> {
    if reading.is_json() == Some(true) && !line.starts_with(BOM) {
        return Ok(());
    }
    match serde_json::from_slice::<serde::de::IgnoredAny>(line) {
        Ok(_) => Ok(()),
        Err(error) => {
            Err(format!("the payload is not JSON: {error}; a payload of bytes goes in an --envelope"))
        }
    }
}
