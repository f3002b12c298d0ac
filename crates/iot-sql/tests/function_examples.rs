//! Every example in the function table is run, and every row is checked for what readers rely on.

use iot_sql::functions::{ALL, Function, Occurs};
use iot_sql::{Context, Message, Mock, Outcome, Outgoing, Rule, SqlVersion, Value};
use std::collections::HashSet;

const TOPIC: &str = "things/myThings/thingOne";

fn functions() -> impl Iterator<Item = &'static Function> {
    ALL.iter().flat_map(|group| group.iter())
}

/// A context that answers what AWS's page shows.
fn context() -> Context {
    Context {
        timestamp_ms: 1_481_825_251_155,
        client_id: Some("123456789012".into()),
        principal: Some("ba67293af50bf2506f5f93469686da660c7c844e7b3950bfb16813e0d31e9373".into()),
        account_id: Some("123456789012".into()),
        trace_id: Some("12345678-1234-1234-1234-123456789012".into()),
        source_ip: Some("192.158.1.38".into()),
        mqtt_properties: [("content_type".into(), "application/json".into())].into(),
        user_properties: [
            ("some key", "some value"),
            ("a different key", "a different value"),
            ("some key", "value with duplicate key"),
        ]
        .map(|(key, value)| (key.into(), value.into()))
        .into(),
        mocks: [
            (
                "aws_lambda",
                r#"["arn:aws:lambda:us-east-1:123456789012:function:area", {"side": 3}]"#,
                r#"{"area": 9}"#,
            ),
            ("get_dynamodb", r#"["InServiceDevices", "deviceId", "d1"]"#, r#"{"location": "hall"}"#),
            ("get_registry_data", r#"["DescribeThing", "sensor1"]"#, r#"{"thingTypeName": "testenv"}"#),
            ("get_secret", r#"["api", "SecretString", "token"]"#, r#""s3cr3t""#),
            ("get_thing_shadow", r#"["MyThing"]"#, r#"{"state": {"reported": {"alarm": "ON"}}}"#),
            ("machinelearning_predict", r#"["my-model"]"#, r#"{"predictedLabel": "1"}"#),
        ]
        .map(|(function, arguments, answer)| {
            let Ok(Value::Array(arguments)) = Value::from_json(arguments.as_bytes()) else {
                panic!("{arguments}")
            };
            let answer = Value::from_json(answer.as_bytes()).expect(answer);
            Mock::new(function, answer).for_arguments(arguments.iter().cloned())
        })
        .into(),
        ..Context::default()
    }
}

/// The value of a call, or why there is none.
fn evaluate(call: &str, payload: &str, version: SqlVersion) -> Result<Value, String> {
    let sql = format!("SELECT VALUE {call} FROM '{TOPIC}'");
    let rule = Rule::parse(&sql, version).map_err(|diagnostic| diagnostic.message)?;
    let payload = if payload.is_empty() { "{}" } else { payload };
    match rule.evaluate(Message { topic: TOPIC, payload: payload.as_bytes() }, &context()) {
        Outcome::Output(Outgoing::Json(value)) => Ok(value),
        Outcome::Failed(diagnostic) => Err(diagnostic.message),
        other => Err(format!("{other:?}")),
    }
}

fn shown(value: &Value) -> String {
    if value.is_undefined() { "Undefined".into() } else { value.to_json() }
}

#[test]
fn every_example_gives_its_result() {
    let mut wrong = Vec::new();
    for function in functions() {
        for example in function.examples {
            let given = evaluate(example.call, example.payload, SqlVersion::V2016_03_23);
            let given = given.map_or_else(|message| format!("failed: {message}"), |value| shown(&value));
            let right = if example.result.is_empty() {
                given != "Undefined" && !given.starts_with("failed: ")
            } else {
                given == example.result
            };
            if !right {
                wrong.push(format!(
                    "{} for {:?}\n  gives {given}\n  not   {}",
                    example.call, example.payload, example.result
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rows_are_complete() {
    let mut names = HashSet::new();
    for function in functions() {
        let name = function.name;
        assert!(names.insert(name.to_lowercase()), "{name} is there twice");
        assert!(function.summary.ends_with('.'), "{name}'s summary is not a sentence");
        assert!(!function.examples.is_empty(), "{name} has no example");
        let uncertain = function.evidence.needs_a_note();
        assert_eq!(uncertain, !function.note.is_empty(), "{name}'s note does not fit its evidence");
        if !function.parameters.is_empty() {
            assert!(!function.absent.is_empty(), "{name} does not say what absent values give");
            assert!(
                function.examples.iter().any(|example| {
                    let words = ["NULL", "Null", "missing", "true", "Undefined"];
                    words.iter().any(|word| example.call.contains(word) || example.result == *word)
                }),
                "{name} has no example of an absent value or another type"
            );
        }
        for parameter in function.parameters {
            let described = parameter.description;
            assert!(described.ends_with('.'), "{name}: what {} is for is not a sentence", parameter.name);
        }
        let before_last = function.parameters.iter().rev().skip(1);
        assert!(
            before_last.into_iter().all(|parameter| parameter.occurs != Occurs::Any),
            "{name} has a parameter after one that may be given any number of times"
        );
    }
}

#[test]
fn the_scheme_that_limits_arguments_is_that_of_decode() {
    for call in ["replace('a base64', 'base64', 'b')", "replace('a proto', 'proto', 'b')"] {
        assert_eq!(evaluate(call, "", SqlVersion::V2016_03_23), Ok(Value::string("a b")), "{call}");
    }
    let sql = "SELECT encode(a, 'base64', 1) AS b FROM 't'";
    let rule = Rule::parse(sql, SqlVersion::V2016_03_23).expect(sql);
    let found = &rule.warnings()[0];
    assert_eq!(found.message, "`encode` with 3 arguments is Undefined.");
}

#[test]
fn the_first_version_merges_objects_but_for_those_that_aliases_build() {
    for (select, expected) in [
        ("o, t AS p.q", r#"{"b":1,"p":{"q":2}}"#),
        ("o AS p.q, o AS r", r#"{"p":{"b":1},"b":1}"#),
        ("t AS p.q, t AS p.r", r#"{"p":{"q":2,"r":2}}"#),
    ] {
        let sql = format!("SELECT {select} FROM '{TOPIC}'");
        let rule = Rule::parse(&sql, SqlVersion::V2015_10_08).expect(&sql);
        let message = Message { topic: TOPIC, payload: br#"{"o": {"b": 1}, "t": 2}"# };
        let Outcome::Output(outgoing) = rule.evaluate(message, &Context::default()) else {
            panic!("an outgoing payload")
        };
        assert_eq!(String::from_utf8_lossy(&outgoing.to_bytes()), expected, "{select}");
    }
}

#[test]
fn whole_doubles_keep_their_point_in_the_first_version() {
    for (call, expected) in [
        ("asin(0)", "0.0"),
        ("log(100)", "2.0"),
        ("power(2, 5)", "32.0"),
        ("sqrt(9)", "3.0"),
        ("ceil(1.2)", "2"),
        ("bitand(13, 5)", "5"),
        ("mod(8, 3)", "2"),
        ("trunc(2.00, 5)", "2"),
    ] {
        assert_eq!(
            evaluate(call, "", SqlVersion::V2015_10_08).map(|value| shown(&value)).as_deref(),
            Ok(expected),
            "{call}"
        );
    }
}

#[test]
fn characters_are_counted_as_java_counts_them() {
    let payload = r#"{"t":"a😀é"}"#;
    for (call, expected) in [
        ("length(t)", "4"),
        ("numbytes(t)", "7"),
        ("substring(t, 1, 3)", "\"😀\""),
        ("substring(t, 2)", "\"\u{FFFD}é\""),
        ("substring(t, 0, 2)", "\"a\u{FFFD}\""),
        ("substring(t, 9)", "\"\""),
        ("get(t, 3)", "\"é\""),
        ("get(t, 1)", "\"\u{FFFD}\""),
        ("get(t, 4)", "Undefined"),
        ("get(t, -1)", "Undefined"),
        ("indexof(t, 'é')", "3"),
    ] {
        assert_eq!(
            evaluate(call, payload, SqlVersion::V2016_03_23).map(|value| shown(&value)).as_deref(),
            Ok(expected),
            "{call}"
        );
    }
}

#[test]
fn random_numbers_follow_the_seed() {
    let rule = Rule::parse("SELECT rand() AS a, rand() AS b, newuuid() AS c FROM 't'", SqlVersion::default())
        .unwrap();
    let run = |random_seed| {
        let context = Context { random_seed, ..Context::default() };
        match rule.evaluate(Message { topic: "t", payload: b"{}" }, &context) {
            Outcome::Output(Outgoing::Json(value)) => value,
            other => panic!("{other:?}"),
        }
    };
    let first = run(1);
    assert_eq!(first, run(1));
    assert_ne!(first, run(2));
    assert_ne!(first.member("a"), first.member("b"));
    let Value::String(uuid) = first.member("c") else { panic!("{first:?}") };
    assert_eq!(uuid.chars().nth(14), Some('4'), "{uuid} is not of version 4");
}

#[test]
fn a_failing_expression_gives_the_default() {
    let sql = "SET @large = concat(a, a) SELECT VALUE get_or_default(@large, 'default') FROM 't'";
    let rule = Rule::parse(sql, SqlVersion::default()).unwrap();
    let run = |length: usize| {
        let payload = format!(r#"{{"a":"{}"}}"#, "x".repeat(length));
        rule.evaluate(Message { topic: "t", payload: payload.as_bytes() }, &Context::default())
    };
    assert_eq!(run(1), Outcome::Output(Outgoing::Json("xx".into())));
    assert_eq!(run(100_000), Outcome::Output(Outgoing::Json("default".into())));
}

#[test]
fn a_default_asks_no_service() {
    for call in
        ["get_or_default(missing, decode('eA==', 'proto'))", "get_or_default(1, [decode('eA==', 'proto')])"]
    {
        let message = evaluate(call, "", SqlVersion::default()).expect_err(call);
        assert!(message.contains("`decode`"), "{call}: {message}");
    }
    assert_eq!(
        evaluate("get_or_default(missing, decode('eA==', 'base64'))", "", SqlVersion::default()),
        Ok("x".into())
    );
}

#[test]
fn a_pattern_that_gives_nothing_is_explained() {
    let rule = Rule::parse("SELECT regexp_substr(a, '(b') AS c FROM 't'", SqlVersion::default()).unwrap();
    let context = Context::default();
    let mut run = rule.start(Message { topic: "t", payload: br#"{"a":"b"}"# }, &context);
    run.listen();
    let outcome = run.run();
    let remarks = run.remarks(&outcome);
    assert!(remarks.iter().any(|remark| remark.message.contains("a `(` has no `)`")), "{remarks:?}");
}

#[test]
fn integers_are_not_written_out() {
    for (call, expected) in
        [("trunc(1E999, 34)", "1E+999"), ("trunc(1E-999, 34)", "0"), ("trunc(-2.50, 1)", "-2.5")]
    {
        let given = evaluate(call, "", SqlVersion::default()).map(|value| shown(&value));
        assert_eq!(given.as_deref(), Ok(expected), "{call}");
    }
}

/// Hostile arguments give a defined result, and soon.
#[test]
fn nothing_runs_away() {
    let long = "a".repeat(100_000);
    let short = "a".repeat(5_000);
    let payload = format!(r#"{{"a":"{long}","b":"{long}b","short":"{short}","big":1E999,"tiny":1E-999}}"#);
    for call in [
        "regexp_matches(b, '(a+)+$')",
        "regexp_matches(a, '(a*)*\\1b')",
        "regexp_matches(short, '(?>a+)b')",
        "regexp_matches(short, '(?=.*b)a')",
        "regexp_replace(short, 'a.*b|a', 'x')",
        "regexp_replace(a, '', a)",
        "regexp_matches(a, '((a{1,1000}){1,1000}){1,1000}')",
        "replace(a, '', a)",
        "lpad(a, 1E999)",
        "substring(a, big, tiny)",
        "chr(big)",
        "bitnot(big)",
        "bitand(9999999999999999999999999999999999, -9999999999999999999999999999999999)",
        "trunc(big, 34)",
        "trunc(tiny, 34)",
        "mod(big, tiny)",
        "mod(big, 3)",
        "round(big)",
        "power(big, big)",
        "exp(tiny)",
        "md2(a)",
    ] {
        let started = std::time::Instant::now();
        let result = evaluate(call, &payload, SqlVersion::default());
        let seconds = started.elapsed().as_secs();
        assert!(seconds < 60, "{call} took {seconds} s and gave {result:?}");
    }
}
