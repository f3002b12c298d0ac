//! `rulelens test`: cases from files.

use crate::cases::{CaseResult, Difference, Found, Problem, find, read};
use crate::printable::{escaped, printable};
use crate::terminal::painted;
use crate::texts::Texts;
use crate::{BAD, Format, GOOD, UNUSABLE, diagnostics, difference};
use anyhow::Result;
use clap::Args;
use iot_sql::Severity;
use rule_actions::view::{CaseView, DifferenceView, FileProblem, TestView, Viewer};
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
            let view =
                TestView { passed: tally.passed, failed: tally.failed, ..std::mem::take(&mut tally.view) };
            serde_json::to_writer_pretty(&mut *out, &view)?;
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
    view: TestView,
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
                return Ok(writeln!(err, "error: {}", printable(&problem.to_string()))?);
            }
        };
        let place = printable(&format!("{}:{}", found.file.display(), found.line));
        for field in &found.case.unknown_fields {
            writeln!(err, "warning: {place}: the field `{}` means nothing here", escaped(field))?;
        }
        let result = found.case.run();
        if self.count(&result) {
            return Ok(());
        }
        let name = if found.case.name.is_empty() { "unnamed case" } else { &found.case.name };
        writeln!(out, "FAILED {place}: {}", escaped(name))?;
        for difference in &result.differences {
            writeln!(out, "  {}", escaped(&difference.what))?;
            let mut drawn = Vec::new();
            difference::write(&mut drawn, difference)?;
            write!(out, "{}", painted(&String::from_utf8_lossy(&drawn)))?;
        }
        for diagnostic in
            result.diagnostics.iter().filter(|diagnostic| diagnostic.severity() == Severity::Error)
        {
            let drawn = diagnostics::draw(diagnostic, &texts(&found));
            for line in painted(&drawn).lines() {
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
                self.view.malformed.push(FileProblem { file: file.display().to_string(), line, message });
                return;
            }
        };
        let file = found.file.display().to_string();
        for field in &found.case.unknown_fields {
            let message = format!("the field `{field}` means nothing here");
            self.view.warnings.push(FileProblem { file: file.clone(), line: Some(found.line), message });
        }
        let result = found.case.run();
        let passed = self.count(&result);
        let diagnostics = texts(&found).viewer.diagnostics(&result.diagnostics);
        let differences = result
            .differences
            .into_iter()
            .map(|Difference { what, expected, found, .. }| DifferenceView { what, expected, found });
        let differences = differences.collect();
        let (line, name) = (found.line, found.case.name);
        self.view.cases.push(CaseView { file, line, name, passed, differences, diagnostics });
    }
}

fn texts(found: &Found) -> Texts<'_> {
    let case = &found.case;
    let viewer = Viewer {
        sql: &case.sql,
        topic: &case.topic,
        payload: &case.payload,
        action: case.action.as_deref(),
        ..Viewer::default()
    };
    let (sql_name, payload_name, action_name) = ("inputSql", "inputPayload", "action");
    Texts { viewer, sql_name, payload_name, action_name, ..Texts::default() }
}
