//! The npm packages of a folder's lock file: wasm-opt, the code editor's, Playwright and what the browser tests use.

use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::lock;
use crate::process;
use crate::say;

/// The oldest Node that Playwright runs on.
const NODE: u32 = 20;

/// Installs the packages of the lock file unless they are there, and returns their folder.
pub(super) fn install(folder: &Path, scratch: &Path) -> Result<PathBuf> {
    let packages = folder.join("node_modules");
    let wanted = read(&folder.join("package-lock.json"))?;
    // `npm ci` begins by removing the folder, and the copy of the lock file is written when it is done:
    // packages without it are from an installation that did not finish.
    let installed = packages.join(".installed-from.json");
    let is_done = || fs::read_to_string(&installed).is_ok_and(|text| text == wanted);
    check_node()?;
    if is_done() {
        return Ok(packages);
    }
    let _lock = lock(&scratch.join("npm.lock"), "the npm packages")?;
    if !is_done() {
        say::heading(
            "Installing the npm packages (wasm-opt, the code editor, Playwright, Puppeteer): 120 MB on disk, some seconds to a minute",
        );
        let npm =
            which::which("npm").context("npm is missing: it comes with Node; see https://nodejs.org")?;
        let mut ci = Command::new(npm);
        ci.args(["ci", "--no-audit", "--no-fund"]).current_dir(folder);
        process::run(ci.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?;
        fs::write(&installed, wanted).with_context(|| format!("cannot write {}", installed.display()))?;
    }
    Ok(packages)
}

fn check_node() -> Result<()> {
    let printed = process::output(Command::new("node").arg("--version"))
        .with_context(|| format!("Node {NODE} or newer is needed: see https://nodejs.org"))?;
    let major =
        printed.trim().trim_start_matches('v').split('.').next().and_then(|digits| digits.parse().ok());
    ensure!(
        major.is_some_and(|major: u32| major >= NODE),
        "Node {NODE} or newer is needed, this is {}: see https://nodejs.org",
        printed.trim()
    );
    Ok(())
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}
