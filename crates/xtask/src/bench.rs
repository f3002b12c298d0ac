//! `cargo xtask bench`: how fast the engine is, beside other ways to read a message, natively and in Node.

use anyhow::{Context, Result, ensure};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::env::consts::EXE_SUFFIX;
use std::path::Path;
use std::process::Command;

use crate::process;
use crate::project::Project;
use crate::say;
use crate::tools::Toolbox;

/// Rounds in which the pieces of work take turns in Node.
const ROUNDS: &str = "21";

/// Median nanoseconds by the name of the piece of work.
type Times = BTreeMap<String, f64>;

/// Measures and prints both tables.
pub(crate) fn bench(project: &Project, tools: &Toolbox<'_>) -> Result<()> {
    say::heading("Benchmarks in Rust (some minutes: they are compiled for speed, and each is repeated)");
    process::run(project.cargo().args(["bench", "--package", "rulelens-bench"]))?;
    let native = criterion(&project.target.join("criterion"))?;
    say::heading("Benchmarks of the WebAssembly build in Node");
    let node = node(project, tools)?;
    table("In Rust", &native, "message/rulelens");
    table("In Node", &node, "message held");
    Ok(())
}

/// Prints times with their ratio to one of them.
fn table(title: &str, times: &Times, base: &str) {
    say::heading(&format!("{title}: median time, and ratio to `{base}`"));
    let unit = times.get(base).copied().unwrap_or(f64::NAN);
    for (name, time) in times {
        say::line(&format!("{name:<40} {:>12.3} µs {:>10.2}", time / 1000.0, time / unit));
    }
}

/// The medians that criterion wrote below a folder: `<name>/new/estimates.json`.
fn criterion(folder: &Path) -> Result<Times> {
    let mut times = Times::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        for entry in
            std::fs::read_dir(&current).with_context(|| format!("cannot read {}", current.display()))?
        {
            let path = entry?.path();
            if !path.is_dir() {
                continue;
            }
            let estimates = path.join("new").join("estimates.json");
            if let Ok(text) = std::fs::read_to_string(&estimates) {
                let estimates: Json = serde_json::from_str(&text).context("criterion wrote no JSON")?;
                let median = estimates["median"]["point_estimate"].as_f64();
                let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
                times.insert(name, median.context("criterion wrote no median")?);
            } else {
                folders.push(path);
            }
        }
    }
    ensure!(!times.is_empty(), "criterion left no results");
    Ok(times)
}

fn node(project: &Project, tools: &Toolbox<'_>) -> Result<Times> {
    const WASM: &str = "wasm32-unknown-unknown";
    tools.wasm_target()?;
    let bindgen = tools.wasm_bindgen()?.join(format!("wasm-bindgen{EXE_SUFFIX}"));
    process::run(project.cargo().args([
        "build",
        "--package",
        "rulelens-bench",
        "--lib",
        "--release",
        "--target",
        WASM,
    ]))?;
    let module = project.target.join(WASM).join("release").join("rulelens_bench.wasm");
    let out = project.scratch()?.join("bench");
    process::run(Command::new(bindgen).args(["--target", "nodejs", "--out-dir"]).arg(&out).arg(module))?;
    let script = Path::new("crates").join("bench").join("node").join("bench.mjs");
    let printed =
        process::output(Command::new("node").arg(script).arg(out.join("rulelens_bench.js")).arg(ROUNDS))?;
    serde_json::from_str(&printed).context("the benchmarks in Node printed something else than their times")
}
