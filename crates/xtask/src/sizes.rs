//! How large the site's files are: as they are, and as a host sends them; and whether that is within the budgets.

use anyhow::{Context, Result, ensure};
use flate2::write::GzEncoder;
use serde::Deserialize;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::project::Project;
use crate::say;

/// What each part of the site may take, from the workspace's folder. Its numbers only shrink: whoever raises one says
/// why in the commit.
const BUDGETS: &str = "web/size-budgets.json";

/// Bytes of a file: raw, gzip at level 9, brotli at quality 11.
type Sizes = [usize; 3];

/// A part of the site, and the bytes that it may take as brotli.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Budget {
    what: String,
    /// How the names of its files start; everything if empty.
    files: String,
    /// How the names of other files start.
    #[serde(default)]
    except: Vec<String>,
    brotli: usize,
}

impl Budget {
    fn covers(&self, name: &str) -> bool {
        name.starts_with(&self.files) && !self.except.iter().any(|except| name.starts_with(except.as_str()))
    }
}

/// Prints a table with a row for each file and one for all together.
///
/// # Errors
/// If a part of the site is larger than its budget allows.
pub(crate) fn check(project: &Project, folder: &Path, files: &[PathBuf]) -> Result<()> {
    let budgets = project.root.join(BUDGETS);
    let budgets = fs::read(&budgets).with_context(|| format!("cannot read {}", budgets.display()))?;
    let budgets: Vec<Budget> =
        serde_json::from_slice(&budgets).with_context(|| format!("{BUDGETS} is invalid"))?;

    say::line(&row("", ["raw", "gzip", "brotli"].map(str::to_owned)));
    let mut measured = Vec::new();
    let mut total = [0; 3];
    for file in files {
        let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        let sizes = measure(&bytes)?;
        total = std::array::from_fn(|column| total[column] + sizes[column]);
        let name = file.strip_prefix(folder).unwrap_or(file).to_string_lossy().into_owned();
        say::line(&row(&name, sizes.map(kilobytes)));
        measured.push((name, sizes[2]));
    }
    say::line(&row("all files", total.map(kilobytes)));
    let (lines, exceeded) = judge(&budgets, &measured);
    for line in lines {
        say::line(&format!("   {line}"));
    }
    ensure!(exceeded.is_empty(), "over the budget of {BUDGETS}: {}", exceeded.join("; "));
    Ok(())
}

/// A line for each budget, and what is wrong with those that do not hold. A budget that covers no file does not hold
/// either: it would watch nothing.
fn judge(budgets: &[Budget], measured: &[(String, usize)]) -> (Vec<String>, Vec<String>) {
    let (mut lines, mut exceeded) = (Vec::new(), Vec::new());
    for budget in budgets {
        let covered = || measured.iter().filter(|(name, _)| budget.covers(name)).map(|(_, brotli)| brotli);
        let used: usize = covered().sum();
        let [shown, allowed] = [used, budget.brotli].map(kilobytes);
        lines.push(format!("{}: {shown} of {allowed} brotli", budget.what));
        if covered().next().is_none() {
            exceeded.push(format!("{}: no such file was built", budget.what));
        } else if used > budget.brotli {
            let over = kilobytes(used - budget.brotli);
            exceeded.push(format!("{}: {shown} of {allowed}, {over} too much", budget.what));
        }
    }
    (lines, exceeded)
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
    use super::{Budget, judge, kilobytes, measure};

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
    fn a_budget_holds_up_to_its_last_byte_and_watches_something() {
        let budget = |files: &str, except: Option<&str>, brotli| Budget {
            what: "part".to_owned(),
            files: files.to_owned(),
            except: except.into_iter().map(str::to_owned).collect(),
            brotli,
        };
        let measured = [("a.wasm".to_owned(), 700), ("b.js".to_owned(), 300), ("c.js".to_owned(), 50)];
        let exceeded = |budget| judge(&[budget], &measured).1;
        assert_eq!(exceeded(budget("", Some("c"), 1000)), Vec::<String>::new());
        assert_eq!(exceeded(budget("", Some("c"), 999)), ["part: 1.0 kB of 1.0 kB, 0.0 kB too much"]);
        assert_eq!(exceeded(budget("", None, 1049)).len(), 1);
        assert_eq!(exceeded(budget("a", None, 700)), Vec::<String>::new());
        assert_eq!(exceeded(budget("d", None, 700)), ["part: no such file was built"]);
    }
}
