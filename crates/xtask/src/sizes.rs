//! How large the site's files are: as they are, and as a host sends them; and what takes the room in the engine.

use anyhow::{Context, Result};
use flate2::write::GzEncoder;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::contents::Contents;
use crate::say;

/// The engine that every visitor loads.
const ENGINE: &str = "rulelens-worker";

/// Bytes that [`ENGINE`]'s WebAssembly may have as brotli.
const BUDGET: usize = 600_000;

/// Bytes below which a crate is not worth a row.
const LEAST_SHOWN: usize = 2_000;

/// Bytes of a file: raw, gzip at level 9, brotli at quality 11.
type Sizes = [usize; 3];

/// Prints a table with a row for each file and one for all together.
pub(crate) fn print(folder: &Path, files: &[PathBuf]) -> Result<()> {
    say::line(&row("", ["raw", "gzip", "brotli"].map(str::to_owned)));
    let mut total = [0; 3];
    let mut engine = 0;
    for file in files {
        let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        let sizes = measure(&bytes)?;
        total = std::array::from_fn(|column| total[column] + sizes[column]);
        let name = file.strip_prefix(folder).unwrap_or(file).to_string_lossy();
        say::line(&row(&name, sizes.map(kilobytes)));
        if *name == format!("{ENGINE}_bg.wasm") {
            engine = sizes[2];
        }
    }
    say::line(&row("all files", total.map(kilobytes)));
    let [used, allowed] = [engine, BUDGET].map(kilobytes);
    say::line(&format!("\n   The engine takes {used} of the {allowed} brotli that it may have."));
    if engine > BUDGET {
        say::failure(&format!("the engine is {} over its budget", kilobytes(engine - BUDGET)));
    }
    Ok(())
}

/// Whether a program of the site holds the engine.
pub(crate) fn is_engine(program: &str) -> bool {
    program.ends_with("-worker")
}

/// Prints what takes the room in the engines, before compression: a column for each, the largest row first.
pub(crate) fn print_contents(engines: &[(String, Contents)]) {
    let width = engines.iter().map(|(name, _)| name.len() + 4).max().unwrap_or_default();
    let cells =
        |cells: Vec<String>| cells.iter().fold(String::new(), |row, cell| format!("{row}{cell:>width$}"));
    say::heading("What takes the room in the engine, before compression");
    say::line(&format!("   {:<32}{}", "", cells(engines.iter().map(|(name, _)| name.clone()).collect())));
    for (name, sizes) in rows(engines) {
        let sizes = sizes.into_iter().map(|bytes| if bytes == 0 { "-".into() } else { kilobytes(bytes) });
        say::line(&format!("   {name:<32}{}", cells(sizes.collect())));
    }
}

/// The rows of [`print_contents`]: a crate, and its bytes in each engine.
fn rows(engines: &[(String, Contents)]) -> Vec<(String, Vec<usize>)> {
    let mut rows = BTreeMap::<String, Vec<usize>>::new();
    let mut add = |name: &str, column: usize, bytes: usize| {
        rows.entry(name.to_owned()).or_insert_with(|| vec![0; engines.len()])[column] += bytes;
    };
    for (column, (_, Contents { code, data })) in engines.iter().enumerate() {
        add("(data: tables and texts)", column, *data);
        for (name, bytes) in code {
            add(name, column, *bytes);
        }
    }
    let (mut shown, small): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|(_, sizes)| sizes.iter().any(|bytes| *bytes >= LEAST_SHOWN));
    shown.sort_by_key(|(_, sizes)| std::cmp::Reverse(sizes.iter().max().copied()));
    if !small.is_empty() {
        let sum = |column: usize| small.iter().map(|(_, sizes)| sizes[column]).sum();
        let rest = (0..engines.len()).map(sum).collect();
        shown.push((format!("{} smaller crates", small.len()), rest));
    }
    shown
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
    use super::{Contents, kilobytes, measure, rows};

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
    #[test]
    fn the_largest_crate_stands_first_and_the_small_ones_together() {
        let engine = |code: &[(&str, usize)], data| Contents {
            code: code.iter().map(|(name, bytes)| ((*name).to_owned(), *bytes)).collect(),
            data,
        };
        let engines = [
            ("lean".to_owned(), engine(&[("a", 3_000), ("b", 10), ("c", 20)], 5_000)),
            ("whole".to_owned(), engine(&[("a", 3_000), ("b", 10), ("protobuf", 9_000)], 6_000)),
        ];
        let expected = [
            ("protobuf", [0, 9_000]),
            ("(data: tables and texts)", [5_000, 6_000]),
            ("a", [3_000, 3_000]),
            ("2 smaller crates", [30, 10]),
        ];
        let expected = expected.map(|(name, sizes)| (name.to_owned(), sizes.to_vec()));
        assert_eq!(rows(&engines), expected);
    }
}
