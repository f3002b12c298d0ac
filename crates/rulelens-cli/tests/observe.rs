//! `rulelens observe`: the script runs with an `aws` on PATH that does what RuleLens says AWS does, and its answers are read.
#![cfg(unix)]

mod common;

use common::rulelens;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

/// An `aws` that keeps what it is given in a folder. A rule that RuleLens rejects it rejects, a message that a rule acts on
/// becomes an object. What is in `otherwise` it answers in the place of RuleLens.
const FAKE: &str = include_str!("observe/aws.sh");

fn tool(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).expect("a file");
    fs::set_permissions(folder.join(name), fs::Permissions::from_mode(0o755)).expect("a file");
}

/// Runs the script of an export, with the fake and without waiting.
fn script(folder: &Path, arguments: &[&str]) -> Output {
    let bin = folder.join("bin");
    fs::create_dir_all(&bin).expect("a folder");
    tool(&bin, "aws", FAKE);
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").expect("a PATH"));
    Command::new("bash")
        .arg("observe/observe.sh")
        .args(arguments)
        .current_dir(folder)
        .env("PATH", path)
        .env("AWS_REGION", "eu-west-1")
        .env("WAIT", "0")
        .env("SETTLE", "0")
        .env("FAKE", folder.join("fake"))
        .env("RULELENS", env!("CARGO_BIN_EXE_rulelens"))
        .output()
        .expect("bash")
}

fn exported(word: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let ran = rulelens(folder.path(), &["observe", "export", "--word", word], b"");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    folder
}

#[test]
fn a_plan_says_what_would_be_done_and_does_nothing() {
    let folder = exported("semicolon");
    let output = script(folder.path(), &["--plan"]);
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(output.status.success(), "{text}");
    for part in [
        "in account 123456789012, region eu-west-1",
        "create the S3 bucket",
        "delete the rules",
        "AWS bills up to",
    ] {
        assert!(text.contains(part), "no {part:?} in {text}");
    }
    let made = fs::read_to_string(folder.path().join("fake/log")).expect("a log");
    assert_eq!(made, "sts get-caller-identity --query Account --output text\n");
    assert!(!folder.path().join("observe/answers.jsonl").exists());
}

#[test]
fn answers_settle_questions_and_everything_is_deleted() {
    let folder = exported("without alias");
    let output = script(folder.path(), &["--yes"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{told}");
    let fake = folder.path().join("fake");
    for kind in ["rules", "objects", "bucket", "role"] {
        let left = fs::read_dir(fake.join(kind)).map_or(0, Iterator::count);
        assert_eq!(left, 0, "{kind} are left");
    }
    let read = rulelens(folder.path(), &["observe", "read", "observe/answers.jsonl"], b"");
    assert_eq!(read.code, 0, "{}", read.err);
    assert!(read.err.contains("settled: keys.md: A call without alias: Seen on AWS, "), "{}", read.err);
    assert!(
        read.out.starts_with("--- a/docs/open-questions/keys.md\n+++ b/docs/open-questions/keys.md\n@@ "),
        "{}",
        read.out
    );
    assert!(
        read.out.contains("\n-**Evidence**: assumed. **Page**")
            && read.out.contains("\n+**Evidence**: verified. **Page**")
    );

    // The patch fits, and what it makes keeps the form.
    let docs = folder.path().join("docs/open-questions");
    fs::create_dir_all(&docs).expect("a folder");
    let keys = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/open-questions/keys.md");
    fs::copy(keys, docs.join("keys.md")).expect("a file");
    fs::write(folder.path().join("answers.patch"), &read.out).expect("a file");
    let applied = Command::new("git")
        .args(["apply", "answers.patch"])
        .current_dir(folder.path())
        .output()
        .expect("git");
    assert!(applied.status.success(), "{}", String::from_utf8_lossy(&applied.stderr));
    let text = fs::read_to_string(docs.join("keys.md")).expect("a file");
    let subject = rulelens_cli::questions::subject(&text).expect("questions");
    let question = subject
        .questions
        .iter()
        .find(|question| question.topic == "A call without alias")
        .expect("the question");
    assert_eq!(question.evidence.name(), "verified");
    assert!(question.sources[0].starts_with("Seen on AWS, 20"), "{:?}", question.sources);
}

#[test]
fn another_answer_is_told_and_verifies_nothing() {
    let folder = exported("A call without alias");
    fs::create_dir_all(folder.path().join("fake")).expect("a folder");
    fs::write(folder.path().join("fake/otherwise"), "{\"topic\":\"rulelens\"}").expect("a file");
    assert!(script(folder.path(), &["--yes"]).status.success());
    let read = rulelens(folder.path(), &["observe", "read", "observe/answers.jsonl"], b"");
    assert!(read.err.contains("AWS does otherwise: keys.md: A call without alias: "), "{}", read.err);
    assert!(read.err.contains("which is not what RuleLens does"), "{}", read.err);
    assert!(read.out.contains("+**Evidence**: contradicted."), "{}", read.out);
}

#[test]
fn an_account_that_rejects_the_rules_for_another_reason_answers_nothing() {
    let folder = exported("semicolon");
    fs::create_dir_all(folder.path().join("fake")).expect("a folder");
    fs::write(folder.path().join("fake/denied"), "").expect("a file");
    let output = script(folder.path(), &["--yes"]);
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("AccessDeniedException"));
    let log = fs::read_to_string(folder.path().join("fake/log")).expect("a log");
    assert!(log.contains("iam delete-role --role-name") && log.contains("s3 rb s3://"), "{log}");
    assert!(!folder.path().join("observe/answers.jsonl").exists());
}

#[test]
fn a_message_that_was_not_published_is_no_answer() {
    let folder = exported("A call without alias");
    fs::create_dir_all(folder.path().join("fake")).expect("a folder");
    fs::write(folder.path().join("fake/silent"), "").expect("a file");
    assert!(script(folder.path(), &["--yes"]).status.success());
    let answers = fs::read_to_string(folder.path().join("observe/answers.jsonl")).expect("answers");
    assert_eq!(answers.lines().count(), 2, "{answers}");
    assert_eq!(rulelens(folder.path(), &["observe", "read", "observe/answers.jsonl"], b"").code, 1);
}

#[test]
fn files_that_are_no_answers_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let head = r#"{"rulelens":"observe","version":1,"date":"2026-01-02","region":"eu-west-1"}"#;
    let control = r#"{"id":"control","key":"cGF5bG9hZA==","payload":"e30="}"#;
    for (text, part) in [
        (String::new(), "the first line is not that of observe.sh"),
        ("{\"id\":\"a\"}".to_owned(), "the first line is not that of observe.sh"),
        (head.to_owned(), "the control rule's message did not arrive"),
        (format!("{head}\n{control}\n{{"), "line 3: "),
        (format!("{head}\n{control}\n{{\"id\":\"a\",\"rejected\":\"%\"}}"), "line 3: "),
        (format!("{head}\n{control}\n{{\"id\":\"a\"}}"), "line 3: a line has `rejected`"),
    ] {
        fs::write(folder.path().join("a.jsonl"), &text).expect("a file");
        let ran = rulelens(folder.path(), &["observe", "read", "a.jsonl"], b"");
        assert!(ran.code == 2 && ran.err.contains(part) && ran.out.is_empty(), "{text}: {}", ran.err);
    }
    fs::write(folder.path().join("a.jsonl"), format!("{head}\n{control}\n")).expect("a file");
    let ran = rulelens(folder.path(), &["observe", "read", "a.jsonl"], b"");
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
}

#[test]
fn an_export_has_files_for_awss_own_tool_and_says_what_is_left_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let ran = rulelens(folder.path(), &["observe", "export"], b"");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let tool = rulelens(folder.path(), &["test", "observe/validation-tool"], b"");
    assert_eq!(tool.code, 0, "{}{}", tool.out, tool.err);
    let check = rulelens(folder.path(), &["check", "observe/rules", "--format", "json"], b"");
    assert!(check.code < 2, "{}", check.err);
    let list = fs::read_to_string(folder.path().join("observe/questions.md")).expect("a file");
    assert!(
        list.contains("\n## statements.md\n") && list.contains("it is about what a table holds."),
        "{list}"
    );
    let again = rulelens(folder.path(), &["observe", "export"], b"");
    assert!(again.code == 2 && again.err.contains("is not empty"), "{}", again.err);
    let none = rulelens(folder.path(), &["observe", "export", "x", "--word", "no such word"], b"");
    assert!(none.code == 2 && !folder.path().join("x").exists(), "{}", none.err);
}
