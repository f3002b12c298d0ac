//! What the page opens with: a sensor's message and a rule that keeps two of its values.

use crate::state::actions::ROLE_ARN;
use crate::state::{Actions, ContextForm, Inputs, RuleForm, SQL_VERSIONS};
use serde_json::json;

/// The rule's SQL.
pub(crate) const SQL: &str = "SELECT temperature, humidity from 'iot/topic'";

/// The message's payload, as a Ruuvi sensor's gateway publishes it.
pub(crate) const PAYLOAD: &str = r#"{
  "dataFormat": 5,
  "rssi": -88,
  "temperature": 24.04,
  "humidity": 43.605,
  "pressure": 101082,
  "accelerationX": 40,
  "accelerationY": -20,
  "accelerationZ": 1016,
  "battery": 3007,
  "txPower": 4,
  "movementCounter": 219,
  "device_id": 46216,
  "device_firmware_sku": 46216
}"#;

/// The other fields.
pub(crate) fn inputs() -> Inputs {
    Inputs {
        topic: "iot/topic".to_owned(),
        sql_version: SQL_VERSIONS[0].to_owned(),
        rule: RuleForm::default(),
        source: None,
        actions: Actions::one(
            "timestream",
            json!({
                "databaseName": "sampleDB",
                "tableName": "sampleTable",
                "roleArn": ROLE_ARN,
                "dimensions": [{"name": "device_id", "value": "${clientid()}"}],
            }),
        ),
        context: ContextForm {
            client_id: "ruuvi-01".to_owned(),
            account_id: "123456789012".to_owned(),
            source_ip: "192.0.2.10".to_owned(),
            ..ContextForm::default()
        },
        ..Inputs::default()
    }
}
