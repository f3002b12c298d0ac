//! Words that page, messages and documents do not use, each with the one that they have for it.

use std::fs;
use std::path::{Path, PathBuf};

const UNWANTED: &[(&str, &str)] = &[
    ("must stand here", "expected"),
    ("a word other than true", "expected a value"),
    ("become each one", "each become one VARCHAR that holds JSON"),
    ("may take the other records", "Timestream may reject the other records of this request too"),
    ("Which of the two it is", "AWS does not document which"),
    ("below are mended", "fixed"),
    ("in its output that Timestream would get", "the output has no value to write"),
    ("the message ends at", "stopped the message"),
    ("WHERE: not there", "no WHERE"),
    ("Take it back", "Undo"),
    ("Copy as JSON", "Copy WriteRecords request"),
    ("Client id", "Client ID"),
    ("client id", "client ID"),
    ("Account id", "Account ID"),
    ("account id", "account ID"),
    ("Trace id", "Trace ID"),
    ("trace id", "trace ID"),
    ("Stand-in", "Mock"),
    ("stand-in", "mock"),
    ("Not documented: ", "Unknown (AWS does not document this): "),
];

/// What people read, or what makes it.
const READ: &[&str] = &["crates", "web", "docs", "examples", "README.md", "CHANGELOG.md", "index.html"];

fn files(at: PathBuf, found: &mut Vec<PathBuf>) {
    if at.is_dir() {
        let entries = fs::read_dir(&at).expect("a folder");
        entries.for_each(|entry| files(entry.expect("an entry").path(), found));
    } else if at
        .extension()
        .is_some_and(|kind| ["rs", "md", "json", "jsonl", "mjs", "html"].iter().any(|one| kind == *one))
    {
        found.push(at);
    }
}

#[test]
fn one_thing_has_one_word() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut all = Vec::new();
    for read in READ {
        files(root.join(read), &mut all);
    }
    assert!(all.len() > 300, "the folders are there");
    let this = Path::new(file!()).file_name();
    for path in all.iter().filter(|path| path.file_name() != this) {
        let text = fs::read_to_string(path).unwrap_or_default();
        for (unwanted, instead) in UNWANTED {
            let line = text.lines().position(|line| line.contains(unwanted));
            assert_eq!(
                line.map(|line| line + 1),
                None,
                "{}: `{unwanted}`, which is `{instead}`",
                path.display()
            );
        }
    }
}
