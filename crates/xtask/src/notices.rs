//! The third-party notices of the site: the licence of every crate and every npm package that is in it.
//!
//! Cargo and esbuild say which those are and where their sources are, so this needs neither the network nor another tool.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::editor;
use crate::process;
use crate::project::Project;

/// The file beside the page.
pub(crate) const FILE: &str = "third-party-notices.txt";

/// The page's programs, as Cargo is told.
pub(crate) const PAGE: [&str; 2] = ["--package=rulelens-web", "--features=whole"];

/// Asks for the crates of a program, one a line: what it is compiled from, without macros, tests and builds.
const TREE: [&str; 11] = [
    "tree",
    "--locked",
    "--target=wasm32-unknown-unknown",
    "--edges=normal,no-proc-macro",
    "--prefix=none",
    "--no-dedupe",
    "--format",
    "{p}|{l}|{r}",
    "--color=never",
    "--quiet",
    "--charset=utf8",
];

/// How the names of files with a licence or notice begin.
const TEXTS: [&str; 6] = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    /// Nothing for the packages of the workspace.
    source: Option<String>,
    manifest_path: PathBuf,
}

/// Writes the notices.
///
/// # Errors
/// If a crate or package says nothing about its licence.
pub(crate) fn write(
    project: &Project,
    program: [&str; 2],
    packages: &[editor::Package],
    file: &Path,
) -> Result<()> {
    let mut tree = process::output(project.cargo().args(TREE).args(program))?;
    // Without the platform Cargo would fetch crates that only other machines need.
    let mut metadata = project.cargo();
    metadata.args(["metadata", "--locked", "--format-version=1", "--filter-platform=wasm32-unknown-unknown"]);
    let metadata = process::output(&mut metadata)?;
    let metadata: Metadata =
        serde_json::from_str(&metadata).context("cargo metadata prints something else than expected")?;
    let mut folders: BTreeMap<String, PathBuf> = metadata
        .packages
        .into_iter()
        .filter(|package| package.source.is_some())
        .filter_map(|Package { name, version, manifest_path, .. }| {
            Some((format!("{name} v{version}"), manifest_path.parent()?.to_owned()))
        })
        .collect();
    for editor::Package { name, version, license, folder } in packages {
        let name = format!("{name} v{version}");
        tree += &format!("\n{name}|{license}|");
        folders.insert(name, folder.clone());
    }
    let notices = notices(&tree, &folders)?;
    fs::write(file, notices).with_context(|| format!("cannot write {}", file.display()))
}

/// The notices for the lines of [`TREE`], from the folders of the crates that others have written.
fn notices(tree: &str, folders: &BTreeMap<String, PathBuf>) -> Result<String> {
    let mut list = String::new();
    // Most crates share the words of their licence with others; they are printed once.
    let mut texts = BTreeMap::<String, Vec<&str>>::new();
    for line in tree.lines().collect::<BTreeSet<_>>() {
        let mut parts = line.splitn(3, '|');
        let [name, license, repository] = std::array::from_fn(|_| parts.next().unwrap_or_default());
        let Some(folder) = folders.get(name) else { continue };
        let found = texts_in(folder)?;
        if license.is_empty() && found.is_empty() {
            bail!("{name} has neither a licence nor the text of one");
        }
        list += &format!("{name} | {license} | {repository}\n");
        for text in found {
            texts.entry(text).or_default().push(name);
        }
    }
    let mut notices = format!(
        "RuleLens's page is made of these crates and npm packages, and of Rust's standard library (MIT OR Apache-2.0,\n\
         https://github.com/rust-lang/rust). The texts of their licences follow.\n\n{list}"
    );
    for (text, names) in texts {
        notices += &format!("\n{}\n{}\n\n{text}\n", "=".repeat(80), names.join(", "));
    }
    Ok(notices)
}

/// The licences and notices in a folder.
fn texts_in(folder: &Path) -> Result<BTreeSet<String>> {
    let mut texts = BTreeSet::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        if path.is_file() && TEXTS.iter().any(|start| name.starts_with(start)) {
            let text =
                fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
            texts.insert(lines.join("\n").trim_matches('\n').to_owned());
        }
    }
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use super::{notices, write};
    use crate::project::Project;

    #[test]
    fn each_crate_is_listed_and_each_text_printed_once() {
        let folder = std::env::temp_dir().join(format!("rulelens-notices-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let folders = ["a v1.0.0", "b v2.0.0"].map(|name| (name.to_owned(), folder.clone())).into();
        let bare = notices("a v1.0.0||\n", &folders);
        std::fs::write(folder.join("License-MIT.txt"), "Permission is hereby granted  \r\n").unwrap();
        let tree =
            "rulelens-web v0.1.0 (/here)|MIT|\nb v2.0.0|MIT|https://b\na v1.0.0||\nb v2.0.0|MIT|https://b\n";
        let listed = notices(tree, &folders);
        std::fs::remove_dir_all(&folder).unwrap();

        assert!(bare.unwrap_err().to_string().starts_with("a v1.0.0 has neither"));
        let listed = listed.unwrap();
        assert!(listed.contains("\n\na v1.0.0 |  | \nb v2.0.0 | MIT | https://b\n\n="), "{listed}");
        assert!(listed.ends_with("=\na v1.0.0, b v2.0.0\n\nPermission is hereby granted\n"), "{listed}");
    }

    #[test]
    fn the_page_is_made_of_crates_with_licences() {
        let file = std::env::temp_dir().join(format!("rulelens-notices-{}.txt", std::process::id()));
        let written = write(&Project::find().unwrap(), super::PAGE, &[], &file);
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let _ = std::fs::remove_file(&file);
        written.unwrap();
        assert!(text.contains("\nyew v") && text.contains("\nsqlparser v"), "{text}");
        assert!(text.contains("Permission is hereby granted") && text.contains("Apache License"));
        assert!(!text.contains("\nrulelens-web v") && !text.contains("\nclap v"), "{text}");
    }
}
