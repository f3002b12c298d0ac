//! Places in the document of what stands in a rule's strings.

use super::rule::RuleDocument;
use super::text::Run;
use crate::action::text_in;
use iot_sql::{Diagnostic, Edit, Input};
use std::ops::Range;

/// Where the strings of a rule stand in its document.
#[derive(Clone, Debug, Default)]
pub struct Places {
    pub(super) strings: Vec<Place>,
    /// The places of actions and their members, by their paths.
    pub(super) members: Vec<(String, Range<usize>)>,
}

/// A rule is the same wherever it stands.
impl PartialEq for Places {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A string of a rule, and which parts of it stand in the document.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) text: String,
    pub(super) runs: Vec<Run>,
}

/// How a string is written in the document around a place of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quote {
    /// Between double quotes, with escapes.
    Double,
    /// Between single quotes, which are doubled in it.
    Single,
    /// Without quotes.
    None,
}

impl RuleDocument {
    /// A diagnostic about the statement or about an action with its places in the document; `None` where they do not stand
    /// there, or not only once. Fixes go with it where they can be written there.
    #[must_use]
    pub fn in_document(&self, diagnostic: &Diagnostic, document: &str) -> Option<Diagnostic> {
        if diagnostic.labels.is_empty() {
            return self.member_in_document(diagnostic, document);
        }
        let actions;
        let text = match &diagnostic.input {
            Input::Sql => self.sql.as_str(),
            Input::Action(path) if !path.is_empty() => {
                actions = self.actions_json();
                text_in(&actions, path)?
            }
            _ => return None,
        };
        let mut places = self.places.strings.iter().filter(|place| place.text == text);
        let runs = &places.next()?.runs;
        if places.any(|other| other.runs != *runs) {
            return None;
        }
        let mut moved = diagnostic.clone();
        moved.input = Input::Document;
        for label in &mut moved.labels {
            label.range = range(runs, &label.range)?.0;
        }
        moved.fixes.retain_mut(|fix| fix.edits.iter_mut().all(|edit| place_edit(runs, edit, document)));
        Some(moved)
    }

    /// A diagnostic about a member of an action, or about one that is missing, at the nearest place there is.
    fn member_in_document(&self, diagnostic: &Diagnostic, document: &str) -> Option<Diagnostic> {
        let Input::Action(path) = &diagnostic.input else { return None };
        let is_around = |known: &str| {
            path.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        let around = self.places.members.iter().filter(|(known, _)| is_around(known));
        let (known, span) = around.max_by_key(|(known, _)| known.len())?;
        // Of a block its first line says enough.
        let line = document.get(span.clone())?.lines().next()?;
        let label = if known == path { "" } else { "in this" };
        let mut placed = diagnostic.clone().at(span.start..span.start + line.trim_end().len(), label);
        placed.input = Input::Document;
        placed.fixes.clear();
        Some(placed)
    }
}

/// Where bytes of a string stand in the document, and how the string is written there.
pub(super) fn range(runs: &[Run], range: &Range<usize>) -> Option<(Range<usize>, Quote)> {
    // What begins where a run ends is behind it, and what ends where a run begins is before it.
    let first = runs.iter().rev().find(|run| (run.at..=run.at + run.length).contains(&range.start))?;
    let last = if range.is_empty() {
        first
    } else {
        runs.iter().find(|run| (run.at..=run.at + run.length).contains(&range.end) && run.at < range.end)?
    };
    let (start, end) =
        (first.in_document + (range.start - first.at), last.in_document + (range.end - last.at));
    (start <= end).then_some((start..end, first.quote))
}

/// Moves an edit into the document; false where it cannot be written there.
pub(super) fn place_edit(runs: &[Run], edit: &mut Edit, document: &str) -> bool {
    let Some((place, quote)) = range(runs, &edit.range) else { return false };
    // What the deployment tool would read as its own.
    if ["${", "%{", "\n", "\r"].iter().any(|part| edit.text.contains(part)) {
        let around = document.get(place.clone()).is_some();
        let is_plain = quote == Quote::None && around && !edit.text.contains(['\n', '\r', '%']);
        if !is_plain || runs.len() > 1 {
            return false;
        }
    }
    match quote {
        Quote::Double => edit.text = edit.text.replace('\\', "\\\\").replace('"', "\\\""),
        Quote::Single => edit.text = edit.text.replace('\'', "''"),
        // There these would end the string, or begin a comment.
        Quote::None if edit.text.contains(": ") || edit.text.contains(" #") => return false,
        Quote::None => {}
    }
    edit.range = place;
    true
}

/// Which parts of a value stand in its source as they are: `from` is the source's place in the document.
pub(super) fn runs(source: &str, from: usize, value: &str, quote: Quote) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut at = 0;
    let mut chars = value.char_indices().peekable();
    while let Some((index, ch)) = chars.peek().copied() {
        let rest = &source[at..];
        let Some(found) = rest.chars().next() else { break };
        if quote == Quote::Double && found == '\\' {
            // An escape is written otherwise than what it stands for, which can be one character or none.
            let length = escape(rest);
            let is_break = rest[1..].starts_with(['\n', '\r']);
            at += length;
            if is_break {
                // With it goes what indents the next line.
                at += source[at..].len() - source[at..].trim_start().len();
            } else {
                chars.next();
            }
            continue;
        }
        let is_doubled =
            ["$${", "%%{"].iter().any(|sign| rest.starts_with(sign) && !value[index..].starts_with(sign));
        let is_quote = quote == Quote::Single && rest.starts_with("''");
        if is_doubled || is_quote {
            at += 1;
            continue;
        }
        if found == ch {
            match runs.last_mut() {
                Some(run) if run.at + run.length == index && run.in_document + run.length == from + at => {
                    run.length += ch.len_utf8();
                }
                _ => runs.push(Run { at: index, in_document: from + at, length: ch.len_utf8(), quote }),
            }
            at += found.len_utf8();
            chars.next();
        } else if found.is_whitespace() {
            // Blanks that indent a line.
            at += found.len_utf8();
        } else if ch.is_whitespace() {
            // A line break that is folded.
            chars.next();
        } else {
            break;
        }
    }
    runs
}

/// How long an escape is.
fn escape(text: &str) -> usize {
    let digits = match text[1..].chars().next() {
        Some('x') => 2,
        Some('u') => 4,
        Some('U') => 8,
        Some(ch) => return 1 + ch.len_utf8(),
        None => return 1,
    };
    let length = 2 + digits;
    // A pair of them stands for one character beyond the first plane.
    let is_pair = |high: &str| {
        high.get(2..4)
            .is_some_and(|start| matches!(start.to_ascii_lowercase().as_str(), "d8" | "d9" | "da" | "db"))
    };
    let length = if digits == 4 && is_pair(text) { 2 * length } else { length };
    text.len().min(text.floor_char_boundary(length))
}

#[cfg(test)]
mod tests {
    use super::{Quote, runs};
    use crate::documents::read;
    use iot_sql::Diagnostic;

    /// What in the document is marked for each diagnostic about a statement or an action, and the document when all
    /// fixes are applied.
    fn marked(document: &str) -> (Vec<String>, String) {
        let found = read(document).expect(document);
        let mut marked = Vec::new();
        let mut fixed = document.to_owned();
        for rule in &found.rules {
            let findings: Vec<Diagnostic> = rule.findings();
            for finding in findings.iter().filter_map(|one| rule.in_document(one, document)) {
                marked.push(document[finding.labels[0].range.clone()].to_owned());
                if let Some(fix) = finding.fixes.first() {
                    fixed = fix.apply(&fixed).expect("a fix");
                }
            }
        }
        (marked, fixed)
    }

    #[test]
    fn mistakes_have_their_places_in_every_language() {
        let template = |sql: &str| {
            format!(
                "Parameters: {{P: {{Type: String, Default: 'x'}}}}\nResources:\n  R:\n    Type: AWS::IoT::TopicRule\n    Properties:\n      TopicRulePayload:\n        AwsIotSqlVersion: '2016-03-23'\n        Actions: [{{Lambda: {{FunctionArn: f}}}}]\n        Sql: {sql}\n"
            )
        };
        let terraform = |sql: &str| {
            format!(
                "variable \"p\" {{\n  default = \"x\"\n}}\nresource \"aws_iot_topic_rule\" \"r\" {{\n  name = \"r\"\n  enabled = true\n  sql_version = \"2016-03-23\"\n  sql = {sql}\n  lambda {{\n    function_arn = \"f\"\n  }}\n}}\n"
            )
        };
        let api = |sql: &str| {
            format!(
                r#"{{"sql": {sql}, "awsIotSqlVersion": "2016-03-23", "actions": [{{"lambda": {{"functionArn": "f"}}}}]}}"#
            )
        };
        for document in [
            template("SELECT a FORM 'x'"),
            template("|\n          SELECT a,\n            b\n          FORM 'x'"),
            template(">-\n          SELECT a,\n          b\n          FORM 'x'"),
            template("\"SELECT 'é' AS a, \\\"b\\\" \\\n          AS b FORM 'x'\""),
            template("'SELECT ''a'' AS a FORM ''x'''"),
            template("!Sub \"SELECT a, '${P}' AS p FORM 'x/${P}'\""),
            template("!Sub [\"SELECT '${!a}', '${Q}' AS q FORM 'x'\", {Q: q}]"),
            template("!Join ['', [\"SELECT '\", !Ref P, \"' AS p FORM 'x'\"]]"),
            template("!If [Unknown, \"SELECT a FORM 'x'\", \"SELECT a FORM 'x'\"]"),
            terraform("\"SELECT a FORM 'x'\""),
            terraform("\"SELECT '$${a}' AS q, \\\"b\\\" AS b, '${var.p}' AS p FORM 'x'\""),
            terraform("<<-SQL\n    SELECT a,\n      '${var.p}' AS p\n    FORM 'x'\n  SQL"),
            terraform("join(\"\", [\"SELECT a FORM \", \"'x'\"])"),
            terraform("trimspace(format(\" SELECT '%s' FORM 'x'\", var.p))"),
            api("\"SELECT '\\u00e9\\ud83d\\ude00' AS a,\\n \\\"b\\\" AS b FORM 'x'\""),
        ] {
            let (marked, fixed) = marked(&document);
            assert_eq!(marked, ["FORM"], "{document}");
            let wanted = document.replacen("FORM", "FROM", 1);
            assert_eq!(fixed, wanted, "{document}");
        }
    }

    #[test]
    fn fixes_are_written_as_the_document_writes_strings() {
        let of = |sql: &str| {
            marked(&format!("{{\"sql\": {sql}, \"awsIotSqlVersion\": \"2016-03-23\", \"actions\": []}}")).1
        };
        assert!(of(r#""SELECT upperr(\"a\") FROM 'x'""#).contains(r#"upper(\"a\")"#));
        let text = marked("sql: 'SELECT * FROM x'\nawsIotSqlVersion: '2016-03-23'\nactions: []\n").1;
        assert!(!text.contains("FROM 'x'"), "quotes are doubled: {text}");
        read(&text).expect("still YAML");
    }

    #[test]
    fn what_does_not_stand_in_the_source_has_no_run() {
        assert_eq!(runs("abc", 0, "xyz", Quote::None), []);
        assert_eq!(runs("", 0, "xyz", Quote::None), []);
        let found = runs("a\\tb", 10, "a\tb", Quote::Double);
        let found: Vec<_> = found.iter().map(|run| (run.at, run.in_document, run.length)).collect();
        assert_eq!(found, [(0, 10, 1), (2, 13, 1)]);
    }
}
