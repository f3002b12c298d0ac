//! The Timestream action: from the outgoing payload to records (`timestream-rule-action`).

mod action;
mod infer;
mod record;

pub use action::{Dimension as DimensionTemplate, Timestamp, TimestreamAction};
pub use infer::infer;
pub use record::{Dimension, MeasureValueType, Record, TimeUnit};

use crate::wording;
use iot_sql::{Context, Diagnostic, Outgoing, Rule, Run, Value};

/// Values that one call of the action can write (`timestream-rule-action`).
pub const MAX_VALUES: usize = 100;

/// What the action makes of an outgoing payload.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The records in the attributes' order; empty where the action fails.
    pub records: Vec<Record>,
    /// What there is to say; an error means that the action fails.
    pub diagnostics: Vec<Diagnostic>,
}

impl TimestreamAction {
    /// What is odd about the action's templates beside this rule.
    #[must_use]
    pub fn warnings(&self, rule: &Rule) -> Vec<Diagnostic> {
        let dimensions = self.dimensions.iter().enumerate();
        let dimensions =
            dimensions.map(|(index, dimension)| (format!("dimensions[{index}].value"), &dimension.value));
        let timestamp =
            self.timestamp.iter().map(|timestamp| ("timestamp.value".to_owned(), &timestamp.value));
        dimensions
            .chain(timestamp)
            .flat_map(|(path, template)| {
                let warnings = rule.template_warnings(template);
                warnings.into_iter().map(move |warning| in_action(warning, path.clone()))
            })
            .collect()
    }

    /// The records that the action would write.
    pub fn write(&self, outgoing: &Outgoing, run: &mut Run<'_>, context: &Context) -> Written {
        match self.records(outgoing, run, context) {
            Ok(written) => written,
            Err(diagnostic) => Written { records: Vec::new(), diagnostics: vec![diagnostic] },
        }
    }

    fn records(
        &self,
        outgoing: &Outgoing,
        run: &mut Run<'_>,
        context: &Context,
    ) -> Result<Written, Diagnostic> {
        let object = match outgoing {
            Outgoing::Json(Value::Object(object)) => object,
            Outgoing::Json(other) => return Err(wording::not_an_object(&described(other))),
            Outgoing::Binary(_) => return Err(wording::not_an_object("not JSON")),
        };
        let mut written = Written::default();
        let mut dimensions = Vec::with_capacity(self.dimensions.len());
        for (index, dimension) in self.dimensions.iter().enumerate() {
            let value = run
                .template(&dimension.value)
                .map_err(|diagnostic| in_action(diagnostic, format!("dimensions[{index}].value")))?;
            written.remarks(run, &format!("dimensions[{index}].value"));
            dimensions.push(Dimension { name: dimension.name.clone(), value });
        }
        let (time, unit) = match &self.timestamp {
            None => (context.timestamp_ms.to_string(), TimeUnit::Milliseconds),
            Some(timestamp) => {
                let time = timestamp.evaluate(run)?;
                written.remarks(run, "timestamp.value");
                (time, timestamp.unit)
            }
        };
        for (name, value) in object.iter() {
            match infer(value) {
                Some((kind, text)) => written.records.push(Record {
                    measure_name: name.to_string(),
                    measure_value: text,
                    measure_value_type: kind,
                    time: time.clone(),
                    time_unit: unit,
                    processing_time: self.timestamp.is_none(),
                    dimensions: dimensions.clone(),
                }),
                None => written.diagnostics.push(wording::null_attribute(name)),
            }
        }
        if object.is_empty() {
            written.diagnostics.push(wording::nothing_to_write());
        }
        if written.records.len() > MAX_VALUES {
            written.diagnostics.push(wording::too_many_values(written.records.len()));
        }
        Ok(written)
    }
}

impl Written {
    /// Takes over what was remarked about the template at this path of the action.
    fn remarks(&mut self, run: &mut Run<'_>, path: &str) {
        let remarks = run.take_remarks();
        self.diagnostics.extend(remarks.into_iter().map(|remark| in_action(remark, path.to_owned())));
    }
}

/// A template's diagnostic, placed in the action.
fn in_action(diagnostic: Diagnostic, path: String) -> Diagnostic {
    diagnostic.input(iot_sql::Input::Action(path))
}

fn described(value: &Value) -> String {
    match value {
        Value::Undefined => "Undefined".into(),
        Value::Array(_) => "an array".into(),
        Value::Null => "null".into(),
        other => format!("a single {}", other.type_name()),
    }
}
