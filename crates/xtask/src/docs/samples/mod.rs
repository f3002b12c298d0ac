//! One sample for each diagnostic: a statement, message or action that leads to it.

mod influxdb;
mod near_misses;
mod others;
mod tables;

use iot_sql::SqlVersion;

/// What leads to a diagnostic.
pub(super) struct Sample {
    /// The diagnostic's code.
    pub(super) code: &'static str,
    /// The statement.
    pub(super) sql: Text,
    /// The rule's SQL version; `None` where the rule names none.
    pub(super) version: Option<SqlVersion>,
    /// The message's topic.
    pub(super) topic: &'static str,
    /// The message's payload.
    pub(super) payload: Text,
    /// The action as JSON.
    pub(super) action: Option<&'static str>,
    /// The messages that the rule took before, on the same topic.
    pub(super) earlier: Option<Earlier>,
}

/// Payloads of messages that come before a sample's.
pub(super) struct Earlier {
    /// Says what they are, for `earlier messages: …`.
    pub(super) shown: &'static str,
    /// Makes them.
    pub(super) make: fn() -> Vec<String>,
}

/// All samples.
pub(super) fn all() -> impl Iterator<Item = &'static Sample> {
    let files = [tables::SAMPLES, near_misses::SAMPLES, influxdb::SAMPLES, others::SAMPLES];
    SAMPLES.iter().chain(files.into_iter().flatten())
}

/// The moment at which samples are taken through, in milliseconds since 1970-01-01 UTC: 2023-11-14 22:13:20.
pub(super) const NOW_MS: i64 = 1_700_000_000_000;

/// A text of a sample.
pub(super) enum Text {
    /// Written out.
    Plain(&'static str),
    /// Too long to be shown.
    Built {
        /// A sentence that says what it is.
        shown: &'static str,
        /// Makes it.
        make: fn() -> String,
    },
}

impl Text {
    /// The text itself.
    pub(super) fn get(&self) -> String {
        match self {
            Self::Plain(text) => (*text).to_owned(),
            Self::Built { make, .. } => make(),
        }
    }
}

impl Sample {
    /// What a sample has where it says nothing else.
    pub(super) const DEFAULT: Self = Self {
        code: "",
        sql: Text::Plain("SELECT * FROM 'sensors/+'"),
        version: Some(SqlVersion::V2016_03_23),
        topic: "sensors/kitchen",
        payload: Text::Plain("{}"),
        action: None,
        earlier: None,
    };
}

/// A statement.
const fn sql(code: &'static str, sql: &'static str) -> Sample {
    Sample { code, sql: Text::Plain(sql), ..Sample::DEFAULT }
}

/// A statement that is too long to be shown.
const fn built(code: &'static str, shown: &'static str, make: fn() -> String) -> Sample {
    Sample { code, sql: Text::Built { shown, make }, ..Sample::DEFAULT }
}

/// A statement and a payload.
const fn payload(code: &'static str, sql: &'static str, payload: &'static str) -> Sample {
    Sample { code, sql: Text::Plain(sql), payload: Text::Plain(payload), ..Sample::DEFAULT }
}

/// An action beside a statement that selects one attribute.
const fn action(code: &'static str, action: &'static str) -> Sample {
    Sample {
        code,
        sql: Text::Plain("SELECT t FROM 'sensors/+'"),
        payload: Text::Plain(r#"{"t": 1}"#),
        action: Some(action),
        ..Sample::DEFAULT
    }
}

/// An action without fault.
const SOUND: &str = r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "arn:aws:iam::123456789012:role/r", "dimensions": [{"name": "room", "value": "${topic(2)}"}]}}"#;

static SAMPLES: &[Sample] = &[
    built("sql.too-long", "A statement of almost 140,000 bytes.", || {
        format!("SELECT {} FROM 'sensors/+'", "a, ".repeat(46_658) + "a")
    }),
    sql("sql.empty", ""),
    sql("sql.unterminated-string", "SELECT 'a AS b"),
    sql("sql.typographic-character", "SELECT a FROM \u{2018}sensors/+\u{2019}"),
    sql("sql.comment", "SELECT a FROM 'sensors/+' -- all rooms"),
    built("sql.too-deep", "A statement with 100 opening brackets inside each other.", || {
        format!("SELECT {}a{} AS b FROM 'sensors/+'", "(".repeat(100), ")".repeat(100))
    }),
    sql("sql.expected", "SELECT a b FROM 'sensors/+'"),
    sql("sql.unexpected", "SELECT a FROM 'sensors/+' WHERE b = 1 )"),
    sql("sql.misspelt-keyword", "SELECT a FORM 'sensors/+'"),
    sql("sql.other-dialect", "SELECT a FROM 'sensors/+' WHERE b LIKE 'x%'"),
    sql("sql.bad-number", "SELECT .5 AS half FROM 'sensors/+'"),
    sql("sql.bad-name", "SELECT a.1 AS b FROM 'sensors/+'"),
    sql("sql.unknown-function", "SELECT toppic(2) AS room FROM 'sensors/+'"),
    sql("sql.argument-count", "SELECT abs() AS size FROM 'sensors/+'"),
    sql("sql.unknown-cast-type", "SELECT cast(a AS Decmal) AS b FROM 'sensors/+'"),
    sql("sql.bad-variable", "SET @a = 1, @a = 2 SELECT @a AS b FROM 'sensors/+'"),
    sql("sql.value-items", "SELECT VALUE a, b FROM 'sensors/+'"),
    sql("sql.bad-topic-filter", "SELECT a FROM 'sensors/#/t'"),
    Sample {
        version: Some(SqlVersion::V2015_10_08),
        ..sql("sql.needs-newer-version", "SELECT [1, 2] AS a FROM 'sensors/+'")
    },
    sql(
        "sql.call-limit",
        "SELECT get_dynamodb('t', 'id', a, 'r').b AS b, get_dynamodb('t', 'id', a, 'r').c AS c FROM 'sensors/+'",
    ),
    sql(
        "sql.call-not-allowed",
        "SELECT get_or_default(t, aws_lambda('arn:aws:lambda:us-east-1:123456789012:function:f', *)) AS t FROM 'sensors/+'",
    ),
    sql(
        "sql.constant-argument",
        "SELECT get_registry_data(api, topic(2), 'arn:aws:iam::123456789012:role/r') AS thing FROM 'sensors/+'",
    ),
    sql("sql.trailing-comma", "SELECT a, b, FROM 'sensors/+'"),
    sql("sql.topic-quotes", "SELECT a FROM \"sensors/+\""),
    sql("sql.doubled-quote", "SELECT a FROM 'sensors/+' WHERE b = 'o''brien'"),
    sql("sql.not-equal-sign", "SELECT a FROM 'sensors/+' WHERE b != 1"),
    sql("sql.aliased-spread", "SELECT a.* AS b FROM 'sensors/+'"),
    sql("sql.trailing-semicolon", "SELECT a FROM 'sensors/+';"),
    sql("sql.value-alias", "SELECT VALUE a AS b FROM 'sensors/+'"),
    action(
        "template.malformed",
        r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "r", "dimensions": [{"name": "room", "value": "${topic(2)"}]}}"#,
    ),
    payload("payload.not-json", "SELECT t FROM 'sensors/+'", "t=20"),
    Sample {
        payload: Text::Built {
            shown: "one text of 200,000 letters",
            make: || format!("\"{}\"", "x".repeat(200_000)),
        },
        ..sql("payload.too-large", "SELECT * FROM 'sensors/+'")
    },
    payload("payload.binary", "SELECT * FROM 'sensors/+'", "t=20"),
    Sample { topic: "sensors/+", ..sql("topic.invalid", "SELECT * FROM 'sensors/+'") },
    Sample { topic: "1/2/3/4/5/6/7/8/9", ..sql("topic.too-long", "SELECT * FROM '#'") },
    sql("sql.star-in-filter", "SELECT a FROM 'sensors/*'"),
    sql("sql.basic-ingest-prefix", "SELECT a FROM '$aws/rules/climate/sensors/+'"),
    Sample {
        payload: Text::Built {
            shown: "`{\"a\": [1, 1, …]}` with 3,000 elements",
            make: || format!("{{\"a\":[1{}]}}", ",1".repeat(2_999)),
        },
        ..sql(
            "run.too-many-steps",
            "SELECT (SELECT (SELECT 1 AS c FROM a) AS b FROM a) AS x FROM 'sensors/+'",
        )
    },
    Sample {
        payload: Text::Built {
            shown: "`{\"a\": \"xxx…\"}` with 100,000 letters",
            make: || format!("{{\"a\":\"{}\"}}", "x".repeat(100_000)),
        },
        ..sql("run.variable-too-large", "SET @twice = concat(a, a) SELECT @twice AS b FROM 'sensors/+'")
    },
    sql(
        "run.failed",
        "SELECT decode(5, 'proto', 'bucket', 'climate.desc', 'climate', 'Reading') AS r FROM 'sensors/+'",
    ),
    payload(
        "run.needs-stand-in",
        "SELECT get_thing_shadow(id, 'arn:aws:iam::123456789012:role/r').state AS s FROM 'sensors/+'",
        r#"{"id": "lamp"}"#,
    ),
    sql("lint.hyphen-as-minus", "SELECT a FROM 'sensors/+' WHERE device.serial-no = 'x'"),
    sql("lint.compared-with-null", "SELECT a FROM 'sensors/+' WHERE state.on <> NULL"),
    sql("lint.case-when-null", "SELECT CASE a WHEN NULL THEN 1 ELSE 2 END AS b FROM 'sensors/+'"),
    sql("lint.case-when-condition", "SELECT CASE a WHEN (a > 1) THEN 'high' END AS b FROM 'sensors/+'"),
    sql("lint.topic-level", "SELECT topic(3) AS room FROM 'sensors/+'"),
    sql("lint.alias-in-where", "SELECT temperature AS t FROM 'sensors/+' WHERE t > 20"),
    Sample {
        sql: Text::Plain("SELECT ts AS time_ms FROM 'sensors/+'"),
        ..action(
            "lint.alias-in-template",
            r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "r", "dimensions": [{"name": "at", "value": "${time_ms}"}]}}"#,
        )
    },
    sql("lint.variable-never-set", "SET @limit = 20 SELECT t FROM 'sensors/+' WHERE t > @limits"),
    sql("lint.unnamed-item", "SELECT topic(2) FROM 'sensors/+'"),
    sql("lint.date-pattern", "SELECT parse_time(\"yyyy-MM-dd'T'hh:mm:ss\", ts) AS t FROM 'sensors/+'"),
    sql("lint.date-pattern-note", "SELECT parse_time('YYYY-MM-dd', ts) AS t FROM 'sensors/+'"),
    payload(
        "lint.looks-like-seconds",
        "SELECT parse_time('yyyy-MM-dd', ts) AS t FROM 'sensors/+'",
        r#"{"ts": 1736413662}"#,
    ),
    payload(
        "run.time-fault",
        "SELECT time_to_epoch(ts, 'yyyy-MM-dd HH:mm:ss') AS t FROM 'sensors/+'",
        r#"{"ts": "2022-08-04"}"#,
    ),
    payload("run.pattern-fault", "SELECT regexp_matches(a, '(') AS b FROM 'sensors/+'", r#"{"a": "x"}"#),
    payload("lint.whole-decimal", "SELECT t FROM 'sensors/+'", r#"{"t": 10.0}"#),
    Sample {
        version: Some(SqlVersion::V2015_10_08),
        ..payload("lint.legacy-loss", "SELECT * FROM 'sensors/+'", r#"{"a": {"b": 1}}"#)
    },
    Sample { version: None, ..sql("lint.no-version", "SELECT a FROM 'sensors/+'") },
    action("action.not-json", r#"{"timestream": }"#),
    action("action.shape", r#"{"timestream": {}, "lambda": {}}"#),
    action(
        "action.too-many",
        r#"[{"iotAnalytics": {}}, {"iotAnalytics": {}}, {"iotAnalytics": {}}, {"iotAnalytics": {}},
        {"iotAnalytics": {}}, {"iotAnalytics": {}}, {"iotAnalytics": {}}, {"iotAnalytics": {}}, {"iotAnalytics": {}},
        {"iotAnalytics": {}}, {"iotAnalytics": {}}]"#,
    ),
    action("action.unknown", r#"{"iotAnalytics": {"channelName": "readings"}}"#),
    action(
        "action.parameter",
        r#"{"timestream": {"databaseName": 1, "tableName": "climate", "roleArn": "r", "dimensions": [{"name": "room", "value": "kitchen"}]}}"#,
    ),
    action(
        "action.incomplete",
        r#"{"timestream": {"databaseName": "home", "tableName": "climate", "dimensions": [{"name": "room", "value": "kitchen"}]}}"#,
    ),
    action(
        "action.unknown-parameter",
        r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "r", "dimensions": [{"name": "room", "value": "kitchen"}], "version": 1}}"#,
    ),
    action(
        "timestream.dimension-count",
        r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "r", "dimensions": []}}"#,
    ),
    action(
        "timestream.dimension-name",
        r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "r", "dimensions": [{"name": "time", "value": "x"}]}}"#,
    ),
    action(
        "timestream.time-unit",
        r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "r", "dimensions": [{"name": "room", "value": "x"}], "timestamp": {"value": "${ts}", "unit": "HOURS"}}}"#,
    ),
    action(
        "timestream.time",
        r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "r", "dimensions": [{"name": "room", "value": "x"}], "timestamp": {"value": "ts", "unit": "SECONDS"}}}"#,
    ),
    Sample {
        sql: Text::Plain("SELECT VALUE t FROM 'sensors/+'"),
        ..action("timestream.not-an-object", SOUND)
    },
    Sample { payload: Text::Plain(r#"{"t": null}"#), ..action("timestream.null", SOUND) },
    Sample { payload: Text::Plain("{}"), ..action("timestream.nothing-to-write", SOUND) },
    Sample {
        sql: Text::Plain("SELECT * FROM 'sensors/+'"),
        payload: Text::Built {
            shown: "an object with 101 numbers",
            make: || {
                let members: Vec<String> = (0..101).map(|index| format!("\"m{index}\":{index}")).collect();
                format!("{{{}}}", members.join(","))
            },
        },
        ..action("timestream.too-many-values", SOUND)
    },
];
