//! The parts of the Rust toolchain that rustup does not install by itself.

use anyhow::{Context, Result};
use std::path::Path;
use std::process::Command;

use crate::process;
use crate::project::Project;
use crate::say;

const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Makes sure that rustc can compile for the browser.
pub(super) fn wasm_target(project: &Project) -> Result<()> {
    let sysroot =
        process::output(Command::new("rustc").current_dir(&project.root).args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM_TARGET).is_dir() {
        return Ok(());
    }
    say::heading(&format!("Adding the Rust target {WASM_TARGET} (some seconds)"));
    rustup(project, &["target", "add", WASM_TARGET])
}

/// Makes sure that `cargo fmt` and `cargo clippy` work; rustup's minimal profile leaves them out.
pub(super) fn components(project: &Project) -> Result<()> {
    let missing: Vec<&str> = [("fmt", "rustfmt"), ("clippy", "clippy")]
        .into_iter()
        .filter(|(command, _)| process::output(project.cargo().args([command, "--version"])).is_err())
        .map(|(_, component)| component)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    say::heading(&format!("Adding the Rust components {} (some seconds)", missing.join(" and ")));
    rustup(project, &[&["component", "add"], missing.as_slice()].concat())
}

fn rustup(project: &Project, arguments: &[&str]) -> Result<()> {
    process::run(Command::new("rustup").current_dir(&project.root).args(arguments)).with_context(|| {
        format!(
            "this Rust lacks a part that rustup can add: rustup {}. Without rustup, install it the way this Rust was installed",
            arguments.join(" ")
        )
    })
}
