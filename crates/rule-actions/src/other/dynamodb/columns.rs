//! The `dynamoDBv2` action: an attribute of the outgoing payload, a column.

use super::item::Item;
use super::{check_stated_keys, check_table};
use crate::action::{Action, Content, Delivering, Kind, Reader};
use crate::timestream::described;
use crate::wording;
use iot_sql::{Diagnostic, Outgoing, Template, Value};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// The row of this kind of action.
pub static KIND: Kind = Kind {
    key: "dynamoDBv2",
    title: "DynamoDBv2",
    failed_action: "DynamoActionV2",
    page: "dynamodb-v2-rule-action",
    read: |parameters, reader| {
        DynamoDbV2Action::read(parameters, reader).map(|action| Arc::new(action) as Arc<dyn Action>)
    },
};

/// Where the table's name stands.
const TABLE: &str = "putItem.tableName";

/// The parameters of a `dynamoDBv2` action (`dynamodb-v2-rule-action`).
#[derive(Clone, Debug, PartialEq)]
pub struct DynamoDbV2Action {
    /// The table's name, a template.
    pub table_name: Template,
}

impl DynamoDbV2Action {
    fn read(object: &Map<String, Json>, reader: &mut Reader<'_>) -> Option<Self> {
        reader.unknown(object, &["putItem", "roleArn"], "");
        reader.name(object, "roleArn");
        let Some(put_item) = reader.object(object, "putItem") else {
            reader.errors.push(wording::parameter("putItem", "must be an object with tableName"));
            return None;
        };
        reader.unknown(put_item, &["tableName"], "putItem.");
        Some(Self { table_name: reader.required_template(put_item, TABLE)? })
    }

    fn put(&self, table: &str, delivering: &mut Delivering<'_, '_>) -> Result<Content, Diagnostic> {
        check_table(table, TABLE, &self.table_name)?;
        let object = match delivering.outgoing {
            Outgoing::Json(Value::Object(object)) => object,
            Outgoing::Json(other) => return Err(wording::dynamodb_not_an_object(&described(other))),
            Outgoing::Binary(_) => return Err(wording::dynamodb_not_an_object("not JSON")),
        };
        if object.is_empty() {
            return Err(wording::dynamodb_no_attributes());
        }
        let mut item = Item::default();
        for (name, value) in object.iter() {
            item.add(name, value).map_err(|problem| wording::dynamodb_item(&problem, name))?;
        }
        let item = item.finish().map_err(|problem| wording::dynamodb_item(&problem, ""))?;
        check_stated_keys(&item, table, delivering)?;
        if !delivering.simulation.dynamodb_tables.contains_key(table) {
            delivering.diagnostics.push(wording::dynamodb_table_keys(table));
        }
        Ok(Content::Request { operation: "PutItem", body: json!({"TableName": table, "Item": item}) })
    }
}

impl Action for DynamoDbV2Action {
    fn templates(&self) -> Vec<(String, &Template)> {
        vec![(TABLE.to_owned(), &self.table_name)]
    }

    fn deliver(&self, delivering: &mut Delivering<'_, '_>) -> (String, Content) {
        delivering.hand_on(TABLE, &self.table_name, |delivering, table| self.put(table, delivering))
    }
}
