//! Files of text, with errors that name them.

use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// A file's text.
///
/// # Errors
/// If the file cannot be read.
pub(crate) fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

/// Puts another text in the place of a file's, and returns it.
///
/// # Errors
/// If the file cannot be read or written, or `change` fails.
pub(crate) fn change(file: &Path, change: impl FnOnce(&str) -> Result<String>) -> Result<String> {
    let text = change(&read(file)?)?;
    fs::write(file, &text).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::change;

    #[test]
    fn a_text_is_replaced_and_a_file_that_is_not_there_is_named() {
        let file = std::env::temp_dir().join(format!("rulelens-text-{}", std::process::id()));
        assert!(
            format!("{:#}", change(&file, |_| Ok(String::new())).unwrap_err()).contains("rulelens-text-")
        );
        std::fs::write(&file, "one").unwrap();
        let changed = change(&file, |text| Ok(format!("{text}, two")));
        let kept = change(&file, |_| anyhow::bail!("no other text"));
        let read = std::fs::read_to_string(&file).unwrap();
        std::fs::remove_file(&file).unwrap();
        assert_eq!(
            (changed.unwrap(), kept.is_err(), read.as_str()),
            ("one, two".to_owned(), true, "one, two")
        );
    }
}
