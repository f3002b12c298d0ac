//! `rulelens test`: cases from files.

use crate::cases::{CaseResult, Found, Problem, find, read};
use crate::texts::Texts;
use crate::{BAD, Format, GOOD, UNUSABLE, diagnostics, difference, view};
use anyhow::Result;
use clap::Args;
use iot_sql::Severity;
use serde_json::{Value as Json, json};
use std::io::Write;
use std::path::PathBuf;

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
    /// Files and folders with cases.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl TestOptions {
    /// Options for these paths, with the result as text.
    #[must_use]
    pub fn of(paths: Vec<PathBuf>) -> Self {
        Self { paths, format: Format::Text }
    }
}

/// Runs `rulelens test`; gives the exit status. Results go to `out`, what is wrong with files and cases to `err`.
///
/// # Errors
/// An output that cannot be written.
pub fn test(options: &TestOptions, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8> {
    let mut tally = Tally::default();
    let mut result = Ok(());
    for file in find(&options.paths) {
        let mut visit = |found: Result<Found, Problem>| {
            if result.is_ok() {
                result = match options.format {
                    Format::Text => tally.tell(found, out, err),
                    Format::Json => {
                        tally.note(found);
                        Ok(())
                    }
                };
            }
        };
        match file {
            Ok(file) => read(&file, visit),
            Err(problem) => visit(Err(problem)),
        }
    }
    result?;
    if tally.passed + tally.failed + tally.problems == 0 {
        tally.problems += 1;
        writeln!(err, "error: there is no case in these files")?;
    }
    match options.format {
        Format::Text => writeln!(out, "{} passed, {} failed", tally.passed, tally.failed)?,
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &tally.take_json())?;
            writeln!(out)?;
        }
    }
    Ok(match &tally {
        Tally { problems: 1.., .. } => UNUSABLE,
        Tally { failed: 1.., .. } => BAD,
        _ => GOOD,
    })
}

/// What has become of the cases so far.
#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
    problems: usize,
    /// For `--format json`: every case, every problem and every warning.
    cases: Vec<Json>,
    malformed: Vec<Json>,
    warnings: Vec<Json>,
}

impl Tally {
    fn count(&mut self, result: &CaseResult) -> bool {
        let passes = result.differences.is_empty();
        *(if passes { &mut self.passed } else { &mut self.failed }) += 1;
        passes
    }

    /// Runs a case and says in words what is to be said.
    fn tell(
        &mut self,
        found: Result<Found, Problem>,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> Result<()> {
        let found = match found {
            Ok(found) => found,
            Err(problem) => {
                self.problems += 1;
                return Ok(writeln!(err, "error: {problem}")?);
            }
        };
        let place = format!("{}:{}", found.file.display(), found.line);
        for field in &found.case.unknown_fields {
            writeln!(err, "warning: {place}: the field `{field}` means nothing here")?;
        }
        let result = found.case.run();
        if self.count(&result) {
            return Ok(());
        }
        let name = if found.case.name.is_empty() { "unnamed case" } else { &found.case.name };
        writeln!(out, "FAILED {place}: {name}")?;
        for difference in &result.differences {
            writeln!(out, "  {}", difference.what)?;
            difference::write(out, difference)?;
        }
        for diagnostic in
            result.diagnostics.iter().filter(|diagnostic| diagnostic.severity() == Severity::Error)
        {
            let drawn = diagnostics::draw(diagnostic, &texts(&found));
            for line in drawn.lines() {
                writeln!(out, "  {line}")?;
            }
        }
        Ok(writeln!(out)?)
    }

    /// Runs a case and keeps what became of it.
    fn note(&mut self, found: Result<Found, Problem>) {
        let found = match found {
            Ok(found) => found,
            Err(Problem { file, line, message }) => {
                self.problems += 1;
                self.malformed
                    .push(json!({"file": file.display().to_string(), "line": line, "message": message}));
                return;
            }
        };
        let file = found.file.display().to_string();
        for field in &found.case.unknown_fields {
            let message = format!("the field `{field}` means nothing here");
            self.warnings.push(json!({"file": file, "line": found.line, "message": message}));
        }
        let result = found.case.run();
        let passes = self.count(&result);
        let differences: Vec<Json> = result
            .differences
            .iter()
            .map(|difference| {
                json!({"what": difference.what, "expected": difference.expected, "found": difference.found})
            })
            .collect();
        self.cases.push(json!({
            "file": file,
            "line": found.line,
            "name": found.case.name,
            "passed": passes,
            "differences": differences,
            "diagnostics": view::diagnostics(&result.diagnostics, &texts(&found)),
        }));
    }

    fn take_json(&mut self) -> Json {
        json!({
            "passed": self.passed,
            "failed": self.failed,
            "cases": std::mem::take(&mut self.cases),
            "malformed": std::mem::take(&mut self.malformed),
            "warnings": std::mem::take(&mut self.warnings),
        })
    }
}

fn texts(found: &Found) -> Texts<'_> {
    Texts {
        sql: &found.case.sql,
        sql_name: "inputSql",
        topic: &found.case.topic,
        payload: &found.case.payload,
        payload_name: "inputPayload",
        action: found.case.action.as_deref(),
        action_name: "action",
        ..Texts::default()
    }
}
