//! The README's examples other than the Rust one, which is a doc test.

use iot_sql::{Rule, SqlVersion};
use rulelens_cli::cases::Case;

const README: &str = include_str!("../../README.md");

/// The code blocks of a language.
fn blocks(language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    README.split(fence.as_str()).skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

#[test]
fn the_case_passes() {
    let [text] = blocks("json")[..] else { panic!("one case is expected") };
    let case = Case::from_json(text).expect("a case");
    assert_eq!(case.run().differences, []);
}

#[test]
fn the_mistake_is_the_one_that_is_shown() {
    let [text] = blocks("text")[..] else { panic!("one message is expected") };
    let (_, sql) = text.lines().find_map(|line| line.split_once("1 | ")).expect("a statement");
    let rejection = Rule::parse(sql, SqlVersion::default()).expect_err(sql);
    assert!(
        text.starts_with(&format!("error[{}]: {}\n", rejection.code.id, rejection.message)),
        "{rejection:?}"
    );
    let place = rejection.primary().expect("a place").range.start + 1;
    assert!(text.contains(&format!(" --> sql:1:{place}\n")), "{place}");
}
