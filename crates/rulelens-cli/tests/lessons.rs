//! `rulelens lessons`, and the repository's own course.

mod common;

use rulelens_cli::lessons::check_folder;
use std::path::PathBuf;

fn course() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/lessons")
}

/// T1 to T9 and T11 of our course; the snapshot is T10: a change of the engine that changes a lesson is seen in review.
#[test]
fn our_course_holds() {
    let found = check_folder(&course()).expect("a course");
    let findings: Vec<String> = found
        .findings
        .iter()
        .map(|found| {
            format!(
                "{}:{}: {}: {}",
                found.file, found.finding.line, found.finding.test, found.finding.message
            )
        })
        .collect();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
    insta::assert_snapshot!("our_course", found.outcomes);
}
