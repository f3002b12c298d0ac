//! The document that the rule came from, and what it leaves open.

use super::actions::{Actions, Slot};
use super::inputs::{Inputs, RuleForm};
use super::kept::{Kept, kept, member, write_members};
use super::sorted;
use rulelens_wasm::{DiagnosticView, DocumentView, FindingView, RuleView, Severity};
use serde_json::Value as Json;

/// Bytes of a document, and of its rules, that are kept across visits.
const KEPT: usize = 65_536;

/// How many remarks about a document are shown.
const MAX_NOTES: usize = 5;

/// How many findings about the rules of a document are kept.
const MAX_FINDINGS: usize = 200;

/// The role of an action, which plays no part in what is sent.
const ROLE: &str = "roleArn";

/// A document with the rule that was chosen of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    /// The file's name, where it came from a file.
    pub file: String,
    /// What kind of document it is.
    pub format: String,
    /// Its text; empty where it was too large to keep.
    pub text: String,
    /// Its rules.
    pub rules: Vec<RuleView>,
    /// Which of them was chosen.
    pub chosen: usize,
    /// What it leaves open.
    pub placeholders: Vec<Placeholder>,
    /// What is odd about it.
    pub notes: Vec<String>,
    /// What is wrong or odd in the rules as they stand there.
    pub findings: Vec<Finding>,
}

kept! { Source { file, format, text unless is_large, rules unless are_large, chosen, placeholders, notes, findings } }

/// Something about a rule at its place in the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finding {
    /// Which rule.
    pub rule: usize,
    /// The line of the document, from 1.
    pub line: usize,
    /// How severe it is.
    pub severity: String,
    /// What it is.
    pub message: String,
}

kept! { Finding { rule, line, severity, message } }

impl Kept for RuleView {
    fn read(kept: &Json) -> Option<Self> {
        let members = kept.as_object()?;
        Some(Self {
            name: member(members, &["name"]),
            id: member(members, &["id"]),
            sql: member(members, &["sql"]),
            sql_version: member(members, &["sqlVersion"]),
            description: member(members, &["description"]),
            disabled: member(members, &["disabled"]),
            action: member(members, &["action"]),
        })
    }

    fn write(&self, to: &mut String) {
        let Self { name, id, sql, sql_version, description, disabled, action } = self;
        write_members(to, &mut |members| {
            for (key, text) in
                [("name", name), ("id", id), ("sqlVersion", sql_version), ("description", description)]
            {
                members.put(key, text);
            }
            members.put("sql", sql);
            members.put("disabled", disabled);
            members.put("action", action);
        });
    }
}

/// A text in a rule that stands for a value which the document lacks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placeholder {
    /// The text in the rule.
    pub text: String,
    /// What it stands for, as the document has it.
    pub stands_for: String,
    /// Whether the user wants to leave it open.
    pub left_open: bool,
}

kept! { Placeholder { text, stands_for, left_open } }

/// A value to ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The placeholder's place.
    pub index: usize,
    /// What it stands for.
    pub stands_for: String,
    /// What uses it, such as ``action 1, `tableName` ``.
    pub uses: Vec<String>,
}

/// What there is to ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unknown {
    /// The values that decide something.
    pub asked: Vec<Asked>,
    /// How many values are only roles.
    pub roles: usize,
}

fn is_large(text: &str) -> bool {
    text.len() > KEPT
}

impl Source {
    /// What of it is not there after a reload, as a sentence.
    #[must_use]
    pub fn not_kept(&self) -> Option<String> {
        let lost = match (is_large(&self.text), are_large(&self.rules)) {
            (false, false) => return None,
            (true, false) => {
                "The document’s text is over 64 KB and is not kept: after a reload its source cannot be shown. Its rules and your fields are kept."
            }
            (_, true) if self.rules.len() > 1 => {
                "The document is over 64 KB and is not kept: after a reload only the chosen rule is there, with what you filled in."
            }
            (_, true) => {
                "The document is over 64 KB and is not kept: after a reload the fields have its rule, with what you filled in."
            }
        };
        Some(lost.to_owned())
    }
}

fn are_large(rules: &[RuleView]) -> bool {
    rules.iter().map(|rule| rule.sql.len() + rule.action.len()).sum::<usize>() > KEPT
}

/// Whether a text is rather a rule document than a statement, or a part of one.
#[must_use]
pub fn looks_like_document(text: &str) -> bool {
    let text = text.trim_start_matches('\u{FEFF}');
    // Each has its statement under this word.
    if !text.as_bytes().windows(3).any(|word| word.eq_ignore_ascii_case(b"sql")) {
        return false;
    }
    let lines = || {
        text.lines().map(str::trim_end).filter(|line| {
            let start = line.trim_start();
            !start.is_empty() && !start.starts_with('#') && !start.starts_with("//")
        })
    };
    let Some(first) = lines().next() else { return false };
    if first.starts_with("---") || first.trim_start().starts_with(['{', '[']) {
        return true;
    }
    lines().take(5).any(|line| is_key(line) || is_block(line)) && !is_statement(first.trim_start())
}

/// Whether a line begins a statement.
fn is_statement(line: &str) -> bool {
    let end = line.find(|ch: char| !ch.is_ascii_alphabetic()).unwrap_or(line.len());
    ["select", "set"].iter().any(|word| line[..end].eq_ignore_ascii_case(word))
        && !line[end..].starts_with(':')
}

/// `Resources:`, `service: climate`.
fn is_key(line: &str) -> bool {
    line.split_once(':').is_some_and(|(key, rest)| {
        let is_name = |ch: char| ch.is_ascii_alphanumeric() || "_-".contains(ch);
        !key.is_empty() && key.trim_start().chars().all(is_name) && (rest.is_empty() || rest.starts_with(' '))
    })
}

/// `resource "aws_iot_topic_rule" "climate" {`, `locals {`.
fn is_block(line: &str) -> bool {
    let Some(head) = line.strip_suffix('{') else { return false };
    let mut words = head.split_whitespace();
    words.next().is_some_and(|word| word.chars().all(|ch| ch.is_ascii_alphanumeric() || ch == '_'))
        && words.all(|word| word.starts_with('"') && word.ends_with('"'))
}

impl Source {
    /// The document with its first rule chosen.
    ///
    /// # Errors
    /// What is wrong with a text that holds no rule.
    pub fn new(document: DocumentView, text: String, file: Option<String>) -> Result<Self, String> {
        let DocumentView { source, rules, placeholders, diagnostics, findings } = document;
        if rules.is_empty() {
            return Err(diagnostics.first().map_or_else(|| "There is no rule in it.".to_owned(), told));
        }
        let notes = diagnostics.iter().filter(|found| found.severity != Severity::Info).take(MAX_NOTES);
        Ok(Self {
            file: file.unwrap_or_default(),
            format: source,
            notes: notes.map(told).collect(),
            findings: findings.into_iter().filter_map(Finding::of).take(MAX_FINDINGS).collect(),
            placeholders: placeholders
                .into_iter()
                .map(|one| Placeholder { text: one.text, stands_for: one.stands_for, left_open: false })
                .collect(),
            text,
            rules,
            chosen: 0,
        })
    }

    /// The document's text in parts, each up to the end of a line in which something of the chosen rule is wrong or odd, with
    /// what that is; the last part has nothing.
    #[must_use]
    pub fn marked(&self) -> Vec<(&str, Vec<&Finding>)> {
        let of_rule = self.findings.iter().filter(|finding| finding.rule == self.chosen);
        let found = sorted(of_rule, |finding| finding.line as f64);
        let mut ends =
            self.text.match_indices('\n').map(|(at, _)| at + 1).chain([self.text.len()]).enumerate();
        let mut parts: Vec<(&str, Vec<&Finding>)> = Vec::new();
        let (mut from, mut last) = (0, None);
        for finding in found {
            if last == Some(finding.line)
                && let Some((_, of_line)) = parts.last_mut()
            {
                of_line.push(finding);
                continue;
            }
            let end = ends.find(|(line, _)| line + 1 == finding.line).map_or(self.text.len(), |(_, end)| end);
            parts.push((&self.text[from..end], vec![finding]));
            (from, last) = (end, Some(finding.line));
        }
        parts.push((&self.text[from..], Vec::new()));
        parts
    }

    /// The fields with the chosen rule in them, and its statement.
    #[must_use]
    pub fn put_into(&self, inputs: &Inputs) -> (Inputs, String) {
        let rule = self.rules.get(self.chosen).cloned().unwrap_or_default();
        let actions = Actions::read(&rule.action)
            .unwrap_or_else(|_| Actions { text: Some(rule.action.clone()), ..Actions::default() });
        let inputs = Inputs {
            sql_version: rule.sql_version.unwrap_or_else(|| inputs.sql_version.clone()),
            rule: RuleForm {
                name: rule.name.unwrap_or_default(),
                description: rule.description.unwrap_or_default(),
                disabled: rule.disabled,
            },
            actions,
            source: Some(self.clone()),
            ..inputs.clone()
        };
        (inputs, rule.sql)
    }

    /// What a rule is called among the others.
    #[must_use]
    pub fn rule_name(&self, at: usize) -> String {
        let rule = self.rules.get(at);
        let name = rule.and_then(|rule| rule.id.clone().or_else(|| rule.name.clone()));
        name.unwrap_or_else(|| format!("Rule {}", at + 1))
    }

    /// What the rule in the fields still lacks.
    #[must_use]
    pub fn unknown(&self, actions: &Actions, sql: &str) -> Unknown {
        let mut unknown = Unknown::default();
        for (index, placeholder) in
            self.placeholders.iter().enumerate().filter(|(_, one)| !one.text.is_empty())
        {
            let (mut uses, mut is_role) = (Vec::new(), false);
            if sql.contains(&placeholder.text) {
                uses.push("the statement".to_owned());
            }
            for (slot, value) in values(actions) {
                search(value, "", &mut |path, text| {
                    if text.contains(&placeholder.text) {
                        let name = path.rsplit('.').next().unwrap_or_default();
                        if name == ROLE { is_role = true } else { uses.push(place_words(slot, path)) }
                    }
                });
            }
            if actions.text.as_deref().is_some_and(|text| text.contains(&placeholder.text)) {
                uses.push("the actions".to_owned());
            }
            if uses.is_empty() {
                unknown.roles += usize::from(is_role);
            } else if !placeholder.left_open {
                unknown.asked.push(Asked { index, stands_for: placeholder.stands_for.clone(), uses });
            }
        }
        unknown
    }

    /// Puts a value into the rule in the place of a placeholder; the statement, where it changes.
    #[must_use]
    pub fn fill(&self, index: usize, value: &str, inputs: &Inputs, sql: &str) -> (Inputs, Option<String>) {
        let mut inputs = inputs.clone();
        let Some(placeholder) = self.placeholders.get(index) else { return (inputs, None) };
        let actions = &mut inputs.actions;
        for row in actions.rows.iter_mut().chain(&mut actions.error_action) {
            replace(&mut row.value, &placeholder.text, value);
        }
        if let Some(text) = &mut actions.text {
            // Within a string of JSON.
            let quoted = Json::from(value).to_string();
            *text = text.replace(&placeholder.text, quoted.trim_matches('"'));
        }
        if let Some(source) = &mut inputs.source
            && index < source.placeholders.len()
        {
            source.placeholders.remove(index);
        }
        (inputs, sql.contains(&placeholder.text).then(|| sql.replace(&placeholder.text, value)))
    }
}

impl Finding {
    fn of(found: FindingView) -> Option<Self> {
        let FindingView { rule, diagnostic } = found;
        let line = diagnostic.labels.first()?.line;
        let severity = diagnostic.severity.name().to_owned();
        Some(Self { rule, line, severity, message: diagnostic.message })
    }
}

/// A diagnostic about a document in a sentence or two.
fn told(found: &DiagnosticView) -> String {
    let place = found.labels.first().map_or_else(String::new, |label| format!("Line {}: ", label.line));
    let help = found.help.as_deref().map_or_else(String::new, |help| format!(" {help}"));
    format!("{place}{}{help}", found.message)
}

fn values(actions: &Actions) -> impl Iterator<Item = (Slot, &Json)> {
    let rows = actions.rows.iter().enumerate().map(|(at, row)| (Slot::Action(at), &row.value));
    rows.chain(actions.error_action.iter().map(|row| (Slot::Error, &row.value)))
}

fn place_words(slot: Slot, path: &str) -> String {
    match slot {
        Slot::Action(at) => format!("action {}, `{path}`", at + 1),
        Slot::Error => format!("the error action, `{path}`"),
    }
}

/// Calls `found` with each string and its path.
fn search(value: &Json, path: &str, found: &mut impl FnMut(&str, &str)) {
    match value {
        Json::String(text) => found(path, text),
        Json::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                search(item, &format!("{path}[{at}]"), found);
            }
        }
        Json::Object(members) => {
            for (name, member) in members {
                search(member, &super::forms::join(path, name), found);
            }
        }
        _ => {}
    }
}

fn replace(value: &mut Json, old: &str, new: &str) {
    match value {
        Json::String(text) if text.contains(old) => *text = text.replace(old, new),
        Json::Array(items) => items.iter_mut().for_each(|item| replace(item, old, new)),
        Json::Object(members) => members.values_mut().for_each(|member| replace(member, old, new)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use rulelens_wasm::PlaceholderView;

    #[test]
    fn a_document_is_told_from_a_statement() {
        for text in [
            "{\"sql\": \"SELECT * FROM 'a'\"}",
            "---\nResources:\n  R:\n    Sql: SELECT 1\n",
            "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  R: {Sql: x}\n",
            "# our rules\nservice: climate\nfunctions:\n  f:\n    events: [{iot: {sql: \"SELECT *\"}}]\n",
            "resource \"aws_iot_topic_rule\" \"r\" {\n  sql = \"SELECT\"\n}\n",
            "locals {\n  a = 1\n}\nresource \"aws_iot_topic_rule\" \"r\" {\n  sql = \"\"\n}",
            "\u{FEFF}{\"ruleName\": \"r\", \"topicRulePayload\": {\"sql\": \"\"}}",
        ] {
            assert!(looks_like_document(text), "{text}");
        }
        for text in [
            "SELECT temperature FROM 'a' WHERE sql = 1",
            "select *\nfrom 'sql'",
            "SET @x: sql",
            "{\"temperature\": 1}",
            "temperature AS t, mysql AS m",
            "",
        ] {
            assert!(!looks_like_document(text), "{text}");
        }
    }

    fn source() -> Source {
        let rule = RuleView {
            name: Some("coldchain".to_owned()),
            sql: "SELECT * FROM '<var.topic>'".to_owned(),
            sql_version: Some("2015-10-08".to_owned()),
            action: r#"{"actions": [{"timestream": {"tableName": "<var.table>", "roleArn": "<aws_iam_role.r.arn>"}}], "errorAction": {"republish": {"topic": "errors/<var.table>"}}}"#.to_owned(),
            ..RuleView::default()
        };
        let other = RuleView {
            id: Some("Other".to_owned()),
            sql: "SELECT 1".to_owned(),
            action: "[]".to_owned(),
            ..RuleView::default()
        };
        let placeholder =
            |text: &str| PlaceholderView { text: format!("<{text}>"), stands_for: text.to_owned() };
        let document = DocumentView {
            source: "Terraform configuration".to_owned(),
            rules: vec![rule, other],
            placeholders: ["var.topic", "var.table", "aws_iam_role.r.arn"].map(placeholder).to_vec(),
            diagnostics: Vec::new(),
            findings: Vec::new(),
        };
        Source::new(document, "text".to_owned(), Some("main.tf".to_owned())).expect("a rule")
    }

    #[test]
    fn a_rule_of_a_document_fills_the_fields() {
        let (inputs, sql) = source().put_into(&sample::inputs());
        assert_eq!(sql, "SELECT * FROM '<var.topic>'");
        assert_eq!((inputs.sql_version.as_str(), inputs.rule.name.as_str()), ("2015-10-08", "coldchain"));
        assert_eq!((inputs.actions.rows.len(), inputs.actions.error_action.is_some()), (1, true));
        assert_eq!(inputs.topic, sample::inputs().topic, "what the rule does not say stays");
        let (other, sql) = Source { chosen: 1, ..source() }.put_into(&inputs);
        assert_eq!((sql.as_str(), other.actions.json()), ("SELECT 1", None));
        assert_eq!(source().rule_name(1), "Other");
    }

    #[test]
    fn what_the_file_lacks_is_asked_for_and_roles_are_not() {
        let (inputs, sql) = source().put_into(&sample::inputs());
        let unknown = source().unknown(&inputs.actions, &sql);
        let asked: Vec<_> =
            unknown.asked.iter().map(|one| (one.stands_for.as_str(), one.uses.join("; "))).collect();
        assert_eq!(
            asked,
            [
                ("var.topic", "the statement".to_owned()),
                ("var.table", "action 1, `tableName`; the error action, `topic`".to_owned()),
            ]
        );
        assert_eq!(unknown.roles, 1);

        let (inputs, none) = source().fill(1, "read\"ings", &inputs, &sql);
        assert_eq!(none, None);
        assert_eq!(inputs.actions.rows[0].value["tableName"], "read\"ings");
        assert_eq!(inputs.actions.error_action.as_ref().expect("it").value["topic"], "errors/read\"ings");
        let rest = inputs.source.clone().expect("the source");
        let (_, sql) = rest.fill(0, "a/b", &inputs, &sql);
        assert_eq!(sql.as_deref(), Some("SELECT * FROM 'a/b'"));

        let mut open = source();
        open.placeholders[0].left_open = true;
        open.placeholders[1].left_open = true;
        assert!(open.unknown(&source().put_into(&inputs).0.actions, "SELECT '<var.topic>'").asked.is_empty());
    }

    #[test]
    fn the_evaluator_is_told_what_the_document_leaves_open() {
        let (inputs, sql) = source().put_into(&sample::inputs());
        let request = rulelens_wasm::EvaluateRequest { sql: sql.clone(), ..inputs.request(0.0) };
        assert_eq!(request.placeholders.len(), 3);
        let response = rulelens_wasm::respond(&request);
        assert_eq!(response.diagnostics.len(), 1, "{:?}", response.diagnostics);
        assert!(rulelens_wasm::is_value_needed(&response.diagnostics[0]));
        let (inputs, sql) = source().fill(0, "iot/topic", &inputs, &sql);
        let sql = sql.expect("a statement");
        let response = rulelens_wasm::respond(&rulelens_wasm::EvaluateRequest { sql, ..inputs.request(0.0) });
        assert!(
            !response.diagnostics.iter().any(rulelens_wasm::is_value_needed),
            "{:?}",
            response.diagnostics
        );
    }

    #[test]
    fn findings_stand_behind_the_lines_of_the_chosen_rule() {
        let finding = |rule, line| Finding { rule, line, ..Finding::default() };
        let findings = vec![finding(1, 3), finding(0, 4), finding(0, 2), finding(0, 2)];
        let source = Source { text: "a\nb\nc\nd".to_owned(), findings, ..source() };
        let parts = |source: &Source| -> Vec<(String, usize)> {
            source.marked().into_iter().map(|(text, found)| (text.to_owned(), found.len())).collect()
        };
        let part = |text: &str, count| (text.to_owned(), count);
        assert_eq!(parts(&source), [part("a\nb\n", 2), part("c\nd", 1), part("", 0)]);
        let other = Source { chosen: 1, ..source.clone() };
        assert_eq!(parts(&other), [part("a\nb\nc\n", 1), part("d", 0)]);
        let gone = Source { text: String::new(), ..source };
        assert_eq!(parts(&gone), [part("", 2), part("", 1), part("", 0)]);
    }

    #[test]
    fn a_document_without_a_rule_says_what_is_wrong() {
        let read = Source::new(DocumentView::default(), String::new(), None);
        assert_eq!(read, Err("There is no rule in it.".to_owned()));
    }

    #[test]
    fn a_large_document_is_not_kept_whole() {
        let large = Source { text: "x".repeat(KEPT + 1), ..source() };
        let mut kept = String::new();
        large.write(&mut kept);
        let read = Source::read(&serde_json::from_str(&kept).expect("JSON")).expect("a source");
        assert_eq!(read, Source { text: String::new(), ..source() });
    }
}
