//! The rules of a file.

use crate::document;
use crate::input::read_text;
use crate::texts::Texts;
use iot_sql::{Diagnostic, SqlVersion};
use rule_actions::documents::{self, Found, RuleDocument, Values};
use rule_actions::view::Viewer;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::path::Path;

/// The code of a parameter that an action does not have.
const UNKNOWN_PARAMETER: &str = "action.unknown-parameter";

/// What a file holds.
#[derive(Default)]
pub(super) struct File {
    pub(super) name: String,
    text: String,
    pub(super) entries: Vec<Entry>,
    /// What is wrong with the file, in words.
    pub(super) faults: Vec<String>,
    /// What is wrong with the document in it.
    pub(super) errors: Vec<Diagnostic>,
    /// The values that are given and that the document does not ask for.
    pub(super) unused: Vec<Diagnostic>,
}

/// A rule to be checked.
pub(super) struct Entry {
    /// The file, and the line or the rule in it where there are several.
    pub(super) place: String,
    pub(super) rule: RuleDocument,
    /// The rule's actions as JSON text, into which diagnostics point.
    pub(super) actions: String,
    /// The warnings about the document.
    pub(super) remarks: Vec<Diagnostic>,
    /// Whether the rule stands in a document of its own form.
    pub(super) is_in_document: bool,
}

impl Entry {
    fn new(place: String, rule: RuleDocument) -> Self {
        let actions = rule.actions_json().to_string();
        Self { place, rule, actions, remarks: Vec::new(), is_in_document: false }
    }

    fn of_statement(place: String, sql: String, version: SqlVersion) -> Self {
        Self::new(place, RuleDocument::of_statement(sql, version))
    }
}

impl File {
    /// The strings of the file, without those of a rule.
    pub(super) fn texts(&self) -> Texts<'_> {
        let viewer = Viewer { document: &self.text, ..Viewer::default() };
        Texts { viewer, document_name: &self.name, payload_name: "payload", ..Texts::default() }
    }
}

/// The rules of a file. `version` is that of statements that name none.
pub(super) fn entries(path: &Path, version: SqlVersion, values: &Values) -> File {
    let mut file = File { name: path.display().to_string(), ..File::default() };
    match read_text(Some(path)) {
        Ok(text) => file.text = text,
        Err(error) => {
            file.faults.push(error.root_cause().to_string());
            return file;
        }
    }
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("sql") => {
            file.entries.push(Entry::of_statement(file.name.clone(), file.text.clone(), version));
        }
        Some("jsonl") => {
            for (index, line) in file.text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
                let place = format!("{}:{}", file.name, index + 1);
                let entry = serde_json::from_str::<Json>(line)
                    .map_err(|error| format!("this is not JSON: {error}"))
                    .and_then(|json| line_entry(&json, place, version));
                match entry {
                    Ok(entry) => file.entries.push(entry),
                    Err(fault) => file.faults.push(format!("line {}: {fault}", index + 1)),
                }
            }
        }
        _ => match document::read(&file.text, Some(path), values) {
            Ok(found) => document_entries(&mut file, found),
            Err(errors) => file.errors = errors,
        },
    }
    file
}

fn document_entries(file: &mut File, found: Found) {
    let handles: Vec<String> = found.handles().into_iter().map(str::to_owned).collect();
    let Found { rules, mut warnings, .. } = found;
    // What placeholders change about the check is told with each rule.
    warnings.retain(|warning| warning.code.id != documents::DOCUMENT_PLACEHOLDER.id);
    let is_unused = |warning: &Diagnostic| warning.code.id == documents::DOCUMENT_VALUE_UNUSED.id;
    (file.unused, warnings) = warnings.into_iter().partition(is_unused);
    // A name that an action does not know is told with the action.
    let told: BTreeSet<usize> = rules
        .iter()
        .flat_map(|rule| {
            let findings = rule.findings().into_iter();
            let unknown = findings.filter(|finding| finding.code.id == UNKNOWN_PARAMETER);
            unknown.filter_map(|finding| rule.in_document(&finding, &file.text))
        })
        .filter_map(|placed| placed.labels.first().map(|label| label.range.start))
        .collect();
    warnings.retain(|warning| {
        let is_told = warning.labels.first().is_some_and(|label| told.contains(&label.range.start));
        warning.code.id != documents::DOCUMENT_UNKNOWN_PARAMETER.id || !is_told
    });
    let is_only = rules.len() == 1;
    for (rule, handle) in rules.into_iter().zip(handles) {
        let place = if is_only { file.name.clone() } else { format!("{}: {handle}", file.name) };
        // What is said about the document is said once, with its first rule.
        let remarks = std::mem::take(&mut warnings);
        file.entries.push(Entry { remarks, is_in_document: true, ..Entry::new(place, rule) });
    }
}

fn line_entry(json: &Json, place: String, version: SqlVersion) -> Result<Entry, String> {
    let sql = json.get("sql").and_then(Json::as_str).ok_or("a line has a string under `sql`")?;
    let version = match json.get("sqlVersion").or_else(|| json.get("awsIotSqlVersion")) {
        None => version,
        Some(name) => crate::rule_options::version(name.as_str().unwrap_or_default())?,
    };
    Ok(Entry::of_statement(place, sql.to_owned(), version))
}
