//! What is different after a conversion, in words.

use super::select::{selects_all, top_keys};
use crate::actions::timestream::action::TimestreamAction;
use iot_sql::{Rule, Template};

/// Something that is different after a conversion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is about: `sql`, or a path in the Timestream action such as `dimensions[0]`; empty for all of it.
    pub place: String,
    /// What changes, in a sentence or two.
    pub text: String,
    /// Whether something could not be carried over, so that somebody has to decide.
    pub lost: bool,
}

impl Note {
    fn changed(place: impl Into<String>, text: impl Into<String>) -> Self {
        Self { place: place.into(), text: text.into(), lost: false }
    }

    fn lost(place: impl Into<String>, text: impl Into<String>) -> Self {
        Self { lost: true, ..Self::changed(place, text) }
    }
}

/// What changes whatever the rule and the action are.
pub(super) fn general() -> Vec<Note> {
    vec![
        Note::lost(
            "",
            "destinationArn is missing: create an InfluxDB destination with CreateTopicRuleDestination and name it. A destination of InfluxDB 2 also needs organization.",
        ),
        Note::changed(
            "roleArn",
            "The role must be allowed secretsmanager:GetSecretValue instead of timestream:WriteRecords.",
        ),
        Note::changed(
            "dimensions",
            "Dimensions become tags, sorted by key. A tag whose value is empty is not written.",
        ),
        Note::changed(
            "",
            "A message becomes one point with a field for each attribute instead of one record for each: the attribute's name is the field's key and no longer a measure_name.",
        ),
        Note::changed(
            "",
            "Fields are integer, float, boolean or string instead of BIGINT, DOUBLE, BOOLEAN or VARCHAR. null is omitted; arrays and objects are strings of JSON. Keys that are empty or start with _ fail the message, and so does a message without any field.",
        ),
        Note::changed(
            "",
            "A field keeps the type of its first write, and a conflict fails the whole write with all its fields and points. Under SQL version 2016-03-23 a number is an integer whenever it happens to be whole.",
        ),
        Note::changed(
            "",
            "A second point with the same tags and time replaces the first one's fields; Timestream keeps what was written first.",
        ),
        Note::changed(
            "sql",
            "Other actions of the rule also receive what SELECT returns, with `timestamp` in it.",
        ),
    ]
}

pub(super) fn no_timestamp(expression: &str) -> Note {
    Note::changed(
        "timestamp",
        format!("InfluxDB points get no processing time, so SELECT returns `{expression}` as `timestamp`."),
    )
}

pub(super) fn moved_timestamp(expression: &str, is_cast: bool) -> Note {
    let mut text =
        format!("The time is no longer a parameter: SELECT returns `{expression}` as `timestamp`.");
    if is_cast {
        text += " The cast is there because a string of digits is not an integer for InfluxDB; it also cuts off a fraction, which Timestream rejected.";
    }
    Note::changed("timestamp", text)
}

pub(super) fn bare_timestamp(text: &str) -> Note {
    Note::changed(
        "timestamp.value",
        format!(
            "`{text}` was not a template, so Timestream rejected it; it is used as the expression that was meant."
        ),
    )
}

pub(super) fn timestamp_is_there() -> Note {
    Note::changed(
        "sql",
        "SELECT already returns `timestamp`, which becomes the point's time and is not a field. It must be an integer in the payload: a string of digits fails.",
    )
}

pub(super) fn timestamp_no_longer_measure() -> Note {
    Note::changed("sql", "The attribute `timestamp` becomes the point's time and is not a field.")
}

pub(super) fn timestamp_renamed(to: &str) -> Note {
    Note::changed(
        "sql",
        format!(
            "The attribute `timestamp` is another one than the action's time and is written as the field `{to}`."
        ),
    )
}

pub(super) fn timestamp_of_payload_replaced() -> Note {
    Note::lost(
        "sql",
        "Where the payload has a key `timestamp` of its own, it is replaced by the point's time; Timestream wrote it as a measure.",
    )
}

pub(super) fn timestamp_not_added(expression: &str) -> Note {
    Note::lost(
        "sql",
        format!(
            "The statement returns a whole value, to which `timestamp` cannot be added. Select its attributes one by one, with `{expression} AS timestamp`."
        ),
    )
}

pub(super) fn not_selectable(expression: &str, message: &str) -> Note {
    Note::lost("sql", format!("`{expression} AS timestamp` cannot be added to SELECT: {message}"))
}

pub(super) fn database_template(text: &str) -> Note {
    Note::lost(
        "databaseName",
        format!(
            "`{text}`: the database's name cannot hold a template. AWS advises an action for each database."
        ),
    )
}

pub(super) fn dimension(index: usize, name: &str, why: &str) -> Note {
    Note::lost(format!("dimensions[{index}]"), format!("The dimension `{name}` cannot become a tag: {why}."))
}

pub(super) fn tag_start(index: usize, name: &str) -> Note {
    Note::changed(
        format!("dimensions[{index}]"),
        format!("InfluxDB 3 rejects the tag `{name}`: there a tag's key starts with a letter or digit."),
    )
}

/// Attributes that are not fields, because a template names them, or that a tag has the name of.
pub(super) fn left_out(rule: &Rule, timestream: &TimestreamAction) -> Vec<Note> {
    let dimensions = timestream.dimensions.iter().map(|dimension| &dimension.value);
    let mut named: Vec<String> = dimensions
        .chain([&timestream.table_name])
        .flat_map(Template::keys)
        .map(|key| key.to_string())
        .collect();
    named.sort_unstable();
    named.dedup();
    let (all, keys) = (selects_all(rule), top_keys(rule));
    let selected = |key: &str| all || keys.contains(&key);
    let mut notes = Vec::new();
    let lost: Vec<String> = named.iter().filter(|key| selected(key)).map(|key| format!("`{key}`")).collect();
    if !lost.is_empty() {
        let text = format!(
            "A key that a template of the action names is written as a tag or table and not as a field: {}.",
            lost.join(", ")
        );
        notes.push(Note::lost("sql", text));
    }
    for (index, dimension) in timestream.dimensions.iter().enumerate() {
        let name = dimension.name.as_str();
        if selected(name) && !named.iter().any(|key| key == name) {
            let text = format!(
                "The tag `{name}` and an attribute have the same name, which InfluxDB 3 rejects. Give one of them another name."
            );
            notes.push(Note::changed(format!("dimensions[{index}]"), text));
        }
    }
    let bad: Vec<String> =
        keys.iter().filter(|key| key.starts_with('_')).map(|key| format!("`{key}`")).collect();
    if !bad.is_empty() {
        notes.push(Note::lost(
            "sql",
            format!("Fields cannot start with _: {}. Give them another name with AS.", bad.join(", ")),
        ));
    }
    notes
}
