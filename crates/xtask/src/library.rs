//! What the page lists and fetches when it is looked for: the examples, and the names of the reference's entries.

use anyhow::{Context, Result};
use rulelens_cli::situations::{self, Line, Situation};
use serde_json::{Value as Json, json};
use std::path::PathBuf;

use crate::docs::reference;
use crate::project::Project;

/// The file beside the page.
const FILE: &str = "rulelens-library.json";

/// How many lines of what comes of an example a card has.
const LINES: usize = 4;

/// Writes the file into the folder that Trunk names.
pub(crate) fn write(project: &Project) -> Result<()> {
    let staging = std::env::var_os("TRUNK_STAGING_DIR")
        .context("TRUNK_STAGING_DIR is not set: Trunk calls this while it builds the site")?;
    let path = PathBuf::from(staging).join(FILE);
    std::fs::write(&path, library(project)?.to_string())
        .with_context(|| format!("cannot write {}", path.display()))
}

/// The file's content, which `web/src/state/library/mod.rs` reads.
fn library(project: &Project) -> Result<Json> {
    let groups = situations::read(&project.root)?;
    let groups: Vec<Json> = groups
        .iter()
        .map(|group| {
            let examples: Vec<Json> = group.situations.iter().map(example).collect();
            json!({"title": group.title, "examples": examples})
        })
        .collect();
    let entries = reference::entries()?;
    let entries: Vec<Json> =
        entries.iter().map(|entry| json!([entry.id, entry.title, entry.summary])).collect();
    Ok(json!({"groups": groups, "entries": entries}))
}

fn example(situation: &Situation) -> Json {
    let lines = situation.outcome();
    // The end of what comes of it is what it is about.
    let last = &lines[lines.len().saturating_sub(LINES)..];
    let codes = situation.members.get("expectedDiagnostics").cloned().unwrap_or_else(|| json!([]));
    let lines: Vec<Json> = last.iter().map(line).collect();
    json!({"id": situation.id, "case": situation.inputs(), "lines": lines, "codes": codes})
}

fn line(line: &Line) -> Json {
    json!([line.mark.name(), line.name, line.value, line.kind])
}

#[cfg(test)]
mod tests {
    use super::{LINES, library};
    use crate::project::Project;

    #[test]
    fn examples_come_with_what_comes_of_them_and_without_what_is_expected() {
        let library = library(&Project::find().unwrap()).unwrap();
        let examples = library["groups"].as_array().unwrap();
        let examples: Vec<_> =
            examples.iter().flat_map(|group| group["examples"].as_array().unwrap()).collect();
        assert!(examples.len() >= 30);
        for example in examples {
            let lines = example["lines"].as_array().unwrap().len();
            assert!((1..=LINES).contains(&lines), "{}", example["id"]);
        }
        assert_eq!(library["groups"][0]["examples"][0]["lines"][0][1], "temperature");
        assert!(!library["groups"].to_string().contains("\"expected"));
        let entries = library["entries"].as_array().unwrap();
        let is_undefined = |row: &serde_json::Value| row[1].as_str().unwrap().starts_with("isUndefined(");
        assert!(entries.iter().any(is_undefined));
        assert!(entries.iter().any(|row| row[0] == "diagnostics.timestream.too-old"));
    }
}
