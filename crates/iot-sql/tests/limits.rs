//! Every limit of the language on both sides: the last value that is accepted, and the first that is not.

use iot_sql::{Context, Message, Outcome, Outgoing, Rule, SqlVersion, Template};

/// The codes that a statement or a template, or else a message, is rejected with.
fn codes(sql: &str, topic: &str, payload: &[u8]) -> Vec<&'static str> {
    if sql.starts_with("${") {
        return Template::parse(sql, SqlVersion::V2016_03_23)
            .err()
            .iter()
            .map(|error| error.code.id)
            .collect();
    }
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

/// A statement that has a call so many times, and runs none of them.
fn calls(call: &str, count: usize) -> (String, String, Vec<u8>) {
    let items: Vec<String> = (0..count).map(|index| format!("{call} AS x{index}")).collect();
    statement(format!("SELECT {} FROM 'a/b' WHERE false", items.join(", ")))
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
        what: "calls of get_dynamodb",
        last: 1,
        code: "sql.call-limit",
        rule: |count| calls("get_dynamodb('t', 'id', a, 'r')", count),
    },
    Limit {
        what: "calls of get_registry_data",
        last: 1,
        code: "sql.call-limit",
        rule: |count| calls("get_registry_data('DescribeThing', a, 'r')", count),
    },
    Limit {
        what: "calls of decode with 'proto'",
        last: 2,
        code: "sql.call-limit",
        rule: |count| calls("decode(a, 'proto', 'b', 'k', 'p', 'M')", count),
    },
    Limit {
        what: "nested calls",
        last: 63,
        code: "sql.too-deep",
        rule: |depth| {
            statement(format!("SELECT {}a{} AS x FROM 'a/b'", "abs(".repeat(depth), ")".repeat(depth)))
        },
    },
    Limit {
        what: "nested parentheses of a template",
        last: 63,
        code: "sql.too-deep",
        rule: |depth| statement(format!("${{{}a{}}}", "(".repeat(depth), ")".repeat(depth))),
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

/// An expression, the payload's `a` and `b` at a limit and beyond it, and the value at the limit and beyond it.
type Edge = (&'static str, fn(usize) -> String, usize, &'static str, &'static str);

const EDGES: &[Edge] = &[
    ("length(lpad('x', a))", |count| count.to_string(), 1000, "1001", "1001"),
    ("length(rpad('x', a))", |count| count.to_string(), 999, "1000", "1001"),
    // `[{"b":"…"},{}]` has 13 bytes beside the string.
    (
        "length(cast(transform('enrichArray', {}, a) AS String))",
        |bytes| format!(r#"[{{"b":"{}"}},{{}}]"#, "x".repeat(bytes - 13)),
        128 * 1024,
        "131072",
        "Undefined",
    ),
    // Optional sections of a date's pattern, whose text is a year.
    (
        "time_to_epoch('1970-01-01 UTC', a)",
        |depth| format!(r#""yyyy-MM-dd z{}{}""#, "[".repeat(depth), "]".repeat(depth)),
        64,
        "0",
        "Undefined",
    ),
    // A number of 34 digits is exact, one of more is a Decimal.
    (
        "a + 0",
        |digits| "9".repeat(digits),
        34,
        "9999999999999999999999999999999999",
        "1.000000000000000000000000000000000E+35",
    ),
    (
        "regexp_matches('p', a)",
        |length| format!(r#""[{}]""#, "p".repeat(length - 2)),
        10_000,
        "true",
        "Undefined",
    ),
    (
        "regexp_matches('p', a)",
        |depth| format!(r#""{}p{}""#, "(".repeat(depth), ")".repeat(depth)),
        25,
        "true",
        "Undefined",
    ),
    ("chr(a)", |code| code.to_string(), 127, "\"\u{7F}\"", "Undefined"),
];

#[test]
fn values_change_beyond_their_limit() {
    let mut wrong = Vec::new();
    for (expression, a, last, at, beyond) in EDGES {
        for (value, expected) in [(*last, at), (last + 1, beyond)] {
            let rule = Rule::parse(&format!("SELECT {expression} AS x FROM 'a/b'"), SqlVersion::V2016_03_23);
            let payload = format!(r#"{{"a":{}}}"#, a(value));
            let message = Message { topic: "a/b", payload: payload.as_bytes() };
            let found = match rule.expect(expression).evaluate(message, &Context::default()) {
                Outcome::Output(Outgoing::Json(result)) => result.to_json(),
                outcome => format!("{outcome:?}"),
            };
            let expected =
                if *expected == "Undefined" { "{}".to_owned() } else { format!(r#"{{"x":{expected}}}"#) };
            if found != expected {
                wrong.push(format!("{expression} at {value}: {found}, expected {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
