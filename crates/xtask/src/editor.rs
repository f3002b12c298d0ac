//! The page's code editor: `web/editor` and the `CodeMirror` packages that it is made of, as one module.

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process;
use crate::project::Project;
use crate::tools::Toolbox;

/// The module beside the page; `start.mjs` imports it.
pub(crate) const FILE: &str = "rulelens-editor.js";

/// What esbuild says the module is made of, in the scratch folder.
const MADE_OF: &str = "editor.json";

/// An npm package.
#[derive(Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    #[serde(default)]
    pub(crate) license: String,
    #[serde(skip)]
    pub(crate) folder: PathBuf,
}

/// Writes the module into the folder that Trunk names.
pub(crate) fn write(project: &Project, tools: &Toolbox) -> Result<()> {
    let staging = std::env::var_os("TRUNK_STAGING_DIR")
        .context("TRUNK_STAGING_DIR is not set: Trunk calls this while it builds the site")?;
    bundle(project, &tools.npm_packages()?, &PathBuf::from(staging).join(FILE))
}

fn bundle(project: &Project, packages: &Path, to: &Path) -> Result<()> {
    let mut build = Command::new("node");
    build.arg(project.root.join("web").join("editor").join("build.mjs"));
    process::run(build.arg(packages).arg(to).arg(project.scratch()?.join(MADE_OF)))
}

/// The packages that the module was made of when it was written last.
pub(crate) fn packages(project: &Project, packages: &Path) -> Result<Vec<Package>> {
    let file = project.scratch()?.join(MADE_OF);
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let names = names(&text)?;
    ensure!(!names.is_empty(), "the editor is made of no package: esbuild's report has another form");
    names
        .into_iter()
        .map(|name| {
            let folder = packages.join(&name);
            let file = folder.join("package.json");
            let text =
                fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
            let package =
                serde_json::from_str(&text).with_context(|| format!("{} is invalid", file.display()))?;
            Ok(Package { folder, ..package })
        })
        .collect()
}

/// The names of the packages whose files esbuild put together.
fn names(report: &str) -> Result<BTreeSet<String>> {
    #[derive(Deserialize)]
    struct Report {
        inputs: BTreeMap<String, serde_json::Value>,
    }
    let Report { inputs } =
        serde_json::from_str(report).context("esbuild's report is not what was expected")?;
    Ok(inputs
        .keys()
        .filter_map(|path| path.rsplit_once("node_modules/"))
        .filter_map(|(_, path)| {
            let parts = if path.starts_with('@') { 2 } else { 1 };
            let name: Vec<&str> = path.split('/').take(parts).collect();
            (name.len() == parts).then(|| name.join("/"))
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn the_packages_are_those_of_the_files_put_together() {
        let report = r#"{"inputs": {"web/editor/editor.mjs": {}, "a/node_modules/@codemirror/view/dist/index.js": {},
            "a/node_modules/@codemirror/view/dist/other.js": {}, "a/node_modules/crelt/index.js": {}}}"#;
        assert_eq!(names(report).unwrap().into_iter().collect::<Vec<_>>(), ["@codemirror/view", "crelt"]);
        assert!(names("{}").is_err());
    }
}
