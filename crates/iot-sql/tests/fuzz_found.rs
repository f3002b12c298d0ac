//! What the fuzz targets of `fuzz/` found, each input as a case.

use iot_sql::{Context, Message, Outcome, Rule, SqlVersion, Template, Value};

/// A statement, the version it is read for, and how it is printed.
const PRINTED: &[(SqlVersion, &str, &str)] = &[
    // A minus before brackets was read as the sign of the number in them.
    (SqlVersion::V2016_03_23, "SELECT - 0 AS x", "SELECT -(0) AS x"),
    (SqlVersion::V2016_03_23, "SELECT -(0) AS x", "SELECT -(0) AS x"),
    (SqlVersion::V2016_03_23, "SELECT -5 AS x", "SELECT -5 AS x"),
    // The brackets before a dot were lost.
    (SqlVersion::V2016_03_23, "SELECT (a = 1).* FROM 'a'", "SELECT (a = 1).* FROM 'a'"),
    (SqlVersion::V2016_03_23, "SELECT (5).a, (5).* FROM 'a'", "SELECT (5).a, (5).* FROM 'a'"),
    (SqlVersion::V2016_03_23, "SELECT *.a, *.* FROM 'a'", "SELECT *.a, *.* FROM 'a'"),
    // A Decimal without a fraction was printed as an Int.
    (SqlVersion::V2015_10_08, "SELECT VALUE 1E-999999", "SELECT VALUE 0E0"),
    (SqlVersion::V2015_10_08, "SELECT VALUE 5E0", "SELECT VALUE 5E0"),
];

#[test]
fn printed_statements_read_back() {
    for (version, sql, printed) in PRINTED {
        let rule = Rule::parse(sql, *version).expect(sql);
        assert_eq!(rule.to_sql(), *printed, "{sql}");
        assert_eq!(Rule::parse(printed, *version).expect(printed).to_sql(), *printed, "read back from {sql}");
    }
}

#[test]
fn numbers_that_round_up_to_a_power_of_ten_keep_34_digits() {
    for (text, read) in [
        ("99999999999999999999999999999999999", "1.000000000000000000000000000000000E+35"),
        ("1.000000000000000000000000000000000E+35", "1.000000000000000000000000000000000E+35"),
        ("0.99999999999999999999999999999999999", "1.000000000000000000000000000000000"),
        ("-9999999999999999999999999999999999.9", "-1.000000000000000000000000000000000E+34"),
        ("1E33", "1E+33"),
    ] {
        assert_eq!(Value::from_json(text.as_bytes()).expect(text).to_json(), read, "{text}");
    }
}

/// A path of aliases nests as brackets do: it was written and dropped until the stack ended.
#[test]
fn paths_of_aliases_are_bounded() {
    let inner = "x.".repeat(60);
    let statements = [
        format!("SELECT 1 AS {}x FROM 'a'", "x.".repeat(50_000)),
        format!(
            "SELECT (SELECT (SELECT (SELECT 1 AS {inner}x FROM *) AS {inner}x FROM *) AS {inner}x FROM *) AS {inner}x FROM 'a'"
        ),
        format!(
            "SET @a = (SELECT 1 AS {inner}x FROM *), @b = (SELECT @a AS {inner}x FROM *) SELECT @b AS {inner}{inner}x"
        ),
    ];
    for sql in &statements {
        let rejection = Rule::parse(sql, SqlVersion::default()).expect_err(sql);
        assert_eq!(rejection.code.id, "sql.too-deep", "{sql}: {rejection}");
    }
    let template = format!("${{(SELECT (SELECT 1 AS {0}x FROM a) AS {0}x FROM a)}}", inner.repeat(2));
    assert_eq!(
        Template::parse(&template, SqlVersion::default()).expect_err("too deep").code.id,
        "sql.too-deep"
    );

    let rule =
        Rule::parse(&format!("SELECT 1 AS {inner}x FROM 'a'"), SqlVersion::default()).expect("short enough");
    let outcome = rule.evaluate(Message { topic: "a", payload: b"{}" }, &Context::default());
    assert!(matches!(outcome, Outcome::Output(_)), "{outcome:?}");
}
