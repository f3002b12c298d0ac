//! Case files: finding them, and reading the cases in them one by one.

use super::{Case, Malformed, read_document, read_lines};
use crate::input::{MAX_TEXT, read_bytes};
use std::fmt;
use std::fs;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// A case and where it is located.
#[derive(Debug)]
pub struct Found {
    /// The file.
    pub file: PathBuf,
    /// The line of the file on which the case starts, from 1.
    pub line: usize,
    /// The case.
    pub case: Case,
}

/// Why a file cannot be read, or a case in it is malformed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file or folder.
    pub file: PathBuf,
    /// The line, from 1, that has the problem.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(formatter, ":{line}")?;
        }
        write!(formatter, ": {}", self.message)
    }
}

/// The case files at these paths: files as given, folders with all that is below them, sorted by name.
#[must_use]
pub fn find(paths: &[PathBuf]) -> Vec<Result<PathBuf, Problem>> {
    let mut files = Vec::new();
    for path in paths {
        let before = files.len();
        for entry in WalkDir::new(path).follow_links(true).sort_by_file_name() {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) if entry.depth() == 0 || is_case_file(entry.path()) => {
                    files.push(Ok(entry.into_path()));
                }
                Ok(_) => {}
                Err(error) => {
                    let file = error.path().unwrap_or(path).to_owned();
                    let message = match error.io_error() {
                        Some(error) => error.to_string(),
                        None => error.to_string(),
                    };
                    files.push(Err(Problem { file, line: None, message }));
                }
            }
        }
        if files.len() == before {
            let message = "no *.json or *.jsonl file is in this folder".to_owned();
            files.push(Err(Problem { file: path.clone(), line: None, message }));
        }
    }
    files
}

fn is_case_file(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "json" || extension == "jsonl")
}

/// Reads the cases of a file one after the other: a `*.jsonl` file has one on each line, any other file is one case
/// or an array of cases.
pub fn read(file: &Path, mut visit: impl FnMut(Result<Found, Problem>)) {
    let mut each = |line: usize, text: Result<&str, Malformed>| {
        visit(match text.and_then(Case::from_json) {
            Ok(case) => Ok(Found { file: file.to_owned(), line, case }),
            Err(malformed) => Err(problem(file, line, &malformed)),
        });
    };
    let result = if file.extension().is_some_and(|extension| extension == "jsonl") {
        fs::File::open(file).and_then(|file| read_lines(BufReader::new(file), MAX_TEXT, &mut each))
    } else {
        let text = read_bytes(Some(file), MAX_TEXT)
            .map_err(|error| io::Error::other(error.root_cause().to_string()));
        text.map(|text| read_document(&text, &mut each))
    };
    if let Err(error) = result {
        visit(Err(Problem { file: file.to_owned(), line: None, message: error.to_string() }));
    }
}

/// A problem of the case that starts on a line.
fn problem(file: &Path, line: usize, malformed: &Malformed) -> Problem {
    let message = match malformed.column {
        0 => malformed.message.clone(),
        column => format!("{} (column {column})", malformed.message),
    };
    Problem { file: file.to_owned(), line: Some(line + malformed.line - 1), message }
}

#[cfg(test)]
mod tests {
    use super::{find, read};
    use std::fs;
    use std::path::PathBuf;

    const GOOD: &str =
        r#"{"inputSql":"SELECT * FROM 'a'","topic":"a","inputPayload":"{}","expectedMatch":true}"#;

    fn outcomes(name: &str, bytes: &[u8]) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("a file");
        let mut seen = Vec::new();
        read(&path, |found| {
            seen.push(match found {
                Ok(found) => format!("{}: case", found.line),
                Err(problem) => format!("{}: {}", problem.line.unwrap_or_default(), problem.message),
            });
        });
        seen
    }

    #[test]
    fn lines_are_read_one_by_one_and_bad_ones_do_not_stop_the_others() {
        let text = [GOOD, "\r\n\n{\"a\": }\n", GOOD, "\n"].concat();
        let mut bytes = text.into_bytes();
        bytes.extend(b"\"\xFF\"\n");
        bytes.extend(GOOD.as_bytes());
        assert_eq!(
            outcomes("a.jsonl", &bytes),
            [
                "1: case",
                "3: expected value (column 7)",
                "4: case",
                "5: the file is not UTF-8 here (column 2)",
                "6: case"
            ]
        );
        assert_eq!(outcomes("a.jsonl", b""), Vec::<String>::new());
    }

    #[test]
    fn a_document_holds_a_case_or_an_array_of_them() {
        let pretty = GOOD.replace(',', ",\n");
        assert_eq!(outcomes("a.json", format!("\u{FEFF}\n{pretty}\n\n").as_bytes()), ["1: case"]);
        let array = format!("[\n{pretty},\n{{\"topic\": 5}},\n{GOOD}]");
        let seen = outcomes("a.json", array.as_bytes());
        assert_eq!([&seen[0], &seen[2]], ["2: case", "7: case"]);
        assert!(seen[1].starts_with("6: invalid type: integer `5`"), "{seen:?}");
        assert_eq!(outcomes("a.json", b"{\n\"topic\": [}"), ["2: expected value (column 11)"]);
        assert_eq!(outcomes("a.json", b"").len(), 1);
    }

    #[test]
    fn folders_are_searched_in_order() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["b.jsonl", "a/z.json", "a/c.txt", "c.json"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, "").expect("a file");
        }
        fs::create_dir(folder.path().join("empty")).expect("a folder");
        let names = |path: PathBuf| -> Vec<String> {
            find(&[path])
                .into_iter()
                .map(|file| match file {
                    Ok(file) => file.strip_prefix(folder.path()).expect("below").display().to_string(),
                    Err(problem) => problem.message,
                })
                .collect()
        };
        assert_eq!(names(folder.path().to_owned()), ["a/z.json", "b.jsonl", "c.json"]);
        assert_eq!(names(folder.path().join("a/c.txt")), ["a/c.txt"]);
        assert!(names(folder.path().join("empty"))[0].starts_with("no *.json"));
        assert_eq!(names(folder.path().join("missing")).len(), 1);
    }
}
