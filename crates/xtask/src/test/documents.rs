//! What `rulelens convert` writes, held against the tools that take it.

use anyhow::{Context, Result, ensure};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Bench, python};
use crate::process;
use crate::project::Project;
use crate::say;
use crate::totals::Totals;

/// The version of cfn-lint that is installed.
const CFN_LINT: &str = "cfn-lint==1.58.0";

/// Versions of what a CDK program is compiled with.
const CDK: [&str; 4] =
    ["aws-cdk-lib@2.276.0", "constructs@10.8.1", "typescript@5.9.3", "@types/node@22.20.5"];

/// Checks that say nothing about how a rule is written: E1010, E1016, E1019, E1020 and E6101 are about what else is in the template that
/// the rule comes from, W1020 and W2001 about functions and parameters that could be simpler.
const IGNORED: &str = "E1010,E1016,E1019,E1020,E6101,W1020,W2001";

/// Where the documents are that are converted, and the forms that are written.
const FOLDERS: [&str; 6] = [
    "cloudformation",
    "reduced",
    "serverless",
    "terraform/functions",
    "terraform/module",
    "terraform/single",
];

pub(super) fn documents(bench: &Bench) -> Result<Totals> {
    let folder = bench.project.scratch()?.join("documents");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(&folder)?;
    let rulelens = rulelens(bench.project)?;
    let mut totals = Totals::default();
    totals += optional(cfn_lint(), |cfn_lint| {
        let written = write(bench.project, &rulelens, &folder, &[("cfn", "json"), ("cfn-yaml", "yaml")])?;
        let mut lint = Command::new(cfn_lint);
        lint.args(["--ignore-checks", IGNORED, "--regions", "eu-west-1", "--"]).args(written);
        Ok(Totals::one(process::succeeds(&mut lint)?))
    })?;
    totals += optional(cdk_packages(), |packages| {
        let sources = packages.join("written");
        if sources.exists() {
            fs::remove_dir_all(&sources).with_context(|| format!("cannot empty {}", sources.display()))?;
        }
        fs::create_dir_all(&sources)?;
        let programs = write(bench.project, &rulelens, &sources, &[("cdk", "ts")])?;
        for program in &programs {
            in_a_stack(program)?;
        }
        let mut tsc = Command::new("node");
        tsc.arg(packages.join("node_modules/typescript/bin/tsc"));
        tsc.args(["--strict", "--noEmit", "--skipLibCheck", "--target", "es2022", "--module", "nodenext"]);
        tsc.args(["--types", "node"]).args(programs).current_dir(&packages);
        Ok(Totals::one(process::succeeds(&mut tsc)?))
    })?;
    Ok(totals)
}

/// The result with a tool, or that it was skipped where the tool cannot be had.
fn optional(tool: Result<PathBuf>, check: impl FnOnce(PathBuf) -> Result<Totals>) -> Result<Totals> {
    match tool {
        Ok(tool) => check(tool),
        Err(error) => {
            say::note(&format!("skipped: {error:#}"));
            Ok(Totals { skipped: 1, ..Totals::default() })
        }
    }
}

/// The program, built.
pub(super) fn rulelens(project: &Project) -> Result<PathBuf> {
    process::run(project.cargo().args(["build", "--quiet", "--package", "rulelens-cli"]))?;
    Ok(project.target.join("debug").join(format!("rulelens{}", env::consts::EXE_SUFFIX)))
}

/// Writes all rules of the documents in these forms, each with its file's ending. Documents in which something is wrong are
/// passed over: what is missing in a rule is missing in what is written, too. The files that were written.
fn write(project: &Project, rulelens: &Path, to: &Path, forms: &[(&str, &str)]) -> Result<Vec<PathBuf>> {
    let documents = project.root.join("crates/rulelens-cli/tests/documents");
    let mut written = Vec::new();
    for folder in FOLDERS {
        let folder = documents.join(folder);
        let entries = fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))?;
        let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        files.retain(|file| file.is_file());
        files.sort();
        for file in files {
            let is_good = process::output(Command::new(rulelens).arg("check").arg(&file))
                .is_ok_and(|said| said.trim_end().ends_with("0 rejected, 0 with warnings"));
            if !is_good {
                continue;
            }
            let Ok(listed) = process::output(Command::new(rulelens).arg("convert").arg(&file).arg("--list"))
            else {
                continue;
            };
            for rule in listed.lines() {
                for (form, ending) in forms {
                    let target = to.join(format!("rule{}.{ending}", written.len()));
                    let mut convert = Command::new(rulelens);
                    convert
                        .arg("convert")
                        .arg(&file)
                        .args(["--rule", rule, "--name", "written", "--to", form]);
                    if process::output(convert.arg("--output").arg(&target)).is_ok() {
                        written.push(target);
                    }
                }
            }
        }
    }
    ensure!(written.len() > 10, "only {} documents were written", written.len());
    Ok(written)
}

/// Puts the construct where it stands in a program: in the constructor of a stack.
fn in_a_stack(program: &Path) -> Result<()> {
    let text = fs::read_to_string(program).with_context(|| format!("cannot read {}", program.display()))?;
    let (import, construct) = text.split_once("\n\n").context("a CDK program has an import")?;
    let whole = format!(
        "import {{ Stack }} from \"aws-cdk-lib\";\n{import}\n\nexport class Written extends Stack {{\n  constructor() {{\n    \
         super();\n{construct}  }}\n}}\n"
    );
    fs::write(program, whole).with_context(|| format!("cannot write {}", program.display()))
}

/// cfn-lint in a virtual environment of Python.
fn cfn_lint() -> Result<PathBuf> {
    let programs = python::environment(&[CFN_LINT], "about half a minute")?;
    Ok(python::program(&programs, "cfn-lint"))
}

/// A folder with the packages that a CDK program needs.
fn cdk_packages() -> Result<PathBuf> {
    let folder = python::cache(&CDK[0].replace(['@', '/'], "-"))?;
    let installed = folder.join("installed");
    if !installed.is_file() {
        say::heading("Installing aws-cdk-lib (npm): 130 MB on disk, about half a minute");
        let npm =
            which::which("npm").context("npm is missing: it comes with Node; see https://nodejs.org")?;
        fs::write(folder.join("package.json"), "{\"private\": true}\n")?;
        let mut install = Command::new(npm);
        install.args(["install", "--no-audit", "--no-fund", "--no-save"]).args(CDK).current_dir(&folder);
        process::run(&mut install).context("aws-cdk-lib could not be installed")?;
        fs::write(&installed, "")?;
    }
    Ok(folder)
}
