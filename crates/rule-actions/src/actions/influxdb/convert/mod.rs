//! From a Timestream action to an InfluxDB action.

mod notes;
pub(super) mod select;
mod time;

pub use notes::Note;

use super::action::{key_problem, starts_well};
use super::point::precision;
use crate::action::Reader;
use crate::action::wording;
use crate::actions::timestream::action::TimestreamAction;
use iot_sql::{Diagnostic, Edit, Rule, SqlVersion};
use serde_json::{Map, Value as Json};

/// An InfluxDB action with the statement it needs, and what is different.
#[derive(Clone, Debug, PartialEq)]
pub struct Converted {
    /// The action, `{"influxDB": {…}}`.
    pub action: Json,
    /// The rule's statement, with a timestamp among its attributes.
    pub sql: String,
    /// What changes, and what could not be carried over.
    pub notes: Vec<Note>,
}

/// Makes an InfluxDB action of a Timestream action, `{"timestream": {…}}`, and of its rule's statement.
///
/// Dimensions become tags and attributes fields (`influxdb-rule-action`). The statement is edited where it has to
/// select `timestamp`, and is else left as it is written.
///
/// ```
/// use iot_sql::SqlVersion;
///
/// let action = serde_json::json!({"timestream": {
///     "databaseName": "home", "tableName": "climate", "roleArn": "arn:aws:iam::123456789012:role/r",
///     "dimensions": [{"name": "room", "value": "${topic(2)}"}],
///     "timestamp": {"value": "${time_to_epoch(at, 'yyyy-MM-dd')}", "unit": "MILLISECONDS"}
/// }});
/// let sql = "SELECT temperature FROM 'sensors/+'";
/// let converted = rule_actions::influxdb::from_timestream(&action, sql, SqlVersion::V2016_03_23)
///     .expect("an action and a statement");
/// assert_eq!(
///     converted.sql,
///     "SELECT temperature, time_to_epoch(at, 'yyyy-MM-dd') AS timestamp FROM 'sensors/+'"
/// );
/// assert_eq!(converted.action["influxDB"]["tags"]["room"], "${topic(2)}");
/// ```
///
/// # Errors
/// Everything that makes AWS reject the action or the statement.
pub fn from_timestream(action: &Json, sql: &str, version: SqlVersion) -> Result<Converted, Vec<Diagnostic>> {
    let Some(parameters) = action.get("timestream").and_then(Json::as_object) else {
        return Err(vec![wording::parameter("timestream", "must be an object")]);
    };
    let rule = Rule::parse(sql, version).map_err(|diagnostic| vec![diagnostic])?;
    let mut warnings = Vec::new();
    let mut reader = Reader { version, in_error_action: false, errors: Vec::new(), warnings: &mut warnings };
    let timestream = TimestreamAction::read(parameters, &mut reader);
    let timestream = match timestream {
        Some(timestream) if reader.errors.is_empty() => timestream,
        _ => return Err(reader.errors),
    };
    let mut notes = notes::general();
    let time = time::of(timestream.timestamp.as_ref(), version, &mut notes).map_err(|error| vec![error])?;
    let edits = select::edits(&rule, &time, &mut notes);
    let edited = Edit::apply_all(&edits, sql).unwrap_or_else(|| sql.to_owned());
    let sql = match Rule::parse(&edited, version) {
        Ok(_) => edited,
        Err(error) => {
            notes.push(notes::not_selectable(&time.expression, &error.message));
            sql.to_owned()
        }
    };
    let mut influxdb = Map::new();
    for key in ["roleArn", "databaseName", "tableName"] {
        if let Some(value) = parameters.get(key) {
            influxdb.insert(key.into(), value.clone());
        }
    }
    if timestream.database_name.has_expressions() {
        notes.push(notes::database_template(timestream.database_name.text()));
    }
    influxdb.insert("tags".into(), tags(&timestream, &mut notes).into());
    influxdb.insert("timestampUnit".into(), precision(time.unit).into());
    notes.extend(notes::left_out(&rule, &timestream));
    let action = Json::Object([("influxDB".to_owned(), Json::Object(influxdb))].into_iter().collect());
    Ok(Converted { action, sql, notes })
}

fn tags(timestream: &TimestreamAction, notes: &mut Vec<Note>) -> Map<String, Json> {
    let mut tags = Map::new();
    for (index, dimension) in timestream.dimensions.iter().enumerate() {
        let (name, value) = (dimension.name.as_str(), dimension.value.text());
        if let Some(why) = key_problem(name) {
            notes.push(notes::dimension(index, name, why));
        } else if value.contains("@{") {
            notes.push(notes::dimension(
                index,
                name,
                "its value holds @{, which would be read from each element",
            ));
        } else {
            if !starts_well(name) {
                notes.push(notes::tag_start(index, name));
            }
            tags.insert(name.to_owned(), value.into());
        }
    }
    tags
}
