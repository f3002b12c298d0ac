//! `rulelens check`: what is wrong or suspicious in rules, without a message.

mod entries;

use crate::document::ValueOptions;
use crate::printable::printable;
use crate::terminal::painted;
use crate::texts::Texts;
use crate::{BAD, Format, GOOD, UNUSABLE, diagnostics};
use anyhow::Result;
use clap::Args;
use entries::{Entry, File, entries};
use iot_sql::text::counted;
use iot_sql::{Diagnostic, Severity, SqlVersion};
use rule_actions::view::{CheckTotals, CheckView, CheckedRule, Viewer};
use std::io::Write;
use std::path::PathBuf;

/// Check rules for mistakes.
///
/// Takes SQL files (`.sql`, one statement each), JSON Lines (`.jsonl`, one object with `sql` a line), and rule documents
/// (any other file): topic rule payloads, CloudFormation and SAM templates, serverless.yml, Terraform and what `terraform
/// show -json` writes. All rules of a document are checked, with all their actions; what is known only after deployment is
/// not judged.
///
/// Exit status: 0 nothing was rejected, warnings allowed; 1 something was; 2 a file cannot be read or holds no rule.
#[derive(Args, Clone, Debug)]
pub struct CheckOptions {
    /// The files.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The SQL version of statements in `.sql` and `.jsonl` files that name none.
    #[arg(long, value_name = "VERSION", default_value = "2016-03-23", value_parser = crate::rule_options::version)]
    sql_version: SqlVersion,
    #[command(flatten)]
    values: ValueOptions,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Runs `rulelens check`; gives the exit status.
///
/// # Errors
/// An output that cannot be written.
pub fn check(options: &CheckOptions, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8> {
    let values = options.values.load()?;
    let mut unused: Option<Vec<Diagnostic>> = None;
    let mut totals = CheckTotals::default();
    let mut unusable = false;
    let mut rules = Vec::new();
    for path in &options.files {
        let mut file = entries(path, options.sql_version, &values);
        let file_unused = std::mem::take(&mut file.unused);
        unused = Some(match unused {
            Some(unused) => unused.into_iter().filter(|one| file_unused.contains(one)).collect(),
            None => file_unused,
        });
        for fault in &file.faults {
            writeln!(err, "error: {}", printable(&format!("{}: {fault}", file.name)))?;
        }
        for error in &file.errors {
            writeln!(err, "{}\n", diagnostics::draw(error, &file.texts()))?;
        }
        unusable |= !file.faults.is_empty() || !file.errors.is_empty();
        for entry in &file.entries {
            let found = findings(entry);
            count(&mut totals, &found);
            let texts = texts(&file, entry);
            match options.format {
                Format::Json => {
                    let placed: Vec<Diagnostic> =
                        found.iter().map(|one| texts.placed(one).into_owned()).collect();
                    rules.push(CheckedRule {
                        place: entry.place.clone(),
                        sql: entry.rule.sql.clone(),
                        diagnostics: texts.viewer.diagnostics(&placed),
                    });
                }
                Format::Text => {
                    for diagnostic in &found {
                        writeln!(out, "{}\n", painted(&diagnostics::draw(diagnostic, &texts)))?;
                    }
                }
            }
        }
    }
    // What no file asks for.
    for warning in unused.into_iter().flatten() {
        writeln!(err, "{}\n", diagnostics::draw(&warning, &Texts::default()))?;
    }
    match options.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &CheckView { rules, totals })?;
            writeln!(out)?;
        }
        Format::Text => {
            let CheckTotals { rules, rejected, warned } = totals;
            writeln!(out, "{}: {rejected} rejected, {warned} with warnings", counted(rules, "rule"))?;
        }
    }
    Ok(match (unusable, totals.rejected) {
        (true, _) => UNUSABLE,
        (false, 0) => GOOD,
        (false, _) => BAD,
    })
}

fn count(totals: &mut CheckTotals, found: &[Diagnostic]) {
    let has = |severity| found.iter().any(|diagnostic| diagnostic.severity() == severity);
    totals.rules += 1;
    if has(Severity::Error) {
        totals.rejected += 1;
    } else if has(Severity::Warning) {
        totals.warned += 1;
    }
}

/// Everything to report about a rule.
fn findings(entry: &Entry) -> Vec<Diagnostic> {
    let mut findings = entry.rule.findings();
    findings.extend(entry.remarks.iter().cloned());
    findings.sort_by_key(Diagnostic::severity);
    findings
}

fn texts<'t>(file: &'t File, entry: &'t Entry) -> Texts<'t> {
    let texts = file.texts();
    let viewer = Viewer { sql: &entry.rule.sql, action: Some(&entry.actions), ..texts.viewer };
    let rule = entry.is_in_document.then_some(&entry.rule);
    Texts {
        viewer,
        sql_name: &entry.place,
        action_name: &entry.place,
        rule_name: &entry.place,
        rule,
        ..texts
    }
}
