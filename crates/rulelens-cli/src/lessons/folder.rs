//! A course's folder.

use anyhow::{Context, Result, bail};
use rule_lessons::MAX_LESSON_BYTES;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// The list of a course.
pub(super) const LIST: &str = "course.md";

/// The text of a file, of which no more is read than a lesson may have, and one byte.
///
/// # Errors
/// A file that cannot be read or is not text.
pub(super) fn text(path: &Path) -> Result<String> {
    let place = || format!("cannot read {}", path.display());
    let mut bytes = Vec::new();
    let most = MAX_LESSON_BYTES as u64 + 1;
    File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes)).with_context(place)?;
    // A character that the limit cuts in two is no reason to call the file something else than too long.
    let whole = String::from_utf8(bytes);
    whole.or_else(|error| {
        let valid = error.utf8_error().valid_up_to();
        let bytes = error.into_bytes();
        if bytes.len() as u64 == most && valid + 4 > bytes.len() {
            return Ok(String::from_utf8_lossy(&bytes).into_owned());
        }
        bail!("{}: it is not UTF-8 text", place())
    })
}

/// The files of a folder that can be lessons, by name: `*.md`, but neither the list nor a README.
///
/// # Errors
/// A folder that cannot be read.
pub(super) fn lesson_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let place = || format!("cannot read {}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(place)? {
        let path = entry.with_context(place)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_lesson = name.ends_with(".md") && name != LIST && !name.eq_ignore_ascii_case("readme.md");
        if is_lesson && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// A file's name without its folder.
pub(super) fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
