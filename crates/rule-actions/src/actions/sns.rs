//! The SNS action: the outgoing payload as a notification (`sns-rule-action`).

use super::fifo;
use super::payload;
use crate::action::{Action, Content, Delivering, Kind, Names, Parameter, Reader, Spec};
use iot_sql::{Diagnostic, Evidence, Example, Input, Outgoing, Template, Value};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

iot_sql::declare_codes! {
    pub(crate) CODES;
    SNS_DEFAULT = "sns.no-default", Error, "A notification in JSON format has no default message.",
        [Example::action(r#"{"sns": {"targetArn": "arn:aws:sns:us-east-1:123456789012:alarms", "messageFormat": "JSON", "roleArn": "r"}}"#)],
        silent [Example::action(r#"{"sns": {"targetArn": "arn:aws:sns:us-east-1:123456789012:alarms", "roleArn": "r"}}"#)];
}

/// Where the topic or device stands.
const TARGET: &str = "targetArn";

/// The formats, the default first.
const FORMATS: [&str; 2] = ["RAW", "JSON"];

/// What this kind of action is called, and its parameters.
pub(crate) static SPEC: Spec = Spec {
    key: "sns",
    title: "SNS",
    failed_action: "SnsAction",
    page: "sns-rule-action",
    evaluated: true,
    parameters: &[
        Parameter::template("targetArn").required(),
        Parameter::role(),
        Parameter::template("messageFormat").one_of(&FORMATS),
    ],
    names: Names::DERIVED,
};

/// The row of this kind of action.
pub(crate) static KIND: Kind = Kind {
    spec: &SPEC,
    codes: &[CODES],
    read: Some(|parameters, reader| {
        SnsAction::read(parameters, reader).map(|action| Arc::new(action) as Arc<dyn Action>)
    }),
};

/// The parameters of an SNS action (`sns-rule-action`).
#[derive(Clone, Debug, PartialEq)]
struct SnsAction {
    /// The topic's or device's ARN, a template.
    target_arn: Template,
    /// `JSON` or `RAW`.
    message_format: Option<Template>,
}

impl SnsAction {
    fn read(object: &Map<String, Json>, reader: &mut Reader<'_>) -> Option<Self> {
        let target_arn = reader.required_template(object, TARGET);
        let message_format = reader.choice(object, "messageFormat", &FORMATS);
        Some(Self { target_arn: target_arn?, message_format })
    }

    fn publish(&self, target: &str, delivering: &mut Delivering<'_, '_>) -> Result<Content, Diagnostic> {
        if fifo::is_fifo(target) {
            return Err(fifo::rejected(TARGET, &self.target_arn, target));
        }
        let format = delivering.choice("messageFormat", self.message_format.as_ref(), &FORMATS)?;
        let mut body = Map::new();
        body.insert("TargetArn".into(), json!(target));
        if format == "JSON" {
            // Each platform's text, and one for all others (`API_Publish` of SNS).
            let has_default = match delivering.outgoing {
                Outgoing::Json(value) => matches!(value.member("default"), Value::String(_)),
                Outgoing::Binary(_) => false,
            };
            if !has_default {
                return Err(no_default());
            }
            body.insert("MessageStructure".into(), json!("json"));
        }
        payload::put_text(delivering.outgoing, "Message", &mut body);
        Ok(Content::Request { operation: "Publish", body: body.into() })
    }
}

impl Action for SnsAction {
    fn templates(&self) -> Vec<(String, &Template)> {
        let format = self.message_format.iter().map(|format| ("messageFormat".to_owned(), format));
        std::iter::once((TARGET.to_owned(), &self.target_arn)).chain(format).collect()
    }

    fn deliver(&self, delivering: &mut Delivering<'_, '_>) -> (smol_str::SmolStr, Content) {
        delivering.hand_on(TARGET, &self.target_arn, |delivering, target| self.publish(target, delivering))
    }
}

fn no_default() -> Diagnostic {
    Diagnostic::new(&SNS_DEFAULT, "The notification has no string under the key `default`.")
        .input(Input::Request)
        .help("With the message format JSON, the outgoing payload holds a string for each platform, and one under `default` for all others: SELECT 'hot' AS default.")
        .evidence(Evidence::Documented)
}
