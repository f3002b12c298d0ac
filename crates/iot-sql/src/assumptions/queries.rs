//! Nested queries.

use super::{Assumption, Shown};
use crate::evidence::Evidence::{Assumed, Contradicted};

pub(super) static ASSUMPTIONS: &[Assumption] = &[
    Assumption {
        topic: "A nested query over an object",
        stated: "An example of transform reads an object by its path and gets an object. A rule of AWS's own tests reads FROM * and gets an array of one.",
        readings: &[
            "A path to an object gives an object; FROM * gives an array of one.",
            "Both give an array of one.",
            "Both give an object.",
        ],
        followed: 0,
        evidence: Contradicted,
        page: "iot-sql-nested-queries, iot-sql-functions",
        examples: &[
            Shown::gives("SELECT (SELECT c FROM b) AS x FROM 'a'", r#"{"b":{"c":1}}"#, r#"{"x":{"c":1}}"#),
            Shown::gives("SELECT (SELECT b FROM *) AS x FROM 'a'", r#"{"b":1}"#, r#"{"x":[{"b":1}]}"#),
        ],
    },
    Assumption {
        topic: "A nested query over another value",
        stated: "Nothing.",
        readings: &["It is Undefined.", "It is an empty array."],
        followed: 0,
        evidence: Assumed,
        page: "iot-sql-nested-queries",
        examples: &[Shown::gives("SELECT (SELECT VALUE c FROM b) AS x FROM 'a'", r#"{"b":1}"#, "{}")],
    },
    Assumption {
        topic: "A nested query without a match",
        stated: "WHERE filters elements. What is left when none stays is not said.",
        readings: &["Over an array an empty array, over an object Undefined.", "It is Undefined."],
        followed: 0,
        evidence: Assumed,
        page: "iot-sql-nested-queries",
        examples: &[
            Shown::gives(
                "SELECT (SELECT VALUE c FROM b WHERE c > 5) AS x FROM 'a'",
                r#"{"b":[{"c":1}]}"#,
                r#"{"x":[]}"#,
            ),
            Shown::gives(
                "SELECT (SELECT VALUE c FROM b WHERE c > 5) AS x FROM 'a'",
                r#"{"b":{"c":1}}"#,
                "{}",
            ),
        ],
    },
    Assumption {
        topic: "Names inside a nested query",
        stated: "Examples read members of the element by bare names.",
        readings: &[
            "The element's alias, then its members, then the payload's.",
            "The element's members only.",
        ],
        followed: 0,
        evidence: Assumed,
        page: "iot-sql-nested-queries",
        examples: &[Shown::gives(
            "SELECT (SELECT VALUE c + limit FROM b) AS x FROM 'a'",
            r#"{"limit":10,"b":[{"c":1},{"c":2,"limit":0}]}"#,
            r#"{"x":[11,2]}"#,
        )],
    },
    Assumption {
        topic: "Elements that are Undefined",
        stated: "Undefined is left out of JSON. Nothing is said of its place in an array.",
        readings: &["They are left out of the array.", "They become null."],
        followed: 0,
        evidence: Assumed,
        page: "iot-sql-nested-queries",
        examples: &[Shown::gives(
            "SELECT (SELECT VALUE c FROM b) AS x FROM 'a'",
            r#"{"b":[{"c":1},{}]}"#,
            r#"{"x":[1]}"#,
        )],
    },
    Assumption {
        topic: "EXISTS over an object",
        stated: "EXISTS is true where the nested query gives something; examples read arrays.",
        readings: &["An object counts as an array of one.", "It is Undefined."],
        followed: 0,
        evidence: Assumed,
        page: "iot-sql-operators",
        examples: &[Shown::gives(
            "SELECT EXISTS (SELECT * FROM b WHERE c = 1) AS x FROM 'a'",
            r#"{"b":{"c":1}}"#,
            r#"{"x":true}"#,
        )],
    },
];
