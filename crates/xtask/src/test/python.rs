//! Programs from PyPI, each in a virtual environment of its own that other clones on this machine find, too.

use anyhow::{Context, Result};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process;
use crate::say;

/// The folder for what is installed.
pub(super) fn cache(name: &str) -> Result<PathBuf> {
    let base = env::var_os("XDG_CACHE_HOME").map(PathBuf::from).or_else(|| {
        Some(PathBuf::from(env::var_os("HOME").or_else(|| env::var_os("USERPROFILE"))?).join(".cache"))
    });
    let folder =
        base.context("there is no folder for caches: set XDG_CACHE_HOME")?.join("rulelens").join(name);
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}

/// The programs of an environment that has the package in this version; `module` is what it is imported as.
pub(super) fn environment(package: &str, version: &str, module: &str, takes: &str) -> Result<PathBuf> {
    let folder = cache(&format!("{package}-{version}"))?;
    let programs = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    // Of an installation that did not finish the program is there, and does not find the module.
    let imports = || {
        process::output(Command::new(program(&programs, "python")).args(["-c", &format!("import {module}")]))
    };
    if imports().is_ok() {
        return Ok(programs);
    }
    say::heading(&format!("Installing {package} (PyPI) into a virtual environment: {takes}"));
    let python = which::which("python3").or_else(|_| which::which("python")).context("Python is missing")?;
    process::run(Command::new(python).args(["-m", "venv"]).arg(&folder))?;
    let mut pip = Command::new(program(&programs, "python"));
    process::run(pip.args(["-m", "pip", "install", "--quiet", &format!("{package}=={version}")]))
        .with_context(|| format!("{package} could not be installed"))?;
    Ok(programs)
}

/// A program of an environment.
pub(super) fn program(programs: &Path, name: &str) -> PathBuf {
    programs.join(format!("{name}{}", env::consts::EXE_SUFFIX))
}
