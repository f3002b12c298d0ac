//! The TypeScript declarations of the JavaScript API, held against a program that uses them.

use anyhow::{Context, Result};
use std::fs;
use std::process::Command;

use super::Bench;
use crate::javascript::{self, Profile};
use crate::process;
use crate::totals::Totals;

pub(super) fn types(bench: &Bench) -> Result<Totals> {
    let program = javascript::package(bench.project, bench.tools, Profile::Dev)?.join("usage.ts");
    fs::copy(bench.project.root.join("tests/types/usage.ts"), &program)
        .with_context(|| format!("cannot write {}", program.display()))?;
    let mut tsc = Command::new("node");
    tsc.arg(bench.tools.npm_packages()?.join("typescript/bin/tsc"));
    tsc.args(["--strict", "--noEmit", "--noUncheckedIndexedAccess", "--target", "es2022"]);
    // The declarations name `Symbol.dispose`; the program prints.
    tsc.args(["--module", "nodenext", "--lib", "es2022,dom,esnext.disposable"]).arg(program);
    Ok(Totals::one(process::succeeds(&mut tsc)?))
}
