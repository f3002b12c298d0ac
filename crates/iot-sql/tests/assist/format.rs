//! The layout of a statement.

use iot_sql::SqlVersion;
use iot_sql::assist::format_sql;

fn formatted(sql: &str) -> String {
    let once = format_sql(sql, SqlVersion::default()).unwrap_or_else(|error| panic!("{sql}: {error}"));
    let twice = format_sql(&once, SqlVersion::default()).unwrap_or_else(|error| panic!("{once}: {error}"));
    assert_eq!(twice, once, "{sql}");
    once
}

#[test]
fn statements_have_one_layout() {
    for (sql, layout) in [
        ("select a from 'x'", "SELECT a\nFROM 'x'"),
        (
            "set @a=1,@b =-2 select  @a+ @b as c , d.  e from 'x' where not c>-  1 and(d) in [1,2];",
            "SET @a = 1, @b = -2\nSELECT @a + @b AS c, d.e\nFROM 'x'\nWHERE NOT c > - 1 AND (d) IN [1, 2];",
        ),
        (
            "SELECT a+b, f.from AS where FROM 'x' WHERE end = 1",
            "SELECT a+b, f.from AS where\nFROM 'x'\nWHERE end = 1",
        ),
        ("SELECT Upper( a ) , topic( ) FROM a/+/b", "SELECT Upper( a ), topic()\nFROM a/+/b"),
        (
            "SELECT 5 - -3 AS a, 5 --3 AS b, - -c AS d FROM 'x'",
            "SELECT 5 - -3 AS a, 5 - -3 AS b, - -c AS d\nFROM 'x'",
        ),
        ("SELECT *, a.*, b * 2 AS c FROM 'x'", "SELECT *, a.*, b * 2 AS c\nFROM 'x'"),
        ("SELECT VALUE *  FROM 'x'", "SELECT VALUE *\nFROM 'x'"),
        (
            "SELECT probe.temp AS temp_c, probe.temp * 1.8 + 32 AS temp_f, probe.humidity AS humidity, battery FROM 'c/+' \
             WHERE probe.temp > 2 AND isUndefined(probe.fault) = true AND battery > 3.0 AND probe.humidity < 100.0 AND x = 1",
            "SELECT\n  probe.temp AS temp_c,\n  probe.temp * 1.8 + 32 AS temp_f,\n  probe.humidity AS humidity,\n  battery\n\
             FROM 'c/+'\nWHERE probe.temp > 2\n  AND isUndefined(probe.fault) = true\n  AND battery > 3.0\n  \
             AND probe.humidity < 100.0\n  AND x = 1",
        ),
        (
            "SELECT CASE state WHEN 'running' THEN 'the machine is running' WHEN 'idle' THEN 'it stands' ELSE 'unknown' END AS s FROM 'x'",
            "SELECT CASE state\n  WHEN 'running' THEN 'the machine is running'\n  WHEN 'idle' THEN 'it stands'\n  \
             ELSE 'unknown'\nEND AS s\nFROM 'x'",
        ),
        (
            "SELECT name, (SELECT reading.value AS value, reading.unit AS unit FROM state.reported.readings AS reading WHERE \
             reading.value > 10) AS high FROM 'x'",
            "SELECT\n  name,\n  (\n    SELECT reading.value AS value, reading.unit AS unit\n    \
             FROM state.reported.readings AS reading\n    WHERE reading.value > 10\n  ) AS high\nFROM 'x'",
        ),
        (
            "SELECT a FROM 'x' WHERE (aaaaaaaaaaaaaaaaaaaaaaaaaa > 1 OR bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb > 2) AND (c = 1 OR d = 2) OR e = 3",
            "SELECT a\nFROM 'x'\nWHERE (aaaaaaaaaaaaaaaaaaaaaaaaaa > 1 OR bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb > 2)\n  \
             AND (c = 1 OR d = 2)\n  OR e = 3",
        ),
    ] {
        assert_eq!(formatted(sql), layout, "{sql}");
    }
}

#[test]
fn comments_stay() {
    for (sql, layout) in [
        (
            "select a, -- first\n b /* why */ as c\n-- all\nfrom 'x' -- end",
            "SELECT\n  a, -- first\n  b /* why */ AS c\n-- all\nFROM 'x' -- end",
        ),
        ("-- top\nselect a from 'x'\n/* last */", "-- top\nSELECT a\nFROM 'x'\n/* last */"),
        ("select /* a */ a from 'x'", "SELECT /* a */ a\nFROM 'x'"),
        ("select a from 'x' where b -- c\n> 1", "SELECT a\nFROM 'x'\nWHERE b -- c\n  > 1"),
    ] {
        assert_eq!(formatted(sql), layout, "{sql}");
    }
}

#[test]
fn what_cannot_be_read_stays_with_the_reason() {
    for sql in ["SELECT a FORM 'x'", "SELECT 'a", "", "SELECT (a FROM 'x'"] {
        let error = format_sql(sql, SqlVersion::default()).expect_err(sql);
        assert!(error.code.id.starts_with("sql."), "{sql}: {}", error.code.id);
    }
}
