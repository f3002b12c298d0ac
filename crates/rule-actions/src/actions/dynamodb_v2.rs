//! The `dynamoDBv2` action: an attribute of the outgoing payload, a column.

use super::dynamodb::item::{self, Item};
use super::dynamodb::keys;
use super::dynamodb::table::{check_stated_keys, check_table};
use crate::action::attribute;
use crate::action::wording::{self, described};
use crate::action::{Action, Content, Delivering, Kind, Names, Parameter, Reader, Spec};
use iot_sql::{Diagnostic, Evidence, Example, Input, Outgoing, Rule, Template, Value};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// An action without fault.
const COLUMNS: &str = r#"{"dynamoDBv2": {"putItem": {"tableName": "readings"}, "roleArn": "arn:aws:iam::123456789012:role/r"}}"#;

iot_sql::declare_codes! {
    pub(crate) CODES;
    DYNAMODB_NOT_AN_OBJECT = "dynamodb.not-an-object", Error, "The outgoing payload is not an object, so it has no attributes for columns.",
        [
            Example::action(COLUMNS).selecting("SELECT VALUE t FROM 'sensors/+'"),
            Example::whole(COLUMNS, "21.5;47"),
        ];
    DYNAMODB_TABLE_KEYS = "dynamodb.table-keys", Info, "The table's keys are not known, so the item cannot be checked for them.",
        [Example::action(COLUMNS)];
}

/// What this kind of action is called, and its parameters.
pub(crate) static SPEC: Spec = Spec {
    key: "dynamoDBv2",
    title: "DynamoDBv2",
    failed_action: "DynamoDBv2Action",
    page: "dynamodb-v2-rule-action",
    evaluated: true,
    parameters: &[
        Parameter::role(),
        Parameter::object("putItem", &[Parameter::template("tableName").required()]).required(),
    ],
    names: Names::DERIVED.terraform("dynamodbv2"),
};

/// The row of this kind of action.
pub(crate) static KIND: Kind = Kind {
    spec: &SPEC,
    codes: &[CODES],
    read: Some(|parameters, reader| {
        DynamoDbV2Action::read(parameters, reader).map(|action| Arc::new(action) as Arc<dyn Action>)
    }),
};

/// Where the table's name stands.
const TABLE: &str = "putItem.tableName";

/// The parameters of a `dynamoDBv2` action (`dynamodb-v2-rule-action`).
#[derive(Clone, Debug, PartialEq)]
struct DynamoDbV2Action {
    /// The table's name, a template.
    table_name: Template,
}

impl DynamoDbV2Action {
    fn read(object: &Map<String, Json>, reader: &mut Reader<'_>) -> Option<Self> {
        let Some(put_item) = reader.object(object, "putItem") else {
            reader.errors.push(wording::parameter("putItem", "must be an object with tableName"));
            return None;
        };
        Some(Self { table_name: reader.required_template(put_item, TABLE)? })
    }

    fn put(&self, table: &str, delivering: &mut Delivering<'_, '_>) -> Result<Content, Diagnostic> {
        check_table(table, TABLE, &self.table_name)?;
        let object = match delivering.outgoing {
            Outgoing::Json(Value::Object(object)) => object,
            Outgoing::Json(other) => return Err(not_an_object(delivering.rule, &described(other), false)),
            Outgoing::Binary(_) => return Err(not_an_object(delivering.rule, "not JSON", true)),
        };
        if object.is_empty() {
            return Err(keys::no_attributes(delivering.left_out));
        }
        let mut item = Item::default();
        for (name, value) in object.iter() {
            item.add(name, value).map_err(|problem| item::rejected(&problem, name))?;
        }
        let item = item.finish().map_err(|problem| item::rejected(&problem, ""))?;
        check_stated_keys(&item, table, delivering)?;
        if !delivering.dynamodb_tables.contains_key(table) {
            delivering.diagnostics.push(table_keys(table));
        }
        Ok(Content::Request { operation: "PutItem", body: json!({"TableName": table, "Item": item}) })
    }
}

impl Action for DynamoDbV2Action {
    fn templates(&self) -> Vec<(String, &Template)> {
        vec![(TABLE.to_owned(), &self.table_name)]
    }

    fn deliver(&self, delivering: &mut Delivering<'_, '_>) -> (smol_str::SmolStr, Content) {
        delivering.hand_on(TABLE, &self.table_name, |delivering, table| self.put(table, delivering))
    }
}

fn not_an_object(rule: &Rule, kind: &str, is_binary: bool) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        &DYNAMODB_NOT_AN_OBJECT,
        format!("The outgoing payload is {kind}, so there are no attributes for columns."),
    )
    .help("The DynamoDB action, without v2, writes any payload into one column.")
    .evidence(Evidence::Documented);
    attribute::make(rule, is_binary).add_to(diagnostic)
}

fn table_keys(table: &str) -> Diagnostic {
    Diagnostic::new(
        &DYNAMODB_TABLE_KEYS,
        format!("Whether the item holds the keys of `{table}` is not checked: the rule does not name them."),
    )
    .input(Input::Request)
    .help("DynamoDB rejects an item without the table's partition key, and sort key where it has one, at its top level. State them in the context's dynamodbTables.")
    .evidence(Evidence::Documented)
}
