//! `rulelens check`: what is wrong or odd about rules, without a message.

use crate::texts::Texts;
use crate::{BAD, Format, GOOD, UNUSABLE, diagnostics, view};
use anyhow::Result;
use clap::Args;
use iot_sql::{Diagnostic, Rule, Severity, SqlVersion, no_version};
use rule_actions::Plan;
use serde_json::{Value as Json, json};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Check rules for mistakes.
///
/// Takes SQL files (`.sql`, one statement each), rule documents (`.json`, with `sql`, `awsIotSqlVersion` and `actions`,
/// also under `topicRulePayload`) and JSON Lines (`.jsonl`, one object with `sql` a line).
///
/// Exit status: 0 nothing was refused, warnings allowed; 1 something was; 2 a file cannot be read or is not what its
/// ending says.
#[derive(Args, Clone, Debug)]
pub struct CheckOptions {
    /// The files.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The SQL version of statements in `.sql` and `.jsonl` files that name none.
    #[arg(long, value_name = "VERSION", default_value = "2016-03-23", value_parser = crate::eval::version)]
    sql_version: SqlVersion,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// A rule to be checked.
struct Entry {
    /// The file, and the line in it where there are several.
    place: String,
    sql: String,
    version: SqlVersion,
    /// The Timestream actions, as JSON text.
    actions: Vec<String>,
    /// Whether the document should name a version and does not.
    unversioned: bool,
}

/// Runs `rulelens check`; gives the exit status.
///
/// # Errors
/// An output that cannot be written.
pub fn check(options: &CheckOptions, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8> {
    let mut totals = Totals::default();
    let mut unusable = false;
    let mut documents = Vec::new();
    for path in &options.files {
        let (entries, faults) = entries(path, options.sql_version);
        for fault in faults {
            writeln!(err, "error: {}: {fault}", path.display())?;
            unusable = true;
        }
        for entry in entries {
            let found = findings(&entry);
            totals.count(&found);
            match options.format {
                Format::Json => documents.push(json!({
                    "place": entry.place,
                    "sql": entry.sql,
                    "diagnostics": to_json(&entry, &found),
                })),
                Format::Text => write_findings(&entry, &found, out)?,
            }
        }
    }
    match options.format {
        Format::Json => {
            let totals = json!({"rules": totals.rules, "refused": totals.refused, "warned": totals.warned});
            writeln!(
                out,
                "{}",
                serde_json::to_string_pretty(&json!({"rules": documents, "totals": totals}))?
            )?;
        }
        Format::Text => {
            let Totals { rules, refused, warned } = totals;
            writeln!(out, "{rules} rules: {refused} refused, {warned} with warnings")?;
        }
    }
    Ok(match (unusable, totals.refused) {
        (true, _) => UNUSABLE,
        (false, 0) => GOOD,
        (false, _) => BAD,
    })
}

#[derive(Default)]
struct Totals {
    rules: usize,
    refused: usize,
    warned: usize,
}

impl Totals {
    fn count(&mut self, found: &[(Diagnostic, Option<String>)]) {
        let has = |severity| found.iter().any(|(diagnostic, _)| diagnostic.severity() == severity);
        self.rules += 1;
        if has(Severity::Error) {
            self.refused += 1;
        } else if has(Severity::Warning) {
            self.warned += 1;
        }
    }
}

/// Everything there is to say about a rule, each with the action that it is about.
fn findings(entry: &Entry) -> Vec<(Diagnostic, Option<String>)> {
    let mut found: Vec<(Diagnostic, Option<String>)> = Vec::new();
    let rule = Rule::parse(&entry.sql, entry.version);
    let known = match &rule {
        Ok(rule) => rule.warnings().to_vec(),
        Err(error) => vec![error.clone()],
    };
    found.extend(known.iter().cloned().map(|diagnostic| (diagnostic, None)));
    if entry.unversioned {
        found.push((no_version(), None));
    }
    for action in &entry.actions {
        let about = match Plan::new(&entry.sql, entry.version, Some(action)) {
            Ok(plan) => plan.warnings().to_vec(),
            Err(errors) => errors,
        };
        let new = about.into_iter().filter(|diagnostic| !known.contains(diagnostic));
        found.extend(new.map(|diagnostic| (diagnostic, Some(action.clone()))));
    }
    found.sort_by_key(|(diagnostic, _)| diagnostic.severity());
    found
}

fn write_findings(entry: &Entry, found: &[(Diagnostic, Option<String>)], out: &mut dyn Write) -> Result<()> {
    for (diagnostic, action) in found {
        let texts = texts(entry, action.as_deref());
        writeln!(out, "{}\n", diagnostics::draw(diagnostic, &texts))?;
    }
    Ok(())
}

fn to_json(entry: &Entry, found: &[(Diagnostic, Option<String>)]) -> Json {
    let json = found
        .iter()
        .map(|(diagnostic, action)| view::diagnostic(diagnostic, &texts(entry, action.as_deref())));
    json.collect()
}

fn texts<'t>(entry: &'t Entry, action: Option<&'t str>) -> Texts<'t> {
    Texts {
        sql: &entry.sql,
        sql_name: &entry.place,
        topic: "",
        payload: &[],
        payload_name: "payload",
        action,
        action_name: &entry.place,
    }
}

/// The rules of a file, and what is wrong with the file.
fn entries(path: &Path, version: SqlVersion) -> (Vec<Entry>, Vec<String>) {
    let text = match fs::read_to_string(path) {
        Ok(text) => text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text),
        Err(error) => return (Vec::new(), vec![error.to_string()]),
    };
    let name = path.display().to_string();
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("sql") => {
            let entry = Entry { place: name, sql: text, version, actions: Vec::new(), unversioned: false };
            (vec![entry], Vec::new())
        }
        Some("json") => match serde_json::from_str::<Json>(&text) {
            Err(error) => (Vec::new(), vec![format!("this is not JSON: {error}")]),
            Ok(document) => match document_entry(&document, name) {
                Ok(entry) => (vec![entry], Vec::new()),
                Err(fault) => (Vec::new(), vec![fault]),
            },
        },
        Some("jsonl") => {
            let (mut entries, mut faults) = (Vec::new(), Vec::new());
            for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
                let place = format!("{name}:{}", index + 1);
                let entry = serde_json::from_str::<Json>(line)
                    .map_err(|error| format!("this is not JSON: {error}"))
                    .and_then(|json| line_entry(&json, place, version));
                match entry {
                    Ok(entry) => entries.push(entry),
                    Err(fault) => faults.push(format!("line {}: {fault}", index + 1)),
                }
            }
            (entries, faults)
        }
        _ => (Vec::new(), vec!["a file must end in .sql, .json or .jsonl".to_owned()]),
    }
}

/// A rule document: the payload of `CreateTopicRule`, or the whole of its request.
fn document_entry(document: &Json, place: String) -> Result<Entry, String> {
    let rule = document.get("topicRulePayload").unwrap_or(document);
    let sql = rule.get("sql").and_then(Json::as_str).ok_or("a rule document has a text under `sql`")?;
    let name = rule.get("awsIotSqlVersion");
    let version = match name {
        None | Some(Json::Null) => SqlVersion::V2015_10_08,
        Some(name) => named_version(name)?,
    };
    let actions = rule.get("actions").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    let timestream = actions.iter().filter(|action| action.get("timestream").is_some());
    Ok(Entry {
        place,
        sql: sql.to_owned(),
        version,
        actions: timestream.map(Json::to_string).collect(),
        unversioned: name.is_none_or(Json::is_null),
    })
}

fn line_entry(json: &Json, place: String, version: SqlVersion) -> Result<Entry, String> {
    let sql = json.get("sql").and_then(Json::as_str).ok_or("a line has a text under `sql`")?;
    let version = match json.get("sqlVersion").or_else(|| json.get("awsIotSqlVersion")) {
        None => version,
        Some(name) => named_version(name)?,
    };
    Ok(Entry { place, sql: sql.to_owned(), version, actions: Vec::new(), unversioned: false })
}

fn named_version(name: &Json) -> Result<SqlVersion, String> {
    let text = name.as_str().unwrap_or_default();
    SqlVersion::from_name(text).ok_or_else(|| format!("there is no SQL version {name}"))
}
