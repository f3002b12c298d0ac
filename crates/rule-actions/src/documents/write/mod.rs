//! Rules written as documents.

mod api;
mod cdk;
mod cli;
mod cloudformation;
mod hcl;
mod parts;
mod references;
mod resource;
mod terraform_json;
mod yaml;

use super::placeholders::Placeholder;
use super::rule::RuleDocument;
use super::wording;
use iot_sql::Diagnostic;

/// A form in which a rule can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), serde(rename_all = "kebab-case"))]
pub enum Format {
    /// The request of `CreateTopicRule`, or its payload where the rule has no name.
    Json,
    /// A CloudFormation template in JSON.
    Cfn,
    /// A CloudFormation template in YAML.
    CfnYaml,
    /// A Terraform configuration.
    Terraform,
    /// A Terraform configuration in JSON.
    TerraformJson,
    /// A construct of CDK in TypeScript.
    Cdk,
    /// A command of the AWS CLI for a POSIX shell.
    Cli,
}

/// Writes a rule in one form, and adds what is odd about it.
type Write = fn(&RuleDocument, &mut Vec<Diagnostic>) -> Result<String, Diagnostic>;

impl Format {
    /// All forms.
    pub const ALL: [Self; 7] =
        [Self::Json, Self::Cfn, Self::CfnYaml, Self::Terraform, Self::TerraformJson, Self::Cdk, Self::Cli];

    /// The form's short name, and what writes it.
    fn row(self) -> (&'static str, Write) {
        match self {
            Self::Json => ("json", api::write),
            Self::Cfn => ("cfn", cloudformation::write_json),
            Self::CfnYaml => ("cfn-yaml", cloudformation::write_yaml),
            Self::Terraform => ("terraform", hcl::write),
            Self::TerraformJson => ("terraform-json", terraform_json::write),
            Self::Cdk => ("cdk", cdk::write),
            Self::Cli => ("cli", cli::write),
        }
    }

    /// The short name, as the program's `--to` takes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// The form of this short name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// A document that was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// The document, with a line break at its end.
    pub text: String,
    /// What is odd about it.
    pub warnings: Vec<Diagnostic>,
}

/// Writes a rule in a form, so that reading it gives the same rule.
///
/// # Errors
/// What the form cannot say: a name that AWS rejects, no name where one is needed, a parameter with an unusual name.
pub fn write(rule: &RuleDocument, format: Format) -> Result<Written, Vec<Diagnostic>> {
    let mut warnings = Vec::new();
    if let Some(error) = rule.check_name() {
        return Err(vec![error]);
    }
    if rule.sql_version.is_none() {
        warnings.push(wording::version_written());
    }
    if let Format::Json | Format::Cdk | Format::Cli = format {
        let form = match format {
            Format::Cdk => "what is written for CDK",
            Format::Cli => "a command of the AWS CLI",
            _ => "JSON",
        };
        let has_reference = |one: &Placeholder| format == Format::Cdk && cdk::reference(one).is_some();
        let left = rule.placeholders.iter().filter(|one| !has_reference(one));
        warnings.extend(left.map(|one| wording::placeholder_written(one, form)));
    }
    let (_, write) = format.row();
    let text = write(rule, &mut warnings).map_err(|error| vec![error])?;
    warnings.dedup();
    Ok(Written { text, warnings })
}
