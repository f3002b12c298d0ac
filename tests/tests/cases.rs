//! The conformance cases in `cases/`: all of them pass, and say where they come from.

use iot_sql::Evidence;
use rulelens_cli::cases::{Found, find, read};
use std::collections::{BTreeMap, HashSet};
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
}

/// A case that vanishes is noticed, and so is a file that is no longer read.
#[test]
fn each_file_keeps_its_cases() {
    let mut counts = BTreeMap::<String, usize>::new();
    for Found { file, .. } in all() {
        *counts.entry(file.file_name().expect("a name").to_string_lossy().into_owned()).or_default() += 1;
    }
    let lines: Vec<String> = counts.iter().map(|(file, count)| format!("{count:>5} {file}")).collect();
    insta::assert_snapshot!("cases_in_each_file", lines.join("\n"));
}

#[test]
fn our_own_errors_are_named() {
    for Found { file, line, case } in all() {
        let is_named = case.expected.error.as_deref() != Some("");
        assert!(is_named, "{}:{line}: expectedError names a code, or words", file.display());
    }
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
