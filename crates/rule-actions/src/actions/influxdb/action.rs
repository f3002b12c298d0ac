//! The action's parameters.

use super::examples::with;
use super::point::precision;
use super::value::PointTemplate;
use super::wording;
use crate::action::Reader;
use crate::action::error_action::Batching;
use crate::action::wording::at_action;
use crate::actions::timestream::record::TimeUnit;
use iot_sql::{Diagnostic, Evidence, Example, Input};
use serde_json::{Map, Value as Json};

iot_sql::declare_codes! {
    pub(crate) CODES;
    INFLUXDB_NO_TEMPLATE = "influxdb.no-template", Error, "The parameter cannot hold a template.",
        [Example::action(r#"{"influxDB": {"destinationArn": "d", "roleArn": "r", "databaseName": "home_${topic(2)}", "tableName": "climate"}}"#)];
    INFLUXDB_TIME_UNIT = "influxdb.time-unit", Error, "The timestamp's unit is not valid.",
        [Example::action(with!(r#""tableName": "climate", "timestampUnit": "SECONDS""#))
            .selecting("SELECT t, timestamp FROM 'sensors/+'")
            .payload(r#"{"t": 1, "timestamp": 1700000000}"#)];
    INFLUXDB_BATCH_CONFIG = "influxdb.batch-config", Error, "A limit of the batches is out of its range.",
        [Example::action(with!(r#""tableName": "climate", "batchConfig": {"maxBatchSize": 501}"#))],
        silent [Example::action(with!(r#""tableName": "climate", "batchConfig": {"maxBatchSize": 500}"#))];
}

/// The parameters of an InfluxDB action that decide what is written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct InfluxdbAction {
    /// Which InfluxDB it writes to; empty where the action names none.
    pub(crate) destination_arn: String,
    /// The database's name, which InfluxDB 2 calls a bucket; empty where the action names none.
    pub(crate) database_name: String,
    /// The table's name, which InfluxDB 2 calls a measurement.
    pub(crate) table_name: PointTemplate,
    /// The tags, in the action's order.
    pub(crate) tags: Vec<TagTemplate>,
    /// The unit of the attribute `timestamp`.
    pub(crate) time_unit: TimeUnit,
    /// How points of several messages go into one request, if they do.
    pub(crate) batching: Option<Batching>,
    /// Whether the action names the timestamp's unit.
    pub(crate) unit_given: bool,
    /// Whether it is the rule's error action, whose point gets the processing time.
    pub(crate) is_error_action: bool,
}

/// A tag as the action has it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TagTemplate {
    /// Its key, which may hold a template (contradicted).
    pub(crate) key: PointTemplate,
    /// Its value.
    pub(crate) value: PointTemplate,
}

impl TagTemplate {
    /// Where its value stands.
    pub(super) fn path(&self) -> String {
        format!("{TAGS}.{}", self.key.text())
    }
}

/// Where the tags stand, and the templates in their names.
pub(super) const TAGS: &str = "tags";

/// The limits of a batch, each with its range (`influxdb-rule-action`).
const BATCH_LIMITS: [(&str, i64, i64); 3] =
    [("maxBatchSize", 1, 500), ("maxBatchOpenMs", 5, 1_000), ("maxBatchSizeBytes", 100, 131_072)];

impl InfluxdbAction {
    /// Reads the action's parameters; `None` where they are rejected, which the reader then says why.
    pub(super) fn read(object: &Map<String, Json>, reader: &mut Reader<'_>) -> Option<Self> {
        let destination_arn = plain(reader.name(object, "destinationArn"), "destinationArn", reader);
        plain(reader.name(object, "roleArn"), "roleArn", reader);
        let database_name = plain(reader.required_name(object, "databaseName"), "databaseName", reader);
        let table_name = reader.required_name(object, "tableName");
        let table_name = PointTemplate::read(&table_name, "tableName", reader);
        match object.get("organization") {
            None | Some(Json::Null) => {}
            Some(Json::String(text)) => {
                plain(text.clone(), "organization", reader);
            }
            Some(_) => {
                reader.errors.push(crate::action::wording::parameter("organization", "must be a string"));
            }
        }
        let tags = tags(object, reader);
        let time_unit = time_unit(object, reader);
        let batching = batch_config(object, reader);
        Some(Self {
            destination_arn,
            database_name,
            table_name: table_name?,
            tags,
            time_unit,
            batching,
            unit_given: object.get("timestampUnit").is_some_and(|unit| !unit.is_null()),
            is_error_action: reader.in_error_action,
        })
    }
}

/// A string in which templates are not allowed.
fn plain(text: String, path: &str, reader: &mut Reader<'_>) -> String {
    if text.contains("${") || text.contains("@{") {
        reader.errors.push(no_template(path, &text));
    }
    text
}

fn tags(object: &Map<String, Json>, reader: &mut Reader<'_>) -> Vec<TagTemplate> {
    let entries = match object.get("tags") {
        None | Some(Json::Null) => return Vec::new(),
        Some(Json::Object(entries)) => entries,
        Some(_) => {
            reader.errors.push(crate::action::wording::parameter("tags", "must be an object of strings"));
            return Vec::new();
        }
    };
    let mut tags = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        let path = format!("tags.{key}");
        if key.contains("${") || key.contains("@{") {
            reader.warnings.push(wording::tag_name_template(&path, key));
        } else if let Some(why) = key_problem(key) {
            reader.errors.push(wording::tag_key(Some(&path), key, why));
        } else if key == "time" {
            reader.warnings.push(wording::time_key("tag", Some(&path)));
        } else if !starts_well(key) {
            reader.warnings.push(wording::name_start("tag", key, Some(&path)));
        }
        match value {
            Json::String(text) => {
                let value = PointTemplate::read(text, &path, reader);
                let key = PointTemplate::read(key, TAGS, reader);
                tags.extend(key.zip(value).map(|(key, value)| TagTemplate { key, value }));
            }
            _ => reader.errors.push(crate::action::wording::parameter(&path, "must be a string")),
        }
    }
    tags
}

/// Why InfluxDB takes no field or tag of this key (`influxdb-rule-action`, and line protocol itself).
pub(super) fn key_problem(key: &str) -> Option<&'static str> {
    if key.is_empty() {
        return Some("a key has at least one character");
    }
    if key.starts_with('_') {
        return Some("keys that start with _ are InfluxDB's own");
    }
    super::line::unwritable(key)
}

/// Whether InfluxDB 3 takes a name of a table or tag: it starts with a letter or digit.
pub(super) fn starts_well(name: &str) -> bool {
    name.starts_with(char::is_alphanumeric)
}

fn time_unit(object: &Map<String, Json>, reader: &mut Reader<'_>) -> TimeUnit {
    match object.get("timestampUnit") {
        None | Some(Json::Null) => TimeUnit::default(),
        Some(unit) => {
            let name = unit.as_str().unwrap_or_default();
            TimeUnit::ALL.into_iter().find(|unit| precision(*unit) == name).unwrap_or_else(|| {
                reader.errors.push(unknown_unit("timestampUnit", name));
                TimeUnit::default()
            })
        }
    }
}

fn batch_config(object: &Map<String, Json>, reader: &mut Reader<'_>) -> Option<Batching> {
    let written = object.get("batchConfig");
    let config = match written {
        None | Some(Json::Null) => return None,
        Some(Json::Object(config)) => config,
        Some(_) => {
            reader.errors.push(crate::action::wording::parameter("batchConfig", "must be an object"));
            return None;
        }
    };
    for (name, least, most) in BATCH_LIMITS {
        let fits = |value: &Json| value.as_i64().is_some_and(|value| (least..=most).contains(&value));
        if config.get(name).is_some_and(|value| !value.is_null() && !fits(value)) {
            reader.errors.push(out_of_range(&format!("batchConfig.{name}"), least, most));
        }
    }
    if config.get("batchAcrossTopics").is_some_and(|value| !value.is_null() && !value.is_boolean()) {
        reader.errors.push(crate::action::wording::parameter(
            "batchConfig.batchAcrossTopics",
            "must be true or false",
        ));
    }
    Some(Batching::from_config(written))
}

fn no_template(path: &str, text: &str) -> Diagnostic {
    at_action(Diagnostic::new(&INFLUXDB_NO_TEMPLATE, format!("`{path}` cannot hold a template.")), path, text)
        .help("Templates are allowed in tableName and in tags. Write an action for each database.")
        .evidence(Evidence::Documented)
}

fn unknown_unit(path: &str, found: &str) -> Diagnostic {
    let message = format!("`{found}` is not a time unit of this action.");
    let diagnostic = at_action(Diagnostic::new(&INFLUXDB_TIME_UNIT, message), path, found)
        .help("The units are s, ms (the default), us and ns.")
        .evidence(Evidence::Documented);
    match TimeUnit::from_name(&found.to_ascii_uppercase()) {
        Some(unit) => diagnostic.fix(format!("Write {}", precision(unit)), 0..found.len(), precision(unit)),
        None => diagnostic,
    }
}

fn out_of_range(path: &str, least: i64, most: i64) -> Diagnostic {
    Diagnostic::new(&INFLUXDB_BATCH_CONFIG, format!("`{path}` must be an integer from {least} to {most}."))
        .input(Input::Action(path.to_owned()))
        .evidence(Evidence::Documented)
}

#[cfg(test)]
mod tests {
    use super::{InfluxdbAction, Reader};
    use iot_sql::SqlVersion;
    use serde_json::{Value as Json, json};

    fn read(change: &Json, in_error_action: bool) -> (Option<InfluxdbAction>, Vec<&'static str>) {
        let mut json = json!({"destinationArn": "d", "roleArn": "r", "databaseName": "b", "tableName": "t"});
        let parameters = json.as_object_mut().expect("an object");
        parameters.extend(change.as_object().expect("an object").clone());
        let mut warnings = Vec::new();
        let mut reader = Reader {
            version: SqlVersion::V2016_03_23,
            in_error_action,
            errors: Vec::new(),
            warnings: &mut warnings,
        };
        let action = InfluxdbAction::read(parameters, &mut reader);
        let codes = reader.errors.iter().map(|diagnostic| diagnostic.code.id).collect();
        (action, codes)
    }

    #[test]
    fn what_aws_rejects_is_rejected() {
        for (change, code) in [
            (json!({"databaseName": "${topic(1)}"}), "influxdb.no-template"),
            (json!({"organization": "@{a}"}), "influxdb.no-template"),
            (json!({"timestampUnit": "MILLISECONDS"}), "influxdb.time-unit"),
            (json!({"timestampUnit": 5}), "influxdb.time-unit"),
            (json!({"tags": {"": "x"}}), "influxdb.tag-key"),
            (json!({"tags": {"_x": "x"}}), "influxdb.tag-key"),
            (json!({"tags": {"x\n": "x"}}), "influxdb.tag-key"),
            (json!({"tags": {"x": 1}}), "action.parameter"),
            (json!({"tags": []}), "action.parameter"),
            (json!({"tags": {"x": "@{upper(room)}"}}), "influxdb.element-template"),
            (json!({"tags": {"x": "@{1}"}}), "influxdb.element-template"),
            (json!({"tags": {"x": "@{a}-@{b}"}}), "influxdb.element-template"),
            (json!({"tags": {"x": "${a}-@{b}"}}), "influxdb.element-template"),
            (json!({"tags": {"x": "@{a}-${b}"}}), "influxdb.element-template"),
            (json!({"tags": {"x": "@{a"}}), "influxdb.element-template"),
            (json!({"tags": {"x": "@{a b}"}}), "sql.unexpected"),
            (json!({"tableName": "${a"}), "template.malformed"),
            (json!({"batchConfig": {"maxBatchSize": 501}}), "influxdb.batch-config"),
            (json!({"batchConfig": {"maxBatchOpenMs": 4}}), "influxdb.batch-config"),
            (json!({"batchConfig": {"maxBatchSizeBytes": "100"}}), "influxdb.batch-config"),
            (json!({"batchConfig": {"batchAcrossTopics": 1}}), "action.parameter"),
            (json!({"batchConfig": 5}), "action.parameter"),
        ] {
            assert_eq!(read(&change, false).1, [code], "{change}");
        }
        let element = json!({"tags": {"x": "@{meta.room}-1"}});
        assert!(read(&element, false).1.is_empty());
        assert!(read(&json!({"tags": {"${kind}": "x", "@{kind}": "y"}}), false).1.is_empty());
        assert_eq!(read(&json!({"tags": {"${kind": "x"}}), false).1, ["template.malformed"]);
        assert_eq!(read(&element, true).1, ["influxdb.element-template"]);
    }
}
