//! How large the site's files are: as they are, and as a host sends them.

use anyhow::{Context, Result};
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::say;

/// Bytes of a file: raw, gzip at level 9, brotli at quality 11.
type Sizes = [usize; 3];

/// Prints a table with a row for each file and one for all together.
pub(crate) fn print(folder: &Path, files: &[PathBuf]) -> Result<()> {
    say::line(&row("", ["raw", "gzip", "brotli"].map(str::to_owned)));
    let mut total = [0; 3];
    for file in files {
        let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        let sizes = measure(&bytes)?;
        total = std::array::from_fn(|column| total[column] + sizes[column]);
        let name = file.strip_prefix(folder).unwrap_or(file).to_string_lossy();
        say::line(&row(&name, sizes.map(kilobytes)));
    }
    say::line(&row("all files", total.map(kilobytes)));
    Ok(())
}

fn measure(bytes: &[u8]) -> Result<Sizes> {
    let mut gzip = GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes)?;
    let mut brotli = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut brotli, &parameters)?;
    Ok([bytes.len(), gzip.finish()?.len(), brotli.len()])
}

fn row(name: &str, [raw, gzip, brotli]: [String; 3]) -> String {
    format!("   {name:<48}{raw:>12}{gzip:>12}{brotli:>12}")
}

fn kilobytes(bytes: usize) -> String {
    format!("{:.1} kB", bytes as f64 / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::{kilobytes, measure};

    #[test]
    fn what_repeats_is_small_on_the_wire() {
        let [raw, gzip, brotli] = measure(&b"temperature ".repeat(1000)).unwrap();
        assert_eq!(raw, 12_000);
        assert!(gzip < 200 && brotli < gzip, "gzip {gzip}, brotli {brotli}");
    }

    #[test]
    fn sizes_are_written_in_kilobytes() {
        assert_eq!(kilobytes(69_960), "70.0 kB");
    }
}
