//! From the outgoing payload to the table's records.

use super::action::TimestreamAction;
use super::infer::infer;
use super::record::{Dimension, Record, TimeUnit};
use super::table::Verdict;
use super::table::check::double_of;
use super::table::time;
use super::written::{Numbers, Written};
use super::{examples, lint, table};
use crate::absence::wording::why_empty;
use crate::action::attribute;
use crate::action::wording::{at_action, described};
use crate::action::{Action, Content, Delivering, Kind, Names, Parameter, Reader, Spec, Writing};
use crate::placeholder::without_placeholders;
use iot_sql::{Diagnostic, Evidence, Example, Input, Outgoing, Rule, Template, Value, hidden};
use serde_json::{Map, Value as Json};
use smol_str::{SmolStr, SmolStrBuilder};
use std::sync::Arc;

iot_sql::declare_codes! {
    pub(crate) CODES;
    TIMESTREAM_NOT_AN_OBJECT = "timestream.not-an-object", Error, "The outgoing payload is not an object, so it has no attributes to write.",
        [
            examples::selected("SELECT VALUE t FROM 'sensors/+'", r#"{"t": 1}"#),
            examples::selected("SELECT VALUE t + 1 FROM 'sensors/+'", r#"{"t": 1}"#),
            examples::selected("SELECT * FROM 'sensors/+'", "21.5;47"),
            examples::selected("SELECT VALUE * FROM 'sensors/+'", "21.5;47"),
            examples::selected("SELECT * FROM 'sensors/+'", "[21.5, 47]"),
        ];
    TIMESTREAM_NULL = "timestream.null", Warning, "An attribute is null, for which WriteRecords has no value.",
        [Example::action(examples::SOUND).payload(r#"{"t": null}"#)];
    TIMESTREAM_NOTHING = "timestream.nothing-to-write", Warning, "The outgoing payload has no attributes.",
        [Example::action(examples::SOUND).payload("{}")];
    TIMESTREAM_DESTINATION = "timestream.destination", Error, "No database or table has such a name.",
        [Example::action(r#"{"timestream": {"databaseName": "home", "tableName": "${room}", "roleArn": "r", "dimensions": [{"name": "room", "value": "kitchen"}]}}"#).payload(r#"{"t": 21.5}"#)],
        silent [Example::action(examples::SOUND).payload(r#"{"t": 21.5}"#)];
}

/// What this kind of action is called, and its parameters.
pub(crate) static SPEC: Spec = Spec {
    key: super::KEY,
    title: "Timestream",
    failed_action: "TimestreamAction",
    page: "timestream-rule-action",
    evaluated: true,
    parameters: &[
        Parameter::role(),
        Parameter::template("databaseName").required(),
        Parameter::template("tableName").required(),
        Parameter::list(
            "dimensions",
            &[Parameter::string("name").required(), Parameter::template("value").required()],
        )
        .required()
        .terraform("dimension"),
        Parameter::object(
            "timestamp",
            &[
                Parameter::template("value").required(),
                Parameter::string("unit").required().one_of(&TimeUnit::CHOICES),
            ],
        ),
    ],
    names: Names::DERIVED,
};

/// The row of this kind of action.
pub(crate) static KIND: Kind =
    Kind { spec: &SPEC, codes: &[super::action::CODES, CODES, table::CODES, lint::CODES], read: Some(read) };

/// Reads the action's parameters.
pub(crate) fn read(parameters: &Map<String, Json>, reader: &mut Reader<'_>) -> Option<Arc<dyn Action>> {
    TimestreamAction::read(parameters, reader).map(|action| Arc::new(action) as Arc<dyn Action>)
}

impl Action for TimestreamAction {
    fn templates(&self) -> Vec<(String, &Template)> {
        let names = [("databaseName", &self.database_name), ("tableName", &self.table_name)];
        let names = names.map(|(path, template)| (path.to_owned(), template)).into_iter();
        let dimensions = self.dimensions.iter();
        let dimensions = dimensions.map(|dimension| (dimension.place.to_string(), &dimension.value));
        let timestamp =
            self.timestamp.iter().map(|timestamp| ("timestamp.value".to_owned(), &timestamp.value));
        names.chain(dimensions).chain(timestamp).collect()
    }

    fn deliver(&self, delivering: &mut Delivering<'_, '_>) -> (SmolStr, Content) {
        let of_message;
        let destination = match &self.constant_destination {
            Some(constant) => constant,
            None => match self.destination(delivering) {
                Ok(destination) => {
                    of_message = destination;
                    &of_message
                }
                Err(diagnostic) => return delivering.failed("", diagnostic),
            },
        };
        let records = match self.records(delivering) {
            Ok(records) => records,
            Err(diagnostic) => return delivering.failed(destination.dotted.clone(), diagnostic),
        };
        if !delivering.brief {
            let Delivering { rule, message, outgoing, .. } = delivering;
            delivering.afterwards = lint::all(rule, self, message.payload, outgoing, &records);
        }
        let Destination { database, table, dotted } = destination.clone();
        (dotted, Content::Records { database, table, records })
    }

    fn write(&self, writing: &mut Writing<'_>) {
        let Content::Records { database, table, records } = &mut *writing.content else { return };
        writing.services.tables.write_all((database, table), records, writing.now_ms, writing.message);
        if records.iter().any(|written| !written.verdict.reasons.is_empty()) {
            let verdicts = records.iter().map(|written| &written.verdict);
            writing.diagnostics.extend(Verdict::distinct_reasons(verdicts));
        }
    }
}

/// The table that records go to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Destination {
    database: SmolStr,
    table: SmolStr,
    /// Both with a dot between them.
    dotted: SmolStr,
}

impl Destination {
    fn new(database: SmolStr, table: SmolStr) -> Self {
        let mut dotted = SmolStrBuilder::new();
        dotted.push_str(&database);
        dotted.push('.');
        dotted.push_str(&table);
        Self { database, table, dotted: dotted.finish() }
    }

    /// That of names which are the same for all messages, if they are names that are plainly in order.
    pub(super) fn constant(database: &Template, table: &Template) -> Option<Self> {
        let (database, table) = (database.constant()?, table.constant()?);
        (is_plain(database) && is_plain(table)).then(|| Self::new(database.clone(), table.clone()))
    }
}

/// Whether a database or a table can have a name, and there is no placeholder in it.
fn is_plain(name: &str) -> bool {
    (1..=MAX_NAME).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
}

/// Bytes of the name of a database or a table.
const MAX_NAME: usize = 256;

/// Bytes of a record's dimension beside its name and value.
const DIMENSION_BYTES: usize = 48;

impl TimestreamAction {
    /// The names of the database and of the table, where they are not the same for all messages.
    fn destination(&self, delivering: &mut Delivering<'_, '_>) -> Result<Destination, Diagnostic> {
        let database = delivering.text("databaseName", &self.database_name)?;
        let table = delivering.text("tableName", &self.table_name)?;
        let names =
            [("databaseName", &self.database_name, &database), ("tableName", &self.table_name, &table)];
        for (path, template, name) in names {
            if is_plain(name) {
                continue;
            }
            if name.trim().is_empty() {
                return Err(no_destination(path, template));
            }
            // What a rule document leaves open until it is deployed stands in the name as a placeholder.
            let bare = without_placeholders(name);
            if bare.len() > MAX_NAME {
                return Err(too_long(path, template, name));
            }
            if let Some(other) = bare.chars().find(|ch| !ch.is_ascii_alphanumeric() && !"_-.".contains(*ch)) {
                return Err(no_such_destination(path, template, name, other));
            }
        }
        Ok(Destination::new(database, table))
    }

    /// The dimensions with their values, which mostly are those of the last records.
    fn dimensions(&self, delivering: &mut Delivering<'_, '_>) -> Result<Arc<[Dimension]>, Diagnostic> {
        let last = delivering.last_dimensions.of(&self.dimensions);
        let known = last.as_deref().unwrap_or_default();
        // All of them, from the first one on that is another.
        let mut others: Vec<Dimension> = Vec::new();
        for (at, dimension) in self.dimensions.iter().enumerate() {
            let value = delivering.text(&dimension.place, &dimension.value)?;
            if others.is_empty() {
                if known.get(at).is_some_and(|known| known.value == value) {
                    continue;
                }
                others.reserve_exact(self.dimensions.len());
                others.extend_from_slice(&known[..at]);
            }
            others.push(dimension.with(value));
        }
        match last {
            Some(last) if others.is_empty() => Ok(last),
            _ => Ok(delivering.last_dimensions.keep(&self.dimensions, others.into())),
        }
    }

    fn records(&self, delivering: &mut Delivering<'_, '_>) -> Result<Vec<Written>, Diagnostic> {
        let object = match delivering.outgoing {
            Outgoing::Json(Value::Object(object)) => object,
            Outgoing::Json(other) => return Err(not_an_object(delivering.rule, &described(other), false)),
            Outgoing::Binary(_) => return Err(not_an_object(delivering.rule, "not JSON", true)),
        };
        let dimensions = self.dimensions(delivering)?;
        let (time, unit, nanoseconds) = match &self.timestamp {
            None => {
                let (now, unit) = (delivering.invocation.timestamp_ms, TimeUnit::Milliseconds);
                let text = SmolStr::new(itoa::Buffer::new().format(now));
                (text, unit, time::held(i128::from(now) * unit.nanoseconds()))
            }
            Some(timestamp) => {
                let text = timestamp.evaluate(delivering)?;
                let nanoseconds = time::nanoseconds(&text, timestamp.unit);
                (text, timestamp.unit, nanoseconds)
            }
        };
        // Each record has all of the dimensions.
        let bytes: usize = dimensions
            .iter()
            .map(|dimension| DIMENSION_BYTES + dimension.name.len() + dimension.value.len())
            .sum();
        delivering.run.build(bytes.saturating_mul(object.len()))?;
        let mut records = Vec::with_capacity(object.len());
        for (name, value) in object.iter() {
            match infer(value) {
                Some((kind, measure_value)) => {
                    let double = match value {
                        Value::Decimal(decimal) => double_of(*decimal, || measure_value.text()),
                        _ => None,
                    };
                    let record = Record {
                        measure_name: name.clone(),
                        measure_value,
                        measure_value_type: kind,
                        time: time.clone(),
                        time_unit: unit,
                        processing_time: self.timestamp.is_none(),
                        dimensions: Arc::clone(&dimensions),
                    };
                    records.push(Written::with(record, Numbers { time: nanoseconds, double }));
                }
                None => delivering.diagnostics.push(null_attribute(name)),
            }
        }
        if object.is_empty() {
            delivering.diagnostics.push(nothing_to_write(delivering.left_out));
        }
        Ok(records)
    }
}

fn not_an_object(rule: &Rule, kind: &str, is_binary: bool) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        &TIMESTREAM_NOT_AN_OBJECT,
        format!("The outgoing payload is {kind}, so there are no attributes to write."),
    )
    .help("The action writes one record for each attribute of an object.")
    .evidence(Evidence::Assumed);
    attribute::make(rule, is_binary).add_to(diagnostic)
}

fn null_attribute(name: &str) -> Diagnostic {
    Diagnostic::new(&TIMESTREAM_NULL, format!("`{name}` is null and is not written."))
        .input(Input::Request)
        .help("WriteRecords has no null. AWS does not document what the action does with one.")
        .evidence(Evidence::Assumed)
}

fn nothing_to_write(left_out: &[String]) -> Diagnostic {
    Diagnostic::new(&TIMESTREAM_NOTHING, "The outgoing payload is {}, so no record is written.")
        .input(Input::Request)
        .help(why_empty(left_out))
        .evidence(Evidence::Assumed)
}

fn no_destination(path: &str, template: &Template) -> Diagnostic {
    let (why, help) = if template.has_expressions() {
        (
            "its template returns nothing",
            "Templates see the payload as it was published, not the aliases of SELECT. get_or_default() or a string around the template keeps the name from being empty.",
        )
    } else {
        ("it is blank", "Write the name as it is in Timestream.")
    };
    let message = format!("The name of the {} is empty, so nothing is written: {why}.", what(path));
    at_action(Diagnostic::new(&TIMESTREAM_DESTINATION, message), path, template.text())
        .help(help)
        .evidence(Evidence::Documented)
}

fn no_such_destination(path: &str, template: &Template, name: &str, other: char) -> Diagnostic {
    let shows = !other.is_whitespace() && !hidden::has_hidden(&other.to_string());
    let character = if shows { format!("`{other}`") } else { hidden::name(other) };
    let message =
        format!("No {} can be called `{name}`: the name has the character {character}.", what(path));
    at_action(Diagnostic::new(&TIMESTREAM_DESTINATION, message), path, template.text())
        .help("Names of databases and tables have letters from a to z, digits, `_`, `-` and `.`.")
        .evidence(Evidence::Documented)
}

fn too_long(path: &str, template: &Template, name: &str) -> Diagnostic {
    let bytes = name.len();
    let message = format!("The name of the {} has {bytes} bytes; it can have {MAX_NAME}.", what(path));
    at_action(Diagnostic::new(&TIMESTREAM_DESTINATION, message), path, template.text())
        .help("WriteRecords rejects the whole request.")
        .evidence(Evidence::Documented)
}

/// What a parameter names.
fn what(path: &str) -> &'static str {
    if path == "tableName" { "table" } else { "database" }
}
