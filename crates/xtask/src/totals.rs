//! How many checks passed and failed, as each runner reports it: as JSON where it can. The exit status judges a step;
//! the counts are for the sum at the end.

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

/// From `cargo nextest` with `--message-format=libtest-json`: an object for each suite that ended.
pub(crate) fn from_libtest_json(text: &str) -> Totals {
    #[derive(Deserialize)]
    struct Suite {
        passed: u64,
        failed: u64,
    }
    let mut totals = Totals::default();
    for Suite { passed, failed } in text.lines().filter_map(|line| serde_json::from_str(line).ok()) {
        totals += Totals { passed, failed, skipped: 0 };
    }
    totals
}

/// From `cargo test` and wasm-bindgen-test, whose stable versions write no JSON: a line
/// `test result: ok. 3 passed; 0 failed; …` for each suite.
pub(crate) fn from_test_results(text: &str) -> Totals {
    let mut totals = Totals::default();
    for (_, line) in text.lines().filter_map(|line| line.split_once("test result: ")) {
        totals += Totals {
            passed: number_before(line, "passed"),
            failed: number_before(line, "failed"),
            skipped: 0,
        };
    }
    totals
}

/// From `rulelens test`: the last line `N passed, N failed`.
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

/// The number before a word; 0 without one.
fn number_before(line: &str, what: &str) -> u64 {
    let words: Vec<&str> = line.split([' ', ',', ';']).filter(|word| !word.is_empty()).collect();
    words.windows(2).find(|pair| pair[1] == what).and_then(|pair| pair[0].parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Totals, from_last_line, from_libtest_json, from_playwright, from_test_results};

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
    fn suites_of_nextest_add_up() {
        let text = r#"{"type":"suite","event":"started","test_count":2,"nextest":{"crate":"a"}}
            {"type":"test","event":"ok","name":"a$t","exec_time":0.02}
            {"type":"suite","event":"ok","passed":2,"failed":0,"ignored":1,"measured":0,"filtered_out":0,"exec_time":0.02}
            {"type":"suite","event":"failed","passed":4,"failed":3,"ignored":0,"measured":0,"filtered_out":0,"exec_time":61.0}
            error: test run failed"#;
        assert_eq!(from_libtest_json(text), totals(6, 3));
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
