//! SARIF 2.1.0, the standard form of what a static analysis found.

use super::place::{Placed, Region};
use anyhow::Result;
use iot_sql::{Code, Severity};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value as Json, json};
use std::io::Write;
use std::path::Path;

/// Where the public schema of the format is.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What stands as it is in the path of a URI.
const PATH: AsciiSet = NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What is found, as it is found.
#[derive(Default)]
pub(super) struct Log {
    codes: Vec<&'static Code>,
    results: Vec<Json>,
    notifications: Vec<Json>,
}

impl Log {
    /// Adds a diagnostic.
    pub(super) fn add(&mut self, placed: &Placed<'_>) {
        let code = placed.diagnostic.code;
        let index = self.codes.iter().position(|known| *known == code).unwrap_or_else(|| {
            self.codes.push(code);
            self.codes.len() - 1
        });
        let mut result = json!({
            "ruleId": code.id,
            "ruleIndex": index,
            "level": level(placed.severity),
            "message": {"text": placed.sentences()},
            "locations": [location(placed.file, Some(placed.primary()), None)],
        });
        let related: Vec<Json> = placed
            .regions()
            .into_iter()
            .skip(1)
            .map(|(region, said)| {
                location(placed.file, Some(region), Some(said).filter(|said| !said.is_empty()))
            })
            .collect();
        if !related.is_empty() {
            result["relatedLocations"] = related.into();
        }
        let fixes: Vec<Json> = placed
            .fixes()
            .iter()
            .map(|fix| {
                let replacements = fix.edits.iter().map(|edit| {
                    json!({
                        "deletedRegion": of_region(placed.region(&edit.range)),
                        "insertedContent": {"text": edit.text},
                    })
                });
                json!({
                    "description": {"text": fix.title},
                    "artifactChanges": [{
                        "artifactLocation": artifact(placed.file),
                        "replacements": replacements.collect::<Vec<_>>(),
                    }],
                })
            })
            .collect();
        if !fixes.is_empty() {
            result["fixes"] = fixes.into();
        }
        if let Some(evidence) = placed.diagnostic.evidence {
            result["properties"] = json!({"evidence": evidence.name()});
        }
        self.results.push(result);
    }

    /// Adds that a file cannot be checked.
    pub(super) fn notify(&mut self, file: &str, line: Option<usize>, why: &str) {
        let mut notification = json!({"level": "error", "message": {"text": why}});
        if !file.is_empty() {
            let region = line.map(|line| Region { start: (line, 1), end: None });
            notification["locations"] = json!([location(file, region, None)]);
        }
        self.notifications.push(notification);
    }

    /// Writes all of it.
    pub(super) fn write(self, is_successful: bool, out: &mut dyn Write) -> Result<()> {
        let rules = self.codes.iter().map(|code| {
            json!({
                "id": code.id,
                "shortDescription": {"text": code.summary},
                "defaultConfiguration": {"level": level(code.severity)},
            })
        });
        let mut invocation = json!({"executionSuccessful": is_successful});
        if !self.notifications.is_empty() {
            invocation["toolExecutionNotifications"] = self.notifications.into();
        }
        let log = json!({
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [{
                "tool": {"driver": {
                    "name": "RuleLens",
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": rules.collect::<Vec<_>>(),
                }},
                "invocations": [invocation],
                "columnKind": "utf16CodeUnits",
                "results": self.results,
            }],
        });
        serde_json::to_writer_pretty(&mut *out, &log)?;
        Ok(writeln!(out)?)
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn location(file: &str, region: Option<Region>, said: Option<&str>) -> Json {
    let mut physical = json!({"artifactLocation": artifact(file)});
    if let Some(region) = region {
        physical["region"] = of_region(region);
    }
    let mut location = json!({"physicalLocation": physical});
    if let Some(said) = said {
        location["message"] = json!({"text": said});
    }
    location
}

fn of_region(Region { start: (line, column), end }: Region) -> Json {
    match end {
        Some((end_line, end_column)) => {
            json!({"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column})
        }
        None => json!({"startLine": line}),
    }
}

/// A file's address: below the working folder, which is the repository's in CI, or from the root.
fn artifact(file: &str) -> Json {
    let here = std::env::current_dir().ok();
    let path = Path::new(file);
    let near = here.as_ref().and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path);
    let written = near.to_string_lossy().replace('\\', "/");
    let encoded = utf8_percent_encode(&written, &PATH).to_string();
    if near.is_absolute() {
        json!({"uri": format!("file://{}{encoded}", if encoded.starts_with('/') { "" } else { "/" })})
    } else {
        json!({"uri": encoded.strip_prefix("./").unwrap_or(&encoded), "uriBaseId": "%SRCROOT%"})
    }
}
