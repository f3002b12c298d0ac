//! Numbers, comparison and conversion.

use super::{Assumption, Shown};
use crate::evidence::Evidence::{Assumed, Contradicted};
use crate::version::SqlVersion::V2015_10_08;

pub(super) static NUMBERS: &[Assumption] = &[
    Assumption {
        topic: "Division of two Ints",
        stated: "The table of operators gives an Int. An example on the SET page prints (75 - 32) * 5 / 9 as 23.89.",
        readings: &[
            "The quotient is cut to an Int: 23.",
            "A whole quotient is an Int, any other a Decimal with all its digits.",
            "The quotient is rounded to two digits: 23.89.",
        ],
        followed: 1,
        evidence: Contradicted,
        page: "iot-sql-operators, iot-sql-set",
        examples: &[
            Shown::gives("SELECT 90 / 9 AS b FROM 'a'", "{}", r#"{"b":10}"#),
            Shown::gives(
                "SELECT (75 - 32) * 5 / 9 AS b FROM 'a'",
                "{}",
                r#"{"b":23.88888888888888888888888888888889}"#,
            ),
        ],
    },
    Assumption {
        topic: "Digits of an endless quotient",
        stated: "A Decimal has 34 digits. How the last one is found is not said.",
        readings: &[
            "34 digits, the last one rounded half to even.",
            "34 digits, the rest cut off.",
            "16 digits.",
        ],
        followed: 0,
        evidence: Assumed,
        page: "iot-sql-data-types",
        examples: &[Shown::gives(
            "SELECT 2 / 3 AS b FROM 'a'",
            "{}",
            r#"{"b":0.6666666666666666666666666666666667}"#,
        )],
    },
    Assumption {
        topic: "Zeros at the end of a quotient",
        stated: "Nothing.",
        readings: &[
            "A quotient has the digits after the point that the dividend has more than the divisor, be they zeros, as BigDecimal divides.",
            "It has no zeros at the end.",
        ],
        followed: 0,
        evidence: Assumed,
        page: "iot-sql-operators",
        examples: &[Shown::gives("SELECT b / 3 AS c FROM 'a'", r#"{"b":22.50}"#, r#"{"c":7.50}"#)],
    },
    Assumption {
        topic: "Numbers of more than 34 digits",
        stated: "Ints and Decimals have up to 34 digits. What becomes of longer ones in a payload is not said.",
        readings: &[
            "They are rounded to 34 digits, an Int becoming a Decimal.",
            "The payload counts as not JSON.",
        ],
        followed: 0,
        evidence: Assumed,
        page: "iot-sql-data-types",
        examples: &[Shown::gives(
            "SELECT b FROM 'a'",
            r#"{"b":1.00000000000000000000000000000000012345}"#,
            r#"{"b":1}"#,
        )],
    },
    Assumption {
        topic: "Numbers beyond 9.99E999",
        stated: "Magnitudes reach from 1E-999 to 9.99E999. What lies beyond is not said.",
        readings: &[
            "In a payload they make it not JSON; as a result they are Undefined.",
            "They become infinite.",
        ],
        followed: 0,
        evidence: Assumed,
        page: "iot-sql-data-types",
        examples: &[
            Shown::gives("SELECT 9.9E999 * 10 AS b FROM 'a'", "{}", "{}"),
            Shown::fails("SELECT b FROM 'a'", r#"{"b":1E1000}"#, "payload.not-json"),
        ],
    },
    Assumption {
        topic: "Division by zero",
        stated: "Nothing.",
        readings: &["It is Undefined.", "The rule fails."],
        followed: 0,
        evidence: Assumed,
        page: "iot-sql-operators",
        examples: &[Shown::gives("SELECT 1 / 0 AS b, 1 % 0 AS c FROM 'a'", "{}", "{}")],
    },
    Assumption {
        topic: "How a Decimal is printed",
        stated: "Nothing; the type is that of a Java BigDecimal.",
        readings: &["In BigDecimal's notation, zeros at the end kept.", "As JavaScript prints numbers."],
        followed: 0,
        evidence: Assumed,
        page: "iot-sql-data-types",
        examples: &[Shown::gives(
            "SELECT b, c, d FROM 'a'",
            r#"{"b":21.50,"c":1e50,"d":0.00000001}"#,
            r#"{"b":21.50,"c":1E+50,"d":1E-8}"#,
        )],
    },
    Assumption {
        topic: "Whole Decimals inside arrays and objects",
        stated: "Since 2016-03-23 a Decimal without fraction is an Int; shown for members of the payload only.",
        readings: &["At any depth.", "At the top only."],
        followed: 0,
        evidence: Assumed,
        page: "iot-rule-sql-version",
        examples: &[Shown::gives("SELECT b FROM 'a'", r#"{"b":[5.0,{"c":6.0}]}"#, r#"{"b":[5,{"c":6}]}"#)],
    },
];

pub(super) static COMPARISON: &[Assumption] = &[
    Assumption {
        topic: "A Decimal where an Int is asked for",
        stated: "The data types page rounds to the nearest Int; most tables of functions, and examples, round down.",
        readings: &["It is rounded down.", "It is rounded to the nearest."],
        followed: 0,
        evidence: Contradicted,
        page: "iot-sql-data-types, iot-sql-functions",
        examples: &[Shown::gives("SELECT substring('012345', 2.745) AS b FROM 'a'", "{}", r#"{"b":"2345"}"#)],
    },
    Assumption {
        topic: "NULL = NULL",
        stated: "The table of = has no row for it; the table of <> says false.",
        readings: &["It is true.", "It is Undefined."],
        followed: 0,
        evidence: Assumed,
        page: "iot-sql-operators",
        examples: &[Shown::gives("SELECT b = NULL AS c FROM 'a'", r#"{"b":null}"#, r#"{"c":true}"#)],
    },
    Assumption {
        topic: "Equality of arrays and objects",
        stated: "Equal where their members are. Nothing is said of the order of keys, or of 2 and 2.0 inside.",
        readings: &[
            "The order of keys does not count, and numbers are compared as numbers.",
            "All is compared exactly.",
        ],
        followed: 0,
        evidence: Assumed,
        page: "iot-sql-operators",
        examples: &[Shown::gives(
            "SELECT b = c AS d FROM 'a'",
            r#"{"b":{"x":1,"y":2},"c":{"y":2,"x":1}}"#,
            r#"{"d":true}"#,
        )],
    },
    Assumption {
        topic: "IN without an array",
        stated: "The right side is an array. Nothing is said of other values.",
        readings: &["It is Undefined.", "It is false.", "It is compared as one element."],
        followed: 0,
        evidence: Assumed,
        page: "iot-sql-operators",
        examples: &[Shown::gives("SELECT 3 IN b AS c FROM 'a'", r#"{"b":3}"#, "{}")],
    },
    Assumption {
        topic: "A Boolean or Null on the left of IN",
        stated: "The table lists Int, Decimal, String, Array and Object.",
        readings: &["It is looked for like others.", "It is Undefined."],
        followed: 0,
        evidence: Assumed,
        page: "iot-sql-operators",
        examples: &[Shown::gives(
            "SELECT true IN b AS c, NULL IN b AS d FROM 'a'",
            r#"{"b":[true]}"#,
            r#"{"c":true,"d":false}"#,
        )],
    },
    Assumption {
        topic: "Arrays and nested objects in SQL version 2015-10-08",
        stated: "The newer version is said to mend arrays and nested objects; what the older one does is not.",
        readings: &[
            "A top-level array becomes empty, arrays in objects are dropped, and nested objects are merged into their parent, as a user observed in 2026; objects that dotted aliases build stay.",
            "Objects that dotted aliases build are merged into their parent too.",
            "They pass unchanged.",
        ],
        followed: 0,
        evidence: Assumed,
        page: "iot-rule-sql-version",
        examples: &[
            Shown::gives("SELECT * FROM 'a'", r#"{"b":{"c":1},"d":[2]}"#, r#"{"c":1}"#).under(V2015_10_08),
            Shown::gives("SELECT b.c AS x.y FROM 'a'", r#"{"b":{"c":1}}"#, r#"{"x":{"y":1}}"#)
                .under(V2015_10_08),
        ],
    },
];
