//! `rulelens questions`.

mod common;

use common::rulelens;
use std::path::Path;

#[test]
fn questions_are_listed_and_shown() {
    let run = |arguments: &[&str]| rulelens(Path::new("."), arguments, b"");
    let all = run(&["questions"]);
    assert_eq!(all.code, 0);
    assert!(all.out.contains("Statements\n  contradicted  Quotes around the topic filter\n"), "{}", all.out);
    assert!(all.out.contains("\n  contradicted  round\n"), "{}", all.out);

    let one = run(&["questions", "SEMICOLON"]);
    assert!(one.out.starts_with("## A semicolon at the end\n\n**Evidence**: assumed."), "{}", one.out);
    assert_eq!(one.out.matches("\n## ").count(), 0);

    let json = run(&["questions", "semicolon", "--format", "json"]);
    let list: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(list[0]["topic"], "A semicolon at the end");
    assert_eq!(list[0]["readings"][1]["followed"], true);
    assert_eq!(list[0]["file"], "docs/open-questions/statements.md");

    let none = run(&["questions", "no such word"]);
    assert_eq!((none.code, none.out.as_str()), (1, ""));
    assert!(none.err.contains("`no such word`"), "{}", none.err);
}
