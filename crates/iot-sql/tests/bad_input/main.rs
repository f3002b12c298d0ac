//! Statements, templates and payloads that are larger, deeper or further out than any real one: each has a defined
//! result or a diagnostic.

mod sizes;
mod templates;
mod values;

use iot_sql::{Context, Message, Outcome, Rule, SqlVersion};

/// What must come of an input.
#[derive(Clone, Debug, PartialEq)]
enum Expected {
    /// This goes out.
    Gives(String),
    /// This goes out, and the diagnostic of this code is among what is said.
    GivesAndSays(String, &'static str),
    /// The statement is rejected, or the rule fails, with the diagnostic of this code.
    Fails(&'static str),
    /// The rule does not act.
    NoAction,
}

use Expected::{Fails, Gives, GivesAndSays, NoAction};

struct Case {
    name: &'static str,
    sql: String,
    payload: String,
    expected: Expected,
}

fn case(name: &'static str, sql: impl Into<String>, payload: impl Into<String>, expected: Expected) -> Case {
    Case { name, sql: sql.into(), payload: payload.into(), expected }
}

fn gives(text: impl Into<String>) -> Expected {
    Gives(text.into())
}

fn nested(open: &str, inner: &str, close: &str, levels: usize) -> String {
    format!("{}{inner}{}", open.repeat(levels), close.repeat(levels))
}

/// A statement with one expression.
fn select(expression: &str) -> String {
    format!("SELECT {expression} AS x FROM 't'")
}

/// What comes of a statement and a payload, in the same terms.
fn outcome(case: &Case) -> Expected {
    let rule = match Rule::parse(&case.sql, SqlVersion::default()) {
        Ok(rule) => rule,
        Err(rejection) => return Fails(rejection.code.id),
    };
    let context = Context::default();
    let mut run = rule.start(Message { topic: "t", payload: case.payload.as_bytes() }, &context);
    run.listen();
    let outcome = run.run();
    let remarks = run.remarks(&outcome);
    for part in run.take_undefined() {
        let _ = run.why_undefined(&part, None);
    }
    match outcome {
        Outcome::OtherTopic | Outcome::NotTrue { .. } => NoAction,
        Outcome::Failed(failure) => Fails(failure.code.id),
        Outcome::Output(outgoing) => {
            let text = String::from_utf8_lossy(&outgoing.to_bytes()).into_owned();
            match remarks.first() {
                None => Gives(text),
                Some(remark) => GivesAndSays(text, remark.code.id),
            }
        }
    }
}

fn shortened(text: &str) -> &str {
    &text[..text.floor_char_boundary(200)]
}

fn check(cases: &[Case]) {
    let mut wrong = Vec::new();
    for case in cases {
        let given = outcome(case);
        if given != case.expected {
            let [given, expected] = [&given, &case.expected].map(|outcome| format!("{outcome:?}"));
            wrong.push(format!("{}: {}\n   not {}", case.name, shortened(&given), shortened(&expected)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
