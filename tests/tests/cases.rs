//! The conformance cases in `cases/`: they say where they come from, and pass in every form that they can have.

use iot_sql::Evidence;
use rulelens_cli::cases::{Case, CaseRule, Found, find, read, with_outcome, without_rule};
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

/// What came of a case is what it then expects, also when it was taken from its rule and given back to it.
#[test]
fn every_case_passes_with_its_own_outcome() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    for file in find(&[folder]) {
        let file = file.expect("a readable file");
        let text = std::fs::read_to_string(&file).expect("a text");
        for (line, text) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let place = format!("{}:{}", file.display(), line + 1);
            let case = Case::from_json(text).expect("a case");
            let (name, rest) = without_rule(text).expect("a case");
            let rule = CaseRule {
                sql: &case.sql,
                version: Some(case.version.name()),
                action: case.action.as_deref(),
            };
            let text = rule.text(&name, &rest).unwrap_or_else(|error| panic!("{place}: {error}"));
            assert_eq!(Case::from_json(&text).expect("a case").run().differences, [], "{place}: {text}");
            let text = with_outcome(&text).unwrap_or_else(|error| panic!("{place}: {error}"));
            let differences = Case::from_json(&text).expect("a case").run().differences;
            assert_eq!(differences, [], "{place}: {text}");
        }
    }
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
