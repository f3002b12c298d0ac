//! What a fix of a statement that cannot be read makes of it.

use iot_sql::{Rule, SqlVersion};

#[test]
fn get_takes_a_keywords_place_where_its_argument_is_the_payload() {
    for (sql, has_fix) in [
        ("SELECT end + 1 AS a FROM 't'", true),
        ("SELECT (SELECT end + 1 AS b FROM list) AS a FROM 't'", false),
        ("SELECT a FROM 't' WHERE EXISTS (SELECT end + 1 AS b FROM list)", false),
        ("SELECT (SELECT b FROM list) AS a, end + 1 AS c FROM 't'", true),
        ("SELECT end + 1 AS c, (SELECT b FROM list) AS a FROM 't'", true),
        ("SELECT end FROM 't'", false),
    ] {
        let rule = Rule::parse(sql, SqlVersion::V2016_03_23).expect(sql);
        let found = rule.warnings().iter().find(|found| found.code.id == "lint.keyword-as-name");
        assert_eq!(!found.expect(sql).fixes.is_empty(), has_fix, "{sql}");
    }
}

#[test]
fn a_fix_puts_right_what_it_names() {
    for (sql, title, fixed) in [
        ("SELECT a b FROM 't'", "Insert AS", "SELECT a AS b FROM 't'"),
        ("SELECT a b FROM 't'", "Insert a comma", "SELECT a, b FROM 't'"),
        ("SELECT a.* b FROM 't'", "Insert a comma", "SELECT a.*, b FROM 't'"),
        ("SELECT a.b.*c FROM 't'", "Insert a comma", "SELECT a.b.*,c FROM 't'"),
        ("SELECT a -- b\n FROM 't'", "Remove the comment", "SELECT a \n FROM 't'"),
        ("---- a\nSELECT a FROM 't'", "Remove the comment", "\nSELECT a FROM 't'"),
        ("SELECT 5 -/* c */- a FROM 't'", "Remove the comment", "SELECT 5 - - a FROM 't'"),
    ] {
        let error = Rule::parse(sql, SqlVersion::V2016_03_23).expect_err(sql);
        let fix = error.fixes.iter().find(|fix| fix.title == title);
        let fix = fix.unwrap_or_else(|| panic!("{sql}: {error:?}"));
        assert_eq!(fix.apply(sql).as_deref(), Some(fixed), "{sql}");
        assert!(Rule::parse(fixed, SqlVersion::V2016_03_23).is_ok(), "{fixed}");
    }
}
