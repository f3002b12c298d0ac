//! From a rule document to a plan, and what can be said about it before it is deployed.

use super::placeholders::{Placeholder, candidates, has_any, parts};
use super::rule::{DEFAULT_SQL_VERSION, RuleDocument};
use super::unknown_sql::UnknownSql;
use super::{payload, wording};
use crate::action::text_in;
use crate::plan::Plan;
use iot_sql::{Diagnostic, Input, SqlVersion, no_version};
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
            None if has_any(name, &self.placeholders) => Ok(SqlVersion::default()),
            None => Err(wording::sql_version(name)),
        }
    }

    /// Where the name is none that AWS takes, what is wrong with it (`API_CreateTopicRule`).
    #[must_use]
    pub fn check_name(&self) -> Option<Diagnostic> {
        let name = self.name.as_deref()?;
        (!payload::is_rule_name(name)).then(|| wording::rule_name(name, self.name_range.clone()))
    }

    /// A warning if the document names no SQL version, and a note if that is known only when the rule is deployed.
    #[must_use]
    pub fn check_version(&self) -> Option<Diagnostic> {
        match &self.sql_version {
            None => Some(no_version()),
            Some(name) => {
                let unknown = self.placeholders_in(name);
                (!unknown.is_empty()).then(|| wording::version_unknown(&unknown))
            }
        }
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
    /// Everything that makes AWS reject the rule, and what has to be known before it can be evaluated.
    pub fn plan(&self) -> Result<Plan, Vec<Diagnostic>> {
        let mut errors: Vec<Diagnostic> = self.check_name().into_iter().collect();
        let unknown = self.placeholders_in(&self.sql);
        let version = self.version();
        if !unknown.is_empty() {
            errors.push(wording::value_needed("The statement", &unknown));
            return Err(errors);
        }
        let plan = version.map_err(|error| vec![error]).and_then(|version| {
            Plan::from_parts(&self.sql, version, &self.actions, self.error_action.as_ref())
        });
        match plan {
            Ok(plan) if errors.is_empty() => {
                let plan = plan.warn(self.check_version());
                let name = self.name.as_ref().filter(|name| !has_any(name, &self.placeholders));
                Ok(match name {
                    Some(name) => plan.named(name),
                    None => plan,
                })
            }
            plan => {
                let actions = self.actions_json();
                for error in plan.err().unwrap_or_default() {
                    errors.push(match self.unknown_at(&error, &actions).as_slice() {
                        [] => error,
                        unknown => wording::value_needed(path_of(&error), unknown),
                    });
                }
                errors.dedup();
                Err(errors)
            }
        }
    }

    /// Everything to report about the rule without a message, most severe first. What depends on something that is
    /// known only when the rule is deployed is not judged; a note says what that is.
    #[must_use]
    pub fn findings(&self) -> Vec<Diagnostic> {
        let version = self.version();
        let mut findings: Vec<Diagnostic> = version.as_ref().err().cloned().into_iter().collect();
        findings.extend(self.check_name());
        let unknown_sql = UnknownSql::new(&self.sql, &self.placeholders);
        findings.extend(unknown_sql.judged(|sql| {
            Plan::check(sql, version.clone().unwrap_or_default(), &self.actions, self.error_action.as_ref())
        }));
        findings.extend(self.check_version());
        let in_sql = self.placeholders_in(&self.sql);
        let note = unknown_sql.note().filter(|_| !in_sql.is_empty());
        findings.extend(note.map(|what| wording::not_checked(what, &in_sql)));
        let actions = self.actions_json();
        let (mut kept, mut notes): (Vec<Diagnostic>, Vec<Diagnostic>) = (Vec::new(), Vec::new());
        for finding in findings {
            match self.unknown_at(&finding, &actions).as_slice() {
                [] => kept.push(finding),
                unknown => {
                    notes.push(wording::not_checked(&format!("{} is", path_of(&finding)), unknown));
                }
            }
        }
        notes.dedup();
        kept.extend(notes);
        kept.sort_by_key(Diagnostic::severity);
        kept
    }

    /// The placeholders in a string of the rule, each once.
    fn placeholders_in(&self, text: &str) -> Vec<&Placeholder> {
        if self.placeholders.is_empty() || candidates(text).next().is_none() {
            return Vec::new();
        }
        let mut found: Vec<&Placeholder> = Vec::new();
        for placeholder in parts(text, &self.placeholders).into_iter().filter_map(|(_, one)| one) {
            if !found.contains(&placeholder) {
                found.push(placeholder);
            }
        }
        found
    }

    /// The placeholders in the string of an action that a diagnostic is about.
    fn unknown_at(&self, diagnostic: &Diagnostic, actions: &Json) -> Vec<&Placeholder> {
        match &diagnostic.input {
            Input::Action(path) if !path.is_empty() => {
                self.placeholders_in(text_in(actions, path).unwrap_or_default())
            }
            _ => Vec::new(),
        }
    }
}

fn path_of(diagnostic: &Diagnostic) -> &str {
    match &diagnostic.input {
        Input::Action(path) => path,
        _ => "The rule",
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
        let template = "Resources: {R: {Type: 'AWS::IoT::TopicRule', Properties: {TopicRulePayload: {Sql: \"SELECT t FROM 'a'\", AwsIotSqlVersion: !Ref Version, Actions: []}}}}";
        let deployed = rule(template).plan().expect("a plan");
        assert!(deployed.rule().version() == iot_sql::SqlVersion::default());
        assert_eq!(deployed.warnings()[0].code.id, "document.version-unknown");
        let error =
            read(r#"{"sql": "SELECT t FROM 'a'", "awsIotSqlVersion": "2017-01-01"}"#).expect_err("no rule");
        assert_eq!((error[0].code.id, error[0].labels.len()), ("document.sql-version", 1));
    }
}
