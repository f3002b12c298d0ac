//! Trunk and wasm-bindgen: programs of exact versions that `cargo install` builds where none is found.

use anyhow::{Context, Result, ensure};
use std::env::consts::EXE_SUFFIX;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::lock;
use crate::process;
use crate::say;

/// The Trunk that this workspace's Trunk.toml is written for.
const TRUNK: &str = "0.21.14";

/// Settings that compile a tool in a fraction of the time.
const QUICK_BUILD: [(&str, &str); 2] =
    [("CARGO_PROFILE_RELEASE_LTO", "off"), ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")];

/// A program that comes as a crate.
pub(super) struct CargoTool {
    package: &'static str,
    version: String,
    programs: &'static [&'static str],
    arguments: &'static [&'static str],
    /// How much the compiler optimizes it, from 0 to 3.
    opt_level: &'static str,
    minutes: &'static str,
}

impl CargoTool {
    pub(super) fn trunk() -> Self {
        Self {
            package: "trunk",
            version: TRUNK.to_owned(),
            programs: &["trunk"],
            // Without its defaults Trunk looks for no newer version of itself and needs no OpenSSL.
            arguments: &["--locked", "--no-default-features", "--features", "rustls"],
            // What it does itself are copies and starts of other programs.
            opt_level: "0",
            minutes: "2 to 5",
        }
    }

    pub(super) fn wasm_bindgen(version: String) -> Self {
        Self {
            package: "wasm-bindgen-cli",
            version,
            programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
            // Not --locked: the lock file that was published with 0.2.130 names a package that is not.
            arguments: &[],
            // It takes whole programs apart.
            opt_level: "1",
            minutes: "3 to 4",
        }
    }

    /// The first of the tool's programs: from the cache, from PATH, prebuilt by `cargo binstall`, or compiled.
    pub(super) fn get(&self, cache: &Path) -> Result<PathBuf> {
        let folder = cache.join(format!("{}-{}", self.package, self.version));
        if let Some(program) = self.find(&folder) {
            return Ok(program);
        }
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let _lock = lock(&folder.join("lock"), self.package)?;
        if let Some(program) = self.in_folder(&folder.join("bin")) {
            return Ok(program);
        }
        self.install(&folder)?;
        self.in_folder(&folder.join("bin")).with_context(|| {
            format!(
                "{} {} was installed into {} but does not run",
                self.package,
                self.version,
                folder.display()
            )
        })
    }

    fn find(&self, folder: &Path) -> Option<PathBuf> {
        self.in_folder(&folder.join("bin")).or_else(|| {
            let on_path = which::which(self.programs[0]).ok()?;
            self.in_folder(on_path.parent()?)
        })
    }

    /// The first program, if all of them stand in the folder, run, and are of the right version.
    fn in_folder(&self, folder: &Path) -> Option<PathBuf> {
        let mut paths = self.programs.iter().map(|program| folder.join(format!("{program}{EXE_SUFFIX}")));
        let fits = paths.clone().all(|path| {
            let printed = process::output(Command::new(path).arg("--version")).unwrap_or_default();
            printed.split_whitespace().nth(1) == Some(&self.version)
        });
        fits.then(|| paths.next()).flatten()
    }

    fn install(&self, folder: &Path) -> Result<()> {
        let Self { package, version, minutes, .. } = self;
        if which::which("cargo-binstall").is_ok() {
            say::heading(&format!("Installing {package} {version}, prebuilt, with cargo binstall"));
            let mut binstall = Command::new("cargo");
            binstall.args([
                "binstall",
                "--no-confirm",
                "--force",
                "--disable-strategies",
                "compile",
                "--root",
            ]);
            if process::succeeds(binstall.arg(folder).arg(format!("{package}@{version}")))? {
                return Ok(());
            }
            say::note("cargo binstall could not; compiling instead");
        }
        say::heading(&format!(
            "Compiling {package} {version}: {minutes} minutes on two cores, once for this machine"
        ));
        say::note(&format!("it is kept in {}", folder.display()));
        // The compiler's files stay in the same place until the end: an interrupted installation goes on where it stopped.
        let build = folder.join("build");
        let mut install = Command::new("cargo");
        install.args(["install", package, "--version", version, "--force", "--root"]).arg(folder);
        install.args(self.arguments).env("CARGO_TARGET_DIR", &build).envs(QUICK_BUILD);
        install.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", self.opt_level);
        ensure!(
            process::succeeds(&mut install)?,
            "{package} {version} could not be installed; the reason stands above. Any {package} {version} on PATH does as well"
        );
        std::fs::remove_dir_all(&build).with_context(|| format!("cannot remove {}", build.display()))
    }
}
