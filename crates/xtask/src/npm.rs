//! The npm package: the WebAssembly build as an ES module for Node, browsers and bundlers, in two sizes.

use anyhow::{Context, Result};
use serde_json::Value as Json;
use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::javascript::{Profile, WASM};
use crate::notices;
use crate::process;
use crate::project::Project;
use crate::tools::Toolbox;

/// The engines, each with the arguments that choose its parts.
const ENGINES: [(&str, &[&str]); 2] =
    [("whole", &[]), ("small", &["--no-default-features", "--features=exports"])];

/// The files of the custom element.
const ELEMENT: [&str; 6] = ["index.js", "index.d.ts", "engine.js", "make.js", "result.js", "styles.js"];

/// Makes the package; gives its folder, in which `npm pack` and `npm publish` work.
pub(crate) fn package(project: &Project, tools: &Toolbox, profile: Profile) -> Result<PathBuf> {
    tools.wasm_target()?;
    let bindgen = tools.wasm_bindgen()?.join(format!("wasm-bindgen{EXE_SUFFIX}"));
    let sources = project.root.join("crates/rulelens-wasm/npm");
    let package = project.scratch()?.join("npm");
    if package.exists() {
        fs::remove_dir_all(&package).with_context(|| format!("cannot empty {}", package.display()))?;
    }
    for (name, features) in ENGINES {
        let mut build = project.cargo();
        build.args(["build", "--package", "rulelens-wasm", "--lib", "--target", WASM]).args(features);
        build.args(profile.arguments());
        process::run(&mut build)?;
        let module = project.target.join(WASM).join(profile.folder()).join("rulelens_wasm.wasm");
        let out = package.join(name);
        process::run(Command::new(&bindgen).args(["--target", "web", "--out-dir"]).arg(&out).arg(module))?;
        for file in ["node.js", "web.js", "index.d.ts"] {
            copy(&sources.join(file), &out.join(file))?;
        }
    }
    let element = package.join("element");
    fs::create_dir_all(&element).with_context(|| format!("cannot make {}", element.display()))?;
    for file in ELEMENT {
        copy(&sources.join("element").join(file), &element.join(file))?;
    }
    for (from, file) in
        [(&sources, "README.md"), (&project.root, "LICENSE-MIT"), (&project.root, "LICENSE-APACHE")]
    {
        copy(&from.join(file), &package.join(file))?;
    }
    notices::write(
        project,
        ["--package=rulelens-wasm", "--features=whole"],
        &[],
        &package.join(notices::FILE),
    )?;
    let manifest = sources.join("package.json");
    let text =
        fs::read_to_string(&manifest).with_context(|| format!("cannot read {}", manifest.display()))?;
    let mut json: Json = serde_json::from_str(&text).context("package.json is not JSON")?;
    json["version"] = project.locked_version("rulelens-wasm")?.into();
    let manifest = package.join("package.json");
    fs::write(&manifest, format!("{json:#}\n"))
        .with_context(|| format!("cannot write {}", manifest.display()))?;
    Ok(package)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}
