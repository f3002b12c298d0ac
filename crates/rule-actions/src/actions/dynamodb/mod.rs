//! The `dynamoDB` action: the keys, and the whole outgoing payload in one column.

pub(crate) mod item;
pub(crate) mod keys;
mod number;
pub(crate) mod table;

pub use keys::{KeyType, TableKeys};

use crate::action::wording::at_action;
use crate::action::{Action, Content, Delivering, Kind, Names, Parameter, Reader, Spec};
use iot_sql::{Diagnostic, Evidence, Example, Input, Template};
use item::Item;
use keys::{KeyFault, KeyProblem, Role};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;
use table::{check_stated_keys, check_table};

iot_sql::declare_codes! {
    pub(crate) CODES;
    DYNAMODB_SORT_KEY = "dynamodb.sort-key", Warning, "The sort key's name and value are not both given.",
        [Example::action(r#"{"dynamoDB": {"tableName": "readings", "hashKeyField": "room", "hashKeyValue": "${topic(2)}", "rangeKeyField": "at", "roleArn": "r"}}"#)],
        silent [Example::action(item::ITEM)];
    DYNAMODB_OPERATION = "dynamodb.operation", Info, "What an operation of the DynamoDB action does is not documented.",
        [Example::action(r#"{"dynamoDB": {"tableName": "readings", "hashKeyField": "room", "hashKeyValue": "${topic(2)}", "operation": "UPDATE", "roleArn": "r"}}"#)],
        silent [Example::action(item::ITEM)];
}

/// What this kind of action is called, and its parameters.
pub(crate) static SPEC: Spec = Spec {
    key: "dynamoDB",
    title: "DynamoDB",
    failed_action: "DynamoAction",
    page: "dynamodb-rule-action",
    evaluated: true,
    parameters: &[
        Parameter::template("tableName").required(),
        Parameter::role(),
        Parameter::template("operation").no_cloudformation().one_of(&OPERATIONS),
        Parameter::template("hashKeyField").required(),
        Parameter::template("hashKeyValue").required(),
        Parameter::template("hashKeyType").one_of(&KeyType::NAMES),
        Parameter::template("rangeKeyField"),
        Parameter::template("rangeKeyValue"),
        Parameter::template("rangeKeyType").one_of(&KeyType::NAMES),
        Parameter::template("payloadField"),
    ],
    names: Names::DERIVED.terraform("dynamodb").cdk("dynamoDb"),
};

/// The row of this kind of action.
pub(crate) static KIND: Kind = Kind {
    spec: &SPEC,
    codes: &[table::CODES, keys::CODES, item::CODES, CODES],
    read: Some(|parameters, reader| {
        DynamoDbAction::read(parameters, reader).map(|action| Arc::new(action) as Arc<dyn Action>)
    }),
};

/// The column of the payload where the action names none (`dynamodb-rule-action`).
const DEFAULT_COLUMN: &str = "payload";

/// The operations, the default first.
const OPERATIONS: [&str; 3] = ["INSERT", "UPDATE", "DELETE"];

/// The parameters of a `dynamoDB` action (`dynamodb-rule-action`).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DynamoDbAction {
    /// The table's name, a template.
    table_name: Template,
    /// The partition key.
    partition: Key,
    /// The sort key, where the action names one.
    sort: Option<Key>,
    /// The payload's column, a template; `payload` where there is none.
    payload_field: Option<Template>,
    /// What is done: a template that gives `INSERT`, `UPDATE` or `DELETE`; `INSERT` where there is none.
    operation: Option<Template>,
}

/// A key as the action has it; each part is a template.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Key {
    /// Its name.
    name: Template,
    /// Its type, `STRING` or `NUMBER`; `STRING` where there is none.
    kind: Option<Template>,
    /// Its value.
    value: Template,
    paths: KeyPaths,
}

/// Where a key's parts stand.
#[derive(Clone, Copy, Debug, PartialEq)]
struct KeyPaths {
    role: Role,
    name: &'static str,
    kind: &'static str,
    value: &'static str,
}

const PARTITION: KeyPaths =
    KeyPaths { role: Role::Partition, name: "hashKeyField", kind: "hashKeyType", value: "hashKeyValue" };

const SORT: KeyPaths =
    KeyPaths { role: Role::Sort, name: "rangeKeyField", kind: "rangeKeyType", value: "rangeKeyValue" };

/// A key of one message.
struct RenderedKey {
    name: String,
    kind: KeyType,
    value: String,
}

impl DynamoDbAction {
    fn read(object: &Map<String, Json>, reader: &mut Reader<'_>) -> Option<Self> {
        let table_name = reader.required_template(object, "tableName");
        let partition = Key::read(PARTITION, object, reader);
        let given = |path: &str| object.get(path).is_some_and(|value| !value.is_null());
        let sort = match (given(SORT.name), given(SORT.value)) {
            (true, true) => Some(Key::read(SORT, object, reader)?),
            (false, false) => None,
            (has_name, _) => {
                let (has, lacks) = if has_name { (SORT.name, SORT.value) } else { (SORT.value, SORT.name) };
                reader.warnings.push(sort_key(has, lacks));
                None
            }
        };
        let payload_field = reader.optional_template(object, "payloadField");
        let operation = reader.choice(object, "operation", &OPERATIONS);
        Some(Self { table_name: table_name?, partition: partition?, sort, payload_field, operation })
    }

    fn request(&self, table: &str, delivering: &mut Delivering<'_, '_>) -> Result<Content, Diagnostic> {
        check_table(table, "tableName", &self.table_name)?;
        let operation = delivering.choice("operation", self.operation.as_ref(), &OPERATIONS)?;
        let mut keys = vec![self.partition.render(delivering)?];
        if let Some(sort) = &self.sort {
            keys.push(sort.render(delivering)?);
        }
        let column = match &self.payload_field {
            Some(template) => delivering.template("payloadField", template)?,
            None => DEFAULT_COLUMN.to_owned(),
        };
        if let Some(template) = self.operation.as_ref().filter(|_| operation != "INSERT") {
            delivering.diagnostics.push(undocumented_operation("operation", template, operation));
        }
        let mut item = Item::default();
        for key in &keys {
            item.add_key(&key.name, json!({key.kind.tag(): key.value}));
        }
        if operation != "DELETE" {
            let added = item.add_payload(&column, delivering.outgoing);
            added.map_err(|problem| item::rejected(&problem, &column))?;
        }
        let item = item.finish().map_err(|problem| item::rejected(&problem, ""))?;
        self.check_keys(&keys, &item)?;
        check_stated_keys(&item, table, delivering)?;
        Ok(request(operation, table, item, &keys, &column))
    }

    /// Rejects keys that are empty, too long or no number, or that the payload's column covers.
    fn check_keys(&self, keys: &[RenderedKey], item: &Map<String, Json>) -> Result<(), Diagnostic> {
        let Some(partition) = keys.first() else { return Ok(()) };
        let sort = keys.get(1);
        let table = TableKeys {
            partition_key: partition.name.clone(),
            partition_key_type: Some(partition.kind),
            sort_key: sort.map(|sort| sort.name.clone()),
            sort_key_type: sort.map(|sort| sort.kind),
        };
        table.check(item).map_err(|problem| {
            let key = match (problem.role, &self.sort) {
                (Role::Sort, Some(sort)) => sort,
                _ => &self.partition,
            };
            keys::key(&problem, Some((key.paths.value, &key.value)))
        })
    }
}

/// The request of an operation: its item, or its key and what becomes of the rest.
fn request(
    operation: &str,
    table: &str,
    mut item: Map<String, Json>,
    keys: &[RenderedKey],
    column: &str,
) -> Content {
    if operation == "INSERT" {
        return Content::Request { operation: "PutItem", body: json!({"TableName": table, "Item": item}) };
    }
    let key: Map<String, Json> = keys.iter().filter_map(|key| item.shift_remove_entry(&key.name)).collect();
    match item.shift_remove(column) {
        Some(payload) => Content::Request {
            operation: "UpdateItem",
            body: json!({
                "TableName": table,
                "Key": key,
                "UpdateExpression": "SET #payload = :payload",
                "ExpressionAttributeNames": {"#payload": column},
                "ExpressionAttributeValues": {":payload": payload},
            }),
        },
        None => {
            let operation = if operation == "DELETE" { "DeleteItem" } else { "UpdateItem" };
            Content::Request { operation, body: json!({"TableName": table, "Key": key}) }
        }
    }
}

impl Key {
    fn read(paths: KeyPaths, object: &Map<String, Json>, reader: &mut Reader<'_>) -> Option<Self> {
        let name = reader.required_template(object, paths.name);
        let kind = reader.choice(object, paths.kind, &KeyType::NAMES);
        let value = reader.text_template(object, paths.value);
        Some(Self { name: name?, kind, value: value?, paths })
    }

    fn render(&self, delivering: &mut Delivering<'_, '_>) -> Result<RenderedKey, Diagnostic> {
        let KeyPaths { role, name, kind, value } = self.paths;
        let name = delivering.template(name, &self.name)?;
        let kind = KeyType::from_name(delivering.choice(kind, self.kind.as_ref(), &KeyType::NAMES)?);
        let rendered = delivering.template(value, &self.value)?;
        if name.is_empty() {
            let problem = KeyProblem { role, name, what: KeyFault::Missing };
            return Err(keys::key(&problem, Some((self.paths.name, &self.name))));
        }
        Ok(RenderedKey { name, kind, value: rendered })
    }

    fn templates(&self) -> impl Iterator<Item = (String, &Template)> {
        let KeyPaths { name, kind, value, .. } = self.paths;
        let parts = [(name, Some(&self.name)), (kind, self.kind.as_ref()), (value, Some(&self.value))];
        parts.into_iter().filter_map(|(path, template)| Some((path.to_owned(), template?)))
    }
}

impl Action for DynamoDbAction {
    fn templates(&self) -> Vec<(String, &Template)> {
        let keys = std::iter::once(&self.partition).chain(&self.sort).flat_map(Key::templates);
        let rest = [
            ("tableName", Some(&self.table_name)),
            ("payloadField", self.payload_field.as_ref()),
            ("operation", self.operation.as_ref()),
        ];
        let rest = rest.into_iter().filter_map(|(path, template)| Some((path.to_owned(), template?)));
        keys.chain(rest).collect()
    }

    fn deliver(&self, delivering: &mut Delivering<'_, '_>) -> (smol_str::SmolStr, Content) {
        delivering.hand_on("tableName", &self.table_name, |delivering, table| self.request(table, delivering))
    }
}

fn sort_key(has: &str, lacks: &str) -> Diagnostic {
    Diagnostic::new(
        &DYNAMODB_SORT_KEY,
        format!("`{has}` is given without `{lacks}`, so the item has no sort key."),
    )
    .input(Input::Action(has.to_owned()))
    .help("Give both if the table has a sort key, and neither if it does not.")
    .evidence(Evidence::Assumed)
}

fn undocumented_operation(path: &str, template: &Template, operation: &str) -> Diagnostic {
    let shown = if operation == "DELETE" {
        "a DeleteItem with the keys"
    } else {
        "an UpdateItem that sets the payload's column"
    };
    let message = format!("What {operation} does is not documented; it is shown as {shown}.");
    at_action(Diagnostic::new(&DYNAMODB_OPERATION, message), path, template.text())
        .help("AWS names the operations without saying what they do, and asks for the permission to PutItem only.")
        .evidence(Evidence::Assumed)
}
