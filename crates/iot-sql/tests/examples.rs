//! The examples of the codes that need nothing but a statement and a message: each code is reported for its own, and for
//! none of those near them.

use iot_sql::text::shortened;
use iot_sql::{Context, Diagnostic, Example, Input, Message, Outcome, Rule, SqlVersion, codes, no_version};
use std::ops::Range;

/// The codes of everything that is reported.
fn codes_of(example: &Example) -> Vec<&'static str> {
    reported(example).iter().map(|diagnostic| diagnostic.code.id).collect()
}

/// Everything that is reported.
fn reported(example: &Example) -> Vec<Diagnostic> {
    let version = example.version.unwrap_or(SqlVersion::V2015_10_08);
    let missing = example.version.is_none().then(no_version);
    let (sql, payload) = (example.sql.get(), example.payload.get());
    let rule = match Rule::parse(&sql, version) {
        Ok(rule) => rule,
        Err(error) => return vec![error],
    };
    let context = Context { timestamp_ms: Example::NOW_MS, ..Context::default() };
    let message = Message { topic: example.topic, payload: payload.as_bytes() };
    let mut run = rule.start(message, &context);
    run.listen();
    let outcome = run.run();
    let remarks = run.remarks(&outcome);
    let failure = if let Outcome::Failed(failure) = outcome { Some(*failure) } else { None };
    let of_message = message.check().into_iter().chain(remarks).chain(failure).chain(missing);
    rule.warnings().iter().cloned().chain(of_message).collect()
}

/// The codes whose diagnostics are made here, but for a part that only a report asks about.
const ASKED_FOR: &[&str] =
    &["run.missing-key", "run.undefined", "run.may-be-absent", "run.default-used", "run.quoted-key"];

/// Whether nothing is needed but what this crate has.
fn is_plain(example: &Example) -> bool {
    example.action.is_none() && example.context.is_none() && example.earlier.is_none()
}

#[test]
fn codes_are_reported_for_their_examples() {
    let (mut count, mut wrong) = (0, Vec::new());
    for code in codes().filter(|code| !ASKED_FOR.contains(&code.id)) {
        for example in code.examples.iter().filter(|example| is_plain(example)) {
            count += 1;
            let found = codes_of(example);
            if !found.contains(&code.id) {
                wrong.push(format!("{code:?}: {found:?} for {example:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 100, "{count} examples");
}

#[test]
fn codes_are_not_reported_for_near_neighbours() {
    let (mut count, mut wrong) = (0, Vec::new());
    for code in codes() {
        for example in code.silent.iter().filter(|example| is_plain(example)) {
            count += 1;
            if codes_of(example).contains(&code.id) {
                wrong.push(format!("{code:?} is reported for {example:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 100, "{count} examples");
}

/// Each example's statement, with what is said of it: the message, its places, help, and what the fixes make of it.
#[test]
fn what_is_reported_for_the_examples() {
    let mut seen = String::new();
    for code in codes() {
        for example in code.examples.iter().chain(code.silent).filter(|example| is_plain(example)) {
            let sql = example.sql.get();
            seen += &format!("## {}\n{}\n", code.id, shortened(&sql, 300));
            for found in reported(example) {
                seen += &format!("  {}: {}\n", found.code.id, found.message);
                let of_sql = |range: &Range<usize>| match found.input {
                    Input::Sql => format!("`{}`", shortened(&sql[range.clone()], 80)),
                    _ => format!("{range:?}"),
                };
                for label in &found.labels {
                    seen += &format!("    {} {}\n", of_sql(&label.range), label.message);
                }
                seen += &found.help.map(|help| format!("    help: {help}\n")).unwrap_or_default();
                for fix in &found.fixes {
                    let fixed = if found.input == Input::Sql { fix.apply(&sql) } else { None };
                    seen += &format!("    {}: {}\n", fix.title, shortened(&fixed.unwrap_or_default(), 300));
                }
            }
        }
    }
    insta::assert_snapshot!(seen);
}
