//! The JavaScript library: the WebAssembly build with what wasm-bindgen writes around it.

use anyhow::Result;
use std::env::consts::EXE_SUFFIX;
use std::path::PathBuf;
use std::process::Command;

use crate::process;
use crate::project::Project;
use crate::tools::Toolbox;

const WASM: &str = "wasm32-unknown-unknown";

/// How the library is compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    Dev,
    Release,
}

/// Builds the library for Node and returns the folder that `rulelens_wasm.js` is in.
pub(crate) fn package(project: &Project, tools: &Toolbox, profile: Profile) -> Result<PathBuf> {
    tools.wasm_target()?;
    let bindgen = tools.wasm_bindgen()?.join(format!("wasm-bindgen{EXE_SUFFIX}"));
    let mut build = project.cargo();
    build.args(["build", "--package", "rulelens-wasm", "--lib", "--target", WASM]);
    let folder = if profile == Profile::Release {
        build.arg("--release");
        "release"
    } else {
        "debug"
    };
    process::run(&mut build)?;
    let module = project.target.join(WASM).join(folder).join("rulelens_wasm.wasm");
    let out = project.scratch()?.join("javascript").join(folder);
    process::run(Command::new(bindgen).args(["--target", "nodejs", "--out-dir"]).arg(&out).arg(module))?;
    Ok(out)
}
