//! What a fix of a statement that cannot be read makes of it.

use iot_sql::{Rule, SqlVersion};

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
