//! What is said about parts of outgoing payloads and of templates that are Undefined, over several messages.

use iot_sql::{Diagnostic, Example, Undefined};

iot_sql::declare_codes! {
    pub(crate) CODES;
    SOMETIMES_UNDEFINED = "run.sometimes-undefined", Info, "A part of the outgoing payload or of a template is Undefined for some messages.",
        [Example::sql("SELECT t, humidity FROM 'sensors/+'")
            .payload(r#"{"t": 21.5}"#)
            .after(r#"`{"t": 21.5, "humidity": 47}`"#, || vec![r#"{"t": 21.5, "humidity": 47}"#.to_owned()])],
        silent [
            Example::sql("SELECT t, get_or_default(humidity, 0) AS h FROM 'sensors/+'")
                .payload(r#"{"t": 21.5}"#)
                .after(r#"`{"t": 21.5, "humidity": 47}`"#, || vec![r#"{"t": 21.5, "humidity": 47}"#.to_owned()]),
            Example::sql("SELECT t, humidity FROM 'sensors/+'").payload(r#"{"t": 21.5}"#),
        ];
}

/// A part that is Undefined for `count` of the `messages` for which the rule acted, the last of which is looked at.
pub(crate) fn undefined_in(why: Undefined, count: u64, messages: u64) -> Diagnostic {
    let Undefined { fact, diagnostic } = why;
    if messages == 1 {
        return diagnostic;
    }
    if count == messages {
        let message = format!("{} This is so for all {messages} messages.", diagnostic.message);
        return Diagnostic { message, ..diagnostic };
    }
    let label = diagnostic.primary().map(|label| label.range.clone());
    let note = Diagnostic::new(
        &SOMETIMES_UNDEFINED,
        format!("{fact}, for {count} of {messages} messages; for the others it has a value."),
    )
    .input(diagnostic.input)
    .help("Where messages differ by design, nothing is wrong. get_or_default() returns a value in that case too.");
    match label {
        Some(range) => note.at(range, "sometimes Undefined"),
        None => note,
    }
}

/// Why an outgoing payload is empty; `left_out` tells of each attribute why it is not there.
pub(crate) fn why_empty(left_out: &[String]) -> String {
    if left_out.is_empty() {
        return "Every selected attribute is Undefined, or nothing was selected.".to_owned();
    }
    format!("Nothing that is selected has a value. {}", left_out.join(" "))
}
