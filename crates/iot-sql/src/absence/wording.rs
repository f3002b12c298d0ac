//! What is reported about parts of the outgoing payload, or of a template, that are Undefined.

use crate::diagnostic::{Diagnostic, Example, Fix};
use crate::eval::{Holder, Meant, Missing};
use crate::evidence::Evidence;
use std::ops::Range;

crate::declare_codes! {
    pub(crate) CODES;
    MISSING_KEY = "run.missing-key", Warning, "The rule reads a key that the payload does not have.",
        [
            Example::sql("SELECT temperature, humidty FROM 'sensors/+'").payload(r#"{"temperature": 21.5, "humidity": 47}"#),
            Example::sql("SELECT temp FROM 'sensors/+'").payload(r#"{"state": {"reported": {"temp": 21.5}}}"#),
            Example::sql("SELECT state.temp FROM 'sensors/+'").payload(r#"{"state": {"desired": {"temp": 20}, "reported": {"temp": 21.5}}}"#),
            Example::sql("SELECT indoor.humidity AS h FROM 'sensors/+'").payload(r#"{"indoor": {"temp": 21.5}, "outdoor": {"humidity": 47}}"#),
            Example::sql("SELECT indoor.temp AS t FROM 'sensors/+'").payload(r#"{"temp": 21.5, "indoor": {}}"#),
            Example::sql("SELECT readings.co2 AS co2 FROM 'sensors/+'").payload(r#"{"readings": [{"n": "co2", "v": 812}]}"#),
            Example::sql("SELECT get(readings, 'co2') AS co2 FROM 'sensors/+'").payload(r#"{"readings": [{"co2": 812}]}"#),
            Example::sql("SELECT state FROM 'sensors/+' WHERE state = RUNNING").payload(r#"{"state": "RUNNING"}"#),
            Example::sql("SELECT state FROM 'sensors/+' WHERE IDLE <> state").payload(r#"{"state": "RUNNING"}"#),
            Example::sql("SELECT t FROM 'sensors/+' WHERE temp > 20").payload(r#"{"t": 1, "state": {"temp": 21.5}}"#),
            Example::sql("SELECT state FROM 'sensors/+' WHERE state IN [RUNNING, IDLE]").payload(r#"{"state": "RUNNING"}"#),
            Example::sql("SELECT temp FROM 'sensors/+'").payload(r#"{"data": [{"temp": 21.5}]}"#),
            Example::sql("SELECT state.reported.temp AS t FROM 'sensors/+'").payload(r#"{"temp": 21.5}"#),
            Example::sql("SELECT state.reported.temp AS t FROM 'sensors/+'").payload(r#"{"state": {}, "indoor": {"temp": 21.5}}"#),
            Example::sql("SELECT encode(*, base64) AS raw FROM 'sensors/+'").payload(r#"{"t": 21.5}"#),
            Example::action(r#"{"republish": {"topic": "rooms/${room}", "roleArn": "r"}}"#)
                .payload(r#"{"t": 1, "at": {"room": "kitchen"}}"#),
        ],
        silent [
            Example::sql("SELECT temperature, get_or_default(humidity, 0) AS h FROM 'sensors/+'").payload(r#"{"temperature": 21.5}"#),
            Example::sql("SELECT temperature, humidity FROM 'sensors/+' WHERE isUndefined(humidity) = true")
                .payload(r#"{"temperature": 21.5}"#),
            // Of names of one letter nothing else would be left.
            Example::sql("SELECT t FROM 'sensors/+' WHERE h > 90").payload(r#"{"t": 9}"#),
        ];
    QUOTED_KEY = "run.quoted-key", Warning, "WHERE compares a string in quotes that is a key of the payload.",
        [
            Example::sql("SELECT * FROM 'sensors/+' WHERE 'temperature' > 20").payload(r#"{"temperature": 21.5}"#),
            Example::sql("SELECT * FROM 'sensors/+' WHERE t > 1 AND true = \"on\"").payload(r#"{"t": 2, "on": true}"#),
        ],
        silent [
            Example::sql("SELECT * FROM 'sensors/+' WHERE temperature > 20").payload(r#"{"temperature": 1}"#),
            Example::sql("SELECT * FROM 'sensors/+' WHERE kind = 'temperature'").payload(r#"{"kind": "humidity", "temperature": 1}"#),
            Example::sql("SELECT * FROM 'sensors/+' WHERE 'temperature' > 20").payload(r#"{"t": 21.5}"#),
        ];
    DEFAULT_USED = "run.default-used", Info, "`get_or_default` returns its default, and the key that is missing may be misspelt.",
        [
            Example::sql("SELECT get_or_default(temprature, 0) AS t FROM 'sensors/+'").payload(r#"{"temperature": 21.5}"#),
            Example::sql("SELECT t FROM 'sensors/+' WHERE get_or_default(temprature, 0) > 5").payload(r#"{"temperature": 21.5}"#),
            Example::action(r#"{"republish": {"topic": "rooms/${get_or_default(rom, 'none')}", "roleArn": "r"}}"#)
                .payload(r#"{"t": 1, "room": "kitchen"}"#),
        ],
        silent [
            Example::sql("SELECT get_or_default(humidity, 0) AS h FROM 'sensors/+'").payload(r#"{"temperature": 21.5}"#),
            Example::sql("SELECT get_or_default(temperature, 0) AS t FROM 'sensors/+'").payload(r#"{"temperature": 21.5}"#),
        ];
    UNDEFINED = "run.undefined", Warning, "A part of the outgoing payload or of a template is Undefined, though its keys are there.",
        [Example::sql("SELECT total / count AS mean FROM 'sensors/+'").payload(r#"{"total": 21.5, "count": 0}"#)],
        silent [Example::sql("SELECT CASE id WHEN 'a' THEN 1 END AS a FROM 'sensors/+'").payload(r#"{"id": "b"}"#)];
    MAY_BE_ABSENT = "run.may-be-absent", Info, "A part of the outgoing payload, of a template or of WHERE is Undefined, which may be intended.",
        [Example::sql("SELECT get((SELECT v FROM readings WHERE n = 'hum'), 0).v AS hum FROM 'sensors/+'")
            .payload(r#"{"readings": [{"n": "temp", "v": 21.5}]}"#),
        Example::sql("SELECT t FROM 'sensors/+' WHERE t > 8 OR humidity > 90").payload(r#"{"t": 7}"#)],
        silent [
            Example::sql("SELECT t FROM 'sensors/+' WHERE t > 8 OR get_or_default(humidity, 0) > 90").payload(r#"{"t": 7}"#),
            Example::sql("SELECT t FROM 'sensors/+' WHERE t > 8 AND humidity > 90").payload(r#"{"t": 7}"#),
        ];
}

pub(super) fn quoted_key(range: Range<usize>, key: &str) -> Diagnostic {
    Diagnostic::new(&QUOTED_KEY, format!("'{key}' is a string, and the payload has a key of this name."))
        .at(range.clone(), "a string, not a key of the payload")
        .help("Both kinds of quotes write strings. A key of the payload is written without quotes.")
        .evidence(Evidence::Documented)
        .fix(format!("Write {key}"), range, key)
}

pub(super) fn default_used(range: Range<usize>, why: &str) -> Diagnostic {
    Diagnostic::new(&DEFAULT_USED, format!("get_or_default() returns its default: {why}"))
        .at(range, "no value")
        .help("It returns the default for every absence, that of a misspelt key too.")
        .evidence(Evidence::Documented)
}

/// What becomes of Undefined.
fn effect(in_template: bool) -> &'static str {
    if in_template {
        "Undefined is empty in a template."
    } else {
        "Undefined is omitted from the outgoing payload."
    }
}

pub(super) fn missing_key(missing: &Missing, in_template: bool) -> Diagnostic {
    missing_with(missing, effect(in_template))
}

pub(super) fn missing_in_where(missing: &Missing) -> Diagnostic {
    missing_with(missing, "WHERE is Undefined then, and the rule does not act.")
}

/// The same, with a default as a way out, where there is one.
pub(super) fn with_default(diagnostic: Diagnostic, missing: &Missing, default: Option<Fix>) -> Diagnostic {
    let Missing { key, .. } = missing;
    let help = diagnostic.help.clone().unwrap_or_default();
    match default {
        Some(fix) => {
            let call = fix.edits.first().map(|edit| edit.text.clone()).unwrap_or_default();
            let help = format!("{help} With `{call}` the comparison is false for messages without `{key}`.");
            Diagnostic { fixes: vec![fix], ..diagnostic.help(help) }
        }
        None => diagnostic.help(format!("{help} get_or_default() gives messages without `{key}` a value.")),
    }
}

fn missing_with(missing: &Missing, effect: &str) -> Diagnostic {
    let label = match (missing.meant().first(), &missing.holder) {
        (Some(Meant::Key(meant) | Meant::Path(meant)), _) => format!("did you mean `{meant}`?"),
        (Some(Meant::Text(text)), _) => format!("a string? '{text}'"),
        (None, Holder::Array { .. }) => "a path into an array".to_owned(),
        (None, Holder::Single { .. }) => "a path into a single value".to_owned(),
        (None, _) => "no such key".to_owned(),
    };
    let help = match &missing.holder {
        Holder::Array { .. } => {
            "`get(array, 0).key` reads the first element, `(SELECT VALUE key FROM array)` all of them, `(SELECT … FROM array WHERE …)` finds one."
        }
        Holder::Single { holds_json: true, .. } => {
            "The string holds JSON that was encoded a second time; publish the object itself. A path goes through objects only."
        }
        Holder::Single { .. } => "A path goes through objects only.",
        Holder::Object | Holder::Element | Holder::Computed => "Keys are compared exactly, with case.",
    };
    Diagnostic::new(&MISSING_KEY, missing.sentence())
        .at(missing.key_range.clone(), label)
        .help(format!("{help} {effect}"))
        .evidence(Evidence::Documented)
}

pub(super) fn undefined(range: Range<usize>, why: &str, help: &str, in_template: bool) -> Diagnostic {
    let diagnostic = Diagnostic::new(&UNDEFINED, format!("{why}.")).at(range, "returns no value");
    let blank = if help.is_empty() { "" } else { " " };
    diagnostic.help(format!("{help}{blank}{}", effect(in_template))).evidence(Evidence::Documented)
}
