//! The examples of the codes that need nothing but a statement and a message: each code is reported for its own, and for
//! none of those near them.

use iot_sql::{Context, Example, Message, Outcome, Rule, SqlVersion, codes, no_version};

/// The codes of everything that is reported.
fn reported(example: &Example) -> Vec<&'static str> {
    let version = example.version.unwrap_or(SqlVersion::V2015_10_08);
    let missing = example.version.is_none().then(no_version);
    let (sql, payload) = (example.sql.get(), example.payload.get());
    let rule = match Rule::parse(&sql, version) {
        Ok(rule) => rule,
        Err(error) => return vec![error.code.id],
    };
    let context = Context { timestamp_ms: Example::NOW_MS, ..Context::default() };
    let message = Message { topic: example.topic, payload: payload.as_bytes() };
    let mut run = rule.start(message, &context);
    run.listen();
    let outcome = run.run();
    let remarks = run.remarks(&outcome);
    let failure = if let Outcome::Failed(failure) = outcome { Some(failure) } else { None };
    let of_message = message.check().into_iter().chain(remarks).chain(failure).chain(missing);
    rule.warnings().iter().cloned().chain(of_message).map(|diagnostic| diagnostic.code.id).collect()
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
            let found = reported(example);
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
            if reported(example).contains(&code.id) {
                wrong.push(format!("{code:?} is reported for {example:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 100, "{count} examples");
}
