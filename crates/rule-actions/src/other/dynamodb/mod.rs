//! The DynamoDB actions, both of them: from the outgoing payload to an item (`dynamodb-rule-action`,
//! `dynamodb-v2-rule-action`).

mod columns;
mod item;
mod keys;
mod number;
mod single;

pub use columns::{DynamoDbV2Action, KIND as KIND_V2};
pub use item::{MAX_DEPTH, MAX_ITEM_BYTES};
pub use keys::{KeyType, TableKeys};
pub use single::{DynamoDbAction, KIND};

pub(crate) use item::Problem;
pub(crate) use keys::{KeyFault, KeyProblem};
pub(crate) use number::NumberProblem;

use crate::action::Delivering;
use crate::wording;
use iot_sql::{Diagnostic, Template};
use serde_json::{Map, Value as Json};

/// Refuses a name that no table has; where the action names none there is nothing to refuse.
fn check_table(table: &str, path: &str, template: &Template) -> Result<(), Diagnostic> {
    // A table is also named by its ARN (`API_PutItem`).
    let is_name = |ch: char| ch.is_ascii_alphanumeric() || "_-.".contains(ch);
    let fits = (3..=255).contains(&table.len()) && table.chars().all(is_name);
    if fits || table.starts_with("arn:") || template.text().is_empty() {
        Ok(())
    } else {
        Err(wording::dynamodb_table_name(path, template, table))
    }
}

/// Refuses an item without the keys of its table, where they are stated.
fn check_stated_keys(
    item: &Map<String, Json>,
    table: &str,
    delivering: &Delivering<'_, '_>,
) -> Result<(), Diagnostic> {
    let Some(keys) = delivering.simulation.dynamodb_tables.get(table) else { return Ok(()) };
    keys.check(item).map_err(|problem| wording::dynamodb_key(&problem, None))
}
