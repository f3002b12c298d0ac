//! What AWS's pages leave open about the InfluxDB action, and what RuleLens does.

use iot_sql::Evidence::Assumed;
use iot_sql::assumptions::{Assumption, Shown};

const PAGE: &str = "influxdb-rule-action";

/// The action of the examples.
#[cfg(test)]
pub(crate) const EXAMPLE: &str = r#"{"influxDB": {"destinationArn": "d", "roleArn": "r", "databaseName": "b", "tableName": "t", "tags": {"tag": "${upper(x)}"}}}"#;

pub(crate) static INFLUXDB: &[Assumption] = &[
    Assumption {
        topic: "Fields that a template names",
        stated: "A key that tableName or a tag names by a template is removed from the fields; the examples name whole keys. Here the tag is `${upper(x)}`.",
        readings: &[
            "Every top-level key in the template's expressions, also where it is only part of one or the start of a path; RuleLens warns of those.",
            "Only a key that is the whole template.",
        ],
        followed: 0,
        evidence: Assumed,
        page: "influxdb-rule-action, iot-substitution-templates",
        examples: &[Shown::lines(
            "SELECT * FROM 'a'",
            r#"{"x":"k","b":1,"timestamp":5}"#,
            &["t,tag=K b=1i 5"],
        )],
    },
    Assumption {
        topic: "One invalid element of an array",
        stated: "That an element fails to become a point is among the reasons for the error action.",
        readings: &["No point of the message is written.", "The other points are written."],
        followed: 0,
        evidence: Assumed,
        page: PAGE,
        examples: &[Shown::fails(
            "SELECT * FROM 'a'",
            r#"[{"b":1,"timestamp":5},{"b":2}]"#,
            "influxdb.no-timestamp",
        )],
    },
    Assumption {
        topic: "An empty array",
        stated: "One point for each element; an array without elements is not mentioned.",
        readings: &["Nothing is written; RuleLens warns.", "The action fails."],
        followed: 0,
        evidence: Assumed,
        page: PAGE,
        examples: &[Shown::lines("SELECT * FROM 'a'", "[]", &[])],
    },
    Assumption {
        topic: "Control characters and backslashes in names and tags",
        stated: "Commas, equals signs and blanks are escaped. Line protocol has no escape for line breaks, tabs and backslashes, and InfluxDB 1.6 and 3 read a backslash before another one, before what is escaped or at the end differently. Here the tag is `${upper(x)}`.",
        readings: &["The action fails.", "They are left out or replaced.", "A broken line is sent."],
        followed: 0,
        evidence: Assumed,
        page: PAGE,
        examples: &[Shown::fails(
            "SELECT * FROM 'a'",
            r#"{"x":"k\\","b":1,"timestamp":5}"#,
            "influxdb.unwritable",
        )],
    },
    Assumption {
        topic: "A table's name that is empty or starts with #",
        stated: "Templates may give any text. InfluxDB takes a line that starts with # for a comment.",
        readings: &["The action fails.", "Nothing is written, without an error."],
        followed: 0,
        evidence: Assumed,
        page: PAGE,
        examples: &[],
    },
    Assumption {
        topic: "Decimals with more digits than a float holds",
        stated: "Decimals become floating-point numbers of 64 bits. The text that is sent is not described.",
        readings: &[
            "All digits are sent, and InfluxDB rounds; beyond the range the action fails.",
            "AWS rounds before it sends.",
        ],
        followed: 0,
        evidence: Assumed,
        page: PAGE,
        examples: &[
            Shown::lines(
                "SELECT b, timestamp FROM 'a'",
                r#"{"b":0.1234567890123456789012,"timestamp":5}"#,
                &["t b=0.1234567890123456789012 5"],
            ),
            Shown::fails(
                "SELECT b, timestamp FROM 'a'",
                r#"{"b":1.5e400,"timestamp":5}"#,
                "influxdb.float-range",
            ),
        ],
    },
    Assumption {
        topic: "Times beyond what InfluxDB keeps",
        stated: "The timestamp is an integer in the action's unit. InfluxDB keeps nanoseconds of 64 bits.",
        readings: &["The action fails.", "The time wraps around or is cut off."],
        followed: 0,
        evidence: Assumed,
        page: PAGE,
        examples: &[Shown::fails(
            "SELECT * FROM 'a'",
            r#"{"b":1,"timestamp":1700000000000000000}"#,
            "influxdb.time-range",
        )],
    },
    Assumption {
        topic: "A field or tag called time",
        stated: "Only timestamp is named as reserved. InfluxDB 1.6 drops a field time and refuses a tag time.",
        readings: &["It is sent; RuleLens warns.", "AWS refuses it."],
        followed: 0,
        evidence: Assumed,
        page: PAGE,
        examples: &[],
    },
    Assumption {
        topic: "A null under a key that no field can have",
        stated: "null is left out. Keys that are empty or start with _ are refused.",
        readings: &["It is left out.", "The action fails."],
        followed: 0,
        evidence: Assumed,
        page: PAGE,
        examples: &[Shown::lines("SELECT * FROM 'a'", r#"{"_b":null,"c":1,"timestamp":5}"#, &["t c=1i 5"])],
    },
    Assumption {
        topic: "The limit of 250",
        stated: "Tag and field keys together are at most 250. Whether the timestamp and empty tags count is not said.",
        readings: &[
            "Neither counts.",
            "The timestamp is one of the 250.",
            "Tags count before empty ones are dropped.",
        ],
        followed: 0,
        evidence: Assumed,
        page: PAGE,
        examples: &[],
    },
    Assumption {
        topic: "Which fields a type is kept for",
        stated: "A conflict with the existing schema fails the whole write.",
        readings: &[
            "A field has one type in all of its table, as in InfluxDB 3.",
            "One type for each shard, so that another week may have another one, as in InfluxDB 1 and 2.",
        ],
        followed: 0,
        evidence: Assumed,
        page: PAGE,
        examples: &[Shown::fails(
            "SELECT * FROM 'a'",
            r#"[{"b":1,"timestamp":5},{"b":1.5,"timestamp":6}]"#,
            "influxdb.type-conflict",
        )],
    },
    Assumption {
        topic: "The time of an error action's point",
        stated: "Only an error action gets a timestamp of its own. Which one is not said.",
        readings: &[
            "The moment of processing, in the action's unit.",
            "The moment of processing in milliseconds.",
        ],
        followed: 0,
        evidence: Assumed,
        page: PAGE,
        examples: &[],
    },
];
