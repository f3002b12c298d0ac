//! From the outgoing payload to points.

use super::action::{InfluxdbAction, TAGS, key_problem, starts_well};
use super::convert::select::add_to_select;
use super::line::unwritable;
use super::point::{Field, FieldValue, Point, TIMESTAMP_KEY, Tag};
use super::unit;
use super::value::{ElementTemplate, PointTemplate};
use super::wording;
use super::wording::{INFLUXDB_NO_TIMESTAMP, about_payload};
use crate::action::attribute;
use crate::action::error_action::Batching;
use crate::action::{Action, Content, Delivering, Kind, Names, Parameter, Spec, Writing};
use crate::actions::timestream::record::TimeUnit;
use iot_sql::{Diagnostic, Evidence, Input, Object, Outgoing, Rule, Template, Value};
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// Tags and fields that a point may have together (`influxdb-rule-action`).
pub(crate) const MAX_COLUMNS: usize = 250;

/// Bytes of line protocol that RuleLens makes of one message.
pub(crate) const MAX_LINES_BYTES: usize = 16 * 1024 * 1024;

/// Nanoseconds that InfluxDB keeps as a time: its least and greatest numbers of 64 bits are taken for other uses.
const TIMES: std::ops::RangeInclusive<i128> = i64::MIN as i128 + 2..=i64::MAX as i128 - 1;

/// What this kind of action is called, and its parameters.
pub(crate) static SPEC: Spec = Spec {
    key: super::KEY,
    title: "InfluxDB",
    failed_action: "InfluxDBAction",
    page: "influxdb-rule-action",
    evaluated: true,
    parameters: &[
        Parameter::string("destinationArn").required(),
        Parameter::string("roleArn").required(),
        Parameter::string("databaseName").required(),
        Parameter::template("tableName").required(),
        Parameter::string("organization"),
        Parameter::map("tags"),
        Parameter::string("timestampUnit").one_of(&super::point::PRECISIONS),
        Parameter::object(
            "batchConfig",
            &[
                Parameter::number("maxBatchOpenMs"),
                Parameter::number("maxBatchSize"),
                Parameter::number("maxBatchSizeBytes"),
                Parameter::boolean("batchAcrossTopics"),
            ],
        ),
    ],
    names: Names::DERIVED.no_terraform().cdk("influxDb"),
};

/// The row of this kind of action.
pub(crate) static KIND: Kind = Kind {
    spec: &SPEC,
    codes: &[super::action::CODES, super::value::CODES, wording::CODES, unit::CODES],
    read: Some(|parameters, reader| {
        InfluxdbAction::read(parameters, reader).map(|action| Arc::new(action) as Arc<dyn Action>)
    }),
};

impl Action for InfluxdbAction {
    fn templates(&self) -> Vec<(String, &Template)> {
        let names = self.tags.iter().map(|tag| (TAGS.to_owned(), &tag.key));
        let tags = self.tags.iter().map(|tag| (tag.path(), &tag.value));
        let all = std::iter::once(("tableName".to_owned(), &self.table_name)).chain(names).chain(tags);
        let templates = all.filter_map(|(path, value)| match value {
            PointTemplate::Message(template) => Some((path, template)),
            PointTemplate::Element(_) => None,
        });
        templates.collect()
    }

    fn batching(&self) -> Option<Batching> {
        self.batching
    }

    fn deliver(&self, delivering: &mut Delivering<'_, '_>) -> (smol_str::SmolStr, Content) {
        let destination = format!("{}.{}", self.database_name, self.table_name.text());
        match self.points(delivering) {
            Ok(points) => (destination.into(), Content::Points(points)),
            Err(diagnostic) => delivering.failed(destination, diagnostic),
        }
    }

    fn write(&self, writing: &mut Writing<'_>) {
        let Content::Points(points) = &*writing.content else { return };
        let database = format!("{} {}", self.destination_arn, self.database_name);
        if let Err(conflict) = writing.services.influxdb.write(&database, points, writing.message) {
            let place = (points.len() > 1).then_some(conflict.point);
            let diagnostic = wording::type_conflict(&conflict, writing.message, self.batching.is_some());
            let diagnostic = place.map_or(diagnostic.clone(), |index| wording::in_element(diagnostic, index));
            writing.diagnostics.push(diagnostic);
            *writing.content = Content::Nothing;
        }
    }
}

/// A value with its message's template evaluated.
enum Resolved<'a> {
    Message(String),
    Element(&'a ElementTemplate),
}

impl Resolved<'_> {
    fn of(&self, element: &Value) -> String {
        match self {
            Self::Message(text) => text.clone(),
            Self::Element(template) => template.resolve(element),
        }
    }
}

/// What the points of one message share.
struct Shared<'a> {
    action: &'a InfluxdbAction,
    table_name: Resolved<'a>,
    tags: Vec<(Resolved<'a>, Resolved<'a>)>,
    /// Keys that templates name, which are not fields; with whether AWS says so of this form of template.
    left_out: BTreeMap<String, bool>,
    now_ms: i64,
    /// The first time that is probably in another unit, and that unit.
    doubtful: Option<(i128, TimeUnit)>,
    /// What was said of this message; said once, however many elements it is true of.
    said: HashSet<String>,
    remarks: Vec<Diagnostic>,
}

impl InfluxdbAction {
    fn points(&self, delivering: &mut Delivering<'_, '_>) -> Result<Vec<Point>, Diagnostic> {
        let outgoing = delivering.outgoing;
        let value = match outgoing {
            Outgoing::Json(value @ (Value::Array(_) | Value::Object(_))) => value,
            Outgoing::Json(other) => {
                let diagnostic = wording::not_an_object(&format!("a {}", other.type_name()));
                return Err(attribute::make(delivering.rule, false).add_to(diagnostic));
            }
            Outgoing::Binary(_) => {
                let diagnostic = wording::not_an_object("not JSON");
                return Err(attribute::make(delivering.rule, true).add_to(diagnostic));
            }
        };
        let mut shared = self.shared(delivering)?;
        let elements = match value {
            Value::Array(elements) => elements.as_slice(),
            single => std::slice::from_ref(single),
        };
        let mut points = Vec::with_capacity(elements.len());
        let mut bytes = 0;
        for (index, element) in elements.iter().enumerate() {
            let place = |diagnostic| {
                if elements.len() > 1 { wording::in_element(diagnostic, index) } else { diagnostic }
            };
            let point =
                shared.point(element).map_err(|refusal| place(refusal.into_diagnostic(delivering, self)))?;
            bytes += point.line().len() + 1;
            if bytes > MAX_LINES_BYTES {
                return Err(wording::too_large(MAX_LINES_BYTES));
            }
            points.push(point);
        }
        delivering.diagnostics.append(&mut shared.remarks);
        if let Some((time, meant)) = shared.doubtful
            && !delivering.brief
        {
            delivering.diagnostics.push(unit::doubtful(time, meant, self, delivering.rule));
        }
        if points.is_empty() {
            delivering.diagnostics.push(wording::nothing_to_write());
        }
        Ok(points)
    }

    fn shared<'a>(&'a self, delivering: &mut Delivering<'_, '_>) -> Result<Shared<'a>, Diagnostic> {
        let table_name = resolve(&self.table_name, "tableName", delivering)?;
        let mut tags = Vec::with_capacity(self.tags.len());
        for tag in &self.tags {
            let key = resolve(&tag.key, TAGS, delivering)?;
            tags.push((key, resolve(&tag.value, &tag.path(), delivering)?));
        }
        let mut left_out = BTreeMap::new();
        let of_tags = self.tags.iter().flat_map(|tag| [&tag.key, &tag.value]);
        for value in std::iter::once(&self.table_name).chain(of_tags) {
            for (key, documented) in value.keys() {
                *left_out.entry(key).or_default() |= documented;
            }
        }
        Ok(Shared {
            action: self,
            table_name,
            tags,
            left_out,
            now_ms: delivering.invocation.timestamp_ms,
            doubtful: None,
            said: HashSet::new(),
            remarks: Vec::new(),
        })
    }
}

fn resolve<'a>(
    value: &'a PointTemplate,
    path: &str,
    delivering: &mut Delivering<'_, '_>,
) -> Result<Resolved<'a>, Diagnostic> {
    match value {
        PointTemplate::Message(template) => delivering.template(path, template).map(Resolved::Message),
        PointTemplate::Element(template) => Ok(Resolved::Element(template)),
    }
}

/// Why an element becomes no point.
enum Rejection {
    /// There is no timestamp, which the rule's SELECT could add.
    NoTimestamp,
    /// The time is beyond what InfluxDB keeps.
    TimeRange(i128),
    Other(Box<Diagnostic>),
}

impl Rejection {
    fn into_diagnostic(self, delivering: &Delivering<'_, '_>, action: &InfluxdbAction) -> Diagnostic {
        let unit = action.time_unit;
        match self {
            Self::NoTimestamp => no_timestamp(delivering.rule, unit),
            Self::TimeRange(time) => match unit.probable(time) {
                Some(meant) => {
                    unit::corrected(wording::time_range(time, unit), meant, action, delivering.rule)
                }
                None => wording::time_range(time, unit),
            },
            Self::Other(diagnostic) => *diagnostic,
        }
    }
}

impl From<Diagnostic> for Rejection {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Other(Box::new(diagnostic))
    }
}

impl Shared<'_> {
    fn point(&mut self, element: &Value) -> Result<Point, Rejection> {
        let Value::Object(object) = element else {
            return Err(wording::not_an_object(&format!("a {}", element.type_name())).into());
        };
        let time = self.time(object)?;
        let measurement = self.measurement(element)?;
        let tags = self.tags(element)?;
        let fields = self.fields(object)?;
        if fields.is_empty() {
            return Err(wording::no_fields().into());
        }
        if tags.len() + fields.len() > MAX_COLUMNS {
            return Err(wording::too_many_columns(tags.len(), fields.len()).into());
        }
        for tag in &tags {
            if fields.iter().any(|field| field.key == tag.key) {
                self.say(wording::tag_and_field(&tag.key));
            }
        }
        Ok(Point { measurement, tags, fields, time, time_unit: self.action.time_unit })
    }

    fn time(&mut self, object: &Object) -> Result<i64, Rejection> {
        let unit = self.action.time_unit;
        let time = if self.action.is_error_action {
            i128::from(self.now_ms) * 1_000_000 / unit.nanoseconds()
        } else {
            match object.get(TIMESTAMP_KEY) {
                None => return Err(Rejection::NoTimestamp),
                Some(Value::Int(time)) => time.get(),
                Some(other) => return Err(wording::timestamp(other).into()),
            }
        };
        if !self.action.is_error_action && self.doubtful.is_none() {
            self.doubtful = unit.probable(time).map(|meant| (time, meant));
        }
        let fits = time.checked_mul(unit.nanoseconds()).is_some_and(|time| TIMES.contains(&time));
        match i64::try_from(time) {
            Ok(time) if fits => Ok(time),
            _ => Err(Rejection::TimeRange(time)),
        }
    }

    fn measurement(&mut self, element: &Value) -> Result<String, Diagnostic> {
        let name = self.table_name.of(element);
        if name.is_empty() {
            return Err(wording::table_name(&name, "a table's name has at least one character"));
        }
        if name.starts_with('#') {
            return Err(wording::table_name(&name, "InfluxDB takes a line that starts with # for a comment"));
        }
        if let Some(why) = unwritable(&name) {
            return Err(wording::unwritable("table's name", &name, why));
        }
        if !starts_well(&name) {
            self.say(wording::name_start("table", &name, None));
        }
        Ok(name)
    }

    fn tags(&mut self, element: &Value) -> Result<Vec<Tag>, Diagnostic> {
        let mut tags = Vec::with_capacity(self.tags.len());
        let mut empty = Vec::new();
        for (key, value) in &self.tags {
            let (key, value) = (key.of(element), value.of(element));
            // The names without a template were looked at when the action was read.
            if let Some(why) = key_problem(&key) {
                return Err(wording::tag_key(None, &key, why));
            }
            if tags.iter().any(|tag: &Tag| tag.key == key) {
                return Err(wording::tag_key(None, &key, "another tag of the point has this key"));
            }
            if value.is_empty() {
                empty.push(key);
            } else if let Some(why) = unwritable(&value) {
                return Err(wording::unwritable(&format!("tag `{key}`"), &value, why));
            } else {
                tags.push(Tag { key, value });
            }
        }
        for key in empty {
            self.say(wording::empty_tag(&key));
        }
        tags.sort_by(|one, other| one.key.cmp(&other.key));
        Ok(tags)
    }

    fn fields(&mut self, object: &Object) -> Result<Vec<Field>, Diagnostic> {
        let mut fields = Vec::with_capacity(object.len());
        for (key, value) in object.iter() {
            if key == TIMESTAMP_KEY && !self.action.is_error_action {
                continue;
            }
            if let Some(documented) = self.left_out.get(key.as_str()).copied() {
                if !documented {
                    self.say(wording::field_left_out(key));
                }
                continue;
            }
            let Some(value) = field_value(key, value)? else {
                self.say(wording::null_field(key));
                continue;
            };
            if let Some(why) = key_problem(key) {
                return Err(wording::field_key(key, why));
            }
            if key == "time" {
                self.say(wording::time_key("field", None));
            }
            fields.push(Field { key: key.to_string(), value });
        }
        Ok(fields)
    }

    fn say(&mut self, diagnostic: Diagnostic) {
        if self.said.insert(diagnostic.message.clone()) {
            self.remarks.push(diagnostic);
        }
    }
}

/// A field's value (`influxdb-rule-action`); `None` for null.
fn field_value(key: &str, value: &Value) -> Result<Option<FieldValue>, Diagnostic> {
    Ok(Some(match value {
        Value::Undefined | Value::Null => return Ok(None),
        Value::Boolean(value) => FieldValue::Boolean(*value),
        Value::Int(int) => match (i64::try_from(int.get()), u64::try_from(int.get())) {
            (Ok(int), _) => FieldValue::Integer(int),
            (_, Ok(int)) => FieldValue::Unsigned(int),
            _ => return Err(wording::integer_range(key, int.get())),
        },
        Value::Decimal(_) => {
            let text = value.to_json();
            if !text.parse().is_ok_and(f64::is_finite) {
                return Err(wording::float_range(key, &text));
            }
            FieldValue::Float(text)
        }
        Value::String(text) => FieldValue::String(text.to_string()),
        Value::Array(_) | Value::Object(_) => FieldValue::String(value.to_json()),
    }))
}

fn no_timestamp(rule: &Rule, unit: TimeUnit) -> Diagnostic {
    let diagnostic = about_payload(&INFLUXDB_NO_TIMESTAMP, "The outgoing payload has no key `timestamp`.")
        .help("The action takes a point's time from this key and no other; an alias makes it: `… AS timestamp`.")
        .evidence(Evidence::Documented);
    let now = match unit {
        TimeUnit::Seconds => "floor(timestamp() / 1000)",
        TimeUnit::Milliseconds => "timestamp()",
        TimeUnit::Microseconds => "timestamp() * 1000",
        TimeUnit::Nanoseconds => "timestamp() * 1000000",
    };
    match add_to_select(rule, now) {
        Some(edit) => diagnostic
            .input(Input::Sql)
            .at(rule.query().range.clone(), "returns no `timestamp`")
            .fix("Add the processing time", edit.range, edit.text),
        None => diagnostic,
    }
}
