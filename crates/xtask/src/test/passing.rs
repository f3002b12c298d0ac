//! Folders outside of the workspace, in which a step has what a stranger would have.

use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// A folder that goes when nobody needs it any more.
pub(super) struct Passing(pub(super) PathBuf);

impl Passing {
    /// An empty folder of this process, outside of the workspace.
    pub(super) fn outside(name: &str) -> Result<Self> {
        let folder = Self(std::env::temp_dir().join(format!("rulelens-{name}-{}", std::process::id())));
        fs::create_dir_all(&folder.0).with_context(|| format!("cannot make {}", folder.0.display()))?;
        Ok(folder)
    }

    /// Writes a file into it; gives its path.
    pub(super) fn write(&self, name: &str, text: &str) -> Result<PathBuf> {
        let path = self.0.join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path)
    }

    /// Copies the files of a folder into it, without those of folders in there.
    pub(super) fn copy_files(&self, from: &Path) -> Result<()> {
        for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
            let path = entry?.path();
            if let Some(name) = path.file_name().filter(|_| path.is_file()) {
                fs::copy(&path, self.0.join(name))
                    .with_context(|| format!("cannot copy {}", path.display()))?;
            }
        }
        Ok(())
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
