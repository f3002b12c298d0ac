//! Topics, payloads and templates.

use super::{Assumption, Shown};
use crate::evidence::Evidence::Assumed;
use crate::value::MAX_JSON_NESTING;

/// Arrays inside each other, one more than is read.
const TOO_DEEP: &str = {
    const LEVELS: usize = MAX_JSON_NESTING + 1;
    const BRACKETS: [u8; 2 * LEVELS] = {
        let mut brackets = [b'['; 2 * LEVELS];
        brackets.split_at_mut(LEVELS).1.copy_from_slice(&[b']'; LEVELS]);
        brackets
    };
    match str::from_utf8(&BRACKETS) {
        Ok(text) => text,
        Err(_) => "",
    }
};

pub(super) static TOPICS: &[Assumption] = &[
    Assumption {
        topic: "Wildcards and topics that start with $",
        stated: "Nothing.",
        readings: &[
            "As in MQTT, # and + in the first level leave topics that start with $ out.",
            "They match all topics.",
        ],
        followed: 0,
        evidence: Assumed,
        page: "topics",
        examples: &[
            Shown::no_action("SELECT b FROM '#'", "{}").on("$aws/events/presence/connected/x"),
            Shown::gives("SELECT topic(4) AS b FROM '$aws/events/#'", "{}", r#"{"b":"connected"}"#)
                .on("$aws/events/presence/connected/x"),
        ],
    },
    Assumption {
        topic: "Basic Ingest and FROM",
        stated: "The topic after the rule's name is what topic() gives. Whether FROM is asked is not said.",
        readings: &["FROM is asked for what comes after the rule's name.", "FROM is not asked."],
        followed: 0,
        evidence: Assumed,
        page: "iot-basic-ingest",
        examples: &[
            Shown::gives("SELECT topic() AS b FROM 'a/+'", "{}", r#"{"b":"a/c"}"#).on("$aws/rules/hub/a/c"),
            Shown::no_action("SELECT topic() AS b FROM 'a/+'", "{}").on("$aws/rules/hub/x"),
        ],
    },
    Assumption {
        topic: "A rule without FROM",
        stated: "Such a rule is reached by Basic Ingest only.",
        readings: &[
            "So that it can be tried, any topic reaches it.",
            "Only topics of Basic Ingest reach it.",
        ],
        followed: 0,
        evidence: Assumed,
        page: "iot-sql-from",
        examples: &[Shown::gives("SELECT b", r#"{"b":1}"#, r#"{"b":1}"#)],
    },
];

pub(super) static PAYLOADS: &[Assumption] = &[
    Assumption {
        topic: "A payload that is not JSON, and a rule that reads it",
        stated: "SELECT * alone passes it on. What a rule does that reads attributes is not said.",
        readings: &[
            "SELECT fails; in WHERE the attributes are Undefined.",
            "The attributes are Undefined everywhere.",
        ],
        followed: 0,
        evidence: Assumed,
        page: "binary-payloads",
        examples: &[
            Shown::fails("SELECT b FROM 'a'", "b=1", "payload.not-json"),
            Shown::no_action("SELECT * FROM 'a' WHERE b = 1", "b=1"),
        ],
    },
    Assumption {
        topic: "A payload that is an array or a single value",
        stated: "Nothing.",
        readings: &["* alone passes it on; beside other items it adds nothing.", "The rule fails."],
        followed: 0,
        evidence: Assumed,
        page: "iot-sql-select",
        examples: &[
            Shown::gives("SELECT * FROM 'a'", "[1]", "[1]"),
            Shown::gives("SELECT *, topic() AS t FROM 'a'", "[1]", r#"{"t":"a"}"#),
        ],
    },
    Assumption {
        topic: "A key that occurs twice",
        stated: "Nothing.",
        readings: &[
            "The last value counts, in the place of the first.",
            "The first value counts.",
            "The payload counts as not JSON.",
        ],
        followed: 0,
        evidence: Assumed,
        page: "iot-sql-json",
        examples: &[Shown::gives("SELECT * FROM 'a'", r#"{"b":1,"c":2,"b":3}"#, r#"{"b":3,"c":2}"#)],
    },
    Assumption {
        topic: "Half a surrogate pair in an escape",
        stated: "Nothing.",
        readings: &["The payload counts as not JSON.", "It becomes a replacement character."],
        followed: 0,
        evidence: Assumed,
        page: "iot-sql-json",
        examples: &[Shown::fails("SELECT b FROM 'a'", r#"{"b":"\ud800"}"#, "payload.not-json")],
    },
    Assumption {
        topic: "How deep a payload may be nested",
        stated: "Nothing.",
        readings: &[
            "Without limit.",
            "Up to 200 levels, a limit of RuleLens's own; a deeper payload counts as not JSON.",
        ],
        followed: 1,
        evidence: Assumed,
        page: "iot-core quotas",
        examples: &[Shown::fails("SELECT b FROM 'a'", TOO_DEEP, "payload.not-json")],
    },
];

pub(super) static TEMPLATES: &[Assumption] = &[
    Assumption {
        topic: "Undefined in a template",
        stated: "Undefined alone becomes an empty text. Inside a longer text it is not shown.",
        readings: &["It becomes an empty text there too.", "The action fails."],
        followed: 0,
        evidence: Assumed,
        page: "iot-substitution-templates",
        examples: &[Shown::template("x-${b}-y", "SELECT * FROM 'a'", r#"{"c":1}"#, "x--y")],
    },
    Assumption {
        topic: "Variables in a template",
        stated: "The page of templates allows the payload, functions and operators; the newer SET page also variables.",
        readings: &["Variables are allowed.", "They are refused."],
        followed: 0,
        evidence: crate::evidence::Evidence::Contradicted,
        page: "iot-substitution-templates, iot-sql-set",
        examples: &[Shown::template(
            "x-${@v.c}",
            "SET @v = b SELECT 1 AS y FROM 'a'",
            r#"{"b":{"c":2}}"#,
            "x-2",
        )],
    },
];
