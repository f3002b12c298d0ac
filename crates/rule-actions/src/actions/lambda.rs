//! The Lambda action: the outgoing payload as a function's event (`lambda-rule-action`).

use super::payload;
use crate::action::wording::at_action;
use crate::action::{Action, Content, Delivering, Kind, Names, Parameter, Reader, Spec};
use crate::actions::large_example::large;
use crate::placeholder::has_placeholder;
use iot_sql::{Diagnostic, Evidence, Example, Input, Outgoing, Template};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// An action without fault.
const SOUND: &str = r#"{"lambda": {"functionArn": "arn:aws:lambda:us-east-1:123456789012:function:notify"}}"#;

iot_sql::declare_codes! {
    pub(crate) CODES;
    LAMBDA_FUNCTION = "lambda.function", Error, "This is not an ARN or name of a Lambda function.",
        [Example::action(r#"{"lambda": {"functionArn": "arn:aws:lambda:us-east-1:123456789012:function:${topic()}"}}"#)],
        silent [Example::action(r#"{"lambda": {"functionArn": "arn:aws:lambda:us-east-1:123456789012:function:${topic(2)}"}}"#)];
    LAMBDA_NOT_JSON = "lambda.not-json", Error, "The outgoing payload is not JSON, which Lambda takes as event.",
        [Example::whole(SOUND, "21.5 degrees")];
    LAMBDA_TOO_LARGE = "lambda.too-large", Error, "The event is larger than 1 MB.",
        [large(SOUND)];
}

/// Bytes that the event of an asynchronous call may have (`API_Invoke` of Lambda).
const MAX_EVENT_BYTES: usize = 1024 * 1024;

/// Where the function's name stands.
const FUNCTION: &str = "functionArn";

/// What this kind of action is called, and its parameters.
pub(crate) static SPEC: Spec = Spec {
    key: "lambda",
    title: "Lambda",
    failed_action: "LambdaAction",
    page: "lambda-rule-action",
    evaluated: true,
    parameters: &[Parameter::template("functionArn").required()],
    names: Names::DERIVED,
};

/// The row of this kind of action.
pub(crate) static KIND: Kind = Kind {
    spec: &SPEC,
    codes: &[CODES],
    read: Some(|parameters, reader| {
        LambdaAction::read(parameters, reader).map(|action| Arc::new(action) as Arc<dyn Action>)
    }),
};

/// The parameters of a Lambda action (`lambda-rule-action`).
#[derive(Clone, Debug, PartialEq)]
struct LambdaAction {
    /// The function's ARN, a template; may end in a version or an alias.
    function_arn: Template,
}

impl LambdaAction {
    fn read(object: &Map<String, Json>, reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self { function_arn: reader.required_template(object, FUNCTION)? })
    }

    fn invoke(&self, function: &str, delivering: &mut Delivering<'_, '_>) -> Result<Content, Diagnostic> {
        let is_name = !function.is_empty()
            && function.chars().all(|ch| ch.is_ascii_alphanumeric() || "-_:.$".contains(ch));
        if !is_name && !has_placeholder(self.function_arn.text()) {
            return Err(not_a_function(FUNCTION, &self.function_arn, function));
        }
        if matches!(delivering.outgoing, Outgoing::Binary(_)) {
            return Err(not_json());
        }
        let bytes = delivering.outgoing.to_bytes().len();
        if bytes > MAX_EVENT_BYTES {
            return Err(too_large(bytes));
        }
        let mut body = Map::new();
        body.insert("FunctionName".into(), json!(function));
        // AWS IoT calls functions asynchronously.
        body.insert("InvocationType".into(), json!("Event"));
        payload::put(delivering.outgoing, "Payload", &mut body);
        Ok(Content::Request { operation: "Invoke", body: body.into() })
    }
}

impl Action for LambdaAction {
    fn templates(&self) -> Vec<(String, &Template)> {
        vec![(FUNCTION.to_owned(), &self.function_arn)]
    }

    fn deliver(&self, delivering: &mut Delivering<'_, '_>) -> (smol_str::SmolStr, Content) {
        delivering
            .hand_on(FUNCTION, &self.function_arn, |delivering, function| self.invoke(function, delivering))
    }
}

fn not_a_function(path: &str, template: &Template, function: &str) -> Diagnostic {
    let message = if function.is_empty() {
        "The function's ARN is empty: its template returns Undefined.".to_owned()
    } else {
        format!("`{function}` is not an ARN of a Lambda function.")
    };
    at_action(Diagnostic::new(&LAMBDA_FUNCTION, message), path, template.text())
        .help("An ARN has letters, digits, `-`, `_`, `:`, `.` and `$`. Slashes are not allowed; use one topic level, such as topic(2).")
        .evidence(Evidence::Documented)
}

fn not_json() -> Diagnostic {
    Diagnostic::new(&LAMBDA_NOT_JSON, "The outgoing payload is not JSON, so Lambda cannot take it as event.")
        .input(Input::Request)
        .help("Put the bytes into JSON: SELECT encode(*, 'base64') AS data.")
        .evidence(Evidence::Documented)
}

fn too_large(bytes: usize) -> Diagnostic {
    Diagnostic::new(&LAMBDA_TOO_LARGE, format!("The event has {bytes} bytes; 1,048,576 are allowed."))
        .input(Input::Request)
        .help("Select fewer attributes.")
        .evidence(Evidence::Documented)
}
