//! How many checks passed and failed, read from what each runner reports about itself.

use anyhow::{Context, Result};
use serde::Deserialize;
use std::fmt;
use std::ops::AddAssign;

/// Checks that passed, failed or were skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    /// Steps that could not be taken on this machine, and need not be.
    pub(crate) skipped: u64,
}

impl Totals {
    /// One check, such as the formatting of all files.
    pub(crate) fn one(passed: bool) -> Self {
        Self { passed: u64::from(passed), failed: u64::from(!passed), skipped: 0 }
    }

    /// A runner that ends badly without counting a failure (it did not compile, it crashed) has failed once.
    pub(crate) fn with_status(self, succeeded: bool) -> Self {
        if succeeded || self.failed > 0 { self } else { Self { failed: 1, ..self } }
    }
}

impl AddAssign for Totals {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 { write!(formatter, ", {} skipped", self.skipped) } else { Ok(()) }
    }
}

/// From `cargo test` and wasm-bindgen-test: a line `test result: ok. 3 passed; 0 failed; …` for each suite.
pub(crate) fn from_test_results(text: &str) -> Totals {
    let mut totals = Totals::default();
    for line in text.lines().filter_map(|line| line.split_once("test result: ")) {
        totals += Totals {
            passed: number_before(line.1, "passed"),
            failed: number_before(line.1, "failed"),
            skipped: 0,
        };
    }
    totals
}

/// From `cargo nextest`: the line `Summary [ 0.5s] 4 tests run: 3 passed (1 slow), 1 failed, 2 skipped`.
pub(crate) fn from_nextest(text: &str) -> Totals {
    let summary =
        text.lines().rev().find(|line| line.trim_start().starts_with("Summary [")).unwrap_or_default();
    let failed = ["failed", "timed out", "exec failed"].map(|what| number_before(summary, what)).iter().sum();
    Totals { passed: number_before(summary, "passed"), failed, skipped: 0 }
}

/// From RuleLens's own runners: the last line `N passed, N failed`.
pub(crate) fn from_last_line(text: &str) -> Totals {
    let last = text.lines().rev().find(|line| line.contains(" passed, ")).unwrap_or_default();
    Totals { passed: number_before(last, "passed"), failed: number_before(last, "failed"), skipped: 0 }
}

/// From Playwright's JSON report. A test that passes only at a second attempt counts as failed.
pub(crate) fn from_playwright(report: &str) -> Result<Totals> {
    #[derive(Deserialize)]
    struct Report {
        stats: Stats,
        #[serde(default)]
        errors: Vec<serde_json::Value>,
    }
    #[derive(Deserialize)]
    struct Stats {
        expected: u64,
        unexpected: u64,
        flaky: u64,
    }
    let Report { stats, errors } =
        serde_json::from_str(report).context("Playwright's report is not what was expected")?;
    Ok(Totals {
        passed: stats.expected,
        failed: stats.unexpected + stats.flaky + errors.len() as u64,
        skipped: 0,
    })
}

/// The number in the comma- or semicolon-separated part of the line that reads `N WHAT …`; 0 without one.
fn number_before(line: &str, what: &str) -> u64 {
    line.split([',', ';', '.', ':'])
        .filter_map(|part| part.trim().split_once(' '))
        .find(|(_, words)| {
            *words == what || words.strip_prefix(what).is_some_and(|rest| rest.starts_with(" ("))
        })
        .and_then(|(number, _)| number.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Totals, from_last_line, from_nextest, from_playwright, from_test_results};

    fn totals(passed: u64, failed: u64) -> Totals {
        Totals { passed, failed, skipped: 0 }
    }

    #[test]
    fn suites_of_cargo_test_add_up() {
        let text = "running 3 tests\ntest result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
            noise\ntest result: FAILED. 10 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s\n";
        assert_eq!(from_test_results(text), totals(13, 2));
    }

    #[test]
    fn suites_of_wasm_bindgen_test_add_up() {
        let text = "running 2 tests\ntest sample ... ok\n\ntest result: ok. 2 passed; 0 failed; 0 ignored; 0 filtered out; finished in 0.02s\n\
            no tests to run!\n";
        assert_eq!(from_test_results(text), totals(2, 0));
    }

    #[test]
    fn nextest_counts_slow_tests_as_passed_and_timeouts_as_failed() {
        let good = "────────────\n     Summary [   0.012s] 5 tests run: 5 passed, 1 skipped\n";
        assert_eq!(from_nextest(good), totals(5, 0));
        let bad = "     Summary [  61.0s] 9 tests run: 6 passed (2 slow), 2 failed, 1 timed out, 0 skipped\n        FAIL [   0.003s] a::b\n";
        assert_eq!(from_nextest(bad), totals(6, 3));
        let one = "     Summary [   0.1s] 1 test run: 1 passed, 0 skipped";
        assert_eq!(from_nextest(one), totals(1, 0));
    }

    #[test]
    fn our_own_runners_end_with_the_totals() {
        assert_eq!(from_last_line("case a: 3 passed, 1 failed\n\n41 passed, 2 failed\n"), totals(41, 2));
        assert_eq!(from_last_line("error: no such file"), totals(0, 0));
    }

    #[test]
    fn playwright_counts_flaky_tests_and_broken_specs_as_failed() {
        let report = r#"{"config": {}, "suites": [], "errors": [{"message": "syntax"}],
            "stats": {"startTime": "…", "duration": 1.5, "expected": 7, "skipped": 1, "unexpected": 2, "flaky": 1}}"#;
        assert_eq!(from_playwright(report).unwrap(), totals(7, 4));
        assert!(from_playwright("").is_err());
    }

    #[test]
    fn a_runner_that_fails_without_counting_has_failed_once() {
        assert_eq!(totals(3, 0).with_status(false), totals(3, 1));
        assert_eq!(totals(3, 2).with_status(false), totals(3, 2));
        assert_eq!(totals(3, 0).with_status(true), totals(3, 0));
    }

    #[test]
    fn the_line_of_totals_has_the_form_that_tools_read() {
        assert_eq!(totals(12, 0).to_string(), "12 passed, 0 failed");
    }
}
