//! `rulelens init`: a first rulelens.toml.

use super::NAME;
use crate::cases::{find, read};
use crate::check::{may_hold_rules, mentions_rules};
use crate::input::read_text;
use crate::printable::printable;
use crate::selection::{Excluded, select};
use crate::{GOOD, UNUSABLE};
use anyhow::{Context as _, Result};
use clap::Args;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

const RULE: &str = include_str!("climate.sql");
const CASE: &str = include_str!("climate.json");

/// The most files that are looked into.
const MOST: usize = 2000;

/// The most paths that are listed one by one.
const LISTED: usize = 20;

/// Write a rulelens.toml for the rules and cases that are in this folder.
///
/// Looks below the folder, but not into what Git ignores, for rule documents, `.sql` files and cases, and names them in the
/// new file. Where there are no rules, it writes a rule and a case to begin with: rules/climate.sql and
/// cases/climate.json. Nothing that exists is changed.
///
/// Exit status: 0; 2 if there is a rulelens.toml already or a file cannot be written.
#[derive(Args, Clone, Debug)]
pub struct InitOptions {
    /// The folder.
    #[arg(default_value = ".", value_name = "FOLDER")]
    folder: PathBuf,
}

/// Runs `rulelens init`; gives the exit status.
///
/// # Errors
/// A file that cannot be written.
pub fn init(options: &InitOptions, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8> {
    let file = options.folder.join(NAME);
    if file.exists() {
        writeln!(err, "error: {} is there already", printable(&file.display().to_string()))?;
        return Ok(UNUSABLE);
    }
    let (mut rules, mut cases) = found(&options.folder);
    if rules.is_empty() {
        for (name, text) in [("rules/climate.sql", RULE), ("cases/climate.json", CASE)] {
            write_new(&options.folder.join(name), text)?;
            writeln!(out, "wrote {name}")?;
        }
        (rules, cases) = (vec!["rules".to_owned()], vec!["cases".to_owned()]);
    }
    write_new(&file, &settings(&rules, &cases))?;
    writeln!(out, "wrote {NAME}")?;
    let next = if cases.is_empty() { "" } else { ", `rulelens test` runs the cases" };
    writeln!(out, "`rulelens check` checks the rules{next}")?;
    Ok(GOOD)
}

/// Where there are rules and cases below a folder, in few words.
fn found(folder: &Path) -> (Vec<String>, Vec<String>) {
    let takes =
        |path: &Path| may_hold_rules(path) || path.extension().is_some_and(|ending| ending == "jsonl");
    let files = select(folder, &Excluded::default(), &takes).unwrap_or_default();
    let (mut rules, mut cases) = (Vec::new(), Vec::new());
    for file in files.into_iter().take(MOST) {
        let path = file.path.strip_prefix(folder).unwrap_or(&file.path).to_string_lossy().replace('\\', "/");
        let ending = file.path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if ending == "sql" {
            let text = read_text(Some(&file.path)).unwrap_or_default().to_uppercase();
            if text.contains("SELECT") && text.contains("FROM") {
                rules.push(path);
            }
        } else if matches!(ending, "json" | "jsonl") && has_cases(&file.path) {
            cases.push(path);
        } else if ending != "jsonl" && read_text(Some(&file.path)).is_ok_and(|text| mentions_rules(&text)) {
            rules.push(path);
        }
    }
    (shortened(rules), shortened(cases))
}

/// Whether a file has a case, and nothing else.
fn has_cases(path: &Path) -> bool {
    let mut is_good = None;
    for file in find(&[path.to_owned()]).into_iter().flatten() {
        read(&file, |found| is_good = Some(is_good.unwrap_or(true) && found.is_ok()));
    }
    is_good == Some(true)
}

/// The paths, or the folders that they are in where they are many.
fn shortened(paths: Vec<String>) -> Vec<String> {
    if paths.len() <= LISTED {
        return paths;
    }
    let top =
        |path: &String| path.split_once('/').map_or_else(|| path.clone(), |(folder, _)| folder.to_owned());
    paths.iter().map(top).collect::<BTreeSet<_>>().into_iter().collect()
}

fn settings(rules: &[String], cases: &[String]) -> String {
    let list = |paths: &[String]| {
        let quoted: Vec<String> =
            paths.iter().map(|path| format!("  {},\n", serde_json::Value::from(path.as_str()))).collect();
        if quoted.is_empty() { "[]".to_owned() } else { format!("[\n{}]", quoted.concat()) }
    };
    format!(
        "# Settings of RuleLens. Paths start at this file's folder.\n\n\
         # What `rulelens check` checks: files, folders, patterns such as \"infra/**/*.yaml\".\n\
         rules = {}\n\n\
         # What `rulelens test` runs.\n\
         cases = {}\n\n\
         # What is never taken.\n\
         exclude = [\"node_modules\", \".terraform\"]\n\n\
         # Values for what is known only after deployment, as `--set` gives them.\n\
         [values]\n\
         # Stage = \"test\"\n\n\
         # How much a code of docs/diagnostics.md weighs: \"deny\", \"warn\" or \"allow\"; `warnings` are all warnings.\n\
         [levels]\n\
         # warnings = \"deny\"\n",
        list(rules),
        list(cases)
    )
}

fn write_new(path: &Path, text: &str) -> Result<()> {
    let wrong = || format!("cannot write {}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(wrong)?;
    }
    fs::File::create_new(path).and_then(|mut file| file.write_all(text.as_bytes())).with_context(wrong)
}
