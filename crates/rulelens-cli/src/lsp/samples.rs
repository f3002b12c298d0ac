//! Sample messages for completion, which the cases of a project have.
//!
//! Of a rule's file the case file beside it comes first that has the file's name, then those of `cases` in rulelens.toml, first
//! the one with the name. Of these cases the first one counts whose topic the statement's FROM matches.

use crate::cases::{find, read};
use crate::project::Project;
use crate::selection::Excluded;
use iot_sql::TopicFilter;
use iot_sql::assist::{Language, TokenKind, tokens};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Files that are looked at for a rule.
const MOST_FILES: usize = 200;

/// Cases that are kept for a rule.
const MOST_CASES: usize = 1000;

/// Bytes of a file with cases; larger ones are passed over, as somebody waits for an answer.
const MOST_BYTES: u64 = 4 << 20;

/// Files of rules whose messages are kept.
const MOST_RULES: usize = 100;

/// A message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Message {
    pub(super) topic: String,
    pub(super) payload: Vec<u8>,
    /// Whether the file that it comes from has the name of the rule's file.
    is_own: bool,
}

/// The messages of rules' files, as they were when they were last asked for.
#[derive(Debug, Default)]
pub(super) struct Samples(HashMap<PathBuf, Vec<Message>>);

impl Samples {
    /// A message for a statement of a file; an empty one where there is none.
    pub(super) fn message(&mut self, file: &Path, statement: &str) -> Message {
        if self.0.len() >= MOST_RULES && !self.0.contains_key(file) {
            self.0.clear();
        }
        let messages = self.0.entry(file.to_owned()).or_insert_with(|| messages(file));
        let found = match filter(statement) {
            Some(filter) => messages.iter().find(|message| filter.matches(&message.topic)),
            // Where nobody has written FROM yet, the name says which rule it is.
            None => messages.iter().find(|message| message.is_own),
        };
        found.cloned().unwrap_or_default()
    }

    /// Forgets what was read: files have changed.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }
}

/// The messages for the rules of a file, in the order in which they are asked.
fn messages(file: &Path) -> Vec<Message> {
    let folder = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let is_own = |path: &Path| path.file_stem() == file.file_stem();
    let beside = ["json", "jsonl"].map(|ending| file.with_extension(ending));
    let mut files: Vec<PathBuf> = beside.into_iter().filter(|path| path != file && path.is_file()).collect();
    if let Ok(project) = Project::around(folder) {
        let mut excluded = Excluded::default();
        let is_settled = project.exclude(&mut excluded).is_ok();
        let mut of_project: Vec<PathBuf> =
            find(&project.cases()).into_iter().flatten().take(MOST_FILES).collect();
        of_project.retain(|path| is_settled && !excluded.holds(path) && path != file);
        of_project.sort_by_key(|path| !is_own(path));
        files.extend(of_project);
    }
    let mut messages = Vec::new();
    for path in files {
        let is_small = fs::metadata(&path).is_ok_and(|found| found.len() <= MOST_BYTES);
        if messages.len() >= MOST_CASES || !is_small {
            continue;
        }
        // What is no case, such as a document of the same name, has no message.
        read(&path, |found| {
            if let (Ok(found), true) = (found, messages.len() < MOST_CASES) {
                let case = found.case;
                messages.push(Message { topic: case.topic, payload: case.payload, is_own: is_own(&path) });
            }
        });
    }
    messages
}

/// The filter of a statement that may be half typed.
fn filter(statement: &str) -> Option<TopicFilter> {
    let tokens = tokens(statement, Language::Sql);
    let text = |index: usize| tokens.get(index).map_or("", |token| &statement[token.start..token.end]);
    let is_from = |index: &usize| {
        text(*index).eq_ignore_ascii_case("from")
            && tokens.get(index + 1).is_some_and(|next| next.kind == TokenKind::String)
    };
    let written = text((0..tokens.len()).find(is_from)? + 1);
    let quote = written.chars().next()?;
    let inner = written.strip_prefix(quote)?.strip_suffix(quote)?;
    TopicFilter::new(&inner.replace(&format!("{quote}{quote}"), &quote.to_string())).ok()
}

#[cfg(test)]
mod tests {
    use super::{Samples, filter};
    use std::fs;
    use std::path::Path;

    #[test]
    fn the_filter_of_what_is_half_typed() {
        let of = |statement| filter(statement).map(|filter| filter.as_str().to_owned());
        assert_eq!(of("SELECT a. FROM 'x/+' WHERE"), Some("x/+".to_owned()));
        assert_eq!(
            of("SELECT (SELECT b FROM c) AS d, 'from' from \"it\"\"s/#\""),
            Some("it\"s/#".to_owned())
        );
        for statement in ["", "SELECT a FROM", "SELECT a FROM 'x", "SELECT a FROM b", "SELECT a FROM 'a#'"] {
            assert_eq!(of(statement), None, "{statement}");
        }
    }

    fn case(topic: &str, payload: &str) -> String {
        format!(
            r#"{{"inputSql": "SELECT * FROM '#'", "topic": "{topic}", "inputPayload": {payload}, "expectedMatch": true}}"#
        )
    }

    #[test]
    fn the_case_beside_comes_first_then_those_of_the_project() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("a file");
        };
        write("rulelens.toml", "cases = [\"cases\"]\nexclude = [\"cases/old\"]\n");
        write("cases/old/a.jsonl", &case("x/0", r#"{"old": 1}"#));
        write(
            "cases/a.jsonl",
            &[case("x/1", r#"{"first": 1}"#), "{".to_owned(), case("y", r#"{"why": 1}"#)].join("\n"),
        );
        write("cases/climate.json", &case("x/2", r#"{"named": 1}"#));
        write("rules/climate.jsonl", "");
        write("rules/other.yaml", "");
        write("rules/other.json", "{\"Resources\": {}}");
        let payload = |samples: &mut Samples, name: &str, statement: &str| {
            let message = samples.message(&folder.path().join(name), statement);
            String::from_utf8(message.payload).expect("text")
        };
        let samples = &mut Samples::default();
        assert_eq!(payload(samples, "rules/climate.sql", "SELECT t. FROM 'x/+'"), r#"{"named":1}"#);
        assert_eq!(payload(samples, "rules/climate.sql", "SELECT t."), r#"{"named":1}"#);
        assert_eq!(payload(samples, "rules/climate.sql", "SELECT t. FROM 'y'"), r#"{"why":1}"#);
        assert_eq!(payload(samples, "rules/other.yaml", "SELECT t. FROM 'x/+'"), r#"{"first":1}"#);
        assert_eq!(payload(samples, "rules/other.yaml", "SELECT t."), "");
        assert_eq!(payload(samples, "rules/climate.sql", "SELECT t. FROM 'none'"), "");
        write("rules/climate.jsonl", &case("x/3", r#"{"beside": 1}"#));
        assert_eq!(payload(samples, "rules/climate.sql", "SELECT t. FROM 'x/+'"), r#"{"named":1}"#);
        samples.forget();
        assert_eq!(payload(samples, "rules/climate.sql", "SELECT t. FROM 'x/+'"), r#"{"beside":1}"#);
        // The file is no case file of its own, and what has no folder has no project.
        assert_eq!(payload(samples, "rules/climate.jsonl", "SELECT t. FROM 'x/3'"), "");
        assert_eq!(Samples::default().message(Path::new("Untitled-1.sql"), "SELECT a FROM 'x'").topic, "");
    }
}
