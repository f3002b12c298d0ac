//! `rulelens replay`: many messages through one rule.

mod batch;
mod progress;
mod totals;
mod turns;
mod worker;

use crate::eval::context;
use crate::printable::printable;
use crate::report::write_diagnostics;
use crate::rule_options::{RuleOptions, rejected_status};
use crate::table_options::TableOptions;
use crate::{BAD, GOOD, UNUSABLE};
use anyhow::{Context as _, Result};
use batch::Batch;
use clap::{Args, ValueEnum};
use iot_sql::Context;
use progress::Progress;
use rule_actions::timestream::table::Tables;
use rule_actions::{Absences, Plan, Simulation};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::ScopedJoinHandle;
use std::time::Duration;
use totals::Totals;
use turns::Turns;
use worker::{Done, Work, Worker};

/// The exit status of a program that its user interrupts.
const INTERRUPTED: i32 = 130;

/// How long a thread waits for messages before it looks whether the user has interrupted the program.
const LOOKS: Duration = Duration::from_millis(100);

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
    /// How many messages are evaluated at the same time; default: as many as the machine has cores. What is written does
    /// not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
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
    let (input, size): (Box<dyn Read + Send>, _) = match &options.messages {
        None => (Box::new(io::stdin()), None),
        Some(path) => {
            let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
            let size = file.metadata().ok().map(|metadata| metadata.len());
            (Box::new(file), size)
        }
    };
    let (base, simulation) = context(options.context.as_deref(), &options.tables)?;
    // A line for each message on the same terminal would be drawn over.
    let lines_on_terminal = options.format == ReplayFormat::Json && io::stdout().is_terminal();
    let shows_progress = io::stderr().is_terminal() && !lines_on_terminal;
    // Near misses of a thousand messages are a thousand times the same.
    let brief = options.format != ReplayFormat::Json;
    let simulation = Simulation { brief, absences: Absences::counting(), ..simulation };
    let replay = Replay {
        options,
        plan: &plan,
        base,
        progress: Progress::new(shows_progress, size),
        stops: on_interrupt(),
    };
    let (simulation, totals) = replay.all(input, simulation, out, err)?;
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

/// What is set when the user interrupts the program; at the second time it ends at once.
fn on_interrupt() -> Arc<AtomicBool> {
    let stops = Arc::new(AtomicBool::new(false));
    let on_signal = Arc::clone(&stops);
    // Where there is a handler already, that one decides.
    let _ = ctrlc::set_handler(move || {
        if on_signal.swap(true, Ordering::Relaxed) {
            std::process::exit(INTERRUPTED);
        }
    });
    stops
}

struct Replay<'o> {
    options: &'o ReplayOptions,
    plan: &'o Plan,
    base: Context,
    progress: Progress,
    /// Whether the user has interrupted the program.
    stops: Arc<AtomicBool>,
}

impl Replay<'_> {
    /// Takes all messages through, and gives what they came to.
    ///
    /// One thread reads batches of lines; others take each a batch through the rule at the same time, and let the services
    /// take them in their order; this one writes what comes of them in that order too. Nobody runs far ahead of another:
    /// each queue has room for as many batches as there are threads.
    fn all(
        &self,
        input: Box<dyn Read + Send>,
        simulation: Simulation,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> Result<(Simulation, Totals)> {
        let threads = self.threads();
        let batches = Mutex::new(batch::read(input, threads, &self.stops));
        let own = Simulation { tables: Tables::default(), ..simulation.clone() };
        let work = Work {
            plan: self.plan,
            topic: self.options.topic.as_deref(),
            sees_topic: self.options.topic.as_deref().is_some_and(|topic| self.plan.rule().sees(topic)),
            envelope: self.options.envelope,
            interval: self.options.interval,
            format: self.options.format,
            base: &self.base,
            counted: Turns::new(0),
            services: Turns::new(simulation),
        };
        let mut totals = Totals::default();
        let (sender, results) = sync_channel(threads);
        let (written, finished) = std::thread::scope(|scope| {
            let (work, batches) = (&work, &batches);
            let spawn = |_| {
                let (worker, sender) = (Worker::new(work, own.clone()), sender.clone());
                scope.spawn(move || self.work(worker, work, batches, &sender))
            };
            let workers: Vec<_> = (0..threads).map(spawn).collect();
            drop(sender);
            let written = self.write(results, &mut totals, out, err);
            let finished: Vec<_> = workers.into_iter().map(ScopedJoinHandle::join).collect();
            (written, finished)
        });
        let mut simulation = work.services.into_inner();
        for finished in finished {
            let (read, own) = finished.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            totals.read.merge(read);
            simulation.absences.merge(own.absences);
        }
        written?;
        let is_interrupted = self.stops.load(Ordering::Relaxed);
        self.progress.finish();
        if is_interrupted {
            writeln!(err, "interrupted: this is what the {} messages so far came to", totals.read.messages)?;
        }
        Ok((simulation, totals))
    }

    fn threads(&self) -> usize {
        let all = || std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        self.options.threads.map_or_else(all, usize::from)
    }

    /// What a thread does until there are no more batches, or nobody wants what comes of them.
    fn work<'w>(
        &self,
        mut worker: Worker<'w>,
        work: &Work<'w>,
        batches: &Mutex<Receiver<Batch>>,
        results: &SyncSender<Done>,
    ) -> (rule_actions::Totals, Simulation) {
        let ends = Ends(work);
        while let Some(mut batch) = self.next(batches) {
            let Some(done) = worker.take(&mut batch) else { break };
            if results.send(done).is_err() {
                break;
            }
        }
        std::mem::forget(ends);
        worker.finish()
    }

    /// The next batch; `None` at the end, and where the user has interrupted the program while none came.
    fn next(&self, batches: &Mutex<Receiver<Batch>>) -> Option<Batch> {
        let batches = batches.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match batches.recv_timeout(LOOKS) {
                Ok(batch) => return Some(batch),
                Err(RecvTimeoutError::Timeout) if !self.stops.load(Ordering::Relaxed) => {}
                Err(_) => return None,
            }
        }
    }

    /// Writes what comes of the batches in their order.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "the threads end where nobody can receive their results"
    )]
    fn write(
        &self,
        results: Receiver<Done>,
        totals: &mut Totals,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> Result<()> {
        let (mut next, mut early) = (0, BTreeMap::new());
        loop {
            let done = match results.try_recv() {
                Ok(done) => done,
                Err(TryRecvError::Disconnected) => return Ok(()),
                Err(TryRecvError::Empty) => {
                    // Whoever reads the lines need not wait for the messages after them.
                    out.flush()?;
                    let Ok(done) = results.recv() else { return Ok(()) };
                    done
                }
            };
            early.insert(done.index, done);
            while let Some(done) = early.remove(&next) {
                next += 1;
                out.write_all(done.out.as_bytes())?;
                for (number, fault) in &done.faults {
                    totals.malformed += 1;
                    self.progress.aside(|| writeln!(err, "line {number}: {}", printable(fault)))?;
                }
                self.progress.at(done.last_line, done.read);
                if let Some(error) = done.error {
                    return Err(error).context("cannot read the messages");
                }
            }
        }
    }
}

/// Lets the others wait for nobody if its thread panics.
struct Ends<'e, 'w>(&'e Work<'w>);

impl Drop for Ends<'_, '_> {
    fn drop(&mut self) {
        self.0.counted.end();
        self.0.services.end();
    }
}
