//! The programs in `examples/`: each prints what stands in the file `expected.txt` beside it.

use anyhow::{Context, Result};
use std::env::{join_paths, split_paths, var_os};
use std::process::Command;

use super::Bench;
use crate::javascript::{self, Profile};
use crate::process;
use crate::say;
use crate::totals::Totals;

pub(super) fn examples(bench: &Bench) -> Result<Totals> {
    let folder = bench.project.root.join("examples");
    let mut totals = Totals::default();

    let mut rust = bench.project.cargo();
    rust.args(["run", "--quiet", "--package", "rulelens-tests", "--example", "records"]);
    totals += check(bench, "rust", &mut rust)?;

    let library = javascript::package(bench.project, bench.tools, Profile::Dev)?;
    let mut javascript = Command::new("node");
    javascript.arg(folder.join("javascript").join("records.mjs"));
    totals += check(bench, "javascript", javascript.env("RULELENS", library.join("rulelens_wasm.js")))?;

    if cfg!(unix) {
        process::run(bench.project.cargo().args(["build", "--quiet", "--package", "rulelens-cli"]))?;
        let programs = bench.project.target.join("debug");
        let path = var_os("PATH").unwrap_or_default();
        let path = join_paths(std::iter::once(programs).chain(split_paths(&path)))?;
        let mut shell = Command::new("sh");
        totals +=
            check(bench, "cli", shell.arg("check.sh").current_dir(folder.join("cli")).env("PATH", path))?;
    }
    Ok(totals)
}

/// Runs an example and compares what it prints with what is expected.
fn check(bench: &Bench, name: &str, command: &mut Command) -> Result<Totals> {
    say::note(&format!("$ {}", process::shown(command)));
    let file = bench.project.root.join("examples").join(name).join("expected.txt");
    let expected =
        std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let printed = process::output(command)?.replace("\r\n", "\n");
    let is_same = printed == expected.replace("\r\n", "\n");
    if !is_same {
        say::failure(&format!(
            "examples/{name}/expected.txt says something else than the example prints:\n{printed}"
        ));
    }
    Ok(Totals::one(is_same))
}
