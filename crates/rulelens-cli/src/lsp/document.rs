//! A text that is open in the editor, and what there is to say about it.

use super::positions::{Encoding, Lines};
use crate::check::{Entry, File, Form, Placed, entries_of, may_hold_rules};
use crate::levels::Levels;
use crate::project::Project;
use crate::selection::Excluded;
use iot_sql::{Diagnostic, Severity, SqlVersion};
use percent_encoding::percent_decode_str;
use rule_actions::documents::{Embedded, Values};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// An open text.
pub(super) struct Open {
    pub(super) version: Option<i32>,
    /// The file; a name for what is in none.
    pub(super) path: PathBuf,
    pub(super) lines: Lines,
    /// What the text holds.
    pub(super) file: File,
    /// What there is to say, each at its place.
    pub(super) problems: Vec<Problem>,
    /// The SQL version of a statement that names none.
    sql_version: SqlVersion,
    /// What is wrong with the project's settings.
    pub(super) settings_problem: Option<String>,
}

/// A diagnostic at its place in the text.
pub(super) struct Problem {
    pub(super) range: Range<usize>,
    pub(super) severity: Severity,
    pub(super) diagnostic: Diagnostic,
    /// Other places of it.
    pub(super) related: Vec<(Range<usize>, String)>,
    /// Whether its fixes are for this text.
    pub(super) is_in_file: bool,
    /// What to say.
    pub(super) said: String,
}

/// The SQL at a place.
pub(super) enum At<'o> {
    /// The text is a statement.
    Statement(SqlVersion),
    /// A string of a rule in the document.
    Embedded(Embedded<'o>, &'o Entry),
}

impl Open {
    /// Looks at a text.
    pub(super) fn new(
        uri: &str,
        language: &str,
        text: String,
        version: Option<i32>,
        encoding: Encoding,
    ) -> Self {
        let path = path(uri).unwrap_or_else(|| PathBuf::from(name_of(uri, language)));
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let folder = parent.unwrap_or(Path::new("."));
        let (project, mut settings_problem) = match Project::around(folder) {
            Ok(project) => (project, None),
            Err(error) => (Project::default(), Some(format!("{error:#}"))),
        };
        let (mut levels, mut excluded, mut values) =
            (Levels::default(), Excluded::default(), Values::default());
        let settled =
            [project.levels(&mut levels), project.exclude(&mut excluded), project.values(&mut values)];
        if let Some(Err(error)) = settled.into_iter().find(Result::is_err) {
            settings_problem.get_or_insert(format!("{error:#}"));
        }
        let sql_version = project.sql_version().ok().flatten().unwrap_or_default();
        let lines = Lines::new(&text, encoding);
        let is_taken = !excluded.holds(&path) && (may_hold_rules(&path) || language == "sql");
        // What the editor calls SQL is a statement, whatever its file is called.
        let path = if language == "sql" { path.with_extension("sql") } else { path };
        let file = if is_taken { entries_of(&path, text, sql_version, &values) } else { File::of_text(text) };
        let problems = if file.is_of_no_rules() { Vec::new() } else { problems(&file, &levels) };
        Self { version, path, lines, file, problems, sql_version, settings_problem }
    }

    /// The text as it is now.
    pub(super) fn text(&self) -> &str {
        &self.file.text
    }

    /// The SQL at a byte of the text.
    pub(super) fn at(&self, offset: usize) -> Option<At<'_>> {
        if self.is_statement() {
            return Some(At::Statement(self.sql_version));
        }
        let entries = self.file.entries.iter().filter(|entry| entry.form == Form::Document);
        let mut found = entries.filter_map(|entry| Some(At::Embedded(entry.rule.string_at(offset)?, entry)));
        found.next()
    }

    /// Whether the text is a statement, rather than a document in which there are some.
    pub(super) fn is_statement(&self) -> bool {
        self.file.entries.iter().any(|entry| entry.form == Form::Statement)
    }

    /// The SQL version of a statement that names none.
    pub(super) fn sql_version(&self) -> SqlVersion {
        self.sql_version
    }
}

/// Everything there is to say about a file, in the order of its places.
fn problems(file: &File, levels: &Levels) -> Vec<Problem> {
    let of_document = file.errors.iter().map(|error| problem(&Placed::of_document(file, error), file));
    let mut problems: Vec<Problem> = of_document.collect();
    for entry in &file.entries {
        for finding in entry.findings().iter().filter(|finding| levels.reports(finding)) {
            problems.push(problem(&Placed::of_rule(file, entry, finding, levels.severity(finding)), file));
        }
    }
    problems.sort_by_key(|problem| (problem.range.start, problem.severity));
    // What is said of several rules that one place makes is said once.
    problems.dedup_by(|one, other| one.range == other.range && one.diagnostic == other.diagnostic);
    problems
}

fn problem(placed: &Placed<'_>, file: &File) -> Problem {
    let range = placed.bytes().unwrap_or_else(|| placed.line_bytes());
    let labels = placed.diagnostic.labels.iter().skip(1).filter(|_| placed.is_in_file);
    let label = placed.diagnostic.labels.first().map(|label| label.message.as_str()).unwrap_or_default();
    let mut said = placed.sentences();
    if placed.is_in_file && !label.is_empty() && !said.contains(label) {
        said += &format!("\n{label}");
    }
    Problem {
        // A place without length is not seen.
        range: range.start.min(file.text.len())..range.end.min(file.text.len()),
        severity: placed.severity,
        related: labels.map(|label| (label.range.clone(), label.message.clone())).collect(),
        diagnostic: placed.diagnostic.clone(),
        is_in_file: placed.is_in_file,
        said,
    }
}

/// The file of an address; `None` where it is none.
fn path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let encoded = rest.strip_prefix("localhost").unwrap_or(rest);
    let decoded = percent_decode_str(encoded).decode_utf8().ok()?;
    // A drive stands behind a slash: /c:/folder.
    let drive = decoded.strip_prefix('/').filter(|rest| rest.get(1..2) == Some(":"));
    Some(PathBuf::from(drive.unwrap_or(&decoded)))
}

/// A name for what is in no file, such as a text that was never saved.
fn name_of(uri: &str, language: &str) -> String {
    let last = uri.rsplit(['/', ':']).next().unwrap_or_default();
    let ending = match language {
        "sql" => "sql",
        "json" => "json",
        "yaml" => "yaml",
        "terraform" | "hcl" => "tf",
        _ => return last.to_owned(),
    };
    format!("{last}.{ending}")
}

#[cfg(test)]
mod tests {
    use super::{name_of, path};
    use std::path::PathBuf;

    #[test]
    fn addresses_of_files() {
        assert_eq!(path("file:///a%20b/c.sql"), Some(PathBuf::from("/a b/c.sql")));
        assert_eq!(path("file:///c:/a.sql"), Some(PathBuf::from("c:/a.sql")));
        assert_eq!(path("file://localhost/a.sql"), Some(PathBuf::from("/a.sql")));
        assert_eq!(path("untitled:Untitled-1"), None);
        assert_eq!(path("file:///%ff"), None);
        assert_eq!(name_of("untitled:Untitled-1", "sql"), "Untitled-1.sql");
    }
}
