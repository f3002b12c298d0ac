//! A `Runner` gives what `Rule::evaluate` gives, whatever messages came before.

use iot_sql::{Context, Message, Outcome, Rule, Runner, SqlVersion};

const RULES: [&str; 12] = [
    "SELECT temperature, humidity FROM 'a/+' WHERE temperature > 20",
    "SELECT temperature AS t, missing, 'x\"y' AS q, *.humidity AS h FROM 'a/+'",
    "SELECT temperature AS x, humidity AS x FROM 'a/+'",
    "SELECT temperature AS a.b, humidity AS a.c FROM 'a/+'",
    "SELECT *, topic(2) AS room FROM 'a/+'",
    "SELECT * FROM 'a/+'",
    "SELECT VALUE *.list FROM 'a/+'",
    "SELECT {'t': temperature} FROM 'a/+'",
    "SELECT (SELECT v FROM list WHERE v > 1) AS hot, list.* FROM 'a/+'",
    "SET @t = temperature * 2 SELECT @t AS double, get(*, 'humidity') AS h FROM 'a/+' WHERE @t > 40",
    "SELECT get_dynamodb('t', 'k', 'v', 'r') AS item FROM 'a/+' WHERE humidity = 2",
    "SELECT encode(*, 'base64') AS bytes FROM 'a/+'",
];

const PAYLOADS: [&[u8]; 16] = [
    br#"{"temperature": 24.04, "humidity": 43.605}"#,
    br#"{"temperature": 25.0, "humidity": 2}"#,
    br#"{"temperature": 19, "humidity": 2}"#,
    br#"{"humidity": 2, "temperature": 24.04}"#,
    br#"{ "temperature" : 24.04 , "humidity" : 43.605 }"#,
    br#"{"temperature": 24.04, "humidity": 43.605} x"#,
    br#"{"temperature": 24.04, "humidity": 43.605"#,
    br#"{"temperature": 24.04, "humidity"  43.605}"#,
    br#"{"temperature": "24.04", "humidity": null, "list": [{"v": 1}, {"v": 2}]}"#,
    br#"{"temperature": 30, "humidity": 1e2, "temperature": 10}"#,
    br#"{"temp\u0065rature": 30, "humidity": 1e2}"#,
    b"{}",
    b"[1, 2]",
    b"",
    b"\xFF\x00",
    br#"{"temperature": 24.04, "humidity": 43.605}"#,
];

#[test]
fn a_runner_gives_what_a_rule_gives() {
    let context = Context::default();
    for version in [SqlVersion::V2016_03_23, SqlVersion::V2015_10_08] {
        for sql in RULES {
            let Ok(rule) = Rule::parse(sql, version) else {
                assert_eq!(version, SqlVersion::V2015_10_08, "{sql}");
                continue;
            };
            let mut runner = Runner::new(rule);
            // Often enough that a payload unlike the others is learned in the place of the first.
            for payload in PAYLOADS.iter().chain(&PAYLOADS).chain(&PAYLOADS).chain(&PAYLOADS) {
                for topic in ["a/b", "b"] {
                    let message = Message { topic, payload };
                    compare(&mut runner, message, &context);
                }
            }
        }
    }
}

/// Has a message go both ways.
fn compare(runner: &mut Runner, message: Message<'_>, context: &Context) {
    let expected = match runner.rule().evaluate(message, context) {
        Outcome::OtherTopic | Outcome::NotTrue { .. } => Ok(None),
        Outcome::Failed(diagnostic) => Err(*diagnostic),
        Outcome::Output(outgoing) => Ok(Some(outgoing.to_bytes())),
    };
    let (sql, shown) = (runner.rule().text().to_owned(), &message.payload[..message.payload.len().min(80)]);
    let given = runner.run(message, context).map(|outgoing| outgoing.map(<[u8]>::to_vec));
    assert!(given == expected, "{sql}\n{}", String::from_utf8_lossy(shown));
}

#[test]
fn a_whole_payload_is_passed_on_as_its_value_is_written() {
    let big = |n: usize| format!("{{\"a\":\"{}\"}}", "x".repeat(n));
    let deep = |n: usize| format!("{{\"a\":{}1{}}}", "[".repeat(n), "]".repeat(n));
    let mut texts: Vec<Vec<u8>> = vec![
        big(131_000).into(),
        big(131_072).into(),
        big(140_000).into(),
        big(2_000_000).into(),
        deep(30).into(),
        deep(33).into(),
        deep(199).into(),
        deep(300).into(),
    ];
    for t in [
        r#"{"a":1}"#,
        r#"{"a":1.0}"#,
        r#"{"a":-0}"#,
        r#"{"a":-0.0}"#,
        r#"{"a":1.10e2}"#,
        r#"{"a":1E400}"#,
        r#"{"a":123456789012345678901234567890}"#,
        r#"{"a":0.1234567890123456789012345678901234567}"#,
        r#"{"a":"\u0041\/"}"#,
        r#"{"a":"\ud800"}"#,
        "{\"a\":\"\u{7f}\"}",
        "{\"a\":\"\u{e9}\u{1f600}\"}",
        "{\"\u{e9}\":1,\"\u{e9}\":2}",
        r#"{"a":1,"\u0061":2}"#,
        r#"{"a" : [ 1 , {"b" : null } ] } "#,
        "\u{feff}{\"a\":1}",
        r#"{"a":1} x"#,
        "{\"a\":1}\u{0}",
        r#"{"a":NaN}"#,
        r#"{"a":tru}"#,
        r#"{"a":true1}"#,
        r#"{"a":1.}"#,
        r#"{"a":.5}"#,
        r#"{"a":+1}"#,
        r#"{"a":0x1}"#,
        r#"{"a":9223372036854775807}"#,
        r#"{"a":9223372036854775808}"#,
        r#"{"a":-9223372036854775809}"#,
        r#"{"a":12345678901234567890.5}"#,
        r#"{"a":0.000001}"#,
        r#"{"a":0.0000001}"#,
        "{\"a\":\"\t\"}",
        r#"{"":1}"#,
        "[]",
        r#""x""#,
        "null",
        "",
        " ",
        "{",
        "{}",
        r#"{"a":{}}"#,
        r#"{"a":-}"#,
        r#"{"a":1,}"#,
        "{,}",
        r#"{"a" 1}"#,
    ] {
        texts.push(t.into());
    }
    texts.push(b"{\"a\":\"\xff\"}".to_vec());
    for version in [SqlVersion::V2015_10_08, SqlVersion::V2016_03_23] {
        let mut runner = Runner::new(Rule::parse("SELECT * FROM 't'", version).expect("a rule"));
        for payload in &texts {
            compare(&mut runner, Message { topic: "t", payload }, &Context::default());
        }
    }
}
