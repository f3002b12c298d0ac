//! `cargo xtask test`: the steps, in order, and one line of totals at the end.

mod documents;
mod examples;
mod npm;
mod packages;
mod page;
mod passing;
mod pipelines;
mod python;
mod spark;
mod steps;
mod types;
mod wasm;

use anyhow::{Result, anyhow, bail};
use clap::ValueEnum;
use clap::builder::PossibleValue;
use std::cell::OnceCell;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use crate::process::{self, Report};
use crate::project::Project;
use crate::say;
use crate::site;
use crate::tools::Toolbox;
use crate::totals::Totals;

/// A step of `cargo xtask test`, as `--only` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StepName {
    /// Formatting of the Rust code.
    Fmt,
    /// Clippy, natively and for WebAssembly, warnings denied.
    Clippy,
    /// Native tests of all packages.
    Native,
    /// The fuzz targets: do they build, and do their checks hold of examples?
    FuzzBuild,
    /// Examples in the documentation, and the documentation itself, warnings denied.
    Doc,
    /// The pages of docs/: do they say what the code does?
    Docs,
    /// The TypeScript types of the JavaScript API: does a program that uses them compile?
    Types,
    /// Rules written as CloudFormation templates and as CDK programs: do cfn-lint and the TypeScript compiler take them? Each
    /// is skipped where it cannot be installed.
    Documents,
    /// Tests of the WebAssembly packages in Node.
    WasmNode,
    /// Tests of the WebAssembly packages in Chromium.
    WasmChromium,
    /// The conformance cases in tests/cases.
    Cases,
    /// The conformance cases in the WebAssembly build: the same bytes as natively?
    CasesWasm,
    /// The programs in examples/: do they print what stands beside them?
    Examples,
    /// The lines of the InfluxDB action, written to a real InfluxDB; skipped where there is none.
    Influxdb,
    /// Rules of the files that --rules names: do they parse?
    Rules,
    /// The npm package, packed and installed into an empty folder: does it run in Node, in a Vite bundle, in a worker, as a custom
    /// element, and do its types hold? It builds the engine twice and takes Vite from the npm registry, so that it only runs
    /// when it is named.
    Npm,
    /// The packages of crates.io, unpacked outside of the workspace: do they build, and do their tests pass? Some minutes, so
    /// that it only runs when it is named.
    Packages,
    /// The programs of docs/fleets.md on Apache Spark in a cluster of two workers: do 200,000 messages come out as from one
    /// process? It needs a Java, and PySpark from PyPI, so that it only runs when it is named.
    Spark,
    /// What runs in the pipelines of others: the GitHub action's steps, pre-commit's hooks, the snippets of docs/ci.md, the
    /// extension for VS Code, scripts under `ShellCheck`; SARIF and JUnit against the schemas of who reads them. The tools
    /// are of PyPI and npm, so that it only runs when it is named.
    Pipelines,
    /// The built site in Chromium.
    Page,
    /// The built site in Firefox: does it open and follow what is typed? Skipped where there is none.
    Firefox,
}

/// What a step works with.
struct Bench<'a> {
    project: &'a Project,
    tools: &'a Toolbox<'a>,
    rules: &'a [PathBuf],
    /// Whether the site was built in this run.
    built: OnceCell<Result<(), String>>,
}

impl Bench<'_> {
    /// Makes sure that `dist/` holds the site as it is now; it is built once in a run.
    fn site(&self) -> Result<()> {
        let build = || site::build(self.project, self.tools, true).map_err(|error| format!("{error:#}"));
        self.built.get_or_init(build).clone().map_err(|error| anyhow!(error))
    }
}

impl StepName {
    fn run(self, bench: &Bench) -> Result<Totals> {
        match self {
            Self::Fmt => steps::fmt(bench),
            Self::Clippy => steps::clippy(bench),
            Self::Native => steps::native(bench),
            Self::FuzzBuild => steps::fuzz_build(bench),
            Self::Doc => steps::doc(bench),
            Self::Docs => crate::docs::check(bench.project),
            Self::Types => types::types(bench),
            Self::Documents => documents::documents(bench),
            Self::WasmNode => wasm::node(bench),
            Self::WasmChromium => wasm::chromium(bench),
            Self::Cases => steps::cases(bench),
            Self::CasesWasm => wasm::cases(bench),
            Self::Examples => examples::examples(bench),
            Self::Influxdb => steps::influxdb(bench),
            Self::Rules => steps::rules(bench),
            Self::Npm => npm::npm(bench),
            Self::Packages => packages::packages(bench),
            Self::Spark => spark::spark(bench),
            Self::Pipelines => pipelines::pipelines(bench),
            Self::Page => page::page(bench),
            Self::Firefox => page::firefox(bench),
        }
    }

    /// The name that `--only` takes, and what the step is about.
    fn shown(self) -> (String, String) {
        let value = self.to_possible_value();
        let help = value.as_ref().and_then(PossibleValue::get_help).map(ToString::to_string);
        (value.map(|value| value.get_name().to_owned()).unwrap_or_default(), help.unwrap_or_default())
    }
}

/// Runs the steps, all of them even if one fails; the exit code says whether any did.
pub(crate) fn test(
    project: &Project,
    tools: &Toolbox,
    only: &[StepName],
    rules: &[PathBuf],
) -> Result<ExitCode> {
    if only.contains(&StepName::Rules) && rules.is_empty() {
        bail!("the step `rules` needs files: --rules FILE…");
    }
    let bench = Bench { project, tools, rules, built: OnceCell::new() };
    let mut results = Vec::new();
    for step in StepName::value_variants().iter().filter(|step| is_wanted(**step, only, rules)) {
        let (name, what) = step.shown();
        say::heading(&format!("{name}: {what}"));
        let start = Instant::now();
        let totals = counted(step.run(&bench));
        results.push((name, totals, start.elapsed()));
    }
    Ok(conclude(&results))
}

fn is_wanted(step: StepName, only: &[StepName], rules: &[PathBuf]) -> bool {
    match step {
        _ if !only.is_empty() => only.contains(&step),
        StepName::Rules => !rules.is_empty(),
        StepName::Npm | StepName::Packages | StepName::Spark | StepName::Pipelines => false,
        _ => true,
    }
}

/// What a step adds to the totals. A step that could not run, or that checked nothing, has failed.
fn counted(result: Result<Totals>) -> Totals {
    match result {
        Ok(totals) if totals == Totals::default() => {
            say::failure("this step ran no test");
            Totals::one(false)
        }
        Ok(totals) => totals,
        Err(error) => {
            say::failure(&format!("{error:#}"));
            Totals::one(false)
        }
    }
}

fn conclude(results: &[(String, Totals, Duration)]) -> ExitCode {
    let mut all = Totals::default();
    say::heading("results");
    for (step, totals, time) in results {
        let verdict = if totals.failed == 0 { "ok" } else { "FAILED" };
        say::line(&format!("{step:<14}{:<26}{:>7.1} s  {verdict}", totals.to_string(), time.as_secs_f64()));
        all += *totals;
    }
    say::line(&all.to_string());
    if all.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs a test runner and reads its totals; its exit status judges, whatever they are.
fn count(command: &mut Command, read: fn(&str) -> Totals) -> Result<Totals> {
    let Report { succeeded, text } = process::report(command)?;
    Ok(read(&text).with_status(succeeded))
}

#[cfg(test)]
mod tests {
    use super::{StepName, counted, is_wanted};
    use crate::totals::Totals;
    use anyhow::anyhow;
    use std::path::PathBuf;

    #[test]
    fn rules_run_when_files_are_named_and_only_limits_the_steps() {
        let files = [PathBuf::from("rules.jsonl")];
        assert!(is_wanted(StepName::Native, &[], &[]));
        assert!(!is_wanted(StepName::Rules, &[], &[]));
        assert!(!is_wanted(StepName::Packages, &[], &files));
        assert!(is_wanted(StepName::Packages, &[StepName::Packages], &[]));
        assert!(is_wanted(StepName::Rules, &[], &files));
        assert!(!is_wanted(StepName::Rules, &[StepName::Fmt], &files));
        assert!(is_wanted(StepName::Fmt, &[StepName::Fmt, StepName::Doc], &[]));
    }

    #[test]
    fn a_step_that_cannot_run_or_checks_nothing_fails() {
        assert_eq!(counted(Err(anyhow!("no browser"))), Totals::one(false));
        assert_eq!(counted(Ok(Totals::default())), Totals::one(false));
        assert_eq!(
            counted(Ok(Totals { passed: 3, ..Totals::default() })),
            Totals { passed: 3, ..Totals::default() }
        );
    }
}
