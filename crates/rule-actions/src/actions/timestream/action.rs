//! The action's parameters.

use super::TimeUnit;
use super::deliver::Destination;
use super::examples;
use super::lint::is_plain;
use crate::action::wording;
use crate::action::wording::at_action;
use crate::action::{Delivering, Reader};
use iot_sql::{Diagnostic, Evidence, Example, Input, SqlVersion, Template};
use serde_json::{Map, Value as Json};
use smol_str::SmolStr;
use std::sync::Arc;

iot_sql::declare_codes! {
    pub(crate) CODES;
    TIMESTREAM_DIMENSION_COUNT = "timestream.dimension-count", Error, "The action needs 1 to 128 dimensions.",
        [Example::action(r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "r", "dimensions": []}}"#)];
    TIMESTREAM_DIMENSION_NAME = "timestream.dimension-name", Error, "A dimension cannot have this name.",
        [Example::action(r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "r", "dimensions": [{"name": "time", "value": "x"}]}}"#)],
        silent [examples::timed(r#"{"t": 21.5, "ts": 1700000000}"#)];
    TIMESTREAM_TIME_UNIT = "timestream.time-unit", Error, "The timestamp's unit is not valid.",
        [Example::action(r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "r", "dimensions": [{"name": "room", "value": "x"}], "timestamp": {"value": "${ts}", "unit": "HOURS"}}}"#)];
    TIMESTREAM_TIME = "timestream.time", Error, "The timestamp is not an integer.",
        [Example::action(r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "r", "dimensions": [{"name": "room", "value": "x"}], "timestamp": {"value": "ts", "unit": "SECONDS"}}}"#)
            .payload(r#"{"t": 1, "ts": 1700000000}"#)],
        silent [examples::timed(r#"{"t": 21.5, "ts": 1700000000}"#)];
}

/// The parameters of a Timestream action that decide what is written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TimestreamAction {
    /// The database's name, a template; empty where the action names none.
    pub(crate) database_name: Template,
    /// The table's name, a template; empty where the action names none.
    pub(crate) table_name: Template,
    /// Both, where they are the same for all messages.
    pub(super) constant_destination: Option<Destination>,
    /// The dimensions, 1 to 128.
    pub(crate) dimensions: Arc<[Dimension]>,
    /// The timestamp; `None` where records get the processing time.
    pub(crate) timestamp: Option<Timestamp>,
}

/// A dimension as the action has it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Dimension {
    /// Its name; templates are not allowed in it.
    pub(crate) name: SmolStr,
    /// Its value, a template.
    pub(crate) value: Template,
    /// Where the template stands in the action, `dimensions[0].value`.
    pub(super) place: SmolStr,
    /// The path of the payload that the template consists of.
    pub(super) field: Option<SmolStr>,
}

impl Dimension {
    /// The dimension of a record.
    pub(super) fn with(&self, value: SmolStr) -> super::record::Dimension {
        super::record::Dimension { name: self.name.clone(), value }
    }
}

/// The timestamp as the action has it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Timestamp {
    /// Its value, a template that must give an integer.
    pub(crate) value: Template,
    /// The unit of the value.
    pub(crate) unit: TimeUnit,
    /// Whether the action names the unit.
    pub(crate) unit_given: bool,
    /// The path of the payload that the template consists of.
    pub(super) field: Option<SmolStr>,
}

/// Dimensions that an action may have (`API_TimestreamAction`).
const MAX_DIMENSIONS: usize = 128;

/// Bytes that a dimension's name may have (`ts-limits`).
const MAX_DIMENSION_NAME: usize = 60;

impl TimestreamAction {
    /// Reads the action's parameters; `None` where they are rejected, which the reader then says why.
    pub(crate) fn read(object: &Map<String, Json>, reader: &mut Reader<'_>) -> Option<Self> {
        let (database_name, table_name) =
            (reader.required_template(object, "databaseName"), reader.required_template(object, "tableName"));
        let dimensions = dimensions(reader, object).into();
        let timestamp = timestamp(reader, object);
        let (database_name, table_name) = (database_name?, table_name?);
        let constant_destination = Destination::constant(&database_name, &table_name);
        Some(Self { database_name, table_name, constant_destination, dimensions, timestamp })
    }
}

impl Timestamp {
    /// The time as text, an integer.
    pub(super) fn evaluate(&self, delivering: &mut Delivering<'_, '_>) -> Result<SmolStr, Diagnostic> {
        const PATH: &str = "timestamp.value";
        let rendered = delivering.text(PATH, &self.value)?;
        let text = rendered.trim();
        let digits = text.strip_prefix('-').unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            let bare = !self.value.has_expressions()
                && Template::parse(&format!("${{{}}}", self.value.text()), SqlVersion::Beta).is_ok();
            return Err(time_problem(PATH, self.value.text(), text, bare));
        }
        Ok(text.into())
    }
}

fn dimensions(reader: &mut Reader<'_>, object: &Map<String, Json>) -> Vec<Dimension> {
    let entries = match object.get("dimensions") {
        Some(Json::Array(entries)) => entries.as_slice(),
        None | Some(Json::Null) => &[],
        Some(_) => {
            reader.errors.push(wording::parameter("dimensions", "must be an array"));
            return Vec::new();
        }
    };
    if entries.is_empty() || entries.len() > MAX_DIMENSIONS {
        reader.errors.push(dimension_count(entries.len()));
    }
    let mut dimensions: Vec<Dimension> = Vec::new();
    for (index, entry) in entries.iter().enumerate().take(MAX_DIMENSIONS) {
        let path = format!("dimensions[{index}]");
        let Some(entry) = entry.as_object() else {
            reader.errors.push(wording::parameter(&path, "must be an object with name and value"));
            continue;
        };
        let name = entry.get("name").and_then(Json::as_str);
        let value = entry.get("value").and_then(Json::as_str);
        let (Some(name), Some(value)) = (name, value) else {
            let missing = if name.is_none() { "name" } else { "value" };
            reader.errors.push(wording::parameter(&format!("{path}.{missing}"), "must be a string"));
            continue;
        };
        let name_path = format!("{path}.name");
        if let Some(why) = name_problem(name) {
            reader.errors.push(dimension_name(&name_path, name, why));
        } else if dimensions.iter().any(|known| known.name == name) {
            reader.errors.push(dimension_name(&name_path, name, "another dimension has this name"));
        }
        let place = format!("{path}.value");
        if let Some(value) = reader.template(value, &place) {
            let field = field(&value);
            dimensions.push(Dimension { name: name.into(), value, place: place.into(), field });
        }
    }
    dimensions
}

fn timestamp(reader: &mut Reader<'_>, object: &Map<String, Json>) -> Option<Timestamp> {
    let timestamp = match object.get("timestamp") {
        None | Some(Json::Null) => return None,
        Some(Json::Object(timestamp)) => timestamp,
        Some(_) => {
            reader.errors.push(wording::parameter("timestamp", "must be an object with value and unit"));
            return None;
        }
    };
    let unit = match timestamp.get("unit") {
        None | Some(Json::Null) => {
            reader.warnings.push(wording::without_unit("timestamp.unit"));
            TimeUnit::default()
        }
        Some(unit) => {
            let name = unit.as_str().unwrap_or_default();
            TimeUnit::from_name(name).unwrap_or_else(|| {
                reader.errors.push(time_unit("timestamp.unit", name));
                TimeUnit::default()
            })
        }
    };
    match timestamp.get("value") {
        Some(Json::String(value)) if !value.trim().is_empty() => {
            let value = reader.template(value, "timestamp.value")?;
            let unit_given = timestamp.get("unit").is_some_and(|unit| !unit.is_null());
            let field = field(&value);
            Some(Timestamp { value, unit, unit_given, field })
        }
        _ => {
            reader
                .errors
                .push(wording::parameter("timestamp.value", "must be a string that evaluates to an integer"));
            None
        }
    }
}

/// The path that a template consists of: `a.b` of `${a.b}`.
fn field(template: &Template) -> Option<SmolStr> {
    let path = template.text().strip_prefix("${")?.strip_suffix('}')?.trim();
    path.split('.').all(is_plain).then(|| path.into())
}

/// Why a dimension cannot have a name (`timestream-rule-action`, `ts-limits`).
fn name_problem(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        return Some("a name has at least one character");
    }
    if name.len() > MAX_DIMENSION_NAME {
        return Some("a name has at most 60 bytes");
    }
    if ["measure_name", "measure_value", "time"].contains(&name) {
        return Some("Timestream uses this name for a column of its own");
    }
    if name.starts_with("ts_") || name.starts_with("measure_value") {
        return Some("names that start with ts_ or measure_value are Timestream's own");
    }
    if name.contains(':') {
        return Some("a name has no colon");
    }
    if name.contains('"') || name.contains(|ch: char| ch < ' ' || ch == '\u{2028}' || ch == '\u{2029}') {
        return Some("a name has no double quotes and no control characters");
    }
    None
}

fn dimension_count(count: usize) -> Diagnostic {
    Diagnostic::new(
        &TIMESTREAM_DIMENSION_COUNT,
        format!("The action has {count} dimensions; 1 to 128 are required."),
    )
    .input(Input::Action("dimensions".into()))
    .help("A dimension says what the measures belong to, such as a device: {\"name\": \"device_id\", \"value\": \"${topic(2)}\"}.")
    .evidence(Evidence::Documented)
}

fn dimension_name(path: &str, name: &str, why: &str) -> Diagnostic {
    at_action(
        Diagnostic::new(&TIMESTREAM_DIMENSION_NAME, format!("A dimension cannot be called `{name}`: {why}.")),
        path,
        name,
    )
    .help("Choose another name, such as `device_id`.")
    .evidence(Evidence::Documented)
}

fn time_unit(path: &str, unit: &str) -> Diagnostic {
    at_action(Diagnostic::new(&TIMESTREAM_TIME_UNIT, format!("`{unit}` is not a time unit.")), path, unit)
        .help("The units are SECONDS, MILLISECONDS (the default), MICROSECONDS and NANOSECONDS.")
        .evidence(Evidence::Documented)
}

pub(crate) fn time_problem(
    path: &str,
    template: &str,
    rendered: &str,
    looks_like_expression: bool,
) -> Diagnostic {
    let message = if rendered.is_empty() {
        "The timestamp is empty: its template returns Undefined.".to_owned()
    } else {
        format!("The timestamp must be an integer, and it is `{rendered}`.")
    };
    let diagnostic = at_action(Diagnostic::new(&TIMESTREAM_TIME, message), path, template)
        .help("Timestream answers a malformed time with: Invalid time for record. Templates see the payload as it was published, not the aliases of SELECT; a fraction is removed by floor().")
        .evidence(Evidence::Assumed);
    if looks_like_expression {
        return diagnostic.fix("Convert to a template", 0..template.len(), format!("${{{template}}}"));
    }
    diagnostic
}

#[cfg(test)]
mod tests {
    use super::{Reader, TimestreamAction};
    use iot_sql::SqlVersion;
    use serde_json::{Value as Json, json};

    fn rejected(json: &Json) -> Vec<&'static str> {
        let mut warnings = Vec::new();
        let mut reader = Reader {
            version: SqlVersion::V2016_03_23,
            in_error_action: false,
            errors: Vec::new(),
            warnings: &mut warnings,
        };
        let _ = TimestreamAction::read(json.as_object().expect("an object"), &mut reader);
        reader.errors.iter().map(|diagnostic| diagnostic.code.id).collect()
    }

    fn with_dimensions(dimensions: &Json) -> Json {
        json!({"databaseName": "d", "tableName": "t", "roleArn": "r", "dimensions": dimensions})
    }

    #[test]
    fn dimensions_are_checked() {
        assert_eq!(rejected(&with_dimensions(&json!([]))), ["timestream.dimension-count"]);
        for name in ["", "time", "measure_name", "measure_value::x", "ts_a", "a:b", "a\"b", &"x".repeat(61)] {
            let dimensions = json!([{"name": name, "value": "v"}]);
            assert_eq!(rejected(&with_dimensions(&dimensions)), ["timestream.dimension-name"], "{name}");
        }
        let twice = json!([{"name": "a", "value": "1"}, {"name": "a", "value": "2"}]);
        assert_eq!(rejected(&with_dimensions(&twice)), ["timestream.dimension-name"]);
        assert_eq!(rejected(&with_dimensions(&json!([{"name": "a"}]))), ["action.parameter"]);
        assert!(rejected(&with_dimensions(&json!([{"name": "a", "value": "${topic(1)}"}]))).is_empty());
    }

    #[test]
    fn templates_and_units_are_checked() {
        let mut action = with_dimensions(&json!([{"name": "a", "value": "${topic("}]));
        assert_eq!(rejected(&action), ["template.malformed"]);
        action["dimensions"] = json!([{"name": "a", "value": "${nope()}"}]);
        assert_eq!(rejected(&action), ["sql.unknown-function"]);
        action["dimensions"] = json!([{"name": "a", "value": "x"}]);
        action["timestamp"] = json!({"value": "${ts}", "unit": "HOURS"});
        assert_eq!(rejected(&action), ["timestream.time-unit"]);
        action["timestamp"] = json!({"unit": "SECONDS"});
        assert_eq!(rejected(&action), ["action.parameter"]);
    }
}
