//! The HTTP action: the outgoing payload in a POST request (`https-rule-action`).

use super::payload;
use crate::action::error_action::Batching;
use crate::action::wording;
use crate::action::wording::at_action;
use crate::action::{Action, Content, Delivering, Kind, Names, Parameter, Reader, Spec};
use crate::placeholder::has_placeholder;
use iot_sql::{Diagnostic, Evidence, Example, Outgoing, Template};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

iot_sql::declare_codes! {
    pub(crate) CODES;
    HTTP_URL = "http.url", Error, "The address is not HTTPS, or does not begin with the one that was confirmed.",
        [Example::action(r#"{"http": {"url": "https://example.org/t", "confirmationUrl": "https://example.com"}}"#)],
        silent [Example::action(r#"{"http": {"url": "https://example.com/t", "confirmationUrl": "https://example.com"}}"#)];
}

/// Where the address stands.
const URL: &str = "url";

/// Where the address that was confirmed stands.
const CONFIRMATION: &str = "confirmationUrl";

/// What this kind of action is called, and its parameters.
pub(crate) static SPEC: Spec = Spec {
    key: "http",
    title: "HTTP",
    failed_action: "HttpAction",
    page: "https-rule-action",
    evaluated: true,
    parameters: &[
        Parameter::template("url").required(),
        Parameter::template("confirmationUrl"),
        Parameter::list(
            "headers",
            &[Parameter::string("key").required(), Parameter::template("value").required()],
        )
        .terraform("http_header"),
        Parameter::object(
            "auth",
            &[Parameter::object(
                "sigv4",
                &[
                    Parameter::string("signingRegion").required(),
                    Parameter::string("serviceName").required(),
                    Parameter::role(),
                ],
            )],
        )
        .no_terraform(),
        Parameter::boolean("enableBatching").no_terraform(),
        Parameter::object(
            "batchConfig",
            &[
                Parameter::number("maxBatchOpenMs"),
                Parameter::number("maxBatchSize"),
                Parameter::number("maxBatchSizeBytes"),
                Parameter::boolean("batchAcrossTopics"),
            ],
        )
        .no_terraform(),
    ],
    names: Names::DERIVED,
};

/// The row of this kind of action.
pub(crate) static KIND: Kind = Kind {
    spec: &SPEC,
    codes: &[CODES],
    read: Some(|parameters, reader| {
        HttpAction::read(parameters, reader).map(|action| Arc::new(action) as Arc<dyn Action>)
    }),
};

/// The parameters of an HTTP action (`https-rule-action`).
///
/// Batches and signatures are read and not shown: they are the connection's, not the message's.
#[derive(Clone, Debug, PartialEq)]
struct HttpAction {
    /// The address, a template.
    url: Template,
    /// The address that was confirmed, a template with which the address must begin.
    confirmation_url: Option<Template>,
    /// The headers: their names, and their values with the path of each.
    headers: Vec<(String, String, Template)>,
    /// How messages are gathered, if they are.
    batching: Option<Batching>,
}

impl HttpAction {
    fn read(object: &Map<String, Json>, reader: &mut Reader<'_>) -> Option<Self> {
        let url = reader.required_template(object, URL);
        let confirmation_url = reader.optional_template(object, CONFIRMATION);
        let headers = headers(object, reader);
        let url = url?;
        match &confirmation_url {
            None if url.has_expressions() => {
                reader.errors.push(wording::parameter(CONFIRMATION, "is needed, because url has a template"));
            }
            Some(confirmed) if !url.has_expressions() && !confirmed.has_expressions() => {
                reader.errors.extend(check(&url, url.text(), confirmed.text()).err());
            }
            _ => {}
        }
        let gathers = reader.flag(object, "enableBatching");
        let batching = gathers.then(|| Batching::from_config(object.get("batchConfig")));
        Some(Self { url, confirmation_url, headers, batching })
    }

    fn post(&self, url: &str, delivering: &mut Delivering<'_, '_>) -> Result<Content, Diagnostic> {
        let confirmed = match &self.confirmation_url {
            Some(template) => delivering.template(CONFIRMATION, template)?,
            None => url.to_owned(),
        };
        check(&self.url, url, &confirmed)?;
        let mut headers = Map::new();
        for (name, path, template) in &self.headers {
            headers.insert(name.clone(), delivering.template(path, template)?.into());
        }
        if !headers.keys().any(|name| name.eq_ignore_ascii_case("content-type")) {
            let content_type = match delivering.outgoing {
                Outgoing::Json(_) => "application/json",
                Outgoing::Binary(_) => "application/octet-stream",
            };
            headers.insert("Content-Type".into(), content_type.into());
        }
        let mut body = Map::new();
        body.insert("url".into(), json!(url));
        body.insert("headers".into(), headers.into());
        payload::put_text(delivering.outgoing, "body", &mut body);
        Ok(Content::Request { operation: "POST", body: body.into() })
    }
}

/// Rejects an address that is not HTTPS, or does not begin with the one that was confirmed.
fn check(template: &Template, url: &str, confirmed: &str) -> Result<(), Diagnostic> {
    // What only the deployed rule knows is not judged.
    if has_placeholder(template.text()) || has_placeholder(confirmed) && url.starts_with("https://") {
        return Ok(());
    }
    if url.starts_with("https://") && url.starts_with(confirmed) {
        Ok(())
    } else {
        Err(not_confirmed(URL, template, url, confirmed))
    }
}

fn headers(object: &Map<String, Json>, reader: &mut Reader<'_>) -> Vec<(String, String, Template)> {
    let entries = match object.get("headers") {
        None | Some(Json::Null) => return Vec::new(),
        Some(Json::Array(entries)) => entries.as_slice(),
        Some(_) => {
            reader.errors.push(wording::parameter("headers", "must be an array"));
            return Vec::new();
        }
    };
    let mut headers = Vec::with_capacity(entries.len());
    for (index, entry) in entries.iter().enumerate() {
        let path = format!("headers[{index}]");
        let key = entry.get("key").and_then(Json::as_str).filter(|key| !key.is_empty());
        let (Some(key), Some(entry)) = (key, entry.as_object()) else {
            reader.errors.push(wording::parameter(&path, "must be an object with key and value"));
            continue;
        };
        let value_path = format!("{path}.value");
        if let Some(value) = reader.text_template(entry, &value_path) {
            headers.push((key.to_owned(), value_path, value));
        }
    }
    headers
}

impl Action for HttpAction {
    fn templates(&self) -> Vec<(String, &Template)> {
        let confirmation = self.confirmation_url.iter().map(|url| (CONFIRMATION.to_owned(), url));
        let headers = self.headers.iter().map(|(_, path, value)| (path.clone(), value));
        std::iter::once((URL.to_owned(), &self.url)).chain(confirmation).chain(headers).collect()
    }

    fn batching(&self) -> Option<Batching> {
        self.batching
    }

    fn deliver(&self, delivering: &mut Delivering<'_, '_>) -> (smol_str::SmolStr, Content) {
        delivering.hand_on(URL, &self.url, |delivering, url| self.post(url, delivering))
    }
}

fn not_confirmed(path: &str, template: &Template, url: &str, confirmed: &str) -> Diagnostic {
    let message = if url.starts_with("https://") {
        format!("`{url}` does not begin with `{confirmed}`, which was confirmed.")
    } else {
        format!("`{url}` is not an HTTPS address.")
    };
    at_action(Diagnostic::new(&HTTP_URL, message), path, template.text())
        .help("AWS IoT sends to HTTPS addresses whose beginning, confirmationUrl, was confirmed by their owner.")
        .evidence(Evidence::Documented)
}
