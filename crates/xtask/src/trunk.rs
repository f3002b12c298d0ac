//! Calling Trunk, which builds the page: with all its tools available, so that it needs no network.

use anyhow::Result;
use std::path::Path;
use std::process::Command;

use crate::process;
use crate::project::Project;
use crate::tools::Toolbox;

/// Arguments that build the page as it is published; see the profile in Cargo.toml.
pub(crate) const PUBLISHED: [&str; 3] = ["--release", "--cargo-profile", "page"];

/// wasm-opt as Trunk calls it for what is published.
pub(crate) fn wasm_opt(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.arg("-O");
    command
}

/// `trunk ACTION`, after installing what is missing and fetching the crates.
pub(crate) fn command(project: &Project, tools: &Toolbox, action: &str) -> Result<Command> {
    tools.wasm_target()?;
    let path = tools.path_for_trunk()?;
    let mut trunk = Command::new(tools.trunk()?);
    fetch(project)?;
    trunk.current_dir(&project.root).arg(action).arg("--offline").env("PATH", path);
    if std::env::var_os("NO_COLOR").is_some() {
        // Trunk reads this variable as a boolean and rejects the usual `1`.
        trunk.env("NO_COLOR", "true");
    }
    Ok(trunk)
}

/// Trunk hands `--offline` on to Cargo, so the crates have to be there before.
fn fetch(project: &Project) -> Result<()> {
    let printed = process::output(Command::new("rustc").current_dir(&project.root).arg("-vV"))?;
    let host = printed.lines().find_map(|line| line.strip_prefix("host: "));
    let mut fetch = project.cargo();
    fetch.args(["fetch", "--target", "wasm32-unknown-unknown"]);
    if let Some(host) = host {
        fetch.args(["--target", host]);
    }
    process::run(&mut fetch)
}
