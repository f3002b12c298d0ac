//! The conformance cases of the language, in `tests/cases` of the repository: those that need nothing but a statement and
//! a message. What has a context or an action is run by the crate that knows these.

use iot_sql::{Context, Message, Outcome, Outgoing, Rule, SqlVersion};
use serde_json::Value as Json;
use std::path::Path;

/// Members of a case that this test knows.
const KNOWN: &[&str] = &[
    "name",
    "source",
    "evidence",
    "note",
    "topic",
    "inputSql",
    "inputPayload",
    "sqlVersion",
    "expectedOutput",
    "expectedMatch",
    "expectedError",
];

/// What becomes of a case: whether the rule acts, the outgoing payload, the error's code and words.
fn run(case: &Json) -> (bool, Option<String>, String) {
    let text = |name: &str| match &case[name] {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_string(),
    };
    let version = SqlVersion::from_name(&text("sqlVersion")).unwrap_or_default();
    let failed = |error: &iot_sql::Diagnostic| format!("{} {}", error.code.id, error.message);
    let sql = text("inputSql");
    let rule = match Rule::parse(&sql, version) {
        Ok(rule) => rule,
        Err(error) => return (false, None, failed(&error)),
    };
    let (topic, payload) = (text("topic"), text("inputPayload"));
    let message = Message { topic: &topic, payload: payload.as_bytes() };
    match rule.evaluate(message, &Context::default()) {
        Outcome::Output(Outgoing::Json(value)) => (true, Some(value.to_json()), String::new()),
        Outcome::Output(Outgoing::Binary(bytes)) => {
            (true, Some(String::from_utf8_lossy(&bytes).into_owned()), String::new())
        }
        Outcome::Failed(error) => (false, None, failed(&error)),
        _ => (false, None, String::new()),
    }
}

/// What is wrong with a case.
fn differences(case: &Json) -> Vec<String> {
    let (acts, output, error) = run(case);
    let mut wrong = Vec::new();
    if let Some(expected) = case["expectedMatch"].as_bool()
        && (acts != expected || !error.is_empty())
    {
        wrong.push(format!("the rule acts: {acts}, {error}"));
    }
    if let Some(expected) = case["expectedError"].as_str()
        && !error.contains(expected)
    {
        wrong.push(format!("expected {expected}, found {error}"));
    }
    match &case["expectedOutput"] {
        Json::Null => {}
        expected => {
            let expected = expected.as_str().map_or_else(|| expected.to_string(), str::to_owned);
            if output.as_deref() != Some(&expected) {
                wrong.push(format!("expected {expected}, found {output:?} {error}"));
            }
        }
    }
    wrong
}

#[test]
fn every_case_of_the_language_passes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
    let (mut count, mut wrong) = (0, Vec::new());
    for file in std::fs::read_dir(folder).expect("the folder of cases") {
        let file = file.expect("a file").path();
        for line in std::fs::read_to_string(&file).expect("a text").lines() {
            let Ok(case) = serde_json::from_str::<Json>(line) else { continue };
            let is_plain =
                case.as_object().is_some_and(|case| case.keys().all(|key| KNOWN.contains(&&**key)));
            if is_plain {
                count += 1;
                let place = format!("{}: {}", file.display(), case["name"]);
                wrong.extend(differences(&case).into_iter().map(|one| format!("{place}: {one}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count > 1000, "{count} cases");
}
