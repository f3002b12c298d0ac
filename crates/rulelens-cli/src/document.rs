//! Rule documents: the values given for them, and the files of their folders.

use crate::input::{MAX_TEXT, read_bytes, read_text};
use anyhow::{Result, anyhow};
use clap::Args;
use iot_sql::Diagnostic;
use rule_actions::documents::{self, Folder, Found, Inputs, MAX_FILE_BYTES, Unread, Values};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// The most files beside a document that are looked at.
const MAX_NAMES: usize = 1000;

/// Values for what a rule document does not have.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct ValueOptions {
    /// A value for what the rule document leaves open: a parameter, a variable, a condition, or what a placeholder stands
    /// for, such as Stage, limit, opt:stage or Table.Arn. Can be given several times.
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    set: Vec<(String, String)>,
    /// A file of such values: .tfvars, JSON or YAML with members, or a parameters file of the AWS CLI. Can be given
    /// several times; --set goes before it.
    #[arg(long, value_name = "FILE")]
    values: Vec<PathBuf>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.to_owned())),
        _ => Err("a value is written NAME=VALUE".to_owned()),
    }
}

impl ValueOptions {
    /// All values.
    ///
    /// # Errors
    /// A file that cannot be read, or that holds no values.
    pub(crate) fn load(&self) -> Result<Values> {
        let mut values = Values::default();
        self.add_to(&mut values)?;
        Ok(values)
    }

    /// Whether a sentence about a value names one that --set gives.
    pub(crate) fn sets(&self, sentence: &str) -> bool {
        self.set.iter().any(|(name, _)| sentence.contains(&format!("`{name}`")))
    }

    /// Adds these values to others, before which they go.
    ///
    /// # Errors
    /// A file that cannot be read, or that holds no values.
    pub(crate) fn add_to(&self, values: &mut Values) -> Result<()> {
        for path in &self.values {
            let text = read_text(Some(path))?;
            values.read(&text).map_err(|why| anyhow!("{} is not a file of values: {why}", path.display()))?;
        }
        for (name, value) in &self.set {
            values.set(name, value);
        }
        Ok(())
    }
}

/// Reads the document of a file; of standard input, which has no folder, where there is no path.
///
/// # Errors
/// What is wrong with the document.
pub(crate) fn read(text: &str, path: Option<&Path>, values: &Values) -> Result<Found, Vec<Diagnostic>> {
    let beside = path.and_then(Beside::new);
    let folder = beside.as_ref().map(|beside| beside as &dyn Folder);
    documents::read_with(text, Inputs { values: Some(values), folder })
}

/// The folder of a document. What lies outside of it is not read, whatever a path or a link says.
struct Beside {
    /// Without links in it.
    root: PathBuf,
    /// The document's own name.
    own: String,
}

impl Beside {
    fn new(document: &Path) -> Option<Self> {
        let folder = document.parent().filter(|parent| !parent.as_os_str().is_empty());
        let root = fs::canonicalize(folder.unwrap_or(Path::new("."))).ok()?;
        let own = document.file_name()?.to_string_lossy().into_owned();
        Some(Self { root, own })
    }
}

impl Beside {
    /// A file or a folder in this one, with no links in its path.
    fn find(&self, path: &str) -> Result<PathBuf, Unread> {
        let path = Path::new(path);
        if path.components().any(|part| matches!(part, Component::Prefix(_) | Component::RootDir)) {
            return Err(Unread::Outside);
        }
        let found = match fs::canonicalize(self.root.join(path)) {
            Ok(found) => found,
            // Whether there is such a file outside is not told.
            Err(_) if leads_outside(path) => return Err(Unread::Outside),
            Err(_) => return Err(Unread::Absent),
        };
        if found.starts_with(&self.root) { Ok(found) } else { Err(Unread::Outside) }
    }
}

/// Whether a path leaves the folder that it starts in, by what is written in it.
fn leads_outside(path: &Path) -> bool {
    let mut depth = 0_usize;
    path.components().any(|part| match part {
        Component::ParentDir if depth == 0 => true,
        Component::ParentDir => {
            depth -= 1;
            false
        }
        Component::Normal(_) => {
            depth += 1;
            false
        }
        _ => false,
    })
}

impl Folder for Beside {
    fn read(&self, path: &str) -> Result<String, Unread> {
        let found = self.find(path)?;
        if !found.is_file() {
            return Err(Unread::Absent);
        }
        let most = MAX_TEXT.min(MAX_FILE_BYTES as u64);
        let bytes = read_bytes(Some(&found), most).map_err(|_| Unread::TooLarge)?;
        let text = String::from_utf8(bytes).map_err(|_| Unread::NotText)?;
        Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text))
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let Ok(found) = self.find(folder) else { return Vec::new() };
        let entries = fs::read_dir(&found).into_iter().flatten().take(MAX_NAMES).flatten();
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        names.filter(|name| found != self.root || *name != self.own).collect()
    }
}
