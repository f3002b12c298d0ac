//! What the fuzz targets of `fuzz/` found, each input as a case.

use iot_sql::{Rule, SqlVersion, Value};

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
