//! `rulelens.toml`: what a project says once for every command that is run in it.

mod init;
mod options;

pub use init::{InitOptions, init};
pub(crate) use options::{LevelOptions, ProjectOptions, paths};

use crate::input::read_text;
use crate::levels::{Level, Levels};
use crate::selection::Excluded;
use anyhow::{Context as _, Result, anyhow, bail};
use iot_sql::SqlVersion;
use rule_actions::documents::Values;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The name of the file.
pub(crate) const NAME: &str = "rulelens.toml";

/// The settings of a project.
#[derive(Clone, Debug, Default)]
pub(crate) struct Project {
    /// The folder of the file; of none where there is no file.
    folder: Option<PathBuf>,
    written: Written,
}

/// The file as it is written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    #[serde(default)]
    rules: Vec<String>,
    #[serde(default)]
    cases: Vec<String>,
    #[serde(default)]
    exclude: Vec<String>,
    sql_version: Option<String>,
    #[serde(default)]
    value_files: Vec<String>,
    #[serde(default)]
    values: BTreeMap<String, toml::Value>,
    #[serde(default)]
    levels: BTreeMap<String, WrittenLevel>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum WrittenLevel {
    Deny,
    Warn,
    Allow,
}

impl Project {
    /// The project of a folder: the nearest file in it or above it. There may be none.
    ///
    /// # Errors
    /// A file that cannot be read, and what is wrong in it.
    pub(crate) fn around(folder: &Path) -> Result<Self> {
        let folder = std::path::absolute(folder)?;
        match folder.ancestors().map(|folder| folder.join(NAME)).find(|file| file.is_file()) {
            Some(file) => Self::read(&file),
            None => Ok(Self::default()),
        }
    }

    /// The project of a file.
    ///
    /// # Errors
    /// A file that cannot be read, and what is wrong in it.
    pub(crate) fn read(file: &Path) -> Result<Self> {
        let text = read_text(Some(file))?;
        let wrong = || format!("{} is not as it should be", file.display());
        let written: Written =
            toml::from_str(&text).map_err(|error| anyhow!("{error}")).with_context(wrong)?;
        let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty());
        let folder = parent.unwrap_or(Path::new(".")).to_owned();
        let project = Self { folder: Some(folder), written };
        // What is wrong is told by every command, not only by those that need it.
        project.levels(&mut Levels::default()).with_context(wrong)?;
        project.sql_version().with_context(wrong)?;
        project.exclude(&mut Excluded::default()).with_context(wrong)?;
        Ok(project)
    }

    /// Where rules are.
    pub(crate) fn rules(&self) -> Vec<PathBuf> {
        self.below(&self.written.rules)
    }

    /// Where cases are.
    pub(crate) fn cases(&self) -> Vec<PathBuf> {
        self.below(&self.written.cases)
    }

    /// Paths from the file's folder, as they are reached from the working folder.
    fn below(&self, paths: &[String]) -> Vec<PathBuf> {
        let Some(folder) = &self.folder else { return Vec::new() };
        let here = std::env::current_dir().ok();
        let in_folder = |path: &String| {
            let path = folder.join(path);
            match here.as_ref().and_then(|here| path.strip_prefix(here).ok()) {
                Some(near) if near.as_os_str().is_empty() => PathBuf::from("."),
                Some(near) => near.to_owned(),
                None => path,
            }
        };
        paths.iter().map(in_folder).collect()
    }

    /// Whether there is a file.
    pub(crate) fn exists(&self) -> bool {
        self.folder.is_some()
    }

    /// The SQL version of statements that name none.
    pub(crate) fn sql_version(&self) -> Result<Option<SqlVersion>> {
        let name = self.written.sql_version.as_deref();
        name.map(crate::rule_options::version).transpose().map_err(|why| anyhow!("sql-version: {why}"))
    }

    /// Adds what is asked of codes.
    pub(crate) fn levels(&self, levels: &mut Levels) -> Result<()> {
        for (name, level) in &self.written.levels {
            let level = match level {
                WrittenLevel::Deny => Level::Deny,
                WrittenLevel::Warn => Level::Warn,
                WrittenLevel::Allow => Level::Allow,
            };
            levels.set(name, level).map_err(|why| anyhow!("levels: {why}"))?;
        }
        Ok(())
    }

    /// Adds what is excluded.
    pub(crate) fn exclude(&self, excluded: &mut Excluded) -> Result<()> {
        match &self.folder {
            Some(folder) => {
                excluded.add(folder, &self.written.exclude).map_err(|why| anyhow!("exclude: {why}"))
            }
            None => Ok(()),
        }
    }

    /// Whether there are values for what documents leave open.
    pub(crate) fn has_values(&self) -> bool {
        !self.written.values.is_empty() || !self.written.value_files.is_empty()
    }

    /// Adds the values for what documents leave open.
    pub(crate) fn values(&self, values: &mut Values) -> Result<()> {
        for name in &self.written.value_files {
            let path = self.folder.as_deref().unwrap_or(Path::new(".")).join(name);
            let text = read_text(Some(&path))?;
            values.read(&text).map_err(|why| anyhow!("{} is not a file of values: {why}", path.display()))?;
        }
        for (name, value) in &self.written.values {
            match value {
                toml::Value::String(text) => values.set(name, text),
                toml::Value::Integer(number) => values.set(name, &number.to_string()),
                toml::Value::Float(number) => values.set(name, &number.to_string()),
                toml::Value::Boolean(is_so) => values.set(name, &is_so.to_string()),
                toml::Value::Array(_) | toml::Value::Table(_) => {
                    values.set(name, &serde_json::to_string(value)?);
                }
                toml::Value::Datetime(_) => {
                    bail!("{NAME}: the value of `{name}` is a date; write it as a string")
                }
            }
        }
        Ok(())
    }
}
