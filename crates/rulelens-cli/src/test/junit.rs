//! Results as JUnit's XML.

use anyhow::Result;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use rule_actions::view::{CaseView, DifferenceView, FileProblem, TestView};
use std::collections::BTreeMap;
use std::io::Write;

/// Writes a suite for each file, in the order in which the files were read.
pub(super) fn write(view: &TestView, out: &mut dyn Write) -> Result<()> {
    let mut order: Vec<&str> = Vec::new();
    let files =
        view.cases.iter().map(|case| &case.file).chain(view.malformed.iter().map(|problem| &problem.file));
    for file in files {
        if !order.contains(&file.as_str()) {
            order.push(file);
        }
    }
    let mut suites: BTreeMap<&str, TestSuite> =
        order.iter().map(|&file| (file, TestSuite::new(file))).collect();
    for case in &view.cases {
        if let Some(suite) = suites.get_mut(case.file.as_str()) {
            suite.add_test_case(of_case(case));
        }
    }
    for problem in &view.malformed {
        if let Some(suite) = suites.get_mut(problem.file.as_str()) {
            suite.add_test_case(of_problem(problem));
        }
    }
    let mut report = Report::new("rulelens");
    report.add_test_suites(order.iter().filter_map(|&file| suites.remove(file)));
    report.serialize(&mut *out)?;
    Ok(())
}

fn of_case(case: &CaseView) -> TestCase {
    let mut status = TestCaseStatus::success();
    if !case.passed {
        status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        let what: Vec<&str> = case.differences.iter().map(|difference| difference.what.as_str()).collect();
        status.set_message(format!("not as expected: {}", what.join(", "))).set_type("difference");
        let mut text = String::new();
        for DifferenceView { what, expected, found } in &case.differences {
            text += &format!("{what}\n  expected {expected}\n  found    {found}\n");
        }
        for diagnostic in &case.diagnostics {
            text += &format!("{} [{}]: {}\n", diagnostic.severity, diagnostic.code, diagnostic.message);
        }
        status.set_description(text);
    }
    let name = if case.name.is_empty() { format!("line {}", case.line) } else { case.name.clone() };
    placed(TestCase::new(name, status), &case.file, Some(case.line))
}

fn of_problem(problem: &FileProblem) -> TestCase {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status.set_message(problem.message.clone()).set_type("malformed");
    let name = problem.line.map_or_else(|| "the file".to_owned(), |line| format!("line {line}"));
    placed(TestCase::new(name, status), &problem.file, problem.line)
}

/// A test case with its file and line, where CI systems look for them.
fn placed(mut case: TestCase, file: &str, line: Option<usize>) -> TestCase {
    case.set_classname(file);
    case.extra.insert("file".into(), file.into());
    if let Some(line) = line {
        case.extra.insert("line".into(), line.to_string().into());
    }
    case
}
