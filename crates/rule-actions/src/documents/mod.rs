//! Rule documents: a rule in the forms in which rules are kept and deployed.
//!
//! [`read`] takes the payload of `CreateTopicRule`, CloudFormation and SAM templates, `serverless.yml` and Terraform
//! configurations, and finds the rules in them. [`write()`] writes a rule in any of the [`Format`]s. What is written reads
//! back as the same rule.
//!
//! Functions of CloudFormation and references of Terraform have no value before deployment. They become placeholders:
//! strings such as `<Table.Arn>`, which are not substitution templates, listed in [`Found::placeholders`].
//!
//! ```
//! use rule_actions::documents::{self, Format};
//!
//! let template = r#"
//! Resources:
//!   Climate:
//!     Type: AWS::IoT::TopicRule
//!     Properties:
//!       TopicRulePayload:
//!         AwsIotSqlVersion: 2016-03-23
//!         Sql: SELECT temperature FROM 'sensors/+'
//!         Actions:
//!           - Lambda: {FunctionArn: !GetAtt Store.Arn}
//! "#;
//! let found = documents::read(template).expect("a document");
//! let mut rule = found.rules[0].clone();
//! assert_eq!(rule.actions[0]["lambda"]["functionArn"], "<Store.Arn>");
//! rule.name = Some("climate".to_owned());
//! let written = documents::write(&rule, Format::Terraform).expect("a rule");
//! // What another family cannot name becomes a variable of the configuration.
//! assert!(written.text.contains("resource \"aws_iot_topic_rule\" \"climate\" {"));
//! assert!(written.text.contains("variable \""));
//! ```

mod api;
mod cloudformation;
mod convert;
mod embedded;
mod examples;
mod hcl;
mod inputs;
mod json;
mod limits;
mod node;
mod payload;
mod placeholders;
mod places;
mod plan;
mod programs;
mod reader;
mod rule;
mod serverless;
mod sniff;
mod terraform;
mod text;
mod unknown_sql;
mod wording;
mod write;
mod yaml;

pub use embedded::Embedded;
pub use examples::{DocumentExample, EXAMPLES};
pub use inputs::{Folder, Inputs, MAX_FILE_BYTES, Unread, Values};
pub use placeholders::Placeholder;
pub use places::Places;
pub use rule::{DEFAULT_SQL_VERSION, Found, RuleDocument, Source};
pub use wording::{
    CODES, DOCUMENT_PLACEHOLDER, DOCUMENT_UNKNOWN_PARAMETER, DOCUMENT_VALUE_NEEDED, DOCUMENT_VALUE_UNUSED,
};
pub use write::{Format, Written, write};

use iot_sql::Diagnostic;

/// Reads a document of any kind, with nothing known beside it.
///
/// # Errors
/// A string that is no such document, that holds no rule, or that is larger or deeper than RuleLens follows; places are
/// bytes of `text`.
pub fn read(text: &str) -> Result<Found, Vec<Diagnostic>> {
    read_with(text, Inputs::default())
}

/// Reads a document of any kind, with values for what is known only when it is deployed, and with the files of its
/// folder.
///
/// ```
/// use rule_actions::documents::{self, Inputs, Values};
///
/// let rule = r#"
/// variable "limit" {}
/// resource "aws_iot_topic_rule" "hot" {
///   name    = "hot"
///   enabled = true
///   sql     = "SELECT * FROM 'rooms/+' WHERE temperature > ${var.limit}"
/// }
/// "#;
/// let mut values = Values::default();
/// values.set("limit", "30");
/// let inputs = Inputs { values: Some(&values), ..Inputs::default() };
/// let found = documents::read_with(rule, inputs).expect("a document");
/// assert_eq!(found.rules[0].sql, "SELECT * FROM 'rooms/+' WHERE temperature > 30");
/// ```
///
/// # Errors
/// As [`read`].
pub fn read_with(text: &str, inputs: Inputs<'_>) -> Result<Found, Vec<Diagnostic>> {
    if text.len() > limits::MAX_BYTES {
        return Err(vec![wording::too_large(text.len())]);
    }
    // A byte order mark counts as white space, so that places stay right. YAML's parser knows it.
    let blanked = text.strip_prefix('\u{FEFF}').map(|rest| format!("   {rest}"));
    let text = blanked.as_deref().filter(|text| sniff::is_json_or_hcl(text)).unwrap_or(text);
    let mut reader = reader::Reader::new(text, inputs);
    let (source, rules) = sniff::rules(text, &mut reader).map_err(|error| vec![error])?;
    // A string of the rules that looks like a placeholder is not one: then the placeholders are called otherwise.
    let Some(mut again) = reader.again() else { return reader.finish(source, rules) };
    let (source, rules) = sniff::rules(text, &mut again).map_err(|error| vec![error])?;
    again.finish(source, rules)
}
