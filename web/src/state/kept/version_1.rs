//! The form of version 1, which had fields for one Timestream action.

use super::kept;
use crate::state::actions::{Actions, ROLE_ARN};
use serde_json::{Value as Json, json};

/// The fields of the action.
#[derive(Default)]
pub(super) struct ActionForm {
    database: String,
    table: String,
    dimensions: Vec<DimensionRow>,
    timestamp: String,
    pub(super) unit: String,
}

kept! { ActionForm { database, table, dimensions, timestamp, unit } }

#[derive(Default)]
struct DimensionRow {
    name: String,
    value: String,
}

kept! { DimensionRow { name, value } }

impl ActionForm {
    /// The action as a row.
    pub(super) fn actions(&self) -> Actions {
        let dimensions = self.dimensions.iter().map(|row| json!({"name": row.name, "value": row.value}));
        let mut value = json!({
            "databaseName": self.database,
            "tableName": self.table,
            "roleArn": ROLE_ARN,
            "dimensions": dimensions.collect::<Json>(),
        });
        if !self.timestamp.is_empty() {
            value["timestamp"] = json!({"value": self.timestamp, "unit": self.unit});
        }
        Actions::one("timestream", value)
    }
}
