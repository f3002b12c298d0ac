//! Parses rules that were found in the wild, to see that none is rejected without a reason.
//!
//! Each line of a file is a JSON object with the statement as `sql`; in files after `--templates`, a substitution
//! template as `template`. Where its `note` says INVALID, AWS rejects it, and RuleLens must too; anything else must be
//! accepted, unless it is written in another SQL.

use anyhow::{Context, Result};
use clap::Parser;
use iot_sql::{Diagnostic, Rule, SqlVersion, Template};
use serde::Deserialize;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Parses rules found in the wild and tells which are rejected, and why.
#[derive(Parser)]
struct Arguments {
    /// Files with a statement on each line: {"sql": …, "note": …}.
    #[arg(required_unless_present = "templates")]
    rules: Vec<PathBuf>,
    /// Files with a substitution template on each line: {"template": …, "note": …}.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    templates: Vec<PathBuf>,
}

/// A line of a file.
#[derive(Deserialize)]
struct Line {
    #[serde(alias = "template")]
    sql: String,
    #[serde(default)]
    note: String,
}

/// How many were accepted and rejected, and how many of them should not have been.
#[derive(Default)]
struct Counts {
    accepted: usize,
    rejected: usize,
    unexpected: usize,
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let mut out = io::stdout().lock();
    let mut counts = Counts::default();
    for file in &arguments.rules {
        check(file, &mut counts, &mut out, |sql| Rule::parse(sql, SqlVersion::V2016_03_23).err())?;
    }
    for file in &arguments.templates {
        check(file, &mut counts, &mut out, |text| Template::parse(text, SqlVersion::V2016_03_23).err())?;
    }
    let Counts { accepted, rejected, unexpected } = counts;
    writeln!(out, "{accepted} accepted, {rejected} rejected, {unexpected} of them unexpectedly")?;
    Ok(if unexpected == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn check(
    file: &Path,
    counts: &mut Counts,
    out: &mut impl Write,
    refusal: impl Fn(&str) -> Option<Diagnostic>,
) -> Result<()> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let place = format!("{}:{}", file.display(), index + 1);
        let line: Line = serde_json::from_str(line).with_context(|| place.clone())?;
        let is_invalid = line.note.contains("INVALID");
        let (expected, verdict) = match refusal(&line.sql) {
            None => {
                counts.accepted += 1;
                (!is_invalid, "accepted".to_owned())
            }
            Some(diagnostic) => {
                counts.rejected += 1;
                let is_foreign = diagnostic.code.id == "sql.other-dialect";
                (
                    is_invalid || is_foreign,
                    format!("rejected [{}] {}", diagnostic.code.id, diagnostic.message),
                )
            }
        };
        if !expected {
            counts.unexpected += 1;
        }
        if !expected || verdict != "accepted" {
            let mark = if expected { "" } else { "UNEXPECTED " };
            writeln!(out, "{place}: {mark}{verdict}\n    {}", line.sql.trim().replace('\n', "\n    "))?;
        }
    }
    Ok(())
}
