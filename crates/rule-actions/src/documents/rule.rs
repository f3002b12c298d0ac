//! Rules as they are read from documents and written to them.

use iot_sql::Diagnostic;
use serde_json::Value as Json;
use std::ops::Range;

/// The SQL version of a rule that names none (`API_TopicRulePayload`).
pub const DEFAULT_SQL_VERSION: &str = "2015-10-08";

/// A rule, whatever document it came from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleDocument {
    /// The rule's name, where the document gives one.
    pub name: Option<String>,
    /// Where the name stands in the document, in bytes, where it is written out there.
    pub name_range: Option<Range<usize>>,
    /// What the document calls the rule: a logical ID, or a resource's label.
    pub id: Option<String>,
    /// The statement.
    pub sql: String,
    /// The SQL version; `None` where the document names none, which means [`DEFAULT_SQL_VERSION`].
    pub sql_version: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// Whether the rule is switched off.
    pub disabled: bool,
    /// The actions as the IoT API writes them, such as `{"timestream": {"databaseName": …}}`.
    pub actions: Vec<Json>,
    /// The error action, likewise.
    pub error_action: Option<Json>,
}

impl RuleDocument {
    /// What to call the rule in a list: its name, or what the document calls it.
    #[must_use]
    pub fn title(&self) -> &str {
        self.name.as_deref().or(self.id.as_deref()).unwrap_or("(without a name)")
    }
}

/// What kind of document was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The payload of `CreateTopicRule`, its whole request, or the output of `GetTopicRule`.
    Api,
    /// A CloudFormation or SAM template.
    CloudFormation,
    /// A configuration of the Serverless Framework.
    Serverless,
    /// A Terraform configuration.
    Terraform,
    /// A Terraform configuration in JSON.
    TerraformJson,
}

impl Source {
    /// What the kind of document is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Api => "topic rule payload",
            Self::CloudFormation => "CloudFormation template",
            Self::Serverless => "Serverless configuration",
            Self::Terraform => "Terraform configuration",
            Self::TerraformJson => "Terraform configuration in JSON",
        }
    }
}

/// A string that stands for what is known only when the document is deployed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// The text in the rule, such as `<Table.Arn>`.
    pub text: String,
    /// What it stands for, as the document has it.
    pub stands_for: String,
    /// Where it stands first, in bytes of the document.
    pub range: Range<usize>,
}

/// What a document holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What kind of document it is.
    pub source: Source,
    /// The rules, in the order written; at least one.
    pub rules: Vec<RuleDocument>,
    /// What could not be known.
    pub placeholders: Vec<Placeholder>,
    /// What is odd; places are bytes of the document.
    pub warnings: Vec<Diagnostic>,
}

impl Found {
    /// The only rule, or the only one of a name: the rule's own, or what the document calls it. `None` where there is
    /// none or where there are several.
    #[must_use]
    pub fn choose(&self, name: Option<&str>) -> Option<&RuleDocument> {
        let is_meant = |rule: &&RuleDocument| {
            name.is_none_or(|name| [rule.name.as_deref(), rule.id.as_deref()].contains(&Some(name)))
        };
        let mut rules = self.rules.iter().filter(is_meant);
        rules.next().filter(|_| rules.next().is_none())
    }
}
