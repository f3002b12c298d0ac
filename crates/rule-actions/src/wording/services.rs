//! What the diagnostics about requests to other services say.

use super::at_action;
use crate::codes::{
    ACTION_FIFO, CLOUDWATCH_LOGS_BATCH, FIREHOSE_NOT_AN_ARRAY, FIREHOSE_TOO_MANY, HTTP_URL,
    KINESIS_PARTITION_KEY, METRIC_TIMESTAMP, METRIC_VALUE, S3_KEY, S3_STATIC_KEY, SNS_DEFAULT,
    STEP_FUNCTIONS_INPUT,
};
use iot_sql::{Diagnostic, Evidence, Input, Template};

pub(crate) fn fifo(path: &str, template: &Template, name: &str) -> Diagnostic {
    let message = format!("`{name}` is FIFO, to which rules do not send.");
    at_action(Diagnostic::new(&ACTION_FIFO, message), path, template.text())
        .help("Rules give no guarantee of order. Send to a standard topic or queue, or call a function that sends.")
        .evidence(Evidence::Documented)
}

pub(crate) fn s3_key(path: &str, template: &Template, bytes: usize) -> Diagnostic {
    let message = match bytes {
        0 => "The object's key is empty: its template gives Undefined.".to_owned(),
        bytes => format!("The object's key has {bytes} bytes; 1,024 are allowed."),
    };
    at_action(Diagnostic::new(&S3_KEY, message), path, template.text())
        .help("Templates see the payload as it was published, not the aliases of SELECT.")
        .evidence(Evidence::Documented)
}

pub(crate) fn s3_static_key(path: &str, template: &Template) -> Diagnostic {
    let text = template.text();
    at_action(
        Diagnostic::new(&S3_STATIC_KEY, format!("Every message overwrites the object `{text}`.")),
        path,
        text,
    )
    .help("Put something of the message into the key, such as its topic and moment.")
    .fix("Add the topic and the moment", text.len()..text.len(), "/${topic()}/${timestamp()}")
    .evidence(Evidence::Documented)
}

pub(crate) fn sns_default() -> Diagnostic {
    Diagnostic::new(&SNS_DEFAULT, "The notification has no text under the key `default`.")
        .input(Input::Request)
        .help("With the message format JSON the outgoing payload holds a text for each platform, and one under `default` for all others: SELECT 'hot' AS default.")
        .evidence(Evidence::Documented)
}

pub(crate) fn kinesis_partition_key(path: &str, template: &Template, length: usize) -> Diagnostic {
    let message = match length {
        0 => "The partition key is empty: its template gives Undefined.".to_owned(),
        length => format!("The partition key has {length} characters; 256 are allowed."),
    };
    at_action(Diagnostic::new(&KINESIS_PARTITION_KEY, message), path, template.text())
        .help("Take what every message has, such as ${topic()}.")
        .evidence(Evidence::Documented)
}

pub(crate) fn firehose_not_an_array() -> Diagnostic {
    Diagnostic::new(&FIREHOSE_NOT_AN_ARRAY, "batchMode does nothing: the outgoing payload is no array.")
        .input(Input::Request)
        .help("Let the statement give an array: SELECT VALUE readings. It becomes one record as it is.")
        .evidence(Evidence::Documented)
}

pub(crate) fn firehose_too_many(count: usize) -> Diagnostic {
    Diagnostic::new(&FIREHOSE_TOO_MANY, format!("The array has {count} elements; a batch has up to 500."))
        .input(Input::Request)
        .help("Select fewer elements, or publish smaller arrays.")
        .evidence(Evidence::Documented)
}

pub(crate) fn step_functions_input(bytes: usize, most: usize) -> Diagnostic {
    let message = if bytes > most {
        format!("The input has {bytes} bytes; 262,144 are allowed.")
    } else {
        "The outgoing payload is not JSON, which a state machine takes as input.".to_owned()
    };
    Diagnostic::new(&STEP_FUNCTIONS_INPUT, message)
        .input(Input::Request)
        .help("Select fewer attributes, or put bytes into JSON: SELECT encode(*, 'base64') AS data.")
        .evidence(Evidence::Documented)
}

pub(crate) fn http_url(path: &str, template: &Template, url: &str, confirmed: &str) -> Diagnostic {
    let message = if url.starts_with("https://") {
        format!("`{url}` does not begin with `{confirmed}`, which was confirmed.")
    } else {
        format!("`{url}` is no HTTPS address.")
    };
    at_action(Diagnostic::new(&HTTP_URL, message), path, template.text())
        .help("AWS IoT sends to HTTPS addresses whose beginning, confirmationUrl, was confirmed by their owner.")
        .evidence(Evidence::Documented)
}

pub(crate) fn cloudwatch_logs_batch() -> Diagnostic {
    Diagnostic::new(&CLOUDWATCH_LOGS_BATCH, "The outgoing payload is no array of log events.")
        .input(Input::Request)
        .help("With batchMode each element holds `timestamp`, in milliseconds since 1970, and `message`: SELECT VALUE logs. What AWS does with others is not documented; the action fails here.")
        .evidence(Evidence::Documented)
}

pub(crate) fn metric_value(path: &str, template: &Template, found: &str) -> Diagnostic {
    let message = format!("The metric's value must be a number, and it is `{found}`.");
    at_action(Diagnostic::new(&METRIC_VALUE, message), path, template.text())
        .help("A template that gives Undefined is empty: templates see the payload as it was published, not the aliases of SELECT.")
        .evidence(Evidence::Documented)
}

pub(crate) fn metric_timestamp(path: &str, template: &Template, found: &str) -> Diagnostic {
    let message =
        format!("The metric's moment, `{found}`, is not between two weeks ago and two hours ahead.");
    let diagnostic = at_action(Diagnostic::new(&METRIC_TIMESTAMP, message), path, template.text())
        .help("It is in seconds since 1970, and timestamp() is in milliseconds. Without it CloudWatch takes the present moment.")
        .evidence(Evidence::Documented);
    if template.text() == "${timestamp()}" {
        return diagnostic.fix("Make it seconds", 0..template.text().len(), "${floor(timestamp() / 1000)}");
    }
    diagnostic
}
