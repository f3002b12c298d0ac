//! Messages that lints are reported for, and their fixes.

use crate::{Plan, Simulation};
use iot_sql::{Context, Diagnostic, Input, Message, SqlVersion};

const NOW_MS: i64 = 1_700_000_000_000;

/// What lints report about a message, for an action with these further parameters.
fn lints(sql: &str, version: SqlVersion, payload: &str, parameters: &str) -> Vec<Diagnostic> {
    let action = format!(
        r#"{{"timestream": {{"databaseName": "d", "tableName": "t", "roleArn": "r", {parameters}}}}}"#
    );
    let plan = Plan::new(sql, version, Some(&action)).expect(sql);
    let context = Context { timestamp_ms: NOW_MS, ..Context::default() };
    let message = Message { topic: "t", payload: payload.as_bytes() };
    let report = plan.deliver(message, &context, &mut Simulation::default());
    let is_lint = |diagnostic: &Diagnostic| super::CODES.contains(&diagnostic.code);
    report.diagnostics.into_iter().filter(is_lint).collect()
}

const PLAIN: &str = r#""dimensions": [{"name": "x", "value": "y"}]"#;

fn under(version: SqlVersion, sql: &str, payload: &str) -> Vec<Diagnostic> {
    lints(sql, version, payload, PLAIN)
}

fn of(sql: &str, payload: &str) -> Vec<Diagnostic> {
    under(SqlVersion::V2016_03_23, sql, payload)
}

#[test]
fn each_has_near_neighbours_that_it_is_silent_about() {
    for code in super::CODES {
        assert!(code.silent.len() >= 3, "{}", code.id);
    }
}

/// The statement after the first fix of a diagnostic.
fn fixed(sql: &str, diagnostic: &Diagnostic) -> Option<String> {
    diagnostic.fixes.first()?.apply(sql)
}

/// Checks that one lint is reported for a message, and not after its fix.
fn has(sql: &str, payload: &str, parameters: &str, code: &str, changed: Option<&str>) {
    let found = lints(sql, SqlVersion::V2016_03_23, payload, parameters);
    let [diagnostic] = found.as_slice() else { panic!("{sql} {payload}: {found:#?}") };
    assert_eq!(diagnostic.code.id, format!("timestream.{code}"), "{sql} {payload}");
    assert_eq!(fixed(sql, diagnostic).as_deref(), changed, "{sql} {payload}");
    if let Some(changed) = changed {
        let left = lints(changed, SqlVersion::V2016_03_23, payload, parameters);
        assert_eq!(left, [], "{changed}");
    }
}

#[test]
fn whole_numbers_of_measures_with_fractions() {
    let code = "sometimes-whole";
    for (sql, changed) in [
        ("SELECT a FROM 't'", Some("SELECT a + 1e-9 AS a FROM 't'")),
        ("SELECT a AS b FROM 't'", Some("SELECT a + 1e-9 AS b FROM 't'")),
        ("SELECT o.a FROM 't'", Some("SELECT o.a + 1e-9 AS a FROM 't'")),
        ("SELECT cast(n AS Decimal) AS n FROM 't'", Some("SELECT cast(n AS Decimal) + 1e-9 AS n FROM 't'")),
        ("SELECT n / 2 AS half FROM 't'", Some("SELECT (n / 2) + 1e-9 AS half FROM 't'")),
        ("SELECT sqrt(n) AS r FROM 't'", Some("SELECT sqrt(n) + 1e-9 AS r FROM 't'")),
    ] {
        has(sql, r#"{"a":5.0,"n":4,"o":{"a":7.0}}"#, PLAIN, code, changed);
    }
    has("SELECT * FROM 't'", r#"{"a":5.0,"b":6.0}"#, PLAIN, code, None);
    let found = of("SELECT a, b FROM 't'", r#"{"a":5.0,"b":6.0}"#);
    assert!(found[0].message.starts_with("`a` and `b` are BIGINT now"), "{}", found[0].message);
    assert_eq!(of("SELECT n, a FROM 't'", r#"{"a":5.5,"n":4}"#), []);
    assert_eq!(of("SELECT n + 1 AS m, floor(n) AS f FROM 't'", r#"{"n":4}"#), []);
    assert_eq!(under(SqlVersion::V2015_10_08, "SELECT a FROM 't'", r#"{"a":5.0}"#), []);
}

#[test]
fn names_that_are_alike() {
    has("SELECT * FROM 't'", r#"{"Latitude":5,"latitude":6}"#, PLAIN, "case-twins", None);
    for name in [
        "Time",
        "MEASURE_NAME",
        " t",
        " ",
        "t\\u0001",
        "t\\u200b",
        "\\u202elive\\u202c",
        "t\\u00a0x",
        "\\ufefft",
    ] {
        has("SELECT * FROM 't'", &format!("{{\"{name}\":1}}"), PLAIN, "confusable-name", None);
    }
    assert_eq!(of("SELECT * FROM 't'", r#"{"latitude":5,"longitude":6,"array of strings":1}"#), []);
}

#[test]
fn what_does_not_show_is_named() {
    let code = "hidden-text";
    let said = |payload: &str, parameters: &str| {
        let found = lints("SELECT t FROM 't'", SqlVersion::V2016_03_23, payload, parameters);
        found.into_iter().find(|found| found.code.id.ends_with(code)).map(|found| found.message)
    };
    let dimension = r#""dimensions": [{"name": "x", "value": "${d}"}]"#;
    for (payload, message) in [
        (r#"{"t":"\u202eabc"}"#, "The value of `t` has U+202E right-to-left override."),
        (
            r#"{"t":"a\u200bb\u0007"}"#,
            "The value of `t` has U+0007 control character, U+200B zero width space.",
        ),
        (r#"{"t":1,"d":"a\u202e"}"#, "The value of dimension `x` has U+202E right-to-left override."),
        (r#"{"t":1,"d":"a "}"#, "The value of dimension `x` has a space at an end."),
        (r#"{"t":1,"d":"a\nb"}"#, "The value of dimension `x` has U+000A line feed."),
    ] {
        assert_eq!(said(payload, dimension).as_deref(), Some(message), "{payload}");
    }
    for payload in [r#"{"t":"two\nlines "}"#, r#"{"t":"👩\u200d🔬","d":"é"}"#, r#"{"t":1.5,"d":"a b"}"#]
    {
        assert_eq!(said(payload, dimension), None, "{payload}");
    }
    let named = "\"dimensions\": [{\"name\": \"x\u{200f}\", \"value\": \"y\"}]";
    let message = said(r#"{"t":1}"#, named).expect("a note");
    assert_eq!(message, r"The name of dimension `x\u200f` has U+200F right-to-left mark.");
}

#[test]
fn fields_that_are_written_twice() {
    let code = "written-twice";
    let device = r#""dimensions": [{"name": "device", "value": "${id}"}]"#;
    let timed =
        r#""dimensions": [{"name": "x", "value": "y"}], "timestamp": {"value": "${ts}", "unit": "SECONDS"}"#;
    let payload = r#"{"id":"a","t":1,"u":2,"ts":1700000000}"#;
    for (sql, parameters, changed) in [
        ("SELECT t, ts FROM 't'", timed, "SELECT t FROM 't'"),
        ("SELECT t, ts AS at, u FROM 't'", timed, "SELECT t, u FROM 't'"),
        ("SELECT * FROM 't'", timed, "SELECT id, t, u FROM 't'"),
    ] {
        has(sql, payload, parameters, code, Some(changed));
    }
    // The measure stays: the dimension is to be removed, and that does not change the statement.
    for (parameters, advice) in [
        (device, "put another dimension, such as ${topic(2)}, in place of `device`"),
        (
            r#""dimensions": [{"name": "device", "value": "${id}"}, {"name": "x", "value": "y"}]"#,
            "drop the dimension `device` from the action",
        ),
    ] {
        for sql in ["SELECT * FROM 't'", "SELECT id, t FROM 't'", "SELECT t, id AS i, u FROM 't'"] {
            has(sql, payload, parameters, code, None);
            let found = lints(sql, SqlVersion::V2016_03_23, payload, parameters);
            let help = found[0].help.as_deref().unwrap_or_default();
            assert!(help.contains(advice), "{sql}: {help}");
        }
    }
    has("SELECT id FROM 't'", payload, device, code, None);
    has("SELECT *, t + 1 AS n FROM 't'", payload, device, code, None);
    has("SELECT * FROM 't'", r#"{"id":"a","a b":1}"#, device, code, None);
    let sql = "SELECT t FROM 't'";
    assert_eq!(lints(sql, SqlVersion::V2016_03_23, payload, device), []);
}

#[test]
fn units_that_cannot_be_meant() {
    let with = |unit: &str| {
        format!(r#""dimensions": [{{"name": "x", "value": "y"}}], "timestamp": {{"value": "${{ts}}"{unit}}}"#)
    };
    for (time, unit, right) in [
        ("1700000000", "MILLISECONDS", Some("SECONDS")),
        ("1700000000000", "SECONDS", Some("MILLISECONDS")),
        ("1700000000000000", "MILLISECONDS", Some("MICROSECONDS")),
        ("1700000000000000000", "SECONDS", Some("NANOSECONDS")),
        ("5", "SECONDS", None),
    ] {
        let parameters = with(&format!(r#", "unit": "{unit}""#));
        let payload = format!(r#"{{"t":1,"ts":{time}}}"#);
        let found = lints("SELECT t FROM 't'", SqlVersion::V2016_03_23, &payload, &parameters);
        let [diagnostic] = found.as_slice() else { panic!("{time}: {found:#?}") };
        assert_eq!(diagnostic.code.id, "timestream.unit-doubtful");
        assert_eq!(fixed(unit, diagnostic).as_deref(), right, "{time}");
    }
    let payload = r#"{"t":1,"ts":1700000000}"#;
    let found = lints("SELECT t FROM 't'", SqlVersion::V2016_03_23, payload, &with(""));
    assert!(found[0].help.as_ref().is_some_and(|help| help.contains("SECONDS")));
    assert_eq!((found.len(), found[0].fixes.len()), (1, 0));
    assert_eq!(found[0].input, Input::Action("timestream.timestamp.value".into()));
}

#[test]
fn texts_that_are_something_else() {
    let quoted = "quoted-number";
    let changed = "SELECT cast(t AS Decimal) AS t FROM 't'";
    has("SELECT t FROM 't'", r#"{"t":"21.5"}"#, PLAIN, quoted, Some(changed));
    has("SELECT * FROM 't'", r#"{"t":"21.5","u":"-3"}"#, PLAIN, quoted, None);
    for text in ["007", "12345678901234567890", "1.2.3", "x", "", "+1"] {
        assert_eq!(of("SELECT * FROM 't'", &format!(r#"{{"t":"{text}"}}"#)), [], "{text}");
    }
    assert_eq!(of("SELECT cast(t AS String) AS t FROM 't'", r#"{"t":21.5}"#), []);
    let sql = "SELECT time_to_epoch(at, \"yyyy-MM-dd'T'HH:mm:ssX\") AS at FROM 't'";
    has("SELECT at FROM 't'", r#"{"at":"2023-11-14T22:13:20Z"}"#, PLAIN, "date-text", Some(sql));
    assert_eq!(of("SELECT at FROM 't'", r#"{"at":"2023-11-14"}"#), []);
}

#[test]
fn values_that_are_nested() {
    let code = "nested-value";
    let payload = r#"{"o":{"a":1,"b":2},"l":[1]}"#;
    has("SELECT o FROM 't'", payload, PLAIN, code, Some("SELECT o.* FROM 't'"));
    has("SELECT o AS x FROM 't'", payload, PLAIN, code, Some("SELECT o.* FROM 't'"));
    has("SELECT l FROM 't'", payload, PLAIN, code, None);
    has("SELECT * FROM 't'", payload, PLAIN, code, None);
    assert_eq!(of("SELECT o.* FROM 't'", payload), []);
}

#[test]
fn times_without_a_zone() {
    let with = |pattern: &str| {
        format!(
            r#""dimensions": [{{"name": "x", "value": "y"}}],
               "timestamp": {{"value": "${{time_to_epoch(at, \"{pattern}\")}}", "unit": "MILLISECONDS"}}"#
        )
    };
    let payload = r#"{"t":1,"at":"2023-11-14 22:13:20"}"#;
    has("SELECT t FROM 't'", payload, &with("yyyy-MM-dd HH:mm:ss"), "local-time", None);
    let zoned = r#"{"t":1,"at":"2023-11-14 22:13:20Z"}"#;
    let found = lints("SELECT t FROM 't'", SqlVersion::V2016_03_23, zoned, &with("yyyy-MM-dd HH:mm:ssX"));
    assert_eq!(found, []);
}

#[test]
fn nothing_is_said_where_it_is_not_asked_for() {
    let action =
        format!(r#"{{"timestream": {{"databaseName": "d", "tableName": "t", "roleArn": "r", {PLAIN}}}}}"#);
    let plan = Plan::new("SELECT * FROM 't'", SqlVersion::V2016_03_23, Some(&action)).expect("a plan");
    let mut simulation = Simulation { brief: true, ..Simulation::default() };
    let message = Message { topic: "t", payload: br#"{"o":{"a":1}}"# };
    let report = plan.deliver(message, &Context::default(), &mut simulation);
    assert_eq!(report.diagnostics, []);
}

#[test]
fn names_that_a_statement_can_hold_as_they_are() {
    for (name, is_plain) in [
        ("a", true),
        ("_a1", true),
        ("A_b", true),
        ("", false),
        ("1a", false),
        ("a b", false),
        ("a-b", false),
        ("ä", false),
    ] {
        assert_eq!(super::is_plain(name), is_plain, "{name}");
    }
}
