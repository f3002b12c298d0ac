//! What becomes of the cases, one after the other.

use crate::cases::{CaseResult, Difference, Found, Problem};
use crate::printable::{escaped, printable};
use crate::terminal::painted;
use crate::texts::Texts;
use crate::{diagnostics, difference};
use anyhow::Result;
use iot_sql::Severity;
use rule_actions::view::{CaseView, DifferenceView, FileProblem, TestView, Viewer};
use std::io::Write;

/// What has become of the cases so far.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) passed: usize,
    pub(super) failed: usize,
    pub(super) problems: usize,
    /// The failed cases of the files before the current one.
    failed_before: usize,
    /// For `--format json` and `junit`: every case, every problem and every warning.
    view: TestView,
}

impl Tally {
    /// Everything that was noted.
    pub(super) fn taken_view(&mut self) -> TestView {
        TestView { passed: self.passed, failed: self.failed, ..std::mem::take(&mut self.view) }
    }

    /// Whether a case of the file that ends here failed.
    pub(super) fn ends_file(&mut self) -> bool {
        std::mem::replace(&mut self.failed_before, self.failed) < self.failed
    }

    /// Counts cases that failed as cases that pass.
    pub(super) fn now_pass(&mut self, cases: usize) {
        self.failed -= cases;
        self.failed_before = self.failed;
        self.passed += cases;
    }

    fn count(&mut self, result: &CaseResult) -> bool {
        let passes = result.differences.is_empty();
        *(if passes { &mut self.passed } else { &mut self.failed }) += 1;
        passes
    }

    /// Runs a case and says in words what is to be said.
    pub(super) fn tell(
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
    pub(super) fn note(&mut self, found: Result<Found, Problem>) {
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
