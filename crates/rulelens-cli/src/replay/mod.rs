//! `rulelens replay`: many messages through one rule.

mod progress;
mod totals;

use crate::eval::context;
use crate::printable::printable;
use crate::report::write_diagnostics;
use crate::rule_options::{RuleOptions, rejected_status};
use crate::table_options::TableOptions;
use crate::{BAD, GOOD, UNUSABLE};
use anyhow::{Context as _, Result};
use clap::{Args, ValueEnum};
use iot_sql::{Context, Message};
use progress::Progress;
use rule_actions::capture::{BOM, Envelope, Line, Lines, MAX_LINE};
use rule_actions::view::{Positions, ReplayProblem, Viewer};
use rule_actions::{Absences, Plan, Simulation};
use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Write};
use std::path::PathBuf;
use totals::Totals;

/// Take many messages through a rule and show what becomes of each, and of the tables.
///
/// Reads one payload a line (JSON) and writes one line of JSON for each, with its outgoing payload, its records and
/// what a table would do with them; after the last one a line with the tables' measures, every conflict of types,
/// what of SELECT and templates was Undefined for how many messages, and totals. Tables are empty at first and remember what was written, so that messages count in their order.
///
/// Exit status: 0 every message was read, and nothing failed or was rejected; 1 something was; 2 an argument or a file
/// cannot be used.
#[derive(Args, Clone, Debug)]
pub struct ReplayOptions {
    #[command(flatten)]
    rule: RuleOptions,
    /// The topic that the messages were published to; with --envelope that of lines which name none.
    #[arg(long, required_unless_present = "envelope")]
    topic: Option<String>,
    /// Each line is an object with a message in it: topic, payload (a string, or JSON) or payloadBase64, and context or a
    /// timestamp in milliseconds (qos, retain and dup may be there); or what `mosquitto_sub -F %j` writes.
    #[arg(long)]
    envelope: bool,
    /// A JSON file with the context of the messages, as for `rulelens eval`. Its timestamp is that of the first message;
    /// without one the first message comes now.
    #[arg(long, value_name = "FILE")]
    context: Option<PathBuf>,
    /// Milliseconds between messages whose context names no timestamp.
    #[arg(long, value_name = "MS", default_value_t = 1000)]
    interval: u32,
    /// A file with the messages; default: standard input.
    #[arg(long, value_name = "FILE")]
    messages: Option<PathBuf>,
    #[command(flatten)]
    tables: TableOptions,
    /// What is written.
    #[arg(long, value_enum, default_value_t)]
    format: ReplayFormat,
}

/// What `rulelens replay` writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ReplayFormat {
    /// A line of JSON for each message, and one for all of them.
    #[default]
    Json,
    /// Only the line for all of them.
    Summary,
    /// Only tables of what all of them came to, for people.
    Table,
}

/// Runs `rulelens replay`; gives the exit status.
///
/// # Errors
/// A file that cannot be read or is not what it must be, or an output that cannot be written.
pub fn replay(options: &ReplayOptions, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8> {
    let Some(source) = options.rule.load(err)? else { return Ok(UNUSABLE) };
    let plan = match source.plan() {
        Ok(plan) => plan,
        Err(errors) => {
            write_diagnostics(err, &errors, &source.texts("", &[], "message"))?;
            return Ok(rejected_status(&errors));
        }
    };
    write_diagnostics(err, source.remarks(), &source.texts("", &[], "message"))?;
    let (input, size): (Box<dyn BufRead>, _) = match &options.messages {
        None => (Box::new(io::stdin().lock()), None),
        Some(path) => {
            let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
            let size = file.metadata().ok().map(|metadata| metadata.len());
            (Box::new(BufReader::with_capacity(64 * 1024, file)), size)
        }
    };
    let (base, simulation) = context(options.context.as_deref(), &options.tables)?;
    // A line for each message on the same terminal would be drawn over.
    let lines_on_terminal = options.format == ReplayFormat::Json && io::stdout().is_terminal();
    let shows_progress = io::stderr().is_terminal() && !lines_on_terminal;
    let mut replay = Replay {
        options,
        plan: &plan,
        base,
        // Near misses of a thousand messages are a thousand times the same.
        simulation: Simulation {
            brief: options.format != ReplayFormat::Json,
            absences: Absences::counting(),
            ..simulation
        },
        totals: Totals::default(),
        progress: Progress::new(shows_progress, size),
    };
    replay.all(input, out, err)?;
    let Replay { simulation, totals, progress, .. } = replay;
    progress.finish();
    match options.format {
        ReplayFormat::Json | ReplayFormat::Summary => {
            let view = totals.view(&simulation, &source.texts("", &[], "message").viewer);
            serde_json::to_writer(&mut *out, &view)?;
            writeln!(out)?;
        }
        ReplayFormat::Table => {
            totals.write(&simulation, out)?;
            let said = simulation.absences.summary();
            if !said.is_empty() {
                writeln!(out)?;
                write_diagnostics(out, &said, &source.texts("", &[], "message"))?;
            }
        }
    }
    Ok(if totals.is_good() { GOOD } else { BAD })
}

struct Replay<'o> {
    options: &'o ReplayOptions,
    plan: &'o Plan,
    base: Context,
    simulation: Simulation,
    totals: Totals,
    progress: Progress,
}

impl Replay<'_> {
    fn all(&mut self, input: Box<dyn BufRead>, out: &mut dyn Write, err: &mut dyn Write) -> Result<()> {
        let mut lines = Lines::new(input);
        let mut number = 0_u64;
        loop {
            let bytes = lines.bytes;
            let line = lines.next().context("cannot read the messages")?;
            let Some(line) = line else { return Ok(()) };
            number += 1;
            self.progress.at(number, bytes);
            let fault = match line {
                Line::TooLong => Some(format!("the line has more than {MAX_LINE} bytes")),
                Line::Whole(line) if line.trim_ascii().is_empty() => None,
                // Files that were put together may have a byte order mark in the middle.
                Line::Whole(line) => self.line(number, line.strip_prefix(BOM).unwrap_or(line), out)?,
            };
            if let Some(fault) = fault {
                self.totals.malformed += 1;
                self.progress.aside(|| writeln!(err, "line {number}: {}", printable(&fault)))?;
                if self.options.format == ReplayFormat::Json {
                    serde_json::to_writer(&mut *out, &ReplayProblem { line: number, error: fault })?;
                    writeln!(out)?;
                }
            }
        }
    }

    /// Takes a line's message through the rule; gives what is wrong with the line where it has none.
    fn line(&mut self, number: u64, line: &[u8], out: &mut dyn Write) -> Result<Option<String>> {
        let mut envelope;
        let mut own = None;
        let (topic, payload) = if self.options.envelope {
            envelope = match Envelope::read(line) {
                Ok(envelope) => envelope,
                Err(fault) => return Ok(Some(fault)),
            };
            own = envelope.context.take().map(|own| (own, std::mem::take(&mut envelope.named)));
            (envelope.topic.as_deref().or(self.options.topic.as_deref()), envelope.payload.as_slice())
        } else {
            if let Some(fault) = not_json(line) {
                return Ok(Some(fault));
            }
            (self.options.topic.as_deref(), line)
        };
        let Some(topic) = topic else {
            return Ok(Some("there is no `topic`, and --topic names none".to_owned()));
        };
        let (mut context, mut tables) = (None, None);
        if let Some((own, named)) = own {
            tables = named.iter().any(|name| name == "dynamodbTables").then(|| own.dynamodb_tables.clone());
            match own.over(&without(&self.base, &named)) {
                Ok(own) => context = Some(own),
                Err(error) => return Ok(Some(format!("context: {error}"))),
            }
        }
        let context = context.as_ref().unwrap_or(&self.base);
        let message = Message { topic, payload };
        let plan = self.plan;
        let report = self
            .simulation
            .with_dynamodb_tables(tables, |simulation| plan.deliver(message, context, simulation));
        self.totals.read.count(&report);
        if self.options.format == ReplayFormat::Json {
            let viewer = Viewer { positions: Positions::Omitted, ..Viewer::default() };
            serde_json::to_writer(&mut *out, &viewer.replay_line(number, &report))?;
            writeln!(out)?;
        }
        self.base.timestamp_ms = self.base.timestamp_ms.saturating_add(i64::from(self.options.interval));
        self.base.random_seed = self.base.random_seed.wrapping_add(1);
        Ok(None)
    }
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
            "mocks" => context.stand_ins.clear(),
            "descriptors" => context.descriptors.clear(),
            // A message always has a time and a random seed.
            _ => {}
        }
    }
    context
}

/// What is wrong with a line that is not JSON.
fn not_json(line: &[u8]) -> Option<String> {
    let error = serde_json::from_slice::<serde::de::IgnoredAny>(line).err()?;
    Some(format!("the payload is not JSON: {error}; a payload of bytes goes in an --envelope"))
}
