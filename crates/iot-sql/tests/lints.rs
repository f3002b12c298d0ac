//! Where diagnostics of statements point to, and what their fixes make of the statement. That each code is reported
//! for its examples, and for no others, is tested with the examples.

use iot_sql::{Context, Diagnostic, Message, Rule, SqlVersion, Template};

/// A statement after a diagnostic's first fix; empty where it has no fix.
fn fixed(text: &str, diagnostic: &Diagnostic) -> String {
    let fixed = diagnostic.fixes.first().map(|fix| fix.apply(text).expect("edits of the statement"));
    fixed.unwrap_or_default()
}

/// Statement, code, place, and the statement after the first fix.
type Row = (&'static str, &'static str, &'static str, &'static str);

const WARNED: &[Row] = &[
    (
        "SELECT * FROM 'a' WHERE hoge.xxx-yyy = true",
        "lint.hyphen-as-minus",
        "hoge.xxx-yyy",
        "SELECT * FROM 'a' WHERE get(hoge, 'xxx-yyy') = true",
    ),
    (
        "SELECT serial-no AS n FROM 'a'",
        "lint.hyphen-as-minus",
        "serial-no",
        "SELECT get(*, 'serial-no') AS n FROM 'a'",
    ),
    (
        "SELECT * FROM 'a' WHERE state.roam <> NULL",
        "lint.compared-with-null",
        "state.roam <> NULL",
        "SELECT * FROM 'a' WHERE isUndefined(state.roam) = False",
    ),
    (
        "SELECT temperature AS temp FROM 'a' WHERE temp > 20",
        "lint.alias-in-where",
        "temp",
        "SELECT temperature AS temp FROM 'a' WHERE temperature > 20",
    ),
    (
        "SET @limit = 5 SELECT @limt AS l FROM 'a'",
        "lint.variable-never-set",
        "@limt",
        "SET @limit = 5 SELECT @limit AS l FROM 'a'",
    ),
    ("SELECT abs() AS m FROM 'a'", "sql.argument-count", "abs()", ""),
    ("SELECT decode(b, 'base64', 'k') AS m FROM 'a'", "sql.argument-count", "decode(b, 'base64', 'k')", ""),
    (
        "SELECT decode(b, 'base64', 'b', 'k', 'p', 'M') AS m FROM 'a'",
        "sql.argument-count",
        "decode(b, 'base64', 'b', 'k', 'p', 'M')",
        "",
    ),
    ("SELECT decode(b, 'proto') AS m FROM 'a'", "sql.argument-count", "decode(b, 'proto')", ""),
    ("SELECT topic(4) AS t FROM 'a/+/b'", "lint.topic-level", "topic(4)", ""),
    ("SELECT topic(0) AS t FROM 'a/#'", "lint.topic-level", "topic(0)", ""),
    ("SELECT CASE x WHEN (x > 1) THEN 'a' END AS c FROM 'a'", "lint.case-when-condition", "(x > 1)", ""),
    ("SELECT CASE x WHEN NULL THEN 1 ELSE 2 END AS c FROM 'a'", "lint.case-when-null", "NULL", ""),
    ("SELECT topic(2) FROM 'a/+'", "lint.unnamed-item", "topic(2)", "SELECT topic(2) AS name FROM 'a/+'"),
    (
        "SELECT parse_time('YYYY-MM-dd', x) AS t FROM 'a'",
        "lint.date-pattern-note",
        "YYYY",
        "SELECT parse_time('yyyy-MM-dd', x) AS t FROM 'a'",
    ),
    (
        "SELECT parse_time(\"yyyy-MM-dd'T'hh:mm:ss\", x) AS t FROM 'a'",
        "lint.date-pattern",
        "hh",
        "SELECT parse_time(\"yyyy-MM-dd'T'HH:mm:ss\", x) AS t FROM 'a'",
    ),
    (
        "SELECT time_to_epoch(x, 'YYYY-MM-dd') AS t FROM 'a'",
        "lint.date-pattern",
        "YYYY",
        "SELECT time_to_epoch(x, 'yyyy-MM-dd') AS t FROM 'a'",
    ),
    ("SELECT * FROM 'topic/*'", "sql.star-in-filter", "*", "SELECT * FROM 'topic/#'"),
    ("SELECT * FROM '$aws/rules/hub/#'", "sql.basic-ingest-prefix", "$aws/rules/hub/", ""),
    ("SELECT topic(4) AS a FROM '$aws/rules/hub'", "sql.basic-ingest-prefix", "$aws/rules/hub", ""),
    ("SELECT * FROM \"a/b\"", "sql.topic-quotes", "\"a/b\"", "SELECT * FROM 'a/b'"),
    ("SELECT * FROM a/b/#", "sql.topic-quotes", "a/b/#", "SELECT * FROM 'a/b/#'"),
    ("SELECT a, b, FROM 'a'", "sql.trailing-comma", ",", "SELECT a, b FROM 'a'"),
    (
        "SELECT {'b': {'c': 1, }} AS b FROM 'a'",
        "sql.trailing-comma",
        ",",
        "SELECT {'b': {'c': 1 }} AS b FROM 'a'",
    ),
    (
        "SELECT {'b': get_user_properties('c'),\n} FROM 'a'",
        "sql.trailing-comma",
        ",",
        "SELECT {'b': get_user_properties('c')\n} FROM 'a'",
    ),
    (
        "SELECT * FROM 'a' WHERE get({'b': c,}, 'b') = 1",
        "sql.trailing-comma",
        ",",
        "SELECT * FROM 'a' WHERE get({'b': c}, 'b') = 1",
    ),
    ("SELECT * FROM 'a' WHERE b != 1", "sql.not-equal-sign", "!=", "SELECT * FROM 'a' WHERE b <> 1"),
    ("SELECT * FROM 'a';", "sql.trailing-semicolon", ";", "SELECT * FROM 'a'"),
    ("SELECT * FROM 'a' WHERE b = 'o''brien'", "sql.doubled-quote", "'o''brien'", ""),
    ("SELECT a.* AS b FROM 'a'", "sql.aliased-spread", "a.* AS b", ""),
];

#[test]
fn statements() {
    for &(sql, code, place, after) in WARNED {
        let rule = Rule::parse(sql, SqlVersion::V2016_03_23).expect(sql);
        let codes: Vec<&str> = rule.warnings().iter().map(|warning| warning.code.id).collect();
        assert_eq!(codes, [code], "{sql}");
        let warning = &rule.warnings()[0];
        assert_eq!(&sql[warning.labels[0].range.clone()], place, "{sql}");
        assert_eq!(fixed(sql, warning), after, "{sql}");
        if !after.is_empty() {
            let again = Rule::parse(after, SqlVersion::V2016_03_23).expect(after);
            assert!(again.warnings().iter().all(|warning| warning.code.id != code), "{after}");
        }
    }
}

const REJECTED: &[Row] = &[
    ("SEECT * FROM 'a'", "sql.misspelt-keyword", "SEECT", "SELECT * FROM 'a'"),
    ("SELECT * FORM 'a'", "sql.misspelt-keyword", "FORM", "SELECT * FROM 'a'"),
    ("SELECT a b FROM 'a'", "sql.expected", "b", "SELECT a AS b FROM 'a'"),
    ("SELECT messageId() AS m FROM 'a'", "sql.unknown-function", "messageId", ""),
    ("SELECT toppic() AS m FROM 'a'", "sql.unknown-function", "toppic", "SELECT topic() AS m FROM 'a'"),
    ("SELECT count(a) AS m FROM 'a'", "sql.other-dialect", "count", ""),
    ("SELECT a FROM 'a' GROUP BY b", "sql.other-dialect", "GROUP", ""),
    (
        "SELECT a FROM 'a' WHERE b IS NULL",
        "sql.other-dialect",
        "IS NULL",
        "SELECT a FROM 'a' WHERE isNull(b)",
    ),
    (
        "SELECT a FROM 'a' WHERE b LIKE 'x%'",
        "sql.other-dialect",
        "LIKE",
        "SELECT a FROM 'a' WHERE startswith(b, 'x')",
    ),
    (
        "SELECT a FROM 'a' WHERE b BETWEEN 1 AND 5",
        "sql.other-dialect",
        "BETWEEN",
        "SELECT a FROM 'a' WHERE (b >= 1 AND b <= 5)",
    ),
    (
        "SELECT a FROM 'a' WHERE b IN ('x', 'y')",
        "sql.other-dialect",
        "('x', 'y')",
        "SELECT a FROM 'a' WHERE b IN ['x', 'y']",
    ),
    ("SELECT a FROM 'a' WHERE b NOT IN c", "sql.other-dialect", "NOT", "SELECT a FROM 'a' WHERE NOT b IN c"),
    ("SELECT a || b AS c FROM 'a'", "sql.other-dialect", "||", "SELECT a + b AS c FROM 'a'"),
    ("SELECT a FROM 'a' WHERE b == 1", "sql.other-dialect", "==", "SELECT a FROM 'a' WHERE b = 1"),
    ("SELECT a FROM 'a' -- b", "sql.comment", "-- b", "SELECT a FROM 'a' "),
    ("SELECT a[0] AS b FROM 'a'", "sql.other-dialect", "a[0]", "SELECT get(a, 0) AS b FROM 'a'"),
    ("SELECT a.1 AS b FROM 'a'", "sql.bad-name", "a.1", "SELECT get(a, '1') AS b FROM 'a'"),
    ("SELECT a FROM \u{2018}x\u{2019}", "sql.typographic-character", "\u{2018}", "SELECT a FROM 'x'"),
    (
        "SELECT a \u{2013} 1 AS b FROM 'a'",
        "sql.typographic-character",
        "\u{2013}",
        "SELECT a - 1 AS b FROM 'a'",
    ),
    ("SELECT [1, 2,] AS a FROM 'a'", "sql.expected", "]", "SELECT [1, 2] AS a FROM 'a'"),
    ("SELECT {'a': [1,],} AS a FROM 'a'", "sql.expected", "]", "SELECT {'a': [1],} AS a FROM 'a'"),
    ("SELECT abs(1,) AS a FROM 'a'", "sql.expected", ")", "SELECT abs(1) AS a FROM 'a'"),
    ("SELECT {a: 1} FROM 'a'", "sql.expected", "a", "SELECT {\"a\": 1} FROM 'a'"),
    ("SELECT x AS my-key FROM 'a'", "sql.bad-name", "my-key", "SELECT x AS my_key FROM 'a'"),
    ("SELECT 'a FROM b", "sql.unterminated-string", "'a", "SELECT 'a' FROM b"),
    ("SELECT * FROM 'a/#/b'", "sql.bad-topic-filter", "a/#/b", ""),
    ("SET @a = 1, @a = 2 SELECT @a FROM 'a'", "sql.bad-variable", "@a", ""),
    ("SELECT CASE WHEN a > 1 THEN 2 END AS b FROM 'a'", "sql.other-dialect", "CASE WHEN", ""),
    (
        "SELECT cast(a AS Decmal) AS b FROM 'a'",
        "sql.unknown-cast-type",
        "Decmal",
        "SELECT cast(a AS Decimal) AS b FROM 'a'",
    ),
    ("", "sql.empty", "", ""),
];

#[test]
fn rejections() {
    for &(sql, code, place, after) in REJECTED {
        let error = Rule::parse(sql, SqlVersion::V2016_03_23).expect_err(sql);
        assert_eq!(error.code.id, code, "{sql}: {error}");
        assert_eq!(&sql[error.labels[0].range.clone()], place, "{sql}");
        assert_eq!(fixed(sql, &error), after, "{sql}");
    }
}

#[test]
fn what_2015_10_08_does_not_have() {
    for sql in [
        "SELECT [1, 2] AS a FROM 'a'",
        "SELECT {'a': 1} FROM 'a'",
        "SELECT (SELECT VALUE b FROM c) AS a FROM 'a'",
        "SELECT isUndefined(a) AS b FROM 'a'",
        "SELECT cast(a AS Decimal) AS b FROM 'a'",
    ] {
        let error = Rule::parse(sql, SqlVersion::V2015_10_08).expect_err(sql);
        assert_eq!(error.code.id, "sql.needs-newer-version", "{sql}");
        assert!(Rule::parse(sql, SqlVersion::V2016_03_23).is_ok(), "{sql}");
    }
}

#[test]
fn templates() {
    let rule = Rule::parse("SELECT ts AS event_ts FROM 'a/+'", SqlVersion::V2016_03_23).expect("a rule");
    for (text, code, place, words) in [
        ("${event_ts}", "lint.alias-in-template", "event_ts", "`event_ts`"),
        ("x-${topic(3)}", "lint.topic-level", "topic(3)", "topic(3)"),
        ("${a}${serial-no}", "lint.hyphen-as-minus", "serial-no", "`serial` minus `no`"),
    ] {
        let template = Template::parse(text, SqlVersion::V2016_03_23).expect(text);
        let warnings = rule.template_warnings(&template);
        assert_eq!(warnings.iter().map(|warning| warning.code.id).collect::<Vec<_>>(), [code], "{text}");
        assert_eq!(&text[warnings[0].labels[0].range.clone()], place, "{text}");
        assert!(warnings[0].message.contains(words), "{text}: {}", warnings[0].message);
    }
    for text in ["${topic(2)}", "${ts}", "plain", ""] {
        let template = Template::parse(text, SqlVersion::V2016_03_23).expect(text);
        assert!(rule.template_warnings(&template).is_empty(), "{text}");
    }
}

#[test]
fn values_on_the_way() {
    let rows: &[(&str, SqlVersion, &str, &[&str])] = &[
        ("SELECT t FROM 'a'", SqlVersion::V2016_03_23, r#"{"t": 10.0}"#, &["lint.whole-decimal"]),
        ("SELECT t FROM 'a'", SqlVersion::V2016_03_23, r#"{"t": 1, "u": 2, "t": 3}"#, &["lint.key-twice"]),
        ("SELECT * FROM 'a'", SqlVersion::V2016_03_23, r#"{"t": 1, "u": 2, "t": 3}"#, &["lint.key-twice"]),
        // Not plain: with escapes, deep, and with a mark in front.
        (
            "SELECT * FROM 'a'",
            SqlVersion::V2016_03_23,
            r#"{"a\"b": "\n", "a\"b": [{"c": 1, "c": 1}]}"#,
            &["lint.key-twice"],
        ),
        ("SELECT t FROM 'a'", SqlVersion::V2016_03_23, "\u{FEFF}{\"t\": 1, \"t\": 2}", &["lint.key-twice"]),
        ("SELECT t FROM 'a'", SqlVersion::V2015_10_08, r#"{"t": 10.0}"#, &[]),
        ("SELECT t FROM 'a'", SqlVersion::V2016_03_23, r#"{"t": 10.5, "other": 1.0}"#, &[]),
        (
            "SELECT parse_time('yyyy-MM-dd', t) AS d FROM 'a'",
            SqlVersion::V2016_03_23,
            r#"{"t": "1736413662"}"#,
            &["lint.looks-like-seconds"],
        ),
        (
            "SELECT time_to_epoch(t, 'yyyy-MM-dd HH:mm:ss') AS d FROM 'a'",
            SqlVersion::V2016_03_23,
            r#"{"t": "2022-08-04"}"#,
            &["run.invalid-date"],
        ),
        (
            "SELECT parse_time('yyyy-MM-dd', t, 'PST') AS d FROM 'a'",
            SqlVersion::V2016_03_23,
            r#"{"t": 1736413662000}"#,
            &["run.invalid-date"],
        ),
        ("SELECT * FROM 'a'", SqlVersion::V2015_10_08, r#"{"a": {"b": 1}}"#, &["lint.legacy-loss"]),
        ("SELECT * FROM 'a'", SqlVersion::V2016_03_23, "not JSON", &["payload.binary"]),
    ];
    for &(sql, version, payload, codes) in rows {
        let rule = Rule::parse(sql, version).expect(sql);
        let context = Context::default();
        let mut run = rule.start(Message { topic: "a", payload: payload.as_bytes() }, &context);
        run.listen();
        let outcome = run.run();
        let found: Vec<&str> = run.remarks(&outcome).iter().map(|remark| remark.code.id).collect();
        assert_eq!(found, codes, "{sql} {payload}");
    }
}

#[test]
fn a_remark_is_made_once_for_each_place() {
    let sql =
        "SELECT (SELECT parse_time('yyyy', t) AS d FROM list) AS ds, parse_time('yyyy', t) AS d FROM 'a'";
    let payload = br#"{"t": 1736413662, "list": [{"t": 1736413662}, {"t": 1736413663}, {"t": 1736413664}]}"#;
    let rule = Rule::parse(sql, SqlVersion::V2016_03_23).expect(sql);
    let context = Context::default();
    let mut run = rule.start(Message { topic: "a", payload }, &context);
    run.listen();
    let outcome = run.run();
    let remarks = run.remarks(&outcome);
    let mut places: Vec<usize> = remarks.iter().map(|remark| remark.labels[0].range.start).collect();
    places.sort_unstable();
    let expected: Vec<usize> = sql.match_indices(" t)").map(|(at, _)| at + 1).collect();
    assert_eq!(places, expected, "{remarks:?}");
}
