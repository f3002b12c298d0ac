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

/// The codes of documents that are about something else, or that are none.
const OTHER: [&str; 5] = [
    "document.unrecognised",
    "document.no-rule",
    "document.malformed",
    "document.too-large",
    "document.too-deep",
];

/// Whether a text has words that stand for rules in one of the forms of documents.
pub(crate) fn mentions_rules(text: &str) -> bool {
    ["IoT::TopicRule", "iot_topic_rule", "awsIotSqlVersion", "AwsIotSqlVersion", "topicRulePayload"]
        .iter()
        .any(|word| text.contains(word))
}

/// Whether a file may hold rules, by its name.
pub(crate) fn may_hold_rules(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    matches!(ending, "sql" | "json" | "yaml" | "yml" | "tf" | "template")
}

/// What a file holds.
#[derive(Default)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) entries: Vec<Entry>,
    /// What is wrong with the file, in words, with the line where it is about one.
    pub(crate) faults: Vec<(Option<usize>, String)>,
    /// What is wrong with the document in it.
    pub(crate) errors: Vec<Diagnostic>,
    /// The values that are given and that the document does not ask for.
    pub(crate) unused: Vec<Diagnostic>,
}

/// A rule to be checked.
pub(crate) struct Entry {
    /// The file, and the line or the rule in it where there are several.
    pub(crate) place: String,
    pub(crate) rule: RuleDocument,
    /// The rule's actions as JSON text, into which diagnostics point.
    pub(crate) actions: String,
    /// The warnings about the document.
    pub(crate) remarks: Vec<Diagnostic>,
    /// Where the rule stands.
    pub(crate) form: Form,
}

/// Where a rule stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// The file is the statement.
    Statement,
    /// In a line of the file, from 1.
    Line(usize),
    /// In a document, which may have several.
    Document,
}

impl Entry {
    fn new(place: String, rule: RuleDocument, form: Form) -> Self {
        let actions = rule.actions_json().to_string();
        Self { place, rule, actions, remarks: Vec::new(), form }
    }

    /// Everything to report about the rule.
    pub(crate) fn findings(&self) -> Vec<Diagnostic> {
        let mut findings = self.rule.findings();
        findings.extend(self.remarks.iter().cloned());
        findings.sort_by_key(Diagnostic::severity);
        findings
    }
}

impl File {
    /// A text in which no rule is looked for.
    pub(crate) fn of_text(text: String) -> Self {
        Self { text, ..Self::default() }
    }

    /// The strings of the file, without those of a rule.
    pub(crate) fn texts(&self) -> Texts<'_> {
        let viewer = Viewer { document: &self.text, ..Viewer::default() };
        Texts { viewer, document_name: &self.name, payload_name: "payload", ..Texts::default() }
    }

    /// The strings of a rule of the file.
    pub(crate) fn texts_of<'t>(&'t self, entry: &'t Entry) -> Texts<'t> {
        let texts = self.texts();
        let viewer = Viewer { sql: &entry.rule.sql, action: Some(&entry.actions), ..texts.viewer };
        let rule = (entry.form == Form::Document).then_some(&entry.rule);
        let name = &entry.place;
        Texts { viewer, sql_name: name, action_name: name, rule_name: name, rule, ..texts }
    }

    /// Whether the file holds no rule because it is about something else.
    pub(crate) fn is_of_no_rules(&self) -> bool {
        let is_other = |error: &Diagnostic| OTHER.contains(&error.code.id);
        !self.errors.is_empty() && self.errors.iter().all(is_other) && !mentions_rules(&self.text)
    }
}

/// The rules of a file. `version` is that of statements that name none.
pub(crate) fn entries(path: &Path, version: SqlVersion, values: &Values) -> File {
    match read_text(Some(path)) {
        Ok(text) => entries_of(path, text, version, values),
        Err(error) => {
            let faults = vec![(None, error.root_cause().to_string())];
            File { name: path.display().to_string(), faults, ..File::default() }
        }
    }
}

/// The same of a text that need not be what is in the file.
pub(crate) fn entries_of(path: &Path, text: String, version: SqlVersion, values: &Values) -> File {
    let mut file = File { name: path.display().to_string(), text, ..File::default() };
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("sql") => {
            let rule = RuleDocument::of_statement(file.text.clone(), version);
            file.entries.push(Entry::new(file.name.clone(), rule, Form::Statement));
        }
        Some("jsonl") => {
            for (index, line) in file.text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
                let place = format!("{}:{}", file.name, index + 1);
                let entry = serde_json::from_str::<Json>(line)
                    .map_err(|error| format!("this is not JSON: {error}"))
                    .and_then(|json| line_rule(&json, version));
                match entry {
                    Ok(rule) => file.entries.push(Entry::new(place, rule, Form::Line(index + 1))),
                    Err(fault) => file.faults.push((Some(index + 1), fault)),
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
        file.entries.push(Entry { remarks, ..Entry::new(place, rule, Form::Document) });
    }
}

fn line_rule(json: &Json, version: SqlVersion) -> Result<RuleDocument, String> {
    let sql = json.get("sql").and_then(Json::as_str).ok_or("a line has a string under `sql`")?;
    let version = match json.get("sqlVersion").or_else(|| json.get("awsIotSqlVersion")) {
        None => version,
        Some(name) => crate::rule_options::version(name.as_str().unwrap_or_default())?,
    };
    Ok(RuleDocument::of_statement(sql, version))
}
