//! What a run has to tell after a message, and what it needs of one.

use iot_sql::{Context, Message, Outcome, Rule, SqlVersion, UndefinedPart};

const PAYLOAD: &str = r#"{"temperature": 21.5, "id": "s1", "several": [{"temp": 1}, {"temp": 2}]}"#;

/// Whether a run of this SELECT clause is quiet, and what is Undefined in it.
fn after(select: &str, is_traced: bool) -> (bool, Vec<UndefinedPart>) {
    let sql = format!("SELECT {select} FROM 'a/b'");
    let rule = Rule::parse(&sql, SqlVersion::V2016_03_23).expect(&sql);
    let context = Context::default();
    let mut run = rule.start(Message { topic: "a/b", payload: PAYLOAD.as_bytes() }, &context);
    run.listen();
    if is_traced {
        run.trace();
    }
    let outcome = run.run();
    assert!(matches!(outcome, Outcome::Output(_)), "{sql}: {outcome:?}");
    (run.is_quiet(), run.take_undefined())
}

#[test]
fn a_run_is_quiet_until_there_is_something_to_take() {
    for (select, is_traced, is_quiet) in [
        ("temperature", false, true),
        ("temperature", true, false),
        ("temperature, nothing", false, false),
        ("get_or_default(nothing, 1) AS a", false, false),
        ("regexp_matches(id, '[') AS a", false, false),
        ("(SELECT VALUE temp FROM several) AS a", false, false),
    ] {
        assert_eq!(after(select, is_traced).0, is_quiet, "{select}, {is_traced}");
    }
}

#[test]
fn what_is_undefined_in_each_element_is_noted_once() {
    let (_, parts) = after("(SELECT nothing AS x FROM several) AS a", false);
    assert_eq!(parts.iter().map(|part| part.is_attribute).collect::<Vec<_>>(), [false]);
}

#[test]
fn an_elements_members_need_no_payload_that_is_json() {
    let sql = "SELECT (SELECT VALUE *.a FROM decode('W3siYSI6MX1d', 'base64')) AS x FROM 'a/b'";
    let rule = Rule::parse(sql, SqlVersion::V2016_03_23).expect(sql);
    let context = Context::default();
    let Outcome::Output(outgoing) = rule.evaluate(Message { topic: "a/b", payload: b"no JSON" }, &context)
    else {
        panic!("an outgoing payload")
    };
    assert_eq!(outgoing.to_bytes(), br#"{"x":[1]}"#);
}
