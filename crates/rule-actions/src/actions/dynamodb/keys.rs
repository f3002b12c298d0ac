//! The keys of DynamoDB tables.

use crate::absence::wording::why_empty;
use crate::action::wording::at_action;
use iot_sql::{Diagnostic, Evidence, Example, Input, Template};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::number;

iot_sql::declare_codes! {
    pub(crate) CODES;
    DYNAMODB_KEY = "dynamodb.key", Error, "A key of the item is missing, empty, too long or of another type than the table's.",
        [Example::action(r#"{"dynamoDB": {"tableName": "readings", "hashKeyField": "at", "hashKeyType": "NUMBER", "hashKeyValue": "${topic(2)}", "roleArn": "r"}}"#)],
        silent [Example::action(r#"{"dynamoDB": {"tableName": "readings", "hashKeyField": "at", "hashKeyType": "NUMBER", "hashKeyValue": "${timestamp()}", "roleArn": "r"}}"#)];
}

/// The type of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "UPPERCASE")]
pub enum KeyType {
    /// A string of at least one character.
    String,
    /// A number.
    Number,
}

impl KeyType {
    /// The words for the types in a rule, the default first.
    pub(super) const NAMES: [&'static str; 2] = ["STRING", "NUMBER"];

    /// The type of that name in a rule; any other name is the default.
    pub(super) fn from_name(name: &str) -> Self {
        if name == "NUMBER" { Self::Number } else { Self::String }
    }

    /// The type's tag in DynamoDB's JSON.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::String => "S",
            Self::Number => "N",
        }
    }
}

/// Which of a table's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Partition,
    Sort,
}

impl Role {
    /// What DynamoDB's pages call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Partition => "partition key",
            Self::Sort => "sort key",
        }
    }

    /// Bytes that a string may have as this key (`Constraints`).
    fn max_bytes(self) -> usize {
        match self {
            Self::Partition => 2048,
            Self::Sort => 1024,
        }
    }
}

/// The keys of a table, as its owner states them.
///
/// A rule names them only for the DynamoDB action; where they are stated, RuleLens looks for them in every item.
///
/// ```
/// use rule_actions::TableKeys;
///
/// let keys: TableKeys = serde_json::from_str(r#"{"partitionKey": "id", "sortKey": "time", "sortKeyType": "NUMBER"}"#)?;
/// assert_eq!(keys.sort_key_type.map(|kind| kind.tag()), Some("N"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TableKeys {
    /// The partition key's name.
    pub partition_key: String,
    /// Its type, where it is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partition_key_type: Option<KeyType>,
    /// The sort key's name, where the table has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort_key: Option<String>,
    /// Its type, where it is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort_key_type: Option<KeyType>,
}

/// What is wrong with a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeyProblem {
    pub(crate) role: Role,
    pub(crate) name: String,
    pub(crate) what: KeyFault,
}

/// How a key can be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum KeyFault {
    /// The item has no such attribute.
    Missing,
    /// It is an empty text.
    Empty,
    /// It is a string of more bytes than this.
    TooLong(usize),
    /// It has a type that no key has, or another one than the table's: its tag, and the table's.
    Type { found: String, expected: Option<&'static str> },
    /// It is to be a number, and this text is none.
    NotANumber(String),
}

impl TableKeys {
    /// The first thing that is wrong with the keys in an item.
    pub(super) fn check(&self, item: &Map<String, Json>) -> Result<(), KeyProblem> {
        let partition = (Role::Partition, &self.partition_key, self.partition_key_type);
        let sort = self.sort_key.iter().map(|name| (Role::Sort, name, self.sort_key_type));
        for (role, name, kind) in std::iter::once(partition).chain(sort) {
            check_key(item.get(name), role, kind).map_err(|what| KeyProblem {
                role,
                name: name.clone(),
                what,
            })?;
        }
        Ok(())
    }
}

fn check_key(value: Option<&Json>, role: Role, kind: Option<KeyType>) -> Result<(), KeyFault> {
    let Some((tag, value)) = value.and_then(Json::as_object).and_then(|value| value.iter().next()) else {
        return Err(KeyFault::Missing);
    };
    let expected = kind.map(KeyType::tag);
    let fits = expected.map_or(["S", "N", "B"].contains(&tag.as_str()), |expected| expected == tag);
    if !fits {
        return Err(KeyFault::Type { found: tag.clone(), expected });
    }
    let text = value.as_str().unwrap_or_default();
    match tag.as_str() {
        "N" if number::check(text).is_err() => Err(KeyFault::NotANumber(text.to_owned())),
        "S" if text.is_empty() => Err(KeyFault::Empty),
        "S" if text.len() > role.max_bytes() => Err(KeyFault::TooLong(role.max_bytes())),
        _ => Ok(()),
    }
}

/// What is wrong with a key, and the template that gives its value where the action has one.
pub(crate) fn key(problem: &KeyProblem, place: Option<(&str, &Template)>) -> Diagnostic {
    let KeyProblem { role, name, what } = problem;
    let role = role.name();
    let (message, help) = match what {
        KeyFault::Missing if name.is_empty() => {
            (format!("The {role} has no name."), "Its template returns Undefined.")
        }
        KeyFault::Missing => (
            format!("The item has no attribute `{name}`, the table's {role}."),
            "Select it at the top level of the outgoing payload, under exactly this name.",
        ),
        KeyFault::Empty => (
            format!("The {role} `{name}` is empty."),
            "A key has at least one character. A template that returns Undefined is empty: templates see the payload as it was published, not the aliases of SELECT.",
        ),
        KeyFault::TooLong(bytes) => (
            format!("The {role} `{name}` is longer than {bytes} bytes."),
            "DynamoDB takes up to 2048 bytes for a partition key and 1024 for a sort key.",
        ),
        KeyFault::Type { found, expected: Some(expected) } => (
            format!("The {role} `{name}` is of type {found}, and the table's is {expected}."),
            "S is a string, N a number, M a map. In SQL, cast(… AS String) or cast(… AS Decimal) changes a value's type.",
        ),
        KeyFault::Type { found, expected: None } => (
            format!("The {role} `{name}` is of type {found}, which is not a key type."),
            "A key is a string, a number or binary.",
        ),
        KeyFault::NotANumber(text) => (
            format!("The {role} `{name}` must be a number, and it is `{text}`."),
            "DynamoDB stores numbers of up to 38 digits. A key of another form is of type STRING, in the table and in the action.",
        ),
    };
    let diagnostic = Diagnostic::new(&DYNAMODB_KEY, message).help(help).evidence(Evidence::Documented);
    match place {
        Some((path, template)) => at_action(diagnostic, path, template.text()),
        None => diagnostic.input(Input::Request),
    }
}

pub(crate) fn no_attributes(left_out: &[String]) -> Diagnostic {
    Diagnostic::new(&DYNAMODB_KEY, "The outgoing payload is {}, so the item lacks the table's partition key.")
        .input(Input::Request)
        .help(why_empty(left_out))
        .evidence(Evidence::Documented)
}

#[cfg(test)]
mod tests {
    use super::{KeyFault, Role, TableKeys};
    use serde_json::{Value as Json, json};

    fn fault(keys: &Json, item: &Json) -> Option<(Role, KeyFault)> {
        let keys: TableKeys = serde_json::from_value(keys.clone()).expect("keys");
        let problem = keys.check(item.as_object().expect("an item")).err();
        problem.map(|problem| (problem.role, problem.what))
    }

    #[test]
    fn keys_are_checked() {
        let both = json!({"partitionKey": "id", "partitionKeyType": "STRING", "sortKey": "t", "sortKeyType": "NUMBER"});
        let item = |id: Json, t: Json| json!({"id": id, "t": t});
        let (id, t) = (json!({"S": "d1"}), json!({"N": "5"}));
        assert_eq!(fault(&both, &item(id.clone(), t.clone())), None);
        assert_eq!(fault(&both, &json!({"t": t})), Some((Role::Partition, KeyFault::Missing)));
        assert_eq!(fault(&both, &json!({"id": id})), Some((Role::Sort, KeyFault::Missing)));
        assert_eq!(
            fault(&both, &item(json!({"S": ""}), t.clone())),
            Some((Role::Partition, KeyFault::Empty))
        );
        let long = json!({"S": "x".repeat(2049)});
        assert_eq!(fault(&both, &item(long, t.clone())), Some((Role::Partition, KeyFault::TooLong(2048))));
        let wrong = KeyFault::Type { found: "N".into(), expected: Some("S") };
        assert_eq!(fault(&both, &item(t.clone(), t.clone())), Some((Role::Partition, wrong)));
        let word = KeyFault::NotANumber("x".into());
        assert_eq!(fault(&both, &item(id, json!({"N": "x"}))), Some((Role::Sort, word)));
        let map = KeyFault::Type { found: "M".into(), expected: None };
        let stated = json!({"partitionKey": "id"});
        assert_eq!(fault(&stated, &json!({"id": {"M": {}}})), Some((Role::Partition, map)));
        assert_eq!(fault(&stated, &json!({"id": t})), None);
    }
}
