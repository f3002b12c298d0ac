//! Every limit of the language on both sides: the last value that is accepted, and the first that is not.

use iot_sql::{Context, Message, Outcome, Rule, SqlVersion};

/// The codes that a statement, or else a message, is rejected with.
fn codes(sql: &str, topic: &str, payload: &[u8]) -> Vec<&'static str> {
    let rule = match Rule::parse(sql, SqlVersion::V2016_03_23) {
        Ok(rule) => rule,
        Err(error) => return vec![error.code.id],
    };
    let message = Message { topic, payload };
    let mut problems = message.check();
    if let Outcome::Failed(failure) = rule.evaluate(message, &Context::default()) {
        problems.push(failure);
    }
    problems.iter().map(|problem| problem.code.id).collect()
}

/// A limit: what leads to a value of a given size, the last that is accepted, and the code that the next is rejected with.
struct Limit {
    what: &'static str,
    last: usize,
    code: &'static str,
    /// Statement, topic, payload.
    rule: fn(usize) -> (String, String, Vec<u8>),
}

fn statement(sql: String) -> (String, String, Vec<u8>) {
    (sql, "a/b".to_owned(), b"{}".to_vec())
}

const LIMITS: &[Limit] = &[
    Limit {
        what: "bytes of a statement",
        last: 128 * 1024,
        code: "sql.too-long",
        rule: |bytes| {
            let sql = "SELECT a FROM 'a/b'";
            statement(format!("{sql}{}", " ".repeat(bytes - sql.len())))
        },
    },
    Limit {
        what: "nested parentheses",
        last: 63,
        code: "sql.too-deep",
        rule: |depth| {
            statement(format!("SELECT {}a{} AS x FROM 'a/b'", "(".repeat(depth), ")".repeat(depth)))
        },
    },
    Limit {
        what: "variables of a statement",
        last: 10,
        code: "sql.bad-variable",
        rule: |count| {
            let set: Vec<String> = (0..count).map(|index| format!("@v{index} = {index}")).collect();
            statement(format!("SET {} SELECT @v0 AS x FROM 'a/b'", set.join(", ")))
        },
    },
    Limit {
        what: "characters of a variable's name",
        last: 64,
        code: "sql.bad-variable",
        rule: |length| {
            let name = "v".repeat(length);
            statement(format!("SET @{name} = 1 SELECT @{name} AS x FROM 'a/b'"))
        },
    },
    Limit {
        what: "bytes of a variable's value",
        last: 128 * 1024,
        code: "run.variable-too-large",
        rule: |bytes| {
            // Its JSON has two quotes.
            let (half, odd) = ((bytes - 2) / 2, "x".repeat(bytes % 2));
            let sql = format!("SET @v = a + a + '{odd}' SELECT @v AS x FROM 'a/b'");
            (sql, "a/b".to_owned(), format!(r#"{{"a":"{}"}}"#, "a".repeat(half)).into_bytes())
        },
    },
    Limit {
        what: "bytes of a topic",
        last: 256,
        code: "topic.too-long",
        rule: |bytes| ("SELECT a FROM '#'".to_owned(), "t".repeat(bytes), b"{}".to_vec()),
    },
    Limit {
        what: "slashes of a topic",
        last: 7,
        code: "topic.too-long",
        rule: |slashes| {
            ("SELECT a FROM '#'".to_owned(), format!("t{}", "/t".repeat(slashes)), b"{}".to_vec())
        },
    },
    Limit {
        what: "bytes of a payload",
        last: 128 * 1024,
        code: "payload.too-large",
        rule: |bytes| {
            let payload = format!("{{}}{}", " ".repeat(bytes - 2)).into_bytes();
            ("SELECT a FROM 'a/b'".to_owned(), "a/b".to_owned(), payload)
        },
    },
    Limit {
        what: "nested arrays of a payload",
        last: 199,
        code: "payload.not-json",
        rule: |depth| {
            let payload = format!(r#"{{"a":{}1{}}}"#, "[".repeat(depth), "]".repeat(depth)).into_bytes();
            ("SELECT a FROM 'a/b'".to_owned(), "a/b".to_owned(), payload)
        },
    },
];

#[test]
fn each_holds_up_to_its_last_value_and_no_further() {
    let mut wrong = Vec::new();
    for Limit { what, last, code, rule } in LIMITS {
        let found = |value: usize| {
            let (sql, topic, payload) = rule(value);
            codes(&sql, &topic, &payload)
        };
        let [at, beyond] = [found(*last), found(last + 1)];
        if !at.is_empty() || beyond != [*code] {
            wrong.push(format!("{what}: at {last} {at:?}, beyond {beyond:?}, expected {code}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
