//! Reading files and standard input, as much of them as there can be.

use anyhow::{Context as _, Result, anyhow, bail};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Bytes that a payload may have; AWS IoT takes 128 KiB.
pub(crate) const MAX_PAYLOAD: u64 = 16 << 20;

/// Bytes that a file with a rule, an action, a context or cases may have.
pub(crate) const MAX_TEXT: u64 = 16 << 20;

/// The bytes of a file, or of standard input where there is no path.
///
/// # Errors
/// A file that cannot be read, or that has more bytes than it may.
pub(crate) fn read_bytes(path: Option<&Path>, most: u64) -> Result<Vec<u8>> {
    match path {
        Some(path) => {
            let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
            take(file, most).with_context(|| format!("cannot read {}", path.display()))
        }
        None => take(io::stdin().lock(), most).context("cannot read standard input"),
    }
}

/// The text of a file, or of standard input where there is no path, without the byte order mark that some editors put
/// before it.
///
/// # Errors
/// A file that cannot be read, that has more bytes than it may, or whose bytes are not UTF-8.
pub(crate) fn read_text(path: Option<&Path>) -> Result<String> {
    let name = || path.map_or("standard input".to_owned(), |path| path.display().to_string());
    let text = String::from_utf8(read_bytes(path, MAX_TEXT)?)
        .map_err(|error| anyhow!("the bytes are not UTF-8 from byte {} on", error.utf8_error().valid_up_to()))
        .with_context(|| format!("cannot read {}", name()))?;
    Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text))
}

/// All bytes of an input that has no more than it may.
///
/// # Errors
/// An input that cannot be read, or that has more.
pub(crate) fn take(input: impl Read, most: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        bail!("there are more than {most} bytes, which is the most that is read");
    }
    Ok(bytes)
}
