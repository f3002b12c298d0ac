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

/// The programs of an environment that has these packages, each with its version; the first one names its folder.
pub(super) fn environment(packages: &[&str], takes: &str) -> Result<PathBuf> {
    let first = packages.first().context("an environment has a package")?;
    let folder = cache(&first.replace("==", "-"))?;
    let programs = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    // Written when the installation is done.
    let (installed, wanted) = (folder.join("installed"), packages.join("\n"));
    if fs::read_to_string(&installed).is_ok_and(|text| text == wanted) {
        return Ok(programs);
    }
    say::heading(&format!("Installing {} (PyPI) into a virtual environment: {takes}", packages.join(", ")));
    let python = which::which("python3").or_else(|_| which::which("python")).context("Python is missing")?;
    process::run(Command::new(python).args(["-m", "venv"]).arg(&folder))?;
    let mut pip = Command::new(program(&programs, "python"));
    process::run(pip.args(["-m", "pip", "install", "--quiet"]).args(packages))
        .with_context(|| format!("{first} could not be installed"))?;
    fs::write(&installed, wanted).with_context(|| format!("cannot write {}", installed.display()))?;
    Ok(programs)
}

/// A program of an environment.
pub(super) fn program(programs: &Path, name: &str) -> PathBuf {
    programs.join(format!("{name}{}", env::consts::EXE_SUFFIX))
}
