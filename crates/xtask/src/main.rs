//! `cargo xtask`: set up what is missing, serve the page, build it, test everything.
//!
//! One module a subject: `tools` finds or installs other people's programs, `serve` and `site` use Trunk on the page,
//! `hosting` writes the headers for hosts and `offline` the list of what browsers keep, `sizes` holds it to its
//! budgets, `parts` takes the program apart, `cold` takes out of it what its start does without, `text_file` changes
//! files of text, `notices` collects the licences of what is in it, `test` runs the steps of `cargo xtask test`,
//! `totals` reads what the test runners report, `docs` makes the pages of `docs/` from the code, `npm` makes the
//! package for npm, `help` the site's from those, `library` what the page lists of them, `reference` what it shows of
//! them, `lessons` the course, `editor` bundles the page's code editor, `bench` measures.

mod bench;
mod bindgen;
mod cold;
mod crates;
mod docs;
mod editor;
mod help;
mod hosting;
mod javascript;
mod lessons;
mod library;
mod minify;
mod notices;
mod npm;
mod offline;
mod order;
mod parts;
mod process;
mod project;
mod reference;
mod say;
mod serve;
mod site;
mod sizes;
mod test;
mod text_file;
mod tools;
mod totals;
mod trunk;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

use crate::project::Project;
use crate::test::StepName;
use crate::tools::Toolbox;

/// RuleLens's development commands; each installs what it needs first, once.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the page, serve it on this machine and rebuild it at every change.
    Serve(serve::Options),
    /// Build the static site into `dist/`; it works below any path.
    Build {
        /// Do not let browsers keep the site for times without a network, and have them drop what they kept.
        #[arg(long)]
        no_offline: bool,
    },
    /// Build the JavaScript library for Node, and print where it is.
    Javascript,
    /// Make the npm package, and print where it is; `npm publish` works there.
    Npm,
    /// Put what the crates take from outside of their folders into them, and print what `cargo publish` is to be called with.
    Crates,
    /// Make the pages of `docs/` from the tables in the code.
    Docs {
        /// Write nothing; fail where a page differs from the code.
        #[arg(long)]
        check: bool,
    },
    /// Put the pages of `docs/` as HTML into the folder that Trunk builds the site in; Trunk calls this.
    #[command(hide = true)]
    HelpPages,
    /// Put the examples and the names of the reference as one file into the folder that Trunk builds the site in; Trunk
    /// calls this.
    #[command(hide = true)]
    Library,
    /// Put the course into the folder that Trunk builds the site in; Trunk calls this.
    #[command(hide = true)]
    Lessons,
    /// Put the reference that the page shows as one file into the folder that Trunk builds the site in; Trunk calls this.
    #[command(hide = true)]
    Reference,
    /// Put the page's code editor as one module into the folder that Trunk builds the site in; Trunk calls this.
    #[command(hide = true)]
    Editor,
    /// Measure the engine beside other ways to read a message, natively and in Node, and count the instructions of a replay;
    /// shows the figures beside those of the last time that they were kept, and beside what they have to reach.
    Bench {
        /// Measure the built page in Chromium instead, beside a bare textarea; fails beyond the bounds of
        /// web/speed-bounds.json.
        #[arg(long)]
        page: bool,
        /// Keep today's figures, with the commit, in crates/bench/figures.json.
        #[arg(long, conflicts_with = "page")]
        save: bool,
        /// Measure only this part; may be given more than once. Kept figures of the others stay as they are.
        #[arg(long, value_name = "PART", conflicts_with = "page")]
        only: Vec<bench::Part>,
    },
    /// Record in Chromium what the start of the page calls, and write the list of what it does without, web/cold.txt.
    Profile,
    /// Run every check, or the steps that `--only` names.
    Test {
        /// Run only this step; may be given more than once.
        #[arg(long, value_name = "STEP")]
        only: Vec<StepName>,
        /// Also parse the rules in these case files; a rule that is rejected for no stated reason fails.
        #[arg(long, value_name = "FILE", num_args = 1..)]
        rules: Vec<PathBuf>,
    },
}

fn main() -> ExitCode {
    if let Some(code) = bindgen::called() {
        return code;
    }
    match run(&Arguments::parse().command) {
        Ok(code) => code,
        Err(error) => {
            say::failure(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(command: &Command) -> Result<ExitCode> {
    let project = Project::find()?;
    let tools = Toolbox::new(&project)?;
    match command {
        Command::Serve(options) => serve::serve(&project, &tools, options).map(|()| ExitCode::SUCCESS),
        Command::Build { no_offline } => {
            site::build(&project, &tools, !no_offline).map(|()| ExitCode::SUCCESS)
        }
        Command::HelpPages => help::write(&project).map(|()| ExitCode::SUCCESS),
        Command::Library => library::write(&project).map(|()| ExitCode::SUCCESS),
        Command::Lessons => lessons::write(&project).map(|()| ExitCode::SUCCESS),
        Command::Reference => reference::write().map(|()| ExitCode::SUCCESS),
        Command::Editor => editor::write(&project, &tools).map(|()| ExitCode::SUCCESS),
        Command::Bench { page: true, .. } => bench::page(&project, &tools).map(|()| ExitCode::SUCCESS),
        Command::Bench { page: false, save, only } => {
            bench::bench(&project, &tools, only, *save).map(|()| ExitCode::SUCCESS)
        }
        Command::Javascript => {
            let folder = javascript::package(&project, &tools, javascript::Profile::Release)?;
            say::line(&folder.join("rulelens_wasm.js").display().to_string());
            Ok(ExitCode::SUCCESS)
        }
        Command::Npm => {
            let folder = npm::package(&project, &tools, javascript::Profile::Release)?;
            say::line(&folder.display().to_string());
            Ok(ExitCode::SUCCESS)
        }
        Command::Crates => {
            crates::prepare(&project)?;
            say::line(&crates::arguments().collect::<Vec<_>>().join(" "));
            Ok(ExitCode::SUCCESS)
        }
        Command::Docs { check: false } => docs::write(&project).map(|()| ExitCode::SUCCESS),
        Command::Docs { check: true } => docs::check(&project).map(|totals| match totals.failed {
            0 => ExitCode::SUCCESS,
            _ => ExitCode::FAILURE,
        }),
        Command::Profile => cold::profile::profile(&project, &tools).map(|()| ExitCode::SUCCESS),
        Command::Test { only, rules } => {
            // What a person writes is relative to where they are; the steps run in the workspace's folder.
            let rules = rules.iter().map(std::path::absolute).collect::<Result<Vec<_>, _>>()?;
            test::test(&project, &tools, only, &rules)
        }
    }
}
