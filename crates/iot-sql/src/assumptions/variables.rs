//! SET variables.

use super::{Assumption, Shown};
use crate::evidence::Evidence::Assumed;
use crate::version::SqlVersion::V2015_10_08;

pub(super) static ASSUMPTIONS: &[Assumption] = &[
    Assumption {
        topic: "Names of variables",
        stated: "Letters, digits and underscores, up to 64 characters. Whether the @ counts, whether a digit may come first and whether case counts is not said.",
        readings: &[
            "64 characters without the @; a digit may come first; case counts.",
            "64 characters with the @, a letter first, in any case.",
        ],
        followed: 0,
        evidence: Assumed,
        page: "iot-sql-set",
        examples: &[Shown::gives(
            "SET @1 = b, @v = 2, @V = 3 SELECT @1 AS x, @v AS y, @V AS z FROM 'a'",
            r#"{"b":1}"#,
            r#"{"x":1,"y":2,"z":3}"#,
        )],
    },
    Assumption {
        topic: "Order of assignments",
        stated: "A variable may be used in other assignments.",
        readings: &["Only in later ones.", "In any; a variable that depends on itself is Undefined."],
        followed: 1,
        evidence: Assumed,
        page: "iot-sql-set",
        examples: &[
            Shown::gives("SET @x = @y + 1, @y = b SELECT @x AS x FROM 'a'", r#"{"b":1}"#, r#"{"x":2}"#),
            Shown::gives("SET @x = @x SELECT @x AS x FROM 'a'", "{}", "{}"),
        ],
    },
    Assumption {
        topic: "A variable that is Undefined",
        stated: "Nothing.",
        readings: &["It is Undefined wherever it is used.", "The rule fails."],
        followed: 0,
        evidence: Assumed,
        page: "iot-sql-set",
        examples: &[Shown::gives("SET @x = missing SELECT @x AS x, b FROM 'a'", r#"{"b":1}"#, r#"{"b":1}"#)],
    },
    Assumption {
        topic: "A variable that is never used",
        stated: "Nothing.",
        readings: &["It is not evaluated, so it cannot make the rule fail.", "It is evaluated all the same."],
        followed: 0,
        evidence: Assumed,
        page: "iot-sql-set",
        examples: &[Shown::gives(
            "SET @x = get_thing_shadow('t', 'r') SELECT b FROM 'a'",
            r#"{"b":1}"#,
            r#"{"b":1}"#,
        )],
    },
    Assumption {
        topic: "A value beyond 128 KiB",
        stated: "A value may have 128 KiB of JSON, and all together no more. What happens beyond is not said.",
        readings: &["The rule fails where one value is larger.", "The variable is Undefined."],
        followed: 0,
        evidence: Assumed,
        page: "iot-sql-set",
        examples: &[Shown::fails(
            "SET @x = replace(rpad('', 400), ' ', rpad('', 400)) SELECT numbytes(@x) AS x FROM 'a'",
            "{}",
            "run.variable-too-large",
        )],
    },
    Assumption {
        topic: "SET in SQL version 2015-10-08",
        stated: "Nothing.",
        readings: &["It is accepted.", "It needs 2016-03-23."],
        followed: 0,
        evidence: Assumed,
        page: "iot-sql-set",
        examples: &[
            Shown::gives("SET @x = b SELECT @x AS x FROM 'a'", r#"{"b":1}"#, r#"{"x":1}"#).under(V2015_10_08)
        ],
    },
];
