//! What the diagnostics about Lambda's events and republished messages say.

use super::at_action;
use crate::codes::{
    LAMBDA_FUNCTION, LAMBDA_NOT_JSON, LAMBDA_TOO_LARGE, REPUBLISH_HEADER, REPUBLISH_LOOP, REPUBLISH_RESERVED,
    REPUBLISH_TOO_LARGE, REPUBLISH_TOPIC, REPUBLISH_UNSUPPORTED,
};
use iot_sql::{Diagnostic, Evidence, Input, Template};

pub(crate) fn lambda_function(path: &str, template: &Template, function: &str) -> Diagnostic {
    let message = if function.is_empty() {
        "The function's ARN is empty: its template gives Undefined.".to_owned()
    } else {
        format!("`{function}` is no ARN of a Lambda function.")
    };
    at_action(Diagnostic::new(&LAMBDA_FUNCTION, message), path, template.text())
        .help("An ARN has letters, digits, `-`, `_`, `:`, `.` and `$`; a topic's slashes are none of them, so use a level, such as topic(2).")
        .evidence(Evidence::Documented)
}

pub(crate) fn lambda_not_json() -> Diagnostic {
    Diagnostic::new(&LAMBDA_NOT_JSON, "The outgoing payload is not JSON, so Lambda cannot take it as event.")
        .input(Input::Request)
        .help("Put the bytes into JSON: SELECT encode(*, 'base64') AS data.")
        .evidence(Evidence::Documented)
}

pub(crate) fn lambda_too_large(bytes: usize) -> Diagnostic {
    Diagnostic::new(&LAMBDA_TOO_LARGE, format!("The event has {bytes} bytes; 1,048,576 are allowed."))
        .input(Input::Request)
        .help("Select fewer attributes.")
        .evidence(Evidence::Documented)
}

pub(crate) fn republish_topic(path: &str, template: &Template, topic: &str, why: &str) -> Diagnostic {
    let diagnostic = at_action(Diagnostic::new(&REPUBLISH_TOPIC, why), path, template.text());
    let help = if topic.is_empty() {
        "Its template gives Undefined: templates see the payload as it was published, not the aliases of SELECT."
            .to_owned()
    } else {
        format!(
            "The topic is `{topic}`. A message's topic has no wildcards, up to 256 bytes and up to 8 levels."
        )
    };
    diagnostic.help(help).evidence(Evidence::Documented)
}

pub(crate) fn republish_reserved(path: &str, template: &Template, topic: &str) -> Diagnostic {
    let diagnostic = at_action(
        Diagnostic::new(&REPUBLISH_RESERVED, format!("The reserved topic `{topic}` starts with a single $.")),
        path,
        template.text(),
    )
    .help("Rules republish to a reserved topic with $$ in place of its first $. What becomes of a single one is not documented; it is shown as it stands.")
    .evidence(Evidence::Documented);
    if template.text().starts_with("${") {
        return diagnostic.fix("Write $$", 0..0, "$");
    }
    diagnostic.fix("Write $$", 0..1, "$$")
}

pub(crate) fn republish_unsupported(path: &str, template: &Template, topic: &str) -> Diagnostic {
    at_action(
        Diagnostic::new(
            &REPUBLISH_UNSUPPORTED,
            format!("Rules cannot republish to `{topic}`, a topic of jobs."),
        ),
        path,
        template.text(),
    )
    .help("Let the device publish to it, or call the Jobs API from a function.")
    .evidence(Evidence::Documented)
}

/// `always`: whatever is in the message.
pub(crate) fn republish_loop(path: &str, template: &Template, topic: &str, always: bool) -> Diagnostic {
    let which = if always { "Every message" } else { "This message" };
    at_action(
        Diagnostic::new(
            &REPUBLISH_LOOP,
            format!("{which} comes back to this rule: the rule also sees `{topic}`."),
        ),
        path,
        template.text(),
    )
    .help("It goes round and is billed each time. Publish to a topic that the filter in FROM does not match, or let WHERE refuse what the rule has published.")
    .evidence(Evidence::Documented)
}

pub(crate) fn republish_header(path: &str, template: &Template, found: &str, must: &str) -> Diagnostic {
    at_action(
        Diagnostic::new(&REPUBLISH_HEADER, format!("`{path}` is `{found}`; it must be {must}.")),
        path,
        template.text(),
    )
    .help("What AWS does with a header that cannot be sent is not documented; the action fails here.")
    .evidence(Evidence::Assumed)
}

pub(crate) fn republish_too_large(bytes: usize) -> Diagnostic {
    Diagnostic::new(&REPUBLISH_TOO_LARGE, format!("The message has {bytes} bytes; 131,072 are allowed."))
        .input(Input::Request)
        .help("Select fewer attributes.")
        .evidence(Evidence::Documented)
}
