//! The table that an item goes to.

use super::keys;
use crate::action::Delivering;
use crate::action::wording::at_action;
use crate::placeholder::has_placeholder;
use iot_sql::{Diagnostic, Evidence, Example, Template};
use serde_json::{Map, Value as Json};

iot_sql::declare_codes! {
    pub(crate) CODES;
    DYNAMODB_TABLE_NAME = "dynamodb.table-name", Error, "This is not a valid DynamoDB table name.",
        [Example::action(r#"{"dynamoDBv2": {"putItem": {"tableName": "${topic()}"}, "roleArn": "arn:aws:iam::123456789012:role/r"}}"#)];
}

/// Rejects a name that no table has; where the action names none there is nothing to reject.
pub(crate) fn check_table(table: &str, path: &str, template: &Template) -> Result<(), Diagnostic> {
    // A table is also named by its ARN (`API_PutItem`).
    let is_name = |ch: char| ch.is_ascii_alphanumeric() || "_-.".contains(ch);
    let fits = (3..=255).contains(&table.len()) && table.chars().all(is_name);
    if fits || has_placeholder(template.text()) || table.starts_with("arn:") || template.text().is_empty() {
        Ok(())
    } else {
        Err(table_name(path, template, table))
    }
}

/// Rejects an item without the keys of its table, where they are stated.
pub(crate) fn check_stated_keys(
    item: &Map<String, Json>,
    table: &str,
    delivering: &Delivering<'_, '_>,
) -> Result<(), Diagnostic> {
    let Some(keys) = delivering.dynamodb_tables.get(table) else { return Ok(()) };
    keys.check(item).map_err(|problem| keys::key(&problem, None))
}

fn table_name(path: &str, template: &Template, table: &str) -> Diagnostic {
    let message = format!("`{table}` is not a valid DynamoDB table name.");
    at_action(Diagnostic::new(&DYNAMODB_TABLE_NAME, message), path, template.text())
        .help("A table name has 3 to 255 letters, digits, `_`, `-` and `.`. Slashes are not allowed; use replace(topic(), '/', '-').")
        .evidence(Evidence::Documented)
}
