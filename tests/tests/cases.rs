//! The conformance cases in `cases/`: all of them pass, and say where they come from.

use iot_sql::Evidence;
use rulelens_cli::cases::{Found, find, read};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

fn all() -> Vec<Found> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let files: Vec<PathBuf> =
        find(&[folder]).into_iter().map(|file| file.expect("a readable file")).collect();
    let mut cases = Vec::new();
    for file in files {
        read(&file, |found| cases.push(found.expect("a well-formed case")));
    }
    cases
}

#[test]
fn every_case_passes() {
    let cases = all();
    let failures: Vec<String> = cases
        .iter()
        .flat_map(|found| {
            let place = format!("{}:{}: {}", found.file.display(), found.line, found.case.name);
            found
                .case
                .run()
                .differences
                .into_iter()
                .map(move |difference| format!("{place}\n    {difference:?}"))
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(cases.len() > 400, "only {} cases were found", cases.len());
}

#[test]
fn every_case_says_what_it_is_about_and_how_that_is_known() {
    let mut names = HashSet::new();
    for Found { file, line, case } in all() {
        let place = format!("{}:{line}", file.display());
        assert!(!case.name.is_empty() && !case.source.is_empty(), "{place}");
        assert!(names.insert((file, case.name.clone())), "{place}: a second case is called {:?}", case.name);
        assert!(case.unknown_fields.is_empty(), "{place}: {:?}", case.unknown_fields);
        let is_known = Evidence::ALL.iter().any(|evidence| evidence.name() == case.evidence)
            || case.evidence.starts_with("real engine");
        assert!(is_known, "{place}: {}", case.evidence);
    }
}
