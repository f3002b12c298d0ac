//! The Lambda action: the outgoing payload as a function's event (`lambda-rule-action`).

use super::payload;
use crate::action::{Action, Content, Delivering, Kind, Reader};
use crate::wording;
use iot_sql::{Diagnostic, Outgoing, Template};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// Bytes that the event of an asynchronous call may have (`API_Invoke` of Lambda).
const MAX_EVENT_BYTES: usize = 1024 * 1024;

/// Where the function's name stands.
const FUNCTION: &str = "functionArn";

/// The row of this kind of action.
pub(crate) static KIND: Kind = Kind {
    key: "lambda",
    title: "Lambda",
    failed_action: "LambdaAction",
    page: "lambda-rule-action",
    read: |parameters, reader| {
        LambdaAction::read(parameters, reader).map(|action| Arc::new(action) as Arc<dyn Action>)
    },
};

/// The parameters of a Lambda action (`lambda-rule-action`).
#[derive(Clone, Debug, PartialEq)]
struct LambdaAction {
    /// The function's ARN, a template; may end in a version or an alias.
    function_arn: Template,
}

impl LambdaAction {
    fn read(object: &Map<String, Json>, reader: &mut Reader<'_>) -> Option<Self> {
        reader.unknown(object, &[FUNCTION], "");
        Some(Self { function_arn: reader.required_template(object, FUNCTION)? })
    }

    fn invoke(&self, function: &str, delivering: &mut Delivering<'_, '_>) -> Result<Content, Diagnostic> {
        if function.is_empty()
            || !function.chars().all(|ch| ch.is_ascii_alphanumeric() || "-_:.$".contains(ch))
        {
            return Err(wording::lambda_function(FUNCTION, &self.function_arn, function));
        }
        if matches!(delivering.outgoing, Outgoing::Binary(_)) {
            return Err(wording::lambda_not_json());
        }
        let bytes = delivering.outgoing.to_bytes().len();
        if bytes > MAX_EVENT_BYTES {
            return Err(wording::lambda_too_large(bytes));
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

    fn deliver(&self, delivering: &mut Delivering<'_, '_>) -> (String, Content) {
        delivering
            .hand_on(FUNCTION, &self.function_arn, |delivering, function| self.invoke(function, delivering))
    }
}
