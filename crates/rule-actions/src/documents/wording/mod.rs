//! What is reported about documents.

mod reading;
mod templates;
mod values;
mod writing;

pub(super) use reading::*;
pub(super) use templates::*;
pub(super) use values::*;
pub(super) use writing::*;

pub use crate::placeholder::VALUE_NEEDED as DOCUMENT_VALUE_NEEDED;

use iot_sql::{Code, Diagnostic, Input};

iot_sql::declare_codes! {
    pub CODES;
    DOCUMENT_TOO_LARGE = "document.too-large", Error, "The document is larger than RuleLens reads.";
    DOCUMENT_TOO_DEEP = "document.too-deep", Error, "The document is nested deeper than RuleLens reads.";
    DOCUMENT_MALFORMED = "document.malformed", Error, "The document is not JSON, YAML or HCL.";
    DOCUMENT_UNRECOGNISED = "document.unrecognised", Error, "RuleLens does not read this kind of document.";
    DOCUMENT_NO_RULE = "document.no-rule", Error, "There is no rule in the document.";
    DOCUMENT_NO_SQL = "document.no-sql", Error, "A rule of the document has no statement.";
    DOCUMENT_WRONG_TYPE = "document.wrong-type", Error, "A member of a rule has the wrong type.";
    DOCUMENT_SQL_VERSION = "document.sql-version", Error, "A rule names an SQL version that does not exist.";
    DOCUMENT_RULE_NAME = "document.rule-name", Error, "A rule cannot have this name, or has none where one is needed.";
    DOCUMENT_NOT_WRITABLE = "document.not-writable", Error, "The document format cannot express a part of the rule.";
    DOCUMENT_TEMPLATE_TAKEN = "document.template-taken", Warning, "The deployment tool replaces a substitution template of the rule.";
    DOCUMENT_NOT_SUBSTITUTED = "document.not-substituted", Warning, "A placeholder meant for the deployment tool reaches the rule.";
    DOCUMENT_UNKNOWN_PARAMETER = "document.unknown-parameter", Warning, "An action or a parameter of the document has an unknown name.";
    DOCUMENT_UNDOCUMENTED = "document.undocumented", Warning, "The document format does not document a part of the rule.";
    DOCUMENT_VERSION_WRITTEN = "document.version-written", Warning, "A rule without an SQL version is written with the API's default.";
    DOCUMENT_PLACEHOLDER_WRITTEN = "document.placeholder-written", Warning, "A placeholder is written that has to be replaced before the rule is deployed.";
    DOCUMENT_CONDITION = "document.condition", Warning, "A part of the rule depends on a condition.";
    DOCUMENT_NAME_UNKNOWN = "document.name-unknown", Warning, "A name in the document stands for nothing, and another one is like it.";
    DOCUMENT_VALUE_UNUSED = "document.value-unused", Warning, "A value is given for a name that the document does not ask for.";
    DOCUMENT_NOT_CHECKED = "document.not-checked", Info, "A part of the rule is not checked, since it is known only after deployment.";
    DOCUMENT_VERSION_UNKNOWN = "document.version-unknown", Info, "The rule's SQL version is known only after deployment.";
    DOCUMENT_DEFAULT = "document.default", Info, "The defaults of parameters or variables are taken.";
    DOCUMENT_REPEATED = "document.repeated", Info, "The document makes several rules of one, of which one is read.";
    DOCUMENT_LEFT_OUT = "document.left-out", Info, "A part of the document is not read.";
    DOCUMENT_PLACEHOLDER = "document.placeholder", Info, "A string of the rule is known only after deployment.";
}

fn about(code: &'static Code, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, message).input(Input::Document)
}

/// A diagnostic about a rule that is to be written, which has no string yet.
fn about_rule(code: &'static Code, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, message).input(Input::Request)
}
