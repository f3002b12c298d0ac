//! Every limit of the language on both sides: the last value that is accepted, and the first that is not.

use iot_sql::{Context, Diagnostic, MAX_STEPS, Message, Outcome, Outgoing, Rule, SqlVersion, Template};

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
        problems.push(*failure);
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
        what: "nested CASE",
        last: 63,
        code: "sql.too-deep",
        rule: |depth| {
            let (open, close) = ("CASE b WHEN 1 THEN ".repeat(depth), " END".repeat(depth));
            statement(format!("SELECT {open}a{close} AS x FROM 'a/b'"))
        },
    },
    Limit {
        // The brackets and the query in them are a level each.
        what: "nested queries",
        last: 31,
        code: "sql.too-deep",
        rule: |depth| {
            let (open, close) = ("(SELECT VALUE ".repeat(depth), " FROM b)".repeat(depth));
            statement(format!("SELECT {open}a{close} AS x FROM 'a/b'"))
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
    Limit {
        what: "nested objects of a payload, of which none is read",
        last: 200,
        code: "payload.not-json",
        rule: |depth| {
            let payload = format!("{}1{}", r#"{"a":"#.repeat(depth), "}".repeat(depth)).into_bytes();
            ("SELECT b FROM 'a/b'".to_owned(), "a/b".to_owned(), payload)
        },
    },
    Limit {
        what: "power of ten of a number in a payload",
        last: 999,
        code: "payload.not-json",
        rule: |power| {
            let payload = format!(r#"{{"a":9.99E{power}}}"#).into_bytes();
            ("SELECT a FROM 'a/b'".to_owned(), "a/b".to_owned(), payload)
        },
    },
    Limit {
        what: "power of ten of a number in a payload that is not read",
        last: 999,
        code: "payload.not-json",
        rule: |power| {
            let payload = format!(r#"{{"a":[-9.99E{power}]}}"#).into_bytes();
            ("SELECT b FROM 'a/b'".to_owned(), "a/b".to_owned(), payload)
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

/// Queries inside each other over so many elements, which cost by their square.
fn squares(elements: usize) -> (Result<(), &'static str>, u64) {
    let rule = Rule::parse(
        "SELECT (SELECT VALUE (SELECT VALUE 1 FROM a) FROM a) AS x FROM 't'",
        SqlVersion::default(),
    )
    .expect("a rule");
    let payload = format!(r#"{{"a":[{}1]}}"#, "1,".repeat(elements - 1));
    let context = Context::default();
    let mut run = rule.start(Message { topic: "t", payload: payload.as_bytes() }, &context);
    let outcome = match run.run() {
        Outcome::Failed(failure) => Err(failure.code.id),
        _ => Ok(()),
    };
    (outcome, run.steps())
}

#[test]
fn a_message_is_stopped_when_its_steps_are_spent_and_not_before() {
    let (mut fits, mut stopped) = (1, 10_000);
    while stopped - fits > 1 {
        let middle = usize::midpoint(fits, stopped);
        if squares(middle).0.is_ok() { fits = middle } else { stopped = middle }
    }
    let (outcome, steps) = squares(fits);
    assert!(outcome.is_ok() && steps <= MAX_STEPS, "{fits} elements: {outcome:?} after {steps} steps");
    // What one more element costs is less than a hundredth of all.
    assert!(steps > MAX_STEPS / 100 * 99, "{fits} elements: {steps} steps");
    let (outcome, steps) = squares(stopped);
    assert_eq!(outcome, Err("run.too-many-steps"), "{stopped} elements");
    assert!(steps > MAX_STEPS, "{stopped} elements: {steps} steps");
}

#[test]
fn a_context_can_allow_fewer_steps_but_not_more() {
    let rule = Rule::parse("SELECT a, b, (SELECT VALUE a + 1 FROM c) AS d FROM 't'", SqlVersion::default());
    let (rule, payload) = (rule.expect("a rule"), br#"{"a":1,"b":"text","c":[{"a":1},{"a":2},{"a":3}]}"#);
    let run = |step_limit| {
        let context = Context { step_limit, ..Context::default() };
        let mut run = rule.start(Message { topic: "t", payload }, &context);
        (run.run(), run.steps())
    };
    let (outcome, steps) = run(None);
    assert!(matches!(outcome, Outcome::Output(_)) && steps > 10, "{outcome:?} after {steps} steps");
    for limit in [steps, steps + 1, MAX_STEPS, u64::MAX] {
        assert_eq!(run(Some(limit)), (outcome.clone(), steps), "{limit} steps");
    }
    for limit in 0..steps {
        let (Outcome::Failed(failure), taken) = run(Some(limit)) else { panic!("{limit} steps are enough") };
        assert_eq!(failure.code.id, "run.too-many-steps");
        assert!(failure.message.contains(&format!("after {limit} steps")), "{}", failure.message);
        assert!(taken > limit, "{taken} of {limit}");
    }
}

/// Steps of a rule over a payload.
fn steps(sql: &str, payload: &str) -> u64 {
    let rule = Rule::parse(sql, SqlVersion::default()).expect(sql);
    let context = Context::default();
    let mut run = rule.start(Message { topic: "t", payload: payload.as_bytes() }, &context);
    assert!(matches!(run.run(), Outcome::Output(_)), "{sql}");
    run.steps()
}

#[test]
fn steps_count_what_is_read_and_what_is_built() {
    let payload = |length: usize| format!(r#"{{"s":"{}","t":"{}"}}"#, "x".repeat(length), "x".repeat(length));
    let more = |sql: &str| steps(sql, &payload(32_000)) - steps(sql, &payload(0));
    let about = |found: u64, expected: u64| found.abs_diff(expected) <= expected / 20;
    // 32,000 bytes are read of strings that are compared.
    let read = more("SELECT s = t AS x FROM 't'");
    assert!(about(read, 32_000 / 32), "{read}");
    // 32,000 bytes more are built, where a string stands in an array.
    let built = more("SELECT [s] AS x FROM 't'") - more("SELECT s FROM 't'");
    assert!(about(built, 32_000 / 8), "{built}");
    // What stands in two places counts twice.
    let (once, twice) = (more("SELECT [s] AS x FROM 't'"), more("SELECT [s, s] AS x FROM 't'"));
    assert!(about(twice, 2 * once), "{once} and {twice}");
    // What looks like values in base64 counts before it is read as JSON: here the commas do.
    let decoded = |letter: &str| {
        let payload = format!(r#"{{"s":"{}"}}"#, letter.repeat(4_000));
        steps("SELECT decode(encode(s, 'base64'), 'base64') AS x FROM 't'", &payload)
    };
    let commas = decoded(",") - decoded("x");
    assert!(about(commas, 4_000 * 32 / 8), "{commas}");
    // An expression is a step: `+ 1` has two more, of which one is the literal.
    assert_eq!(steps("SELECT 1 + 1 AS x FROM 't'", "{}") - steps("SELECT 1 AS x FROM 't'", "{}"), 2);
}

#[test]
fn user_properties_count_by_their_bytes() {
    let steps = |key: usize, value: usize, count: usize| {
        let property = ("k".repeat(key), "v".repeat(value));
        let context = Context { user_properties: vec![property; count], ..Context::default() };
        let rule = Rule::parse("SELECT get_user_properties() AS x FROM 't'", SqlVersion::default());
        let rule = rule.expect("a rule");
        let mut run = rule.start(Message { topic: "t", payload: b"{}" }, &context);
        let _ = run.run();
        run.steps()
    };
    let one = steps(100, 100, 1);
    // They are counted where they are read, and where they become a part of the result.
    let within = |more: u64, bytes: u64| (bytes / 8..=3 * bytes / 8).contains(&more);
    assert!(within(steps(100, 8_100, 1) - one, 8_000), "{}", steps(100, 8_100, 1) - one);
    assert!(within(steps(8_100, 100, 1) - one, 8_000), "{}", steps(8_100, 100, 1) - one);
    let more = steps(100, 100, 101) - one;
    assert!((100 * 200 / 8..100 * 200).contains(&more), "{more}");
}

#[test]
fn a_hundred_warnings_of_one_code_are_all_there_is() {
    let warned = |count: usize| {
        let sql = format!("SELECT {} FROM 't'", vec!["a-b"; count].join(","));
        let rule = Rule::parse(&sql, SqlVersion::default()).expect("a rule");
        let is_one = |warning: &&Diagnostic| warning.code.id == "lint.hyphen-as-minus";
        let messages: Vec<_> = rule.warnings().iter().filter(is_one).map(|one| one.message.clone()).collect();
        let more = messages.iter().filter(|message| message.contains("more of this kind")).count();
        (messages.len(), more, messages.last().expect("a warning").clone())
    };
    let (count, more, _) = warned(100);
    assert_eq!((count, more), (100, 0));
    let (count, more, last) = warned(101);
    assert_eq!((count, more), (100, 1));
    assert!(last.ends_with("There are 1 more of this kind."), "{last}");
}

/// Whether it is told why an item is Undefined that costs by the square of so many elements, and the steps of the message.
fn reason(elements: usize) -> (bool, u64) {
    let sql = "SELECT get((SELECT VALUE (SELECT VALUE 1 FROM a) FROM a), 9999) AS x FROM 't'";
    let rule = Rule::parse(sql, SqlVersion::default()).expect("a rule");
    let payload = format!(r#"{{"a":[{}1]}}"#, "1,".repeat(elements - 1));
    let context = Context::default();
    let mut run = rule.start(Message { topic: "t", payload: payload.as_bytes() }, &context);
    run.listen();
    assert!(matches!(run.run(), Outcome::Output(_)), "{elements} elements");
    let steps = run.steps();
    let parts = run.take_undefined();
    assert_eq!(parts.len(), 1);
    (parts.iter().any(|part| run.why_undefined(part, None).is_some()), steps)
}

#[test]
fn a_reason_is_looked_for_until_its_own_steps_are_spent() {
    let (mut found, mut given_up) = (1, 1_000);
    while given_up - found > 1 {
        let middle = usize::midpoint(found, given_up);
        if reason(middle).0 { found = middle } else { given_up = middle }
    }
    // The search evaluates the expression once more, and its parts.
    let steps = reason(found).1;
    assert!((100_000..=1_000_000).contains(&steps), "{found} elements: {steps} steps");
}

#[test]
fn a_hundred_warnings_about_the_values_of_a_message_are_kept() {
    let warned = |count: usize| {
        let calls: Vec<String> = (0..count).map(|at| format!("time_to_epoch(a, 'yyyy') AS x{at}")).collect();
        let rule = Rule::parse(&format!("SELECT {} FROM 't'", calls.join(",")), SqlVersion::default());
        let (rule, context) = (rule.expect("a rule"), Context::default());
        let mut run = rule.start(Message { topic: "t", payload: br#"{"a":"x"}"# }, &context);
        run.listen();
        let outcome = run.run();
        run.remarks(&outcome).len()
    };
    assert_eq!((warned(99), warned(100), warned(101)), (99, 100, 100));
}
