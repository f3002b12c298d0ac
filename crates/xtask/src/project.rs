//! Where the workspace is, and what it pins.

use anyhow::{Context, Result};
use serde::Deserialize;
use std::path::PathBuf;
use std::process::Command;

use crate::process;

/// The workspace that `cargo xtask` was called in.
#[derive(Deserialize)]
pub(crate) struct Project {
    /// The folder of the workspace's Cargo.toml.
    #[serde(rename = "workspace_root")]
    pub(crate) root: PathBuf,
    /// Cargo's target folder, wherever it is configured to be.
    #[serde(rename = "target_directory")]
    pub(crate) target: PathBuf,
}

impl Project {
    /// Asks Cargo for the workspace around the current folder.
    pub(crate) fn find() -> Result<Self> {
        let metadata = process::output(cargo().args(["metadata", "--no-deps", "--format-version=1"]))?;
        serde_json::from_str(&metadata).context("cargo metadata prints something else than expected")
    }

    /// A `cargo` that runs in the workspace's folder.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = cargo();
        command.current_dir(&self.root);
        command
    }

    /// The version of a package in Cargo.lock.
    pub(crate) fn locked_version(&self, package: &str) -> Result<String> {
        let id = process::output(self.cargo().args(["pkgid", "--package", package]))
            .with_context(|| format!("cannot find {package}'s version in Cargo.lock"))?;
        let version = id.trim().rsplit(['@', '#']).next();
        Ok(version.context("cargo pkgid prints something else than expected")?.to_owned())
    }

    /// The folder for what xtask itself writes: reports, settings of test runners, marks of finished work.
    pub(crate) fn scratch(&self) -> Result<PathBuf> {
        let folder = self.target.join("xtask");
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(folder)
    }

    /// The folder of the page's browser tests and of the npm packages that the workspace uses.
    pub(crate) fn browser_tests(&self) -> PathBuf {
        self.root.join("tests").join("browser")
    }
}

fn cargo() -> Command {
    // The Cargo that runs this program, so that one `+toolchain` holds for everything.
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}
