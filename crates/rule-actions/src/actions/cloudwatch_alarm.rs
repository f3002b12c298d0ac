//! The CloudWatch alarm action: the state of an alarm, all of it from templates (`cloudwatch-alarms-rule-action`).

use crate::action::{Action, Content, Delivering, Kind, Names, Parameter, Reader, Spec};
use iot_sql::{Diagnostic, Template};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// Where the alarm's name stands.
const NAME: &str = "alarmName";

/// Where the reason stands.
const REASON: &str = "stateReason";

/// Where the state stands.
const STATE: &str = "stateValue";

/// The states.
const STATES: [&str; 3] = ["OK", "ALARM", "INSUFFICIENT_DATA"];

/// What this kind of action is called, and its parameters.
pub(crate) static SPEC: Spec = Spec {
    key: "cloudwatchAlarm",
    title: "CloudWatch alarm",
    failed_action: "CloudwatchAlarmAction",
    page: "cloudwatch-alarms-rule-action",
    evaluated: true,
    parameters: &[
        Parameter::role(),
        Parameter::template("alarmName").required(),
        Parameter::template("stateReason").required(),
        Parameter::template("stateValue").required().one_of(&STATES),
    ],
    names: Names::DERIVED,
};

/// The row of this kind of action.
pub(crate) static KIND: Kind = Kind {
    spec: &SPEC,
    codes: &[],
    read: Some(|parameters, reader| {
        AlarmAction::read(parameters, reader).map(|action| Arc::new(action) as Arc<dyn Action>)
    }),
};

/// The parameters of a CloudWatch alarm action (`cloudwatch-alarms-rule-action`), each a template.
#[derive(Clone, Debug, PartialEq)]
struct AlarmAction {
    name: Template,
    reason: Template,
    state: Template,
}

impl AlarmAction {
    fn read(object: &Map<String, Json>, reader: &mut Reader<'_>) -> Option<Self> {
        let name = reader.required_template(object, NAME);
        let reason = reader.required_template(object, REASON);
        let state = reader.required_choice(object, STATE, &STATES);
        Some(Self { name: name?, reason: reason?, state: state? })
    }

    fn set(&self, name: &str, delivering: &mut Delivering<'_, '_>) -> Result<Content, Diagnostic> {
        let state = delivering.choice(STATE, Some(&self.state), &STATES)?;
        let reason = delivering.template(REASON, &self.reason)?;
        let body = json!({"AlarmName": name, "StateValue": state, "StateReason": reason});
        Ok(Content::Request { operation: "SetAlarmState", body })
    }
}

impl Action for AlarmAction {
    fn templates(&self) -> Vec<(String, &Template)> {
        let parts = [(NAME, &self.name), (REASON, &self.reason), (STATE, &self.state)];
        parts.into_iter().map(|(path, template)| (path.to_owned(), template)).collect()
    }

    fn deliver(&self, delivering: &mut Delivering<'_, '_>) -> (smol_str::SmolStr, Content) {
        delivering.hand_on(NAME, &self.name, |delivering, name| self.set(name, delivering))
    }
}
