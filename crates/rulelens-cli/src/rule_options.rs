//! The rule of a command: its SQL and actions from options, or a rule document.

use crate::texts::Texts;
use anyhow::{Context as _, Result, bail};
use clap::Args;
use iot_sql::{Diagnostic, SqlVersion};
use rule_actions::Plan;
use rule_actions::documents::{self, RuleDocument};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

/// Where a rule comes from.
#[derive(Args, Clone, Debug)]
pub(crate) struct RuleOptions {
    /// A rule document: the payload of CreateTopicRule, a CloudFormation or SAM template, or Terraform.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["sql", "sql_file", "action"])]
    rule: Option<PathBuf>,
    /// The name of the rule, where the document has several.
    #[arg(long, value_name = "NAME", requires = "rule")]
    rule_name: Option<String>,
    /// The rule's SQL statement.
    #[arg(long, value_name = "TEXT", required_unless_present_any = ["sql_file", "rule"], conflicts_with = "sql_file")]
    sql: Option<String>,
    /// A file with the rule's SQL statement.
    #[arg(long, value_name = "FILE")]
    sql_file: Option<PathBuf>,
    /// The rule's SQL version: 2015-10-08, 2016-03-23 or beta; left out: what the rule document names, and 2016-03-23
    /// for a statement.
    #[arg(long, value_name = "VERSION", value_parser = version)]
    sql_version: Option<SqlVersion>,
    /// A JSON file with the actions as in a rule: {"timestream": {…}}, an array of such, or an object with actions and
    /// errorAction.
    #[arg(long, value_name = "FILE")]
    action: Option<PathBuf>,
}

/// Reads the name of an SQL version.
pub(crate) fn version(name: &str) -> Result<SqlVersion, String> {
    SqlVersion::from_name(name).ok_or_else(|| {
        let names = SqlVersion::ALL.map(SqlVersion::name);
        format!("the SQL versions are {}", names.join(", "))
    })
}

/// A rule as it was found.
pub(crate) struct RuleSource {
    name: Option<String>,
    pub(crate) sql: String,
    sql_name: String,
    pub(crate) version: SqlVersion,
    action: Option<String>,
    action_name: String,
    document: String,
    /// What is odd about the document.
    remarks: Vec<Diagnostic>,
}

impl RuleOptions {
    /// Reads the files.
    ///
    /// # Errors
    /// A file that cannot be read, a document without the rule, or one that is not what it must be.
    pub(crate) fn load(&self) -> Result<RuleSource> {
        if let Some(path) = &self.rule {
            return self.document(path);
        }
        let (sql, sql_name) = match (&self.sql, &self.sql_file) {
            (Some(sql), _) => (sql.clone(), "sql".to_owned()),
            (None, Some(path)) => (read_text(path)?, path.display().to_string()),
            (None, None) => bail!("--sql, --sql-file or --rule is needed"),
        };
        let action = self.action.as_deref().map(read_text).transpose()?;
        let action_name = self.action.as_ref().map_or("action".to_owned(), |path| path.display().to_string());
        let version = self.sql_version.unwrap_or_default();
        let (document, remarks) = (String::new(), Vec::new());
        Ok(RuleSource { name: None, sql, sql_name, version, action, action_name, document, remarks })
    }

    fn document(&self, path: &Path) -> Result<RuleSource> {
        let place = path.display().to_string();
        let document = read_text(path)?;
        let found = match documents::read(&document) {
            Ok(found) => found,
            Err(errors) => {
                let errors: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
                bail!("{place}: {}", errors.join(" "));
            }
        };
        let names: Vec<&str> = found.rules.iter().map(RuleDocument::title).collect();
        let rule = match (&self.rule_name, found.choose(self.rule_name.as_deref())) {
            (_, Some(rule)) => rule,
            (None, None) => {
                bail!("{place} has several rules; --rule-name chooses one of {}", names.join(", "))
            }
            (Some(name), None) => {
                bail!("{place} has no rule, or several, called {name}; it has {}", names.join(", "))
            }
        };
        let version = match (self.sql_version, rule.sql_version.as_deref()) {
            (Some(version), _) => version,
            // What the API and CloudFormation take where nothing is said.
            (None, None) => SqlVersion::V2015_10_08,
            (None, Some(name)) => SqlVersion::from_name(name)
                .with_context(|| format!("{place}: there is no SQL version {name}"))?,
        };
        let actions = json!({"actions": rule.actions, "errorAction": rule.error_action});
        Ok(RuleSource {
            name: rule.name.clone(),
            sql: rule.sql.clone(),
            sql_name: place.clone(),
            version,
            action: Some(actions.to_string()),
            action_name: place,
            document,
            remarks: found.warnings,
        })
    }
}

impl RuleSource {
    /// The rule with its actions.
    ///
    /// # Errors
    /// Everything that makes AWS refuse it.
    pub(crate) fn plan(&self) -> Result<Plan, Vec<Diagnostic>> {
        let plan = Plan::new(&self.sql, self.version, self.action.as_deref())?;
        Ok(match &self.name {
            Some(name) => plan.named(name),
            None => plan,
        })
    }

    /// What is odd about the rule document.
    pub(crate) fn remarks(&self) -> &[Diagnostic] {
        &self.remarks
    }

    /// The texts that diagnostics point into, beside those of a message.
    pub(crate) fn texts<'t>(&'t self, topic: &'t str, payload: &'t [u8], payload_name: &'t str) -> Texts<'t> {
        Texts {
            sql: &self.sql,
            sql_name: &self.sql_name,
            topic,
            payload,
            payload_name,
            action: self.action.as_deref(),
            action_name: &self.action_name,
            document: &self.document,
            document_name: &self.sql_name,
        }
    }
}

/// The text of a file, without the byte order mark that some editors put before it.
pub(crate) fn read_text(path: &Path) -> Result<String> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text))
}
