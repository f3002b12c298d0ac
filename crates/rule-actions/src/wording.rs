//! What the diagnostics of this crate say: all the wording, here and in the files below.

pub(crate) mod influxdb;
pub(crate) mod near_misses;
pub(crate) mod verdicts;

mod dynamodb;
mod messages;
mod services;

pub(crate) use dynamodb::*;
pub(crate) use messages::*;
pub(crate) use services::*;

use crate::codes::{
    ACTION_CHOICE, ACTION_ELEMENT_TEMPLATE, ACTION_INCOMPLETE, ACTION_NOT_JSON, ACTION_PARAMETER,
    ACTION_SHAPE, ACTION_TOO_MANY, ACTION_UNKNOWN, ACTION_UNKNOWN_PARAMETER, TIMESTREAM_DIMENSION_COUNT,
    TIMESTREAM_DIMENSION_NAME, TIMESTREAM_NOT_AN_OBJECT, TIMESTREAM_NOTHING, TIMESTREAM_NULL,
    TIMESTREAM_TIME, TIMESTREAM_TIME_UNIT,
};
use iot_sql::{Diagnostic, Evidence, Input, Template};

/// A diagnostic about the text at a path of the action, all of which it means.
fn at_action(diagnostic: Diagnostic, path: &str, text: &str) -> Diagnostic {
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
        .help("Such as {\"timestream\": {…}}; several actions stand in an array.")
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
        Diagnostic::new(&ACTION_CHOICE, format!("`{path}` is `{found}`, which is none of its words."))
            .help(format!("It is one of {}.", choices.join(", ")))
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
        .help("CreateTopicRule requires it; what is written is the same without.")
        .evidence(Evidence::Documented)
}

pub(crate) fn unknown_parameter(path: &str) -> Diagnostic {
    Diagnostic::new(&ACTION_UNKNOWN_PARAMETER, format!("The action has no parameter `{path}`."))
        .input(Input::Action(path.to_owned()))
        .help("It plays no part in what is written.")
        .evidence(Evidence::Documented)
}

pub(crate) fn element_template_elsewhere(path: &str, text: &str) -> Diagnostic {
    let message = "Element templates, @{…}, are for the values of an InfluxDB action alone.";
    at_action(Diagnostic::new(&ACTION_ELEMENT_TEMPLATE, message), path, text)
        .help("`${…}` reads the payload as it was published.")
        .evidence(Evidence::Documented)
}

pub(crate) fn dimension_count(count: usize) -> Diagnostic {
    Diagnostic::new(
        &TIMESTREAM_DIMENSION_COUNT,
        format!("The action has {count} dimensions; 1 to 128 are required."),
    )
    .input(Input::Action("dimensions".into()))
    .help("A dimension says what the measures belong to, such as a device: {\"name\": \"device_id\", \"value\": \"${topic(2)}\"}.")
    .evidence(Evidence::Documented)
}

pub(crate) fn dimension_name(path: &str, name: &str, why: &str) -> Diagnostic {
    at_action(
        Diagnostic::new(&TIMESTREAM_DIMENSION_NAME, format!("A dimension cannot be called `{name}`: {why}.")),
        path,
        name,
    )
    .help("Choose another name, such as `device_id`.")
    .evidence(Evidence::Documented)
}

pub(crate) fn time_unit(path: &str, unit: &str) -> Diagnostic {
    at_action(Diagnostic::new(&TIMESTREAM_TIME_UNIT, format!("`{unit}` is no unit of time.")), path, unit)
        .help("The units are SECONDS, MILLISECONDS (the default), MICROSECONDS and NANOSECONDS.")
        .evidence(Evidence::Documented)
}

pub(crate) fn time(path: &str, template: &str, rendered: &str, looks_like_expression: bool) -> Diagnostic {
    let message = if rendered.is_empty() {
        "The timestamp is empty: its template gives Undefined.".to_owned()
    } else {
        format!("The timestamp must be a whole number, and it is `{rendered}`.")
    };
    let diagnostic = at_action(Diagnostic::new(&TIMESTREAM_TIME, message), path, template)
        .help("Timestream answers a malformed time with: Invalid time for record. Templates see the payload as it was published, not the aliases of SELECT; a fraction is removed by floor().")
        .evidence(Evidence::Assumed);
    if looks_like_expression {
        return diagnostic.fix("Make it a template", 0..template.len(), format!("${{{template}}}"));
    }
    diagnostic
}

pub(crate) fn not_an_object(kind: &str) -> Diagnostic {
    Diagnostic::new(
        &TIMESTREAM_NOT_AN_OBJECT,
        format!("The outgoing payload is {kind}, so there are no attributes to write."),
    )
    .input(Input::Request)
    .help("The action writes one record for each attribute of an object. Leave VALUE out, or give the value a key with AS.")
    .evidence(Evidence::Assumed)
}

pub(crate) fn null_attribute(name: &str) -> Diagnostic {
    Diagnostic::new(&TIMESTREAM_NULL, format!("`{name}` is null and is not written."))
        .input(Input::Request)
        .help("WriteRecords has no null. What the action does with one is not documented.")
        .evidence(Evidence::Assumed)
}

pub(crate) fn nothing_to_write() -> Diagnostic {
    Diagnostic::new(&TIMESTREAM_NOTHING, "The outgoing payload is {}, so no record is written.")
        .input(Input::Request)
        .help("Every selected attribute is Undefined, or nothing was selected.")
        .evidence(Evidence::Assumed)
}
