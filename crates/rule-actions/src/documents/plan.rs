//! From a rule document to a plan.

use super::rule::{DEFAULT_SQL_VERSION, Placeholder, RuleDocument};
use super::{payload, wording};
use crate::action::text_in;
use crate::plan::Plan;
use iot_sql::{Diagnostic, Input, Rule, SqlVersion, no_version};
use serde_json::{Value as Json, json};

impl RuleDocument {
    /// The rule of a bare statement, which has the version that is given and no actions.
    #[must_use]
    pub fn of_statement(sql: impl Into<String>, version: SqlVersion) -> Self {
        Self { sql: sql.into(), sql_version: Some(version.name().to_owned()), ..Self::default() }
    }

    /// The rule's SQL version: [`DEFAULT_SQL_VERSION`] if the document names none, and the newest if it is known only
    /// when the rule is deployed.
    ///
    /// # Errors
    /// A version that does not exist.
    pub fn version(&self) -> Result<SqlVersion, Diagnostic> {
        let name = self.sql_version.as_deref().unwrap_or(DEFAULT_SQL_VERSION);
        match SqlVersion::from_name(name) {
            Some(version) => Ok(version),
            None if payload::is_placeholder(name) => Ok(SqlVersion::default()),
            None => Err(wording::sql_version(name)),
        }
    }

    /// Where the name is none that AWS takes, what is wrong with it (`API_CreateTopicRule`).
    #[must_use]
    pub fn check_name(&self) -> Option<Diagnostic> {
        let name = self.name.as_deref()?;
        (!payload::is_rule_name(name)).then(|| wording::rule_name(name, self.name_range.clone()))
    }

    /// A warning if the document names no SQL version.
    #[must_use]
    pub fn check_version(&self) -> Option<Diagnostic> {
        self.sql_version.is_none().then(no_version)
    }

    /// The actions and the error action as one object with `actions` and `errorAction`, from which the paths of
    /// diagnostics count.
    #[must_use]
    pub fn actions_json(&self) -> Json {
        match &self.error_action {
            Some(action) => json!({"actions": self.actions, "errorAction": action}),
            None => json!({"actions": self.actions}),
        }
    }

    /// The rule with its version, name and actions, ready to take messages. That the document names no SQL version is
    /// among the plan's warnings.
    ///
    /// # Errors
    /// Everything that makes AWS reject the rule.
    pub fn plan(&self) -> Result<Plan, Vec<Diagnostic>> {
        let plan = self.version().map_err(|error| vec![error]).and_then(|version| {
            Plan::from_parts(&self.sql, version, &self.actions, self.error_action.as_ref())
        });
        match (plan, self.check_name()) {
            (Ok(plan), None) => {
                let plan = plan.warn(self.check_version());
                Ok(match &self.name {
                    Some(name) => plan.named(name),
                    None => plan,
                })
            }
            (plan, name) => Err(name.into_iter().chain(plan.err().unwrap_or_default()).collect()),
        }
    }

    /// Everything to report about the rule without a message, most severe first. What concerns only a placeholder is
    /// omitted: it can be checked when the rule is deployed.
    #[must_use]
    pub fn findings(&self, placeholders: &[Placeholder]) -> Vec<Diagnostic> {
        let mut findings = match self.plan() {
            Ok(plan) => plan.warnings().to_vec(),
            Err(errors) => {
                // A rejected plan has no warnings; those of the statement are worth reporting all the same.
                let version = self.version().unwrap_or_default();
                let rule = Rule::parse(&self.sql, version).map(|rule| rule.warnings().to_vec());
                let warnings = rule.unwrap_or_default().into_iter().chain(self.check_version());
                warnings.filter(|warning| !errors.contains(warning)).chain(errors.clone()).collect()
            }
        };
        let actions = self.actions_json();
        findings.retain(|finding| match &finding.input {
            Input::Action(path) if !path.is_empty() => {
                let text = text_in(&actions, path).unwrap_or_default();
                !placeholders.iter().any(|placeholder| text.contains(&placeholder.text))
            }
            _ => true,
        });
        findings.sort_by_key(Diagnostic::severity);
        findings
    }
}

#[cfg(test)]
mod tests {
    use super::RuleDocument;
    use crate::documents::read;
    use iot_sql::{Context, Message};

    fn rule(json: &str) -> RuleDocument {
        read(json).expect(json).rules.remove(0)
    }

    #[test]
    fn a_document_without_a_version_has_that_of_the_api_and_a_warning() {
        let plan = rule(r#"{"sql": "SELECT t FROM 'a'", "actions": []}"#).plan().expect("a plan");
        let report = plan.evaluate(Message { topic: "a", payload: br#"{"t": 5.0}"# }, &Context::default());
        assert_eq!(report.outgoing().map(iot_sql::Outgoing::to_bytes).as_deref(), Some(&br#"{"t":5.0}"#[..]));
        assert_eq!(report.diagnostics[0].code.id, "lint.no-version");
        let named = rule(r#"{"sql": "SELECT t FROM 'a'", "awsIotSqlVersion": "2016-03-23", "actions": []}"#);
        assert_eq!(named.plan().expect("a plan").warnings(), []);
    }

    #[test]
    fn names_and_versions_that_aws_rejects_are_errors() {
        let codes = |rule: &RuleDocument| -> Vec<&str> {
            rule.plan().expect_err("an error").iter().map(|error| error.code.id).collect()
        };
        let good = rule(r#"{"ruleName": "a", "sql": "SELECT t FROM 'a'", "actions": []}"#);
        assert!(good.plan().is_ok());
        assert_eq!(codes(&RuleDocument { name: Some("a-b".into()), ..good.clone() }), ["document.rule-name"]);
        let version = RuleDocument { sql_version: Some("2017-01-01".into()), ..good.clone() };
        assert_eq!(codes(&version), ["document.sql-version"]);
        let both = RuleDocument { name: Some("a-b".into()), sql: "SELECT".into(), ..good.clone() };
        assert_eq!(codes(&both), ["document.rule-name", "sql.expected"]);
        let deployed = RuleDocument { sql_version: Some("<Version>".into()), ..good };
        assert!(deployed.plan().expect("a plan").rule().version() == iot_sql::SqlVersion::default());
        let error =
            read(r#"{"sql": "SELECT t FROM 'a'", "awsIotSqlVersion": "2017-01-01"}"#).expect_err("no rule");
        assert_eq!((error[0].code.id, error[0].labels.len()), ("document.sql-version", 1));
    }
}
