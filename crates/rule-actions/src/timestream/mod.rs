//! The Timestream action: from the outgoing payload to records (`timestream-rule-action`).

mod action;
mod infer;
mod lint;
mod origin;
pub mod output;
mod reason;
mod record;
pub mod table;
mod written;

pub use action::{Dimension as DimensionTemplate, Timestamp, TimestreamAction};
pub use infer::infer;
pub use reason::{TypeReason, TypeReasons, TypeRule};
pub use record::{Dimension, MeasureValueType, Record, TimeUnit};
pub use written::Written;

use crate::action::{Action, Content, Delivering, Kind};
use crate::wording;
use iot_sql::{Diagnostic, Outgoing, Template, Value};
use std::sync::Arc;
use table::Verdict;

/// Values that one call of the action can write (`timestream-rule-action`).
pub const MAX_VALUES: usize = 100;

/// The row of this kind of action.
pub static KIND: Kind = Kind {
    key: "timestream",
    title: "Timestream",
    failed_action: "TimestreamAction",
    page: "timestream-rule-action",
    read: |parameters, reader| {
        TimestreamAction::read(parameters, reader).map(|action| Arc::new(action) as Arc<dyn Action>)
    },
};

impl Action for TimestreamAction {
    fn templates(&self) -> Vec<(String, &Template)> {
        let names = [("databaseName", &self.database_name), ("tableName", &self.table_name)];
        let names = names.map(|(path, template)| (path.to_owned(), template)).into_iter();
        let dimensions = self.dimensions.iter().enumerate();
        let dimensions =
            dimensions.map(|(index, dimension)| (format!("dimensions[{index}].value"), &dimension.value));
        let timestamp =
            self.timestamp.iter().map(|timestamp| ("timestamp.value".to_owned(), &timestamp.value));
        names.chain(dimensions).chain(timestamp).collect()
    }

    fn deliver(&self, delivering: &mut Delivering<'_, '_>) -> (String, Content) {
        let (database, table) = match self.destination(delivering) {
            Ok(names) => names,
            Err(diagnostic) => return delivering.failed("", diagnostic),
        };
        let destination = format!("{database}.{table}");
        let records = match self.records(delivering) {
            Ok(records) => records,
            Err(diagnostic) => return delivering.failed(destination, diagnostic),
        };
        let (now_ms, message) = (delivering.context.timestamp_ms, delivering.simulation.messages);
        let tables = &mut delivering.simulation.tables;
        let verdicts = tables.write((&database, &table), &records, now_ms, message);
        delivering.diagnostics.extend(Verdict::distinct_reasons(&verdicts));
        if !delivering.simulation.brief {
            let Delivering { rule, message, outgoing, .. } = delivering;
            let near_misses = lint::all(rule, self, message.payload, outgoing, &records);
            delivering.diagnostics.extend(near_misses);
        }
        let written = records.into_iter().zip(verdicts);
        let records = written.map(|(record, verdict)| Written { record, verdict }).collect();
        (destination, Content::Records { database, table, records })
    }
}

impl TimestreamAction {
    /// The names of the database and of the table.
    fn destination(&self, delivering: &mut Delivering<'_, '_>) -> Result<(String, String), Diagnostic> {
        let database = delivering.template("databaseName", &self.database_name)?;
        let table = delivering.template("tableName", &self.table_name)?;
        Ok((database, table))
    }

    fn records(&self, delivering: &mut Delivering<'_, '_>) -> Result<Vec<Record>, Diagnostic> {
        let object = match delivering.outgoing {
            Outgoing::Json(Value::Object(object)) => object,
            Outgoing::Json(other) => return Err(wording::not_an_object(&described(other))),
            Outgoing::Binary(_) => return Err(wording::not_an_object("not JSON")),
        };
        let mut dimensions = Vec::with_capacity(self.dimensions.len());
        for (index, dimension) in self.dimensions.iter().enumerate() {
            let value = delivering.template(format_args!("dimensions[{index}].value"), &dimension.value)?;
            dimensions.push(Dimension { name: dimension.name.clone(), value });
        }
        let (time, unit) = match &self.timestamp {
            None => (delivering.context.timestamp_ms.to_string(), TimeUnit::Milliseconds),
            Some(timestamp) => (timestamp.evaluate(delivering)?, timestamp.unit),
        };
        let mut records = Vec::with_capacity(object.len());
        for (name, value) in object.iter() {
            match infer(value) {
                Some((kind, text)) => records.push(Record {
                    measure_name: name.to_string(),
                    measure_value: text,
                    measure_value_type: kind,
                    time: time.clone(),
                    time_unit: unit,
                    processing_time: self.timestamp.is_none(),
                    dimensions: dimensions.clone(),
                }),
                None => delivering.diagnostics.push(wording::null_attribute(name)),
            }
        }
        if object.is_empty() {
            delivering.diagnostics.push(wording::nothing_to_write());
        }
        Ok(records)
    }
}

pub(crate) fn described(value: &Value) -> String {
    match value {
        Value::Undefined => "Undefined".into(),
        Value::Array(_) => "an array".into(),
        Value::Null => "null".into(),
        other => format!("a single {}", other.type_name()),
    }
}
