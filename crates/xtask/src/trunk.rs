//! Calling Trunk, which builds the page: with all its tools available, so that it needs no network.

use anyhow::Result;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process;
use crate::project::Project;
use crate::tools::Toolbox;

/// Where Cargo looks for flags of the compiler for WebAssembly alone.
const FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// Has Trunk build the page as it is published; see the profile in Cargo.toml.
///
/// The program names the source files in which it may stop. Those of dependencies are named from the folder of all crates
/// on, so that neither what is published nor its size depends on where somebody keeps them.
pub(crate) fn publish(trunk: &mut Command) {
    trunk.args(["--release", "--cargo-profile", "page"]);
    // After those that somebody has set.
    let own = std::env::var(FLAGS).ok();
    let folders = registries();
    let flags: Vec<String> = own.into_iter().chain(folders.iter().filter_map(|one| nameless(one))).collect();
    if !flags.is_empty() {
        trunk.env(FLAGS, flags.join(" "));
    }
}

/// The folders in which Cargo keeps the sources of crates, one for each registry.
fn registries() -> Vec<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let sources = home.map(|home| home.join("registry").join("src"));
    let folders = sources.and_then(|sources| std::fs::read_dir(sources).ok());
    folders.map(|folders| folders.flatten().map(|folder| folder.path()).collect()).unwrap_or_default()
}

/// The flag that takes a folder out of the names of source files; none where the flag could not be told apart from others.
fn nameless(folder: &Path) -> Option<String> {
    let folder = folder.to_str().filter(|folder| !folder.contains(char::is_whitespace))?;
    Some(format!("--remap-path-prefix={folder}="))
}

/// wasm-opt as Trunk calls it for what is published.
pub(crate) fn wasm_opt(program: &Path) -> Command {
    let mut command = Command::new(program);
    // Until nothing changes any more.
    command.args(["-O", "--converge"]);
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

#[cfg(test)]
mod tests {
    use super::nameless;
    use std::path::Path;

    #[test]
    fn a_folder_with_a_space_is_left_in_the_names() {
        let flag = nameless(Path::new("/home/me/.cargo/registry/src/index"));
        assert_eq!(flag.as_deref(), Some("--remap-path-prefix=/home/me/.cargo/registry/src/index="));
        assert_eq!(nameless(Path::new("/home/my name/.cargo")), None);
    }
}
