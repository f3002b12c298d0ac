//! What the page shows of functions, diagnostics, open questions and limits, which it fetches when its reference is
//! opened.

use anyhow::{Context, Result};
use std::path::PathBuf;

use crate::docs::reference;

/// The file beside the page.
const FILE: &str = "rulelens-reference.json";

/// Writes the file into the folder that Trunk names.
pub(crate) fn write() -> Result<()> {
    let staging = std::env::var_os("TRUNK_STAGING_DIR")
        .context("TRUNK_STAGING_DIR is not set: Trunk calls this while it builds the site")?;
    let path = PathBuf::from(staging).join(FILE);
    std::fs::write(&path, reference::file()?.to_string())
        .with_context(|| format!("cannot write {}", path.display()))
}
