//! What is reported about actions of any kind. What is about one kind stands with it.

use iot_sql::text::shortened;
use iot_sql::{Diagnostic, Edit, Evidence, Example, Input, Template, Value};
use std::fmt::Display;

iot_sql::declare_codes! {
    pub(crate) CODES;
    ACTION_NOT_JSON = "action.not-json", Error, "The action is not JSON.",
        [Example::action(r#"{"timestream": }"#)];
    ACTION_SHAPE = "action.shape", Error, "An action is not an object with one key.",
        [Example::action(r#"{"timestream": {}, "lambda": {}}"#)];
    ACTION_TOO_MANY = "action.too-many", Error, "A rule has at most 10 actions.",
        [Example::action(r#"[{"iotAnalytics": {}}, {"iotAnalytics": {}}, {"iotAnalytics": {}}, {"iotAnalytics": {}},
        {"iotAnalytics": {}}, {"iotAnalytics": {}}, {"iotAnalytics": {}}, {"iotAnalytics": {}}, {"iotAnalytics": {}},
        {"iotAnalytics": {}}, {"iotAnalytics": {}}]"#)];
    ACTION_UNKNOWN = "action.unknown", Warning, "RuleLens does not know the action.",
        [Example::action(r#"{"timstream": {"databaseName": "home"}}"#)],
        silent [Example::action(r#"{"iotAnalytics": {"channelName": "readings", "roleArn": "r"}}"#)];
    ACTION_TEMPLATES_ONLY = "action.templates-only", Info, "AWS documents the action, and RuleLens evaluates its templates only.",
        [Example::action(r#"{"iotAnalytics": {"channelName": "readings", "roleArn": "r"}}"#)],
        silent [Example::action(r#"{"timstream": {"databaseName": "home"}}"#)];
    ACTION_PARAMETER = "action.parameter", Error, "A parameter of the action is missing or has the wrong type.",
        [Example::action(r#"{"timestream": {"databaseName": 1, "tableName": "climate", "roleArn": "r", "dimensions": [{"name": "room", "value": "kitchen"}]}}"#)];
    ACTION_INCOMPLETE = "action.incomplete", Warning, "A required parameter is missing that does not affect what is written.",
        [Example::action(r#"{"timestream": {"databaseName": "home", "tableName": "climate", "dimensions": [{"name": "room", "value": "kitchen"}]}}"#)];
    ACTION_UNKNOWN_PARAMETER = "action.unknown-parameter", Warning, "AWS documents no such parameter.",
        [Example::action(r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "r", "dimensions": [{"name": "room", "value": "kitchen"}], "version": 1}}"#)];
    ACTION_CHOICE = "action.choice", Error, "A parameter has a value that is not allowed.",
        [Example::action(r#"{"dynamoDB": {"tableName": "readings", "hashKeyField": "room", "hashKeyValue": "x", "operation": "insert", "roleArn": "r"}}"#)];
    ACTION_ELEMENT_TEMPLATE = "action.element-template", Error, "An element template is used outside an InfluxDB action.",
        [Example::action(r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "r", "dimensions": [{"name": "room", "value": "@{room}"}]}}"#)];
}

/// A diagnostic about the text at a path of the action, all of which it means.
pub(crate) fn at_action(diagnostic: Diagnostic, path: &str, text: &str) -> Diagnostic {
    diagnostic.at(0..text.len(), "").input(Input::Action(path.to_owned()))
}

pub(crate) fn action_not_json(error: &iot_sql::JsonError, length: usize) -> Diagnostic {
    let end = length.min(error.offset + 1);
    Diagnostic::new(&ACTION_NOT_JSON, format!("The action is not JSON: {}.", error.message))
        .at(error.offset.min(end)..end, error.message.clone())
        .input(Input::Action(String::new()))
        .help("An action is written as in a rule: {\"timestream\": {…}}.")
}

pub(crate) fn action_shape(path: &str) -> Diagnostic {
    Diagnostic::new(&ACTION_SHAPE, "An action is an object with one key, its kind.")
        .input(Input::Action(path.to_owned()))
        .help("Such as {\"timestream\": {…}}; write several actions as an array.")
        .evidence(Evidence::Documented)
}

pub(crate) fn action_unknown(found: &str, nearest: Option<&str>) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(&ACTION_UNKNOWN, format!("RuleLens does not know the action `{found}`."))
            .input(Input::Action(String::new()));
    match nearest {
        Some(nearest) => diagnostic.help(format!(
            "Did you mean `{nearest}`? Case counts. As it is, its templates are evaluated and nothing else."
        )),
        None => diagnostic
            .help("Its templates are evaluated; what it does with the outgoing payload is not shown."),
    }
}

pub(crate) fn too_many_actions(path: &str, count: usize) -> Diagnostic {
    Diagnostic::new(&ACTION_TOO_MANY, format!("The rule has {count} actions; it can have 10."))
        .input(Input::Action(path.to_owned()))
        .help("Spread them over several rules with the same topic filter.")
        .evidence(Evidence::Documented)
}

pub(crate) fn parameter(path: &str, what: &str) -> Diagnostic {
    Diagnostic::new(&ACTION_PARAMETER, format!("`{path}` {what}."))
        .input(Input::Action(path.to_owned()))
        .evidence(Evidence::Documented)
}

pub(crate) fn choice(path: &str, template: &Template, found: &str, choices: &[&'static str]) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(&ACTION_CHOICE, format!("`{path}` is `{found}`, which is not an allowed value."))
            .help(format!("Allowed values: {}.", choices.join(", ")))
            .evidence(Evidence::Documented);
    let diagnostic = at_action(diagnostic, path, template.text());
    match choices.iter().find(|choice| choice.eq_ignore_ascii_case(template.text())) {
        Some(choice) => diagnostic.fix(format!("Write {choice}"), 0..template.text().len(), *choice),
        None => diagnostic,
    }
}

pub(crate) fn incomplete(path: &str) -> Diagnostic {
    Diagnostic::new(&ACTION_INCOMPLETE, format!("`{path}` is missing."))
        .input(Input::Action(path.to_owned()))
        .help("CreateTopicRule requires it; it does not affect what is written.")
        .evidence(Evidence::Documented)
}

/// A parameter that is required and not there, in an action of which only the templates are evaluated.
pub(crate) fn missing(path: &str) -> Diagnostic {
    Diagnostic::new(&ACTION_INCOMPLETE, format!("`{path}` is missing."))
        .input(Input::Action(path.to_owned()))
        .help("CreateTopicRule requires it.")
        .evidence(Evidence::Documented)
}

/// A unit that the API requires and that the developer guide gives a default.
pub(crate) fn without_unit(path: &str) -> Diagnostic {
    Diagnostic::new(&ACTION_INCOMPLETE, format!("`{path}` is missing."))
        .input(Input::Action(path.to_owned()))
        .help("The API requires a unit; the developer guide says that MILLISECONDS is the default, which is taken here.")
        .evidence(Evidence::Contradicted)
}

/// A kind that AWS documents and of which only the templates are evaluated.
pub(crate) fn templates_only(title: &str) -> Diagnostic {
    Diagnostic::new(
        &ACTION_TEMPLATES_ONLY,
        format!("AWS documents the {title} action; RuleLens evaluates its templates only."),
    )
    .input(Input::Action(String::new()))
    .help("What it does with the outgoing payload is not shown.")
}

pub(crate) fn unknown_parameter(path: &str, nearest: Option<&str>) -> Diagnostic {
    let meant = nearest.map(|nearest| format!("Did you mean `{nearest}`? ")).unwrap_or_default();
    Diagnostic::new(&ACTION_UNKNOWN_PARAMETER, format!("The action has no parameter `{path}`."))
        .input(Input::Action(path.to_owned()))
        .help(format!("{meant}It has no effect on what is written."))
        .evidence(Evidence::Documented)
}

pub(crate) fn element_template_elsewhere(path: &str, text: &str) -> Diagnostic {
    let message = "Element templates, @{…}, are for the values of an InfluxDB action alone.";
    let edits = text.match_indices("@{").map(|(at, _)| Edit { range: at..at + 1, text: "$".to_owned() });
    at_action(Diagnostic::new(&ACTION_ELEMENT_TEMPLATE, message), path, text)
        .fix_all("Write ${…}", edits.collect())
        .help("`${…}` reads the payload as it was published.")
        .evidence(Evidence::Documented)
}

/// A value in words or as JSON, shortened.
pub(crate) fn shown(value: &Value) -> String {
    if value.is_undefined() { "Undefined".into() } else { shortened(&value.to_json(), 60) }
}

/// What a payload is, in words.
pub(crate) fn described(value: &Value) -> String {
    match value {
        Value::Undefined => "Undefined".into(),
        Value::Array(_) => "an array".into(),
        Value::Null => "null".into(),
        other => format!("a single {}", other.type_name()),
    }
}

/// A diagnostic, placed in the action's parameters.
pub(crate) fn in_action(diagnostic: Diagnostic, path: impl Display) -> Diagnostic {
    diagnostic.input(Input::Action(path.to_string()))
}

/// Names as a sentence lists them.
pub(crate) fn listed(names: &[String]) -> String {
    /// Names that are listed; the others are counted.
    const MAX_NAMES: usize = 8;
    match names {
        [] => String::new(),
        [only] => only.clone(),
        _ if names.len() > MAX_NAMES => {
            format!("{} and {} more", names[..MAX_NAMES].join(", "), names.len() - MAX_NAMES)
        }
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}
