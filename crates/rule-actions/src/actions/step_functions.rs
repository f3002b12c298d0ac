//! The Step Functions action: the outgoing payload as a state machine's input (`stepfunctions-rule-action`).

use super::payload;
use crate::action::{Action, Content, Delivering, Kind, Names, Parameter, Reader, Spec};
use iot_sql::{Diagnostic, Evidence, Example, Input, Outgoing, Template};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

iot_sql::declare_codes! {
    pub(crate) CODES;
    STEP_FUNCTIONS_INPUT = "step-functions.input", Error, "A state machine cannot take the outgoing payload as input.",
        [Example::whole(r#"{"stepFunctions": {"stateMachineName": "alarm", "roleArn": "r"}}"#, "21.5 degrees")],
        silent [Example::action(r#"{"stepFunctions": {"stateMachineName": "alarm", "roleArn": "r"}}"#)];
}

/// Where the state machine's name stands.
const MACHINE: &str = "stateMachineName";

/// Where the beginning of an execution's name stands.
const PREFIX: &str = "executionNamePrefix";

/// Bytes that an input may have (`API_StartExecution`).
const MAX_INPUT_BYTES: usize = 262_144;

/// What this kind of action is called, and its parameters.
pub(crate) static SPEC: Spec = Spec {
    key: "stepFunctions",
    title: "Step Functions",
    failed_action: "StepFunctionsAction",
    page: "stepfunctions-rule-action",
    evaluated: true,
    parameters: &[
        Parameter::template("executionNamePrefix"),
        Parameter::template("stateMachineName").required(),
        Parameter::role(),
    ],
    names: Names::DERIVED,
};

/// The row of this kind of action.
pub(crate) static KIND: Kind = Kind {
    spec: &SPEC,
    codes: &[CODES],
    read: Some(|parameters, reader| {
        StepFunctionsAction::read(parameters, reader).map(|action| Arc::new(action) as Arc<dyn Action>)
    }),
};

/// The parameters of a Step Functions action (`stepfunctions-rule-action`).
#[derive(Clone, Debug, PartialEq)]
struct StepFunctionsAction {
    /// The state machine's name, a template.
    state_machine_name: Template,
    /// The beginning of each execution's name, a template; a UUID follows it.
    execution_name_prefix: Option<Template>,
}

impl StepFunctionsAction {
    fn read(object: &Map<String, Json>, reader: &mut Reader<'_>) -> Option<Self> {
        let state_machine_name = reader.required_template(object, MACHINE);
        let execution_name_prefix = reader.optional_template(object, PREFIX);
        Some(Self { state_machine_name: state_machine_name?, execution_name_prefix })
    }

    fn start(&self, machine: &str, delivering: &mut Delivering<'_, '_>) -> Result<Content, Diagnostic> {
        let bytes = delivering.outgoing.to_bytes().len();
        if matches!(delivering.outgoing, Outgoing::Binary(_)) || bytes > MAX_INPUT_BYTES {
            return Err(not_an_input(bytes, MAX_INPUT_BYTES));
        }
        let mut body = Map::new();
        body.insert("stateMachineName".into(), json!(machine));
        if let Some(template) = &self.execution_name_prefix {
            let prefix = delivering.template(PREFIX, template)?;
            // The UUID is AWS's to choose.
            body.insert("name".into(), json!(format!("{prefix}<UUID>")));
        }
        payload::put_text(delivering.outgoing, "input", &mut body);
        Ok(Content::Request { operation: "StartExecution", body: body.into() })
    }
}

impl Action for StepFunctionsAction {
    fn templates(&self) -> Vec<(String, &Template)> {
        let prefix = self.execution_name_prefix.iter().map(|prefix| (PREFIX.to_owned(), prefix));
        std::iter::once((MACHINE.to_owned(), &self.state_machine_name)).chain(prefix).collect()
    }

    fn deliver(&self, delivering: &mut Delivering<'_, '_>) -> (smol_str::SmolStr, Content) {
        delivering
            .hand_on(MACHINE, &self.state_machine_name, |delivering, machine| self.start(machine, delivering))
    }
}

fn not_an_input(bytes: usize, most: usize) -> Diagnostic {
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

#[cfg(test)]
mod tests {
    use super::{MAX_INPUT_BYTES, not_an_input};

    #[test]
    fn an_input_is_rejected_for_its_size_or_for_what_it_is() {
        for (bytes, starts) in [
            (MAX_INPUT_BYTES + 1, "The input has 262145 bytes;"),
            (MAX_INPUT_BYTES, "The outgoing payload is not JSON"),
            (3, "The outgoing payload is not JSON"),
        ] {
            let message = not_an_input(bytes, MAX_INPUT_BYTES).message;
            assert!(message.starts_with(starts), "{message}");
        }
    }
}
