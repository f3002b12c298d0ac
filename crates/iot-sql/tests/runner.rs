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
            let mut runner = Runner::new(rule.clone());
            // Often enough that a payload unlike the others is learned in the place of the first.
            for payload in PAYLOADS.iter().chain(&PAYLOADS).chain(&PAYLOADS).chain(&PAYLOADS) {
                for topic in ["a/b", "b"] {
                    let message = Message { topic, payload };
                    let expected = match rule.evaluate(message, &context) {
                        Outcome::OtherTopic | Outcome::NotTrue { .. } => Ok(None),
                        Outcome::Failed(diagnostic) => Err(*diagnostic),
                        Outcome::Output(outgoing) => Ok(Some(outgoing.to_bytes())),
                    };
                    let given = runner.run(message, &context).map(|outgoing| outgoing.map(<[u8]>::to_vec));
                    assert_eq!(given, expected, "{sql}\n{}", String::from_utf8_lossy(payload));
                }
            }
        }
    }
}
