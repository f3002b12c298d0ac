//! The programs that RuleLens needs beside Rust and Node: found where they are, installed where they are not.
//!
//! Trunk and wasm-bindgen go to a cache folder named after tool and version, so that every clone on a machine shares
//! them: `$RULELENS_CACHE`, else `rulelens` below the user's cache folder. Whether a tool is there is asked of the
//! tool itself, by running it; what an interrupted installation leaves behind is therefore never taken for done.

mod browser;
mod cargo_tool;
mod npm;
mod rust;
mod system;

use anyhow::{Context, Result, anyhow};
use std::cell::OnceCell;
use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};

pub(crate) use browser::Browser;

use crate::bindgen;
use crate::project::Project;
use crate::say;
use cargo_tool::CargoTool;

/// Each tool is looked for when it is first asked for; the answer, good or bad, holds for the whole run.
pub(crate) struct Toolbox<'a> {
    project: &'a Project,
    cache: PathBuf,
    wasm_target: Once<()>,
    components: Once<()>,
    npm_packages: Once<PathBuf>,
    trunk: Once<PathBuf>,
    wasm_bindgen: Once<PathBuf>,
    browser: Once<Browser>,
    firefox: Once<PathBuf>,
    influxd: Once<PathBuf>,
}

type Once<T> = OnceCell<Result<T, String>>;

impl<'a> Toolbox<'a> {
    pub(crate) fn new(project: &'a Project) -> Result<Self> {
        let cache = match std::env::var_os("RULELENS_CACHE") {
            Some(folder) => std::path::absolute(folder)?,
            None => dirs::cache_dir()
                .context("cannot tell the user's cache folder; name one in RULELENS_CACHE")?
                .join("rulelens"),
        };
        Ok(Self {
            project,
            cache,
            wasm_target: Once::new(),
            components: Once::new(),
            npm_packages: Once::new(),
            trunk: Once::new(),
            wasm_bindgen: Once::new(),
            browser: Once::new(),
            firefox: Once::new(),
            influxd: Once::new(),
        })
    }

    /// Makes sure that rustc can compile for `wasm32-unknown-unknown`.
    pub(crate) fn wasm_target(&self) -> Result<()> {
        once(&self.wasm_target, || rust::wasm_target(self.project))
    }

    /// Makes sure that rustfmt and clippy are there.
    pub(crate) fn components(&self) -> Result<()> {
        once(&self.components, || rust::components(self.project))
    }

    /// The folder `node_modules` with the packages of the lock file in it.
    pub(crate) fn npm_packages(&self) -> Result<PathBuf> {
        once(&self.npm_packages, || npm::install(&self.project.browser_tests(), &self.project.scratch()?))
    }

    /// The `trunk` program.
    pub(crate) fn trunk(&self) -> Result<PathBuf> {
        once(&self.trunk, || CargoTool::trunk().get(&self.cache))
    }

    /// The folder of `wasm-bindgen-test-runner`, in the version of Cargo.lock.
    pub(crate) fn wasm_bindgen(&self) -> Result<PathBuf> {
        once(&self.wasm_bindgen, || {
            let tool = CargoTool::wasm_bindgen(self.project.locked_version("wasm-bindgen")?);
            let program = tool.get(&self.cache)?;
            Ok(program.parent().context("wasm-bindgen is in no folder")?.to_owned())
        })
    }

    /// A Chromium or Chrome, with its driver.
    pub(crate) fn browser(&self) -> Result<Browser> {
        once(&self.browser, browser::find_or_install)
    }

    /// A Firefox.
    pub(crate) fn firefox(&self) -> Result<PathBuf> {
        once(&self.firefox, browser::find_or_install_firefox)
    }

    /// The `influxd` program.
    pub(crate) fn influxd(&self) -> Result<PathBuf> {
        once(&self.influxd, || {
            let find = || named("INFLUXD").or_else(|| which::which("influxd").ok());
            if find().is_none() {
                system::install(&["influxdb"])?;
            }
            find().context(
                "no influxd was found. On Debian: apt-get install influxdb. INFLUXD may name the program",
            )
        })
    }

    /// PATH with the tools that Trunk calls in front.
    pub(crate) fn path_for_trunk(&self) -> Result<OsString> {
        let tools = [self.npm_packages()?.join(".bin"), bindgen::folder(self.project)?];
        let path = std::env::var_os("PATH").unwrap_or_default();
        Ok(std::env::join_paths(tools.into_iter().chain(std::env::split_paths(&path)))?)
    }
}

fn once<T: Clone>(cell: &Once<T>, find: impl FnOnce() -> Result<T>) -> Result<T> {
    let found = cell.get_or_init(|| find().map_err(|error| format!("{error:#}")));
    found.clone().map_err(|error| anyhow!(error))
}

/// The program that an environment variable names.
fn named(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Waits until no other `cargo xtask` installs the same thing; the lock lasts as long as the returned file.
fn lock(file: &Path, what: &str) -> Result<File> {
    let opened = File::create(file).with_context(|| format!("cannot write {}", file.display()))?;
    if opened.try_lock().is_err() {
        say::note(&format!("waiting for another cargo xtask that installs {what}"));
        opened.lock().with_context(|| format!("cannot lock {}", file.display()))?;
    }
    Ok(opened)
}
