//! `rulelens test`: cases from files.

mod junit;
mod tally;
mod update;

use crate::cases::{Found, Problem, find, read};
use crate::project::{ProjectOptions, paths};
use crate::selection::{Excluded, is_pattern, select};
use crate::{BAD, GOOD, UNUSABLE};
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use tally::Tally;

/// How the result of `rulelens test` is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum TestFormat {
    /// For people.
    #[default]
    Text,
    /// JUnit's XML, which CI systems read.
    Junit,
    /// One JSON document, for programs.
    Json,
}

/// Run the cases in files and folders.
///
/// Of a folder it takes every *.json file (one case or an array of cases) and every *.jsonl file (one case on each line)
/// in it and below it. A case has the fields of AWS's validation tool for AWS IoT rules (inputSql, topic, inputPayload,
/// expectedOutput, sqlVersion) and those that the README explains. The last line reads `N passed, N failed`.
///
/// Exit status: 0 all cases passed; 1 at least one failed; 2 a file cannot be read or a case is malformed, in which case
/// the other cases run all the same.
#[derive(Args, Clone, Debug)]
pub struct TestOptions {
    /// Files, folders and patterns such as 'tests/**/*.jsonl'; default: `cases` of rulelens.toml.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write what comes of cases that fail into their files, in the place of what they expected, after showing the
    /// difference. Cases whose `evidence` is `verified` or `reported` stay: they say what was seen on AWS.
    #[arg(long)]
    update: bool,
    #[command(flatten)]
    project: ProjectOptions,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t)]
    format: TestFormat,
}

impl TestOptions {
    /// Options for these paths, with the result as text.
    #[must_use]
    pub fn of(paths: Vec<PathBuf>) -> Self {
        Self { paths, update: false, project: ProjectOptions::default(), format: TestFormat::Text }
    }
}

/// Runs `rulelens test`; gives the exit status. Results go to `out`, what is wrong with files and cases to `err`.
///
/// # Errors
/// An output or a file that cannot be written, a project's settings that are wrong, no path.
pub fn test(options: &TestOptions, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8> {
    if options.update && options.format != TestFormat::Text {
        bail!("--update shows what it changes, which only `--format text` can");
    }
    let project = options.project.project()?;
    let excluded = options.project.excluded(&project)?;
    let paths = paths(&options.paths, project.cases(), &project, "cases")?;
    let mut tally = Tally::default();
    let mut result = Ok(());
    for file in files(&paths, &excluded) {
        let mut visit = |found: Result<Found, Problem>| {
            if result.is_ok() {
                result = match options.format {
                    TestFormat::Text => tally.tell(found, out, err),
                    TestFormat::Json | TestFormat::Junit => {
                        tally.note(found);
                        Ok(())
                    }
                };
            }
        };
        match file {
            Ok(file) => {
                read(&file, visit);
                if options.update && result.is_ok() && tally.ends_file() {
                    result = update::file(&file, &mut tally, out);
                }
            }
            Err(problem) => visit(Err(problem)),
        }
    }
    result?;
    if tally.passed + tally.failed + tally.problems == 0 {
        tally.problems += 1;
        writeln!(err, "error: there is no case in these files")?;
    }
    match options.format {
        TestFormat::Text => writeln!(out, "{} passed, {} failed", tally.passed, tally.failed)?,
        TestFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &tally.taken_view())?;
            writeln!(out)?;
        }
        TestFormat::Junit => junit::write(&tally.taken_view(), out)?,
    }
    Ok(match &tally {
        Tally { problems: 1.., .. } => UNUSABLE,
        Tally { failed: 1.., .. } => BAD,
        _ => GOOD,
    })
}

/// The files of the cases at these paths, each once.
fn files(paths: &[PathBuf], excluded: &Excluded) -> Vec<Result<PathBuf, Problem>> {
    let mut seen = BTreeSet::new();
    let mut files = Vec::new();
    for path in paths {
        if is_pattern(path) {
            match select(path, excluded, &|_: &Path| true) {
                Ok(selected) => files.extend(selected.into_iter().map(|one| Ok(one.path))),
                Err(message) => files.push(Err(Problem { file: path.clone(), line: None, message })),
            }
        } else {
            files.extend(find(std::slice::from_ref(path)));
        }
    }
    files.retain(|file| match file {
        Ok(path) => !excluded.holds(path) && seen.insert(path.clone()),
        Err(_) => true,
    });
    files
}
