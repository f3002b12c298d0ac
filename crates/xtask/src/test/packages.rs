//! The packages of crates.io as a stranger has them: packed, unpacked outside of the workspace, built and tested there.

use anyhow::{Context, Result};
use std::fs;
use std::process::Command;

use super::passing::Passing;
use super::{Bench, count};
use crate::crates::{self, PACKAGES};
use crate::process;
use crate::say;
use crate::totals::{self, Totals};

pub(super) fn packages(bench: &Bench) -> Result<Totals> {
    let project = bench.project;
    let _questions = Passing(crates::prepare(project)?);
    let version = project.locked_version("iot-sql")?;
    let packing = project.scratch()?.join("packages");
    let mut package = project.cargo();
    package.args(["package", "--offline", "--no-verify", "--target-dir"]).arg(&packing);
    process::run(package.args(crates::arguments()))?;

    let outside = Passing::outside("packages")?;
    let unpacked = |name: &str| outside.0.join(format!("{name}-{version}"));
    for name in PACKAGES {
        let packed = packing.join("package").join(format!("{name}-{version}.crate"));
        let size = fs::metadata(&packed).with_context(|| format!("{} was not made", packed.display()))?.len();
        say::note(&format!("{name} {version}: {size} bytes"));
        process::run(Command::new("tar").arg("-xzf").arg(&packed).arg("-C").arg(&outside.0))?;
    }
    // As a release does it, up to the upload; this asks crates.io what it has.
    let mut publish = project.cargo();
    publish.args(["publish", "--dry-run", "--no-verify", "--target-dir"]).arg(&packing);
    let mut totals = Totals::one(process::succeeds(publish.args(crates::arguments()))?);
    for name in PACKAGES {
        // What is on crates.io for a stranger is here the unpacked packages.
        let siblings = PACKAGES.iter().filter(|other| **other != name).flat_map(|other| {
            [
                "--config".to_owned(),
                format!("patch.crates-io.{other}.path={:?}", unpacked(other).display().to_string()),
            ]
        });
        let cargo = |command: &str| {
            let mut cargo = project.cargo();
            cargo.arg(command).current_dir(unpacked(name)).args(["--offline", "--target-dir"]);
            cargo.arg(packing.join("outside"));
            // Nobody debugs them, and each run builds the packages at another place: several gigabytes less.
            cargo.env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_INCREMENTAL", "0");
            cargo
        };
        let siblings: Vec<String> = siblings.collect();
        let mut test = cargo("test");
        test.args(&siblings).arg("--no-fail-fast");
        totals += count(&mut test, totals::from_test_results)?;
        if name == "rulelens-cli" {
            let mut run = cargo("run");
            run.args(&siblings).args(["--quiet", "--", "questions", "semicolon"]);
            totals += Totals::one(process::output(&mut run)?.starts_with("## A semicolon at the end"));
        }
    }
    Ok(totals)
}
