//! The rule of a command: its SQL and actions from options, or a rule document.

use crate::document::{self, ValueOptions};
use crate::input::read_text;
use crate::report::write_diagnostics;
use crate::texts::Texts;
use crate::{BAD, UNUSABLE};
use anyhow::{Result, bail};
use clap::Args;
use iot_sql::{Diagnostic, SqlVersion};
use rule_actions::Plan;
use rule_actions::documents::{DOCUMENT_VALUE_NEEDED, RuleDocument};
use rule_actions::view::Viewer;
use std::io::Write;
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
    /// The rule's SQL version: 2015-10-08, 2016-03-23 or beta; default: what the rule document names, and 2016-03-23
    /// for a statement.
    #[arg(long, value_name = "VERSION", value_parser = version)]
    sql_version: Option<SqlVersion>,
    /// A JSON file with the actions as in a rule: {"timestream": {…}}, an array of such, or an object with actions and
    /// errorAction.
    #[arg(long, value_name = "FILE")]
    action: Option<PathBuf>,
    #[command(flatten)]
    values: ValueOptions,
}

/// Reads the name of an SQL version.
pub(crate) fn version(name: &str) -> Result<SqlVersion, String> {
    SqlVersion::from_name(name).ok_or_else(|| {
        let names = SqlVersion::ALL.map(SqlVersion::name);
        format!("the SQL versions are {}", names.join(", "))
    })
}

/// The exit status for a rule that cannot be evaluated: what is not known yet is not an error in it.
pub(crate) fn rejected_status(errors: &[Diagnostic]) -> u8 {
    let is_needed = |error: &Diagnostic| error.code.id == DOCUMENT_VALUE_NEEDED.id;
    if errors.iter().all(is_needed) { UNUSABLE } else { BAD }
}

/// A rule as it was found.
pub(crate) struct RuleSource {
    rule: Found,
    sql_name: String,
    /// The actions as JSON text, into which diagnostics point.
    action: Option<String>,
    action_name: String,
    document: String,
    /// The warnings about the document.
    remarks: Vec<Diagnostic>,
}

/// What was found.
enum Found {
    Statement(String, SqlVersion),
    Document(Box<RuleDocument>),
}

impl RuleOptions {
    /// Reads the files. `None` if a rule document is not one; what is wrong with it is then drawn on `err`.
    ///
    /// # Errors
    /// A file that cannot be read, or a document that holds no such rule.
    pub(crate) fn load(&self, err: &mut dyn Write) -> Result<Option<RuleSource>> {
        if let Some(path) = &self.rule {
            return self.document(path, err);
        }
        let (sql, sql_name) = match (&self.sql, &self.sql_file) {
            (Some(sql), _) => (sql.clone(), "sql".to_owned()),
            (None, Some(path)) => (read_text(Some(path))?, path.display().to_string()),
            (None, None) => bail!("--sql, --sql-file or --rule is needed"),
        };
        let action = self.action.as_deref().map(|path| read_text(Some(path))).transpose()?;
        let action_name = self.action.as_ref().map_or("action".to_owned(), |path| path.display().to_string());
        let rule = Found::Statement(sql, self.sql_version.unwrap_or_default());
        let (document, remarks) = (String::new(), Vec::new());
        Ok(Some(RuleSource { rule, sql_name, action, action_name, document, remarks }))
    }

    fn document(&self, path: &Path, err: &mut dyn Write) -> Result<Option<RuleSource>> {
        let place = path.display().to_string();
        let document = read_text(Some(path))?;
        let found = match document::read(&document, Some(path), &self.values.load()?) {
            Ok(found) => found,
            Err(errors) => {
                let viewer = Viewer { document: &document, ..Viewer::default() };
                let texts = Texts { viewer, document_name: &place, ..Texts::default() };
                write_diagnostics(err, &errors, &texts)?;
                return Ok(None);
            }
        };
        let names = found.handles();
        let rule = match (&self.rule_name, found.choose(self.rule_name.as_deref())) {
            (_, Some(rule)) => rule,
            (None, None) => {
                bail!("{place} has several rules; --rule-name chooses one of {}", names.join(", "))
            }
            (Some(name), None) => {
                bail!("{place} has no rule, or several, called {name}; it has {}", names.join(", "))
            }
        };
        let (mut rule, remarks) = (rule.clone(), found.remarks(rule));
        if let Some(version) = self.sql_version {
            rule.sql_version = Some(version.name().to_owned());
        }
        Ok(Some(RuleSource {
            sql_name: place.clone(),
            action: Some(rule.actions_json().to_string()),
            action_name: place,
            rule: Found::Document(Box::new(rule)),
            document,
            remarks,
        }))
    }
}

impl RuleSource {
    /// The rule with its actions.
    ///
    /// # Errors
    /// Everything that makes AWS reject it.
    pub(crate) fn plan(&self) -> Result<Plan, Vec<Diagnostic>> {
        match &self.rule {
            Found::Statement(sql, version) => Plan::new(sql, *version, self.action.as_deref()),
            Found::Document(rule) => rule.plan(),
        }
    }

    /// The rule's statement.
    pub(crate) fn sql(&self) -> &str {
        match &self.rule {
            Found::Statement(sql, _) => sql,
            Found::Document(rule) => &rule.sql,
        }
    }

    /// What is odd about the rule document.
    pub(crate) fn remarks(&self) -> &[Diagnostic] {
        &self.remarks
    }

    /// The strings that diagnostics point into, beside those of a message.
    pub(crate) fn texts<'t>(&'t self, topic: &'t str, payload: &'t [u8], payload_name: &'t str) -> Texts<'t> {
        let viewer = Viewer {
            sql: self.sql(),
            topic,
            payload,
            action: self.action.as_deref(),
            document: &self.document,
            ..Viewer::default()
        };
        let (sql_name, action_name) = (&self.sql_name, &self.action_name);
        let rule_name = if self.document.is_empty() { "" } else { sql_name.as_str() };
        let rule = match &self.rule {
            Found::Document(rule) => Some(&**rule),
            Found::Statement(..) => None,
        };
        Texts { viewer, sql_name, payload_name, action_name, document_name: sql_name, rule_name, rule }
    }
}
