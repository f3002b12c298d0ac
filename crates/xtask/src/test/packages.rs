//! The packages of crates.io as a stranger has them: packed, unpacked outside of the workspace, built and tested there.

use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
use std::process::Command;

use super::passing::Passing;
use super::{Bench, count};
use crate::process;
use crate::say;
use crate::totals::{self, Totals};

/// What is packed, each after those that it depends on.
const PACKAGES: [&str; 4] = ["iot-sql", "rule-actions", "rule-lessons", "rulelens-cli"];

pub(super) fn packages(bench: &Bench) -> Result<Totals> {
    let project = bench.project;
    let questions = Passing(project.root.join("crates/rulelens-cli/open-questions"));
    copy_pages(&project.root.join("docs/open-questions"), &questions.0)?;
    let version = project.locked_version("iot-sql")?;
    let packing = project.scratch()?.join("packages");
    let mut package = project.cargo();
    package.args(["package", "--offline", "--no-verify", "--allow-dirty", "--target-dir"]).arg(&packing);
    process::run(package.args(PACKAGES.iter().flat_map(|name| ["--package", name])))?;

    let outside = Passing::outside("packages")?;
    let unpacked = |name: &str| outside.0.join(format!("{name}-{version}"));
    for name in PACKAGES {
        let packed = packing.join("package").join(format!("{name}-{version}.crate"));
        let size = fs::metadata(&packed).with_context(|| format!("{} was not made", packed.display()))?.len();
        say::note(&format!("{name} {version}: {size} bytes"));
        process::run(Command::new("tar").arg("-xzf").arg(&packed).arg("-C").arg(&outside.0))?;
    }
    let mut totals = Totals::default();
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
            cargo
        };
        let siblings: Vec<String> = siblings.collect();
        let mut test = cargo("test");
        test.args(&siblings).arg("--no-fail-fast");
        // The example in its documentation is a lesson of the repository's course.
        if name == "rule-lessons" {
            test.arg("--lib");
        }
        totals += count(&mut test, totals::from_test_results)?;
        if name == "rulelens-cli" {
            let mut run = cargo("run");
            run.args(&siblings).args(["--quiet", "--", "questions", "semicolon"]);
            totals += Totals::one(process::output(&mut run)?.starts_with("## A semicolon at the end"));
        }
    }
    Ok(totals)
}

fn copy_pages(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let path = entry?.path();
        if let Some(name) = path.file_name().filter(|_| path.extension().is_some_and(|ending| ending == "md"))
        {
            fs::copy(&path, to.join(name)).with_context(|| format!("cannot copy {}", path.display()))?;
        }
    }
    Ok(())
}
