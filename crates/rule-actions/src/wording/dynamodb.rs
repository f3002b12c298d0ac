//! What the diagnostics about DynamoDB's items say.

use super::at_action;
use crate::codes::{
    DYNAMODB_ATTRIBUTE_NAME, DYNAMODB_KEY, DYNAMODB_NOT_AN_OBJECT, DYNAMODB_NUMBER, DYNAMODB_OPERATION,
    DYNAMODB_SORT_KEY, DYNAMODB_TABLE_KEYS, DYNAMODB_TABLE_NAME, DYNAMODB_TOO_DEEP, DYNAMODB_TOO_LARGE,
};
use crate::other::dynamodb::{KeyFault, KeyProblem, NumberProblem, Problem};
use iot_sql::{Diagnostic, Evidence, Input, Template};

pub(crate) fn dynamodb_table_name(path: &str, template: &Template, table: &str) -> Diagnostic {
    let message = format!("DynamoDB has no tables with the name `{table}`.");
    at_action(Diagnostic::new(&DYNAMODB_TABLE_NAME, message), path, template.text())
        .help("A table's name has 3 to 255 letters, digits, `_`, `-` and `.`; a topic's slashes are none of them, which replace(topic(), '/', '-') mends.")
        .evidence(Evidence::Documented)
}

/// What is wrong with a key, and the template that gives its value where the action has one.
pub(crate) fn dynamodb_key(problem: &KeyProblem, place: Option<(&str, &Template)>) -> Diagnostic {
    let KeyProblem { role, name, what } = problem;
    let role = role.name();
    let (message, help) = match what {
        KeyFault::Missing if name.is_empty() => {
            (format!("The {role} has no name."), "Its template gives Undefined.")
        }
        KeyFault::Missing => (
            format!("The item has no attribute `{name}`, the table's {role}."),
            "Select it at the top level of the outgoing payload, under exactly this name.",
        ),
        KeyFault::Empty => (
            format!("The {role} `{name}` is empty."),
            "A key has at least one character. A template that gives Undefined is empty: templates see the payload as it was published, not the aliases of SELECT.",
        ),
        KeyFault::TooLong(bytes) => (
            format!("The {role} `{name}` is longer than {bytes} bytes."),
            "DynamoDB takes up to 2048 bytes for a partition key and 1024 for a sort key.",
        ),
        KeyFault::Type { found, expected: Some(expected) } => (
            format!("The {role} `{name}` is of type {found}, and the table's is {expected}."),
            "S is a text, N a number, M a map. In SQL, cast(… AS String) or cast(… AS Decimal) changes a value's type.",
        ),
        KeyFault::Type { found, expected: None } => (
            format!("The {role} `{name}` is of type {found}, which no key is."),
            "A key is a text, a number or binary.",
        ),
        KeyFault::NotANumber(text) => (
            format!("The {role} `{name}` is to be a number, and it is `{text}`."),
            "DynamoDB stores numbers of up to 38 digits. A key of another form is of type STRING, in the table and in the action.",
        ),
    };
    let diagnostic = Diagnostic::new(&DYNAMODB_KEY, message).help(help).evidence(Evidence::Documented);
    match place {
        Some((path, template)) => at_action(diagnostic, path, template.text()),
        None => diagnostic.input(Input::Request),
    }
}

pub(crate) fn dynamodb_sort_key(has: &str, lacks: &str) -> Diagnostic {
    Diagnostic::new(
        &DYNAMODB_SORT_KEY,
        format!("`{has}` is given without `{lacks}`, so the item has no sort key."),
    )
    .input(Input::Action(has.to_owned()))
    .help("Give both where the table has a sort key, and none of them where it has not.")
    .evidence(Evidence::Assumed)
}

/// Why an attribute of this name, or for the size the whole item, is refused.
pub(crate) fn dynamodb_item(problem: &Problem, name: &str) -> Diagnostic {
    let diagnostic = match problem {
        Problem::Number { text, why } => {
            let why = match why {
                NumberProblem::NotANumber => "which is no number",
                NumberProblem::Digits => "which has more than 38 digits",
                NumberProblem::Magnitude => "which is beyond 1E-130 to 9.99E+125",
            };
            Diagnostic::new(&DYNAMODB_NUMBER, format!("`{name}` holds {text}, {why}.")).help(
                "DynamoDB stores no such number. Select it as text with cast(… AS String), or leave it out.",
            )
        }
        Problem::NoName => {
            Diagnostic::new(&DYNAMODB_ATTRIBUTE_NAME, "An attribute of the item has an empty name.")
                .help("DynamoDB's names have at least one character. Give the value another name with AS.")
        }
        Problem::TooDeep => {
            Diagnostic::new(&DYNAMODB_TOO_DEEP, format!("`{name}` is nested deeper than 32 levels."))
                .help("Select the inner values under names of their own.")
        }
        Problem::TooLarge(bytes) => {
            Diagnostic::new(&DYNAMODB_TOO_LARGE, format!("The item has {bytes} bytes; 409,600 are allowed."))
                .help("Names and values count. Select fewer attributes.")
        }
    };
    diagnostic.input(Input::Request).evidence(Evidence::Documented)
}

pub(crate) fn dynamodb_not_an_object(kind: &str) -> Diagnostic {
    Diagnostic::new(
        &DYNAMODB_NOT_AN_OBJECT,
        format!("The outgoing payload is {kind}, so there are no attributes for columns."),
    )
    .input(Input::Request)
    .help("Leave VALUE out, or give the value a key with AS. The DynamoDB action, without v2, writes any payload into one column.")
    .evidence(Evidence::Documented)
}

pub(crate) fn dynamodb_no_attributes() -> Diagnostic {
    Diagnostic::new(&DYNAMODB_KEY, "The outgoing payload is {}, so the item lacks the table's partition key.")
        .input(Input::Request)
        .help("Every selected attribute is Undefined, or nothing was selected.")
        .evidence(Evidence::Documented)
}

pub(crate) fn dynamodb_table_keys(table: &str) -> Diagnostic {
    Diagnostic::new(
        &DYNAMODB_TABLE_KEYS,
        format!("Whether the item holds the keys of `{table}` is not checked: the rule does not name them."),
    )
    .input(Input::Request)
    .help("DynamoDB refuses an item without the table's partition key, and sort key where it has one, at its top level. State them in the context's dynamodbTables.")
    .evidence(Evidence::Documented)
}

pub(crate) fn dynamodb_operation(path: &str, template: &Template, operation: &str) -> Diagnostic {
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
