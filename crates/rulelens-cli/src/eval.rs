//! `rulelens eval`: one message through one rule.

use crate::formats::{write_csv, write_lines, write_requests, write_rows};
use crate::input::{MAX_PAYLOAD, read_bytes, read_text};
use crate::report::{write_diagnostics, write_report};
use crate::rule_options::{RuleOptions, rejected_status};
use crate::table_options::TableOptions;
use crate::{BAD, GOOD, UNUSABLE, explain};
use anyhow::{Context as _, Result};
use clap::{Args, ValueEnum};
use iot_sql::{Context, Message, Severity};
use rule_actions::view::Evaluation;
use rule_actions::{ContextDocument, Simulation};
use std::hash::{BuildHasher, RandomState};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Evaluate a rule for one message and show the result.
///
/// Reads the payload from standard input and shows how far the message gets, the outgoing payload, the records of the
/// Timestream action, and all diagnostics about rule, action and message.
///
/// Exit status: 0 the rule was evaluated, whether it acted or not; 1 the rule or its action was rejected or failed, or
/// AWS IoT rejects the message; 2 an argument or a file cannot be used.
#[derive(Args, Clone, Debug)]
pub struct EvalOptions {
    #[command(flatten)]
    rule: RuleOptions,
    /// The topic that the message was published to.
    #[arg(long)]
    topic: String,
    /// A JSON file with the message context: clientId, principal, accountId, timestamp (milliseconds),
    /// traceId, sourceIp, mqttProperties, userProperties, mocks, descriptors, randomSeed. Without a timestamp the rule
    /// runs now.
    #[arg(long, value_name = "FILE")]
    context: Option<PathBuf>,
    /// A file with the payload; by default, standard input
    #[arg(long, value_name = "FILE")]
    payload: Option<PathBuf>,
    #[command(flatten)]
    tables: TableOptions,
    /// Also show where each attribute came from and every expression's value.
    #[arg(long)]
    explain: bool,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t)]
    format: EvalFormat,
    /// With --format csv: put an apostrophe before cells that a spreadsheet would run as a formula, which are those that
    /// start with =, +, -, @, a tab or a carriage return and are not numbers. Without it the cells are what a query
    /// returns, so open them in a spreadsheet as text.
    #[arg(long)]
    csv_guard: bool,
}

/// What `rulelens eval` writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum EvalFormat {
    /// Everything, for people.
    #[default]
    Text,
    /// Everything, as one JSON document for programs.
    Json,
    /// The rows that a query of the Timestream table would show.
    Table,
    /// The same rows as CSV.
    Csv,
    /// The requests that Timestream gets, each a line of JSON.
    WriteRecords,
    /// The lines that InfluxDB gets.
    LineProtocol,
}

/// Runs `rulelens eval`; gives the exit status.
///
/// # Errors
/// A file that cannot be read or is not what it must be, or an output that cannot be written.
pub fn eval(options: &EvalOptions, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8> {
    let Some(source) = options.rule.load(err)? else { return Ok(UNUSABLE) };
    let (context, mut simulation) = context(options.context.as_deref(), &options.tables)?;
    let payload = read_bytes(options.payload.as_deref(), MAX_PAYLOAD).context("the payload")?;
    let payload_name =
        options.payload.as_ref().map_or("payload".to_owned(), |path| path.display().to_string());
    let texts = source.texts(&options.topic, &payload, &payload_name);
    match source.plan() {
        Err(errors) => {
            match options.format {
                EvalFormat::Json => write_json(out, &texts.viewer.rejected(&errors))?,
                EvalFormat::Text => write_diagnostics(out, &errors, &texts)?,
                _ => write_diagnostics(err, &errors, &texts)?,
            }
            Ok(rejected_status(&errors))
        }
        Ok(plan) => {
            let message = Message { topic: &options.topic, payload: &payload };
            let (mut report, trace) = if options.explain {
                let (report, trace) = plan.explain(message, &context, &mut simulation);
                (report, Some(trace))
            } else {
                (plan.deliver(message, &context, &mut simulation), None)
            };
            report.diagnostics.extend(source.remarks().iter().cloned());
            match options.format {
                EvalFormat::Json => {
                    // Reasons are worked out from the payload once more, as the trace is.
                    let reasons = trace.as_ref().and_then(|_| report.type_reasons(plan.rule(), &payload));
                    let mut evaluation = texts.viewer.evaluation(&report, reasons.as_ref());
                    evaluation.trace = trace.as_ref().map(|trace| texts.viewer.trace(trace, plan.rule()));
                    write_json(out, &evaluation)?;
                }
                EvalFormat::Text => {
                    write_report(out, &report, &texts)?;
                    if let Some(trace) = &trace {
                        explain::write(trace, source.sql(), out)?;
                        explain::write_types(&explain::types(plan.rule(), &payload, &report), out)?;
                    }
                }
                EvalFormat::Table => write_rows(&report, out)?,
                EvalFormat::Csv => write_csv(&report, options.csv_guard, out)?,
                EvalFormat::WriteRecords => write_requests(&report, out)?,
                EvalFormat::LineProtocol => write_lines(&report, out)?,
            }
            if !matches!(options.format, EvalFormat::Text | EvalFormat::Json) {
                write_diagnostics(err, &report.diagnostics, &texts)?;
            }
            let failed = report.diagnostics.iter().any(|diagnostic| diagnostic.severity() == Severity::Error);
            Ok(if failed { BAD } else { GOOD })
        }
    }
}

/// The context of messages, and services that have not seen one yet; without a file, an anonymous client and the current
/// time.
pub(crate) fn context(path: Option<&Path>, tables: &TableOptions) -> Result<(Context, Simulation)> {
    let document = match path {
        None => ContextDocument::default(),
        Some(path) => {
            let text = read_text(Some(path))?;
            serde_json::from_str(&text).with_context(|| format!("{} is not a context", path.display()))?
        }
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    let simulation = Simulation { dynamodb_tables: document.dynamodb_tables.clone(), ..tables.simulation()? };
    let now = i64::try_from(now).unwrap_or(i64::MAX);
    let context = document.into_context(now, RandomState::new().hash_one(()));
    Ok((context.context("the context cannot be used")?, simulation))
}

fn write_json(out: &mut dyn Write, json: &Evaluation) -> Result<()> {
    serde_json::to_writer_pretty(&mut *out, json)?;
    Ok(writeln!(out)?)
}
