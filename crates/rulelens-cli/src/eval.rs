//! `rulelens eval`: one message through one rule.

use crate::context::ContextFile;
use crate::texts::Texts;
use crate::{BAD, Format, GOOD, diagnostics, explain, view};
use anyhow::{Context as _, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use clap::Args;
use comfy_table::{Table, presets};
use iot_sql::{Context, Diagnostic, Message, Outgoing, Severity, SqlVersion};
use rule_actions::timestream::{Record, TimeUnit};
use rule_actions::{GateState, Plan, Report, Simulation};
use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Take one message through a rule and show what becomes of it.
///
/// Reads the payload from standard input and shows how far the message gets, the outgoing payload, the records of the
/// Timestream action, and everything there is to say about rule, action and message.
///
/// Exit status: 0 the rule was evaluated, whether it acted or not; 1 the rule or its action was refused or failed;
/// 2 an argument or a file cannot be used.
#[derive(Args, Clone, Debug)]
pub struct EvalOptions {
    /// The rule's SQL statement.
    #[arg(long, value_name = "TEXT", required_unless_present = "sql_file", conflicts_with = "sql_file")]
    sql: Option<String>,
    /// A file with the rule's SQL statement.
    #[arg(long, value_name = "FILE")]
    sql_file: Option<PathBuf>,
    /// The topic that the message was published to.
    #[arg(long)]
    topic: String,
    /// The rule's SQL version: 2015-10-08, 2016-03-23 or beta.
    #[arg(long, value_name = "VERSION", default_value = "2016-03-23", value_parser = version)]
    sql_version: SqlVersion,
    /// A JSON file with the action as in a rule: {"timestream": {…}}.
    #[arg(long, value_name = "FILE")]
    action: Option<PathBuf>,
    /// A JSON file with what surrounds the message: clientId, principal, accountId, timestamp (milliseconds),
    /// traceId, sourceIp, mqttProperties, userProperties, mocks, descriptors, randomSeed. Without a timestamp the rule
    /// runs now.
    #[arg(long, value_name = "FILE")]
    context: Option<PathBuf>,
    /// A file with the payload; left out: standard input.
    #[arg(long, value_name = "FILE")]
    payload: Option<PathBuf>,
    /// Also show where each attribute came from and every expression's value.
    #[arg(long)]
    explain: bool,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(crate) fn version(name: &str) -> Result<SqlVersion, String> {
    SqlVersion::from_name(name).ok_or_else(|| {
        let names = SqlVersion::ALL.map(SqlVersion::name);
        format!("the SQL versions are {}", names.join(", "))
    })
}

/// Runs `rulelens eval`; gives the exit status.
///
/// # Errors
/// A file that cannot be read or is not what it must be, or an output that cannot be written.
pub fn eval(options: &EvalOptions, out: &mut dyn Write) -> Result<u8> {
    let sql = match (&options.sql, &options.sql_file) {
        (Some(sql), _) => sql.clone(),
        (None, Some(path)) => read_text(path)?,
        (None, None) => bail!("--sql or --sql-file is needed"),
    };
    let action = options.action.as_deref().map(read_text).transpose()?;
    let (context, mut simulation) = context(options.context.as_deref())?;
    let payload = match &options.payload {
        Some(path) => read(fs::File::open(path).with_context(|| format!("cannot open {}", path.display()))?)
            .with_context(|| format!("cannot read {}", path.display()))?,
        None => read(io::stdin().lock()).context("cannot read the payload from standard input")?,
    };
    let name = |path: &Option<PathBuf>, otherwise: &str| {
        path.as_ref().map_or_else(|| otherwise.to_owned(), |path| path.display().to_string())
    };
    let texts = Texts {
        sql: &sql,
        sql_name: &name(&options.sql_file, "sql"),
        topic: &options.topic,
        payload: &payload,
        payload_name: &name(&options.payload, "payload"),
        action: action.as_deref(),
        action_name: &name(&options.action, "action"),
        ..Texts::default()
    };
    match Plan::new(&sql, options.sql_version, action.as_deref()) {
        Err(errors) => {
            match options.format {
                Format::Json => write_json(out, &view::refusal(&errors, &texts))?,
                Format::Text => write_diagnostics(out, &errors, &texts)?,
            }
            Ok(BAD)
        }
        Ok(plan) => {
            let message = Message { topic: &options.topic, payload: &payload };
            let (report, trace) = if options.explain {
                let (report, trace) = plan.explain(message, &context, &mut simulation);
                (report, Some(trace))
            } else {
                (plan.deliver(message, &context, &mut simulation), None)
            };
            match options.format {
                Format::Json => {
                    let mut document = view::report(&report, &texts);
                    if let Some(trace) = &trace {
                        document["trace"] = explain::to_json(trace, &sql);
                        let types = explain::types(plan.rule(), &payload, &report);
                        document["types"] = explain::types_to_json(&types);
                    }
                    write_json(out, &document)?;
                }
                Format::Text => {
                    write_report(out, &report, &texts)?;
                    if let Some(trace) = &trace {
                        explain::write(trace, &sql, out)?;
                        explain::write_types(&explain::types(plan.rule(), &payload, &report), out)?;
                    }
                }
            }
            let failed = report.diagnostics.iter().any(|diagnostic| diagnostic.severity() == Severity::Error);
            Ok(if failed { BAD } else { GOOD })
        }
    }
}

/// Bytes that an input may have; far more than AWS takes, and less than what exhausts a machine.
const MAX_INPUT: u64 = 256 * 1024 * 1024;

fn read(input: impl Read) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(MAX_INPUT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_INPUT {
        bail!("there are more than {MAX_INPUT} bytes");
    }
    Ok(bytes)
}

fn read_text(path: &Path) -> Result<String> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text))
}

fn context(path: Option<&Path>) -> Result<(Context, Simulation)> {
    let file = match path {
        None => ContextFile::default(),
        Some(path) => {
            let text = read_text(path)?;
            serde_json::from_str(&text).with_context(|| format!("{} is no context", path.display()))?
        }
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    let simulation = Simulation { dynamodb_tables: file.dynamodb_tables().clone(), ..Simulation::default() };
    let now = i64::try_from(now).unwrap_or(i64::MAX);
    Ok((file.into_context(now, RandomState::new().hash_one(())), simulation))
}

fn write_json(out: &mut dyn Write, json: &serde_json::Value) -> Result<()> {
    serde_json::to_writer_pretty(&mut *out, json)?;
    Ok(writeln!(out)?)
}

fn write_diagnostics(out: &mut dyn Write, diagnostics: &[Diagnostic], texts: &Texts<'_>) -> Result<()> {
    for (index, diagnostic) in diagnostics.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", diagnostics::draw(diagnostic, texts))?;
    }
    Ok(())
}

fn write_report(out: &mut dyn Write, report: &Report, texts: &Texts<'_>) -> Result<()> {
    for gate in &report.gates {
        let state = match gate.state {
            GateState::Passed => "passed",
            GateState::Absent => "-",
            GateState::Stopped => "stopped",
            GateState::NotReached => "not reached",
        };
        writeln!(out, "{:<11} {state:<11} {}", view::gate_name(gate.name), printable(&gate.explanation))?;
    }
    match report.outgoing() {
        None => {}
        Some(Outgoing::Json(value)) => writeln!(out, "\noutgoing payload\n{}", escaped(&value.to_json()))?,
        Some(Outgoing::Binary(bytes)) => match std::str::from_utf8(bytes) {
            Ok(text) => writeln!(out, "\noutgoing payload, as it came in\n{}", printable(text))?,
            Err(_) => {
                writeln!(out, "\noutgoing payload, as it came in, in base64\n{}", BASE64.encode(bytes))?;
            }
        },
    }
    if !report.records().is_empty() {
        writeln!(out, "\nrecords\n{}", table(report.records()).trim_fmt())?;
    }
    if !report.diagnostics.is_empty() {
        writeln!(out)?;
        write_diagnostics(out, &report.diagnostics, texts)?;
    }
    Ok(())
}

/// Characters of a text that a table shows; the rest is in `--format json`.
const MAX_CELL: usize = 100;

fn table(records: &[Record]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["measure name", "value", "type", "time (UTC)", "time", "dimensions"]);
    for record in records {
        let unit = match record.time_unit {
            TimeUnit::Seconds => "s",
            TimeUnit::Milliseconds => "ms",
            TimeUnit::Microseconds => "µs",
            TimeUnit::Nanoseconds => "ns",
        };
        let dimensions: Vec<String> = record
            .dimensions
            .iter()
            .map(|dimension| format!("{}={}", dimension.name, dimension.value))
            .collect();
        table.add_row([
            cell(&record.measure_name),
            cell(&record.measure_value),
            record.measure_value_type.name().to_owned(),
            record.time_utc().unwrap_or_default(),
            cell(&format!("{} {unit}", record.time)),
            cell(&dimensions.join(", ")),
        ]);
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    table
}

fn cell(text: &str) -> String {
    let text = printable(text);
    match text.char_indices().nth(MAX_CELL) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

/// JSON without characters that move the cursor or change colours: those that JSON lets stand as they are.
fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for ch in json.chars() {
        if ch.is_control() {
            text.push_str(&format!("\\u{:04x}", u32::from(ch)));
        } else {
            text.push(ch);
        }
    }
    text
}

/// A text without characters that move the cursor or change colours.
fn printable(text: &str) -> String {
    text.chars()
        .map(|ch| if ch.is_control() && ch != '\n' { char::REPLACEMENT_CHARACTER } else { ch })
        .collect()
}
