//! Documents that lead to the diagnostics about documents.

use super::rule::RuleDocument;
use super::wording::{
    DOCUMENT_CONDITION, DOCUMENT_DEFAULT, DOCUMENT_LEFT_OUT, DOCUMENT_MALFORMED, DOCUMENT_NAME_UNKNOWN,
    DOCUMENT_NO_RULE, DOCUMENT_NO_SQL, DOCUMENT_NOT_CHECKED, DOCUMENT_NOT_SUBSTITUTED, DOCUMENT_NOT_WRITABLE,
    DOCUMENT_PLACEHOLDER, DOCUMENT_PLACEHOLDER_WRITTEN, DOCUMENT_REPEATED, DOCUMENT_RULE_NAME,
    DOCUMENT_SQL_VERSION, DOCUMENT_TEMPLATE_TAKEN, DOCUMENT_TOO_DEEP, DOCUMENT_TOO_LARGE,
    DOCUMENT_UNDOCUMENTED, DOCUMENT_UNKNOWN_PARAMETER, DOCUMENT_UNRECOGNISED, DOCUMENT_VALUE_NEEDED,
    DOCUMENT_VALUE_UNUSED, DOCUMENT_VERSION_UNKNOWN, DOCUMENT_VERSION_WRITTEN, DOCUMENT_WRONG_TYPE,
};
use super::{Format, Inputs, Values, read_with, write};
use iot_sql::{Code, Diagnostic, ExampleText};

/// A document, as an example of a code.
pub struct DocumentExample {
    /// The code that it leads to.
    pub code: &'static Code,
    /// The language that the document is written in; empty where it is too long to be shown.
    pub language: &'static str,
    /// The document.
    pub document: ExampleText,
    /// The form that its rules are then written in.
    pub to: Option<Format>,
    /// A value that is given, and its name.
    pub set: Option<(&'static str, &'static str)>,
}

impl DocumentExample {
    /// Everything that is reported about the example.
    #[must_use]
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut values = Values::default();
        if let Some((name, value)) = self.set {
            values.set(name, value);
        }
        let inputs = Inputs { values: Some(&values), folder: None };
        let found = match read_with(&self.document.get(), inputs) {
            Ok(found) => found,
            Err(errors) => return errors,
        };
        let written = |rule: &RuleDocument| match self.to.map(|format| write(rule, format)) {
            Some(Ok(written)) => written.warnings,
            Some(Err(errors)) => errors,
            None => Vec::new(),
        };
        let of_rules: Vec<Diagnostic> = found.rules.iter().flat_map(written).collect();
        let findings = found.rules.iter().flat_map(RuleDocument::findings);
        let needed = found.rules.iter().filter_map(|rule| rule.plan().err()).flatten();
        let of_rules = of_rules.into_iter().chain(findings).chain(needed).collect::<Vec<_>>();
        found.warnings.into_iter().chain(of_rules).collect()
    }
}

const fn json(code: &'static Code, document: &'static str) -> DocumentExample {
    DocumentExample { code, language: "json", document: ExampleText::Plain(document), to: None, set: None }
}

const fn yaml(code: &'static Code, document: &'static str) -> DocumentExample {
    DocumentExample { code, language: "yaml", document: ExampleText::Plain(document), to: None, set: None }
}

const fn hcl(code: &'static Code, document: &'static str) -> DocumentExample {
    DocumentExample { code, language: "hcl", document: ExampleText::Plain(document), to: None, set: None }
}

const fn built(code: &'static Code, shown: &'static str, make: fn() -> String) -> DocumentExample {
    DocumentExample { code, language: "", document: ExampleText::Built { shown, make }, to: None, set: None }
}

const fn written(code: &'static Code, document: &'static str, format: Format) -> DocumentExample {
    DocumentExample {
        code,
        language: "json",
        document: ExampleText::Plain(document),
        to: Some(format),
        set: None,
    }
}

/// Documents that lead to the codes; the first of a code is the one for the documentation.
pub static EXAMPLES: &[DocumentExample] = &[
    built(&DOCUMENT_TOO_LARGE, "A document of more than a megabyte.", || " ".repeat((1 << 20) + 1)),
    built(&DOCUMENT_TOO_DEEP, "A document with 100 opening brackets inside each other.", || {
        format!("{{\"sql\": {}1{}}}", "[".repeat(100), "]".repeat(100))
    }),
    json(&DOCUMENT_MALFORMED, r#"{"sql": "SELECT * FROM 'sensors/+'",}"#),
    json(&DOCUMENT_UNRECOGNISED, r#"{"temperature": 21.5}"#),
    yaml(&DOCUMENT_NO_RULE, "Resources:\n  Table:\n    Type: AWS::Timestream::Table"),
    json(&DOCUMENT_NO_SQL, r#"{"topicRulePayload": {"actions": []}}"#),
    json(&DOCUMENT_WRONG_TYPE, r#"{"sql": "SELECT * FROM 'sensors/+'", "actions": "lambda"}"#),
    json(
        &DOCUMENT_SQL_VERSION,
        r#"{"sql": "SELECT * FROM 'sensors/+'", "awsIotSqlVersion": "2016-10-08", "actions": []}"#,
    ),
    written(
        &DOCUMENT_RULE_NAME,
        r#"{"ruleName": "living-room", "topicRulePayload": {"sql": "SELECT * FROM 'sensors/+'", "actions": []}}"#,
        Format::Cli,
    ),
    written(
        &DOCUMENT_NOT_WRITABLE,
        r#"{"sql": "SELECT * FROM 'sensors/+'", "actions": [{"lambda": {"Function": "store"}}]}"#,
        Format::Cfn,
    ),
    yaml(
        &DOCUMENT_TEMPLATE_TAKEN,
        "Resources:\n  Climate:\n    Type: AWS::IoT::TopicRule\n    Properties:\n      TopicRulePayload:\n        Sql: SELECT * FROM 'sensors/+'\n        Actions:\n          - Republish: {RoleArn: r, Topic: !Sub \"rooms/${topic(2)}\"}",
    ),
    yaml(
        &DOCUMENT_NOT_SUBSTITUTED,
        "Resources:\n  Climate:\n    Type: AWS::IoT::TopicRule\n    Properties:\n      TopicRulePayload:\n        Sql: SELECT * FROM 'sensors/+'\n        Actions:\n          - Republish: {RoleArn: r, Topic: \"rooms/${!topic(2)}\"}",
    ),
    hcl(
        &DOCUMENT_UNKNOWN_PARAMETER,
        "resource \"aws_iot_topic_rule\" \"climate\" {\n  name = \"climate\"\n  sql  = \"SELECT * FROM 'sensors/+'\"\n\n  lambda {\n    function = \"store\"\n  }\n}",
    ),
    written(
        &DOCUMENT_UNDOCUMENTED,
        r#"{"ruleName": "climate", "topicRulePayload": {"sql": "SELECT * FROM 'sensors/+'", "actions": [{"openSearch": {"endpoint": "e"}}]}}"#,
        Format::Terraform,
    ),
    written(
        &DOCUMENT_PLACEHOLDER_WRITTEN,
        "Resources:\n  Climate:\n    Type: AWS::IoT::TopicRule\n    Properties:\n      TopicRulePayload:\n        AwsIotSqlVersion: '2016-03-23'\n        Sql: SELECT * FROM 'sensors/+'\n        Actions:\n          - Lambda: {FunctionArn: !GetAtt Store.Arn}",
        Format::Json,
    ),
    written(
        &DOCUMENT_VERSION_WRITTEN,
        r#"{"sql": "SELECT * FROM 'sensors/+'", "actions": []}"#,
        Format::Json,
    ),
    yaml(
        &DOCUMENT_CONDITION,
        "Resources:\n  Climate:\n    Type: AWS::IoT::TopicRule\n    Properties:\n      TopicRulePayload:\n        Sql: SELECT * FROM 'sensors/+'\n        Actions:\n          - !If [InProduction, {Lambda: {FunctionArn: a}}, {Lambda: {FunctionArn: b}}]",
    ),
    yaml(
        &DOCUMENT_LEFT_OUT,
        "Resources:\n  Climate:\n    Type: AWS::IoT::TopicRule\n    Properties:\n      Tags: [{Key: team, Value: home}]\n      TopicRulePayload:\n        Sql: SELECT * FROM 'sensors/+'\n        Actions: []",
    ),
    yaml(
        &DOCUMENT_NAME_UNKNOWN,
        "Parameters: {Stage: {Type: String}}\nResources:\n  Climate:\n    Type: AWS::IoT::TopicRule\n    Properties:\n      RuleName: !Sub \"climate_${Stge}\"\n      TopicRulePayload:\n        Sql: SELECT * FROM 'sensors/+'\n        Actions: []",
    ),
    DocumentExample {
        set: Some(("stge", "dev")),
        ..hcl(
            &DOCUMENT_VALUE_UNUSED,
            "resource \"aws_iot_topic_rule\" \"climate\" {\n  name = \"climate\"\n  sql  = \"SELECT * FROM '${var.stage}/+'\"\n}",
        )
    },
    hcl(
        &DOCUMENT_VALUE_NEEDED,
        "resource \"aws_iot_topic_rule\" \"climate\" {\n  name = \"climate\"\n  sql  = \"SELECT * FROM 'sensors/+' WHERE temperature > ${var.limit}\"\n}",
    ),
    hcl(
        &DOCUMENT_NOT_CHECKED,
        "resource \"aws_iot_topic_rule\" \"climate\" {\n  name = \"climate\"\n  sql  = var.sql\n}",
    ),
    hcl(
        &DOCUMENT_VERSION_UNKNOWN,
        "resource \"aws_iot_topic_rule\" \"climate\" {\n  name        = \"climate\"\n  sql         = \"SELECT * FROM 'sensors/+'\"\n  sql_version = var.sql_version\n}",
    ),
    yaml(
        &DOCUMENT_DEFAULT,
        "Parameters: {Stage: {Type: String, Default: dev}}\nResources:\n  Climate:\n    Type: AWS::IoT::TopicRule\n    Properties:\n      TopicRulePayload:\n        Sql: !Sub SELECT * FROM '${Stage}/sensors/+'\n        Actions: []",
    ),
    hcl(
        &DOCUMENT_REPEATED,
        "resource \"aws_iot_topic_rule\" \"climate\" {\n  for_each = toset([\"hall\", \"attic\"])\n  name     = \"climate_${each.key}\"\n  sql      = \"SELECT * FROM 'sensors/${each.key}'\"\n}",
    ),
    hcl(
        &DOCUMENT_PLACEHOLDER,
        "resource \"aws_iot_topic_rule\" \"climate\" {\n  name = \"climate\"\n  sql  = \"SELECT * FROM '${var.topic}'\"\n}",
    ),
];

#[cfg(test)]
mod tests {
    use super::EXAMPLES;
    use crate::documents::CODES;

    #[test]
    fn every_code_has_a_document_that_leads_to_it() {
        for code in CODES {
            let examples: Vec<_> = EXAMPLES.iter().filter(|example| example.code == *code).collect();
            assert!(!examples.is_empty(), "{code:?}");
            for example in examples {
                let found = example.diagnostics();
                let codes: Vec<&str> = found.iter().map(|diagnostic| diagnostic.code.id).collect();
                assert!(codes.contains(&code.id), "{code:?}: {codes:?}");
            }
        }
    }
}
