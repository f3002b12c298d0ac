//! The MQTT 5 headers of a republished message (`API_MqttHeaders`).

use crate::action::wording;
use crate::action::wording::at_action;
use crate::action::{Delivering, Reader};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use iot_sql::{Diagnostic, Evidence, Example, Template};
use serde_json::{Map, Value as Json, json};

iot_sql::declare_codes! {
    pub(crate) CODES;
    REPUBLISH_HEADER = "republish.header", Error, "An MQTT 5 header cannot have this value.",
        [Example::action(r#"{"republish": {"topic": "copies/all", "headers": {"messageExpiry": "soon"}, "roleArn": "r"}}"#)],
        silent [Example::action(r#"{"republish": {"topic": "copies/all", "headers": {"messageExpiry": "60"}, "roleArn": "r"}}"#)];
}

/// Bytes that a header's text may have.
const MAX_BYTES: usize = 1024;

/// User properties that a message may have.
const MAX_USER_PROPERTIES: usize = 100;

/// What `payloadFormatIndicator` can be.
pub(super) const INDICATORS: [&str; 2] = ["UNSPECIFIED_BYTES", "UTF8_DATA"];

/// Checks a header's value; the error says what it must be.
type Check = fn(&str) -> Result<(), &'static str>;

/// The headers that are single strings, each with what its value must be.
const SINGLE: [(&str, Check); 5] = [
    ("payloadFormatIndicator", |text| {
        INDICATORS.contains(&text).then_some(()).ok_or("UNSPECIFIED_BYTES or UTF8_DATA")
    }),
    ("contentType", |_| Ok(())),
    ("responseTopic", |text| {
        if text.contains(['+', '#', '\0']) { Err("a topic without wildcards") } else { Ok(()) }
    }),
    ("correlationData", |text| BASE64.decode(text).map(drop).map_err(|_| "base64")),
    ("messageExpiry", |text| text.parse::<u32>().map(drop).map_err(|_| "an integer number of seconds")),
];

/// The headers as the action has them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Headers {
    /// The single strings in the order of [`SINGLE`], with their paths.
    single: Vec<(String, Template)>,
    /// Keys and values, with their paths.
    user_properties: Vec<[(String, Template); 2]>,
}

impl Headers {
    pub(super) fn read(object: &Map<String, Json>, reader: &mut Reader<'_>) -> Self {
        let mut headers = Self::default();
        for (name, check) in SINGLE {
            let path = format!("headers.{name}");
            let Some(template) = reader.optional_template(object, &path) else { continue };
            if !template.has_expressions()
                && let Err(must) = check_value(template.text(), check)
            {
                reader.errors.push(bad_header(&path, &template, template.text(), must));
            }
            headers.single.push((path, template));
        }
        headers.user_properties = user_properties(object, reader);
        headers
    }

    pub(super) fn templates(&self) -> impl Iterator<Item = (String, &Template)> {
        let all = self.single.iter().chain(self.user_properties.iter().flatten());
        all.map(|(path, template)| (path.clone(), template))
    }

    /// Adds the headers to a request.
    pub(super) fn put(
        &self,
        request: &mut Map<String, Json>,
        delivering: &mut Delivering<'_, '_>,
    ) -> Result<(), Diagnostic> {
        for (path, template) in &self.single {
            let text = delivering.template(path, template)?;
            let name = path.trim_start_matches("headers.");
            let check = SINGLE.iter().find(|(single, _)| *single == name);
            if let Some((_, check)) = check
                && let Err(must) = check_value(&text, *check)
            {
                return Err(bad_header(path, template, &text, must));
            }
            request.insert(name.to_owned(), text.into());
        }
        let mut properties = Vec::with_capacity(self.user_properties.len());
        for [(key_path, key), (value_path, value)] in &self.user_properties {
            let (key, value) = (delivering.template(key_path, key)?, delivering.template(value_path, value)?);
            properties.push(json!({ key: value }));
        }
        if !properties.is_empty() {
            request.insert("userProperties".into(), properties.into());
        }
        Ok(())
    }
}

fn check_value(text: &str, check: Check) -> Result<(), &'static str> {
    if text.len() > MAX_BYTES { Err("at most 1024 bytes long") } else { check(text) }
}

fn user_properties(object: &Map<String, Json>, reader: &mut Reader<'_>) -> Vec<[(String, Template); 2]> {
    const PATH: &str = "headers.userProperties";
    let entries = match object.get("userProperties") {
        None | Some(Json::Null) => return Vec::new(),
        Some(Json::Array(entries)) if (1..=MAX_USER_PROPERTIES).contains(&entries.len()) => entries,
        Some(_) => {
            reader.errors.push(wording::parameter(PATH, "must be an array of 1 to 100 objects"));
            return Vec::new();
        }
    };
    let mut properties = Vec::with_capacity(entries.len());
    for (index, entry) in entries.iter().enumerate() {
        let path = format!("{PATH}[{index}]");
        let Some(entry) = entry.as_object() else {
            reader.errors.push(wording::parameter(&path, "must be an object with key and value"));
            continue;
        };
        let (key_path, value_path) = (format!("{path}.key"), format!("{path}.value"));
        let key = reader.required_template(entry, &key_path);
        let value = reader.text_template(entry, &value_path);
        if let (Some(key), Some(value)) = (key, value) {
            properties.push([(key_path, key), (value_path, value)]);
        }
    }
    properties
}

fn bad_header(path: &str, template: &Template, found: &str, must: &str) -> Diagnostic {
    at_action(
        Diagnostic::new(&REPUBLISH_HEADER, format!("`{path}` is `{found}`; it must be {must}.")),
        path,
        template.text(),
    )
    .help("What AWS does with a header that cannot be sent is not documented; the action fails here.")
    .evidence(Evidence::Assumed)
}
