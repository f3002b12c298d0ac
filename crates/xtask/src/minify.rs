//! Scripts and stylesheets of the built site without what only people read: esbuild makes them smaller.

use anyhow::{Context, Result};
use std::path::Path;
use std::process::Command;

use crate::editor;
use crate::process;
use crate::tools::Toolbox;

/// Makes the scripts and stylesheets smaller that stand in this folder itself.
pub(crate) fn all(tools: &Toolbox, folder: &Path) -> Result<()> {
    let esbuild = tools.npm_packages()?.join(".bin").join("esbuild");
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let file = entry?.path();
        let kind = file.extension().and_then(|extension| extension.to_str());
        // The editor was made by esbuild.
        if !matches!(kind, Some("css" | "js" | "mjs")) || file.ends_with(editor::FILE) {
            continue;
        }
        let mut minify = Command::new(&esbuild);
        minify.arg(&file).args(["--minify", "--log-level=error", "--allow-overwrite"]);
        if kind != Some("css") {
            minify.arg("--format=esm");
        }
        process::run(minify.arg(format!("--outfile={}", file.display())))?;
    }
    Ok(())
}
