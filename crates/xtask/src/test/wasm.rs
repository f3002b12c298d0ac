//! The WebAssembly build: its test suites in Node and in Chromium, and the conformance cases.

use anyhow::{Context, Result};
use serde_json::json;
use std::env::consts::EXE_SUFFIX;
use std::process::Command;

use super::steps::WASM_PACKAGES;
use super::{Bench, count};
use crate::javascript::{self, Profile};
use crate::process;
use crate::totals::{self, Totals};

/// The suites that do not ask for a browser.
pub(super) fn node(bench: &Bench) -> Result<Totals> {
    let mut test = runner(bench)?;
    count(test.env("WASM_BINDGEN_TEST_ONLY_NODE", "1"), totals::from_test_results)
}

/// The suites that ask for a browser, and those that run anywhere.
pub(super) fn chromium(bench: &Bench) -> Result<Totals> {
    let browser = bench.tools.browser()?;
    let capabilities =
        json!({ "goog:chromeOptions": { "binary": browser.chrome, "args": browser.arguments } });
    let settings = bench.project.scratch()?.join("webdriver.json");
    std::fs::write(&settings, capabilities.to_string())
        .with_context(|| format!("cannot write {}", settings.display()))?;

    let mut test = runner(bench)?;
    test.env("CHROMEDRIVER", browser.driver);
    test.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", settings);
    test.env("WASM_BINDGEN_USE_BROWSER", "1").env("WASM_BINDGEN_TEST_ONLY_WEB", "1");
    // A machine that does something else at the same time starts a browser slowly.
    test.env("WASM_BINDGEN_TEST_TIMEOUT", "120").env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60");
    // The runner prefers other browsers' drivers where it is told of one.
    for other in ["GECKODRIVER", "SAFARIDRIVER", "MSEDGEDRIVER"] {
        test.env_remove(other).env_remove(format!("{other}_REMOTE"));
    }
    test.env_remove("CHROMEDRIVER_REMOTE");
    count(&mut test, totals::from_test_results)
}

/// Every case, evaluated natively and in Node; and what the library has in JavaScript.
pub(super) fn cases(bench: &Bench) -> Result<Totals> {
    let library = javascript::package(bench.project, bench.tools, Profile::Dev)?;
    let mut native = bench.project.cargo();
    native.args([
        "run",
        "--quiet",
        "--package",
        "rulelens-tests",
        "--bin",
        "case-evaluations",
        "tests/cases",
    ]);
    let expected = bench.project.scratch()?.join("case-evaluations.jsonl");
    std::fs::write(&expected, process::output(&mut native)?)
        .with_context(|| format!("cannot write {}", expected.display()))?;
    let node = |script: &str| {
        let mut node = Command::new("node");
        node.arg(bench.project.root.join("tests").join("wasm").join(script));
        node.env("RULELENS", library.join("rulelens_wasm.js"));
        node
    };
    let mut totals = count(node("cases.mjs").arg(expected), totals::from_last_line)?;
    for host in ["node", "browser"] {
        totals += count(node("prepared.mjs").arg(host), totals::from_last_line)?;
    }
    Ok(totals)
}

fn runner(bench: &Bench) -> Result<Command> {
    bench.tools.wasm_target()?;
    let runner = bench.tools.wasm_bindgen()?.join(format!("wasm-bindgen-test-runner{EXE_SUFFIX}"));
    let mut test = bench.project.cargo();
    test.arg("test").args(WASM_PACKAGES).args(["--lib", "--bins", "--tests", "--no-fail-fast"]);
    test.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
    Ok(test)
}
