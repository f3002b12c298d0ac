//! The steps that need Rust alone.

use anyhow::Result;
use std::process::Command;

use super::{Bench, count};
use crate::process;
use crate::say;
use crate::totals::{self, Totals};

/// The packages that run in the browser.
pub(super) const WASM_PACKAGES: [&str; 6] =
    ["--target", "wasm32-unknown-unknown", "--package", "rulelens-wasm", "--package", "rulelens-web"];

pub(super) fn fmt(bench: &Bench) -> Result<Totals> {
    bench.tools.components()?;
    check(bench.project.cargo().args(["fmt", "--all", "--check"]))
}

pub(super) fn clippy(bench: &Bench) -> Result<Totals> {
    bench.tools.components()?;
    bench.tools.wasm_target()?;
    let lint = |packages: &[&str]| {
        let mut clippy = bench.project.cargo();
        clippy.arg("clippy").args(packages).args(["--all-targets", "--", "--deny", "warnings"]);
        check(&mut clippy)
    };
    let mut totals = lint(&["--workspace"])?;
    // Alone, the page is without the parts of the engine that the packages bring into each other's builds.
    totals += lint(&["--target", "wasm32-unknown-unknown", "--package", "rulelens-web"])?;
    totals += lint(&[&WASM_PACKAGES[..], &["--features", "rulelens-web/whole"]].concat())?;
    Ok(totals)
}

/// The cases have a step of their own, so here they are passed over.
pub(super) fn native(bench: &Bench) -> Result<Totals> {
    const CASES: &str = "every_case_passes";
    let mut test = bench.project.cargo();
    if has_nextest() {
        test.args(["nextest", "run", "--workspace", "--filterset", &format!("not test(={CASES})")]);
        test.args(["--message-format=libtest-json", "--message-format-version=0.1"]);
        let report = process::report_of_data(test.env("NEXTEST_EXPERIMENTAL_LIBTEST_JSON", "1"))?;
        return Ok(totals::from_libtest_json(&report.text).with_status(report.succeeded));
    }
    test.args(["test", "--workspace", "--lib", "--bins", "--tests", "--no-fail-fast", "--", "--skip", CASES]);
    count(&mut test, totals::from_test_results)
}

/// The fuzz targets are a workspace of their own, because fuzzing takes other compiler flags. Here they are built without
/// libFuzzer, which takes a C++ compiler.
pub(super) fn fuzz_build(bench: &Bench) -> Result<Totals> {
    bench.tools.components()?;
    let fuzz = |command: &str| {
        let mut cargo = bench.project.cargo();
        cargo.args([command, "--manifest-path", "crates/iot-sql/fuzz/Cargo.toml"]);
        if command != "fmt" {
            cargo.arg("--no-default-features").arg("--target-dir").arg(&bench.project.target);
        }
        cargo
    };
    let mut totals = check(fuzz("fmt").arg("--check"))?;
    totals += check(fuzz("clippy").args(["--all-targets", "--", "--deny", "warnings"]))?;
    totals += count(fuzz("test").arg("--lib"), totals::from_test_results)?;
    Ok(totals)
}

pub(super) fn doc(bench: &Bench) -> Result<Totals> {
    let mut examples = bench.project.cargo();
    examples.args(["test", "--workspace", "--doc", "--no-fail-fast"]);
    let mut totals = count(&mut examples, totals::from_test_results)?;
    let mut doc = bench.project.cargo();
    totals += check(doc.args(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "--deny warnings"))?;
    Ok(totals)
}

pub(super) fn cases(bench: &Bench) -> Result<Totals> {
    let mut rulelens = bench.project.cargo();
    rulelens.args(["run", "--quiet", "--package", "rulelens-cli", "--", "test", "tests/cases"]);
    count(&mut rulelens, totals::from_last_line)
}

/// Without an InfluxDB, which is not to be had everywhere, the step is skipped.
pub(super) fn influxdb(bench: &Bench) -> Result<Totals> {
    let influxd = match bench.tools.influxd() {
        Ok(influxd) => influxd,
        Err(error) => {
            say::note(&format!("skipped: {error:#}"));
            return Ok(Totals { skipped: 1, ..Totals::default() });
        }
    };
    let mut test = bench.project.cargo();
    test.args(["test", "--package", "rulelens-tests", "--test", "influxdb"]);
    test.env("INFLUXD", influxd).env("RULELENS_INFLUXDB", "required");
    count(&mut test, totals::from_test_results)
}

pub(super) fn rules(bench: &Bench) -> Result<Totals> {
    let mut parse = bench.project.cargo();
    parse.args(["run", "--quiet", "--package", "rulelens-tests", "--bin", "real-rules", "--"]);
    check(parse.args(bench.rules))
}

/// A program whose exit status is the whole result.
fn check(command: &mut Command) -> Result<Totals> {
    Ok(Totals::one(process::succeeds(command)?))
}

fn has_nextest() -> bool {
    process::output(Command::new("cargo").args(["nextest", "--version"])).is_ok()
}
