//! Why a measure has its type.

use super::infer::infer;
use super::origin::Origins;
use super::record::{MeasureValueType, SHOWN_CHARACTERS};
use super::written::Written;
use iot_sql::text::shortened;
use iot_sql::{Evidence, Number, Object, Outgoing, Rule, SqlVersion, Value};
use serde::{Deserialize, Serialize};

/// Why a measure has its type (`timestream-rule-action`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeReason {
    /// The measure's name.
    pub measure_name: String,
    /// Its type.
    pub kind: MeasureValueType,
    /// Which of the page's rules decided.
    pub rule: TypeRule,
    /// The value that decided: as the payload writes it where it comes from there, else as it leaves the rule; cut
    /// after 60 characters.
    pub value: String,
    /// The rule's SQL version.
    pub version: SqlVersion,
    /// Value, version and rule in one sentence.
    pub explanation: String,
    /// How it is known.
    pub evidence: Evidence,
}

/// The rules by which the action's page gives types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum TypeRule {
    /// A number without a decimal point is BIGINT.
    WholeNumber,
    /// A decimal number is DOUBLE.
    DecimalNumber,
    /// A Boolean without quotes is BOOLEAN.
    TruthValue,
    /// A string in quotes is VARCHAR.
    Text,
    /// An object or an array is VARCHAR with its JSON text.
    Json,
}

impl TypeRule {
    /// Its name in outputs, such as `wholeNumber`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::WholeNumber => "wholeNumber",
            Self::DecimalNumber => "decimalNumber",
            Self::TruthValue => "truthValue",
            Self::Text => "text",
            Self::Json => "json",
        }
    }
}

/// Why the records of one message have their types: the rule beside the message's payload.
///
/// Works the payload through once more, so that it costs nothing where nobody asks.
pub struct TypeReasons<'r> {
    origins: Origins<'r>,
    outgoing: &'r Object,
    version: SqlVersion,
}

impl<'r> TypeReasons<'r> {
    /// What a rule made of a payload; `None` where that has no attributes.
    pub(crate) fn new(rule: &'r Rule, payload: &'r [u8], outgoing: &'r Outgoing) -> Option<Self> {
        let Outgoing::Json(Value::Object(outgoing)) = outgoing else { return None };
        Some(Self { origins: Origins::new(rule, payload), outgoing, version: rule.version() })
    }

    /// Why a measure has its type; `None` where it is not made of an attribute of the outgoing payload.
    fn of(&self, measure_name: &str) -> Option<TypeReason> {
        let value = self.outgoing.get(measure_name)?;
        TypeReason::of(measure_name, value, &self.origins.find(measure_name).written, self.version)
    }
}

impl Written {
    /// Why the record has its type; `None` where it is a record of the error action.
    #[must_use]
    pub fn type_reason(&self, reasons: &TypeReasons<'_>) -> Option<TypeReason> {
        let reason = reasons.of(&self.record.measure_name)?;
        (reason.kind == self.record.measure_value_type).then_some(reason)
    }
}

impl TypeReason {
    /// Why a value has its type; `written` is what the payload has in its place. `None` for null.
    fn of(name: &str, value: &Value, written: &Value, version: SqlVersion) -> Option<Self> {
        let (kind, text) = infer(value)?;
        let text = shortened(&text.text(), SHOWN_CHARACTERS);
        // The payload's own text of a number that came through unchanged.
        let source = match (number(value), number(written)) {
            (Some(value), Some(source)) if value == source => {
                shortened(&source.to_string(), SHOWN_CHARACTERS)
            }
            _ => text,
        };
        let (rule, why, evidence) = match value {
            Value::Undefined | Value::Null => return None,
            Value::Boolean(_) => (
                TypeRule::TruthValue,
                "is a Boolean without quotes, so BOOLEAN".to_owned(),
                Evidence::Documented,
            ),
            Value::Int(_) if matches!(written, Value::Decimal(_)) && number(value) == number(written) => (
                TypeRule::WholeNumber,
                format!("has no fraction; under {version} it is an Int, so BIGINT"),
                Evidence::Documented,
            ),
            Value::Int(_) => (
                TypeRule::WholeNumber,
                "is a number without a decimal point, so BIGINT".to_owned(),
                Evidence::Documented,
            ),
            Value::Decimal(decimal) => {
                let newest = Number::Decimal(*decimal).for_version(SqlVersion::V2016_03_23);
                let why = if matches!(newest, Number::Int(_)) {
                    format!("has no fraction, but a decimal point, which {version} keeps, so DOUBLE")
                } else {
                    "is a decimal number, so DOUBLE".to_owned()
                };
                (TypeRule::DecimalNumber, why, Evidence::Documented)
            }
            Value::String(text) => {
                let looks_like = if Number::from_text(text).is_some() {
                    Some("a number")
                } else if ["true", "false"].contains(&text.as_str()) {
                    Some("a Boolean")
                } else {
                    None
                };
                match looks_like {
                    None => (TypeRule::Text, "is a string, so VARCHAR".to_owned(), Evidence::Documented),
                    Some(what) => (
                        TypeRule::Text,
                        format!("is a string, although it looks like {what}, so VARCHAR"),
                        Evidence::Contradicted,
                    ),
                }
            }
            Value::Array(_) => (
                TypeRule::Json,
                "is an array, which is written as its JSON text, so VARCHAR".to_owned(),
                Evidence::Documented,
            ),
            Value::Object(_) => (
                TypeRule::Json,
                "is an object, which is written as its JSON text, so VARCHAR".to_owned(),
                Evidence::Documented,
            ),
        };
        let explanation = format!("`{source}` {why}.");
        Some(Self {
            measure_name: name.to_owned(),
            kind,
            rule,
            value: source,
            version,
            explanation,
            evidence,
        })
    }
}

/// The number that a value is.
fn number(value: &Value) -> Option<Number> {
    match value {
        Value::Int(int) => Some(Number::Int(int.get())),
        Value::Decimal(decimal) => Some(Number::Decimal(*decimal)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::Plan;
    use iot_sql::{Context, Message, SqlVersion};

    fn reasons(sql: &str, version: SqlVersion, payload: &str) -> Vec<String> {
        let action = r#"{"timestream": {"databaseName": "d", "tableName": "t", "roleArn": "r",
            "dimensions": [{"name": "x", "value": "y"}]}}"#;
        let plan = Plan::new(sql, version, Some(action)).expect(sql);
        let message = Message { topic: "t", payload: payload.as_bytes() };
        let report = plan.evaluate(message, &Context::default());
        let reasons = report.type_reasons(plan.rule(), payload.as_bytes()).expect("attributes");
        let reasons = report.records().iter().filter_map(|written| written.type_reason(&reasons));
        reasons.map(|reason| format!("{}: {}", reason.measure_name, reason.explanation)).collect()
    }

    #[test]
    fn types_are_explained_by_value_version_and_rule() {
        let payload =
            r#"{"a":5.0,"b":5,"c":5.5,"d":true,"e":"x","f":"5.5","g":[1],"h":{"i":1},"j":null,"k":"true"}"#;
        assert_eq!(
            reasons("SELECT * FROM 't'", SqlVersion::V2016_03_23, payload),
            [
                "a: `5.0` has no fraction; under 2016-03-23 it is an Int, so BIGINT.",
                "b: `5` is a number without a decimal point, so BIGINT.",
                "c: `5.5` is a decimal number, so DOUBLE.",
                "d: `true` is a Boolean without quotes, so BOOLEAN.",
                "e: `x` is a string, so VARCHAR.",
                "f: `5.5` is a string, although it looks like a number, so VARCHAR.",
                "g: `[1]` is an array, which is written as its JSON text, so VARCHAR.",
                r#"h: `{"i":1}` is an object, which is written as its JSON text, so VARCHAR."#,
                "k: `true` is a string, although it looks like a Boolean, so VARCHAR.",
            ]
        );
        assert_eq!(
            reasons("SELECT a, a + 1 AS b FROM 't'", SqlVersion::V2016_03_23, payload),
            [
                "a: `5.0` has no fraction; under 2016-03-23 it is an Int, so BIGINT.",
                "b: `6` is a number without a decimal point, so BIGINT.",
            ]
        );
        assert_eq!(
            reasons("SELECT a FROM 't'", SqlVersion::V2015_10_08, payload),
            ["a: `5.0` has no fraction, but a decimal point, which 2015-10-08 keeps, so DOUBLE."]
        );
    }
}
