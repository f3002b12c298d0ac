//! The JavaScript library: the WebAssembly build with what wasm-bindgen writes around it.

use anyhow::Result;
use std::path::{Path, PathBuf};

use crate::bindgen;
use crate::process;
use crate::project::Project;
use crate::text_file;
use crate::tools::Toolbox;

/// What the library is compiled for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// How the library is compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    Dev,
    Release,
}

impl Profile {
    /// What Cargo is told.
    pub(crate) fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Dev => &[],
            Self::Release => &["--release"],
        }
    }

    /// The folder below the target's.
    pub(crate) fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "release",
        }
    }
}

/// Builds the library for Node and returns the folder that `rulelens_wasm.js` is in.
pub(crate) fn package(project: &Project, tools: &Toolbox, profile: Profile) -> Result<PathBuf> {
    tools.wasm_target()?;
    let mut build = project.cargo();
    build.args(["build", "--package", "rulelens-wasm", "--lib", "--target", WASM]);
    let folder = profile.folder();
    process::run(build.args(profile.arguments()))?;
    let module = project.target.join(WASM).join(folder).join("rulelens_wasm.wasm");
    let out = project.scratch()?.join("javascript").join(folder);
    bindgen::for_node(&module, &out)?;
    complete(project, &out)?;
    Ok(out)
}

/// Puts what the library has in JavaScript behind the script that wasm-bindgen wrote into a folder, and its types behind the
/// types.
pub(crate) fn complete(project: &Project, folder: &Path) -> Result<()> {
    let sources = project.root.join("crates/rulelens-wasm/src");
    for (own, written) in [("prepared.js", "rulelens_wasm.js"), ("prepared.d.ts", "rulelens_wasm.d.ts")] {
        let own = text_file::read(&sources.join(own))?;
        text_file::change(&folder.join(written), |script| Ok(format!("{script}\n{own}")))?;
    }
    Ok(())
}
