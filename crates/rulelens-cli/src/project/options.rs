//! The arguments that go with the settings of a project.

use super::{NAME, Project};
use crate::levels::{Level, Levels};
use crate::selection::Excluded;
use anyhow::{Result, anyhow, bail};
use clap::Args;
use std::path::{Path, PathBuf};

/// Which settings, and which files are left out.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct ProjectOptions {
    /// The file with the project's settings; default: rulelens.toml in the working folder, or the nearest above it.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// A pattern of files that are not taken, even if they are named: vendor, build/**, **/*.generated.json. Can be given
    /// several times.
    #[arg(long, value_name = "PATTERN")]
    exclude: Vec<String>,
}

impl ProjectOptions {
    /// The project's settings.
    ///
    /// # Errors
    /// A file that cannot be read, and what is wrong in it.
    pub(crate) fn project(&self) -> Result<Project> {
        match &self.config {
            Some(file) => Project::read(file),
            None => Project::around(Path::new(".")),
        }
    }

    /// What is excluded, here and in the project.
    ///
    /// # Errors
    /// A pattern that is none.
    pub(crate) fn excluded(&self, project: &Project) -> Result<Excluded> {
        let mut excluded = Excluded::default();
        project.exclude(&mut excluded)?;
        excluded.add(Path::new("."), &self.exclude).map_err(|why| anyhow!("--exclude: {why}"))?;
        Ok(excluded)
    }
}

/// The paths of a command: those that are given, or the project's.
///
/// # Errors
/// There are none.
pub(crate) fn paths(
    given: &[PathBuf],
    of_project: Vec<PathBuf>,
    project: &Project,
    what: &str,
) -> Result<Vec<PathBuf>> {
    match (given, of_project) {
        ([], of_project) if !of_project.is_empty() => Ok(of_project),
        ([], _) if project.exists() => {
            bail!("no file is named, and {NAME} does not say where {what} are: `{what} = [\"…\"]`")
        }
        ([], _) => bail!(
            "no file is named, and there is no {NAME} here or above that says where {what} are; `rulelens init` writes one"
        ),
        (given, _) => Ok(given.to_vec()),
    }
}

/// What is asked of codes.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct LevelOptions {
    /// Count a warning or a note as an error: a code as in docs/diagnostics.md, a family such as lint.*, or `warnings`
    /// for all warnings. Can be given several times; the narrowest counts, and of the same the argument goes before the
    /// project's level.
    #[arg(long, value_name = "CODE")]
    deny: Vec<String>,
    /// Do not report a warning or a note: a code, a family, or `warnings`. Can be given several times.
    #[arg(long, value_name = "CODE")]
    allow: Vec<String>,
}

impl LevelOptions {
    /// The levels, with the project's.
    ///
    /// # Errors
    /// A code that does not exist, that is an error and shall be allowed, or that both options name.
    pub(crate) fn levels(&self, project: &Project) -> Result<Levels> {
        if let Some(both) = self.deny.iter().find(|code| self.allow.contains(code)) {
            bail!("--deny and --allow both name `{both}`");
        }
        let mut levels = Levels::default();
        project.levels(&mut levels)?;
        for (option, codes, level) in
            [("--deny", &self.deny, Level::Deny), ("--allow", &self.allow, Level::Allow)]
        {
            for code in codes {
                levels.set(code, level).map_err(|why| anyhow!("{option}: {why}"))?;
            }
        }
        Ok(levels)
    }
}
