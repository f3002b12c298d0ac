//! The changes that diagnostics offer: a statement that was rejected parses once the change is made.

use iot_sql::{Diagnostic, Fix, Rule, SqlVersion};

fn applied(sql: &str, fix: &Fix) -> String {
    fix.apply(sql).expect("edits of the statement")
}

fn parse(sql: &str) -> Result<Rule, Diagnostic> {
    Rule::parse(sql, SqlVersion::V2016_03_23)
}

#[test]
fn a_rejected_statement_parses_after_its_first_fix() {
    for (sql, fixed) in [
        ("SEECT a FROM 't'", "SELECT a FROM 't'"),
        ("SELECT a FORM 't'", "SELECT a FROM 't'"),
        ("SELECT uper(a) AS x FROM 't'", "SELECT upper(a) AS x FROM 't'"),
        ("SELECT {a: 1} AS x FROM 't'", "SELECT {\"a\": 1} AS x FROM 't'"),
        ("SELECT list[0] AS x FROM 't'", "SELECT get(list, 0) AS x FROM 't'"),
        ("SELECT a AS my-name FROM 't'", "SELECT a AS my_name FROM 't'"),
        ("SELECT a.0 AS x FROM 't'", "SELECT get(a, '0') AS x FROM 't'"),
        ("SELECT [a, ] AS x FROM 't'", "SELECT [a ] AS x FROM 't'"),
        ("SELECT abs(a,) AS x FROM 't'", "SELECT abs(a) AS x FROM 't'"),
        ("SELECT start, end FROM 't'", "SELECT start, get(*, 'end') FROM 't'"),
        ("SELECT a FROM 't' WHERE in > 5", "SELECT a FROM 't' WHERE get(*, 'in') > 5"),
        ("SELECT a FROM 't' -- all", "SELECT a FROM 't' "),
        ("SELECT cast(a AS Strng) AS x FROM 't'", "SELECT cast(a AS String) AS x FROM 't'"),
    ] {
        let rejection = parse(sql).expect_err(sql);
        let fix = rejection.fixes.first().unwrap_or_else(|| panic!("no fix: {rejection:?}"));
        let text = applied(sql, fix);
        assert_eq!(text, fixed);
        assert!(parse(&text).is_ok(), "{text}");
    }
}

#[test]
fn a_warning_is_gone_after_its_fix() {
    for sql in [
        "SELECT a, FROM 't'",
        "SELECT a FROM \"t\"",
        "SELECT a FROM t/#",
        "SELECT a FROM 't' WHERE a != 1",
        "SELECT a FROM 't';",
    ] {
        let rule = parse(sql).expect(sql);
        let [warning] = rule.warnings() else { panic!("{sql}: {:?}", rule.warnings()) };
        let text = applied(sql, warning.fixes.first().expect(sql));
        let fixed = parse(&text).expect(&text);
        assert!(fixed.warnings().is_empty(), "{text}: {:?}", fixed.warnings());
    }
}
