//! The limits of documents on both sides.

use rule_actions::documents::{Format, read, write};

/// The code that a document, or else writing its rule, is rejected with.
fn code(document: &str) -> Option<&'static str> {
    let found = match read(document) {
        Ok(found) => found,
        Err(errors) => return Some(errors[0].code.id),
    };
    write(&found.rules[0], Format::Json).err().map(|errors| errors[0].code.id)
}

/// What is limited, the last value that is accepted, the code that the next one is rejected with, and a document with a
/// value.
type Limit = (&'static str, usize, &'static str, fn(usize) -> String);

const LIMITS: &[Limit] = &[
    ("bytes", 1 << 20, "document.too-large", |bytes| {
        let rule = r#"{"sql": "x"}"#;
        rule.to_owned() + &" ".repeat(bytes - rule.len())
    }),
    ("nested arrays of JSON", 64, "document.too-deep", |depth| {
        format!(r#"{{"sql": "x", "a": {}{}}}"#, "[".repeat(depth), "]".repeat(depth))
    }),
    ("nested arrays of YAML", 64, "document.too-deep", |depth| {
        format!("sql: x\na: {}{}", "[".repeat(depth), "]".repeat(depth))
    }),
    ("characters of a rule's name", 128, "document.rule-name", |length| {
        format!(r#"{{"ruleName": "{}", "topicRulePayload": {{"sql": "x"}}}}"#, "n".repeat(length))
    }),
];

#[test]
fn each_holds_up_to_its_last_value_and_no_further() {
    let mut wrong = Vec::new();
    for (what, last, expected, document) in LIMITS {
        let [at, beyond] = [*last, last + 1].map(|value| code(&document(value)));
        if at.is_some() || beyond != Some(*expected) {
            wrong.push(format!("{what}: at {last} {at:?}, beyond {beyond:?}, expected {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
