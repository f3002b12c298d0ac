//! One sample for each diagnostic about documents: a document that leads to it.

use iot_sql::{Diagnostic, ExampleText};
use rule_actions::documents::{self, Format};

/// What leads to a diagnostic about a document.
pub(super) struct DocumentSample {
    /// The diagnostic's code.
    pub(super) code: &'static str,
    /// What the document is written in.
    pub(super) language: &'static str,
    /// The document.
    pub(super) document: ExampleText,
    /// The form that its rule is then written in.
    pub(super) to: Option<Format>,
}

impl DocumentSample {
    /// Everything that is said about the sample.
    pub(super) fn diagnostics(&self) -> Vec<Diagnostic> {
        let found = match documents::read(&self.document.get()) {
            Ok(found) => found,
            Err(errors) => return errors,
        };
        let mut said = found.warnings;
        for rule in &found.rules {
            match self.to.map(|format| documents::write(rule, format)) {
                Some(Ok(written)) => said.extend(written.warnings),
                Some(Err(errors)) => said.extend(errors),
                None => {}
            }
        }
        said
    }
}

const fn json(code: &'static str, document: &'static str) -> DocumentSample {
    DocumentSample { code, language: "json", document: ExampleText::Plain(document), to: None }
}

const fn yaml(code: &'static str, document: &'static str) -> DocumentSample {
    DocumentSample { code, language: "yaml", document: ExampleText::Plain(document), to: None }
}

const fn hcl(code: &'static str, document: &'static str) -> DocumentSample {
    DocumentSample { code, language: "hcl", document: ExampleText::Plain(document), to: None }
}

const fn built(code: &'static str, shown: &'static str, make: fn() -> String) -> DocumentSample {
    DocumentSample { code, language: "", document: ExampleText::Built { shown, make }, to: None }
}

const fn written(code: &'static str, document: &'static str, format: Format) -> DocumentSample {
    DocumentSample { code, language: "json", document: ExampleText::Plain(document), to: Some(format) }
}

pub(super) static SAMPLES: &[DocumentSample] = &[
    built("document.too-large", "A document of more than a megabyte.", || " ".repeat((1 << 20) + 1)),
    built("document.too-deep", "A document with 100 opening brackets inside each other.", || {
        format!("{{\"sql\": {}1{}}}", "[".repeat(100), "]".repeat(100))
    }),
    json("document.malformed", r#"{"sql": "SELECT * FROM 'sensors/+'",}"#),
    json("document.unrecognised", r#"{"temperature": 21.5}"#),
    yaml("document.no-rule", "Resources:\n  Table:\n    Type: AWS::Timestream::Table"),
    json("document.no-sql", r#"{"topicRulePayload": {"actions": []}}"#),
    json("document.wrong-type", r#"{"sql": "SELECT * FROM 'sensors/+'", "actions": "lambda"}"#),
    json(
        "document.sql-version",
        r#"{"sql": "SELECT * FROM 'sensors/+'", "awsIotSqlVersion": "2016-10-08", "actions": []}"#,
    ),
    written(
        "document.rule-name",
        r#"{"ruleName": "living-room", "topicRulePayload": {"sql": "SELECT * FROM 'sensors/+'", "actions": []}}"#,
        Format::Cli,
    ),
    written(
        "document.not-writable",
        r#"{"sql": "SELECT * FROM 'sensors/+'", "actions": [{"lambda": {"Function": "store"}}]}"#,
        Format::Cfn,
    ),
    yaml(
        "document.template-taken",
        "Resources:\n  Climate:\n    Type: AWS::IoT::TopicRule\n    Properties:\n      TopicRulePayload:\n        Sql: SELECT * FROM 'sensors/+'\n        Actions:\n          - Republish: {RoleArn: r, Topic: !Sub \"rooms/${topic(2)}\"}",
    ),
    yaml(
        "document.not-substituted",
        "Resources:\n  Climate:\n    Type: AWS::IoT::TopicRule\n    Properties:\n      TopicRulePayload:\n        Sql: SELECT * FROM 'sensors/+'\n        Actions:\n          - Republish: {RoleArn: r, Topic: \"rooms/${!topic(2)}\"}",
    ),
    hcl(
        "document.unknown-parameter",
        "resource \"aws_iot_topic_rule\" \"climate\" {\n  name = \"climate\"\n  sql  = \"SELECT * FROM 'sensors/+'\"\n\n  lambda {\n    function = \"store\"\n  }\n}",
    ),
    written(
        "document.undocumented",
        r#"{"ruleName": "climate", "topicRulePayload": {"sql": "SELECT * FROM 'sensors/+'", "actions": [{"openSearch": {"endpoint": "e"}}]}}"#,
        Format::Terraform,
    ),
    written(
        "document.version-written",
        r#"{"sql": "SELECT * FROM 'sensors/+'", "actions": []}"#,
        Format::Json,
    ),
    yaml(
        "document.condition",
        "Resources:\n  Climate:\n    Type: AWS::IoT::TopicRule\n    Properties:\n      TopicRulePayload:\n        Sql: SELECT * FROM 'sensors/+'\n        Actions:\n          - !If [InProduction, {Lambda: {FunctionArn: a}}, {Lambda: {FunctionArn: b}}]",
    ),
    yaml(
        "document.left-out",
        "Resources:\n  Climate:\n    Type: AWS::IoT::TopicRule\n    Properties:\n      Tags: [{Key: team, Value: home}]\n      TopicRulePayload:\n        Sql: SELECT * FROM 'sensors/+'\n        Actions: []",
    ),
    hcl(
        "document.placeholder",
        "resource \"aws_iot_topic_rule\" \"climate\" {\n  name = \"climate\"\n  sql  = \"SELECT * FROM '${var.topic}'\"\n}",
    ),
];
