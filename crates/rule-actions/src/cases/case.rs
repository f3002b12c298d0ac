//! Reading a case.

use super::deliveries::ExpectedDelivery;
use super::expected::{Expected, ExpectedOutput, ExpectedRecord, compact};
use super::verdicts::{EarlierMessage, ExpectedVerdict, History, WrittenMessage};
use crate::ContextDocument;
use crate::timestream::table::TableSettings;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use iot_sql::{Context, SqlVersion};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// A rule, a message, and what must come of them.
#[derive(Clone, Debug)]
pub struct Case {
    /// What it is called; empty where it has no name.
    pub name: String,
    /// Where it comes from.
    pub source: String,
    /// How its outcome is known.
    pub evidence: String,
    /// What a reader should look at.
    pub look_at: String,
    /// The rule's statement.
    pub sql: String,
    /// The rule's SQL version.
    pub version: SqlVersion,
    /// The message's topic.
    pub topic: String,
    /// The message's payload.
    pub payload: Vec<u8>,
    /// Whether the payload was given as JSON rather than as text or bytes.
    pub payload_is_json: bool,
    /// The action as JSON text.
    pub action: Option<String>,
    /// The message context.
    pub context: Context,
    /// The table and the messages before.
    pub history: History,
    /// What must come of it.
    pub expected: Expected,
    /// Fields that mean nothing here.
    pub unknown_fields: Vec<String>,
}

/// Why a string is not a case, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// The line, from 1.
    pub line: usize,
    /// The column in bytes, from 1; 0 where the case as a whole is meant.
    pub column: usize,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for Malformed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for Malformed {}

impl Malformed {
    pub(super) fn whole(message: impl Into<String>) -> Self {
        Self { line: 1, column: 0, message: message.into() }
    }
}

impl From<serde_json::Error> for Malformed {
    fn from(error: serde_json::Error) -> Self {
        let (line, column) = (error.line().max(1), error.column());
        let mut message = error.to_string();
        if let Some(at) = message.rfind(" at line ") {
            message.truncate(at);
        }
        Self { line, column, message }
    }
}

/// A case as it is written.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    name: Option<String>,
    source: Option<String>,
    evidence: Option<String>,
    look_at: Option<String>,
    input_sql: String,
    topic: String,
    sql_version: Option<String>,
    #[serde(borrow, default, deserialize_with = "present")]
    input_payload: Option<&'a RawValue>,
    input_payload_base64: Option<String>,
    #[serde(borrow, default, deserialize_with = "present")]
    action: Option<&'a RawValue>,
    context: Option<ContextDocument>,
    #[serde(borrow, default, deserialize_with = "present")]
    expected_output: Option<&'a RawValue>,
    expected_match: Option<bool>,
    expected_error: Option<String>,
    expected_records: Option<Vec<ExpectedRecord>>,
    expected_verdicts: Option<Vec<ExpectedVerdict>>,
    expected_lines: Option<Vec<String>>,
    expected_diagnostics: Option<Vec<String>>,
    #[serde(default)]
    only_diagnostics: bool,
    #[serde(default)]
    table: TableSettings,
    #[serde(borrow, default)]
    earlier: Vec<WrittenMessage<'a>>,
    expected_deliveries: Option<Vec<ExpectedDelivery>>,
    #[serde(borrow, default, deserialize_with = "present")]
    expected_error_action: Option<&'a RawValue>,
}

const FIELDS: [&str; 23] = [
    "name",
    "source",
    "evidence",
    "lookAt",
    "inputSql",
    "topic",
    "sqlVersion",
    "inputPayload",
    "inputPayloadBase64",
    "action",
    "context",
    "expectedOutput",
    "expectedMatch",
    "expectedError",
    "expectedRecords",
    "expectedVerdicts",
    "expectedLines",
    "expectedDiagnostics",
    "onlyDiagnostics",
    "table",
    "earlier",
    "expectedDeliveries",
    "expectedErrorAction",
];

/// Keeps a JSON null apart from a field that is omitted.
pub(super) fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

impl Case {
    /// Reads a case from JSON text.
    ///
    /// # Errors
    /// What is wrong with the text or the case, and where in the text.
    pub fn from_json(text: &str) -> Result<Self, Malformed> {
        // Before the fields' values: a misspelt name explains best why a required field is missing.
        let unknown_fields = unknown_fields(text)?;
        let written: Written<'_> = serde_json::from_str(text)?;
        let (payload, payload_is_json) =
            payload(written.input_payload, written.input_payload_base64.as_deref())?;
        let version = match &written.sql_version {
            None => SqlVersion::default(),
            Some(name) => SqlVersion::from_name(name).ok_or_else(|| {
                let names = SqlVersion::ALL.map(SqlVersion::name).join(", ");
                Malformed::whole(format!("sqlVersion `{name}` is not one of {names}"))
            })?,
        };
        let output = match written.expected_output {
            None => None,
            Some(raw) if is_text(raw) => Some(ExpectedOutput::Text(as_text("expectedOutput", raw)?)),
            Some(raw) => Some(ExpectedOutput::Json(compact(raw))),
        };
        let expected = Expected {
            output,
            acts: written.expected_match,
            error: written.expected_error,
            records: written.expected_records,
            verdicts: written.expected_verdicts,
            deliveries: written.expected_deliveries,
            error_action: written
                .expected_error_action
                .map(|raw| serde_json::from_str(raw.get()))
                .transpose()
                .map_err(|error| Malformed::whole(format!("expectedErrorAction: {error}")))?,
            lines: written.expected_lines,
            diagnostics: written.expected_diagnostics,
            only_diagnostics: written.only_diagnostics,
        };
        let earlier = written.earlier.into_iter().map(EarlierMessage::read).collect::<Result<_, _>>()?;
        let context = written.context.unwrap_or_default();
        let dynamodb_tables = context.dynamodb_tables.clone();
        let history = History { table: written.table, dynamodb_tables, earlier };
        if expected.is_nothing() {
            return Err(Malformed::whole(
                "the case expects nothing: give expectedOutput, expectedMatch, expectedError, expectedRecords, expectedVerdicts, expectedDeliveries, expectedLines, expectedErrorAction, expectedDiagnostics or onlyDiagnostics",
            ));
        }
        Ok(Self {
            name: written.name.unwrap_or_default(),
            source: written.source.unwrap_or_default(),
            evidence: written.evidence.unwrap_or_default(),
            look_at: written.look_at.unwrap_or_default(),
            sql: written.input_sql,
            version,
            topic: written.topic,
            payload,
            payload_is_json,
            action: written.action.filter(|raw| raw.get() != "null").map(|raw| raw.get().to_owned()),
            context: context
                .into_context(0, 0)
                .map_err(|error| Malformed::whole(format!("context: {error}")))?,
            history,
            expected,
            unknown_fields,
        })
    }
}

/// A payload as it is published, and whether it was given as JSON rather than as text or bytes.
pub(super) fn payload(raw: Option<&RawValue>, base64: Option<&str>) -> Result<(Vec<u8>, bool), Malformed> {
    match (raw, base64) {
        (Some(raw), None) if is_text(raw) => Ok((as_text("inputPayload", raw)?.into_bytes(), false)),
        (Some(raw), None) => Ok((compact(raw).into_bytes(), true)),
        (None, Some(text)) => {
            let bytes = BASE64.decode(text.trim());
            let bytes = bytes.map_err(|error| Malformed::whole(format!("inputPayloadBase64: {error}")))?;
            Ok((bytes, false))
        }
        (Some(_), Some(_)) => Err(Malformed::whole("inputPayload and inputPayloadBase64 exclude each other")),
        (None, None) => Err(Malformed::whole("inputPayload is missing")),
    }
}

fn as_text(field: &str, raw: &RawValue) -> Result<String, Malformed> {
    serde_json::from_str(raw.get())
        .map_err(|error| Malformed::whole(format!("{field} is not a string: {error}")))
}

fn is_text(raw: &RawValue) -> bool {
    raw.get().starts_with('"')
}

/// The fields that mean nothing here, unless one of them looks like a mistake.
fn unknown_fields(text: &str) -> Result<Vec<String>, Malformed> {
    let fields: BTreeMap<String, &RawValue> = serde_json::from_str(text)?;
    let unknown: Vec<String> = fields.into_keys().filter(|field| !FIELDS.contains(&field.as_str())).collect();
    for field in &unknown {
        if let Some(meant) = misspelt(field) {
            return Err(Malformed::whole(format!("unknown field `{field}`; did you mean `{meant}`?")));
        }
        if field.to_lowercase().starts_with("expected") {
            return Err(Malformed::whole(format!("unknown field `{field}`: nothing would be checked")));
        }
    }
    Ok(unknown)
}

/// The field that a misspelt one means.
fn misspelt(field: &str) -> Option<&'static str> {
    let plain = |name: &str| name.replace(['_', '-', ' '], "").to_lowercase();
    let known: Vec<String> = FIELDS.iter().map(|known| plain(known)).collect();
    let nearest = iot_sql::nearest_within(&plain(field), 1, known.iter().map(String::as_str))?;
    known.iter().position(|known| known == nearest).map(|at| FIELDS[at])
}

#[cfg(test)]
mod tests {
    use super::{Case, Malformed};

    fn with(fields: &str) -> Result<Case, Malformed> {
        Case::from_json(&format!(r#"{{"inputSql": "SELECT * FROM 'a'", "topic": "a", {fields}}}"#))
    }

    #[test]
    fn payloads_are_published_as_given() {
        for (fields, payload) in [
            (r#""inputPayload": "{\"a\": 1.0 }""#, r#"{"a": 1.0 }"#),
            (
                r#""inputPayload": { "b" : 1.0, "a":[ 1e5, 12345678901234567890123456789012345 ] }"#,
                r#"{"b":1.0,"a":[1e5,12345678901234567890123456789012345]}"#,
            ),
            (r#""inputPayload": [ null , true]"#, "[null,true]"),
            (r#""inputPayload": null"#, "null"),
            (r#""inputPayload": """#, ""),
            (r#""inputPayloadBase64": "AAE=""#, "\0\u{1}"),
        ] {
            let case = with(&format!(r#"{fields}, "expectedMatch": true"#)).expect(fields);
            assert_eq!(String::from_utf8_lossy(&case.payload), payload, "{fields}");
        }
    }

    #[test]
    fn malformed_cases_say_why() {
        for (fields, part) in [
            (r#""expectedMatch": true"#, "inputPayload is missing"),
            (r#""inputPayload": """#, "expects nothing"),
            (r#""inputPayload": "", "inputPayloadBase64": "", "expectedMatch": true"#, "exclude each other"),
            (r#""inputPayloadBase64": "%", "expectedMatch": true"#, "inputPayloadBase64: "),
            (
                r#""inputPayload": "", "sqlVersion": "2017", "expectedMatch": true"#,
                "sqlVersion `2017` is not one of",
            ),
            (r#""inputPayload": "", "expectedMatch": "yes""#, "expected a boolean"),
            (r#""inputPayload": "", "onlyDiagnostics": false"#, "expects nothing"),
            (r#""inputPayload": "", "onlyDiagnostic": true"#, "did you mean `onlyDiagnostics`?"),
            (r#""inputPayload": "", "expectedoutput": {}"#, "did you mean `expectedOutput`?"),
            (r#""inputPayload": "", "expectedMatch": true, "expectedTime": 5"#, "nothing would be checked"),
            (r#""inputPayload": "", "expectedRecords": [{"Measure": "x"}]"#, "unknown field `Measure`"),
            (
                r#""inputPayload": "", "expectedMatch": true, "context": {"client": "x"}"#,
                "unknown field `client`",
            ),
            (r#""inputPayload": "\ud800", "expectedMatch": true"#, "inputPayload is not a string: "),
            (r#""inputPayload": "", "expectedVerdicts": ["written"]"#, "the verdict `written` is not one of"),
            (r#""inputPayload": "", "expectedVerdicts": ["rejected: x"]"#, "`x` is nothing that can follow"),
            (r#""inputPayload": "", "expectedMatch": true, "earlier": [{}]"#, "inputPayload is missing"),
            (
                r#""inputPayload": "", "expectedMatch": true, "table": {"memoryRetentionHours": 0}"#,
                "1 to 8766 hours",
            ),
            (r#""inputPayload": "", "topic": "b", "expectedMatch": true"#, "duplicate field `topic`"),
        ] {
            let message = with(fields).expect_err(fields).message;
            assert!(message.contains(part), "{fields}: {message}");
        }
        let error = Case::from_json("{\"topic\": \"a\",\n  \"inputSql\" 5}").expect_err("a missing colon");
        assert_eq!((error.line, error.column), (2, 14));
        assert!(Case::from_json("5").is_err());
    }

    #[test]
    fn other_fields_are_reported() {
        let case = with(r#""inputPayload": "", "expectedMatch": true, "$schema": 1, "comment": "x""#)
            .expect("a case");
        assert_eq!(case.unknown_fields, ["$schema", "comment"]);
    }
}
