//! The form of version 1, which had fields for one Timestream action.

use super::lenient;
use crate::state::actions::{Actions, ROLE_ARN};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

/// The fields of the action.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct ActionForm {
    #[serde(deserialize_with = "lenient::field")]
    database: String,
    #[serde(deserialize_with = "lenient::field")]
    table: String,
    #[serde(deserialize_with = "lenient::rows")]
    dimensions: Vec<DimensionRow>,
    #[serde(deserialize_with = "lenient::field")]
    timestamp: String,
    #[serde(deserialize_with = "lenient::field")]
    pub(super) unit: String,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct DimensionRow {
    #[serde(deserialize_with = "lenient::field")]
    name: String,
    #[serde(deserialize_with = "lenient::field")]
    value: String,
}

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
