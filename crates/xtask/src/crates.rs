//! The packages of crates.io: which there are, and what they take from outside of their folders.

use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;

use crate::project::Project;

/// The packages, each after those that it depends on.
pub(crate) const PACKAGES: [&str; 4] = ["iot-sql", "rule-actions", "rule-lessons", "rulelens-cli"];

/// Puts the open questions into the program's package, where its build script finds them; gives their folder there.
pub(crate) fn prepare(project: &Project) -> Result<PathBuf> {
    let (from, to) =
        (project.root.join("docs/open-questions"), project.root.join("crates/rulelens-cli/open-questions"));
    fs::create_dir_all(&to).with_context(|| format!("cannot make {}", to.display()))?;
    for entry in fs::read_dir(&from).with_context(|| format!("cannot read {}", from.display()))? {
        let path = entry?.path();
        if let Some(name) = path.file_name().filter(|_| path.extension().is_some_and(|ending| ending == "md"))
        {
            fs::copy(&path, to.join(name)).with_context(|| format!("cannot copy {}", path.display()))?;
        }
    }
    Ok(to)
}

/// What `cargo package` and `cargo publish` take for all packages at once.
pub(crate) fn arguments() -> impl Iterator<Item = &'static str> {
    // What is put into the program's package is not in the repository there.
    std::iter::once("--allow-dirty").chain(PACKAGES.iter().flat_map(|name| ["--package", name]))
}
