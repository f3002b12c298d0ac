//! `cargo xtask bench`: how fast the engine is, beside other ways to read a message, natively and in Node; with
//! `--page` how fast the page is in a browser.

mod figures;
mod page;
mod replay;
mod table;

use anyhow::{Context, Result, ensure};
use rulelens_bench::load::{self, Growth};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use crate::javascript::{self, Profile};
use crate::process;
use crate::project::Project;
use crate::say;
use crate::tools::Toolbox;
use figures::Measured;
pub(crate) use page::page;

/// How long criterion measures each piece of work, in seconds, and how often.
const CRITERION: [&str; 8] =
    ["--noplot", "--quiet", "--warm-up-time", "0.5", "--measurement-time", "1.5", "--sample-size", "30"];

/// Rounds in which the pieces of work take turns in Node.
const ROUNDS: &str = "41";

/// Median nanoseconds by the name of the piece of work.
type Times = BTreeMap<String, f64>;

/// A part of what is measured.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Part {
    /// The engine in Rust.
    Native,
    /// The WebAssembly build in Node.
    Node,
    /// The program's replay.
    Replay,
}

/// Measures and prints the tables and the figures, which `saves` keeps; all parts, or only these.
///
/// # Errors
/// Where something does not grow linearly that has to.
pub(crate) fn bench(project: &Project, tools: &Toolbox<'_>, only: &[Part], saves: bool) -> Result<()> {
    let is_wanted = |part| only.is_empty() || only.contains(&part);
    let mut measured = Measured::default();
    if is_wanted(Part::Native) {
        measured.native = native(project)?;
    }
    if is_wanted(Part::Node) {
        say::heading("Benchmarks of the WebAssembly build in Node");
        measured.node = node(project, tools)?;
    }
    if is_wanted(Part::Replay) {
        measured.replay = replay::measure(project)?;
    }
    let mut not_linear = Vec::new();
    if is_wanted(Part::Native) {
        not_linear.extend(table::native(&measured.native));
    }
    if is_wanted(Part::Node) {
        not_linear.extend(table::node(&measured.node));
    }
    figures::show(project, &measured, saves)?;
    ensure!(not_linear.is_empty(), "does not grow linearly: {}", not_linear.join(", "));
    Ok(())
}

/// The times of the benchmarks in Rust.
fn native(project: &Project) -> Result<Times> {
    say::heading("Benchmarks in Rust (some minutes: they are compiled for speed, and each is repeated)");
    let folder = project.target.join("criterion");
    if folder.exists() {
        // Else what is no longer measured would be shown too.
        std::fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    process::run(project.cargo().args(["bench", "--package", "rulelens-bench", "--"]).args(CRITERION))?;
    criterion(&folder)
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
    let out = javascript::package(project, tools, Profile::Release)?;
    let jobs = out.join("jobs.json");
    std::fs::write(&jobs, self::jobs().to_string())
        .with_context(|| format!("cannot write {}", jobs.display()))?;
    let script = project.root.join("crates").join("bench").join("node").join("bench.mjs");
    let mut node = Command::new("node");
    node.arg(script).arg(out.join("rulelens_wasm.js")).arg(ROUNDS).arg(jobs);
    let printed = process::output(&mut node)?;
    serde_json::from_str(&printed).context("the benchmarks in Node printed something else than their times")
}

/// The rules and payloads for Node.
fn jobs() -> Json {
    let growing: Vec<Json> = load::GROWTH
        .iter()
        .flat_map(|Growth { name, sizes, job }| {
            sizes.iter().map(move |size| {
                let (sql, payload) = job(*size);
                json!({"name": format!("{name}/{size}"), "sql": sql, "payload": payload})
            })
        })
        .collect();
    json!({
        "topic": load::TOPIC,
        "sample": {"sql": load::RULE, "payload": load::PAYLOAD},
        "growing": growing,
    })
}
