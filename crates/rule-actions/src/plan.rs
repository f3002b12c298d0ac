//! A rule with its actions, and what they do with a message.

use crate::action::list::{ActionList, Placed};
use crate::begun::Begun;
use crate::report::Report;
use crate::simulation::{Asked, Simulation, StageWords};
use iot_sql::{Context, Diagnostic, Invocation, Message, Reading, Rule, Run, SqlVersion, Template, Trace};
use serde_json::Value as Json;

/// A rule with its actions, read once and used for any number of messages.
#[derive(Clone, Debug)]
pub struct Plan {
    rule: Rule,
    list: ActionList,
    warnings: Vec<Diagnostic>,
}

impl Plan {
    /// Reads a rule's statement and, where there are any, its actions: JSON text with one action as in a rule,
    /// `{"timestream": {…}}`, with an array of such, or with an object of `actions` and `errorAction`.
    ///
    /// # Errors
    /// Everything that makes AWS reject the statement or the actions.
    pub fn new(sql: &str, version: SqlVersion, actions: Option<&str>) -> Result<Self, Vec<Diagnostic>> {
        let mut warnings = Vec::new();
        let list = actions.map(|text| ActionList::from_text(text, version, &mut warnings));
        Self::combine(sql, version, list.unwrap_or_else(|| Ok(ActionList::default())), warnings)
    }

    /// Reads a rule's statement and its actions, each `{"timestream": {…}}`. Paths in diagnostics count from an object
    /// with `actions` and `errorAction`.
    ///
    /// # Errors
    /// Everything that makes AWS reject the statement or the actions.
    pub fn from_parts(
        sql: &str,
        version: SqlVersion,
        actions: &[Json],
        error_action: Option<&Json>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut warnings = Vec::new();
        let list = ActionList::from_parts(actions, "actions", error_action, version, &mut warnings);
        Self::combine(sql, version, list, warnings)
    }

    fn combine(
        sql: &str,
        version: SqlVersion,
        list: Result<ActionList, Vec<Diagnostic>>,
        warnings: Vec<Diagnostic>,
    ) -> Result<Self, Vec<Diagnostic>> {
        match (Rule::parse(sql, version), list) {
            (Ok(mut rule), Ok(list)) => {
                if let Some(error) = list.call_limit(&rule) {
                    return Err(vec![error]);
                }
                let errors = list.errors(&rule);
                if !errors.is_empty() {
                    return Err(errors);
                }
                let mut warnings: Vec<Diagnostic> = rule.warnings().iter().cloned().chain(warnings).collect();
                warnings.extend(list.warnings(&rule));
                list.let_read(&mut rule);
                Ok(Self { rule, list, warnings })
            }
            (Ok(_), Err(errors)) => Err(errors),
            (Err(error), Ok(_)) => Err(vec![error]),
            (Err(error), Err(errors)) => Err(std::iter::once(error).chain(errors).collect()),
        }
    }

    /// Everything to report about a rule: what makes AWS reject it, and what is odd about the rest. Without a statement,
    /// only about its actions by themselves.
    #[cfg(feature = "documents")]
    pub(crate) fn check(
        sql: Option<&str>,
        version: SqlVersion,
        actions: &[Json],
        error_action: Option<&Json>,
    ) -> Vec<Diagnostic> {
        let mut warnings = Vec::new();
        let (list, mut found) =
            ActionList::readable(actions, "actions", error_action, version, &mut warnings);
        match sql.map(|sql| Rule::parse(sql, version)) {
            Some(Ok(rule)) => {
                if found.is_empty() {
                    found.extend(list.call_limit(&rule));
                }
                found.extend(list.errors(&rule));
                found.extend(rule.warnings().iter().cloned());
                found.extend(list.warnings(&rule));
            }
            Some(Err(error)) => found.insert(0, error),
            None => {}
        }
        found.extend(warnings.into_iter().filter(|warning| !found.contains(warning)).collect::<Vec<_>>());
        found
    }

    /// The same plan with one more warning, if there is one.
    #[cfg(feature = "documents")]
    pub(crate) fn warn(mut self, warning: Option<Diagnostic>) -> Self {
        self.warnings.extend(warning);
        self
    }

    /// The same plan for a rule of this name, by which Basic Ingest finds it, and which the error action is told.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { rule: self.rule.named(name), ..self }
    }

    /// The rule.
    #[must_use]
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    /// What is accepted but odd about the rule and its actions.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// The templates of its actions and of its error action.
    #[must_use]
    pub fn templates(&self) -> Vec<&Template> {
        let placed = self.list.actions.iter().chain(&self.list.error_action);
        placed.flat_map(Placed::templates).collect()
    }

    /// Takes a message through the rule and its actions, as the first one that the services see. Of the stages, the report
    /// has words of the one that stopped the message; [`Plan::deliver`] has those that its simulation asks for.
    #[must_use]
    pub fn evaluate(&self, message: Message<'_>, context: &Context) -> Report {
        let stage_words = StageWords::OfStop;
        self.deliver(message, context, &mut Simulation { stage_words, ..Simulation::default() })
    }

    /// Takes a message through the rule and its actions, after those that the services saw before.
    pub fn deliver(&self, message: Message<'_>, context: &Context, simulation: &mut Simulation) -> Report {
        self.take(simulation, || self.rule.start(message, context), message, context).0
    }

    /// Takes a message through the rule and its actions, and tells every expression's value and where each outgoing
    /// attribute came from. The trace is of the rule; deliveries have those of their templates.
    #[must_use]
    pub fn explain(
        &self,
        message: Message<'_>,
        context: &Context,
        simulation: &mut Simulation,
    ) -> (Report, Trace) {
        let start = || {
            let mut run = self.rule.start(message, context);
            run.trace();
            run
        };
        let (report, trace) = self.take(simulation, start, message, context);
        (report, trace.unwrap_or_default())
    }

    fn take<'a>(
        &'a self,
        simulation: &mut Simulation,
        start: impl FnOnce() -> Run<'a>,
        message: Message<'a>,
        context: &'a Context,
    ) -> (Report, Option<Trace>) {
        simulation.messages += 1;
        let words = simulation.stage_words;
        let (mut asked, services) = simulation.split();
        let mut begun = self.begun(start, message, (context, context.invocation()), &mut asked);
        begun.write_to(asked.absences, asked.brief, asked.dynamodb_tables, services);
        let trace = begun.take_trace();
        (begun.report(words), trace)
    }

    /// Takes a message whose payload the plan's rule has [read](Rule::read) through the rule and its actions, up to what
    /// the services remember of earlier messages: [`Begun::write`] does the rest. So messages can be evaluated at the same
    /// time, each with a simulation that counts what was Undefined for it; only the writing is in their order. Time and
    /// random seed are those of `invocation`, so that many messages can have one context.
    #[must_use]
    pub fn begin<'a>(
        &'a self,
        message: Message<'a>,
        context: &'a Context,
        invocation: Invocation,
        reading: Reading,
        simulation: &mut Simulation,
    ) -> Begun<'a> {
        simulation.messages += 1;
        let (mut asked, _) = simulation.split();
        let start = || self.rule.start_with(message, context, invocation, reading);
        self.begun(start, message, (context, invocation), &mut asked)
    }

    /// Takes a message up to the services. The rule at work is kept where an error action may need it once more; it is too
    /// large to be moved for nothing, and so is what becomes of the message.
    #[inline]
    fn begun<'a>(
        &'a self,
        start: impl FnOnce() -> Run<'a>,
        message: Message<'a>,
        (context, invocation): (&'a Context, Invocation),
        asked: &mut Asked<'_>,
    ) -> Begun<'a> {
        if self.list.error_action.is_none() {
            return Begun::new(self, &mut start(), message, (context, invocation), asked);
        }
        let mut run = Box::new(start());
        let mut begun = Begun::new(self, &mut run, message, (context, invocation), asked);
        begun.keep(run);
        begun
    }

    /// The actions.
    pub(crate) fn list(&self) -> &ActionList {
        &self.list
    }
}

#[cfg(test)]
mod tests {
    use super::Plan;
    use crate::Simulation;
    use crate::action::GivenTemplate;
    use iot_sql::{Context, Input, Message, SqlVersion};
    use serde_json::json;

    const MESSAGE: Message<'_> = Message { topic: "a/b", payload: br#"{"t": 1}"# };

    #[test]
    fn a_delivery_tells_what_its_templates_gave() {
        let action = r#"{"actions": [{"timestream": {"databaseName": "d", "tableName": "${topic(2)}", "roleArn": "r",
            "dimensions": [{"name": "x", "value": "t${t + 1}"}]}}, {"republish": {"topic": "${nosuch}", "roleArn": "r"}}],
            "errorAction": {"republish": {"topic": "errors/${topic(1)}", "roleArn": "r"}}}"#;
        let plan = Plan::new("SELECT t FROM 'a/b'", SqlVersion::default(), Some(action)).expect("a rule");
        let report = plan.evaluate(MESSAGE, &Context::default());
        let given = |at: usize| report.deliveries[at].templates.clone();
        let pair =
            |path: &str, text: &str| GivenTemplate { path: path.into(), text: text.into(), trace: None };
        let mut first = given(0);
        first.sort_by(|one, other| one.path.cmp(&other.path));
        assert_eq!(first, [pair("dimensions[0].value", "t2"), pair("tableName", "b")]);
        assert_eq!(given(1), [pair("topic", "")]);
        let error = report.error_delivery.expect("the error action runs");
        assert_eq!(error.templates, [pair("topic", "errors/a")]);
    }

    #[test]
    fn templates_are_traced_too_those_that_fail_as_well() {
        let action = r#"{"republish": {"topic": "${@name}/${x + 1}/${t + 1}", "roleArn": "r"}}"#;
        let plan =
            Plan::new("SET @name = upper('n') SELECT t FROM 'a/b'", SqlVersion::default(), Some(action))
                .expect("a rule");
        let (report, _) = plan.explain(MESSAGE, &Context::default(), &mut Simulation::default());
        let [given] = &report.deliveries[0].templates[..] else { panic!("{report:?}") };
        let traced = given.trace.as_ref().expect("a trace");
        let values: Vec<(&str, String)> = traced
            .trace
            .expressions()
            .map(|found| (&traced.template[found.range.clone()], found.values[0].to_json()))
            .collect();
        let pairs = [
            ("@name", "\"N\""),
            ("x + 1", ""),
            ("x", ""),
            ("1", "1"),
            ("t + 1", "2"),
            ("t", "1"),
            ("1", "1"),
        ];
        assert_eq!(values, pairs.map(|(text, value)| (text, value.to_owned())));
        let action = r#"{"republish": {"topic": "a/${get_registry_data('DescribeThing', 'x', 'r')}", "roleArn": "r"}}"#;
        let plan = Plan::new("SELECT t FROM 'a/b'", SqlVersion::default(), Some(action)).expect("a rule");
        let (report, _) = plan.explain(MESSAGE, &Context::default(), &mut Simulation::default());
        let traced = report.deliveries[0].templates[0].trace.as_ref().expect("a trace");
        assert!(traced.failure.is_some(), "{traced:?}");
        let brief = plan.evaluate(MESSAGE, &Context::default());
        assert!(brief.deliveries[0].templates.is_empty(), "nothing was given");
    }

    #[test]
    fn calls_are_counted_in_statement_and_templates_together() {
        let call = "get_registry_data('DescribeThing', 'x', 'arn:aws:iam::123456789012:role/r')";
        let action = |value: &str| {
            json!({"timestream": {"databaseName": "d", "tableName": "t", "roleArn": "r",
                "dimensions": [{"name": "x", "value": value}]}})
            .to_string()
        };
        let plan = |sql: &str, value: &str| Plan::new(sql, SqlVersion::default(), Some(&action(value)));
        let template = format!("${{{call}.y}}");
        assert!(plan("SELECT t FROM 'a/b'", &template).is_ok());
        let errors = plan(&format!("SELECT {call} AS x FROM 'a/b'"), &template).expect_err("two calls");
        assert_eq!(errors[0].code.id, "sql.call-limit");
        assert_eq!(errors[0].input, Input::Action("timestream.dimensions[0].value".into()));
    }

    #[test]
    fn actions_stand_alone_in_an_array_or_beside_an_error_action() {
        let known = r#"{"timestream": {"databaseName": "d", "tableName": "t", "roleArn": "r", "dimensions": [{"name": "x", "value": "${topic(2)}"}]}}"#;
        let other = r#"{"zigbee": {"address": "${topic(1)}", "more": [{"x": "${t}"}, 1]}}"#;
        for (actions, kinds) in [
            (known.to_owned(), &["timestream"][..]),
            (format!("[{known}, {other}]"), &["timestream", ""]),
            (format!(r#"{{"sql": "", "actions": [{other}], "errorAction": {known}}}"#), &[""]),
            (r#"{"actions": []}"#.to_owned(), &[]),
        ] {
            let plan =
                Plan::new("SELECT t FROM 'a/+'", SqlVersion::default(), Some(&actions)).expect(&actions);
            let report = plan.evaluate(MESSAGE, &Context::default());
            let found: Vec<&str> = report.deliveries.iter().map(|delivery| delivery.kind).collect();
            assert_eq!(found, kinds, "{actions}");
            assert!(report.error_delivery.is_none(), "nothing failed");
        }
        let plan = Plan::new("SELECT t FROM 'a/+'", SqlVersion::default(), Some(other)).expect("an action");
        let delivery = &plan.evaluate(MESSAGE, &Context::default()).deliveries[0];
        let crate::action::Content::Request { body, .. } = &delivery.content else { panic!("{delivery:?}") };
        assert_eq!(body, &json!({"address": "a", "more": [{"x": "1"}, 1]}));
    }

    #[test]
    fn the_error_action_is_told_what_failed() {
        let timestream = r#"{"timestream": {"databaseName": "d", "tableName": "${topic(2)}", "roleArn": "r",
            "dimensions": [{"name": "x", "value": "y"}], "timestamp": {"value": "${nothing}", "unit": "SECONDS"}}}"#;
        let actions = format!(
            r#"{{"actions": [{timestream}], "errorAction": {{"timestream": {{"databaseName": "d", "tableName": "errors",
            "roleArn": "r", "dimensions": [{{"name": "x", "value": "${{topic(1)}}"}}]}}}}}}"#
        );
        let plan = Plan::new("SELECT t FROM 'a/+'", SqlVersion::default(), Some(&actions))
            .expect("actions")
            .named("rule");
        let report = plan.evaluate(MESSAGE, &Context::default());
        let told = report.error_delivery.expect("the error action runs");
        let value = |name: &str| {
            let record = told.records().iter().find(|written| written.record.measure_name == name);
            record.expect(name).record.measure_value.text()
        };
        assert_eq!(told.path, "errorAction.timestream");
        assert_eq!((value("ruleName"), value("topic")), ("rule".into(), "a/b".into()));
        assert_eq!(value("base64OriginalPayload"), "eyJ0IjogMX0=");
        assert!(value("failures").contains(r#""failedResource":"d.b""#), "{}", value("failures"));
    }
}
